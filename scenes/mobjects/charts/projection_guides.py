"""Guides from two values to a point in their plane: a leg sideways, a leg up, and a dot on the wave of each value."""

from __future__ import annotations

import numpy as np
from manim import AnimationGroup, Create, Dot, FadeIn, Line, VGroup

from transparent_box.scenes.mobjects.shapes.array_mobject import part_way

Places = np.ndarray


class ProjectionGuides(VGroup):
    """Two colored legs from the point `middle` (3,) to a point of the plane, and dots on the two waves of its values.

    For n numbers, `places` (n, 3) are the points of the plane, `upward` and `sideward` (n, 3) those on the waves.
    """

    def __init__(
        self, middle: np.ndarray, places: Places, upward: Places, sideward: Places, *, up_color: str, side_color: str
    ) -> None:
        self.middle, self.places, self.upward, self.sideward = middle, places, upward, sideward
        self.side_leg = Line(color=side_color, stroke_width=5)
        self.up_leg = Line(color=up_color, stroke_width=5)
        self.up_dot = Dot(radius=0.11, color=up_color)
        self.side_dot = Dot(radius=0.11, color=side_color)
        super().__init__(self.side_leg, self.up_leg, self.up_dot, self.side_dot)
        self.show(0)

    def in_turn(self) -> list[AnimationGroup]:
        """Return two animations: the sideways dot and leg appear, then the upward ones."""
        ways = (self.side_dot, self.side_leg), (self.up_dot, self.up_leg)
        return [AnimationGroup(FadeIn(dot), Create(leg)) for dot, leg in ways]

    def show(self, index: float) -> ProjectionGuides:
        """Point at the number `index`; fractions interpolate linearly between two."""
        place, up, side = (part_way(track, index) for track in (self.places, self.upward, self.sideward))
        corner = np.array([place[0], self.middle[1], 0.0])
        self.side_leg.put_start_and_end_on(self.middle, corner + 1e-4)
        self.up_leg.put_start_and_end_on(corner, place + 1e-4)
        self.up_dot.move_to(up)
        self.side_dot.move_to(side)
        return self
