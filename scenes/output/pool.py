"""Many jobs at once, in processes: one that fails leaves the others alone, and Ctrl-C leaves nothing behind.

The pool is any `concurrent.futures.Executor` whose workers see the same files; jobs and outcomes can be pickled.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.output.jobs import Job, render
from scenes.troubles import sentence_for

POLL = 0.2  # seconds between looks at how far the workers are


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its file, or why there is none; a traceback where the mistake is ours."""

    job: Job
    path: Path | None = None
    sentence: str = ""
    trace: str = ""
    drawn_by: str | None = None


def attempt(job: Job) -> Outcome:
    """Carry a job out, whatever happens."""
    try:
        path = render(job)
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is not None:
            return Outcome(job, sentence=sentence)
        return Outcome(job, sentence=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
    from scenes.raster.choice import drawn_by

    return Outcome(job, path, drawn_by=drawn_by())


def local_pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes: OpenGL does not survive a fork."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, spawn, initializer=prepare, initargs=(workers,))


def prepare(workers: int) -> None:
    """In a worker: being told to end is like Ctrl-C, so that what is half-written is removed; cores are shared out."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    # Where OpenGL is drawn by processors. How many they are changes nothing in the picture.
    os.environ.setdefault("LP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))


def carry_out(
    jobs: Sequence[Job], pool: Callable[[], Executor], on_beats: Callable[[int], None] = lambda beats: None
) -> Iterator[Outcome]:
    """Outcomes of jobs as they come; `on_beats` hears now and then how many beats are finished in all.

    A worker that dies takes a whole pool of processes with it; what had not finished is then tried once more, each job
    in a pool of its own.
    """
    beats = Path(tempfile.mkdtemp(prefix=".beats-", dir=nearest(jobs[0].media)))
    numbered = [replace(job, progress=beats / str(number)) for number, job in enumerate(jobs)]
    try:
        lost = []
        for job, outcome in submitted(numbered, pool(), beats, on_beats):
            if outcome is None:
                lost.append(job)
            else:
                yield outcome
        for job in lost:
            for _, outcome in submitted([job], pool(), beats, on_beats):
                sentence = "The process that drew it was ended from outside; perhaps memory ran out."
                yield outcome or Outcome(job, sentence=sentence)
    finally:
        shutil.rmtree(beats, ignore_errors=True)


def remove_halves(job: Job) -> None:
    """What a worker that was ended had half-written; none of it counts as a cached segment, but it takes room."""
    for folder in (job.media / "videos" / job.chapter, job.media / "Tex"):
        for half in folder.rglob(".*.part*"):
            half.unlink(missing_ok=True)


def nearest(folder: Path) -> Path:
    """A folder, or the nearest above it that is there."""
    folder = folder.absolute()
    return folder if folder.is_dir() else nearest(folder.parent)


def submitted(
    jobs: Sequence[Job], pool: Executor, beats: Path, on_beats: Callable[[int], None]
) -> Iterator[tuple[Job, Outcome | None]]:
    """(job, outcome) as they come; None for a job whose worker died. However it ends, no worker is left."""
    waiting: dict[Future[Outcome], Job] = {pool.submit(attempt, job): job for job in jobs}
    try:
        while waiting:
            done, _ = wait(waiting, POLL, "FIRST_COMPLETED")
            on_beats(sum(path.stat().st_size for path in beats.iterdir()))
            for future in done:
                job = waiting.pop(future)
                try:
                    yield job, future.result()
                except BrokenProcessPool:
                    remove_halves(job)
                    yield job, None
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        for child in multiprocessing.active_children():
            child.join(5)
        raise
