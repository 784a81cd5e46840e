"""Counting on along a row of numbers: one bow for each step, and a high one from the last number back to the first."""

from __future__ import annotations

import numpy as np
from manim import UP, ArcBetweenPoints, VGroup

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.sum_table import SumTable

HOP = 0.3  # units that a step is high
ABOVE = 0.12  # units from the row to what runs on it


def tops(row: SumTable) -> list[Floats]:
    """Where one stands on each number of a row."""
    rise = (row.cells.cell_size[1] / 2 + ABOVE) * UP
    return [row.cells.cell(number, 0) + rise for number in range(len(row.sums))]


def bows(row: SumTable, first: int, steps: int, *, back: float, step: str, again: str) -> VGroup:
    """The bows of so many steps from a number on, in the colour `step`; the way back `again`, `back` units high."""
    stands = tops(row)
    made = VGroup()
    for number in range(first, first + steps):
        start, end = stands[number % len(stands)], stands[(number + 1) % len(stands)]
        returns = bool(end[0] < start[0])
        half = float(np.linalg.norm(end - start)) / 2
        angle = 4 * np.arctan((back if returns else HOP) / half) * (1 if returns else -1)
        made.add(ArcBetweenPoints(start, end, angle=angle).set_stroke(again if returns else step, 4))
    return made
