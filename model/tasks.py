"""Tasks and the pools that carry them out: in this process, in other processes here, or on other machines.

This is the interface between the work (clips, trainings) and the workers. `commands.processes` has the pool of local
processes, `commands.cluster` that of other machines.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Report = Callable[[Any], None]  # sends a piece of news about a task while it is worked on
Work = Callable[[Task, Report], Result]

CONTAINER_MEMORY = Path("/sys/fs/cgroup/memory.max")  # of Linux's control groups, version 2: bytes, or "max"


class PoolError(RuntimeError):
    """No worker is left, or none that can do the work; the message is one sentence for the user."""


@dataclass(frozen=True)
class Lost:
    """In place of a result: the process that did the work was killed from outside."""


@dataclass(frozen=True)
class Unfinished:
    """In place of a result: the progress was saved, and the same task can be resumed."""


class PortableTask(Protocol):
    """A task that can be moved to another machine that has only this package; cluster pools accept no other."""

    @property
    def reads(self) -> tuple[Path, ...]:
        """Folders that its work reads and that never change."""

    @property
    def writes(self) -> tuple[Path, ...]:
        """Folders that hold all the files it makes."""

    @property
    def resumes(self) -> bool:
        """Whether it resumes from what is in the folders that it writes."""

    def relocated(self, reads: Sequence[Path], home: Path) -> Self:
        """Return the same task with other folders to read, and with all it writes in the folder `home`."""

    def result_files(self, result: Any) -> list[Path]:
        """Return the files that belong to a result, all in the folders that it writes."""

    def local_result(self, result: Any) -> Any:
        """Convert a result from another machine to this one's paths, after its files were copied."""


class Pool(Protocol):
    """A pool of `workers` that run tasks; one `elsewhere` shares no files with this machine."""

    workers: int
    elsewhere: bool

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Run `work(task, report)` for each task and yield (task, result) as they finish.

        `on_news(task, news)` is called with what `work` reports. Errors of `work` are raised here. However the
        iteration ends, no work continues in the background.
        """


def usable_cpus() -> int:
    """Return the number of CPUs that this process may use, which a cluster or a container may limit."""
    if hasattr(os, "sched_getaffinity"):  # macOS and Windows have none
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usable_memory() -> float:
    """Return the bytes of memory of this machine or its container's limit; infinity if unknown."""
    found = [math.inf]
    with suppress(OSError, ValueError):  # no such file, or "max"
        found.append(float(CONTAINER_MEMORY.read_text(encoding="ascii")))
    with suppress(AttributeError, OSError, ValueError):  # Windows has no sysconf
        found.append(float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")))
    return min(found)


class InProcessPool:
    """Runs all tasks in this process, one after the other, so that debuggers work."""

    workers = 1
    elsewhere = False

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """See `Pool.run`."""
        for task in tasks:
            yield task, work(task, lambda news, task=task: on_news(task, news))  # type: ignore[misc]
