"""A surface with its marks is drawn without OpenGL as OpenGL draws it, on the CPU in less time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tests.test_raster import FRAME, GL, SIZE, WHITE, cloud, field, needs_gl, oblique, wave
from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.marks import Order
from transparent_box.scenes.raster.opengl import GlRaster

FEW = 0.002  # share of pixels that may differ, at the ends of the lines that smooth edges
RED = np.array([1, 0, 0, 0.5])


def torus(space: Space, count: int = 61) -> HeightField:
    """Make a closed surface, bumpy."""
    angles = np.linspace(0, 2 * np.pi, count)
    around, turn = np.meshgrid(angles, angles, indexing="ij")
    out = 2 + (0.8 + 0.1 * np.cos(6 * around)) * np.cos(turn)
    made = HeightField(space, np.zeros((count, count)), np.tile(WHITE, (count, count, 1)), 4, 4, 1.0)
    made.points = np.stack([out * np.cos(around), out * np.sin(around), 0.8 * np.sin(turn)], axis=-1).reshape(-1, 3)
    return made


def marks_on(space: Space) -> dict[str, Any]:
    """Make a mark of each kind, partly in a surface."""
    way = np.linspace(-3, 3, 40)
    square = np.array([[[-3, -3, 0.2], [-3, 3, 0.2]], [[3, -3, 0.2], [3, 3, 0.2]]], float)
    curve = np.column_stack([way, np.sin(way), 0.5 * np.cos(2 * way)])
    return {
        "line": PolylineSet([curve], WHITE[None], 0.1, space),
        "thin line": PolylineSet([curve, curve[::-1] + 0.3], np.stack([RED, WHITE]), 0.01, space),
        "dots": cloud(curve[::4], RED, space=space),
        "pane": Pane(square, RED, space),
    }


def drawn(order: Order, in_software: bool, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Draw an order in its place in the whole picture, with OpenGL or without."""
    assert isinstance(GL, GlRaster)
    GL.forget()
    monkeypatch.setattr(GL._programs, "in_software", in_software)
    ((layer, (left, top)),) = GL.draw([order])
    whole = np.zeros((SIZE[1], SIZE[0], 4))
    whole[top : top + layer.shape[0], left : left + layer.shape[1]] = layer
    return whole


@needs_gl
@pytest.mark.parametrize("only_marks", [False, True])
@pytest.mark.parametrize("name", ["line", "thin line", "dots", "pane"])
@pytest.mark.parametrize("closed", [False, True])
def test_it_is_drawn_as_opengl_draws_it(
    closed: bool, name: str, only_marks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = oblique()
    surface = torus(space) if closed else field(wave(), space=space)
    order = Order([surface], [marks_on(space)[name]], View(space.projection, FRAME, SIZE), only_marks)
    ours, theirs = (drawn(order, in_software, monkeypatch) for in_software in (True, False))
    assert np.abs(ours - theirs).mean() < 0.05 and theirs.any()
    assert (np.abs(ours - theirs).max(axis=-1) > 3).mean() < FEW


@needs_gl
def test_a_surface_is_whole_and_covers_what_opengl_covers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pixel within it is left out where triangles meet."""
    space = oblique()
    order = Order([torus(space)], [], View(space.projection, FRAME, SIZE))
    ours, theirs = (drawn(order, in_software, monkeypatch)[..., 3] for in_software in (True, False))
    assert ((ours == 255) == (theirs == 255)).mean() > 0.999
    assert (ours[theirs == 255] > 200).all()


@needs_gl
def test_what_would_be_cut_off_is_left_to_opengl(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark beside the viewer has no place in the picture."""
    assert isinstance(GL, GlRaster)
    space = oblique()
    view = View(space.projection, FRAME, SIZE)
    seen = view.projection
    behind = seen.look_at + 1.1 * seen.focal_distance * seen.rotation[2]
    dots = cloud([[0, 0, 1.0], behind], space=space)
    order = Order([field(wave(), space=space)], [dots], view)
    asked: list[Order] = []
    side_by_side = GL._draw_side_by_side

    def note(orders: Sequence[Order]) -> Any:
        asked.extend(orders)
        return side_by_side(orders)

    monkeypatch.setattr(GL, "_draw_side_by_side", note)
    assert drawn(order, True, monkeypatch).any() and asked == [order]
