"""The progress bar of rendering: scenes, frames and the time left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from transparent_box.commands.terminal.clip_costs import recall, remember
from transparent_box.commands.terminal.forecast import Forecast
from transparent_box.scenes.external import label
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News


def beats_drawn(job: Job) -> int:
    """Return the number of beats in a job's clip."""
    return 1 if job.only else len(scene_class(job.chapter).beat_names)


class RenderProgress:
    """A context manager that shows progress on stderr, on terminals only, and always stores what clips took."""

    def __init__(self, jobs: Sequence[Job], workers: int) -> None:
        console = Console(stderr=True)
        self._jobs, self._over = jobs, 0
        # Counting beats loads Manim, and the count is needed only if the bar is shown.
        beats = {job: beats_drawn(job) if console.is_terminal else 0 for job in jobs}
        self._forecast = Forecast(beats, workers, recall(jobs))
        self._began = monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[frames]}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            get_time=monotonic,
        )
        self._task = self._bar.add_task(self._described, total=None, frames="", left="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    @property
    def _described(self) -> str:
        return label(self._jobs[0].chapter) if len(self._jobs) == 1 else f"{self._over} of {len(self._jobs)} scenes"

    def add_news(self, job: Job, news: News) -> None:
        """Update the bar with frames or a finished beat of a job."""
        now = monotonic() - self._began
        if news.beat:
            self._forecast.finish_beat(job)
        else:
            self._forecast.add_frames(job, news.frames, news.moving, news.drawn, now)
        self._show(now)

    def finish(self, job: Job, made: bool) -> None:
        """Count a job that is over, and store what it took if it was made."""
        self._over += 1
        now = monotonic() - self._began
        self._forecast.finish_piece(job, now)
        if made and (drawn := self._forecast.drawn(job, now)):
            remember(job, drawn)
        self._show(now)

    def _show(self, now: float) -> None:
        if self._bar.disable:
            return
        done, total, seconds = self._forecast.done, self._forecast.total, self._forecast.seconds_left(now)
        left = "" if seconds is None else f"left: {timedelta(seconds=round(seconds))}"
        known = total > done
        frames = f"{done:,} of about {round(total, -2):,.0f} frames" if known else f"{done:,} frames"
        self._bar.update(
            self._task,
            description=self._described,
            completed=done,
            total=total if known else None,
            frames=frames,
            left=left,
        )
