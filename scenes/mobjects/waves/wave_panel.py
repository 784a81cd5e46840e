"""Axes for a measured wave with one value per number, under a title and a fact."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Mobject, VGroup, VMobject
from numpy.typing import ArrayLike

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words

NUMERAL_GAP = 0.14
INSET = 0.5  # units at the left for the numerals
HEAD = 0.55  # units between the plot and the area's upper edge in addition to its heads


class WavePanel(VGroup):
    """Axes in an area for values −`reach` … `reach` over the numbers 0 … count − 1.

    `heads` are a title at the left and a fact at the right, or below the title where the area is narrow.
    """

    def __init__(self, count: int, reach: float, area: Area, heads: tuple[Mobject, Mobject], theme: Theme) -> None:
        super().__init__()
        self.count, self.reach = count, reach
        (title, fact), width, height, grid = heads, area.width, area.height, theme.grid
        beside = title.width + fact.width + INSET <= width
        plot_height = height - title.height - HEAD - (0 if beside else fact.height + NUMERAL_GAP)
        left, right = np.array([INSET - width / 2, 0, 0]), np.array([width / 2, 0, 0])
        self.zero = Line(left, right, color=grid, stroke_width=1.5)
        self.side = Line(left + DOWN * plot_height / 2, left + UP * plot_height / 2, color=grid, stroke_width=1.5)
        self.fact = fact.next_to(self.side, UP, buff=0.3).align_to(self.side, LEFT)
        self.title = title.next_to(self.side if beside else fact, UP, 0.3 if beside else NUMERAL_GAP)
        self.title.align_to(self.side, LEFT)
        if beside:
            self.fact.next_to(self.title, RIGHT).align_to(self.zero, RIGHT)
        self.numerals = VGroup(
            *(
                words(text, Size.SMALL, theme.dim).next_to(self.at(0, value), LEFT, NUMERAL_GAP)
                for text, value in (("1", 1), ("−1", -1))
            )
        )
        self.add(self.zero, self.side, self.numerals, self.title, self.fact)
        self.move_to(area.center)

    def at(self, numbers: ArrayLike, values: ArrayLike) -> np.ndarray:
        """Return the points (…, 3) of values (…) at numbers (…)."""
        start, end = self.zero.get_start(), self.zero.get_end()
        points: np.ndarray = start + (end - start) * np.asarray(numbers)[..., None] / (self.count - 1)
        points[..., 1] += np.asarray(values) / self.reach * self.side.height / 2
        return points

    def places(self, values: np.ndarray) -> np.ndarray:
        """Return the points (n, 3) of the values (n,) of all numbers."""
        return self.at(np.arange(len(values)), values)

    def wave(self, frequency: int, phase: float, color: str, width: float = 2.5, amplitude: float = 1.0) -> VMobject:
        """Draw amplitude · cos(2π·frequency·number/count − phase) as a smooth curve."""
        numbers = np.linspace(0, self.count - 1, 40 * frequency + 100)
        values = amplitude * np.cos(2 * np.pi * frequency * numbers / self.count - phase)
        curve = VMobject(stroke_color=color, stroke_width=width)
        return curve.set_points_as_corners(self.at(numbers, values))
