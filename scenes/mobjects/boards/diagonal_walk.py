"""A diagonal of a table of sums, followed pair by pair, with the sum of the pair that it has come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, RIGHT, Dot, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.fact import Flipbook

DOT = 0.09  # units, the radius of the dot that goes along
COMES = 0.25  # of its way, after which all of it is seen


class DiagonalPart:
    """One part of a diagonal: lines from end to end, one over the other, a dot, and its pairs' sums, one at a time.

    No mobject itself: `drawn` is.
    """

    def __init__(self, lines: Sequence[PolylineSet], sums: Sequence[VGroup], theme: Theme) -> None:
        self.lines, self.ends = lines, lines[0].points.copy()
        self.dot, self.told = Dot(radius=DOT, color=theme.text).set_stroke(theme.ground, 2), Flipbook(sums)
        self.drawn = Group(*lines, self.dot, self.told)
        self.go(0.0)

    def go(self, share: float) -> None:
        """Be drawn so far, the dot at the end, and tell of the pair that it has come to."""
        start, seen = self.ends[0], min(share / COMES, 1.0)
        end = start + share * (self.ends[1] - start)
        for line in self.lines:
            line.set_curves([np.array([start, end])]).set_opacity(seen)
        self.dot.move_to(end).set_opacity(seen)
        self.told.show(round(share * (len(self.told.states) - 1))).set_opacity(seen)


def parts_of_diagonal(
    table: SumTable, total: int, sign: int, write: Callable[[int, int], VGroup], area: Area
) -> list[DiagonalPart]:
    """Make the parts of the diagonal of a table on which x + sign·y is one total, at first and past the end.

    Sums, which `write` makes of x and y, stand in an area, those of a part in one place, their ends in a line.
    """
    told = [[write(x, y) for x, y in pairs] for pairs in table.pairs(total, sign)]
    seats = VGroup(*(sums[-1].copy() for sums in told)).arrange(DOWN, buff=Gap.NEAR, aligned_edge=RIGHT)
    width, lines = seats.width, table.diagonal(total, sign)
    share = area.fit(seats).width / width
    for sums, seat in zip(told, seats, strict=True):
        for one in sums:
            one.scale(share).align_to(seat, RIGHT).match_y(seat)
    drawn = [lines[2 * part : 2 * part + 2] for part in range(len(told))]
    return [DiagonalPart(*part, table.theme) for part in zip(drawn, told, strict=True)]
