"""The network's own column of switches beside a much longer one, which it measures from end to end."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, UP, Group, Line, Rectangle, VGroup

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.switches.all_pairs import CLOSED, WIDER
from transparent_box.scenes.mobjects.switches.light_cone import LEAST, LightCone
from transparent_box.scenes.mobjects.switches.long_column import LongColumn
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

LAID = 0.16  # units, width of the strip along the part measured so far
HUNDRED = 100  # lengths of our column from mark to mark
QUICKER = 2.4  # power of time with which the measured part grows: above 1, so that it accelerates


class ColumnsBeside(Group):
    """`ours`, a column of `size` switches with number `lit` on, and its `tag`, beside the output column of a board.

    The output column should be at x = `far` (units) and as wide as ours, `broad`; ours is at −`far`. The `cone` shows
    how high ours is on the other's scale. `laid` is the strip measured so far, from the top, with `marks` at each
    hundred lengths, and `times` counts them. `whole` is the number of switches in a window that just shows all of ours.
    """

    def __init__(self, size: int, lit: int, board: TokenBoard, far: float, theme: Theme) -> None:
        self.size, self.whole, self.board, self.far = size, CLOSED * size, board, far
        self.broad, self.often = WIDER * board.columns[0].width, board.count // size
        self.ours = LongColumn(size, {lit: theme.cos_x}, self.broad, board.out.height, theme)
        self.ours.match_y(board.out).set_x(-far)
        self.tag = words("ours", Size.LABEL, theme.text).next_to(self.ours, LEFT, Gap.NEAR)
        self.laid = Rectangle(width=LAID, height=1, stroke_width=0, fill_color=theme.cos_x, fill_opacity=1)
        self.laid.set_x(far - self.broad / 2 - LAID / 2)
        self.marks = VGroup(*self._marks(theme.dim))
        self.cone = LightCone(self.ours, 1 / CLOSED, self.laid, theme)
        self.times = Counter("ours ×", f"{self.often:,}", "", Size.LABEL, theme.text).match_y(board.answer[0])
        self.times.set_x(0.0)
        self.lay(0.0)
        super().__init__(self.ours, self.tag, self.laid, self.marks, self.cone, self.times)

    def stand(self, shown: float) -> Self:
        """Show `shown` switches of each column, but of ours no more than `whole`."""
        size, own, out = self.size, min(shown, self.whole), self.board.out
        out.look_around(self.board.given[1], shown)
        self.ours.look((size - own) / 2, (size + own) / 2)
        height = min(size / shown, 1 / CLOSED) * out.height
        self.cone.show(height, float(out.get_top()[1]) - CLOSED * height / 2)  # from the middle to its top
        self.board.view.show(f"{round(shown):,}")
        return self

    def lay(self, share: float) -> Self:
        """Lay our column along the other, faster and faster: a share (0 … 1) of the time until the other is full."""
        laid = 1 + int((self.often - 1) * share**QUICKER)
        out, one = self.board.out, self.size / self.board.count * self.board.out.height
        self.laid.stretch_to_fit_height(max(laid * one, LEAST)).align_to(out, UP)
        for place, mark in enumerate(self.marks, 1):
            mark.set_stroke(opacity=float(np.clip(laid / HUNDRED - place + 0.5, 0, 1)))
        self.cone.show(one, float(out.get_top()[1]) - (laid - 0.5) * one)
        self.times.show(f"{laid:,}")
        return self

    def _marks(self, ink: str) -> list[Line]:
        """Draw a line where each hundred of our lengths ends, left of the strip, every fifth one longer."""
        out, near = self.board.out, self.far - self.broad / 2 - LAID
        lines = []
        for place in range(1, self.often // HUNDRED + 1):
            down = place * HUNDRED * self.size / self.board.count * out.height
            at = [near, float(out.get_top()[1]) - down, 0]
            lines.append(Line(at, np.add(at, LAID * (1 if place % 5 else 2) * LEFT), color=ink, stroke_width=2))
        return lines
