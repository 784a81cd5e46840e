"""Surfaces drawn column by column: nearer to what is true than triangles are, whole, and only where it can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from manim import DEGREES
from scipy.ndimage import binary_erosion

from transparent_box.scenes.look import lighting
from transparent_box.scenes.look.projection import View, Window
from transparent_box.scenes.mobjects.shapes.height_field import HeightField, refined
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster import fan
from transparent_box.scenes.raster.fan import Heights, draw_all, draw_heights
from transparent_box.scenes.raster.marks import Order
from transparent_box.scenes.raster.vertices import vertices

FRAME, SIZE, COUNT = (128 / 9, 8.0), (640, 360), 57
GRAY = np.array([0.5, 0.6, 0.7, 1.0])
try:
    from transparent_box.scenes.raster.opengl import GlRaster

    GL: GlRaster | None = GlRaster()
except Exception:
    GL = None
needs_gl = pytest.mark.skipif(GL is None, reason="no OpenGL on this machine")


@pytest.fixture
def by_triangles(monkeypatch: pytest.MonkeyPatch) -> Iterator[GlRaster]:
    """OpenGL as where a graphics card draws: by triangles."""
    assert GL is not None
    monkeypatch.setattr(GL._programs, "in_software", False)
    yield GL


def heights(kind: str) -> np.ndarray:
    """(n, m) of smooth waves, of noise, or of narrow ridges, refined."""
    x, y = np.indices((COUNT, COUNT)) * 6 / (COUNT - 1)
    if kind == "noise":
        return np.cos(5 * (x + y)) / 2 + 0.3 * np.random.default_rng(0).standard_normal(x.shape)
    narrow = np.cos(14 * (x + y) / 2) * 0.7
    return refined(narrow, 2) if kind == "ridges" else (np.cos(3 * x) + np.cos(3 * y)) / 2


def seen(values: np.ndarray, phi: float = 55, theta: float = 20, color: Any = GRAY) -> tuple[HeightField, View]:
    space = Space(phi * DEGREES, theta * DEGREES, zoom=0.8)
    shades = np.clip(color + 0.3 * values[..., None] * [1, 0, -1, 0], 0, 1)
    return HeightField(space, values, shades, 6.0, 6.0, 1.0), View(space.projection, FRAME, SIZE)


def by_columns(field: HeightField, view: View) -> np.ndarray | None:
    """(h, w, 4) of the whole picture."""
    made = vertices(field.grid, field.colors.reshape(*field.shape, 4)).reshape(-1, 9)
    return draw_heights(Heights(field.grid, made, view, Window((0, 0), view.pixels)), 1)


def whole(raster: GlRaster, field: HeightField, view: View) -> np.ndarray:
    """(h, w, 4) of a rasterizer's layer in its place."""
    raster.forget()
    ((layer, (left, top)),) = raster.draw([Order([field], [], view)])
    picture = np.zeros((view.pixels[1], view.pixels[0], 4))
    picture[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    return picture


def true_columns(field: HeightField, view: View) -> np.ndarray:
    """(h, w, 4) by columns at four times the size, averaged."""
    large = by_columns(field, replace(view, pixels=(4 * SIZE[0], 4 * SIZE[1])))
    assert large is not None
    return large.reshape(SIZE[1], 4, SIZE[0], 4, 4).mean(axis=(1, 3))


@needs_gl
@pytest.mark.parametrize("kind", ["waves", "noise", "ridges"])
@pytest.mark.parametrize("pose", [(50, 20), (60, 100), (85, -45), (70, 200)])
def test_columns_are_nearer_to_the_truth_than_triangles(
    kind: str, pose: tuple[float, float], by_triangles: GlRaster
) -> None:
    """The truth: triangles drawn at four times the size, and averaged."""
    field, view = seen(heights(kind), *pose)
    large = whole(by_triangles, field, replace(view, pixels=(4 * SIZE[0], 4 * SIZE[1])))
    truth = large.reshape(SIZE[1], 4, SIZE[0], 4, 4).mean(axis=(1, 3))
    columns = by_columns(field, view)
    assert columns is not None
    apart = [np.sqrt(np.square(one - truth).mean()) for one in (columns, whole(by_triangles, field, view))]
    assert apart[0] < 0.75 * apart[1]


@pytest.mark.parametrize(
    ("kind", "pose", "most"),
    [("flat", (60, 5), 0.13), ("waves", (70, 200), 0.17), ("noise", (70, 200), 0.42), ("ridges", (60, -50), 0.35)],
)
def test_upright_edges_climb_without_steps(kind: str, pose: tuple[float, float], most: float) -> None:
    """Each row is covered as far as it is truly, not to the next column: rms of pixels, all edges together."""
    field, view = seen(np.zeros((9, 9)) if kind == "flat" else heights(kind), *pose)
    picture, truth = by_columns(field, view), true_columns(field, view)
    assert picture is not None
    wide, truly_wide = picture[..., 3].sum(axis=1) / 255, truth[..., 3].sum(axis=1) / 255
    assert np.sqrt(np.square(wide - truly_wide)[truly_wide > 0].mean()) < most


def test_a_hill_before_a_plain_climbs_without_steps() -> None:
    """A bright hill is as wide, in each row between its foot and its top, as it is truly: rms in pixels."""
    x, y = np.indices((COUNT, COUNT)) * 6 / (COUNT - 1)
    hill = 1.5 * np.exp(-((x - 4) ** 2 + (y - 3) ** 2) / 0.3)
    field, view = seen(hill, 65, 10)
    field.colors[..., :3] = np.where(hill > 0.02, 0.9, 0.1)[..., None]
    column, top = view.places(field.grid[38, 28][None])[0].astype(int)
    foot = int(view.places(field.grid[38, 28][None] * [1, 1, 0])[0, 1])
    part = slice(top + 4, foot - 15), slice(column - 40, column + 40)
    picture, truth = by_columns(field, view), true_columns(field, view)
    assert picture is not None and picture[part][..., 3].min() == 255
    light, true_light = picture[part][..., 0].sum(axis=1), truth[part][..., 0].sum(axis=1)
    assert np.sqrt(np.square(light - true_light).mean()) / np.ptp(truth[part][..., 0]) < 0.12


@pytest.mark.parametrize("theta", [-78, 17, 100, 200])
def test_nothing_shines_through(theta: float) -> None:
    """Inside its outline a surface covers each pixel whole, and no color is brighter than its cover."""
    field, view = seen(heights("waves"), 60, theta)
    picture = by_columns(field, view)
    assert picture is not None
    inside = binary_erosion(picture[..., 3] > 127, iterations=3)
    assert inside.mean() > 0.05 and (picture[inside, 3] == 255).all()
    assert (picture[..., :3] <= picture[..., 3:].astype(int) + 1).all()
    assert (picture[..., 3] == 0).mean() > 0.5


def test_the_lower_side_is_seen_from_below_the_edge() -> None:
    """A sheet that rises toward the viewer shows its lower side, lit as one that is turned to him."""
    slope = np.linspace(1.5, -1.5, 9)[:, None] * np.ones(9)
    field, view = seen(slope, 80, 0, np.array([1.0, 1, 1, 1]))
    picture = by_columns(field, view)
    assert picture is not None
    row, column = (int(part) for part in view.places(field.grid[4, 4][None])[0][::-1])
    assert picture[row, column, 3] == 255 and picture[row, column, :3].min() > 40


def test_a_plane_is_lit_by_the_lights_of_arrays() -> None:
    field, view = seen(np.zeros((9, 9)))
    picture = by_columns(field, view)
    assert picture is not None
    normal = view.projection.rotation @ [0, 0, 1]
    expected = 255 * lighting.lit(normal, GRAY[:3])
    row, column = (int(part) for part in view.places(np.zeros((1, 3)))[0][::-1])
    assert np.abs(picture[row, column, :3] - expected).max() <= 1


@pytest.mark.parametrize("color", [(0, 0, 1), (1, 0, 0), (0, 0, 0)])
def test_dark_colors_are_dark(color: tuple[float, float, float]) -> None:
    """The curve of light falls below zero near black: a negative number must not run into its neighbors."""
    field, view = seen(heights("waves"))
    gray = by_columns(field, view)
    field.colors = np.tile([*color, 1.0], (len(field.points), 1))
    picture = by_columns(field, view)
    assert picture is not None and gray is not None and np.array_equal(picture[..., 3], gray[..., 3])
    inside = binary_erosion(picture[..., 3] > 127, iterations=3)
    shown = picture[inside, :3][:, np.array(color) < 0.5]
    assert shown.max() < 60


@pytest.mark.parametrize("size", [(640, 300), (854, 480)])
def test_pixels_need_not_be_square(size: tuple[int, int]) -> None:
    """Films of 854 × 480 have some that are a little narrower than high."""
    field, view = seen(np.zeros((9, 9)), theta=0)
    view = replace(view, pixels=size)
    picture = by_columns(field, view)
    assert picture is not None
    covered = picture[..., 3] / 255
    (left, far), (right, _), (end, near), (begin, _) = view.places(field.grid[[0, 0, -1, -1], [0, -1, -1, 0]])
    assert abs(covered[:, size[0] // 2].sum() - (near - far)) < 0.02  # high
    assert abs(covered.sum() / (near - far) - (right - left + end - begin) / 2) < 0.02  # wide, half-way


@pytest.mark.parametrize("pose", [(90, 0), (100, 90), (60, 45), (90, -135), (120, 180), (50, 270)])
@pytest.mark.parametrize("count", [2, 7])
def test_a_flat_surface_covers_its_outline(pose: tuple[float, float], count: int) -> None:
    """Also where planes go along rows or through corners, and from below; and so does a part of it, pixel by pixel."""
    field, view = seen(np.full((count, count), 0.3), *pose)
    picture = by_columns(field, view)
    assert picture is not None
    x, y = view.places(field.grid[[0, 0, -1, -1], [0, -1, -1, 0]]).T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    assert abs(picture[..., 3].sum() / 255 - area) < 0.002 * area + 2
    made = vertices(field.grid, field.colors.reshape(*field.shape, 4)).reshape(-1, 9)
    rows, columns = (int(part.mean()) for part in (y, x))
    pixel = draw_heights(Heights(field.grid, made, view, Window((columns, rows), (1, 1))), 1)
    assert pixel is not None and np.abs(pixel[0, 0] - picture[rows, columns].astype(float)).max() <= 2


def test_a_color_that_is_no_number_is_black() -> None:
    field, view = seen(heights("waves"))
    field.colors = np.full_like(field.colors, np.nan)
    picture = by_columns(field, view)
    assert picture is not None and picture[..., 3].max() == 255


LIGHTS = [name for name in vars(lighting) if name.isupper()]


@pytest.mark.parametrize("name", sorted(set(LIGHTS) - {"TOWARD_VIEWER", "GRAZING", "SHININESS", "RIM_POWER"}))
def test_no_light_is_typed_twice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, value = fan.lights(), getattr(lighting, name)
    monkeypatch.setattr(lighting, name, (value[0], value[1] / 2, value[2]) if isinstance(value, tuple) else value / 2)
    assert not np.array_equal(fan.lights(), before)


def test_pictures_are_the_same_on_any_number_of_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Surfaces are shared out among CPUs, and the columns of those that remain; none goes astray on the way."""
    surfaces = []
    for kind, theta in (("noise", 20), ("waves", 100), ("ridges", -45), ("waves", 20), ("noise", 70)):
        field, view = seen(heights(kind), 60, theta)
        made = vertices(field.grid, field.colors.reshape(*field.shape, 4)).reshape(-1, 9)
        surfaces.append(Heights(field.grid, made, view, Window((0, 0), SIZE)))
    expected = [draw_heights(surface, 1) for surface in surfaces]
    for count in (1, 2, 3, 7):
        monkeypatch.setattr(fan, "usable_cpus", lambda count=count: count)
        drawn = draw_all(surfaces)
        assert len(drawn) == len(expected) and all(map(np.array_equal, drawn, expected))  # type: ignore[arg-type]


def test_a_front_that_has_shrunk_into_a_cut_is_left_out() -> None:
    field, view = seen(heights("waves"))
    grid, cut = field.grid.copy(), 20
    grid[:, :cut] = (grid[:, cut - 1] + grid[:, cut])[:, None] / 2
    made = vertices(grid, field.colors.reshape(*field.shape, 4))
    window = Window((0, 0), SIZE)
    shrunk = draw_heights(Heights(grid, made.reshape(-1, 9), view, window), 1)
    behind = np.ascontiguousarray(made[:, cut - 1 :]).reshape(-1, 9)
    rest = draw_heights(Heights(grid[:, cut - 1 :], behind, view, window), 1)
    assert shrunk is not None and rest is not None and np.array_equal(shrunk, rest)


def turned(field: HeightField, view: View) -> View:
    field.rotate(0.1)
    return view


def from_far(field: HeightField, view: View) -> View:
    return replace(view, projection=replace(view.projection, focal_distance=np.inf))


def leaning(field: HeightField, view: View) -> View:
    return replace(view, projection=Space(55 * DEGREES, 0).turn(gamma=0.2).projection)


def upside_down(field: HeightField, view: View) -> View:
    return replace(view, projection=Space(55 * DEGREES, 0).turn(gamma=np.pi).projection)


def head_first(field: HeightField, view: View) -> View:
    return replace(view, projection=Space(-55 * DEGREES, 0).projection)


def raised(height: float) -> Any:
    """What raises one point, half-way: beyond the viewer's head, say."""

    def change(field: HeightField, view: View) -> View:
        field.points = field.points.copy()
        field.points[len(field.points) // 2, 2] = height
        return view

    return change


def walled(field: HeightField, view: View) -> View:
    """As `view`, of a surface whose first two rows are a wall."""
    field.points = field.points.copy()
    field.points[:COUNT, 0] = field.points[COUNT, 0]
    return view


def from_above(field: HeightField, view: View) -> View:
    return replace(view, projection=Space(8 * DEGREES, 0).projection)


STANDS = [turned, from_far, leaning, upside_down, head_first, from_above, walled]


@pytest.mark.parametrize("change", [*STANDS, *map(raised, (40.0, np.inf, -np.inf, np.nan))])
def test_what_columns_cannot_draw_is_left_to_triangles(change: Any) -> None:
    field, view = seen(heights("waves"))
    assert by_columns(field, view) is not None
    assert by_columns(field, change(field, view)) is None


@needs_gl
def test_only_surfaces_alone_are_drawn_by_columns_and_only_in_software(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenGL has the depth that hides marks, and draws several surfaces."""
    assert GL is not None
    drawn: list[View] = []

    def note(surfaces: list[Heights]) -> list[None]:
        drawn.extend(surface.view for surface in surfaces)
        return [None] * len(surfaces)

    monkeypatch.setattr("transparent_box.scenes.raster.opengl.draw_all", note)
    field, view = seen(heights("waves"))
    for software, alone in ((True, True), (True, False), (False, True)):
        monkeypatch.setattr(GL._programs, "in_software", software)
        GL.draw([Order([field] if alone else [field, field.copy()], [], view)])
    assert drawn == [view]
