"""A table of sums that come round: cells in a cyclic colour, each with its number where there is room for one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, UpdateFromAlphaFunc, VGroup

from scenes.look.colormaps import cyclic, rgba
from scenes.look.theme import Theme
from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.lettering import words
from scenes.mobjects.polyline_set import PolylineSet

TRAIL = 3.0  # cells that are being filled at a time
RULE = 0.05  # units between cells


class SumTable(Group):  # type: ignore[misc]
    """Sums (n, m) modulo `count`, x to the right and y upward, in `width` × `height` units; type of `size` pixels.

    Every cell is empty at first. `cells` are the colours, `digits` the numbers on them, `rules` the lines between.
    """

    def __init__(self, sums: Floats, count: int, width: float, height: float, size: float, theme: Theme) -> None:
        self.sums, self.theme = np.asarray(sums), theme
        self.shares = np.zeros(self.sums.shape)
        self.count = count
        self.cells = HeatMap(self._colors(), width, height)
        self.digits = VGroup(*(words(str(total), size, theme.ground) for total in self.sums.reshape(-1)))
        for place, digit in zip(np.ndindex(self.sums.shape), self.digits, strict=True):
            digit.move_to(self.cells.cell(*place)).set_opacity(0)
        self.rules = self._rules(width, height)
        super().__init__(self.cells, self.rules, self.digits)

    def fill(self, places: Sequence[tuple[int, int]]) -> UpdateFromAlphaFunc:
        """Write the sums of some cells, one after the other."""
        before, last = self.shares.copy(), len(places) + TRAIL

        def write(table: SumTable, alpha: float) -> None:
            for number, place in enumerate(places):
                share = float(np.clip((alpha * last - number) / TRAIL, 0, 1))
                self.shares[place] = max(before[place], share)
                self.digits[int(np.ravel_multi_index(place, self.sums.shape))].set_opacity(self.shares[place])
            self.cells.set_colors(self._colors())

        return UpdateFromAlphaFunc(self, write)

    def show(self, sums: Floats, count: int, shares: Floats) -> None:
        """Other sums (any shape), the cells as full as shares 0 … 1 of the same shape say."""
        self.sums, self.count, self.shares = sums, count, shares
        self.cells.set_colors(self._colors())

    def _colors(self) -> Floats:
        share, empty = self.shares[..., None], rgba(self.theme.panel)
        colors: Floats = empty + share * (cyclic(self.sums / self.count, self.theme.cycle) - empty)
        return colors

    def _rules(self, width: float, height: float) -> PolylineSet:
        columns, rows = self.sums.shape
        across = np.linspace(-width / 2, width / 2, columns + 1)
        up = np.linspace(-height / 2, height / 2, rows + 1)
        lines = [np.array([[x, -height / 2, 0], [x, height / 2, 0]]) for x in across]
        lines += [np.array([[-width / 2, y, 0], [width / 2, y, 0]]) for y in up]
        return PolylineSet(lines, np.tile(rgba(self.theme.ground), (len(lines), 1)), RULE)
