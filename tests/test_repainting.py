"""Only what has changed of a picture is drawn again, and it is the picture that is drawn whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from manim import LEFT, RIGHT, UP, CapStyleType, Circle, LineJointType, Mobject, Square, Star, tempconfig

from transparent_box.scenes.look.projection import FLAT, View
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.raster.boxes import MAX_BOXES, do_overlap, merge_boxes, pixel_count
from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.repainting import Patch, differing_boxes
from transparent_box.scenes.raster.shapes import box_of, looks_of

VIEW = View(FLAT, (128 / 9, 8.0), (320, 180))


@pytest.fixture
def camera() -> Iterator[StageCamera]:
    settings = {"pixel_width": 320, "pixel_height": 180, "frame_width": 128 / 9, "frame_height": 8.0}
    with tempconfig({**settings, "background_color": "#102030", "verbosity": "ERROR"}):
        yield StageCamera()


def shown(camera: StageCamera, *mobjects: Mobject) -> np.ndarray:
    camera.show(camera.background, mobjects)
    return np.array(camera.pixel_array)


def drawn_whole(*mobjects: Mobject) -> np.ndarray:
    camera = StageCamera()
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array)


def things() -> list[Any]:
    table = HeatMap(np.random.default_rng(0).random((7, 5, 4)), 2.0, 2.0).shift(4 * LEFT + 2 * UP)
    dots = PointCloud(np.array([[4.0, -2.0, 0], [5.0, -3.0, 0]]), np.ones((2, 4)), 0.2, None)
    return [table, Square(fill_opacity=0.5), dots, Circle().shift(4 * RIGHT + 2 * UP), Star().shift(4 * LEFT)]


def changes(table: HeatMap, square: Square, dots: PointCloud, circle: Circle, star: Star) -> Iterator[list[Any]]:
    """Change things in all ways: each time, what is there."""
    everything = [table, square, dots, circle, star]
    yield everything
    yield everything
    square.shift(0.3 * RIGHT)
    circle.set_stroke(width=12)
    yield everything
    table.colors[3, 2] = 1.0  # in place
    dots.shift(0.5 * UP)
    yield everything
    star.set_fill("#ff0000", 1.0)
    yield [table, dots, star]
    yield [star, dots, table, square]
    square.scale(20)
    yield everything
    square.set_opacity(0)
    dots.set_opacity(0.5)
    yield everything


def test_a_picture_repainted_is_the_picture_drawn_whole(camera: StageCamera) -> None:
    for mobjects in changes(*things()):
        difference = np.abs(shown(camera, *mobjects).astype(int) - drawn_whole(*mobjects))
        # Where a box cuts a shape, Cairo may round its edge to another 256th of a pixel.
        assert difference.max() <= 16 and (difference > 0).mean() < 0.001


def test_only_what_touches_a_change_is_painted(camera: StageCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    _, square, _, circle, star = mobjects = things()
    painted: list[Any] = []
    display = StageCamera.display_vectorized

    def noted(camera: StageCamera, shape: Any, context: Any) -> Any:
        painted.append(shape)
        return display(camera, shape, context)

    monkeypatch.setattr(StageCamera, "display_vectorized", noted)
    shown(camera, *mobjects)
    assert painted == [square, circle, star]
    painted.clear()
    shown(camera, *mobjects)
    circle.shift(0.1 * UP)
    before = shown(camera, *mobjects)
    assert painted == [circle]
    assert sum(map(pixel_count, camera.changes())) == 320 * 180 and camera.changes() == []
    star.rotate(0.1)
    after = shown(camera, *mobjects)
    (box,) = camera.changes()
    outside = np.ones((180, 320), bool)
    outside[box[1] : box[3], box[0] : box[2]] = False
    assert painted == [circle, star] and (before[outside] == after[outside]).all() and (before != after).any()
    camera.forget()
    shown(camera, *mobjects)
    assert painted[2:] == [square, circle, star]
    assert camera.changes() == [(0, 0, 320, 180)] and camera.changes() == []
    camera.rest(True)
    shown(camera, *mobjects)
    assert len(painted) == 5 and camera.changes() == [(0, 0, 320, 180)]


def test_whatever_changes_a_shapes_look_is_seen() -> None:
    def changed(change: Any) -> bool:
        shape = Square(color="#ff0000", fill_opacity=0.5)
        before = looks_of(shape)
        assert before == looks_of(shape.copy())
        change(shape)
        return before != looks_of(shape)

    for change in (
        lambda shape: shape.shift(RIGHT),
        lambda shape: shape.set_fill("#00ff00"),
        lambda shape: shape.set_fill(opacity=0.6),
        lambda shape: shape.set_stroke("#00ff00"),
        lambda shape: shape.set_stroke(width=5),
        lambda shape: shape.set_stroke("#00ff00", width=5, background=True),
        lambda shape: shape.set_cap_style(CapStyleType.ROUND),
        lambda shape: setattr(shape, "joint_type", LineJointType.ROUND),
        lambda shape: shape.set_sheen(0.5),
        lambda shape: shape.set_sheen_direction(RIGHT),
    ):
        assert changed(change)


def test_a_shape_lies_in_its_box_and_what_is_not_seen_has_none(camera: StageCamera) -> None:
    for shape in (Star(n=5, stroke_width=30), Square(joint_type=LineJointType.ROUND).rotate(0.4), Circle()):
        box = box_of(shape, VIEW)
        ground = np.array(camera.background)
        there = (drawn_whole(shape) != ground).any(axis=-1)
        assert box is not None
        there[box[1] : box[3], box[0] : box[2]] = False
        assert not there.any()
    assert box_of(Square(stroke_opacity=0), VIEW) is None and box_of(Square(stroke_width=0), VIEW) is None
    assert box_of(Square().shift(20 * LEFT), VIEW) is None
    assert box_of(Square().shift(np.nan * LEFT), VIEW) == (0, 0, 320, 180)


def test_patches_that_change_places_make_another_picture() -> None:
    one, two, three = (Patch(key, key, (key, 0, key + 1, 1), print) for key in range(3))
    assert differing_boxes([one, two], [one, two]) == []
    assert differing_boxes([one, two], [two]) == [one.box] and differing_boxes([one], [one, two]) == [two.box]
    assert differing_boxes([one, two, three], [three, one]) is None
    assert differing_boxes([one, one], [one]) is None


def test_boxes_are_gathered_into_few_that_do_not_meet() -> None:
    random = np.random.default_rng(0)
    for count in (0, 1, 3, 40):
        corners = random.integers(0, 100, (count, 2))
        boxes = [(int(x), int(y), int(x) + 3, int(y) + 4) for x, y in corners]
        found = merge_boxes(boxes)
        assert len(found) <= MAX_BOXES
        assert not any(do_overlap(a, b) for place, a in enumerate(found) for b in found[:place])
        for left, top, right, bottom in boxes:
            assert any(a <= left and b <= top and right <= c and bottom <= d for a, b, c, d in found)
    assert merge_boxes([(0, 0, 2, 2), (5, 5, 6, 6), (1, 1, 3, 3)]) == [(5, 5, 6, 6), (0, 0, 3, 3)]
