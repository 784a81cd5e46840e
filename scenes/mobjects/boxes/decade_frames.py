"""Thin frames, one for each power of ten, that pass by as the view zooms in through nested boxes."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Square, VGroup

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

SEEN = (0.05, 0.2)  # width, as a share of the full one, from which a frame fades in, and from which it is fully seen
STROKE = 1.5


class DecadeFrames(VGroup):
    """Squares around a `middle` (3,) whose areas are the powers of ten from a count of `least` to `largest`.

    The square of the count that is shown is `side` units wide; one that is `passed` times as wide has faded.
    """

    def __init__(self, least: int, largest: int, side: float, middle: Floats, passed: float, theme: Theme) -> None:
        powers = range(int(np.ceil(np.log10(least))), int(np.floor(np.log10(largest))) + 1)
        self.counts, self.side, self.middle, self.passed = [10**power for power in powers], side, middle, passed
        super().__init__(*(Square(side, stroke_color=theme.dim, stroke_width=STROKE) for _ in powers))

    def look(self, shown: float) -> Self:
        """Zoom so that a box of the count `shown` is `side` units wide."""
        for frame, count in zip(self, self.counts, strict=True):
            times = min(float(np.sqrt(count / shown)), self.passed)
            frame.scale_to_fit_width(times * self.side).move_to(self.middle)
            left = (self.passed - times) / (self.passed - 1)
            frame.set_stroke(opacity=min(float(np.interp(times, SEEN, (0, 1))), left))
        return self
