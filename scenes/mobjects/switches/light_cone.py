"""A cone of light from an enlarged picture to its true size beside another, which shows how small it is there."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Mobject, Polygon

from transparent_box.scenes.look.theme import Gap, Theme

CLEAR = 0.13  # opacity of the light
LEAST = 0.02  # units, height of the far end at least: the true size may be less than a pixel
NARROWED = 8.0  # ratio of the near end's height to the far end's from which the light has its full opacity


class LightCone(Polygon):
    """A cone of light from the right edge of `near`, the middle share `part` of its height, to the left edge of `far`.

    Where both ends are equally high it is transparent: both pictures then have the same scale.
    """

    def __init__(self, near: Mobject, part: float, far: Mobject, theme: Theme) -> None:
        self.middle, self.high = near.get_y(), part * near.height
        self.left, self.right = near.get_right()[0] + Gap.NEAR / 2, far.get_left()[0] - Gap.NEAR / 2
        super().__init__(*np.zeros((4, 3)), stroke_width=0, fill_color=theme.accent, fill_opacity=0)
        self.show(self.high, self.middle)

    def show(self, height: float, middle: float) -> Self:
        """Narrow the cone to `height` units, centered at the height `middle`."""
        self.narrows_to = max(height, LEAST)
        ends = (self.left, self.middle, self.high / 2), (self.right, middle, self.narrows_to / 2)
        (left, near, large), (right, far, small) = ends
        outline = [(left, near + large), (right, far + small), (right, far - small), (left, near - large)]
        self.set_points_as_corners([[*corner, 0] for corner in (*outline, outline[0])])
        risen = np.log(self.high / self.narrows_to) / np.log(NARROWED)
        self.set_fill(opacity=CLEAR * float(np.clip(risen, 0, 1)))
        return self
