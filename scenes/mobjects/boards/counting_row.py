"""Counting on along a row of numbers, or back: a bow for each step, and a high one from one end to the other."""

from __future__ import annotations

import numpy as np
from manim import UP, ArcBetweenPoints, Create, Dot, MoveAlongPath, VGroup

from transparent_box.scenes.look.theme import Theme, Time
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ABOVE = 0.12  # units from the row to what runs on it
HOP = 0.3  # units that a step is high, at most
LOWER = 0.6  # of the height of the way back, that a step is high, at most
SPEED = 4.0  # units a second


def tops(row: SumTable) -> list[Floats]:
    """Find where one stands on each number of a row."""
    rise = (row.cells.cell_size[1] / 2 + ABOVE) * UP
    return [row.cells.cell(number, 0) + rise for number in range(len(row.sums))]


class CountingOn(VGroup):
    """So many steps from a number along a row: what runs, and its bows; the way round its end is `back` units high.

    It goes on with `sign` 1, back with −1.
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
        """Run along one of the bows (a copy: the bow itself is still being drawn), and leave it behind."""
        bow = self.bows[number]
        self.add(bow)
        time = max(Time.QUICK, bow.get_arc_length() / SPEED)
        return MoveAlongPath(self.runner, bow.copy(), run_time=time), Create(bow, run_time=time)
