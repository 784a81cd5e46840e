"""Many jobs, carried out by whoever does the work: one that fails leaves the others alone."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transparent_box.model.files import sweep
from transparent_box.model.tasks import Lost, Pool, Tell
from transparent_box.scenes.output import places
from transparent_box.scenes.output.errors import message_for
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News, made

if TYPE_CHECKING:
    from transparent_box.scenes.stage.beat import Beat

LOST = "The process that drew it was ended from outside; perhaps memory ran out."


@dataclass(frozen=True)
class Outcome:
    """A job's file, or why there is none; a traceback where the mistake is ours."""

    job: Job
    path: Path | None = None
    sentence: str = ""
    trace: str = ""
    drawn_by: str | None = None
    beats: tuple[Beat, ...] = ()


def attempt(job: Job, tell: Tell = lambda news: None) -> Outcome:
    """Carry a job out, whatever happens, telling `News` of it."""
    try:
        finished = made(job, tell)
    except Exception as error:
        sentence = message_for(error)
        if sentence is not None:
            return Outcome(job, sentence=sentence)
        return Outcome(job, sentence=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
    from transparent_box.scenes.raster.choice import drawn_by

    return Outcome(job, finished.path, drawn_by=drawn_by(), beats=finished.beats)


def carry_out(
    jobs: Sequence[Job], pool: Pool, on_news: Callable[[Job, News], None] = lambda job, news: None
) -> Iterator[Outcome]:
    """Yield the outcomes of jobs as they come; call `on_news` on the way.

    A job whose worker was ended from outside is tried once more. However it ends, nothing half-written is left.
    """
    lost = []
    try:
        for job, outcome in pool.run(attempt, jobs, on_news):
            if isinstance(outcome, Lost):
                lost.append(job)
            else:
                yield outcome
        for job, outcome in pool.run(attempt, lost, on_news) if lost else ():
            yield Outcome(job, sentence=LOST) if isinstance(outcome, Lost) else outcome
    finally:
        # A worker that is told to end does so at once, whatever its encoder's thread still has open.
        for folder in {place(job) for job in jobs for place in (places.folder, places.labels, places.voices)}:
            sweep(folder)
