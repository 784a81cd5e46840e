"""Surfaces, points, lines and cells: where Manim would put them, lit, whole, and the same with and without OpenGL."""

from __future__ import annotations

import importlib.util
import resource
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import cairo
import numpy as np
import pytest
from manim import DEGREES, LEFT, OUT, RIGHT, FadeIn, Group, Scene, Square, ThreeDCamera, Transform, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from scipy.ndimage import binary_dilation

from transparent_box.model.runs.run import Run
from transparent_box.scenes.look import lighting
from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.lighting import lit, to_display, to_linear
from transparent_box.scenes.look.projection import View
from transparent_box.scenes.look.texels import CLEAR, texels_of
from transparent_box.scenes.look.theme import DARK, THEMES
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.height_field import HeightField, refined
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.texture import Texture
from transparent_box.scenes.raster import choice, meshes, path_cache
from transparent_box.scenes.raster.cairo import CairoRaster
from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.choice import Rasterizer, choose_rasterizer, rasterizer, rasterizer_used
from transparent_box.scenes.raster.errors import RasterError
from transparent_box.scenes.raster.fingerprint import fingerprint
from transparent_box.scenes.raster.marks import Order, segments_of
from transparent_box.scenes.raster.meshes import KEPT, Mesh, Meshes, Surface, near_first, stride, triangles
from transparent_box.scenes.raster.path_cache import CachedPaths
from transparent_box.scenes.raster.recording import Outputs, Recorder
from transparent_box.scenes.raster.targets import pack_rectangles
from transparent_box.scenes.raster.vertices import normals, vertices

SIZE = (320, 180)
FRAME = (128 / 9, 8.0)
RED, BLUE, WHITE = np.array([1.0, 0, 0, 1]), np.array([0, 0, 1.0, 1]), np.ones(4)
try:
    from transparent_box.scenes.raster.opengl import GlRaster

    GL: Rasterizer | None = GlRaster()
except Exception:
    GL = None
needs_gl = pytest.mark.skipif(GL is None, reason="no OpenGL on this machine")
both = pytest.mark.parametrize("raster", [pytest.param(GL, marks=needs_gl), CairoRaster()], ids=["gl", "cairo"])


def wave(n: int = 41, phase: float = 0.0) -> np.ndarray:
    angle = np.linspace(0, 4 * np.pi, n) + phase
    return (np.cos(angle)[:, None] + np.cos(angle)[None, :]) / 2


def oblique() -> Space:
    return Space(55 * DEGREES, -60 * DEGREES)


def above() -> Space:
    return Space(0, -90 * DEGREES)


def field(values: np.ndarray, rise: float = 1.0, space: Space | None = None, color: Any = None) -> HeightField:
    colors = ramp(DARK.heights, (values + 1) / 2) if color is None else np.tile(color, (*values.shape, 1))
    return HeightField(space or oblique(), values, colors, 6.0, 6.0, rise)


def cloud(points: Any, color: Any = WHITE, radius: float = 0.2, space: Space | None = None) -> PointCloud:
    return PointCloud(np.array(points, dtype=float), np.tile(color, (len(points), 1)), radius, space)


@pytest.fixture
def camera() -> Iterator[StageCamera]:
    settings = {"pixel_width": SIZE[0], "pixel_height": SIZE[1], "frame_width": FRAME[0], "frame_height": FRAME[1]}
    with tempconfig({**settings, "background_color": "#000000", "verbosity": "ERROR"}):
        yield StageCamera()


def drawn_by(
    raster: Rasterizer | None, camera: StageCamera, fields: Sequence[Any], marks: Sequence[Any] = (), **options: bool
) -> np.ndarray:
    """A rasterizer's layer in its place, (h, w, 4) of the whole picture, drawn whole."""
    assert raster is not None
    raster.forget()
    view = camera.view([*fields, *marks][0].space)
    ((layer, (left, top)),) = raster.draw([Order(fields, marks, view, **options)])
    whole = np.zeros((view.pixels[1], view.pixels[0], 4), np.uint8)
    whole[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    return whole


def picture(camera: StageCamera, *mobjects: ArrayMobject) -> np.ndarray:
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array)


@pytest.mark.parametrize(("phi", "theta", "gamma", "zoom"), [(55, -60, 0, 1), (10, 200, 30, 0.7), (90, 0, -15, 1.4)])
def test_projection_is_manims(phi: float, theta: float, gamma: float, zoom: float) -> None:
    manims = ThreeDCamera()
    manims.set_phi(phi * DEGREES)
    manims.set_theta(theta * DEGREES)
    manims.set_gamma(gamma * DEGREES)
    manims.set_zoom(zoom)
    manims.reset_rotation_matrix()
    space = Space(phi * DEGREES, theta * DEGREES, zoom).turn(gamma=gamma * DEGREES)
    points = np.random.default_rng(0).uniform(-4, 4, (200, 3))
    assert np.abs(space.project(points)[:, :2] - manims.project_points(points)[:, :2]).max() < 1e-6


def test_a_space_can_look_elsewhere_and_stand_elsewhere() -> None:
    space = oblique().look(at=np.array([1.0, 2, 3])).shift(2 * RIGHT)
    assert np.allclose(space.project(np.array([1.0, 2, 3])), [[2, 0, 0]])
    moved = oblique().shift(2 * RIGHT)
    assert np.allclose(moved.project(np.eye(3)) - oblique().project(np.eye(3)), [2, 0, 0])


def test_a_space_fits_what_it_shows_into_a_rectangle() -> None:
    surface, thetas = field(wave()), [-80 * DEGREES, -30 * DEGREES]
    space = surface.space
    assert space is not None
    space.fit(surface.points, (1, -1), 5, 3, thetas)
    seen = np.concatenate([space.turn(theta=theta).project(surface.points)[:, :2] for theta in thetas])
    low, high = seen.min(axis=0), seen.max(axis=0)
    assert np.allclose((low + high) / 2, [1, -1]) and (high - low <= [5 + 1e-9, 3 + 1e-9]).all()
    assert np.isclose(high - low, [5, 3]).any()


@needs_gl
def test_pixels_are_where_the_projection_says(camera: StageCamera) -> None:
    """A small flat square far from the middle covers the pixels its corners project to."""
    square = field(np.zeros((5, 5))).scale(0.1).shift(3 * RIGHT + OUT)
    drawn = drawn_by(GL, camera, [square])
    places = camera.view(square.space).places(square.points)
    found = np.argwhere(drawn[..., 3] > 127)[:, ::-1]
    assert np.abs(found.min(axis=0) - places.min(axis=0)).max() <= 1.5
    assert np.abs(found.max(axis=0) + 1 - places.max(axis=0)).max() <= 1.5


@needs_gl
def test_cairo_draws_what_opengl_draws(camera: StageCamera) -> None:
    """On a smooth surface: mean difference at most 4 of 255 where it is, and the outlines agree to a pixel."""
    surface = field(wave(113))
    ours = [drawn_by(raster, camera, [surface]).astype(int) for raster in (GL, CairoRaster())]
    inside = (ours[0][..., 3] > 250) & (ours[1][..., 3] > 250)
    assert np.abs(ours[0] - ours[1])[inside].mean() <= 4
    one, other = (layer[..., 3] > 127 for layer in ours)
    assert not (one & ~binary_dilation(other)).any() and not (other & ~binary_dilation(one)).any()


def shaders_anew() -> ModuleType:
    """The module of the shaders as it would be imported now."""
    spec = importlib.util.find_spec("transparent_box.scenes.raster.shaders")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LIGHTS = [name for name in vars(lighting) if name.isupper() and name != "TOWARD_VIEWER"]


@pytest.mark.parametrize("name", LIGHTS)
def test_the_shaders_light_by_the_numbers_of_the_arrays(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No light is typed twice; powers are multiplied out, and others are refused."""
    before, value = shaders_anew(), getattr(lighting, name)
    other = tuple(part / 2 for part in value) if isinstance(value, tuple) else value / 2
    monkeypatch.setattr(lighting, name, other)
    if name in ("SHININESS", "RIM_POWER"):
        with pytest.raises(AssertionError, match="multiplied out"):
            shaders_anew()
    else:
        after = shaders_anew()
        assert after.EDGE_VERTEX != before.EDGE_VERTEX
        assert (after.SURFACE_FRAGMENT != before.SURFACE_FRAGMENT) == (name != "GRAZING")


@needs_gl
def test_edges_are_as_smooth_of_lines_as_of_strips(camera: StageCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no wide lines, strips of triangles smooth the same pixels; nothing smooths as much as either."""
    programs: Any = GL._programs  # type: ignore[union-attr]
    monkeypatch.setattr(programs, "in_software", False)  # or columns draw it
    surface = field(wave(60))
    of_lines = drawn_by(GL, camera, [surface]).astype(float)
    with programs.context:
        monkeypatch.setattr(programs, "edge", programs.edges(wide_lines=False))
    of_strips = drawn_by(GL, camera, [surface]).astype(float)
    monkeypatch.setattr(GlRaster, "_draw_outline", lambda *_: None)
    rough = drawn_by(GL, camera, [surface]).astype(float)
    apart, smoothed = (np.abs(picture - of_lines).mean() for picture in (of_strips, rough))
    assert smoothed > 0.2 and apart < smoothed / 4


@needs_gl
@pytest.mark.parametrize("space", [None, oblique()], ids=["flat", "space"])
def test_cairo_draws_the_marks_that_opengl_draws(space: Space | None, camera: StageCamera) -> None:
    """Points and lines: mean difference at most 1 of 255 over the picture, on average nowhere shifted."""
    places = np.random.default_rng(1).uniform(-3, 3, (40, 3)) * [1, 1, 0]
    line = PolylineSet([places[:5], places[5:9]], np.array([RED, [0, 1, 0, 0.5]]), 0.15, space)
    marks = [line, cloud(places, space=space)]
    ours = [drawn_by(raster, camera, [], marks).astype(float) for raster in (GL, CairoRaster())]
    assert np.abs(ours[0] - ours[1]).mean() <= 1
    assert ours[0][..., 3].sum() == pytest.approx(ours[1][..., 3].sum(), rel=0.02)


@both
def test_pictures_are_premultiplied_and_seamless(raster: Rasterizer, camera: StageCamera) -> None:
    flat = field(np.zeros((30, 30)))
    drawn = drawn_by(raster, camera, [flat], [cloud([[0, 0, 2.0]], RED * [1, 1, 1, 0.5], space=flat.space)])
    assert (drawn[..., :3].astype(int) <= drawn[..., 3:].astype(int) + 1).all()
    drawn = drawn_by(raster, camera, [flat])
    middle = drawn[70:110, 130:190]
    assert (middle[..., 3] == 255).all(), "a seam lets the ground through"
    assert np.ptp(middle[..., :3].reshape(-1, 3).astype(int), axis=0).max() <= 8, "a flat plane is not even"


@both
def test_the_nearer_surface_hides_the_farther(raster: Rasterizer, camera: StageCamera) -> None:
    space = above()
    low, high = field(np.zeros((9, 9)), space=space, color=RED), field(np.zeros((9, 9)), space=space, color=BLUE)
    high.shift(OUT)
    for order in ([low, high], [high, low]):
        drawn = drawn_by(raster, camera, order)
        assert drawn[90, 160, 2] > 3 * max(int(drawn[90, 160, 0]), 1)


@both
def test_surfaces_hide_the_marks_behind_them(raster: Rasterizer, camera: StageCamera) -> None:
    space = above()
    plane = field(np.zeros((9, 9)), space=space, color=BLUE)
    over, under = cloud([[0, 0, 0.5]], RED, space=space), cloud([[0, 0, -0.5]], RED, space=space)
    assert drawn_by(raster, camera, [plane], [over])[90, 160, 0] > 200
    assert drawn_by(raster, camera, [plane], [under])[90, 160, 0] < 60
    line = PolylineSet([np.array([[-1, 0, 0.0], [1, 0, 0]])], RED[None], 0.2, space)
    assert drawn_by(raster, camera, [plane], [line])[90, 160, 0] > 200, "a line on a surface is seen"
    assert not drawn_by(raster, camera, [plane], [under], only_marks=True)[..., 3].any()
    alone = drawn_by(raster, camera, [plane], [over], only_marks=True)
    assert alone[90, 160, 0] > 200 and alone[60, 160, 3] == 0


@needs_gl
def test_surfaces_cut_through_each_other_by_pixel(camera: StageCamera) -> None:
    slope, space = np.linspace(-1, 1, 9)[:, None] * np.ones(9), above()
    row = drawn_by(GL, camera, [field(slope, 1, space, RED), field(-slope, 1, space, BLUE)])[90].astype(int)
    assert row[120, 2] > row[120, 0] and row[200, 0] > row[200, 2]


def test_light_keeps_hue_and_does_not_bleach() -> None:
    bright = np.full((6, 6, 3), [0.98, 0.9, 0.63])
    toward_key = np.broadcast_to(np.array([-0.45, 0.75, 0.55]), (6, 6, 3))
    seen = lit(toward_key, bright)
    assert seen.max() < 1 and np.ptp(seen[0, 0]) > 0.1
    assert np.allclose(to_display(to_linear(np.linspace(0, 1, 50))), np.linspace(0, 1, 50))


def test_normals_of_a_plane_and_a_slope() -> None:
    assert np.allclose(normals(field(np.zeros((4, 5))).grid), [0, 0, 1])
    slope = normals(field(np.linspace(-1, 1, 7)[:, None] * np.ones(7), rise=3.0).grid)
    assert np.allclose(slope, np.array([-1, 0, 1]) / 2**0.5)


def test_refining_keeps_what_was_measured() -> None:
    angle = np.linspace(0, 2 * np.pi, 25)
    values = np.cos(angle)[:, None] * np.sin(angle)[None, :]
    finer, exact = refined(values, 2), np.linspace(0, 2 * np.pi, 49)
    assert np.allclose(finer[::2, ::2], values, atol=1e-12)
    assert np.abs(finer - np.cos(exact)[:, None] * np.sin(exact)[None, :]).max() < 2e-3


@needs_gl
def test_triangles_cover_every_cell_once() -> None:
    found = triangles(4, 6)
    assert found.shape == (15, 6) and found.max() == 23
    corners = {tuple(sorted(half)) for row in found.tolist() for half in (row[:3], row[3:])}
    assert len(corners) == 30


def test_contours_are_where_the_surface_has_their_height() -> None:
    surface = field(wave(61)).rule(WHITE, 0.02, contour_every=0.25)
    curves = surface.contours()
    assert {float(curve[0, 2]) for curve in curves} >= {-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75}
    for curve in curves:
        x, y = (curve[:, :2] / 6 + 0.5).T * 4 * np.pi
        assert np.abs((np.cos(x) + np.cos(y)) / 2 - curve[:, 2]).max() < 0.02


def test_ruled_lines_follow_the_surface(camera: StageCamera) -> None:
    surface = field(np.zeros((9, 9)), space=above(), color=BLUE).rule(WHITE, 0.1, grid_every=4)
    assert len(surface.lines()) == 6
    assert picture(camera, surface)[90, 160, 0] > 200
    assert surface.set_heights(np.ones((9, 9))).lines()[0][0, 2] == 1


def test_segments_know_where_their_curves_end() -> None:
    curves = [np.arange(9.0).reshape(3, 3), np.arange(12.0).reshape(4, 3)]
    found = segments_of(PolylineSet(curves, np.array([WHITE, WHITE * [1, 1, 1, 0.5]]), 0.1))
    assert len(found) == 5
    assert np.array_equal(found[:, :3], np.concatenate([curve[:-1] for curve in curves]))
    assert np.array_equal(found[:, 3:6], np.concatenate([curve[1:] for curve in curves]))
    assert found[:, 10:].tolist() == [[1, 1], [1, 1], [1, 0], [0, 0], [0, 1]]


def test_a_curve_that_is_not_seen_costs_nothing(camera: StageCamera) -> None:
    ways = [np.array([[-4.0, height, 0], [4, height, 0]]) for height in (-1, 1)]
    both = PolylineSet(ways, np.array([WHITE * [1, 1, 1, 0], WHITE]), 0.3)
    assert np.array_equal(segments_of(both), segments_of(PolylineSet(ways[1:], WHITE[None], 0.3)))
    for raster in filter(None, (GL, CairoRaster())):
        drawn = drawn_by(raster, camera, [], [both, PolylineSet(ways, both.colors * [1, 1, 1, 0], 0.3)])
        assert drawn[68, 160, 3] > 200 and not drawn[112, 160, 3]


def test_a_translucent_line_shows_no_joints(camera: StageCamera) -> None:
    places = np.column_stack([np.linspace(-4, 4, 60), np.zeros(60), np.zeros(60)])
    line = PolylineSet([places], (WHITE * [1, 1, 1, 0.5])[None], 0.3)
    row = drawn_by(GL or CairoRaster(), camera, [], [line])[90, 80:240, 3].astype(int)
    assert np.ptp(row) <= 16


def test_a_heat_map_has_its_cells_where_it_says(camera: StageCamera) -> None:
    colors = np.zeros((4, 3, 4))
    colors[..., 3] = 1
    colors[1, 2] = RED
    table = HeatMap(colors, 4, 3).shift(RIGHT)
    drawn = picture(camera, table)
    x, y = camera.view(None).places(table.cell(1, 2)[None])[0].astype(int)
    assert table.cell_size == (1, 1)
    assert drawn[y, x].tolist() == [255, 0, 0, 255]
    assert int((drawn[..., 0] > 127).sum()) == pytest.approx((SIZE[1] / 8) ** 2, rel=0.1)
    faded = picture(camera, table.copy().set_opacity(0.5))
    assert faded[y, x, 0] == pytest.approx(128, abs=2)


def test_a_heat_map_leaves_what_was_drawn_before_it(camera: StageCamera) -> None:
    """Manim's outline of the last shape is still the path when the cells are painted."""
    shape = Square(1).set_fill("#ffffff", 1).set_stroke(width=0).shift(2 * RIGHT)
    alone = picture(camera, shape)
    table = HeatMap(np.tile([0.2, 0.2, 0.2, 1.0], (2, 2, 1)), 1, 1).shift(2 * LEFT)
    beside = picture(camera, shape, table)
    half = alone.shape[1] // 2
    assert np.array_equal(beside[:, half:], alone[:, half:])


@pytest.mark.parametrize("height", [1e-2, 1e-4, 1e-6, 0])
def test_a_table_of_more_cells_than_pixels_is_a_speck_or_nothing(camera: StageCamera, height: float) -> None:
    """Cairo runs out of memory where thousands of cells are mixed in a pixel."""
    table = HeatMap(np.ones((1, 1400, 4)), 0.5, 1, smooth=True).stretch_to_fit_height(height)
    assert (picture(camera, table)[..., :3].sum(axis=-1) > 0).mean() < 0.01


def test_a_smooth_heat_map_runs(camera: StageCamera) -> None:
    colors = np.stack([BLUE, RED])[:, None, :]
    row = picture(camera, HeatMap(colors, 6, 2, smooth=True))[90]
    reds = row[95:225, 0].astype(int)
    assert (np.diff(reds) >= -2).all() and 100 < reds[65] < 155


def test_a_texture_is_a_smooth_heat_map_of_its_colors(camera: StageCamera) -> None:
    colors = np.random.default_rng(0).random((7, 5, 4))
    table = HeatMap(colors, 4, 3, smooth=True)
    texture = Texture(texels_of(colors).T, 4, 3)
    assert np.array_equal(picture(camera, texture), picture(camera, table))
    assert np.abs(texture.colors - colors)[colors[..., 3] > 0.5].max() < 2 / 255
    again = Texture(CLEAR.reshape(1, 1), 4, 3).set_colors(texture.colors)
    assert np.array_equal(picture(camera, again), picture(camera, table))


def test_a_texture_becomes_another_and_fades(camera: StageCamera) -> None:
    """Copies, transforms and names of plays know what it holds."""
    one, other = (Texture(texels_of(np.tile(color, (2, 2, 1))), 4, 3) for color in (RED, BLUE))
    kept, move = one.copy(), Transform(one, other.copy().scale(0.5).set_opacity(0.5))
    names = [fingerprint(object(), object.__new__(StageCamera), shown) for shown in (kept, kept.copy(), other)]
    assert names[0] == names[1] != names[2]
    move.begin()
    move.interpolate(0.5)
    middle = picture(camera, one)[SIZE[1] // 2, SIZE[0] // 2, :3]
    assert middle == pytest.approx(0.75 * np.array([128, 0, 128]), abs=3) and one.opacity == 0.75
    move.interpolate(1.0)
    assert np.array_equal(one.texels, other.texels) and one.width == pytest.approx(2)
    assert np.array_equal(kept.texels, texels_of(np.tile(RED, (2, 2, 1)))), "the copy is what it was"


def test_opacity_fades_the_whole_layer(camera: StageCamera) -> None:
    surface = field(wave())
    solid, half = picture(camera, surface), picture(camera, surface.copy().set_opacity(0.5))
    where = solid[..., :3].sum(axis=-1) > 60
    assert half[where][:, :3].mean() == pytest.approx(solid[where][:, :3].mean() / 2, rel=0.05)
    assert not picture(camera, surface.copy().fade(1.0))[..., :3].any()


def test_what_a_fading_surface_hides_shows_through(camera: StageCamera) -> None:
    plane = field(np.zeros((9, 9)), space=above(), color=np.array([0, 0, 0, 1.0]))
    point = cloud([[0, 0, -0.5]], space=plane.space)
    reds = [
        int(picture(camera, plane.copy().set_opacity(opacity), point)[90, 160, 0]) for opacity in (1, 0.75, 0.25, 0.01)
    ]
    assert reds == sorted(reds) and reds[0] < 40 and reds[3] > 240


def test_spaces_and_heights_move_the_picture(camera: StageCamera) -> None:
    surface = field(wave())
    first = picture(camera, surface)
    assert np.array_equal(first, picture(camera, surface.copy()))
    assert surface.space is not None and surface.copy().space is surface.space
    changed = picture(camera, surface.copy().set_heights(wave(phase=0.5)))
    surface.space.turn(theta=-50 * DEGREES)
    turned = picture(camera, surface)
    assert not np.array_equal(first, turned) and not np.array_equal(first, changed)


def test_what_shares_a_space_hides_each_other_whatever_stands_between(camera: StageCamera) -> None:
    """As a flat label between an axis and a surface in the scene's list does."""
    plane = field(np.zeros((9, 9)), space=above(), color=BLUE)
    hidden = cloud([[0, 0, -0.5]], RED, space=plane.space)
    label = Square(0.1).move_to([5, 3, 0])
    for order in ([plane, label, hidden], [hidden, label, plane]):
        assert picture(camera, *order)[90, 160, 0] < 60


def test_what_shares_a_space_moves_together(toy_run: Run, tmp_path: Path) -> None:
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.stage.stage import Look, Stage

    outputs = Outputs(tmp_path / "none.png", tmp_path / "segments")
    with tempconfig({"format": "none", "media_dir": str(tmp_path), "verbosity": "ERROR"}):
        stage = Stage(toy_run, Look(Frame("16:9", 180)), outputs)
        still, other, flat = oblique(), oblique(), Square()
        axis, label, surface, last = cloud([[0, 0, 0]], space=still), Square(), field(wave(5), space=still), Square()
        alone = field(wave(5), space=other)
        stage.add(still, other, flat, axis, label, surface, alone, last)
        assert stage.get_moving_mobjects(last.animate.shift(RIGHT).build()) == [last]
        assert stage.get_moving_mobjects(surface.animate.shift(RIGHT).build())[0] is axis
        assert stage.get_moving_mobjects(alone.animate.shift(RIGHT).build())[0] is alone
        assert stage.get_moving_mobjects(still.animate.turn(theta=1).build())[0] is still
        group = Group(Square(), Group(Square(), Square()))
        stage.add(group, Square())
        assert stage.get_moving_mobjects(group.animate.shift(RIGHT).build())[0] is group


def test_two_spaces_stand_side_by_side(camera: StageCamera) -> None:
    left, right = field(wave(), space=oblique().scale(0.4)), field(wave(), space=oblique().scale(0.4))
    assert left.space and right.space
    left.space.shift(-3 * RIGHT)
    right.space.shift(3 * RIGHT)
    drawn = picture(camera, left, right)[..., :3].astype(int)
    shift = round(6 * SIZE[0] / FRAME[0])
    assert np.abs(drawn[:, : SIZE[0] - shift] - drawn[:, shift:])[:, :90].mean() < 1.5, "seen alike"
    assert drawn[:, :160].any() and drawn[:, 160:].any()


class Morph(Scene):
    phase = 1.0

    def construct(self) -> None:
        surface = field(wave(21))
        assert surface.space is not None
        self.add(surface.space, surface)
        self.play(Transform(surface, field(wave(21, self.phase))), run_time=0.5)
        self.play(surface.animate.shift(RIGHT).set_opacity(0.4), run_time=0.5)
        self.play(surface.space.animate.turn(theta=0.3), FadeIn(cloud([[0, 0, 1]], space=surface.space)), run_time=0.5)


def render(phase: float, media: Path) -> list[str]:
    settings = {"format": "mp4", "pixel_width": 160, "pixel_height": 90, "frame_rate": 8, "media_dir": str(media)}
    recorder = partial(Recorder, outputs=Outputs(media / "morph.mp4", media / "segments"))
    with tempconfig({**settings, "progress_bar": "none", "verbosity": "ERROR"}):
        scene = Morph(renderer=CairoRenderer(file_writer_class=recorder, camera_class=StageCamera))
        scene.phase = phase
        scene.render()
        return list(scene.renderer.animations_hashes)


def test_segments_are_cached_by_what_is_drawn(tmp_path: Path) -> None:
    first = render(1.0, tmp_path)
    assert render(1.0, tmp_path) == first, "the same arrays were drawn again"
    assert render(1.2, tmp_path) != first, "other arrays were taken for the same"


@needs_gl
def test_memory_stays_flat(camera: StageCamera) -> None:
    def frame(number: int) -> None:
        surface = field(wave(57, number / 50)).rule(WHITE, 0.02, grid_every=8)
        picture(camera, surface, cloud(surface.points[:50], space=surface.space))

    for number in range(60):
        frame(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(60, 460):
        frame(number)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000  # KiB: 20 a picture


def test_without_opengl_cairo_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    import moderngl

    def missing(*arguments: object, **options: object) -> None:
        raise RuntimeError("libEGL.so not found")

    monkeypatch.setattr(moderngl, "create_standalone_context", missing)
    monkeypatch.setenv("TRANSPARENT_BOX_RASTER", "auto")
    rasterizer.cache_clear()
    assert rasterizer_used() is None
    assert rasterizer().name == "Cairo" and rasterizer() is rasterizer()
    assert rasterizer_used() == "Cairo"
    choose_rasterizer("gl")
    with pytest.raises(RasterError, match="libEGL"):
        rasterizer()
    monkeypatch.undo()
    rasterizer.cache_clear()


def test_who_draws_on_as_before_keeps_the_rasterizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One job after the other: what OpenGL holds would stay on the card with each that is put away."""
    monkeypatch.delenv(choice.VARIABLE, raising=False)
    rasterizer.cache_clear()
    choose_rasterizer("cairo")
    first = rasterizer()
    choose_rasterizer("cairo")
    assert rasterizer() is first
    choose_rasterizer("auto")
    assert rasterizer() is not first
    rasterizer.cache_clear()


def test_fields_of_other_grids_do_not_mix() -> None:
    with pytest.raises(ValueError, match="25 points cannot become one of 36"):
        field(np.zeros((5, 5))).align_points_with_larger(field(np.zeros((6, 6))))


def test_lettering_keeps_beside_its_axis_as_the_space_turns() -> None:
    from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes, SpaceAxis
    from transparent_box.scenes.mobjects.words.lettering import words

    space = oblique()
    label, name = words("0", 22, "#FFFFFF"), words("x", 26, "#FFFFFF")
    axis = SpaceAxis(np.array([-3.0, -3, 0]), np.array([3.0, -3, 0]), np.array([0, -1.0, 0]), name, [(0.5, label)])
    axes = SpaceAxes(space, [axis], color=WHITE, width=0.02, tick=0.1, gap=0.1)
    for theta in (-90, -60, -30):
        space.turn(theta=theta * DEGREES)
        axes.update()
        tip = space.project(np.array([0, -3.1, 0]))[0]
        away = np.linalg.norm(label.get_center() - tip)
        assert 0.1 < away < 0.6, "beside its tick"
        assert np.linalg.norm(name.get_center() - tip) > away + label.height / 2, "its name beyond it"
    put_right = label.get_center()
    for change in (lambda: label.shift([0.3, 0.2, 0]), lambda: axes.shift([0, 1.0, 0]), lambda: None):
        change()  # not by the space, which stands still
        axes.update()
        assert label.get_center() == pytest.approx(put_right)


def test_everything_that_can_be_drawn_in_one_scene(reference: Run, toy_run: Run, tmp_path: Path) -> None:
    from PIL import Image

    from tests.surface_demo import still

    stills = [
        np.asarray(Image.open(still(run, theme, tmp_path / f"{name}.png", short_side=360)).convert("RGB")).astype(int)
        for name, run, theme in (("a", reference, "dark"), ("b", reference, "light"), ("c", toy_run, "dark"))
    ]
    for picture_of, theme in zip(stills, ("dark", "light", "dark"), strict=True):
        ground = (np.array(ramp([THEMES[theme].ground] * 2, np.zeros(1)))[0, :3] * 255).round()
        drawn = (np.abs(picture_of - ground).max(axis=-1) > 12).mean()
        assert 0.1 < drawn < 0.6


@needs_gl
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory in /proc")
def test_memory_stays_flat_however_surfaces_turn() -> None:
    """Two surfaces cover another window in each picture; before, every window that was left behind stayed allocated."""
    raster, low = GlRaster(), np.full((9, 9, 4), 0.5)
    held = []
    for number in range(60):
        zoom = 0.5 + 0.5 * (number % 20) / 20 + 0.01 * (number // 20)
        spaces = [Space(1.0, -1.0 + 0.02 * number, zoom=zoom) for _ in range(2)]
        fields = [HeightField(space, wave(9), low, 6, 6, 1) for space in spaces]
        raster.draw([Order(fields, [], View(spaces[0].projection, FRAME, (1600, 900)))])
        held.append(held_in_memory())
    assert held[-1] - held[29] < 60, held  # MB


@needs_gl
def test_a_picture_may_hold_more_surfaces_than_are_kept() -> None:
    raster, colors = GlRaster(), np.full((9, 9, 4), 0.5)
    spaces = [Space(1.0, -1.0, zoom=0.1).shift([0.2 * x - 1.8, 0, 0]) for x in range(KEPT + 2)]
    orders = [
        Order([HeightField(space, wave(9), colors, 6, 6, 1)], [], View(space.projection, FRAME, (1600, 900)))
        for space in spaces
    ]
    for _ in range(2):
        assert all(pixels[..., 3].any() for pixels, _ in raster.draw(orders))


def test_orders_of_triangles_are_let_go_of_when_others_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of grids of ever other shapes, as of surfaces that are seen ever finer; what is used goes on being kept."""

    class OnCard:
        def __init__(self, indices: np.ndarray) -> None:
            self.last, self.held = indices.max(), True
            made.append(self)

        def release(self) -> None:
            self.held = False

    made: list[OnCard] = []
    monkeypatch.setattr(Meshes, "seen", lambda *_: None)
    found, usual = Meshes(SimpleNamespace(buffer=OnCard)), [5, *range(6, 8 + KEPT)]
    for size in usual:
        for points in {size, usual[0]}:
            space = Space(1.0, -1.0)
            grid = np.zeros((points, points, 3)) + np.arange(points)[:, None, None]
            with found.order(
                Mesh(np.zeros(1, np.float32), grid, None), View(space.projection, FRAME, (1600, 900))
            ) as order:
                assert order.held and order.last == points * points - 1
    assert sum(one.held for one in made) == KEPT and made[0].held and len(made) == len(usual)


def test_what_is_drawn_again_and_again_stays_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more shapes than are kept, those that moved go first, not those that never change."""
    monkeypatch.setattr(path_cache, "KEPT_SHAPES", 2)
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 9, 9))
    paths, (stands, *others) = CachedPaths(), [Square() for _ in range(5)]
    for _ in range(2):  # the second time, it is known to stand
        paths.keep(context, stands)
    for other in others:
        assert paths.put(context, stands)
        paths.keep(context, other)


@needs_gl
def test_two_rasterizers_throw_away_nothing_of_each_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each numbers what it makes from 1: what one of them releases must not be the other's."""
    monkeypatch.setattr("transparent_box.scenes.raster.targets.KEPT_BYTES", 1)
    colors = np.full((9, 9, 4), 0.5)

    def drawn(raster: GlRaster, zoom: float) -> Any:
        space = Space(1.0, -1.0, zoom=zoom)
        field = HeightField(space, wave(9), colors, 6, 6, 1)
        ((pixels, _),) = raster.draw([Order([field], [], View(space.projection, FRAME, (1600, 900)))])
        return pixels

    first = GlRaster()
    for n in range(3):
        drawn(first, 0.4 + 0.2 * n)
    second = GlRaster()
    expected = [drawn(second, zoom) for zoom in (0.5, 1.0)]
    for n in range(3):
        drawn(first, 0.5 + 0.2 * n)
    assert all(np.array_equal(drawn(second, zoom), seen) for zoom, seen in zip((0.5, 1.0), expected, strict=True))


def held_in_memory() -> int:
    """MB of this process that are no file's."""
    return int(Path("/proc/self/status").read_text().partition("RssAnon:")[2].split()[0]) // 1024


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures the rasterizer was asked for, call by call."""
    drawer, calls = rasterizer(), []
    draw = drawer.draw

    def count(orders: Sequence[Order]) -> Any:
        calls.append(len(orders))
        return draw(orders)

    monkeypatch.setattr(drawer, "draw", count)
    return calls


def test_what_has_not_changed_is_not_drawn_again(camera: StageCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    still, turning = field(wave()), field(wave(phase=1.0)).rule(WHITE, 0.02, grid_every=8)
    assert still.space and turning.space
    still.space.shift(3 * LEFT)
    turning.space.shift(3 * RIGHT)
    dots = cloud(turning.points[:9], space=turning.space)
    calls = counted(monkeypatch)
    first = picture(camera, still, turning, dots)
    assert (picture(camera, still, turning, dots) == first).all() and calls == [2, 0]
    turning.set_opacity(0.5)  # alone, its layer is laid over otherwise
    picture(camera, still, turning)
    for theta in (0.1, 0.2, 0.3):  # while it turns nothing is kept of what it is; once it stands, it is drawn once more
        turning.space.turn(theta=theta)
        picture(camera, still, turning)
    assert (picture(camera, still, turning) == picture(camera, still, turning)).all()
    dots.colors[:, :3] = RED[:3]  # in place, as much of what moves is changed
    seen = picture(camera, still, turning, dots)
    assert calls[2:] == [1, 1, 1, 1, 1, 0, 2]
    camera.forget()
    assert np.abs(seen.astype(int) - picture(camera, still, turning, dots)).max() <= 1 and calls[-1] == 4


@needs_gl
def test_pictures_drawn_in_one_pass_are_those_drawn_alone(camera: StageCamera) -> None:
    assert GL is not None
    raster = type(GL)()  # the context made last is the one that is drawn to
    alone, crossed, tilted = field(wave()), field(wave(phase=1.0)), field(wave(), rise=-1.0)
    orders = [
        Order([alone], [cloud(alone.points[::50], space=alone.space)], camera.view(alone.space)),
        Order([crossed, tilted], [], camera.view(crossed.space)),
        Order([], [cloud([[0, 0, 0]])], camera.view(None)),
    ]
    together = [(pixels.astype(int), corner) for pixels, corner in raster.draw(orders)]
    for order, (pixels, corner) in zip(orders, together, strict=True):
        ((single, place),) = raster.draw([order])
        assert place == corner and pixels.any()
        assert np.abs(single - pixels).mean() < 0.05
    assert raster.draw([]) == []


def test_rectangles_on_shelves_do_not_overlap() -> None:
    sizes = [(64, 128), (256, 64), (192, 192), (320, 64), (64, 64)]
    corners, (width, height) = pack_rectangles(sizes, 448, top=64)
    covered = np.zeros((height, width), int)
    for (left, top), (across, down) in zip(corners, sizes, strict=True):
        covered[top : top + down, left : left + across] += 1
    assert covered.max() == 1 and covered.sum() == sum(across * down for across, down in sizes)
    assert not covered[:64].any() and pack_rectangles([], 448, top=64) == ([], (0, 64))


def test_a_mesh_is_as_fine_as_can_be_seen() -> None:
    """At 1080p: of a refined surface what was interpolated goes first, of a measured one only what is under a pixel."""
    chance = np.random.default_rng(0)
    projection = Space(0.0, -90 * DEGREES, zoom=0.5).projection
    view = View(projection, FRAME, (1920, 1080))  # 113 points over 405 pixels
    rough = chance.normal(size=(113, 113))
    assert stride(Surface(field(rough)), view) == 1
    twice = refined(rough, 2)
    measured, interpolated = (
        Surface(HeightField(above(), twice, np.ones((*twice.shape, 4)), 6.0, 6.0, 1.0, finer)) for finer in (1, 2)
    )
    assert [stride(measured, view), stride(interpolated, view)] == [1, 2]
    small = View(projection, FRAME, (480, 270))
    assert [stride(shape, small) for shape in (Surface(field(rough)), measured, interpolated)] == [2, 4, 4]
    large = View(Space(0.0, 0.0, zoom=2.0).projection, FRAME, (1920, 1080))
    assert stride(interpolated, large) == 1


def test_points_of_an_even_surface_are_left_out_where_nobody_would_see_it() -> None:
    """Up to so many pixels of a cell; a single point that stands out, or is of another color, keeps all of them."""
    view = View(Space(0.0, -90 * DEGREES, zoom=0.5).projection, FRAME, (1920, 1080))  # 3.6 pixels a cell
    heights, colors = np.zeros((113, 113)), np.full((113, 113, 4), 0.5)

    def chosen(heights: np.ndarray, colors: np.ndarray) -> int:
        return stride(Surface(HeightField(above(), heights, colors, 6.0, 6.0, 1.0)), view)

    assert chosen(heights, colors) == 2
    for table, little, much in ((heights, 0.1 / 67.5, 0.4 / 67.5), (colors, 4 / 255, 12 / 255)):
        for more, step in ((little, 2), (much, 1)):
            table[51, 30] += more
            assert chosen(heights, colors) == step
            table[51, 30] -= more


@needs_gl
def test_what_is_left_out_of_an_even_surface_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture without every second point is the whole one's within 1 of 255."""
    side = np.linspace(0, 6 * np.pi, 225)
    values = (np.cos(side)[:, None] + np.cos(side)[None, :]) / 2
    drawn: list[np.ndarray] = []
    shape = field(values, space=Space(55 * DEGREES, 0.0, zoom=0.5))
    for even in (meshes.is_even, lambda *_: False):
        monkeypatch.setattr(meshes, "is_even", even)
        with tempconfig({"pixel_width": 1920, "pixel_height": 1080}):
            camera = StageCamera()
            assert stride(Surface(shape), camera.view(shape.space)) == 2 - len(drawn)
            drawn.append(picture(camera, shape)[..., :3].astype(float))
    assert 0 < np.sqrt(np.square(drawn[0] - drawn[1]).mean()) < 1


def test_a_surface_that_is_turned_draws_its_near_side_first() -> None:
    order, everything = triangles(9, 5).reshape(8, 4, 6), np.ones((8, 4, 2), bool)
    upside_down, mirrored = (near_first(everything, *last).reshape(8, 4, 6) for last in ((True, False), (False, True)))
    assert (upside_down == order[::-1]).all()
    assert (mirrored == order[:, ::-1]).all()


def test_triangles_that_are_not_shown_are_not_in_the_order() -> None:
    shown = np.random.default_rng(1).random((8, 4, 2)) < 0.5
    assert (near_first(shown, False, False) == triangles(9, 5).reshape(-1, 3)[shown.reshape(-1)]).all()


def test_vertices_are_places_normals_and_colors_that_can_be_shown() -> None:
    grid = field(np.random.default_rng(2).normal(size=(5, 7))).grid
    colors = np.random.default_rng(3).normal(0.5, 1, (5, 7, 4))
    made = vertices(grid, colors)
    assert np.allclose(made[..., :3], grid) and np.allclose(made[..., 6:], np.clip(colors[..., :3], 0, 1))
    upright = np.cross(np.gradient(grid, axis=0), np.gradient(grid, axis=1))
    assert np.allclose(made[..., 3:6], upright / np.linalg.norm(upright, axis=-1, keepdims=True), atol=1e-6)


def test_shapes_are_drawn_as_manim_draws_them_whether_kept_or_not(camera: StageCamera) -> None:
    """To the byte, also in the third picture, whose path was kept in the second; and anew when they have moved."""
    from manim import Arc, Camera, Circle, Line, Star

    shapes = [Circle(), Star().shift(2 * RIGHT), Line(3 * LEFT, 2 * RIGHT), Arc(angle=2), Square(fill_opacity=1)]
    shapes.append(shapes[0].copy().append_points(shapes[1].points).shift([0.2, 1, 0]))
    plain = Camera()
    for _ in range(3):
        for _ in range(3):
            plain.reset()
            plain.capture_mobjects(shapes)
            assert (picture(camera, *shapes) == plain.pixel_array).all()
        for shape in shapes:
            shape.shift([0.1, 0.05, 0])


def test_a_table_is_drawn_by_what_it_holds_now(camera: StageCamera) -> None:
    table = HeatMap(np.random.default_rng(0).random((7, 5, 4)), 4.0, 4.0)
    first = picture(camera, table)
    assert (picture(camera, table) == first).all()
    table.colors[3, 2] = WHITE
    changed = picture(camera, table)
    assert (changed != first).any() and (picture(StageCamera(), table) == changed).all()
    ground = picture(camera).astype(float)
    half = picture(camera, table.set_opacity(0.5)).astype(float)
    inside = np.s_[70:110, 130:190]
    assert np.abs(half - (ground + changed) / 2)[inside].max() <= 1


def surfaces_drawn(raster: GlRaster, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note a 0 for each surface that a rasterizer draws from now on, by OpenGL or without."""
    import moderngl

    drawn: list[int] = []
    draw_mesh, painting = raster._draw_mesh, raster._painting

    def count_mesh(program: Any, mesh: Any, indices: Any, mode: int) -> None:
        drawn.extend([0] if mode == moderngl.TRIANGLES else [])
        draw_mesh(program, mesh, indices, mode)

    def count_painting(order: Order, window: Any) -> Any:
        drawn.append(0)
        return painting(order, window)

    monkeypatch.setattr(raster, "_draw_mesh", count_mesh)
    monkeypatch.setattr(raster, "_painting", count_painting)
    return drawn


@needs_gl
@pytest.mark.parametrize("only_marks", [False, True])
@pytest.mark.parametrize("in_software", [False, True])
def test_a_surface_that_stands_still_is_drawn_once_while_marks_move(
    in_software: bool, only_marks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each picture is what it would be if nothing were kept; also when the marks go further than they were."""
    raster, fresh = GlRaster(), GlRaster()
    for one in (raster, fresh):
        monkeypatch.setattr(one._programs, "in_software", in_software)
    drawn = surfaces_drawn(raster, monkeypatch)
    space, surface = oblique(), field(wave())
    for number, (place, times) in enumerate([(0, 1), (0.5, 1), (1, 0), (1.5, 0), (9, 1), (2, 0), (9, 0)]):
        dots = cloud([[place, 0, 1.5], [-place, 0, 0]], space=space)  # above the surface, and in it
        order = Order([surface], [dots], View(space.projection, FRAME, SIZE), only_marks)
        drawn.clear()
        ((pixels, corner),) = raster.draw([order])
        assert len(drawn) == times, number
        assert_same_picture(pixels, corner, *fresh.draw([order])[0])
        fresh.forget()
    for change in (
        partial(np.add, surface.points, 0.01, surface.points),
        partial(space.turn, theta=0.4),
        raster.forget,
    ):
        change()
        drawn.clear()
        raster.draw([Order([surface], [dots], View(space.projection, FRAME, SIZE), only_marks)])
        assert len(drawn) == 1


def assert_same_picture(
    pixels: np.ndarray, corner: tuple[int, int], others: np.ndarray, place: tuple[int, int]
) -> None:
    """Fail unless two layers are the same picture, though one may reach further where there is nothing."""
    whole = np.zeros((2, SIZE[1], SIZE[0], 4), int)
    for canvas, shown, (left, top) in zip(whole, (pixels, others), (corner, place), strict=True):
        canvas[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    assert np.abs(whole[0] - whole[1]).max() <= 1 and whole.any()
