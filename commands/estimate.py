"""Estimates the time and disk space of large jobs before they begin, and asks whether to go on."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import click

from transparent_box.model.tasks import usable_cpus
from transparent_box.scenes.output.job import Job

if TYPE_CHECKING:
    from transparent_box.model.config import Config

LONG, LARGE = 300, 1_000_000_000  # seconds and bytes from which on an estimate is shown
YES = "transparent_box.yes"  # in a command's context: whether --yes was given

# Bytes on the disk for a million pixels: the segments, the joined file and intermediate files. Measured on
# clock_scene's clocks_join at 1080p, gif and webp at 480p.
BYTES = {"mp4": 15_000, "webm": 12_000, "mov": 1_480_000, "png-sequence": 341_000, "gif": 292_000, "webp": 294_000}
# Seconds of a training step of the reference run, by threads: `train_loop` of BENCHMARKS.md, and on one thread half as
# long again. More than two threads were not measured.
STEP_SECONDS = {1: 0.035, 2: 0.0218}
STEP_SIZE = 3_830 * 227_000  # its pairs and parameters

yes_option = click.option(
    "-y",
    "--yes",
    is_flag=True,
    expose_value=False,
    callback=lambda ctx, param, value: ctx.meta.update({YES: value}),
    help="Go on without asking, however long it takes.",
)


@dataclass(frozen=True)
class Estimate:
    """The seconds and the bytes on disk that a job takes; 0 where unknown."""

    seconds: float = 0.0
    bytes: float = 0.0

    @property
    def words(self) -> str:
        """The estimate in words, such as "7 minutes and 2.1 GB on the disk"; empty if neither is much."""
        if self.seconds < LONG and self.bytes < LARGE:
            return ""
        told = [minutes(self.seconds)] if self.seconds else []
        told += [f"{self.bytes / 1e9:.1f} GB on the disk"] if self.bytes >= LARGE / 10 else []
        return " and ".join(told)


def minutes(seconds: float) -> str:
    """Write a duration as people say it: 7 minutes, 2.5 hours."""
    whole = max(1, round(seconds / 60))
    return f"{whole} minute{'' if whole == 1 else 's'}" if whole < 100 else f"{seconds / 3600:.1f} hours"


def confirm_cost(estimate: Estimate, remark: str) -> None:
    """Print an estimate that is much, with a remark on its accuracy; ask on a terminal unless --yes was given.

    Raises click.Abort if the answer is no. Goes on where nobody can answer: a job in the night must not wait.
    """
    if not estimate.words:
        return
    click.echo(f"This takes about {estimate.words}; {remark}.", err=True)
    context = click.get_current_context(silent=True)
    if can_answer() and not (context and context.meta.get(YES)):
        click.confirm("Go on?", default=True, abort=True, err=True)


def can_answer() -> bool:
    """Return whether stdin is a terminal."""
    return sys.stdin.isatty()


def estimate_drawing(jobs: Sequence[Job], workers: int, here: bool) -> Estimate:
    """Estimate the clips that are not drawn yet by what their chapters took last time, here or where they were made.

    The seconds are 0 unless it is drawn `here`: of other machines no times are known.
    """
    from transparent_box.commands.terminal.clip_costs import recall
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.output.places import is_current

    known = {job: one for job, one in recall(jobs).items() if job.format in BYTES and not is_current(job)}
    seconds = sum(one.seconds for one in known.values()) / max(1, min(workers, usable_cpus()))
    millions = {job: one.frames * prod(Frame(job.aspect, job.size[0]).pixels) / 1e6 for job, one in known.items()}
    return Estimate(seconds if here else 0.0, sum(BYTES[job.format] * many for job, many in millions.items()))


def estimate_training(configs: Sequence[Config], workers: int, on_cpu: bool, threads: int | None = None) -> Estimate:
    """Estimate trainings: the seconds of their steps on a CPU with `threads` (None: all), and their checkpoints."""
    from transparent_box.model.runs.checkpoints import checkpoint_steps
    from transparent_box.model.transformer import parameter_count

    cores = usable_cpus()
    used = min(threads or cores, cores)
    step = STEP_SECONDS[min(used, max(STEP_SECONDS))] / STEP_SIZE
    sizes = [(config, parameter_count(config)) for config in configs]
    seconds = [step * config.steps * config.fraction * config.p**2 * size for config, size in sizes]
    kept = sum(4 * size * len(checkpoint_steps(config.steps)) for config, size in sizes)
    return Estimate(last_end(seconds, min(workers, cores // used)) if on_cpu else 0.0, kept)


def last_end(seconds: Sequence[float], workers: int) -> float:
    """Return when the last of some pieces of work ends, in seconds, if each goes to the first worker that is free."""
    busy_until = [0.0] * workers
    for piece in seconds:
        heapq.heapreplace(busy_until, busy_until[0] + piece)
    return max(busy_until)
