"""A process that does one task after the other for a worker of a cluster, which itself stays free to answer.

Dask calls what it is given in threads; Manim's settings, OpenGL and what ends a training belong to a process, and what
goes on too long can only be ended with one. It is started with the number of a socket on which it is told what to do.
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

LOOK = 0.2  # seconds between two looks whether a task is still wanted


class TaskProcess:
    """A process of its own, started with some variables of its environment set."""

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
        """Whether it has not ended."""
        return self._process.poll() is None

    def run(self, work: Any, task: Any, report: Callable[[Any], None], is_wanted: Callable[[], bool]) -> Any:
        """Return what `work(task, report)` does there, or raise it; Lost where the process ended or is not wanted."""
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
        """Wait for what comes next; EOFError once nobody wants it."""
        while is_wanted():
            if self._line.poll(LOOK):
                received: tuple[str, Any] = self._line.recv()
                return received
        raise EOFError

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._line.close()


def serve(line: Connection) -> None:
    """Do what comes in on a line until it is closed."""
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
