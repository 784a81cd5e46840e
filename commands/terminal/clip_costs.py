"""Stores what drawing each clip took, in its media folder, as the basis of the next forecast."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from transparent_box.commands.terminal.forecast import CostRecord
from transparent_box.model.files import save_text
from transparent_box.scenes.output.job import Job

NAME = "drawn.json"  # {chapter: {"short side, frames a second": [frames, work, seconds]}}

# The costs measured for the release, for chapters never drawn here: files as a media folder holds them.
SHIPPED = Path(__file__).resolve().parents[2] / "assets"


def recall(jobs: Sequence[Job]) -> dict[Job, CostRecord]:
    """Read the costs of jobs, scaled by frames and pixels if stored at another quality; single beats have none."""
    found = {}
    for job in jobs:
        if job.only is not None:
            continue
        # A forecast must not fail because somebody edited a file.
        with contextlib.suppress(TypeError, ValueError, LookupError, AttributeError):
            size, kept = nearest_record(job, {**read_records(SHIPPED / NAME), **read_records(job.media / NAME)})
            frames, work, seconds = map(float, kept)
            side, rate = map(float, size.split())
            scale, longer = job.frame_rate / rate, frame_cost(job.size[0]) / frame_cost(side)
            if min(frames, work, seconds, scale) > 0:
                found[job] = CostRecord(round(frames * scale), work * scale, seconds * scale * longer)
    return found


def frame_cost(side: float) -> float:
    """Return the cost of a frame relative to one at 1080p; `side` is its short side in pixels.

    Fitted to the CPU seconds of one beat: 5.4 at 1080p, 3.0 at 720p, 1.9 at 480p.
    """
    return 0.2 + 0.8 * (side / 1080) ** 2


def remember(job: Job, known: CostRecord) -> None:
    """Store the cost of a whole clip at the usual pace; failing to store is no error."""
    if job.only is None and job.pace == 1:
        store(job, NAME, [known.frames, round(known.work, 1), round(known.seconds, 2)])


def store(job: Job, name: str, value: Any) -> None:
    """Store a job's value in a file of its media folder; failing to is no error."""
    with contextlib.suppress(OSError, TypeError, ValueError, AttributeError):
        kept = read_records(job.media / name)
        kept[job.chapter] = {**kept.get(job.chapter, {}), size_key(job): value}
        save_text(job.media / name, json.dumps(kept))


def nearest_record(job: Job, kept: dict[str, Any]) -> tuple[str, Any]:
    """Find what is kept of a job, and its `size_key`: of the same quality, or of that with the nearest count of pixels.

    Raises LookupError if nothing is stored.
    """
    sizes = kept[job.chapter]
    if not sizes:
        raise LookupError(job.chapter)
    size = size_key(job) if size_key(job) in sizes else min(sizes, key=partial(pixel_rate_distance, job))
    return size, sizes[size]


def pixel_rate_distance(job: Job, size: str) -> float:
    """Return |log| of the ratio of pixels a second at a size key to those of a job."""
    side, rate = map(float, size.split())
    return abs(2 * math.log(side / job.size[0]) + math.log(rate / job.frame_rate))


def read_records(file: Path) -> dict[str, Any]:
    """Return all records in a file; {} if there is none or it cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def size_key(job: Job) -> str:
    """Return the key of a job's record: its short side in pixels and its frames a second."""
    return f"{job.size[0]} {job.frame_rate}"
