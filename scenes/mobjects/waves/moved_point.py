"""A point of a plot that one value moves to the side and another one up: each first alone, and then both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import Animation, Dot, FadeIn, Line, VGroup

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.charts.projection_guides import ProjectionGuides
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way

RADIUS = 0.1  # units, of the point
RAIL = 2.5  # stroke width
SWUNG = 0.25  # of all numbers, through which a value is seen to move the point, there and back


class MovedPoint(VGroup):
    """Values of two `waves` (2, p, 3), standing there, move a point of a plot to the side and up from its `middle`.

    `places` (p, 3) are where both together move it; `guides` lead there, and `rails` through the middle are as long as
    the way that each value can move it.
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
        """Stand where both values of a number move the point, or on the straight way from one to the next."""
        self.guides.show(number)
        self.point.move_to(part_way(self.places, number))
        return self

    def come(self, way: int) -> list[Animation]:
        """Let the dot of a wave, the leg that it sets and its rail come, 0 to the side with the point there, 1 up."""
        if way == 0:
            self.point.move_to(self.corner(0.0))
        moves: list[Animation] = [FadeIn(self.rails[way]), self.guides.in_turn()[way]]
        return [*moves, FadeIn(self.point)] if way == 0 else [*moves, self.point.animate.move_to(self.places[0])]

    def corner(self, number: float) -> Floats:
        """(3,) where the value to the side alone moves the point at a number, which may lie between two."""
        return np.array([part_way(self.places, number)[0], self.middle[1], 0.0])

    def swing(self, way: int) -> tuple[VGroup, Callable[[float], object]]:
        """Find what one value alone moves, and what moves it: through the first numbers, and back to the very first."""
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
