"""The time that is left: of clips of different length and pace, drawn by several at once, some found, some failing."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from transparent_box.commands.terminal import rendering
from transparent_box.commands.terminal.clip_costs import NAME, SHIPPED, read_records, recall, remember
from transparent_box.commands.terminal.forecast import CostRecord, Forecast
from transparent_box.commands.terminal.rendering import RenderProgress
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News

Event = tuple[float, str, int, str]  # when, of which piece, frames, and what: "play", "beat" or "end"
BEATS = 8


def film(pieces: int, workers: int, seed: int, spread: float) -> list[Event]:
    """Everything that is heard of a film whose beats and paces differ by up to `spread` of themselves."""
    drawn = random.Random(seed)
    free, events = [0.0] * workers, []
    for number in range(pieces):
        now, pace = heapq.heappop(free), 0.1 * drawn.uniform(1 - spread, 1 + spread)
        for _ in range(BEATS):
            for _ in range(4):
                frames = round(50 * drawn.uniform(1 - spread, 1 + spread))
                now += frames * pace
                events.append((now, str(number), frames, "play"))
            events.append((now, str(number), 0, "beat"))
        events.append((now, str(number), 0, "end"))
        heapq.heappush(free, now)
    return sorted(events)


def forecasts(
    events: list[Event], workers: int, known: dict[str, CostRecord] | None = None
) -> Iterator[tuple[float, float | None, Forecast[str]]]:
    """After each event: when, what is said to be left, and by whom."""
    forecast = Forecast(
        dict.fromkeys(sorted({piece for _, piece, _, _ in events}, key=int), BEATS), workers, known or {}
    )
    for now, piece, frames, what in events:
        if what == "play":
            forecast.add_frames(piece, frames, True, True, now)
        elif what == "beat":
            forecast.finish_beat(piece)
        else:
            forecast.finish_piece(piece, now)
        yield now, forecast.seconds_left(now), forecast


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_is_right_after_the_first_tenth(workers: int, seed: int) -> None:
    events = film(25, workers, seed, spread=0.15)
    end, total = events[-1][0], sum(frames for _, _, frames, _ in events)
    for now, left, forecast in forecasts(events, workers):
        if 0.1 * end < now < 0.9 * end:
            assert left == pytest.approx(end - now, rel=0.2)
            assert forecast.total == pytest.approx(total, rel=0.1)
    assert forecast.done == forecast.total == total and forecast.seconds_left(end) == 0


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_what_was_drawn_before_on_another_machine_is_known(workers: int) -> None:
    """However much pieces differ; this one is half as fast again."""
    events = film(25, workers, 7, spread=0.6)
    *_, (end, _, forecast) = forecasts(events, workers)
    over = {piece: now for now, piece, _, what in events if what == "end"}
    known = {}
    for piece, now in over.items():
        drawn = forecast.drawn(piece, now)
        assert drawn is not None and drawn.frames == sum(frames for _, other, frames, _ in events if other == piece)
        known[piece] = CostRecord(drawn.frames, drawn.work, 1.5 * drawn.seconds)
    for now, left, _ in forecasts(events, workers, known):
        if 0.1 * end < now < 0.9 * end:
            assert left == pytest.approx(end - now, rel=0.2)


def test_nothing_is_said_before_anything_is_known() -> None:
    (_, first, _), *_, (_, last, _) = forecasts(film(3, 1, 0, 0), 1)
    assert first is None and last == 0


def test_what_was_drawn_before_says_nothing_about_the_time() -> None:
    forecast = Forecast({"found": 2, "new": 2}, 1, {})
    for piece, drawn, pace in (("found", False, 0.0), ("new", True, 1.0)):
        for beat in (1, 2):
            forecast.add_frames(piece, 100, True, drawn, beat * 100 * pace)
            forecast.finish_beat(piece)
            if drawn and beat == 1:
                assert forecast.seconds_left(100) == pytest.approx(100)
        assert (forecast.drawn(piece, 200) is None) == (not drawn)
        if not drawn:
            forecast.finish_piece(piece, 0)
            assert forecast.seconds_left(0) is None


def test_one_that_has_grown_since_it_was_drawn_is_not_over_before_its_last_beat() -> None:
    forecast = Forecast({"a": 3}, 1, {"a": CostRecord(150, 150, 150)})
    for beat, left in ((1, 50), (2, 100), (3, 0)):
        forecast.add_frames("a", 100, True, True, 100 * beat)
        forecast.finish_beat("a")
        assert forecast.seconds_left(100 * beat) == pytest.approx(left)
        assert forecast.total == 100 * beat + left


def test_one_that_fails_is_not_waited_for() -> None:
    forecast = Forecast({"a": 2, "b": 2, "c": 2}, 2, {})
    forecast.add_frames("a", 10, True, True, 10)
    forecast.finish_beat("a")
    forecast.finish_piece("b", 10)
    assert forecast.total == 40 and forecast.seconds_left(10) == pytest.approx(2 * 20)
    forecast.finish_piece("c", 10)
    assert forecast.total == 20


def test_pictures_that_stand_are_a_fifth_of_the_work() -> None:
    forecast = Forecast({"a": 3}, 1, {})
    forecast.add_frames("a", 100, True, True, 100)
    forecast.finish_beat("a")
    forecast.add_frames("a", 100, False, True, 120)
    assert forecast.seconds_left(120) == pytest.approx(180) and forecast.total == 300
    forecast.finish_beat("a")
    assert forecast.seconds_left(120) == pytest.approx(60) and forecast.total == 300


@pytest.fixture
def nothing_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("transparent_box.commands.terminal.clip_costs.SHIPPED", tmp_path / "nothing")


def test_what_is_shipped_is_of_our_chapters(tmp_path: Path) -> None:
    jobs = [Job(chapter, tmp_path, "h", media=tmp_path) for chapter in CHAPTERS]
    found = recall(jobs)
    assert len(found) > len(CHAPTERS) / 2 and set(read_records(SHIPPED / NAME)) <= set(CHAPTERS)
    assert all(20 < known.frames / 60 < 120 for known in found.values())


@pytest.mark.usefixtures("nothing_shipped")
def test_what_a_clip_took_is_remembered(tmp_path: Path) -> None:
    job = Job("clock_scene", tmp_path, "l", media=tmp_path / "media")
    assert recall([job]) == {}
    remember(job, CostRecord(800, 500.0, 12.0))
    finer = replace(job, quality="h", fps=30)
    found = recall([job, finer])
    assert found[job] == CostRecord(800, 500.0, 12.0) and (found[finer].frames, found[finer].work) == (1600, 1000.0)
    assert 2.5 < found[finer].seconds / 24 < 3.1, "of twice the frames with five times the pixels"
    remember(finer, CostRecord(1700, 1100.0, 90.0))
    assert recall([job, finer]) == {job: CostRecord(800, 500.0, 12.0), finer: CostRecord(1700, 1100.0, 90.0)}
    assert recall([replace(job, chapter="loops_scene")]) == {}


@pytest.mark.usefixtures("nothing_shipped")
def test_of_another_quality_the_one_with_the_nearest_pixels_counts(tmp_path: Path) -> None:
    """And not the first in the order of letters, which is 2160 before 480."""
    job = Job("clock_scene", tmp_path, "m", media=tmp_path)
    for quality, frames in (("k", 3_000), ("l", 800)):
        remember(replace(job, quality=quality), CostRecord(frames, 500.0, 12.0))
    assert recall([job])[job].frames == 1_600, "twice those of 480p15"
    assert recall([replace(job, quality="p")]).popitem()[1].frames == 3_000


@pytest.mark.usefixtures("nothing_shipped")
@pytest.mark.parametrize("on_terminal", [True, False])
def test_what_a_clip_took_is_remembered_where_nobody_watches_too(
    on_terminal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a film that is drawn in the night; Manim is not loaded for it."""
    if on_terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
    counted: list[Job] = []

    def count_beats(job: Job) -> int:
        counted.append(job)
        return 1

    monkeypatch.setattr(rendering, "beats_drawn", count_beats)
    monkeypatch.setattr(rendering, "monotonic", count().__next__)
    drawn, found = (Job(name, tmp_path, "l", media=tmp_path / "media") for name in ("clock_scene", "loops_scene"))
    with RenderProgress([drawn, found], 2) as progress:
        for job in (drawn, found):
            progress.add_news(job, News(30, drawn=job == drawn))
            progress.add_news(job, News(beat="asks"))
            progress.finish(job, made=True)
    assert recall([drawn, found]).keys() == {drawn} and recall([drawn])[drawn].frames == 30
    assert counted == ([drawn, found] if on_terminal else [])


@pytest.mark.usefixtures("nothing_shipped")
@pytest.mark.parametrize("text", ["", "[]", "{", '{"clock_scene": 3}', '{"clock_scene": {"480 x": [1, 2, 3]}}',
                                  '{"clock_scene": {"480 15": [0, null, "a"]}}', '{"clock_scene": {}}'])  # fmt: skip
def test_a_memory_that_somebody_has_changed_is_none(text: str, tmp_path: Path) -> None:
    job = Job("clock_scene", tmp_path, "l", media=tmp_path)
    (tmp_path / NAME).write_text(text)
    assert recall([job]) == {}
    remember(job, CostRecord(8, 5.0, 1.0))
