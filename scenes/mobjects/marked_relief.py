"""A surface over all sums that fills an area from two sides, with one sum marked on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DEGREES, Group, Mobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.marks import marks
from transparent_box.scenes.mobjects.relief import Relief

HIGH = 40 * DEGREES  # from high enough to see into its hollows
RISE, LIFT = 1.0, 0.22  # units that the highest value rises, and that a mark stands above the surface


class MarkedRelief(Relief):
    """Values [x, y], the furthest of which rises or sinks by one unit, with a `dot` at a pair of numbers.

    It fits an area from where it is seen first, and last, azimuths `thetas` (2,) in radians.
    """

    def __init__(
        self,
        values: Floats,
        pair: tuple[int, int],
        shade: Callable[[Floats], Floats],
        thetas: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        super().__init__(values, shade, float(np.abs(values).max()), RISE, 2, (HIGH, thetas[0]))
        self.fill(area, thetas[1:].tolist(), snug=True)
        self.pair, self.theme = pair, theme
        self.dot = self.mark(values)

    def mark(self, values: Floats) -> Group:
        """Mark the pair on a surface of values."""
        place = self.at(*self.pair, values, LIFT)
        return marks(place, self.theme.accent, self.theme.ground, self.space)

    @property
    def parts(self) -> list[Mobject]:
        """The pictures, and the space that they are seen through."""
        return [self.space, self.field, *self.dot]
