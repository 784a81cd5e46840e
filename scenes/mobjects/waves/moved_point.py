"""A point of a plot that one value moves sideways and another upward: first each alone, then both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import Animation, Dot, FadeIn, Line, VGroup

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.charts.projection_guides import ProjectionGuides
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way

RADIUS = 0.1  # units, radius of the point
RAIL = 2.5  # stroke width
SWUNG = 0.25  # share of all numbers over which one value alone moves the point there and back


class MovedPoint(VGroup):
    """A point of a plot, moved from its `middle` (3,) sideways and upward by the values of two waves.

    For each of p numbers, `places` (p, 3) are the points in the plot and `waves` (2, p, 3) those on the waves, sideways
    first. `guides` lead to the point; `rails` through the middle show the range of each value.
    """

    def __init__(self, middle: Floats, places: Floats, waves: Floats, theme: Theme) -> None:
        inks = {"up_color": theme.accent, "side_color": theme.dim}
        self.guides = ProjectionGuides(middle, places, waves[1], waves[0], **inks)
        self.middle, self.places, self.waves = np.array(middle), np.asarray(places), waves
        self.point = Dot(radius=RADIUS, color=theme.accent)
        self.rails = VGroup(*(self._rail(way, theme) for way in range(2)))
        super().__init__(self.rails, self.guides, self.point)
        self.show(0)

    def _rail(self, way: int, theme: Theme) -> Line:
        reach = self.places.min(axis=0), self.places.max(axis=0)
        start, end = (np.where(np.arange(3) == way, edge, self.middle) for edge in reach)
        return Line(start, end, color=theme.grid, stroke_width=RAIL)

    def show(self, number: float) -> Self:
        """Move the point to a number's place; fractions interpolate linearly between two."""
        self.guides.show(number)
        self.point.move_to(part_way(self.places, number))
        return self

    def come(self, way: int) -> list[Animation]:
        """Fade in one wave's dot, leg and rail: sideways with the point (0), or upward (1)."""
        if way == 0:
            self.point.move_to(self.corner(0.0))
        moves: list[Animation] = [FadeIn(self.rails[way]), self.guides.in_turn()[way]]
        return [*moves, FadeIn(self.point)] if way == 0 else [*moves, self.point.animate.move_to(self.places[0])]

    def corner(self, number: float) -> Floats:
        """Return the point (3,) to which the sideways value alone moves it at a number; fractions interpolate."""
        return np.array([part_way(self.places, number)[0], self.middle[1], 0.0])

    def swing(self, way: int) -> tuple[VGroup, Callable[[float], object]]:
        """Return what one value alone moves, and a function of a share (0 … 1) that moves it there and back."""
        guides, last = self.guides, SWUNG * (len(self.places) - 1)
        leg, dot = ((guides.side_leg, guides.side_dot), (guides.up_leg, guides.up_dot))[way]

        def move(share: float) -> None:
            number = last * (1 - np.cos(2 * np.pi * share)) / 2
            corner = self.corner(0.0 if way else number)
            end = np.array([corner[0], part_way(self.places, number)[1], 0.0]) if way else corner
            leg.put_start_and_end_on(corner if way else self.middle, end + 1e-4)
            dot.move_to(part_way(self.waves[way], number))
            self.point.move_to(end)

        return VGroup(leg, dot, self.point), move
