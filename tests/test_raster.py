"""Surfaces: where Manim would put them, lit, whole, and the same with and without OpenGL."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import DEGREES, OUT, RIGHT, Scene, Transform, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.mobjects.height_field import HeightField
from scenes.stage.cairo_raster import CairoRaster
from scenes.stage.camera import SpaceCamera
from scenes.stage.colormaps import heights
from scenes.stage.projection import View
from scenes.stage.raster import RasterError, Rasteriser, choose_rasteriser, rasteriser
from scenes.stage.recording import Recorder
from scenes.stage.surface import lit, normals, to_display, to_linear

SIZE = (320, 180)
try:
    from scenes.stage.gl_raster import GlRaster, triangles

    GL: Rasteriser | None = GlRaster()
except Exception as error:
    GL, NO_GL = None, str(error)
needs_gl = pytest.mark.skipif(GL is None, reason="no OpenGL on this machine")


def wave(n: int = 41, phase: float = 0.0) -> np.ndarray:
    angle = np.linspace(0, 4 * np.pi, n) + phase
    return (np.cos(angle)[:, None] + np.cos(angle)[None, :]) / 2


def field(values: np.ndarray, rise: float = 1.0) -> HeightField:
    return HeightField(values, heights((values + 1) / 2), 6.0, 6.0, rise)


@pytest.fixture
def camera() -> Iterator[SpaceCamera]:
    settings = {"pixel_width": SIZE[0], "pixel_height": SIZE[1], "frame_width": 128 / 9, "frame_height": 8.0}
    with tempconfig({**settings, "background_color": "#000000", "verbosity": "ERROR"}):
        made = SpaceCamera()
        made.set_phi(55 * DEGREES)
        made.set_theta(-60 * DEGREES)
        yield made


def drawn_by(raster: Rasteriser | None, grids: list[np.ndarray], colors: list[np.ndarray], view: View) -> np.ndarray:
    """A rasteriser's layer in its place, (h, w, 4) of the whole picture."""
    assert raster is not None
    layer, (left, top) = raster.draw(grids, colors, view)
    whole = np.zeros((view.pixels[1], view.pixels[0], 4), np.uint8)
    whole[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    return whole


def picture(camera: SpaceCamera, *mobjects: HeightField) -> np.ndarray:
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array)


@pytest.mark.parametrize(("phi", "theta", "gamma", "zoom"), [(55, -60, 0, 1), (10, 200, 30, 0.7), (90, 0, -15, 1.4)])
def test_projection_is_manims(camera: SpaceCamera, phi: float, theta: float, gamma: float, zoom: float) -> None:
    camera.set_phi(phi * DEGREES)
    camera.set_theta(theta * DEGREES)
    camera.set_gamma(gamma * DEGREES)
    camera.set_zoom(zoom)
    camera.reset_rotation_matrix()
    points = np.random.default_rng(0).uniform(-4, 4, (200, 3))
    assert np.abs(camera.view().project(points) - camera.project_points(points)[:, :2]).max() < 1e-6


@needs_gl
def test_pixels_are_where_the_projection_says(camera: SpaceCamera) -> None:
    """A small flat square far from the middle covers the pixels its corners project to."""
    square = field(np.zeros((5, 5))).scale(0.1).shift(3 * RIGHT + OUT)
    drawn = drawn_by(GL, [square.grid], [square.colors], camera.view())
    lit_pixels = np.argwhere(drawn[..., 3] > 127)
    places = (camera.view().project(square.points) / [128 / 9, -8.0] + 0.5) * SIZE
    found = lit_pixels[:, ::-1]
    assert np.abs(found.min(axis=0) - places.min(axis=0)).max() <= 1.5
    assert np.abs(found.max(axis=0) + 1 - places.max(axis=0)).max() <= 1.5


@needs_gl
def test_cairo_draws_what_opengl_draws(camera: SpaceCamera) -> None:
    """On a smooth surface: mean difference at most 4 of 255 where it is, and the outlines agree."""
    surface = field(wave(113))
    ours = [drawn_by(r, [surface.grid], [surface.colors], camera.view()).astype(int) for r in (GL, CairoRaster())]
    inside = (ours[0][..., 3] > 250) & (ours[1][..., 3] > 250)
    assert np.abs(ours[0] - ours[1])[inside].mean() <= 4
    assert ((ours[0][..., 3] > 127) != (ours[1][..., 3] > 127)).mean() < 0.003


@pytest.mark.parametrize("raster", [pytest.param(GL, marks=needs_gl), CairoRaster()], ids=["gl", "cairo"])
def test_pictures_are_premultiplied_and_seamless(raster: Rasteriser, camera: SpaceCamera) -> None:
    flat = field(np.zeros((30, 30)))
    drawn = drawn_by(raster, [flat.grid], [flat.colors], camera.view())
    assert (drawn[..., :3].astype(int) <= drawn[..., 3:].astype(int) + 1).all()
    middle = drawn[70:110, 130:190]
    assert (middle[..., 3] == 255).all(), "a seam lets the ground through"
    assert np.ptp(middle[..., :3].reshape(-1, 3).astype(int), axis=0).max() <= 8, "a flat plane is not even"


@pytest.mark.parametrize("raster", [pytest.param(GL, marks=needs_gl), CairoRaster()], ids=["gl", "cairo"])
def test_the_nearer_surface_hides_the_farther(raster: Rasteriser, camera: SpaceCamera) -> None:
    camera.set_phi(0)
    camera.reset_rotation_matrix()
    low, high = field(np.zeros((9, 9))), field(np.zeros((9, 9))).shift(OUT)
    red, blue = (np.tile(np.array(c, np.float32), (9, 9, 1)) for c in ([1, 0, 0, 1], [0, 0, 1, 1]))
    for order in ([(low.grid, red), (high.grid, blue)], [(high.grid, blue), (low.grid, red)]):
        drawn = drawn_by(raster, [g for g, _ in order], [c for _, c in order], camera.view())
        assert drawn[90, 160, 2] > 3 * max(int(drawn[90, 160, 0]), 1)


@needs_gl
def test_surfaces_cut_through_each_other_by_pixel(camera: SpaceCamera) -> None:
    camera.set_phi(0)
    camera.reset_rotation_matrix()
    slope = np.linspace(-1, 1, 9)[:, None] * np.ones(9)
    one, other = field(slope), field(-slope)
    red, blue = (np.tile(np.array(c, np.float32), (9, 9, 1)) for c in ([1, 0, 0, 1], [0, 0, 1, 1]))
    row = drawn_by(GL, [one.grid, other.grid], [red, blue], camera.view())[90].astype(int)
    assert row[120, 2] > row[120, 0] and row[200, 0] > row[200, 2]


def test_light_keeps_hue_and_does_not_bleach() -> None:
    bright = np.full((6, 6, 3), [0.98, 0.9, 0.63])
    toward_key = np.broadcast_to(np.array([-0.45, 0.75, 0.55]), (6, 6, 3))
    seen = lit(toward_key, bright, np.zeros((6, 6, 3)), 20.0)
    assert seen.max() < 1 and np.ptp(seen[0, 0]) > 0.1
    assert np.allclose(to_display(to_linear(np.linspace(0, 1, 50))), np.linspace(0, 1, 50))


def test_normals_of_a_plane_and_a_slope() -> None:
    assert np.allclose(normals(field(np.zeros((4, 5))).grid), [0, 0, 1])
    slope = normals(field(np.linspace(-1, 1, 7)[:, None] * np.ones(7), rise=3.0).grid)
    assert np.allclose(slope, np.array([-1, 0, 1]) / 2**0.5)


@needs_gl
def test_triangles_cover_every_cell_once() -> None:
    found = triangles(4, 6)
    assert found.shape == (15, 6) and found.max() == 23
    assert (
        len({tuple(sorted(row[:3])) for row in found.tolist()} | {tuple(sorted(row[3:])) for row in found.tolist()})
        == 30
    )


def test_opacity_fades_the_whole_layer(camera: SpaceCamera) -> None:
    surface = field(wave())
    solid, half = picture(camera, surface), picture(camera, surface.copy().set_opacity(0.5))
    where = solid[..., :3].sum(axis=-1) > 60
    assert half[where][:, :3].mean() == pytest.approx(solid[where][:, :3].mean() / 2, rel=0.05)
    assert not picture(camera, surface.copy().fade(1.0))[..., :3].any()


def test_camera_and_heights_move_the_picture(camera: SpaceCamera) -> None:
    surface = field(wave())
    first = picture(camera, surface)
    assert np.array_equal(first, picture(camera, surface.copy()))
    camera.set_theta(-50 * DEGREES)
    turned = picture(camera, surface)
    changed = picture(camera, surface.copy().set_heights(wave(phase=0.5)))
    assert not np.array_equal(first, turned) and not np.array_equal(turned, changed)


class Morph(Scene):
    phase = 1.0

    def construct(self) -> None:
        surface = field(wave(21))
        self.add(surface)
        self.play(Transform(surface, field(wave(21, self.phase))), run_time=0.5)
        self.play(surface.animate.shift(RIGHT).set_opacity(0.4), run_time=0.5)


def render(phase: float, media: Path) -> list[str]:
    settings = {"format": "mp4", "pixel_width": 160, "pixel_height": 90, "frame_rate": 8, "media_dir": str(media)}
    with tempconfig({**settings, "progress_bar": "none", "verbosity": "ERROR"}):
        scene = Morph(renderer=CairoRenderer(file_writer_class=Recorder, camera_class=SpaceCamera))
        scene.phase = phase
        scene.render()
        return list(scene.renderer.animations_hashes)


def test_segments_are_cached_by_what_is_drawn(tmp_path: Path) -> None:
    first = render(1.0, tmp_path)
    assert render(1.0, tmp_path) == first, "the same arrays were drawn again"
    assert render(1.2, tmp_path) != first, "other arrays were taken for the same"


@needs_gl
def test_memory_stays_flat(camera: SpaceCamera) -> None:
    def frame(number: int) -> None:
        surface = field(wave(57, number / 50))
        drawn_by(GL, [surface.grid], [surface.colors], camera.view())

    for number in range(60):
        frame(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(60, 360):
        frame(number)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


def test_without_opengl_cairo_takes_over(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import moderngl

    def missing(*arguments: object, **options: object) -> None:
        raise RuntimeError("libEGL.so not found")

    monkeypatch.setattr(moderngl, "create_standalone_context", missing)
    monkeypatch.setenv("TRANSPARENT_BOX_RASTER", "auto")
    rasteriser.cache_clear()
    assert rasteriser().name == "Cairo" and rasteriser() is rasteriser()
    assert capsys.readouterr().err == "Surfaces are drawn by Cairo.\n"
    choose_rasteriser("gl")
    with pytest.raises(RasterError, match="libEGL"):
        rasteriser()
    monkeypatch.undo()
    rasteriser.cache_clear()


def test_fields_of_other_grids_do_not_mix() -> None:
    with pytest.raises(ValueError, match="25 points cannot become one of 36"):
        field(np.zeros((5, 5))).align_points_with_larger(field(np.zeros((6, 6))))


def test_views_are_plain_numbers(camera: SpaceCamera) -> None:
    view = camera.view()
    assert isinstance(view, View) and view.pixels == SIZE and view.frame[1] == 8
