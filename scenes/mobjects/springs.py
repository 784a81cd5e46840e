"""Two threads that are wound round one axis, and what joins each point of the one to its nearest of the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.polyline_set import PolylineSet
from scenes.mobjects.thread import Thread

RUNG = 0.035  # units wide


class Springs(Group):
    """A thread whose points turn, one that stays, and a rung from every so-manyth point of the first in an ink (4,)."""

    def __init__(self, turning: Thread, staying: Thread, every: int, ink: Floats) -> None:
        self.turning, self.staying, self.every = turning, staying, every
        starts = turning.cloud.points[::every]
        self.rungs = PolylineSet([np.array([one, one]) for one in starts], np.tile(ink, (len(starts), 1)), RUNG,
                                 turning.space)
        super().__init__(staying, turning, self.rungs)

    def show(self, points: Floats, nearest: Floats) -> Self:
        """Move the first thread to points (n, 3), each nearest to one (n,) of the other's, by its place."""
        self.turning.move_through(points)
        ends = self.staying.cloud.points[nearest]
        pairs = np.stack([points, ends], axis=1)[:: self.every]
        self.rungs.set_curves(list(pairs))
        return self


def wound(plane: Floats, heights: Floats, radius: float) -> Floats:
    """(n, 3) points (n, 2) of a plane as the ground, `radius` of it 1 unit, at heights (n,)."""
    return np.column_stack([plane / radius, heights])
