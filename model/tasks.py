"""Work handed to whoever does it: this process, other processes here, or other machines.

The one interface between what is to be done (clips, trainings) and what does it. `commands.processes` has the pool of
processes; anything with the same `run` will do, such as a cluster's executor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Tell = Callable[[Any], None]  # sends a piece of news about a task while it is worked on
Work = Callable[[Task, Tell], Result]


@dataclass(frozen=True)
class Lost:
    """In place of a result: the process that did the work was ended from outside."""


class Pool(Protocol):
    """Whoever does the work."""

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Do `work(task, tell)` for each task and yield (task, result) as they finish; call `on_news` on the way.

        What `work` raises is raised here. However the iteration ends, nothing goes on behind it.
        """


class Here:
    """Does all work in this process, one task after the other: a debugger stops where it is told to."""

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """See `Pool.run`."""
        for task in tasks:
            yield task, work(task, lambda news, task=task: on_news(task, news))  # type: ignore[misc]
