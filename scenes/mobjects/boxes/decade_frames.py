"""Thin frames, a power of ten each, that come past whoever goes into smaller and smaller boxes."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Square, VGroup

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

SEEN = (0.05, 0.2)  # of the place is a frame wide, from which it comes to be seen, and from which it is
STROKE = 1.5


class DecadeFrames(VGroup):
    """Squares about a `middle` whose areas are the powers of ten from the `least` count to the `largest`.

    Where a count fills the place, they are `side` units wide; `passed` times as large, they are no longer seen.
    """

    def __init__(self, least: int, largest: int, side: float, middle: Floats, passed: float, theme: Theme) -> None:
        powers = range(int(np.ceil(np.log10(least))), int(np.floor(np.log10(largest))) + 1)
        self.counts, self.side, self.middle, self.passed = [10**power for power in powers], side, middle, passed
        super().__init__(*(Square(side, stroke_color=theme.dim, stroke_width=STROKE) for _ in powers))

    def look(self, shown: float) -> Self:
        """Look so far in that a box of this count would fill the place."""
        for frame, count in zip(self, self.counts, strict=True):
            times = min(float(np.sqrt(count / shown)), self.passed)
            frame.scale_to_fit_width(times * self.side).move_to(self.middle)
            left = (self.passed - times) / (self.passed - 1)
            frame.set_stroke(opacity=min(float(np.interp(times, SEEN, (0, 1))), left))
        return self
