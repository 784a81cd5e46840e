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
from transparent_box.scenes.mobjects.lettering import stand_on, words


class DoubledAngles(Group):
    """`hands` at phases (n,) in radians, and the columns `angles`, `doubles` and `weights`, (n,) each, in two areas.

    Angles are from the first phase on. Whose double points to the right is in the color of text, the others are dim.
    """

    def __init__(self, phases: Floats, weights: Sequence[float], areas: tuple[Area, Area], theme: Theme) -> None:
        (beside, middle), angles = areas, (phases - phases[0]) % (2 * np.pi)
        colors = [theme.text if np.cos(2 * angle) > 0 else theme.dim for angle in angles]
        radius = min(middle.width, middle.height) / 2 - Gap.NEAR
        self.hands = AngleHands(angles, radius, colors, theme.grid).move_to(middle.center)
        degrees = np.degrees(angles)
        texts = {
            "angle": [f"{angle:.0f}°" for angle in degrees],
            "doubled": [f"→ {2 * angle % 360:.0f}°" for angle in degrees],
            "weight": [weight(value) for value in weights],
        }
        table = VGroup(*(self._column(*column, colors, beside.height, theme) for column in texts.items()))
        table.arrange(RIGHT, buff=Gap.FAR, aligned_edge=DOWN)
        if table.width > beside.width:
            table.arrange(RIGHT, buff=Gap.NEAR, aligned_edge=DOWN)
        stand_on(max(column[0].baseline for column in table), *(column[0] for column in table))
        beside.fit(table)
        self.angles, self.doubles, self.weights = table
        super().__init__(self.hands, table)

    def _column(self, head: str, texts: Sequence[str], colors: Sequence[str], height: float, theme: Theme) -> VGroup:
        """Write a column and its head, no higher than that, as long as its lines can come closer."""
        lines = (words(text, Size.HEADLINE, color) for text, color in zip(texts, colors, strict=True))
        written = VGroup(words(head, Size.LABEL + 3, theme.dim), *lines)
        free = (height - sum(text.height for text in written)) / len(texts)
        return written.arrange(DOWN, buff=max(Gap.NEAR / 2, min(Gap.FAR, free)), aligned_edge=RIGHT)
