"""The script: what is written to be read aloud is what the clip says, as long."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import av
import pytest
from click.testing import CliRunner

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from transparent_box.scenes.look.theme import READING_SPEED
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import play_beats, render
from transparent_box.scenes.output.places import target
from transparent_box.scenes.output.script import script_csv, script_markdown
from transparent_box.scenes.output.voice import Engine
from transparent_box.scenes.stage.beat import Beat


def test_lines_and_seconds_are_those_of_the_clip(toy_folder: Path, tmp_path: Path) -> None:
    beats = play_beats(Job("short_scene", toy_folder, "l", format="png", media=tmp_path))
    with av.open(str(render(Job("short_scene", toy_folder, "l", media=tmp_path)))) as clip:
        marks = clip.chapters()
    assert [beat.line for beat in beats] == [mark["metadata"]["title"] for mark in marks]
    lengths = [float((mark["end"] - mark["start"]) * mark["time_base"]) for mark in marks]
    assert [beat.end - beat.start for beat in beats] == pytest.approx(lengths, abs=0.002)


def test_a_slower_pace_gives_lines_more_time_and_nothing_less_than_its_own(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("short_scene", toy_folder, "l", media=tmp_path, settings=(("seconds", 4),))
    usual, slow = play_beats(job), play_beats(replace(job, pace=12))
    slower = play_beats(replace(job, pace=8))[0].end
    assert usual[0].end < slower, "is read"
    assert slow[0].end - slower == pytest.approx(4 * len("One.") / READING_SPEED, abs=1 / 15), "to the frame"
    assert slow[1].end - slow[1].start == pytest.approx(usual[1].end - usual[1].start), "is looked at for longer"
    assert target(job) != target(replace(job, pace=12)) and "pace-12" in target(replace(job, pace=12)).name
    voice = Engine(f"{sys.executable} {Path(__file__).with_name('fake_voice.py')} slow {{text}} {{wav}}")
    heard = play_beats(replace(job, pace=1.5, voice=voice))
    assert all(beat.voice and beat.voice.end - beat.voice.start > 2.9 and beat.voice.end <= beat.end for beat in heard)


def test_what_would_break_a_table_is_escaped() -> None:
    told = [("a_scene", [Beat('"a | b", he said', "says", 1.0, 3.5, spoken="a or b, he said")])]
    assert '| says | "a \\| b", he said | a or b, he said | 2.5 |' in script_markdown(told)
    rows = list(csv.reader(script_csv(told).splitlines()))
    assert rows[0] == ["chapter", "beat", "line", "spoken", "seconds"]
    assert rows[1:] == [["a_scene", "says", '"a | b", he said', "a or b, he said", "2.5"]]


def test_what_is_read_and_what_a_recording_is_called() -> None:
    twice = [Beat("R² = 0.9", "says", 0.0, 1.0), Beat("12,769", "says", 1.0, 2.0)]
    rows = list(csv.DictReader(script_csv([("a_scene", twice)]).splitlines()))
    assert [row["beat"] for row in rows] == ["says", "says-2"]
    assert rows[0]["spoken"] == "R squared equals zero point nine"
    assert rows[1]["spoken"] == "Twelve thousand seven hundred and sixty-nine"


def test_the_command_writes_both_files(toy_folder: Path, tmp_path: Path) -> None:
    words = ["script", "one_hot", "--run", str(toy_folder), "-o", str(tmp_path / "read")]
    result = CliRunner().invoke(cli.main, words, prog_name="cli.py")
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == [str(tmp_path / "read.md"), str(tmp_path / "read.csv")]
    assert (tmp_path / "read.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would not know it for UTF-8"
    assert not (tmp_path / "read.md").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader((tmp_path / "read.csv").open(encoding="utf-8-sig")))
    assert rows and all(row["chapter"] == "one_hot_scene" and float(row["seconds"]) > 0 for row in rows)


@pytest.mark.parametrize("name", ["read.md", "read.csv", "read"])
def test_an_ending_that_is_given_is_not_given_twice(name: str, toy_folder: Path, tmp_path: Path) -> None:
    words = ["script", "one_hot", "--run", str(toy_folder), "-o", str(tmp_path / name)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["read.csv", "read.md"]


@pytest.mark.parametrize("nowhere", ["", ".", "..", "/"])
def test_what_is_no_name_is_no_file(nowhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["script", "one_hot"], ["slides", "one_hot", "--to", "pptx"]):
        found = CliRunner().invoke(cli.main, [*command, "-o", nowhere])
        assert found.exit_code == 1 and "names no file: give one, such as" in found.stderr, repr(found.exception)
    assert not list(tmp_path.iterdir())


def test_what_is_set_is_set_for_script_check_and_watch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A film drawn with --set says other numbers: its script must say the same, and a look at it look at the same."""
    monkeypatch.chdir(tmp_path)
    played: list[Job] = []

    def play(job: Job, *others: object) -> list[Beat]:
        played.append(job)
        return []

    monkeypatch.setattr("transparent_box.scenes.output.jobs.play_beats", play)
    monkeypatch.setattr("transparent_box.scenes.output.check.check_or_lack", play)
    monkeypatch.setattr("transparent_box.scenes.output.watch.redraw_on_save", play)
    for command in ("script", "check", "watch"):
        played.clear()
        scenes = ["surface"] if command == "watch" else ["clock", "surface"]
        found = CliRunner().invoke(cli.main, [command, *scenes, "--set", "neuron=7"])
        assert found.exit_code == 0, found.stderr
        assert {(job.chapter, job.settings) for job in played} >= {("surface_scene", (("neuron", 7),))}
        assert all(not job.settings for job in played if job.chapter == "clock_scene")
        refused = CliRunner().invoke(cli.main, [command, "surface", "--set", "width=7"])
        assert refused.exit_code == 2 and "surface_scene has no option 'width'" in refused.stderr
