"""The angle by which a point has turned about a space's vertical axis: two spokes, an arc between them, degrees."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.words.counter import Counter

ARC = 0.6  # radius of the arc, as a share of a spoke
TOLD = 0.75  # distance of the degrees, as a share of a spoke
BENDS = 25  # points of an arc
BESIDE = 0.4  # radians from the degrees to the spoke that stays
SEEN = 0.3  # radians turned from which the degrees are fully seen
WIDTH = 0.04  # units, width of spokes and arc
BACK = 0.5  # opacity of the spoke that stays


class TurnedAngle(Group):
    """The angle by which a point has turned from `start` (3,) toward `end` (3,), less than half a turn, in degrees.

    The degrees stand where the moving spoke does not pass.
    """

    def __init__(self, start: Floats, end: Floats, space: Space, theme: Theme) -> None:
        self.start, self.space = np.asarray(start, dtype=np.float64), space
        self.side = -np.sign(self._turned(end))
        bright, back = rgba(theme.text), rgba(theme.text) * [1, 1, 1, BACK]
        self.spokes = PolylineSet(np.zeros((2, 2, 3)), np.stack([back, bright]), WIDTH, space)
        self.arc = PolylineSet(np.zeros((1, BENDS, 3)), bright[None], WIDTH, space)
        self.counter = Counter("", "180", "°", Size.LABEL, theme.text)
        super().__init__(self.spokes, self.arc, self.counter)
        self.show(self.start)

    def show(self, now: Floats) -> Self:
        """Show the angle to where the point is `now` (3,)."""
        first, turned = np.arctan2(self.start[1], self.start[0]), self._turned(now)
        height, radius = self.start[2], float(np.linalg.norm(self.start[:2]))
        middle = np.array([0.0, 0.0, height])
        self.spokes.set_curves(np.array([[middle, self.start], [middle, now]]))
        angles = first + turned * np.linspace(0, 1, BENDS)
        self.arc.set_curves(middle + ARC * radius * np.stack([around(angles)]))
        self.counter.go_home().show(f"{abs(np.degrees(turned)):.0f}").set_opacity(min(abs(turned) / SEEN, 1.0))
        self.counter.move_to(self.space.project(middle + TOLD * radius * around(first + self.side * BESIDE))[0])
        return self

    def _turned(self, now: Floats) -> float:
        """Measure how far it has turned, in radians."""
        first, last = (np.arctan2(place[1], place[0]) for place in (self.start, now))
        return float((last - first + np.pi) % (2 * np.pi) - np.pi)


def around(angles: Floats | float) -> Floats:
    """Return horizontal unit vectors (..., 3) at angles."""
    return np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=-1)
