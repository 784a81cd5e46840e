"""Angles as hands on a circle, which come from where arrows lie and open to their doubles."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Group, Line, UpdateFromAlphaFunc, VGroup, interpolate_color
from manim.utils.color import ManimColor

from transparent_box.scenes.mobjects.array_mobject import Floats

HAND, TIP = 6.0, 0.13  # the stroke's width, and units


class AngleHands(Group):
    """Hands at angles (n,) in radians on a circle, one color (#RRGGBB) each, opened by a factor; the first on top."""

    def __init__(self, angles: Floats, radius: float, colors: list[str], grid: str) -> None:
        self.angles, self.radius = np.asarray(angles, dtype=np.float64), radius
        self.colors, self.rim = [ManimColor(color) for color in colors], Circle(radius, color=grid, stroke_width=2)
        self.axis = Line([-radius, 0, 0], [radius, 0, 0], color=grid, stroke_width=2)
        self.hands = VGroup(*(Line([0, 0, 0], [1, 0, 0], color=color, stroke_width=HAND) for color in colors))
        self.tips = VGroup(*(Dot(radius=TIP, color=color) for color in colors))
        super().__init__(self.rim, self.axis, *self.hands[::-1], *self.tips[::-1])
        self.show(1.0)

    def show(self, factor: float) -> Self:
        """Point each hand at its angle times a factor."""
        return self._point(factor * self.angles)

    def lift(self, arrows: Floats, color: str, share: float) -> Self:
        """Be a share of the way from arrows (n, 2, 3), each from its tail to its tip, in their color, to the hands."""
        ways = (1 - share) * np.asarray(arrows) + share * self._ends(self.angles)
        for place, hand, tip, own in zip(ways, self.hands, self.tips, self.colors, strict=True):
            shade = interpolate_color(ManimColor(color), own, share)
            hand.put_start_and_end_on(*place).set_stroke(shade)
            tip.move_to(place[1]).set_fill(shade)
        for line in (self.rim, self.axis):
            line.set_stroke(opacity=share)
        return self

    def rising(self, arrows: Floats, color: str) -> UpdateFromAlphaFunc:
        """Come from where arrows lie."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.lift(arrows, color, share))

    def _point(self, angles: Floats) -> Self:
        for place, hand, tip in zip(self._ends(angles), self.hands, self.tips, strict=True):
            hand.put_start_and_end_on(*place)
            tip.move_to(place[1])
        return self

    def _ends(self, angles: Floats) -> Floats:
        """(n, 2, 3) where hands at angles begin, and where they end."""
        middle = np.broadcast_to(self.axis.get_center(), (len(angles), 3))
        ends = middle + self.radius * np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)
        return np.stack([middle, ends], axis=1)
