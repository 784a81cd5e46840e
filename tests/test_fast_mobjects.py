"""Mobjects are copied, listed, measured and colored as Manim does it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from manim import BLUE, RED, Circle, Dot, FadeIn, Group, Mobject, Square, VGroup, VMobject, config

from tests.test_fingerprint import name
from tests.test_manim import digest_of
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.words.lettering import escape, labels_folder, pattern, words
from transparent_box.scenes.raster.fast_mobjects import install_fast_mobjects, temporary_config
from transparent_box.scenes.raster.manim import INTERNALS


@pytest.fixture(autouse=True)
def quickened() -> None:
    install_fast_mobjects()


def bound() -> Square:
    """A shape that holds itself in many ways, and one array twice."""
    square = Square(color=RED)
    square.twice = square.again = np.arange(3.0)
    square.own = {"square": [square, (square,)]}
    square.objects = np.array([square, "a"], dtype=object)
    square.add_updater(lambda mobject: mobject.shift([1, 0, 0]))
    square.called = square.shift
    return square.add(Dot())


def theirs(method: str) -> Any:
    return getattr(Mobject, method).__wrapped__


@pytest.mark.parametrize(
    "make",
    [Square, bound, lambda: VGroup(Circle(), bound()), lambda: words("a line", 30, "#ffffff"), lambda: Group(Square())],
    ids=["square", "bound", "group", "words", "others"],
)
def test_a_copy_is_manims(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mobject = make()
    ours = deepcopy(mobject)
    monkeypatch.setattr(Mobject, "__deepcopy__", theirs("__deepcopy__"))
    assert name(ours) == name(deepcopy(mobject)) == name(mobject)
    assert all(type(copied) is type(part) for copied, part in zip(ours.get_family(), mobject.get_family(), strict=True))


def test_a_copy_is_its_own() -> None:
    square = bound()
    copied = square.copy()
    assert copied.twice is copied.again and copied.twice is not square.twice
    assert copied.own["square"][0] is copied and copied.own["square"][1][0] is copied
    assert copied.objects[0] is copied and copied.called.__self__ is copied
    copied.points[:] = 7
    copied.submobjects[0].points[:] = 7
    copied.twice[:] = 7
    copied.updaters.clear()
    assert name(square) == name(bound())


def test_families_are_manims() -> None:
    shared, other = Square(), VGroup(Circle(), Dot())
    for mobject in (
        Square(),
        other,
        VGroup(other, Square(), VGroup(VGroup(), Dot())),
        Group(shared, Group(shared, other)),
    ):
        assert all(a is b for a, b in zip(mobject.get_family(), theirs("get_family")(mobject), strict=True))
    ring = Group(Square())
    ring.submobjects.append(ring)
    assert all(a is b for a, b in zip(ring.get_family(), theirs("get_family")(ring), strict=True))


def apart() -> Group:
    """Shapes, set type, a dot without extent and nothing, somewhere."""
    shapes = VGroup(Circle().shift([1, 2, 3]), words("a line", 30, "#ffffff").shift([-4, 0, 0]), VMobject(), Dot())
    return Group(shapes, Group(), Group(Square().rotate(0.3)), Mobject())


def test_measures_are_manims(monkeypatch: pytest.MonkeyPatch) -> None:
    mobjects = apart().get_family()
    toward = [[x, y, z] for x in (-1, 0, 2) for y in (-1, 0, 1) for z in (0, 1)]

    def measured() -> list[Any]:
        return [
            (m.get_all_points(), [m.get_critical_point(way) for way in toward], m.width, m.height, m.depth)
            for m in mobjects
        ]

    ours = measured()
    for method in ("get_merged_array", "get_critical_point", "length_over_dim"):
        monkeypatch.setattr(Mobject, method, theirs(method))
    monkeypatch.setattr(VMobject, "get_points_defining_boundary", VMobject.get_points_defining_boundary.__wrapped__)
    for found, expected in zip(ours, measured(), strict=True):
        for one, other in zip(found, expected, strict=True):
            assert np.array_equal(one, other)


def test_colors_are_manims(monkeypatch: pytest.MonkeyPatch) -> None:
    def colored() -> list[Any]:
        shapes = [Square(), Square(sheen_factor=0.5), Circle(color=[RED, BLUE]), VMobject()]
        for shape in shapes:
            shape.set_fill(BLUE, 0.25).set_stroke("#123456", opacity=np.float64(0.75)).set_stroke(opacity=0.5)
            shape.set_fill([RED, BLUE]).set_fill(RED, opacity=[0.1, 0.9]).set_stroke(BLUE, background=True)
        return [(s.fill_rgbas, s.stroke_rgbas, s.background_stroke_rgbas) for s in shapes]

    ours = colored()
    monkeypatch.setattr(VMobject, "update_rgbas_array", VMobject.update_rgbas_array.__wrapped__)
    for found, expected in zip(ours, colored(), strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def test_configuration_comes_back() -> None:
    before = dict(config)
    with pytest.raises(ZeroDivisionError), temporary_config({"pixel_width": 64, "media_dir": "elsewhere"}):
        assert config.pixel_width == 64 and config.media_dir == "elsewhere"
        raise ZeroDivisionError
    assert dict(config) == before


def test_a_copy_of_an_array_mobject_is_seen_through_the_same_space() -> None:
    array = ArrayMobject(np.zeros((2, 3)), np.ones((2, 4)), None)
    assert array.copy().points is not array.points and name(array.copy()) == name(array)
    assert FadeIn(array).mobject is array


def test_words_are_set_once_and_each_is_its_own() -> None:
    """As if they were made anew, whatever became of others."""
    one = words("a line", 30, "#ffffff")
    one.shift([1, 0, 0]).set_color("#ff0000")[0].points[:] = 7
    other, anew = words("a line", 30, "#ffffff"), pattern.__wrapped__
    folder = str(labels_folder())
    assert name(other) == name(anew(folder, escape("a line"), escape("a line"), 30, "#ffffff"))
    assert name(one) != name(other) and other.size == pytest.approx(30)
    for different in (("b line", 30, "#ffffff"), ("a line", 31, "#ffffff"), ("a line", 30, "#fffffe")):
        assert name(words(*different)) != name(other)


def is_ours(kept: Any) -> bool:
    code = getattr(kept, "__code__", None)
    return code is not None and code.co_filename == install_fast_mobjects.__wrapped__.__code__.co_filename


def test_what_is_quickened_is_listed() -> None:
    listed = [internal for internal in INTERNALS if internal.used_by == "scenes.raster.fast_mobjects"]
    ours = [(owner, name) for owner in (Mobject, VMobject) for name, kept in vars(owner).items() if is_ours(kept)]
    assert len(ours) == 7
    assert {f"{owner.__name__}.{name}" for owner, name in ours} < {internal.name for internal in listed}
    for internal in listed:
        assert digest_of(internal.module, internal.name) == internal.digest
