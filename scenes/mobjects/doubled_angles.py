"""Angles that open to their doubles on a circle, beside a table of what they were, what they are, and their weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.angle_hands import AngleHands
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words


class DoubledAngles(Group):
    """`hands` at phases (n,) in radians, and the columns `angles`, `doubles` and `weights`, (n,) each, in two areas.

    Angles are from the first phase on; the hands lie on each other there, to be swung out. Whose double points to
    the right is in the colour of text, the others are dim.
    """

    def __init__(self, phases: Floats, weights: Sequence[float], areas: tuple[Area, Area], theme: Theme) -> None:
        (beside, middle), angles = areas, (phases - phases[0]) % (2 * np.pi)
        colors = [theme.text if np.cos(2 * angle) > 0 else theme.dim for angle in angles]
        radius = min(middle.width, middle.height) / 2 - Gap.NEAR
        self.hands = AngleHands(angles, radius, colors, theme.grid).move_to(middle.center)
        self.hands.swing_out(0.0)
        degrees = np.degrees(angles)
        texts = (
            [f"{angle:.0f}°" for angle in degrees],
            [f"→ {2 * angle % 360:.0f}°" for angle in degrees],
            [weight(value) for value in weights],
        )
        table = VGroup(*(self._column(column, colors) for column in texts)).arrange(RIGHT, buff=Gap.FAR)
        beside.fit(table)
        self.angles, self.doubles, self.weights = table
        super().__init__(self.hands, table)

    def _column(self, texts: Sequence[str], colors: Sequence[str]) -> VGroup:
        written = (words(text, Size.HEADLINE, color) for text, color in zip(texts, colors, strict=True))
        return VGroup(*written).arrange(DOWN, buff=Gap.FAR, aligned_edge=RIGHT)
