"""What is left out of a surface because something nearer hides it: never what a viewer could see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import DEGREES

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.hidden import Seen, Terrain, seen_triangles
from transparent_box.scenes.raster.meshes import triangles
from transparent_box.scenes.raster.outline import outline, sides

COUNT = 31
VIEWS = [(phi, theta) for phi in (20, 55, 80) for theta in (-78, 17, 100, 200)]


def narrow_waves() -> np.ndarray:
    """Heights (COUNT, COUNT) in waves of three cells along one diagonal, and longer ones."""
    x, y = np.indices((COUNT, COUNT))
    return (np.cos(2.1 * (x + y)) + np.cos(0.7 * (x - 2 * y))) / 2


def seen_from(
    phi: float, theta: float, heights: np.ndarray, rise: float = 1.5
) -> tuple[HeightField, View, Seen | None]:
    space = Space(phi * DEGREES, theta * DEGREES)
    field = HeightField(space, heights, np.ones((*heights.shape, 4)), 6, 6, rise)
    view = View(space.projection, (128 / 9, 8.0), (1920, 1080))
    return field, view, seen_triangles(Terrain(field.grid), view)


def covered(places: np.ndarray, near: np.ndarray, corners: np.ndarray, nearness: np.ndarray) -> np.ndarray:
    """Tell which places (n, 2) lie within a triangle, of corners (t, 3, 2), that is nearer there."""
    found = np.zeros(len(places), bool)
    first, one, other = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    for number, (place, depth) in enumerate(zip(places, near, strict=True)):
        away = place - first
        with np.errstate(divide="ignore", invalid="ignore"):
            u = (away[:, 0] * other[:, 1] - away[:, 1] * other[:, 0]) / area
            v = (one[:, 0] * away[:, 1] - one[:, 1] * away[:, 0]) / area
            there = nearness[:, 0] + u * (nearness[:, 1] - nearness[:, 0]) + v * (nearness[:, 2] - nearness[:, 0])
            found[number] = ((u >= 0) & (v >= 0) & (u + v <= 1) & (there > depth + 1e-9)).any()
    return found


def require_cover(field: HeightField, view: View, seen: Seen) -> None:
    """Fail unless points of triangles that are left out are covered by nearer ones."""
    places, depths = view.places(field.points), view.projection.turned(field.points)[:, 2]
    assert seen.empty is not None
    near = 1 / (1 - depths / view.projection.focal_distance)  # even along a line in the picture
    every = triangles(COUNT, COUNT).reshape(-1, 3)
    assert seen.empty is not None
    hides = every[~(seen.triangles | seen.empty[..., None]).reshape(-1)]
    assert len(hides), "nothing is left out, so there is nothing to look for behind"
    within = np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9], [1 / 3, 1 / 3, 1 / 3]])
    probes = (within @ places[hides]).reshape(-1, 2)
    depth = (near[hides] @ within.T).reshape(-1)
    some = slice(None, None, max(len(probes) // 400, 1))
    assert covered(probes[some], depth[some], places[every], near[every]).all()


@pytest.mark.parametrize(("phi", "theta"), VIEWS)
def test_what_is_left_out_is_behind_something(phi: float, theta: float) -> None:
    """Points of triangles that are left out are covered by nearer ones."""
    field, view, seen = seen_from(phi, theta, narrow_waves())
    assert seen is not None
    require_cover(field, view, seen)


def test_a_surface_that_is_cut_open_hides_itself_too() -> None:
    """Rows that have shrunk into the cut are not drawn, what hides behind it is left out, and its edge is outlined."""
    field, view, _ = seen_from(68, -66, narrow_waves())
    grid, cut = field.grid.copy(), 11
    grid[:, :cut] = (grid[:, cut - 1] + grid[:, cut])[:, None] / 2
    field.points = grid.reshape(-1, 3)
    seen = seen_triangles(Terrain(field.grid), view)
    assert seen is not None and seen.empty is not None
    assert seen.empty[:, : cut - 1].all() and not seen.empty[:, cut - 1 :].any()
    assert not seen.triangles[:, : cut - 1].any()
    assert seen.triangles[:, cut - 1 :].mean() < 0.75
    require_cover(field, view, seen)
    edges = outline(seen.rising, seen)
    along_the_cut = (edges % COUNT == cut - 1).all(axis=1)
    assert along_the_cut.sum() == (seen.triangles[:, cut - 1, 0]).sum() > 0


def test_narrow_waves_hide_themselves() -> None:
    """Seen across, a third is left out at least; of ridges, behind any that came before, more; of a plane nothing."""
    x, y = np.indices((61, 61))
    ridges = (np.cos(1.1 * x) + np.cos(0.15 * y)) / 2
    for heights, least, most in ((narrow_waves(), 0.4, 0.67), (ridges, 0.1, 0.4), (0 * narrow_waves(), 1.0, 1.0)):
        _, _, seen = seen_from(75, 0, heights)
        assert seen is not None
        assert least <= seen.triangles.mean() <= most


def test_sides_are_those_of_normals() -> None:
    """Triangles show their upper side where their normal is turned to the viewer."""
    field, view, seen = seen_from(55, -60, narrow_waves())
    assert seen is not None
    a, b, c = np.moveaxis(field.points[triangles(COUNT, COUNT).reshape(-1, 3)], 1, 0)
    normal = np.cross(b - a, c - a)
    normal *= np.sign(normal[:, 2:])
    eye = view.projection.look_at + view.projection.focal_distance * view.projection.rotation[2]
    facing = (normal * (eye - a)).sum(axis=1)
    sure = np.abs(facing) > 1e-9
    assert ((facing > 0) == seen.rising.reshape(-1))[sure].all()


@pytest.mark.parametrize(
    "bend", [lambda p: p[:, [2, 0, 1]], lambda p: p + 0.01 * np.sin(9 * p[:, [1, 0, 2]]) * [1, 1, 0]]
)
def test_other_grids_are_drawn_whole(bend: Any) -> None:
    """What is no height over even steps, as a sheet that is rolled up, is told by None."""
    field, view, _ = seen_from(55, -60, narrow_waves())
    assert seen_triangles(Terrain(bend(field.points).reshape(field.grid.shape)), view) is None


def test_from_above_nothing_hides() -> None:
    """A viewer who stands above the surface has no nearest row."""
    assert seen_from(0, -90, narrow_waves())[2] is None


def test_outlines_are_those_that_show() -> None:
    """Of a long fold that opens upward nothing is outlined, of a ridge its crest is; both turn away from the viewer."""
    hill = np.zeros((COUNT, COUNT))
    hill[COUNT // 2] = 1
    for heights, shown in ((hill, True), (-hill, False)):
        field, view, seen = seen_from(60, 0, heights, 2.0)
        assert seen is not None
        edges = outline(seen.rising, seen)
        middle = (edges // COUNT == COUNT // 2).all(axis=1)
        assert middle.any() == shown
        assert len(edges) < len(outline(sides(field.grid, view)))
