"""The runs of a sweep, trained and measured by whoever does the work.

On the CPU each is a task of its own; on CUDA they form teams, as one batch each. One that fails leaves the others
alone; one that is stopped goes on when it is asked for again.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from transparent_box.model.runs.measure import measure
from transparent_box.model.storage import RunError
from transparent_box.model.sweeps.sweep import Assignment, teams
from transparent_box.model.tasks import Pool, Report, Unfinished, usable_cpus

Row = tuple[float, ...]  # of the history, in the order of its columns; empty once the run is being measured
MEASURING: Row = ()
Team = tuple[Assignment, ...]  # trained as one batch; usually of one
RUNS_IN_A_BATCH = 16  # on CUDA
LEG = 60.0  # seconds of training after which another machine sends home what it has, and goes on
TOLD_EVERY = 5.0  # seconds between rows of a run that another machine tells: thousands of runs may be going on
LOST = (
    "The process that trained it was killed from outside; perhaps memory ran out. "
    "The same command goes on from where it was last saved."
)


@dataclass(frozen=True)
class Outcome:
    """The outcome of an assignment: no sentence for a finished run; a traceback where the mistake is ours."""

    assignment: Assignment
    sentence: str = ""
    trace: str = ""


@dataclass(frozen=True)
class Training:
    """A team to be trained and measured, where its folders are or, by `model.tasks.PortableTask`, elsewhere.

    After `leg` seconds of training, if that is given, it is saved and left unfinished.
    """

    team: Team
    leg: float | None = None

    @property
    def resumes(self) -> bool:
        """It goes on from what its folders hold."""
        return True

    @property
    def reads(self) -> tuple[Path, ...]:
        """Nothing but these."""
        return ()

    @property
    def writes(self) -> tuple[Path, ...]:
        """The run folders."""
        return tuple(one.folder for one in self.team)

    def relocated(self, reads: Sequence[Path], home: Path) -> Training:
        """Return the same training in folders of another place."""
        return replace(self, team=tuple(replace(one, folder=home / one.folder.name) for one in self.team))

    def result_files(self, outcomes: Any) -> list[Path]:
        """Nothing besides what its folders hold."""
        return []

    def local_result(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Return the outcomes of the folders here."""
        return [replace(outcome, assignment=one) for one, outcome in zip(self.team, outcomes, strict=True)]


class LegOverError(KeyboardInterrupt):
    """Raised from within a training for it to be saved, as Ctrl-C is, and left for now."""


def default_jobs(device: str, threads: int) -> int:
    """Say how many runs at a time pay: on the CPU, threads gain less than runs do; on a GPU they are one batch."""
    return RUNS_IN_A_BATCH if device == "cuda" else max(1, usable_cpus() // threads)


def batches(assignments: Sequence[Assignment], device: str, at_once: int) -> tuple[list[Team], int]:
    """Form teams, and say how many of them work at a time: one of many on a GPU, many of one on the CPU."""
    if device == "cuda":
        return teams(assignments, at_once), 1
    return [(assignment,) for assignment in assignments], at_once


def carry_out(assigned: Sequence[Team], pool: Pool, on_news: Callable[[Assignment, Row], None]) -> Iterator[Outcome]:
    """Yield outcomes as they come, team by team; call `on_news` with every row of every history."""

    def pass_on(training: Training, news: tuple[int, Row]) -> None:
        place, row = news
        on_news(training.team[place], row)

    trainings = [Training(team, LEG if pool.elsewhere else None) for team in assigned]
    for training, outcomes in pool.run(train_and_measure, trainings, pass_on):
        yield from outcomes if isinstance(outcomes, list) else [Outcome(one, LOST) for one in training.team]


def train_and_measure(training: Training, report: Report) -> list[Outcome] | Unfinished:
    """Do what `cli.py train --resume` does, for each of the team; tell (place in the team, row)."""
    outcomes: list[Outcome] = []
    team = training.team
    try:
        for outcome in trained_and_measured(team, until_leg_is_over(training, report)):
            outcomes.append(outcome)
    except LegOverError:
        return Unfinished()
    except RunError as error:
        outcomes += [Outcome(one, str(error)) for one in team[len(outcomes) :]]
    except Exception as error:
        sentence, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
        outcomes += [Outcome(one, sentence, trace) for one in team[len(outcomes) :]]
    return outcomes


def until_leg_is_over(training: Training, report: Report) -> Report:
    """Tell some of the news until a training's leg is over, counted from its first row: then the next row ends it.

    Where there are no legs, tell everything.
    """
    leg = training.leg
    if leg is None:
        return report
    over: float | None = None
    due = dict.fromkeys(range(len(training.team)), 0.0)

    def told(news: tuple[int, Row]) -> None:
        nonlocal over
        (place, row), now = news, monotonic()
        over = over or now + leg
        is_last = not row or row[0] == training.team[place].config.steps
        if is_last or now >= due[place]:
            due[place] = now + TOLD_EVERY
            report(news)
        if not is_last and now > over:
            raise LegOverError

    return told


def trained_and_measured(team: Team, report: Report) -> Iterator[Outcome]:
    """Train a team together, then measure its runs one after the other."""
    from transparent_box.model.training.device import use_threads
    from transparent_box.model.training.train import train_together

    configs, folders = [one.config for one in team], [one.folder for one in team]
    use_threads(team[0].threads)
    failures = train_together(
        configs, folders, team[0].device, resume=True, on_history=lambda place, row: report((place, row))
    )
    for place, assignment in enumerate(team):
        if place in failures:
            yield Outcome(assignment, str(failures[place]))
            continue
        report((place, MEASURING))
        measure(assignment.folder)
        yield Outcome(assignment)
