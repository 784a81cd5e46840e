"""One bar for everything that is being rendered, by finished beats, with the time that is left."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from scenes.film import scene_class
from scenes.output.job import Job


class RenderProgress:
    """A context; draws on stderr, and only on a terminal."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("beats"),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._left = {job: len(scene_class(job.chapter).beat_names) for job in jobs} if console.is_terminal else {}
        what = jobs[0].chapter if len(jobs) == 1 else f"{len(jobs)} scenes"
        self._task = self._bar.add_task(what, total=sum(self._left.values()))

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self, job: Job) -> None:
        """Count one more beat of a job."""
        if self._left.get(job):
            self._left[job] -= 1
            self._bar.advance(self._task)

    def finish(self, job: Job) -> None:
        """Count what a job that is over has not told of."""
        self._bar.advance(self._task, self._left.pop(job, 0))
