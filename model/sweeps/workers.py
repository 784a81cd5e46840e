"""The runs of a sweep, trained and measured by whoever does the work.

On the CPU each is a task of its own; on CUDA they form teams, as one batch each. One that fails leaves the others
alone; one that is stopped goes on when it is asked for again.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from transparent_box.model.runs.measure import measure
from transparent_box.model.storage import RunError
from transparent_box.model.sweeps.sweep import Assignment, teams
from transparent_box.model.tasks import Lost, Pool, Tell

Row = tuple[float, ...]  # of the history, in the order of its columns; empty once the run is being measured
MEASURING: Row = ()
Team = tuple[Assignment, ...]  # trained as one batch; usually of one
RUNS_IN_A_BATCH = 16  # on CUDA
LOST = (
    "The process that trained it was ended from outside; perhaps memory ran out. "
    "The same command goes on from where it was last saved."
)


@dataclass(frozen=True)
class Outcome:
    """The outcome of an assignment: no sentence for a finished run; a traceback where the mistake is ours."""

    assignment: Assignment
    sentence: str = ""
    trace: str = ""


def default_jobs(device: str, threads: int) -> int:
    """Say how many runs at a time pay: on the CPU, threads gain less than runs do; on a GPU they are one batch."""
    return RUNS_IN_A_BATCH if device == "cuda" else max(1, (os.cpu_count() or 1) // threads)


def batches(assignments: Sequence[Assignment], device: str, at_once: int) -> tuple[list[Team], int]:
    """Form teams, and say how many of them work at a time: one of many on a GPU, many of one on the CPU."""
    if device == "cuda":
        return teams(assignments, at_once), 1
    return [(assignment,) for assignment in assignments], at_once


def carry_out(assigned: Sequence[Team], pool: Pool, on_news: Callable[[Assignment, Row], None]) -> Iterator[Outcome]:
    """Yield outcomes as they come, team by team; call `on_news` with every row of every history."""

    def pass_on(team: Team, news: tuple[int, Row]) -> None:
        place, row = news
        on_news(team[place], row)

    for team, outcomes in pool.run(train_and_measure, assigned, pass_on):
        yield from [Outcome(one, LOST) for one in team] if isinstance(outcomes, Lost) else outcomes


def train_and_measure(team: Team, tell: Tell) -> list[Outcome]:
    """Do what `cli.py train --resume` does, for each of the team; tell (place in the team, row)."""
    outcomes: list[Outcome] = []
    try:
        for outcome in trained_and_measured(team, tell):
            outcomes.append(outcome)
    except RunError as error:
        outcomes += [Outcome(one, str(error)) for one in team[len(outcomes) :]]
    except Exception as error:
        sentence, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
        outcomes += [Outcome(one, sentence, trace) for one in team[len(outcomes) :]]
    return outcomes


def trained_and_measured(team: Team, tell: Tell) -> Iterator[Outcome]:
    """Train a team together, then measure its runs one after the other."""
    from transparent_box.model.training.train import train_together, use_threads

    configs, folders = [one.config for one in team], [one.folder for one in team]
    use_threads(team[0].threads)
    failures = train_together(
        configs, folders, team[0].device, resume=True, on_history=lambda place, row: tell((place, row))
    )
    for place, assignment in enumerate(team):
        if place in failures:
            yield Outcome(assignment, str(failures[place]))
            continue
        tell((place, MEASURING))
        measure(assignment.folder)
        yield Outcome(assignment)
