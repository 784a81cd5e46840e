"""Remembers what clips were when they were last drawn, in their media folder, so that the next time can be foretold."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from transparent_box.commands.terminal.forecast import Known
from transparent_box.model.files import save_text
from transparent_box.scenes.output.job import Job

NAME = "drawn.json"  # {chapter: {"short side, frames a second": [frames, work, seconds]}}

# What the chapters took where they were made, for the first time anywhere: files of a media folder, as they were left.
SHIPPED = Path(__file__).resolve().parents[2] / "assets"


def recall(jobs: Sequence[Job]) -> dict[Job, Known]:
    """Recall what is known of jobs, of this quality or by the frames and pixels of another; of single beats nothing."""
    found = {}
    for job in jobs:
        if job.only is not None:
            continue
        # A forecast must not fail by what somebody has done to a file.
        with contextlib.suppress(TypeError, ValueError, LookupError, AttributeError):
            size, kept = nearest(job, {**memories(SHIPPED / NAME), **memories(job.media / NAME)})
            frames, work, seconds = map(float, kept)
            side, rate = map(float, size.split())
            scale, longer = job.frame_rate / rate, frame_cost(job.size[0]) / frame_cost(side)
            if min(frames, work, seconds, scale) > 0:
                found[job] = Known(round(frames * scale), work * scale, seconds * scale * longer)
    return found


def frame_cost(side: float) -> float:
    """Rate a frame of so short a side by one of 1080: for a beat 1080 took 5.4 s of CPU, 720 3.0 and 480 1.9."""
    return 0.2 + 0.8 * (side / 1080) ** 2


def remember(job: Job, known: Known) -> None:
    """Keep what is known of a usual job; where it cannot be kept, nothing is lost."""
    if job.only is None and job.pace == 1:
        keep(job, NAME, [known.frames, round(known.work, 1), round(known.seconds, 2)])


def keep(job: Job, name: str, value: Any) -> None:
    """Put a job's value into a file of its media folder; where it cannot be kept, nothing is lost."""
    with contextlib.suppress(OSError, TypeError, ValueError, AttributeError):
        kept = memories(job.media / name)
        kept[job.chapter] = {**kept.get(job.chapter, {}), key(job): value}
        save_text(job.media / name, json.dumps(kept))


def nearest(job: Job, kept: dict[str, Any]) -> tuple[str, Any]:
    """Find what is kept of a job, and its `key`: of the same quality, or of that with the nearest count of pixels.

    LookupError where nothing is.
    """
    sizes = kept[job.chapter]
    if not sizes:
        raise LookupError(job.chapter)
    size = key(job) if key(job) in sizes else min(sizes, key=partial(apart, job))
    return size, sizes[size]


def apart(job: Job, size: str) -> float:
    """Tell how far the pixels of a second are, by their logarithm, from those of a job: of twice or half as many."""
    side, rate = map(float, size.split())
    return abs(2 * math.log(side / job.size[0]) + math.log(rate / job.frame_rate))


def memories(file: Path) -> dict[str, Any]:
    """All that is remembered in a file; nothing where there is none, or it cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def key(job: Job) -> str:
    """Name all that the cost of a job's frames depends on."""
    return f"{job.size[0]} {job.frame_rate}"
