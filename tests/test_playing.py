"""Plays on the stage: whatever is due along with them, they are what was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from manim import RIGHT, FadeIn, Square, config

from tests.test_layout import Play, found, shown
from transparent_box.model.runs.run import Run


def test_options_of_a_play_count_while_a_caption_is_due(
    toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, and animations come one by one or as a list, as in every other play."""
    first, later = FadeIn(Square()), FadeIn(Square())

    def plays(scene: Play) -> None:
        scene.say("Another line.")
        assert scene._due
        scene.play([first, Square().animate.shift(RIGHT)], run_time=0.5, lag_ratio=0.3, subcaption="Read.")
        scene.play([later], run_time=0.5, lag_ratio=0.3)
        assert scene.renderer.file_writer.subcaptions[0].content == "Read."

    found(toy_run, tmp_path, monkeypatch, shown("words"), plays)
    assert [(played.run_time, played.lag_ratio) for played in (first, later)] == [(0.5, 0.3)] * 2


def test_what_is_no_animation_is_refused_whether_a_caption_is_due_or_not(
    toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plays(scene: Play) -> None:
        scene.say("Another line.")
        assert scene._due
        scene.play(Square(), run_time=0.5)

    with pytest.raises(TypeError, match="animation"):
        found(toy_run, tmp_path, monkeypatch, shown("words"), plays)


def test_a_beat_says_one_line(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, the first would be seen, but in no captions, script, chapters or voice."""

    def says(scene: Play) -> None:
        scene.say("A line.")
        scene.wait(1)
        scene.say("Another")

    with pytest.raises(RuntimeError, match="given says two lines: make “Another”"):
        found(toy_run, tmp_path, monkeypatch, says)


def test_a_wait_of_less_than_a_frame_is_none(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Manim would warn, and hold the picture for one."""
    held: list[int] = []

    def waits(scene: Play) -> None:
        scene.say("A line.")
        for seconds in (0.9, 1.0, 2.5):
            before = scene._frames
            scene.wait(seconds / config.frame_rate)
            held.append(scene._frames - before)

    found(toy_run, tmp_path, monkeypatch, waits)
    assert held == [0, 1, 2]
