"""Carries out many jobs on a pool of workers; one that fails does not affect the others.

With several workers, films are drawn in pieces of some beats and joined here; a killed worker costs one piece.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from transparent_box.model.files import remove_leftovers
from transparent_box.model.storage import LacksError
from transparent_box.model.tasks import Lost, Pool, Report
from transparent_box.scenes.output import places
from transparent_box.scenes.output.errors import message_for
from transparent_box.scenes.output.formats import FORMATS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News, make_clip
from transparent_box.scenes.output.pieces import DrawnPiece, can_be_cut, draw_beats, join_clip, whole_segments
from transparent_box.scenes.output.schedule import Costs, divide_work
from transparent_box.scenes.output.voice import Recordings

if TYPE_CHECKING:
    from transparent_box.scenes.stage.beat import Beat

LOST = "The process that drew it was killed from outside; perhaps memory ran out."
COMPANION_SUFFIXES = (".srt", ".vtt", ".png")  # of files beside a film


@dataclass(frozen=True)
class Outcome:
    """A job's file, or the reason why there is none, with a traceback if it is a bug of ours.

    `lacks` means that the run lacks what the chapter shows, which is not a failure. `drawn` holds the pieces that the
    file was joined from.
    """

    job: Job
    path: Path | None = None
    sentence: str = ""
    trace: str = ""
    lacks: bool = False
    drawn_by: frozenset[str] = frozenset()  # rasterizers
    beats: tuple[Beat, ...] = ()
    drawn: tuple[DrawnPiece, ...] = ()


@dataclass(frozen=True)
class ClipTask:
    """A task: the whole job, or its beats in a range of numbers from 0, the end excluded (None for the last).

    Segments of `known` names exist already where the clip is joined. See `model.tasks.PortableTask`.
    """

    job: Job
    beats: tuple[int, int | None] | None = None
    known: frozenset[str] = frozenset()

    @property
    def resumes(self) -> bool:
        """False: it begins with empty folders."""
        return False

    @property
    def reads(self) -> tuple[Path, ...]:
        """The folder of the run, and that of recordings, if there is one."""
        voice = self.job.voice
        return (self.job.run, voice.folder) if isinstance(voice, Recordings) else (self.job.run,)

    @property
    def writes(self) -> tuple[Path, ...]:
        """The folders of the segments and of the clip."""
        return places.segments(self.job), places.target(self.job).absolute().parent

    def relocated(self, reads: Sequence[Path], home: Path) -> ClipTask:
        """Return the same task with its run and its media folder elsewhere."""
        voice = Recordings(reads[1]) if isinstance(self.job.voice, Recordings) else self.job.voice
        out = home / "made" / places.target(self.job).name
        return replace(self, job=replace(self.job, run=reads[0], media=home / "media", out=out, voice=voice))

    def result_files(self, outcome: Outcome) -> list[Path]:
        """Return the segments of a range of beats, or the file of a whole job with its companions."""
        from transparent_box.scenes.raster.segments import checksum_path

        drawn = {name: places.segments(self.job) / name for piece in outcome.drawn for name in piece.segments}
        segments = [path for name, path in drawn.items() if name not in self.known]
        found = [*segments, *map(checksum_path, segments)]
        if outcome.path is None:
            return found
        if outcome.path.is_dir():
            return [*found, *outcome.path.iterdir()]
        beside = (
            [places.companion(outcome.path, suffix) for suffix in COMPANION_SUFFIXES]
            if FORMATS[self.job.format].film
            else []
        )
        return [*found, outcome.path, *(path for path in beside if path.exists())]

    def local_result(self, outcome: Outcome) -> Outcome:
        """Return the outcome with this machine's job and paths."""
        return replace(outcome, job=self.job, path=outcome.path and places.target(self.job))


def attempt(task: ClipTask, report: Report = lambda news: None) -> Outcome:
    """Carry a task out and return its outcome, also if it fails; report `News` of it."""
    job = task.job

    def carried_out() -> Outcome:
        if task.beats is not None:
            return Outcome(job, drawn=(draw_beats(job, *task.beats, task.known, report),))
        finished = make_clip(job, report)
        return Outcome(job, finished.path, beats=finished.beats)

    outcome = outcome_or_failure(job, carried_out)
    if outcome.sentence:
        return outcome
    from transparent_box.scenes.raster.choice import rasterizer_used

    rasterizer = rasterizer_used()
    return replace(outcome, drawn_by=frozenset([rasterizer] if rasterizer else []))


def outcome_or_failure(job: Job, carried_out: Callable[[], Outcome]) -> Outcome:
    """Call `carried_out` and return its outcome, or an outcome that describes its error."""
    try:
        return carried_out()
    except Exception as error:
        sentence = message_for(error)
        if sentence is not None:
            return Outcome(job, sentence=sentence, lacks=isinstance(error, LacksError))
        return Outcome(job, sentence=f"{type(error).__name__}: {error}", trace=traceback.format_exc())


def carry_out(
    jobs: Sequence[Job],
    pool: Pool,
    on_news: Callable[[Job, News], None] = lambda job, news: None,
    costs: Mapping[Job, Costs] = MappingProxyType({}),
) -> Iterator[Outcome]:
    """Carry jobs out and yield each outcome as it finishes; call `on_news` on the way. `costs` decide how to cut.

    A task whose worker was killed from outside is tried once more. However the iteration ends, no half-written file is
    left.
    """
    tasks = tasks_of(jobs, pool, costs)
    come: dict[Job, dict[ClipTask, Outcome]] = {job: {} for job in jobs}
    try:
        for task, outcome in attempt_twice(tasks, pool, on_news):
            come[task.job][task] = outcome
            parts = sorted((one for one in tasks if one.job == task.job), key=lambda one: one.beats or (0, None))
            if len(come[task.job]) == len(parts):
                yield conclude(task.job, [come[task.job][part] for part in parts])
    finally:
        # A terminated worker ends at once, and its encoder's thread may leave files open.
        for folder in {place(job) for job in jobs for place in (places.folder, places.labels, places.voices)}:
            remove_leftovers(folder)


def attempt_twice(
    tasks: Sequence[ClipTask], pool: Pool, on_news: Callable[[Job, News], None]
) -> Iterator[tuple[ClipTask, Outcome]]:
    """Carry tasks out and yield their outcomes; try lost ones once more, and yield a failure if they are lost again."""

    def pass_on(task: ClipTask, news: News) -> None:
        on_news(task.job, news)

    lost = []
    for task, outcome in pool.run(attempt, tasks, pass_on):
        if isinstance(outcome, Lost):
            lost.append(task)
        else:
            yield task, outcome
    for task, outcome in pool.run(attempt, lost, pass_on) if lost else ():
        yield task, Outcome(task.job, sentence=LOST) if isinstance(outcome, Lost) else outcome


def tasks_of(jobs: Sequence[Job], pool: Pool, costs: Mapping[Job, Costs]) -> list[ClipTask]:
    """Divide jobs into tasks for a pool, the longest first."""
    if not pool.elsewhere and pool.workers == 1:
        return [ClipTask(job) for job in jobs]
    known = [job for job in jobs if can_be_cut(job) and job in costs]
    here = {job: whole_segments(job) if pool.elsewhere else frozenset() for job in known}
    tasks = [ClipTask(job) for job in jobs if job not in known]
    for span in divide_work([costs[job] for job in known], pool.workers):
        job = known[span.chapter]
        end = span.end if span.end < len(costs[job].drawn) else None
        tasks.append(ClipTask(job, (span.first, end), here[job]))
    return tasks


def conclude(job: Job, outcomes: Sequence[Outcome]) -> Outcome:
    """Return a job's outcome from those of its tasks, in order: its joined film, or the first failure."""
    for outcome in outcomes:
        if outcome.sentence or outcome.path is not None:
            return outcome
    drawn = tuple(piece for outcome in outcomes for piece in outcome.drawn)
    rasterizers = [outcome.drawn_by for outcome in outcomes]

    def carried_out() -> Outcome:
        finished = join_clip(job, drawn)
        return Outcome(job, finished.path, drawn_by=frozenset().union(*rasterizers), beats=finished.beats, drawn=drawn)

    return outcome_or_failure(job, carried_out)
