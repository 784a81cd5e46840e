"""A diagonal of a table of sums, followed pair by pair, with the current pair's sum written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, RIGHT, Dot, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.fact import Flipbook

DOT = 0.09  # units, radius of the moving dot
COMES = 0.25  # share of the way after which it is fully visible


class DiagonalPart:
    """One part of a diagonal: coincident lines from end to end, a dot, and the sums of its pairs, one at a time.

    This is not a mobject; `drawn` is.
    """

    def __init__(self, lines: Sequence[PolylineSet], sums: Sequence[VGroup], theme: Theme) -> None:
        self.lines, self.ends = lines, lines[0].points.copy()
        self.dot, self.sums = Dot(radius=DOT, color=theme.text).set_stroke(theme.ground, 2), Flipbook(sums)
        self.drawn = Group(*lines, self.dot, self.sums)
        self.go(0.0)

    def go(self, share: float) -> None:
        """Draw a share (0 … 1) of the line, with the dot at its end, and show the sum of the pair there."""
        start, opacity = self.ends[0], min(share / COMES, 1.0)
        end = start + share * (self.ends[1] - start)
        for line in self.lines:
            line.set_curves([np.array([start, end])]).set_opacity(opacity)
        self.dot.move_to(end).set_opacity(opacity)
        self.sums.show(round(share * (len(self.sums.states) - 1))).set_opacity(opacity)


def parts_of_diagonal(
    table: SumTable, total: int, sign: int, write: Callable[[int, int], VGroup], area: Area
) -> list[DiagonalPart]:
    """Make the two parts of a table's diagonal on which x + sign·y is `total`: as it is, and where it wraps around.

    The sums, made by `write` from x and y, are placed in an area: those of each part in one place, right-aligned.
    """
    texts = [[write(x, y) for x, y in pairs] for pairs in table.pairs(total, sign)]
    seats = VGroup(*(sums[-1].copy() for sums in texts)).arrange(DOWN, buff=Gap.NEAR, aligned_edge=RIGHT)
    width, lines = seats.width, table.diagonal(total, sign)
    share = area.fit(seats).width / width
    for sums, seat in zip(texts, seats, strict=True):
        for written in sums:
            written.scale(share).align_to(seat, RIGHT).match_y(seat)
    drawn = [lines[2 * part : 2 * part + 2] for part in range(len(texts))]
    return [DiagonalPart(*part, table.theme) for part in zip(drawn, texts, strict=True)]
