"""The pool of processes: fresh ones, each of which dies with this one and takes no other's work with it."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, wait
from contextlib import contextmanager
from functools import partial
from multiprocessing import AuthenticationError, resource_tracker
from multiprocessing.connection import Client, Connection, Listener
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeVar

import pebble

from transparent_box.commands.single_interrupt import SingleInterrupt, end_now
from transparent_box.model.orphans import end_with_parent
from transparent_box.model.tasks import Lost, PoolError, Work
from transparent_box.model.training.interrupts import ENDINGS, signals_blocked

Task = TypeVar("Task")
Result = TypeVar("Result")
POLL = 0.1  # seconds between looks at what has come
PATIENCE = 60  # seconds that work gets to save what it has when it is told to end
STILLBORN = 3  # processes that may end before they begin, each of which another one replaces
REFUSALS = 50  # connections that may fail in a row
REFUSED = 0.1  # seconds from one that failed until the next may be tried
NEVER_BEGAN = (
    "The processes that were to do the work ended before they began: if they say nothing of it themselves, memory "
    "may have run out, so try -j 1."
)


class LocalPool:
    """So many processes at a time, started afresh: neither OpenGL, CUDA nor threads survive a fork.

    `environment` is what they find in theirs, over this process's own.
    """

    elsewhere = False

    def __init__(self, workers: int, environment: Mapping[str, str] | None = None) -> None:
        self.workers, self.environment = workers, dict(environment or {})

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """See `model.tasks.Pool.run`; PoolError where processes end before they begin, one after the other."""
        key = secrets.token_bytes(16)
        pebble.CONSTS.term_timeout = PATIENCE
        with Listener(place_to_listen(), authkey=key) as listener, with_environment(self.environment):
            connections = Connections(listener)
            start = (listener.address, key, os.getpid())
            many = min(self.workers, len(tasks))
            with interrupts_blocked():
                pool = pebble.ProcessPool(many, 0, prepare_worker, start, Starts(many + STILLBORN, connections))
                waiting = {
                    pool.submit(partial(run_task, work), None, number, task): task for number, task in enumerate(tasks)
                }
            try:
                while waiting:
                    done, _ = wait(waiting, POLL, "FIRST_COMPLETED")
                    # A pool that broke has ended the tasks it had, but not those that came to it later.
                    if not done and not pool.active:
                        raise PoolError(NEVER_BEGAN)
                    for number, news in connections.receive():
                        on_news(tasks[number], news)
                    for future in done:
                        task = waiting.pop(future)  # type: ignore[call-overload]
                        try:
                            result: Result | Lost = future.result()
                        except pebble.ProcessExpired:
                            result = Lost()
                        except BrokenExecutor:
                            raise PoolError(NEVER_BEGAN) from None
                        yield task, result
                pool.close()  # type: ignore[no-untyped-call]
            finally:
                pool.stop()  # type: ignore[no-untyped-call]
                pool.join()
                connections.close()


def place_to_listen() -> Any:
    """Choose an address that is no file, which a process that is killed would leave in the temporary folder."""
    return f"\0transparent-box-{secrets.token_hex(8)}" if sys.platform == "linux" else ("localhost", 0)


class Connections:
    """Receives the news of workers: a connection each, so that one that dies at any moment blocks no other."""

    def __init__(self, listener: Listener) -> None:
        self._open: list[Connection] = []
        self._listener, self._closed = listener, False
        self._deaf = ""  # why no more can connect, where that is so
        self.begun = 0  # workers that have connected so far
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        failed = 0
        while not self._closed and failed < REFUSALS:
            try:
                self._open.append(self._listener.accept())
            except (OSError, EOFError, AuthenticationError) as error:  # of one that ended amid its greeting, or of ours
                failed += 1
                reason = getattr(error, "strerror", None) or str(error)
                time.sleep(REFUSED)
            else:
                failed = 0
                self.begun += 1
        if not self._closed:
            self._deaf = reason
            self._listener.close()  # those that wait to be greeted end

    def receive(self) -> Iterator[tuple[int, Any]]:
        """Yield what has come since: (number of the task, news); PoolError where no more workers can connect."""
        if self._deaf:
            raise PoolError(
                f"The processes that work cannot report ({self._deaf}): close other programs and try again."
            )
        for connection in list(self._open):
            try:
                while connection.poll():
                    yield connection.recv()
            except (EOFError, OSError):
                self._open.remove(connection)

    def close(self) -> None:
        """Close all connections, and take no more."""
        self._closed = True
        for connection in self._open:
            connection.close()


class Starts(SpawnContext):
    """Starts processes for a pool, and no more where too many have ended before they connected."""

    def __init__(self, most: int, connections: Connections) -> None:
        super().__init__()
        self._most, self._connections, self._started = most, connections, 0

    def Process(self, *args: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]
        """Make a process to be started; OSError where too many never began, which lets a pool start no other."""
        if self._started - self._connections.begun >= self._most:
            raise OSError(NEVER_BEGAN)
        self._started += 1
        return SpawnProcess(*args, **options)


@contextmanager
def with_environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Set variables for the processes started within: libraries read them once, when they are loaded."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def interrupts_blocked(signals: Sequence[int] = ENDINGS) -> Iterator[None]:
    """Let Ctrl-C and the like come a moment later; to a process started within, after `prepare_worker`, if ever."""
    if sys.platform == "win32":
        yield
        return
    start_resource_tracker()
    with signals_blocked(signals):
        yield


def start_resource_tracker() -> None:
    """Start multiprocessing's own process, whose start would let signals through, and keep it from commenting.

    It removes the semaphores of killed processes, which is what it is for, and would warn of them on our stderr.
    """
    warnings = filter(None, (os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker:UserWarning"))
    with with_environment({"PYTHONWARNINGS": ",".join(warnings)}):
        resource_tracker.ensure_running()


# In the workers.

_connection: Connection | None = None
_busy = False


def prepare_worker(address: Any, key: bytes, parent: int) -> None:
    """Prepare a worker: a connection to the parent, an end when told to, and an end when the parent is gone."""
    global _connection
    _connection = Client(address, authkey=key)
    end_with_parent(parent, PATIENCE)
    SingleInterrupt(lambda: _busy).install()
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def run_task(work: Work[Task, Result], number: int, task: Task) -> Result:
    """Run one task; told to end meanwhile, save what it saves and end the process."""
    global _busy
    _busy = True
    try:
        return work(task, partial(report, number))
    except KeyboardInterrupt:
        end_now()
    finally:
        _busy = False


def report(number: int, news: Any) -> None:
    """Send news of a task; where nobody listens any more, end."""
    try:
        if _connection is not None:
            _connection.send((number, news))
    except OSError:
        raise KeyboardInterrupt from None
