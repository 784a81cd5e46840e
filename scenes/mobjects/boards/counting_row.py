"""Counting on along a row of numbers, or back: an arc for each step, and a high arc from one end to the other."""

from __future__ import annotations

import numpy as np
from manim import UP, ArcBetweenPoints, Create, Dot, MoveAlongPath, VGroup

from transparent_box.scenes.look.theme import Theme, Time
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ABOVE = 0.12  # units from the row to the dot that runs along it
HOP = 0.3  # units, height of a step's arc, at most
LOWER = 0.6  # height of a step's arc as a share of that of the way back, at most
SPEED = 4.0  # units a second


def tops(row: SumTable) -> list[Floats]:
    """Return the points (3,) just above each number of a row."""
    rise = (row.cells.cell_size[1] / 2 + ABOVE) * UP
    return [row.cells.cell(number, 0) + rise for number in range(len(row.sums))]


class CountingOn(VGroup):
    """A dot and the arcs of `steps` steps along a row of numbers, from the number `first` on.

    It counts on with a `sign` of 1, back with −1. The arc from one end of the row to the other is `back` units high.
    """

    def __init__(self, row: SumTable, first: int, steps: int, sign: int, back: float, theme: Theme) -> None:
        stands = tops(row)
        self.runner = Dot(stands[first], 0.11, color=theme.text)
        super().__init__(self.runner)
        self.bows = []
        for number in range(first, first + sign * steps, sign):
            start, end = stands[number % len(stands)], stands[(number + sign) % len(stands)]
            returns = bool(sign * (end[0] - start[0]) < 0)
            half = float(np.linalg.norm(end - start)) / 2
            angle = 4 * np.arctan((back if returns else min(HOP, LOWER * back)) / half) * (sign if returns else -sign)
            bow = ArcBetweenPoints(start, end, angle=angle)
            self.bows.append(bow.set_stroke(theme.text if returns else theme.dim, 4))

    def step(self, number: int) -> tuple[MoveAlongPath, Create]:
        """Move the dot along one of the arcs (a copy: the arc itself is still being drawn), and leave the arc drawn."""
        bow = self.bows[number]
        self.add(bow)
        time = max(Time.QUICK, bow.get_arc_length() / SPEED)
        return MoveAlongPath(self.runner, bow.copy(), run_time=time), Create(bow, run_time=time)
