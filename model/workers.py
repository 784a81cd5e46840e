"""Runs trained at the same time, each in a process of its own.

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
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from model.measure import measure
from model.storage import RunError
from model.sweep import Assignment

Row = tuple[float, ...]  # of the history, in the order of its columns; empty once the run is being measured
MEASURING: Row = ()
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
    """A process at work, and the end of the pipe on which it tells how far it is."""

    assignment: Assignment
    process: SpawnProcess
    ear: Connection
    outcome: Outcome | None = None


def fitting(device: str, threads: int) -> int:
    """How many runs at a time pay: threads gain less than runs do, but runs on one GPU only wait for each other."""
    return 1 if device == "cuda" else max(1, (os.cpu_count() or 1) // threads)


def carry_out(
    assignments: Sequence[Assignment], at_once: int, on_news: Callable[[Assignment, Row], None]
) -> Iterator[Outcome]:
    """Outcomes as they come, of at most `at_once` runs at a time; `on_news` hears every row of every history."""
    waiting = list(assignments)
    working: dict[Connection, Worker] = {}
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                worker = started(waiting.pop(0))
                working[worker.ear] = worker
            for ear in wait(list(working)):
                worker = working[ear]  # type: ignore[index]  # a Connection, as all that it waits for
                if hear(worker, on_news):
                    continue
                del working[worker.ear]
                worker.process.join()
                yield worker.outcome or Outcome(worker.assignment, ENDED_FROM_OUTSIDE)
    finally:
        dismiss(list(working.values()))


def hear(worker: Worker, on_news: Callable[[Assignment, Row], None]) -> bool:
    """Take one piece of news; False once the process has ended."""
    try:
        news = worker.ear.recv()
    except (EOFError, OSError):
        return False
    if isinstance(news, Outcome):
        worker.outcome = news
    else:
        on_news(worker.assignment, news)
    return True


def started(assignment: Assignment) -> Worker:
    """A fresh process at work: neither CUDA nor threads survive a fork."""
    context = multiprocessing.get_context("spawn")
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(assignment, mouth), daemon=True)
    with limited_threads(assignment.threads), interrupts_held():
        process.start()
    mouth.close()  # ours; when the process closes its own, it has ended
    return Worker(assignment, process, ear)


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


def work(assignment: Assignment, mouth: Connection) -> None:
    """In a process of its own: train, or go on, and measure; tell every row, and at last the outcome."""
    try:
        end_politely()
        train_and_measure(assignment, mouth)
        outcome = Outcome(assignment)
    except KeyboardInterrupt:
        return  # the state is saved
    except RunError as error:
        outcome = Outcome(assignment, str(error))
    except Exception as error:
        outcome = Outcome(assignment, f"{type(error).__name__}: {error}", traceback.format_exc())
    with suppress(OSError):  # the parent may have ended before us
        mouth.send(outcome)


def train_and_measure(assignment: Assignment, mouth: Connection) -> None:
    """What `cli.py train --resume` does."""
    from model.train import train

    def tell(row: Row) -> None:
        try:
            mouth.send(row)
        except OSError:  # nobody listens any more: save and end
            raise KeyboardInterrupt from None

    remove_halves(assignment)
    folder, threads = assignment.folder, assignment.threads
    train(assignment.config, folder, assignment.device, resume=True, threads=threads, on_history=tell)
    tell(MEASURING)
    measure(folder)


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
