"""Each rule of direction finds what breaks it in a made-up scene, and leaves alone what keeps it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import RIGHT, UP, Circle, FadeIn, FadeOut, Rectangle, Transform

from tests.test_layout import Play, found
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.numbers import NARROW, percent
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.words.lettering import formula, show_instead, words
from transparent_box.scenes.output.rules.blank import NeverEmpty
from transparent_box.scenes.output.rules.covering import NothingOverSurfaces
from transparent_box.scenes.output.rules.dissolves import NoDissolves
from transparent_box.scenes.output.rules.leads import ReadThenLook
from transparent_box.scenes.output.rules.numerals import OneFormOfNumbers
from transparent_box.scenes.output.rules.pops import NothingPops
from transparent_box.scenes.output.rules.questions import AskThenAnswer
from transparent_box.scenes.output.rules.room import FrameIsUsed
from transparent_box.scenes.output.rules.rule import Rule
from transparent_box.scenes.output.rules.stillness import NotStill

Body = Callable[[Play], None]
LINE = "A line that is told of what is seen here."


def board(width: float = 9.0, height: float = 5.0) -> Rectangle:
    return Rectangle(width=width, height=height, fill_color="#58C4DD", fill_opacity=1, stroke_width=0)


def surface(scene: Play) -> Relief:
    relief = Relief(np.zeros((30, 30)), scene.heights, 1.0, finer=2).place([0, 0, 0], 8, 4)
    scene.add(relief.space, relief.field)
    return relief


def small(scene: Play) -> None:
    scene.add(board(2, 1))
    scene.say(LINE)
    scene.wait(1)


def large(scene: Play) -> None:
    scene.add(board())
    scene.say(LINE)
    scene.wait(1)


def frame_of_lines(scene: Play) -> None:
    """What is drawn round an area takes it."""
    scene.add(Circle(radius=2.6))
    scene.say(LINE)
    scene.wait(1)


def stamp(scene: Play) -> None:
    scene.add(HeatMap(np.ones((3, 3, 4)), 1, 1).shift(5.5 * RIGHT))
    large(scene)


def table_of_stamps(scene: Play) -> None:
    scene.add(*(HeatMap(np.ones((3, 3, 4)), 1.5, 5).shift(2 * n * RIGHT) for n in range(-3, 4)))
    scene.say(LINE)
    scene.wait(1)


def cleared(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(FadeOut(shown))
    scene.play(FadeIn(Circle(radius=2)))


def made_from(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(Transform(shown, Circle(radius=2)))


def written_on(scene: Play) -> None:
    surface(scene)
    scene.add(words("over it", 40, scene.theme.text))
    scene.say(LINE)
    scene.wait(1)


def written_beside(scene: Play) -> None:
    surface(scene)
    scene.add(words("beside it", 40, scene.theme.text).shift(2.6 * UP))
    scene.say(LINE)
    scene.wait(1)


def popping_up(scene: Play) -> None:
    large(scene)
    scene.add(Circle(radius=1, fill_opacity=1, color="#F6B939"))
    scene.wait(1)


def dimmed_at_once(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.wait(1)
    shown.set_opacity(0.45)
    scene.wait(1)


def dropped(scene: Play) -> None:
    """Gone with the play's last frame, of which no animation knew."""
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(shown.animate.shift(0.1 * UP))
    scene.remove(shown)
    scene.wait(1)


def flashed(scene: Play) -> None:
    large(scene)
    scene.play(FadeIn(Circle(radius=1)), run_time=0.15)


def faded(scene: Play) -> None:
    large(scene)
    scene.play(FadeIn(ring := Circle(radius=1)))
    scene.play(ring.animate.shift(RIGHT))
    scene.play(FadeOut(ring))
    scene.wait(1)


def counted(scene: Play) -> None:
    scene.add(count := words("7", 200, scene.theme.text))
    scene.say(LINE)
    scene.wait(1)
    show_instead(count, words("103", 200, scene.theme.text))
    scene.wait(1)


def dissolved(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(FadeOut(shown), FadeIn(Circle(radius=2)))


def points_become_surface(scene: Play) -> None:
    """Points on a surface, and then the surface, are one thing seen through one space."""
    relief = Relief(np.zeros((30, 30)), scene.heights, 1.0).place([0, 0, 0], 8, 4)
    y, x = np.indices((30, 30)).reshape(2, -1)
    cloud = relief.points(x, y, np.zeros((30, 30)), np.ones(4), 0.05)
    scene.add(relief.space, cloud)
    scene.say(LINE)
    scene.play(FadeOut(cloud), FadeIn(relief.field))


def still(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(shown.animate.shift(0.1 * UP), run_time=2)
    scene.wait(6)


def lively(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(shown.animate.shift(0.1 * UP), run_time=6)


def at_once(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE)
    scene.play(shown.animate.shift(0.1 * UP), run_time=2)


def read_first(scene: Play) -> None:
    scene.add(shown := board())
    scene.say(LINE, lead=1.0)
    scene.play(shown.animate.shift(0.1 * UP), run_time=2)


def asking(scene: Play) -> None:
    scene.say("And what of this one?")
    scene.wait(1)


def in_lines(scene: Play) -> None:
    """Broken by a script of Typst's, which is nobody's number."""
    scene.say("A line.")
    scene.add(words("one and two and three and four", 40, scene.theme.text, width=3.0))
    scene.wait(1)


def written(text: str) -> Body:
    def body(scene: Play) -> None:
        scene.add(words(text, 40, scene.theme.text))
        scene.say(LINE)
        scene.play(FadeIn(Circle()))

    return body


def in_symbols(scene: Play) -> None:
    scene.add(formula("x - 1", 40, scene.theme.text))
    written("GPT-3 has 1 − 2 = −1")(scene)


BROKEN = [
    (FrameIsUsed, small, "The picture fills 19 % of the width and"),
    (FrameIsUsed, small, "All that is drawn covers"),
    (FrameIsUsed, stamp, "A HeatMap is 7 % of the frame's width"),
    (NeverEmpty, cleared, "The stage is empty for"),
    (NothingOverSurfaces, written_on, "“over it” lies over a surface"),
    (NothingPops, popping_up, "of the frame changes at once: Circle comes."),
    (NothingPops, dimmed_at_once, "of the frame changes at once"),
    (NothingPops, dropped, "of the frame changes at once: 1 parts go."),
    (NothingPops, flashed, "A Circle fades within 0.15 s."),
    (NoDissolves, dissolved, "A Rectangle dissolves into a Circle."),
    (NotStill, still, "The stage stands still for 77 % of"),
    (ReadThenLook, at_once, "is there 0.0 s before what it speaks of moves: let it be 1.0 s."),
    (AskThenAnswer, large, "No line asks a question."),
    (OneFormOfNumbers, written("-3"), "has a hyphen for a minus"),
    (OneFormOfNumbers, written("12%"), "has a percent sign without the narrow space"),
    (OneFormOfNumbers, written("12 %"), "has a percent sign without the narrow space"),
]
KEPT = [
    (OneFormOfNumbers, in_lines),
    (FrameIsUsed, large),
    (FrameIsUsed, frame_of_lines),
    (FrameIsUsed, table_of_stamps),
    (NeverEmpty, made_from),
    (NeverEmpty, dissolved),
    (NothingOverSurfaces, written_beside),
    (NothingPops, faded),
    (NothingPops, counted),
    (NoDissolves, made_from),
    (NoDissolves, points_become_surface),
    (NotStill, lively),
    (ReadThenLook, read_first),
    (AskThenAnswer, asking),
    (OneFormOfNumbers, in_symbols),
    (OneFormOfNumbers, written(percent(0.12))),
]


@pytest.fixture
def said(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Rule], Body], list[str]]:
    """What asks one rule about a scene."""
    return lambda rule, body: found(toy_run, tmp_path, monkeypatch, body, rules=(rule,))


@pytest.mark.parametrize(("rule", "body", "sentence"), BROKEN)
def test_what_breaks_a_rule_is_found(rule: type[Rule], body: Body, sentence: str, said: Any) -> None:
    sentences = [one.replace(NARROW, " ") for one in said(rule, body)]
    assert any(sentence in one for one in sentences), sentences


@pytest.mark.parametrize(("rule", "body"), KEPT)
def test_what_keeps_a_rule_is_left_alone(rule: type[Rule], body: Body, said: Any) -> None:
    assert said(rule, body) == []
