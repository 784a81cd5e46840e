"""Compiles the loops that draw surfaces ahead of time: `python -m transparent_box.scenes.raster.ahead_of_time`.

Otherwise all processes that draw surfaces compile them when they first need them, at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.camera import StageCamera

COUNT = 61  # points along each side of a surface
SIDE = 4.0  # units
VIEWS = np.linspace(0.2, 0.8, 3)  # angles in radians; a surface that stands still would be drawn only once
MARKED = 50  # of the points, one is marked


def compile_loops() -> None:
    """Draw a small surface in each of the ways in which surfaces are drawn."""
    camera = StageCamera()
    for space, *shown in samples():
        for theta in VIEWS:
            space.turn(theta=theta)
            camera.reset()
            camera.capture_mobjects(shown)


def samples() -> Iterator[tuple[Space, *tuple[ArrayMobject, ...]]]:
    """Yield a space and what stands in it: a surface, one with marks, two that cross, a tube, a torus."""
    angles = np.linspace(0, 2 * np.pi, COUNT)
    around, turn = np.meshgrid(angles, angles, indexing="ij")
    out = SIDE / 2 + np.cos(turn)
    tube = np.stack([SIDE * (around / np.pi - 1) / 2, np.cos(turn), np.sin(turn)], axis=-1)
    torus = np.stack([out * np.cos(around), out * np.sin(around), np.sin(turn)], axis=-1)
    yield surface(np.cos(3 * around) * np.sin(2 * turn))
    space, field = surface(np.cos(3 * around) * np.sin(2 * turn))
    places = field.points[::MARKED]
    square = SIDE * np.array([[[0, 0, 0], [0, 1, 0]], [[1, 0, 0], [1, 1, 0]]])
    marks = (
        PointCloud(places, np.ones((len(places), 4)), 0.05, space),
        PolylineSet([places], np.ones((1, 4)), 0.05, space),
        Pane(square, np.ones(4), space),
    )
    yield space, field, *marks
    _, other = surface(np.cos(2 * around))
    other.space = space
    yield space, field, other
    for points in (tube, torus):
        space, field = surface(np.zeros((COUNT, COUNT)))
        field.points = points.reshape(-1, 3)
        yield space, field


def surface(heights: Floats) -> tuple[Space, HeightField]:
    """Return a space and a white surface of heights (n, n) in it."""
    space = Space(0.9, 0.0)
    return space, HeightField(space, heights, np.ones((*heights.shape, 4)), SIDE, SIDE, 0.5)


if __name__ == "__main__":
    compile_loops()
