"""Angles as hands on a circle, which open to their doubles."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Group, Line, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.mobjects.array_mobject import Floats

HAND, TIP = 6.0, 0.13  # the stroke's width, and units


class AngleHands(Group):
    """Hands at angles (n,) in radians on a circle, one colour (#RRGGBB) each, opened by a factor; the first on top."""

    def __init__(self, angles: Floats, radius: float, colors: list[str], grid: str) -> None:
        self.angles, self.radius = np.asarray(angles, dtype=np.float64), radius
        rim = Circle(radius, color=grid, stroke_width=2)
        self.axis = Line([-radius, 0, 0], [radius, 0, 0], color=grid, stroke_width=2)
        self.hands = VGroup(*(Line([0, 0, 0], [1, 0, 0], color=color, stroke_width=HAND) for color in colors))
        self.tips = VGroup(*(Dot(radius=TIP, color=color) for color in colors))
        super().__init__(rim, self.axis, *self.hands[::-1], *self.tips[::-1])
        self.show(1.0)

    def show(self, factor: float) -> Self:
        """Point each hand at its angle times a factor."""
        return self._point(factor * self.angles)

    def swing_out(self, count: float) -> Self:
        """Let hands come out of the one before, so many beyond the first; those still to come lie under the last."""
        places = range(len(self.angles))
        return self._point(np.interp(np.minimum(places, count), places, self.angles))

    def swinging_out(self, number: int) -> UpdateFromAlphaFunc:
        """Let the hand of that number, which is not the first, come out of the one before."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.swing_out(number - 1 + share))

    def _point(self, angles: Floats) -> Self:
        middle = self.axis.get_center()
        for angle, hand, tip in zip(angles, self.hands, self.tips, strict=True):
            end = middle + self.radius * np.array([np.cos(angle), np.sin(angle), 0.0])
            hand.put_start_and_end_on(middle, end)
            tip.move_to(end)
        return self
