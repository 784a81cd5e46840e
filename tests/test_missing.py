"""Whoever asks for all chapters gets those that a run can be told by; one that is asked for by name must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from tests.test_other_operations import bare, tells_of
from transparent_box.model.errors import LacksError, NoHistoryError
from transparent_box.model.storage import read_json, write_json
from transparent_box.scenes.film import CHAPTERS, title
from transparent_box.scenes.output.check import check_or_lack
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.pool import ClipTask, Outcome, attempt

WITHOUT = ("cleanup_scene", "loops_scene")  # which tell of a training
LACK = "It came alone."


@dataclass
class Played:
    """Stands for whatever plays chapters; none is told of by those that lack a training."""

    jobs: list[Job] = field(default_factory=list)

    def play(self, job: Job, *more: Any) -> Any:
        self.jobs.append(job)
        if job.chapter in WITHOUT:
            raise NoHistoryError(LACK)
        return more[0] if more else []

    def outcomes(self, jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        self.jobs.extend(jobs)
        lacks = [job.chapter in WITHOUT for job in jobs]
        return [
            Outcome(job, sentence=LACK, lacks=True) if lack else Outcome(job, Path("made.mp4"))
            for job, lack in zip(jobs, lacks, strict=True)
        ]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    stand_in = Played()
    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", stand_in.outcomes)
    monkeypatch.setattr("transparent_box.commands.film.join_film", lambda whole, clips: Path("film.mp4"))
    monkeypatch.setattr("transparent_box.scenes.output.sheet.make_sheet", stand_in.play)
    monkeypatch.setattr("transparent_box.scenes.output.jobs.play_beats", stand_in.play)
    monkeypatch.setattr("transparent_box.scenes.output.check.check_scene", lambda job, report: stand_in.play(job))
    return stand_in


def command(tmp_path: Path, *words: str) -> Result:
    places = {"sheet": ["--out", str(tmp_path / "out")], "script": ["-o", str(tmp_path / "out")], "check": []}
    rest = places.get(words[0], ["-ql", "--yes"])
    return CliRunner().invoke(cli.main, [*words, *rest, "--run", str(tmp_path / "run")], prog_name="cli.py")


ALL = [["render", "--all"], ["render", "*"], ["film"], ["sheet"], ["check"], ["check", "*"], ["script"]]


@pytest.mark.parametrize("words", ALL, ids=" ".join)
@pytest.mark.parametrize("operation", ["x+y", "x-y"])
def test_what_cannot_be_told_is_left_out_of_all(
    words: list[str], operation: str, played: Played, tmp_path: Path
) -> None:
    bare(tmp_path / "run", operation)
    made = command(tmp_path, *words)
    assert made.exit_code == 0, made.output
    there = tells_of(operation)
    assert list(dict.fromkeys(job.chapter for job in played.jobs)) == there
    *refused, lacking = [line for line in made.stderr.splitlines() if line.startswith("Left out")]
    names = ", ".join(title(chapter) for chapter in CHAPTERS if chapter in WITHOUT)
    assert lacking == f"Left out, because the run lacks what they show: {names}: It came alone."
    assert all(title(chapter) in refused[0] for chapter in CHAPTERS if chapter not in there) if refused else there
    assert bool(refused) == (operation == "x-y")


@pytest.mark.parametrize("name", ["render", "film", "sheet", "check", "script"])
def test_what_was_asked_for_by_name_fails_with_its_sentence(name: str, played: Played, tmp_path: Path) -> None:
    bare(tmp_path / "run", "x+y")
    made = command(tmp_path, name, "clock", "cleanup")
    assert made.exit_code == 1 and LACK in made.stderr and "Left out" not in made.stderr


@pytest.mark.parametrize("name", ["render", "film", "sheet", "check", "script"])
def test_where_nothing_can_be_told_a_sentence_says_so(name: str, played: Played, tmp_path: Path) -> None:
    bare(tmp_path / "run", "x+y")
    made = command(tmp_path, name, "cleanup*")
    assert made.exit_code == 1 and "Left out" in made.stderr and "Error: No scene" in made.stderr
    bare(tmp_path / "run", "x*y")
    made = command(tmp_path, name, "interf*")
    assert made.exit_code == 1 and "do not fit x*y" in made.stderr and "Error: No scene" in made.stderr


@pytest.mark.parametrize("words", [*ALL, ["slides"], ["gallery"]], ids=" ".join)
def test_a_run_that_is_not_measured_is_said_once_and_before_anything_is_drawn(
    words: list[str], played: Played, tmp_path: Path
) -> None:
    run = bare(tmp_path / "run", "x+y").folder
    metadata = read_json(run / "config.json")
    del metadata["measured"]
    write_json(run / "config.json", metadata)
    made = command(tmp_path, *words)
    assert made.exit_code == 1 and not made.stdout and not played.jobs
    assert made.stderr == f"Error: {run} has not been measured: run `python cli.py measure {run}`.\n"


def test_what_several_fail_for_is_said_once(tmp_path: Path, played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    bare(tmp_path / "run", "x+y")
    reasons = {"clock_scene": "It is broken.", "outro_scene": "It is lost.", "grok_scene": "It is broken."}

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        found = [Outcome(job, sentence=reasons.get(job.chapter, "It is lost.")) for job in jobs]
        return sorted(found, key=lambda outcome: outcome.job.chapter)

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    made = command(tmp_path, "render", "outro", "clock", "probe", "grok", "recap")
    assert made.exit_code == 1 and made.stderr.splitlines() == [
        "Error: clock_scene: It is broken.",
        "Error: outro_scene: It is lost.",
        "Error: grok_scene: for the same reason as clock_scene.",
        "Error: probe_scene, recap_scene: for the same reason as outro_scene.",
        "5 of 5 scenes failed: outro_scene, clock_scene, probe_scene, grok_scene, recap_scene.",
    ]


@pytest.mark.parametrize(("error", "lacks"), [(LacksError, True), (NoHistoryError, True), (OSError, False)])
def test_an_outcome_says_whether_the_run_lacks_something(
    error: Callable[[str], Exception], lacks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*all: Any) -> None:
        raise error("No.")

    monkeypatch.setattr("transparent_box.scenes.output.pool.make_clip", fails)
    assert attempt(ClipTask(Job("clock_scene", tmp_path, "l"))).lacks is lacks


def test_what_a_scene_lacks_comes_back_instead_of_its_flaws(played: Played, tmp_path: Path) -> None:
    assert isinstance(check_or_lack(Job("cleanup_scene", tmp_path, "l")), NoHistoryError)
    assert check_or_lack(Job("clock_scene", tmp_path, "l")) == []
