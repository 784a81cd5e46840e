"""Light that narrows from a thing drawn large to its true size beside another: tells how small it is there."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Mobject, Polygon

from transparent_box.scenes.look.theme import Gap, Theme

CLEAR = 0.13  # opacity of the light
LEAST = 0.02  # units that the far end is high at least: what it stands for may be thinner than a pixel
NARROWED = 8.0  # times as high is the near end as the far one where the light has come up


class LightCone(Polygon):
    """Light from the right of what is `near`, the middle `part` of its height, to the left of what is `far`.

    Where both ends are as high as each other there is none, as both are seen alike.
    """

    def __init__(self, near: Mobject, part: float, far: Mobject, theme: Theme) -> None:
        self.middle, self.high = near.get_y(), part * near.height
        self.left, self.right = near.get_right()[0] + Gap.NEAR / 2, far.get_left()[0] - Gap.NEAR / 2
        super().__init__(*np.zeros((4, 3)), stroke_width=0, fill_color=theme.accent, fill_opacity=0)
        self.show(self.high, self.middle)

    def show(self, height: float, middle: float) -> Self:
        """Narrow to so many units of height, about a height of the other's."""
        self.narrows_to = max(height, LEAST)
        ends = (self.left, self.middle, self.high / 2), (self.right, middle, self.narrows_to / 2)
        (left, near, large), (right, far, small) = ends
        outline = [(left, near + large), (right, far + small), (right, far - small), (left, near - large)]
        self.set_points_as_corners([[*corner, 0] for corner in (*outline, outline[0])])
        risen = np.log(self.high / self.narrows_to) / np.log(NARROWED)
        self.set_fill(opacity=CLEAR * float(np.clip(risen, 0, 1)))
        return self
