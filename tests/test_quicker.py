"""Mobjects are copied and listed as Manim does it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from manim import RED, Circle, Dot, FadeIn, Group, Mobject, Square, VGroup

from tests.test_fingerprint import name
from tests.test_manim import digest_of
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.lettering import escape, labels_folder, pattern, words
from transparent_box.scenes.raster.manim import INTERNALS
from transparent_box.scenes.raster.quicker import quicken_manim


@pytest.fixture(autouse=True)
def quickened() -> None:
    quicken_manim()


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


def test_what_is_quickened_is_listed() -> None:
    listed = [internal for internal in INTERNALS if internal.used_by == "scenes.raster.quicker"]
    assert {internal.name for internal in listed} == {"Mobject.__deepcopy__", "Mobject.get_family"}
    for internal in listed:
        assert digest_of(internal.module, internal.name) == internal.digest
