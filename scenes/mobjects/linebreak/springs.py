"""Two threads wound around one axis, with rungs that connect points of one with the nearest points of the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.mobjects.linebreak.thread import Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet

RUNG, LARGE = 0.03, 0.13  # units: width of a rung, radius of the points that are followed


class Springs(Group):
    """A `turning` and a `staying` thread, with rungs from some of the turning points to the nearest staying ones.

    `rungs` are the indices of those points. The point at index `followed`, which may be fractional, and its nearest are
    large, each in its own thread's color.
    """

    def __init__(self, turning: Thread, staying: Thread, rungs: range, followed: int, ink: Floats) -> None:
        self.turning, self.staying, self.places, self.followed = turning, staying, list(rungs), float(followed)
        ends = [np.array([one, one]) for one in turning.cloud.points[self.places]]
        self.rungs = PolylineSet(ends, np.tile(ink, (len(ends), 1)), RUNG, turning.space)
        inks = np.stack([turning.cloud.colors[followed], ink])
        self.pair = PointCloud(np.zeros((2, 3)), inks, LARGE, turning.space)
        super().__init__(turning, staying, self.rungs, self.pair)

    def show(self, points: Floats, nearest: Floats) -> Self:
        """Move the turning thread to points (n, 3), each nearest to the staying point of an index in `nearest` (n,)."""
        self.turning.move_through(points)
        pairs = np.stack([points, self.staying.cloud.points[nearest]], axis=1)
        self.rungs.set_curves(pairs[self.places])
        before = min(int(self.followed), len(pairs) - 2)
        part = self.followed - before
        self.pair.set_positions((1 - part) * pairs[before] + part * pairs[before + 1])
        return self

    def follow(self, point: Floats, joined: Floats) -> Self:
        """Move the turning thread's large point (3,), and show only the rungs (n,) that are `joined` so far."""
        self.pair.set_positions(np.stack([point, self.pair.points[1]]))
        self.rungs.colors[:, 3] = joined
        return self


def wound(plane: Floats, heights: Floats, radius: float) -> Floats:
    """Make points (n, 3) from points (n, 2) of a plane, in which `radius` is 1 unit, and heights (n,)."""
    return np.column_stack([plane / radius, heights])
