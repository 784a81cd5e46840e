"""Two waves, first one below the other, then on top of each other, which shows how far they are in phase."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair

LOWER = 0.4  # height of a wave while it is above or below the other, as a share of its own
BROAD = 2.0  # factor by which the first wave's points grow, so that the second's do not hide them
WIDE = 9.0  # final stroke width of the first wave's curve, for the same reason
CHANGES = 3  # times as fast as the waves meet, the second's heading fades out at its old place and in at its new one


class WavesInStep(Group):
    """The measured waves of a `WavePair`, taken apart: the first above, the second below it under its heading."""

    def __init__(self, pair: WavePair) -> None:
        pair.settle()
        self.under, self.head = (pair.clouds[0], pair.waves[0]), pair.counters[1]
        self.narrow = pair.clouds[0].radius, float(pair.waves[0].get_stroke_width())
        super().__init__(*pair.in_turn, self.head)
        self.together, lift = self._points(), (1 - LOWER) / 2 * pair.axes.height
        zero = pair.places(np.zeros(len(pair.measured[0].output)))[0]
        for place, way in enumerate((UP, DOWN)):
            for part in (pair.clouds[place], pair.waves[place]):
                part.stretch(LOWER, 1, about_point=zero).shift(lift * way)
        self.head.next_to(pair.clouds[1], UP, Gap.NEAR, coor_mask=np.array([0, 1, 1]))
        self.apart = self._points()

    def come_together(self) -> UpdateFromAlphaFunc:
        """Move both waves back to their measured places, the first so broad that the second does not hide it."""
        return UpdateFromAlphaFunc(self, lambda _, share: self._move(share))

    def _move(self, share: float) -> None:
        in_head = {id(part) for part in self.head.get_family()}
        for part, start, end in zip(self.get_family(), self.apart, self.together, strict=True):
            moved = round(share) if id(part) in in_head else share
            part.points = (1 - moved) * start + moved * end
        cloud, wave = self.under
        cloud.radius = self.narrow[0] * (1 + share * (BROAD - 1))
        wave.set_stroke(width=(1 - share) * self.narrow[1] + share * WIDE)
        self.head.set_opacity(max(1 - CHANGES * share, 1 - CHANGES * (1 - share), 0.0))

    def _points(self) -> list[Floats]:
        return [part.points.copy() for part in self.get_family()]
