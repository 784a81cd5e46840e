"""What is left out of a closed surface: its inner side, which nobody sees, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DEGREES

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.closed_surfaces import outer_side
from transparent_box.scenes.raster.meshes import triangles

COUNT = 33


def torus(until: float = 2 * np.pi) -> np.ndarray:
    """(COUNT, COUNT, 3) the points of a torus, or of a part of one."""
    u, v = np.meshgrid(np.linspace(0, until, COUNT), np.linspace(0, 2 * np.pi, COUNT), indexing="ij")
    out = 2.3 + np.cos(v)
    return np.stack([out * np.cos(u), out * np.sin(u), np.sin(v)], axis=-1)


@pytest.mark.parametrize("turn", [lambda grid: grid, lambda grid: grid[::-1], lambda grid: grid.swapaxes(0, 1)])
def test_the_side_that_is_left_is_the_outer_one(turn) -> None:  # type: ignore[no-untyped-def]
    """Whichever way rows and columns go round, triangles are left whose side away from the tube's middle is in view."""
    grid, space = turn(torus()), Space(55 * DEGREES, -20 * DEGREES)
    view = View(space.projection, (128 / 9, 8.0), (1920, 1080))
    seen = outer_side(grid, view)
    assert seen is not None
    corners = grid.reshape(-1, 3)[triangles(COUNT, COUNT).reshape(-1, 3)]
    middle = corners.mean(axis=1)
    ring = middle * [1, 1, 0]
    outward = middle - 2.3 * ring / np.linalg.norm(ring, axis=1, keepdims=True)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal *= np.sign((normal * outward).sum(axis=1, keepdims=True))
    eye = view.projection.look_at + view.projection.focal_distance * view.projection.rotation[2]
    assert (((eye - middle) * normal).sum(axis=1) > 0).tolist() == seen.triangles.reshape(-1).tolist()


@pytest.mark.parametrize("turn", [lambda grid: grid, lambda grid: grid[::-1], lambda grid: grid.swapaxes(0, 1)])
@pytest.mark.parametrize(("until", "most"), [(6.0, 0.75), (3.0, 0.9)])
@pytest.mark.parametrize("angle", [-90, 20])
def test_of_a_tube_nothing_is_left_out_that_is_seen(turn, until: float, most: float, angle: int) -> None:  # type: ignore[no-untyped-def]
    """Its ends are open: whichever way one looks into them, the picture without what hides is the whole picture."""
    grid, space = turn(torus(until)), Space(65 * DEGREES, angle * DEGREES)
    view = View(space.projection, (128 / 9, 8.0), (640, 360))
    seen = outer_side(grid, view)
    assert seen is not None and seen.triangles.mean() < most
    shown = nearest(grid, view)
    assert len(shown) > 300 and seen.triangles.reshape(-1)[shown].all()


def nearest(grid: np.ndarray, view: View) -> np.ndarray:
    """Which triangles of a grid are nearest to the viewer at any pixel of its picture, found one by one."""
    around = triangles(COUNT, COUNT).reshape(-1, 3)
    places = view.places(grid.reshape(-1, 3))
    depth = -view.projection.turned(grid.reshape(-1, 3))[:, 2]
    far, number = np.full(view.pixels[::-1], np.inf), np.full(view.pixels[::-1], -1)
    for index, corners in enumerate(around):
        (a, b, c), deep = places[corners], depth[corners]
        left, top = np.floor(np.min([a, b, c], axis=0)).astype(int)
        right, bottom = np.ceil(np.max([a, b, c], axis=0)).astype(int) + 1
        x, y = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
        (across, down), (over, below) = b - a, c - a
        area = across * below - down * over
        if area == 0:
            continue
        second = ((x - a[0]) * below - (y - a[1]) * over) / area
        third = (across * (y - a[1]) - down * (x - a[0])) / area
        here = deep[0] + second * (deep[1] - deep[0]) + third * (deep[2] - deep[0])
        window = slice(top, bottom), slice(left, right)
        wins = (second >= 0) & (third >= 0) & (second + third <= 1) & (here < far[window] - 1e-6)
        far[window][wins], number[window][wins] = here[wins], index
    return np.unique(number[number >= 0])


def test_of_what_is_open_along_its_sides_nothing_is_left_out() -> None:
    """One sees into a tube that is slit, and a point has no sides."""
    view = View(Space(1.0, 0.5).projection, (128 / 9, 8.0), (1920, 1080))
    assert outer_side(torus(6.0)[:, :-1], view) is None
    assert outer_side(np.zeros((COUNT, COUNT, 3)), view) is None
