"""Angles as hands on a circle, which open to their doubles."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Group, Line, VGroup

from transparent_box.scenes.mobjects.array_mobject import Floats

HAND, TIP = 6.0, 0.13  # the stroke's width, and units


class AngleHands(Group):
    """Hands at angles (n,) in radians on a circle, one colour (#RRGGBB) each, opened by a factor."""

    def __init__(self, angles: Floats, radius: float, colors: list[str], grid: str) -> None:
        self.angles, self.radius = np.asarray(angles, dtype=np.float64), radius
        rim = Circle(radius, color=grid, stroke_width=2)
        self.axis = Line([-radius, 0, 0], [radius, 0, 0], color=grid, stroke_width=2)
        self.hands = VGroup(*(Line([0, 0, 0], [1, 0, 0], color=color, stroke_width=HAND) for color in colors))
        self.tips = VGroup(*(Dot(radius=TIP, color=color) for color in colors))
        super().__init__(rim, self.axis, self.hands, self.tips)
        self.show(1.0)

    def show(self, factor: float) -> Self:
        """Point each hand at its angle times a factor."""
        middle = self.axis.get_center()
        for angle, hand, tip in zip(factor * self.angles, self.hands, self.tips, strict=True):
            end = middle + self.radius * np.array([np.cos(angle), np.sin(angle), 0.0])
            hand.put_start_and_end_on(middle, end)
            tip.move_to(end)
        return self
