"""Angles as hands, each on a circle of its own: they rise from arrows and open to twice their angles."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Circle, Dot, Line, UpdateFromAlphaFunc, VGroup, interpolate_color, smooth
from manim.utils.color import ManimColor

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

HAND = 6.0  # stroke width of a hand of length LONG or more
TIP = 0.13  # units, radius of the tip of such a hand
LONG = 1.0  # units; a longer hand is no thicker
GROWN = 0.25  # share of the way by which the arrows are as long as hands
AWAITED = 0.4  # share of the way by which the hands' circles have faded in


class AngleHands(VGroup):
    """Hands at angles (n,) in radians, each in a color (#RRGGBB), on circles of one radius around `middles` (n, 3)."""

    def __init__(self, angles: Floats, radius: float, colors: list[str], grid: str, middles: Any) -> None:
        self.angles, self.radius = np.asarray(angles, dtype=np.float64), radius
        strong = min(1.0, (radius / LONG) ** 0.5)
        self.colors = [ManimColor(color) for color in colors]
        self.rims = VGroup(*(Circle(radius, color=grid, stroke_width=2).move_to(middle) for middle in middles))
        self.axes = VGroup(
            *(Line([-radius, 0, 0], [radius, 0, 0], color=grid, stroke_width=2).move_to(middle) for middle in middles)
        )
        self.hands = VGroup(*(Line([0, 0, 0], [1, 0, 0], color=color, stroke_width=strong * HAND) for color in colors))
        self.tips = VGroup(*(Dot(radius=strong * TIP, color=color) for color in colors))
        super().__init__(self.rims, self.axes, self.hands, self.tips)
        self.show(1.0)

    def show(self, factor: float | Floats, more: float | Floats = 0.0) -> Self:
        """Point each hand at its angle times `factor`, plus `more` radians; both are one number or (n,)."""
        for place, hand, tip in zip(self._ends(factor * self.angles + more), self.hands, self.tips, strict=True):
            hand.put_start_and_end_on(*place)
            tip.move_to(place[1])
        return self

    def shade(self, colors: list[ManimColor]) -> Self:
        """Color the hands, one color each."""
        for color, hand, tip in zip(colors, self.hands, self.tips, strict=True):
            hand.set_stroke(color)
            tip.set_fill(color)
        return self

    def lift(self, arrows: Floats, color: str, share: float) -> Self:
        """Show a share 0 … 1 of the change from arrows (n, 2, 3), tail and tip in one color, into the hands.

        They turn the shorter way, and reach the length of hands early, while the arrows they rise from are still
        fading.
        """
        tails, ways = np.asarray(arrows)[:, 0], np.diff(arrows, axis=1)[:, 0]
        begun, lengths = np.arctan2(ways[:, 1], ways[:, 0]), np.linalg.norm(ways, axis=1)
        turned = begun + share * ((self.angles - begun + np.pi) % (2 * np.pi) - np.pi)
        lengths += smooth(min(share / GROWN, 1.0)) * (self.radius - lengths)
        starts = (1 - share) * tails + share * self._ends(self.angles)[:, 0]
        ends = starts + lengths[:, None] * np.stack([np.cos(turned), np.sin(turned), 0 * turned], axis=1)
        for start, end, hand, tip, own in zip(starts, ends, self.hands, self.tips, self.colors, strict=True):
            shade = interpolate_color(ManimColor(color), own, share)
            hand.put_start_and_end_on(start, end).set_stroke(shade)
            tip.move_to(end).set_fill(shade)
        for lines in (self.rims, self.axes):
            lines.set_stroke(opacity=smooth(min(share / AWAITED, 1.0)))
        return self

    def rising(self, arrows: Floats, color: str) -> UpdateFromAlphaFunc:
        """Turn arrows (n, 2, 3) into the hands."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.lift(arrows, color, share))

    def _ends(self, angles: Floats) -> Floats:
        """Find where hands at angles start and end (n, 2, 3)."""
        middles = np.array([line.get_center() for line in self.axes])
        ends = middles + self.radius * np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)
        return np.stack([middles, ends], axis=1)
