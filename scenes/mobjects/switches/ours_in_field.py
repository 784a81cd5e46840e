"""The network's own column laid into a field of very many switches, again and again until the field is full."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, UP, Mobject, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.switches.all_pairs import own_column
from transparent_box.scenes.mobjects.switches.switch_field import SwitchField
from transparent_box.scenes.mobjects.words.counter import Counter

TINTS = 0.5, 0.3  # opacity of the cells of one copy, and of the next
BRIGHT, MANY = 0.8, 30  # least opacity of a copy alone, and the number of copies from which none is brighter
QUICKER = 2.4  # power of time with which copies come: above 1, so that it accelerates


class OursInField(HeatMap):
    """Copies of a column of `size` switches over the cells of a whole field, end to end in the order of its numbers.

    The first has number `lit` on, each next one the next of the numbers (the last switch, "=", is no number). `times`
    counts the copies that are laid. `ours` is the column itself, in the middle of an area.
    """

    def __init__(self, size: int, lit: int, field: SwitchField, area: Area, theme: Theme) -> None:
        self.piece, self.field, self.often = size, field, field.count // size
        copies, cells = np.arange(self.often), np.zeros((field.size[0] * field.size[1], 4))
        cells[: self.often * size] = rgba(theme.cos_x)
        cells[: self.often * size, 3] = np.repeat(np.take(TINTS, copies % 2), size)
        cells[copies * size + (lit + copies) % (size - 1), 3] = 1.0
        self.cells = cells
        super().__init__(np.zeros((*field.size, 4)), field.area.width, field.area.height)
        self.move_to(field)
        self.ours = own_column(size, lit, area, theme)
        self.times = Counter("ours ×", f"{self.often:,}", "", Size.LABEL, theme.text).next_to(self, UP, Gap.NEAR)
        self.times.align_to(self, LEFT)
        self.draw(0.0)

    def draw(self, share: float) -> Self:
        """Draw the first copy from its first switch on, a share (0 … 1) of it."""
        self.times.show("1")
        return self._show(round(share * self.piece))

    def lay(self, share: float) -> Self:
        """Lay copy after copy, faster and faster, a share (0 … 1) of the time until the field is full."""
        laid = 1 + int((self.often - 1) * share**QUICKER)
        self.times.show(f"{laid:,}")
        return self._show(laid * self.piece)

    def come_out(self) -> UpdateFromAlphaFunc:
        """Let the column itself grow out of the first copy to its own size and place."""
        end, area = self.ours.points.copy(), self.field.area
        right = area.left + area.width / self.field.size[0]
        foot = area.top - min(self.piece, self.field.size[1]) * self.field.cell_high
        start = np.array([[area.left, foot, 0], [right, foot, 0], [right, area.top, 0], [area.left, area.top, 0]])

        def grow(column: Mobject, share: float) -> None:
            column.points = (1 - share) * start + share * end

        grow(self.ours, 0.0)
        return UpdateFromAlphaFunc(self.ours, grow)

    def _show(self, switches: int) -> Self:
        """Show the first switches only."""
        cells = self.cells.copy()
        bright = BRIGHT * max(0.0, 1 - (switches / self.piece - 1) / MANY)
        cells[:, 3] = np.maximum(cells[:, 3], min(bright, BRIGHT))
        cells[switches:, 3] = 0.0
        self.colors = cells.reshape(*self.field.size, 4)[:, ::-1].astype(np.float32)
        return self
