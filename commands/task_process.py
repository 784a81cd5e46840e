"""A process that runs one task after the other for a worker of a cluster, which itself stays free to answer.

Dask runs functions in threads; but Manim's settings, OpenGL and interrupts belong to a process, and only a process can
be killed when its task is no longer wanted. It is started with the number of the socket on which it receives tasks.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from transparent_box.model.orphans import end_with_parent
from transparent_box.model.tasks import Lost

POLL = 0.2  # seconds between checks whether a task is still wanted


class TaskProcess:
    """A child process, started with variables added to its environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._line, end = Pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(end.fileno()), str(os.getpid())],
            pass_fds=[end.fileno()],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
        )
        end.close()

    @property
    def is_there(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def run(self, work: Any, task: Any, report: Callable[[Any], None], is_wanted: Callable[[], bool]) -> Any:
        """Run `work(task, report)` in the process and return its result or raise its error.

        Returns Lost if the process ended, or if `is_wanted` says that nobody waits for the task any more.
        """
        try:
            self._line.send((work, task))
            kind, content = self._receive(is_wanted)
            while kind == "news":
                report(content)
                kind, content = self._receive(is_wanted)
        except (EOFError, OSError):
            self.end()
            return Lost()
        if kind == "error":
            raise content
        return content

    def _receive(self, is_wanted: Callable[[], bool]) -> tuple[str, Any]:
        """Wait for the next message; raise EOFError once the task is no longer wanted."""
        while is_wanted():
            if self._line.poll(POLL):
                received: tuple[str, Any] = self._line.recv()
                return received
        raise EOFError

    def end(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.wait()
        self._line.close()


def serve(line: Connection) -> None:
    """Run the tasks received on a connection until it is closed."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            work, task = line.recv()
            try:
                result = "result", work(task, lambda news: line.send(("news", news)))
            except Exception as error:
                result = "error", error
            line.send(result)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[2]))
    serve(Connection(int(sys.argv[1])))
