"""The default number of worker processes."""

from __future__ import annotations

from transparent_box.model.tasks import usable_cpus, usable_memory

WORKER_BYTES = 1.5e9  # memory of a process that has drawn a whole film in 1080p; BENCHMARKS.md, Memory


def default_workers() -> int:
    """Return how many processes draw at a time by default: one a CPU, but no more than memory holds."""
    return max(1, int(min(usable_cpus(), usable_memory() / WORKER_BYTES)))
