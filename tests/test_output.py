"""Captions, chapters, posters and sheets: what stands beside a film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import pytest
import srt as srt_library
from PIL import Image

from tests import short_scene  # noqa: F401 (a chapter from here on)
from transparent_box.commands.render import open_pool
from transparent_box.model.storage import RunError
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.output.captions import to_srt, to_vtt
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import render
from transparent_box.scenes.output.sheet import beat_stills, make_sheet


@dataclass
class Told:
    line: str
    start: float
    end: float


BEATS = [Told("One & two < three", 0, 2.5), Told("Über π", 2.5, 3661.0405)]


def test_srt_is_read_back_by_a_parser() -> None:
    cues = list(srt_library.parse(to_srt(BEATS)))
    assert [cue.content for cue in cues] == [beat.line for beat in BEATS]
    assert cues[1].start.total_seconds() == 2.5
    assert cues[1].end.total_seconds() == pytest.approx(3661.04, abs=1e-3)


def test_captions_for_the_web_are_escaped_and_count_hours() -> None:
    assert to_vtt(BEATS).startswith("WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nOne &amp; two &lt; three\n")
    assert "01:01:01.04" in to_vtt(BEATS)


def test_a_film_has_chapters_captions_and_a_poster(toy_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    render(Job("short_scene", toy_folder, "l", 4, media=tmp_path / "media", out=out))
    assert sorted(path.name for path in tmp_path.glob("clip*")) == [
        "clip.mp4",
        "clip.mp4.png",
        "clip.mp4.srt",
        "clip.mp4.vtt",
    ]
    cues = list(srt_library.parse((tmp_path / "clip.mp4.srt").read_text(encoding="utf-8")))
    with av.open(out) as film:
        chapters = film.chapters()
        length = film.duration / 1e6
        size = film.streams.video[0].width, film.streams.video[0].height
    assert [chapter["metadata"]["title"] for chapter in chapters] == [cue.content for cue in cues]
    assert cues[-1].end.total_seconds() == pytest.approx(length, abs=1e-3)
    assert Image.open(tmp_path / "clip.mp4.png").size == size


def test_a_sheet_has_a_still_of_every_beat(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("clock_scene", toy_folder, "l", format="png", media=tmp_path)
    stills = beat_stills(job)
    assert len(stills) == len(scene_class("clock_scene").beat_names)
    pictures = [still.tobytes() for _, still in stills]
    assert len(set(pictures)) == len(pictures), "two beats end on the same picture"
    assert all(still.getextrema() != ((15, 15), (18, 18), (24, 24)) for _, still in stills), "an empty frame"
    sheet = Image.open(make_sheet(job, tmp_path / "sheet.png"))
    assert sheet.width > 1200 and sheet.height > 1000


def test_the_content_of_a_folder_that_is_no_run_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--run ~` had read the whole home, and sent it to the workers of a cluster, before it was refused."""
    monkeypatch.setattr("transparent_box.model.contents.digest", lambda path: pytest.fail(f"{path} was read"))
    monkeypatch.setattr("transparent_box.commands.cluster.connect", lambda *_: pytest.fail("workers were asked for"))
    (tmp_path / "letter.txt").write_text("private")
    job = Job("short_scene", tmp_path, "l", 1, media=tmp_path / "media")
    with pytest.raises(RunError, match="is not a run folder"):
        render(job)
    with pytest.raises(RunError, match="is not a run folder"), open_pool([job], 1, "local"):
        pytest.fail("a pool was opened")
