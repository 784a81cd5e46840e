"""Runs trained at the same time: on the CPU each in a process of its own, on CUDA in teams, as one batch each.

Not a pool: a run lasts from minutes to hours, so a process each costs nothing, and it takes its thread count, its
memory and its death with it. One that fails leaves the others alone. Ctrl-C lets each save its state and leaves none.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from model.runs.measure import measure
from model.storage import RunError
from model.sweeps.sweep import Assignment, teams

Row = tuple[float, ...]  # of the history, in the order of its columns; empty once the run is being measured
MEASURING: Row = ()
Team = tuple[Assignment, ...]  # trained as one batch; usually of one
RUNS_IN_A_BATCH = 16  # on CUDA
PATIENCE = 60  # seconds that a run gets to save its state
ENDED_FROM_OUTSIDE = (
    "The process that trained it was ended from outside; perhaps memory ran out. "
    "The same command goes on from where it was last saved."
)


@dataclass(frozen=True)
class Outcome:
    """What became of an assignment: nothing to say of a finished run; a traceback where the mistake is ours."""

    assignment: Assignment
    sentence: str = ""
    trace: str = ""


@dataclass
class Worker:
    """A process at work on a team, and the end of the pipe on which it tells how far each is."""

    team: Team
    process: SpawnProcess
    ear: Connection
    outcomes: dict[int, Outcome] = field(default_factory=dict)  # by the place in the team


def fitting(device: str, threads: int) -> int:
    """How many runs at a time pay: on the CPU, threads gain less than runs do; on a GPU they are one batch."""
    return RUNS_IN_A_BATCH if device == "cuda" else max(1, (os.cpu_count() or 1) // threads)


def divided(assignments: Sequence[Assignment], device: str, at_once: int) -> tuple[list[Team], int]:
    """Teams, and how many of them at a time: one of many on a GPU, many of one on the CPU."""
    if device == "cuda":
        return teams(assignments, at_once), 1
    return [(assignment,) for assignment in assignments], at_once


def carry_out(assigned: Sequence[Team], at_once: int, on_news: Callable[[Assignment, Row], None]) -> Iterator[Outcome]:
    """Outcomes as they come, of at most `at_once` teams at a time; `on_news` hears every row of every history."""
    waiting = list(assigned)
    working: dict[Connection, Worker] = {}
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                worker = started(waiting.pop(0))
                working[worker.ear] = worker
            for ear in wait(list(working)):
                worker = working[ear]  # type: ignore[index]  # a Connection, as all that it waits for
                news = heard(worker)
                if news is None:
                    del working[worker.ear]
                    worker.process.join()
                    for place, assignment in enumerate(worker.team):
                        if place not in worker.outcomes:
                            yield Outcome(assignment, ENDED_FROM_OUTSIDE)
                elif isinstance(news, Outcome):
                    yield news
                else:
                    on_news(*news)
    finally:
        dismiss(list(working.values()))


def heard(worker: Worker) -> Outcome | tuple[Assignment, Row] | None:
    """One piece of news; none once the process has ended."""
    try:
        place, news = worker.ear.recv()
    except (EOFError, OSError):
        return None
    if isinstance(news, Outcome):
        worker.outcomes[place] = news
        return news
    return worker.team[place], news


def started(team: Team) -> Worker:
    """A fresh process at work: neither CUDA nor threads survive a fork."""
    context = multiprocessing.get_context("spawn")
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(team, mouth), daemon=True)
    with limited_threads(team[0].threads), interrupts_held():
        process.start()
    mouth.close()  # ours; when the process closes its own, it has ended
    return Worker(team, process, ear)


def dismiss(workers: Sequence[Worker]) -> None:
    """End processes, letting each save its state first."""
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        worker.process.join(PATIENCE)
        worker.process.kill()
        worker.process.join()


@contextmanager
def limited_threads(threads: int) -> Iterator[None]:
    """Processes started here give NumPy as many threads, too: its libraries read it once, when they are loaded."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = str(threads)
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C comes a moment later, and to a process started here once it listens (`end_politely`)."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing's own process: its first start would let signals through
    signals = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def work(team: Team, mouth: Connection) -> None:
    """In a process of its own: train, or go on, and measure; tell every row, and at last every outcome."""
    told: set[int] = set()
    try:
        end_politely()
        for place, failure in train_and_measure(team, mouth):
            tell(mouth, place, Outcome(team[place], failure))
            told.add(place)
        return
    except KeyboardInterrupt:
        return  # the state is saved
    except RunError as error:
        sentence, trace = str(error), ""
    except Exception as error:
        sentence, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
    with suppress(KeyboardInterrupt):
        for place in set(range(len(team))) - told:
            tell(mouth, place, Outcome(team[place], sentence, trace))


def tell(mouth: Connection, place: int, news: Row | Outcome) -> None:
    """Send news of one of the team; where nobody listens any more, save and end."""
    try:
        mouth.send((place, news))
    except OSError:
        raise KeyboardInterrupt from None


def train_and_measure(team: Team, mouth: Connection) -> Iterator[tuple[int, str]]:
    """What `cli.py train --resume` does, for each of the team; its place, and why it failed or nothing."""
    from model.training.train import train_together, use_threads

    for assignment in team:
        remove_halves(assignment)
    configs, folders = [one.config for one in team], [one.folder for one in team]
    use_threads(team[0].threads)
    failures = train_together(
        configs, folders, team[0].device, resume=True, on_history=lambda place, row: tell(mouth, place, row)
    )
    for place, folder in enumerate(folders):
        if place in failures:
            yield place, str(failures[place])
            continue
        tell(mouth, place, MEASURING)
        measure(folder)
        yield place, ""


def remove_halves(assignment: Assignment) -> None:
    """What a process that was ended from outside had half-written; nothing reads it, but it takes room."""
    for half in assignment.folder.rglob(".*.part"):
        half.unlink(missing_ok=True)


def end_politely() -> None:
    """Being told to end, by whomever, is like Ctrl-C, once: the next must not disturb the saving."""
    signals = {signal.SIGINT, signal.SIGTERM}
    told = False

    def interrupt(*_: object) -> None:
        nonlocal told
        if not told:
            told = True
            raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
