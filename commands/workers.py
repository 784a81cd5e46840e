"""The number of processes that work at a time, where nobody says it."""

from __future__ import annotations

from transparent_box.model.tasks import usable_cpus, usable_memory

WORKER_BYTES = 1.5e9  # of a process that has drawn a whole film in 1080p; BENCHMARKS.md, Memory


def default_workers() -> int:
    """Count the processes that draw at a time: one a CPU, but no more than memory holds."""
    return max(1, int(min(usable_cpus(), usable_memory() / WORKER_BYTES)))
