"""Work handed to whoever does it: this process, other processes here, or other machines.

The one interface between what is to be done (clips, trainings) and what does it. `commands.processes` has the pool of
processes here, `commands.cluster` that of other machines.
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
    """Nobody is there to do the work any more, or nobody who can; the message is one sentence for the user."""


@dataclass(frozen=True)
class Lost:
    """In place of a result: the process that did the work was ended from outside."""


@dataclass(frozen=True)
class Unfinished:
    """In place of a result: what there is has been saved, and the same task goes on from it."""


class PortableTask(Protocol):
    """A task that can also be done where nothing is but the package; a pool of other machines takes no other."""

    @property
    def reads(self) -> tuple[Path, ...]:
        """Folders that its work reads and that never change."""

    @property
    def writes(self) -> tuple[Path, ...]:
        """Folders that hold all it makes."""

    @property
    def resumes(self) -> bool:
        """Whether it goes on from what is in the folders that it writes."""

    def relocated(self, reads: Sequence[Path], home: Path) -> Self:
        """The same task as it is done there: reading from these folders, and all it makes is in its home."""

    def result_files(self, result: Any) -> list[Path]:
        """Files of its result, in the folders that it writes."""

    def local_result(self, result: Any) -> Any:
        """A result from there as it is here, once its files are."""


class Pool(Protocol):
    """Whoever does the work. `workers` do it at a time; what is `elsewhere` shares no files with this machine."""

    workers: int
    elsewhere: bool

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Do `work(task, tell)` for each task and yield (task, result) as they finish; call `on_news` on the way.

        What `work` raises is raised here. However the iteration ends, nothing goes on behind it.
        """


def usable_cpus() -> int:
    """Count the CPUs that this process may use: a cluster's scheduler and containers give fewer than there are."""
    if hasattr(os, "sched_getaffinity"):  # macOS and Windows have none
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usable_memory() -> float:
    """Count the bytes that this machine has, or that its container may use; infinity where the system does not say."""
    found = [math.inf]
    with suppress(OSError, ValueError):  # no such file, or "max"
        found.append(float(CONTAINER_MEMORY.read_text(encoding="ascii")))
    with suppress(AttributeError, OSError, ValueError):  # Windows has no sysconf
        found.append(float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")))
    return min(found)


class InProcessPool:
    """Does all work in this process, one task after the other: a debugger stops where it is told to."""

    workers = 1
    elsewhere = False

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """See `Pool.run`."""
        for task in tasks:
            yield task, work(task, lambda news, task=task: on_news(task, news))  # type: ignore[misc]
