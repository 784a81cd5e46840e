"""The layout check sees what a strict reader sees, and our scenes pass it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Rectangle

from tests.faults.tally import FULL
from transparent_box.model.runs.run import Run
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.look.frame import ASPECTS
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.output.check import MUST_HOLD, Rules, check_scene
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

pytestmark = pytest.mark.usefixtures("evidence_measured_once")

# Every aspect, and both themes; what a theme changes is colors, not places. What most people see, wide and dark, is
# looked at in test_stage.py; `make faults` looks at all of them.
EVERY = [(aspect, theme) for aspect in ASPECTS for theme in THEMES if (aspect, theme) != ("16:9", "dark")]
VARIANTS = EVERY if FULL else [("9:16", "light"), ("1:1", "dark"), ("4:5", "dark")]


def test_every_aspect_and_theme_is_looked_at() -> None:
    aspects, themes = (set(chosen) for chosen in zip(("16:9", "dark"), *VARIANTS, strict=True))
    assert aspects == set(ASPECTS) and themes == set(THEMES)


@pytest.mark.parametrize(("aspect", "theme"), VARIANTS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_scenes_can_be_read(chapter: str, aspect: str, theme: str, reference: Run, tmp_path: Path) -> None:
    job = Job(chapter, reference.folder, "l", 30, "png", aspect=aspect, theme=theme, media=tmp_path)
    assert [str(flaw) for flaw in check_scene(job, rules=MUST_HOLD)] == []
    assert not list(tmp_path.iterdir()), "looking at a scene leaves something behind"


class Play(Stage):
    """A scene whose beats do what they are given."""

    bodies: ClassVar[tuple[Callable[[Play], None], ...]] = ()

    def construct(self) -> None:
        for body in self.bodies:
            self.given(body)

    @beat
    def given(self, body: Callable[[Play], None]) -> None:
        body(self)


def found(
    run: Run, media: Path, monkeypatch: pytest.MonkeyPatch, *bodies: Callable[[Play], None], rules: Rules = MUST_HOLD
) -> list[str]:
    """The sentences about a scene that does this."""

    scene = type("Wrong", (Play,), {"bodies": bodies})
    monkeypatch.setattr("transparent_box.scenes.film.scene_class", lambda chapter: scene)
    job = Job("clock_scene", run.folder, "l", 30, "png", media=media)
    return [flaw.sentence for flaw in check_scene(job, rules=rules)]


def shown(text: str, size: float = 30, color: str = THEMES["dark"].text) -> Callable[[Play], None]:
    def body(scene: Play) -> None:
        scene.add(words(text, size, color))
        scene.say("A line.")
        scene.wait(1)

    return body


def too_small(scene: Play) -> None:
    shown("small", 18)(scene)


def escaped(scene: Play) -> None:
    """Signs that mean something to Typst."""
    shown("runs/mine --p 59", 18)(scene)


def shrunk(scene: Play) -> None:
    scene.add(words("shrunk", 30, scene.theme.text).scale(0.5))
    scene.say("A line.")
    scene.wait(1)


def outside(scene: Play) -> None:
    scene.add(words("outside", 30, scene.theme.text).to_edge(LEFT, buff=0.1))
    scene.say("A line.")
    scene.wait(1)


def overlapping(scene: Play) -> None:
    scene.add(words("one", 40, scene.theme.text), words("other", 40, scene.theme.cos_x).shift(0.1 * RIGHT))
    scene.say("A line.")
    scene.wait(1)


def passing(scene: Play) -> None:
    """Over each other only on the way."""
    resting, moving = words("resting", 30, scene.theme.text), words("moving", 30, scene.theme.text).shift(2 * UP)
    scene.add(resting, moving)
    scene.say("A line.")
    scene.play(moving.animate.shift(4 * DOWN), run_time=1)


def faint(scene: Play) -> None:
    shown("faint", color="#3A3F48")(scene)


def on_a_bright_panel(scene: Play) -> None:
    scene.add(Rectangle(width=4, height=2, fill_color="#EEEEEE", fill_opacity=1, stroke_width=0))
    shown("on a panel")(scene)


def too_fast(scene: Play) -> None:
    scene.say("A line that nobody could ever read.")
    scene.wait(1)
    look_at = scene.after_beat
    scene.after_beat = lambda told: look_at(replace(told, end=told.start + 0.5))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (too_small, "“small” is 18.0 px high"),
        (escaped, "“runs/mine --p 59” is 18.0 px high"),
        (shrunk, "“shrunk” is 15.0 px high"),
        (outside, "“outside” leaves the safe area"),
        (overlapping, "“one” and “other” overlap"),
        (passing, "“resting” and “moving” overlap"),
        (faint, "“faint” has a contrast of only"),
        (on_a_bright_panel, "“on a panel” has a contrast of only"),
        (too_fast, "must be read faster than 17"),
    ],
)
def test_what_is_wrong_is_found(
    body: Callable[[Play], None], sentence: str, toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = found(toy_run, tmp_path, monkeypatch, body)
    assert any(sentence in said for said in sentences), sentences
    assert len(sentences) == 1, sentences


def test_an_empty_picture_is_found(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(scene: Play) -> None:
        scene.look = type(scene.look)(scene.look.frame, scene.theme, captions=False)
        scene.say("Nothing.")
        scene.wait(1)

    assert found(toy_run, tmp_path, monkeypatch, empty) == ["The picture is empty."]


def test_what_is_right_is_left_alone(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fine(scene: Play) -> None:
        scene.say("A line.")
        scene.play(FadeIn(words("fine", 30, scene.theme.text)), run_time=1)

    def fine_again(scene: Play) -> None:
        scene.say("Another line in the same place.")
        scene.play(scene.mobjects[0].animate.shift(UP), run_time=1)

    assert found(toy_run, tmp_path, monkeypatch, fine, fine_again) == []
