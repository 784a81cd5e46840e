"""A play is named by all that it is drawn from: what differs has another name, what is the same has the same."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import BLUE, RED, Camera, Circle, FadeIn, Scene, Square, VGroup, linear, smooth, tempconfig
from manim.renderer import cairo_renderer

from tests.test_manim import digest_of
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.look.theme import DARK, LIGHT
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.fingerprint import fingerprint, install_fingerprints
from transparent_box.scenes.raster.manim import INTERNALS
from transparent_box.scenes.raster.scene_code import own_members
from transparent_box.scenes.raster.sources import absolute_name, code_of, reachable_modules, source_of


def name(*shown: Any) -> str:
    """The name of a play of these; neither scene nor camera has anything to add."""
    return fingerprint(object(), object.__new__(StageCamera), *shown)


here = sys.modules[__name__]


class Mode(StrEnum):
    """Two kinds of the same plain type."""

    ONE = "one"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Slotted:
    """Something without a dictionary of its own."""

    held: int


class Walker:
    """A scene whose plays look up a value on it, a property and a method, which calls another."""

    drawn_from: tuple[str, ...] = ("run",)

    def __init__(self, far: float = 1.0, high: float = 1.0) -> None:
        self.far, self.high, self.said = far, high, "nothing that is drawn"

    @property
    def height(self) -> float:
        return 2 * self.high

    def walk(self, mobject: Any, share: float) -> None:
        mobject.shift([self.paced(share) * self.far, self.height, 0])

    def paced(self, share: float) -> float:
        return share

    def play(self) -> list[str]:
        """The names of two plays: of a function that holds the scene, and of one of its methods."""
        camera = object.__new__(StageCamera)
        return [fingerprint(self, camera, lambda m, share: self.walk(m, share)), fingerprint(self, camera, self.walk)]


def dots(place: float) -> ArrayMobject:
    return ArrayMobject(np.full((2, 3), place), np.ones((2, 4)), None)


def moved(shift: float, turned: Callable[..., Any] = lambda alpha: alpha) -> Any:
    def update(mobject: Any, alpha: float) -> None:
        mobject.shift([shift * turned(alpha), 0, 0])

    return update


def by_default(mobject: Any, k: float = 1.0) -> None:
    mobject.shift([k, 0, 0])


def by_another(mobject: Any, k: float = 2.0) -> None:
    mobject.shift([k, 0, 0])


by_another.__qualname__ = by_default.__qualname__


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0.1, np.nextafter(0.1, 1)),
        ("1", 1),
        (None, "None"),
        ([1, [2]], [1, 2]),
        ([[1], 2], [[1, 2]]),
        ((1, 2), [1, 2]),
        ({"a": 1}, {"b": 1}),
        ({1: "a"}, {"1": "a"}),
        ({1, 2}, {1, 3}),
        (Mode.ONE, Mode.OTHER),
        (Mode.ONE, "one"),
        (np.int64(1), np.int64(2)),
        (np.zeros(4), np.zeros((2, 2))),
        (np.zeros(2, np.float32), np.zeros(1, np.float64)),
        (np.zeros(1 << 16), np.r_[np.zeros((1 << 16) - 1), 1e-300]),
        (np.array([1, "a"], object), np.array([1, "b"], object)),
        (RED, BLUE),
        (RED, RED.opacity(0.5)),
        (DARK, LIGHT),
        (Square(), Circle()),
        (Square(), Square().set_stroke(width=4.5)),
        (Square(), Square().shift([1e-9, 0, 0])),
        (VGroup(Square(), VGroup()), VGroup(VGroup(Square()))),
        (dots(0.0), dots(1e-9)),
        (FadeIn(Square()), FadeIn(Square(), run_time=2)),
        (FadeIn(Square(), rate_func=linear), FadeIn(Square(), rate_func=smooth)),
        (lambda m: m.shift(1), lambda m: m.shift(2)),
        (lambda m: m.shift(1), lambda m: m.scale(1)),
        (moved(1.0), moved(2.0)),
        (moved(1.0), moved(1.0, lambda alpha: alpha**2)),
        (by_default, by_another),
        (partial(moved, 1.0), partial(moved, 2.0)),
        (Square().shift, Square().scale(2).shift),
        (lambda: DARK, lambda: LIGHT),
        (lambda: [DARK for _ in "a"], lambda: [LIGHT for _ in "a"]),
        (range(3), range(5)),
        (slice(3), slice(5)),
        (deque([1]), deque([2])),
        (Fraction(1, 2), Fraction(1, 3)),
        (Path("a"), Path("b")),
        (itemgetter(1), itemgetter(2)),
        (Slotted(1), Slotted(2)),
    ],
)
def test_what_differs_has_another_name(one: Any, other: Any) -> None:
    assert name(one) != name(other)
    assert name(one) == name(one)


def test_what_is_made_alike_has_the_same_name() -> None:
    """However it is kept, and wherever it lies in memory."""
    even = np.arange(12.0)[::2]
    for make in (Square, lambda: dots(1.0), lambda: FadeIn(Square()), lambda: moved(1.0), lambda: {0: Square()}):
        assert name(make()) == name(make())
    assert name(even) == name(even.copy())
    assert name({0, 8}) == name({8, 0}) and list({0, 8}) != list({8, 0})
    assert name(Square().copy()) == name(Square())


@pytest.mark.parametrize("size", [4, 1 << 16])
def test_an_array_changed_in_place_is_seen(size: int) -> None:
    square = Square().set_points(np.zeros((size, 3)))
    before = name(square)
    square.points[-1, 0] = 1e-9
    changed = name(square)
    square.points[-1, 0] = 0
    assert before != changed and name(square) == before


def test_one_object_twice_is_not_two_alike() -> None:
    """They would move together, and which of them is meant counts, too."""
    one, other = Square(), Square()
    assert len({name(one, other), name(one, one)}) == 2
    assert len({name(one, Circle(), one), name(Circle(), one, one)}) == 2
    ring: list[Any] = [one]
    ring.append(ring)
    assert name(ring) != name([one, [one]])


def test_the_scene_and_the_last_picture_count_for_nothing() -> None:
    scene, camera = object(), StageCamera()
    before = fingerprint(scene, camera, lambda: scene)
    camera.pixel_array[:] = 7
    other = object()
    assert fingerprint(other, camera, lambda: other) != fingerprint(other, camera, lambda: scene)
    assert fingerprint(scene, camera, lambda: scene) == before
    camera.background_color = RED
    assert fingerprint(scene, camera, lambda: scene) != before


def test_what_is_looked_up_on_the_scene_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values that its own methods set, those methods and what they call, and what the stage is drawn from."""
    walker = Walker()
    before = walker.play()
    walker.said = "something else"
    assert walker.play() == before == Walker().play()
    for other in (Walker(far=2.0), Walker(high=2.0)):
        assert not set(other.play()) & set(before)
    with monkeypatch.context() as patch:
        patch.setattr(Walker, "drawn_from", ("another run",))
        assert not set(Walker().play()) & set(before)
    monkeypatch.setattr(Walker, "paced", lambda self, share: share**2)
    own_members.cache_clear()
    assert not set(Walker().play()) & set(before)
    own_members.cache_clear()


def carried(scene: Walker, share: float) -> float:
    return scene.paced(share) * scene.far


def handed_on(scene: Walker, share: float) -> float:
    return carried(scene, share)


def by_hand(scene: Walker, mobject: Any, share: float) -> None:
    mobject.shift([handed_on(scene, share), 0, 0])


@pytest.mark.parametrize(
    "hand",
    [
        lambda scene: lambda mobject, share: mobject.shift([handed_on(scene, share), 0, 0]),
        lambda scene: lambda mobject, share: mobject.shift([here.carried(scene, share), 0, 0]),
        lambda scene: lambda mobject, share, scene=scene: by_hand(scene, mobject, share),
        lambda scene: partial(by_hand, scene),
    ],
    ids=["function", "module", "default", "partial"],
)
def test_what_functions_look_up_on_a_scene_that_is_handed_to_them_counts(hand: Callable[[Walker], Any]) -> None:
    """However far it is handed on."""
    camera = object.__new__(StageCamera)
    near, far, high = (
        fingerprint(scene, camera, hand(scene)) for scene in (Walker(), Walker(far=2.0), Walker(high=2.0))
    )
    assert near != far and near == high, "of the height nothing is asked"


def test_a_scene_is_named_by_its_code_as_it_was_imported(tmp_path: Path) -> None:
    """Whoever saves its file while it is drawn must not find pictures of the old code under the new one's name."""
    scene = tmp_path / "talks_scene.py"
    scene.write_text("from transparent_box import Stage\n\nclass TalksScene(Stage):\n    def construct(self): ...\n")
    module = scene_class(f"{scene}:TalksScene").__module__
    scene.write_text(scene.read_text() + "# changed\n")
    at_import = code_of(module)
    code_of.cache_clear()
    source_of.cache_clear()
    assert at_import != code_of(module)


def test_a_play_of_other_code_has_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A method that draws is in no value, nor is what it calls: whoever edits it must not see the film of before."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "talks_dot.py").write_text(
        "import talks_shift\n\n"
        "def by_module(): return talks_shift.by()\n\n"
        "class Dot:\n    def show(self): return by_module()\n"
    )
    (tmp_path / "talks_shift.py").write_text("def by():\n    from talks_later import far\n    return far()\n")
    (tmp_path / "talks_later.py").write_text("def far(): return 1\n")
    (tmp_path / "talks_other.py").write_text("def far(): return 1\n")
    for module in ("talks_dot", "talks_shift", "talks_other"):
        import_module(module)
    talks = sys.modules["talks_dot"]
    for shown in (talks.Dot(), talks.by_module):
        names = [name(shown)]
        for changed in ("talks_shift", "talks_later", "talks_other"):
            (tmp_path / f"{changed}.py").write_text((tmp_path / f"{changed}.py").read_text() + "# changed\n")
            code_of.cache_clear()
            source_of.cache_clear()
            names.append(name(shown))
        assert len(set(names)) == 3 and names[3] == names[2], "all but what it never imports"


def test_what_draws_is_among_the_code_of_a_play() -> None:
    """Found by reading imports, some of which are made late."""
    camera = reachable_modules(StageCamera.__module__)
    assert {"opengl", "shaders", "cairo", "layers"} <= {module.rpartition(".")[2] for module in camera}
    assert not any(module.startswith(("numpy", "manim", "re")) for module in camera)
    assert (
        absolute_name(".camera", "a.b") == "a.b.camera"
        and absolute_name("..", "a.b") == "a"
        and absolute_name("x.y", "a") == "x.y"
    )


def test_a_scene_of_manims_own_names_its_plays_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    install_fingerprints()
    asked = {"backend": "cairo", "encoder_fingerprint": "any", "renderer_state": ()}
    shown = ([FadeIn(Square())], [Square()])
    ours = cairo_renderer.get_hash_from_play_call
    theirs = ours.__wrapped__
    with tempconfig({"dry_run": True}):
        scene = Scene()
    plain, stage = Camera(), StageCamera()
    assert ours(scene, plain, *shown, **asked) == theirs(scene, plain, *shown, **asked)
    assert ours(scene, stage, *shown, **asked) == fingerprint(scene, stage, *shown, asked)
    assert ours(scene, stage, *shown, **asked | {"encoder_fingerprint": "other"}) != fingerprint(
        scene, stage, *shown, asked
    )


def test_what_is_taken_over_is_listed() -> None:
    (listed,) = (internal for internal in INTERNALS if internal.used_by == "scenes.raster.fingerprint")
    assert digest_of(listed.module, listed.name) == listed.digest
