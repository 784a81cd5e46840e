"""Two threads that are wound round one axis, and what joins each point of the one to its nearest of the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.mobjects.linebreak.thread import Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet

RUNG, LARGE = 0.03, 0.13  # units: a rung's width, the radius of the points that are followed


class Springs(Group):
    """A thread whose points turn, one that stays, and rungs from some of the first's points to their nearest.

    Rungs start at every so-manyth of its points between two places; one point, `followed`, and its nearest are large:
    between two places it lies between their points. Each is in its own thread's color.
    """

    def __init__(self, turning: Thread, staying: Thread, rungs: range, followed: int, ink: Floats) -> None:
        self.turning, self.staying, self.places, self.followed = turning, staying, list(rungs), float(followed)
        ends = [np.array([one, one]) for one in turning.cloud.points[self.places]]
        self.rungs = PolylineSet(ends, np.tile(ink, (len(ends), 1)), RUNG, turning.space)
        inks = np.stack([turning.cloud.colors[followed], ink])
        self.pair = PointCloud(np.zeros((2, 3)), inks, LARGE, turning.space)
        super().__init__(turning, staying, self.rungs, self.pair)

    def show(self, points: Floats, nearest: Floats) -> Self:
        """Move the first thread to points (n, 3), each nearest to one (n,) of the other's, by its place."""
        self.turning.move_through(points)
        pairs = np.stack([points, self.staying.cloud.points[nearest]], axis=1)
        self.rungs.set_curves(pairs[self.places])
        before = min(int(self.followed), len(pairs) - 2)
        part = self.followed - before
        self.pair.set_positions((1 - part) * pairs[before] + part * pairs[before + 1])
        return self

    def follow(self, point: Floats, joined: Floats) -> Self:
        """Put the first thread's large point elsewhere (3,), with only those of the rungs (n,) that are joined yet."""
        self.pair.set_positions(np.stack([point, self.pair.points[1]]))
        self.rungs.colors[:, 3] = joined
        return self


def wound(plane: Floats, heights: Floats, radius: float) -> Floats:
    """(n, 3) points (n, 2) of a plane as the ground, `radius` of it 1 unit, at heights (n,)."""
    return np.column_stack([plane / radius, heights])
