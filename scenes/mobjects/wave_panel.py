"""A small plot of a measured wave: one point per number, the ideal wave as a thin line behind it."""

from __future__ import annotations

import numpy as np
from manim import Line, VGroup, VMobject


class WavePanel(VGroup):  # type: ignore[misc]
    """Axes of `width` × `height` units for values −1 … 1 (`reach` beyond) of numbers 0 … n−1, and the ideal wave."""

    def __init__(self, count: int, width: float, height: float, reach: float, *, grid: str) -> None:
        super().__init__()
        self.count, self.reach = count, reach
        self._width, self._height = width, height
        self.zero = Line([-width / 2, 0, 0], [width / 2, 0, 0], color=grid, stroke_width=1.5)
        self.side = Line([-width / 2, -height / 2, 0], [-width / 2, height / 2, 0], color=grid, stroke_width=1.5)
        self.add(self.zero, self.side)

    def at(self, number: float, value: float) -> np.ndarray:
        """The point of a number's value."""
        start, end = self.zero.get_start(), self.zero.get_end()
        along = start + (end - start) * number / (self.count - 1)
        return along + np.array([0.0, value / self.reach * self.side.height / 2, 0.0])

    def points(self, values: np.ndarray) -> np.ndarray:
        """(n, 3) the points of all numbers' values (n,)."""
        return np.array([self.at(number, value) for number, value in enumerate(values)])

    def wave(self, frequency: int, phase: float, color: str, width: float = 2.5) -> VMobject:
        """cos(2π·frequency·number/count − phase), drawn finely."""
        numbers = np.linspace(0, self.count - 1, 40 * frequency + 100)
        values = np.cos(2 * np.pi * frequency * numbers / self.count - phase)
        curve = VMobject(stroke_color=color, stroke_width=width)
        curve.set_points_as_corners([self.at(number, value) for number, value in zip(numbers, values, strict=True)])
        return curve
