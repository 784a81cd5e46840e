"""A pool of local processes that end with this one; a worker that dies loses only its own task."""

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
from transparent_box.model.training.interrupts import TERMINATION_SIGNALS, block_signals

Task = TypeVar("Task")
Result = TypeVar("Result")
POLL = 0.1  # seconds between checks for news
GRACE_PERIOD = 60  # seconds that a worker gets to save its work when it is terminated
SPARE_STARTS = 3  # processes that may end before they connect and are replaced
MAX_FAILED_CONNECTIONS = 50  # in a row
RETRY_DELAY = 0.1  # seconds after a connection that failed
NEVER_BEGAN = (
    "The worker processes ended before they began: if they print no error above, memory may have run out, so try -j 1."
)


class LocalPool:
    """Runs tasks in `workers` processes, spawned and not forked: OpenGL, CUDA and threads do not survive a fork.

    `environment` overrides variables of this process's environment in theirs.
    """

    elsewhere = False

    def __init__(self, workers: int, environment: Mapping[str, str] | None = None) -> None:
        self.workers, self.environment = workers, dict(environment or {})

    def run(
        self, work: Work[Task, Result], tasks: Sequence[Task], on_news: Callable[[Task, Any], None]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """See `model.tasks.Pool.run`; raises PoolError if processes keep ending before they begin."""
        key = secrets.token_bytes(16)
        pebble.CONSTS.term_timeout = GRACE_PERIOD
        with Listener(listener_address(), authkey=key) as listener, with_environment(self.environment):
            connections = Connections(listener)
            start = (listener.address, key, os.getpid())
            many = min(self.workers, len(tasks))
            with block_interrupts():
                context = LimitedSpawnContext(many + SPARE_STARTS, connections)
                pool = pebble.ProcessPool(many, 0, prepare_worker, start, context)
                waiting = {
                    pool.submit(partial(run_task, work), None, number, task): task for number, task in enumerate(tasks)
                }
            try:
                while waiting:
                    done, _ = wait(waiting, POLL, "FIRST_COMPLETED")
                    # A pool that broke has ended the tasks it held, but not those submitted later.
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
                context.kill_loading()
                pool.join()
                connections.close()


def listener_address() -> Any:
    """Choose an address that is not a file: a killed process would leave it in the temporary folder."""
    return f"\0transparent-box-{secrets.token_hex(8)}" if sys.platform == "linux" else ("localhost", 0)


class Connections:
    """Receives the news of workers over a connection each, so that one that dies blocks no other."""

    def __init__(self, listener: Listener) -> None:
        self._open: list[Connection] = []
        self._listener, self._closed = listener, False
        self._failure = ""  # why no more workers can connect, once that is so
        self.begun: set[int] = set()  # process numbers of the workers that have connected so far
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        failed = 0
        while not self._closed and failed < MAX_FAILED_CONNECTIONS:
            try:
                connection = self._listener.accept()
                self.begun.add(connection.recv())
            except (
                OSError,
                EOFError,
                AuthenticationError,
            ) as error:  # it ended in the handshake, or accepting failed
                failed += 1
                reason = getattr(error, "strerror", None) or str(error)
                time.sleep(RETRY_DELAY)
            else:
                failed = 0
                self._open.append(connection)
        if not self._closed:
            self._failure = reason
            self._listener.close()  # which ends the workers that wait for it

    def receive(self) -> Iterator[tuple[int, Any]]:
        """Yield (task number, news) received since the last call; raise PoolError if no more workers can connect."""
        if self._failure:
            raise PoolError(
                f"The worker processes cannot report ({self._failure}): close other programs and try again."
            )
        for connection in list(self._open):
            try:
                while connection.poll():
                    yield connection.recv()
            except (EOFError, OSError):
                self._open.remove(connection)

    def close(self) -> None:
        """Close all connections and accept no more."""
        self._closed = True
        for connection in self._open:
            connection.close()


class LimitedSpawnContext(SpawnContext):
    """Starts processes for a pool until `most` of them have ended before they connected."""

    def __init__(self, most: int, connections: Connections) -> None:
        super().__init__()
        self._most, self._connections = most, connections
        self._started: list[SpawnProcess] = []

    def Process(self, *args: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]
        """Make a process; raise OSError, which stops the pool, if too many ended before they connected."""
        if len(self._started) - len(self._connections.begun) >= self._most:
            raise OSError(NEVER_BEGAN)
        self._started.append(SpawnProcess(*args, **options))
        return self._started[-1]

    def kill_loading(self) -> None:
        """Kill the processes that have not connected yet: they still need the semaphores of a pool that now ends."""
        for process in self._started:
            if process.pid and process.pid not in self._connections.begun:
                process.kill()


@contextmanager
def with_environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for processes started in the block: libraries read them only when they are loaded."""
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
def block_interrupts(signals: Sequence[int] = TERMINATION_SIGNALS) -> Iterator[None]:
    """Delay termination signals until after the block; workers started in it get none until they are ready."""
    if sys.platform == "win32":
        yield
        return
    start_resource_tracker()
    with block_signals(signals):
        yield


def start_resource_tracker() -> None:
    """Start multiprocessing's resource tracker, whose start would unblock signals, with its warnings silenced.

    It removes the semaphores of killed processes, as it should, but would also warn of them on our stderr.
    """
    warnings = filter(None, (os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker:UserWarning"))
    with with_environment({"PYTHONWARNINGS": ",".join(warnings)}):
        resource_tracker.ensure_running()


# In the workers.

_connection: Connection | None = None
_busy = False


def prepare_worker(address: Any, key: bytes, parent: int) -> None:
    """Prepare a worker: connect to the parent, and end when terminated or when the parent has gone."""
    global _connection
    _connection = Client(address, authkey=key)
    _connection.send(os.getpid())
    end_with_parent(parent, GRACE_PERIOD)
    SingleInterrupt(lambda: _busy).install()
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINATION_SIGNALS)


def run_task(work: Work[Task, Result], number: int, task: Task) -> Result:
    """Run one task; on a termination signal, let it save its work and end the process."""
    global _busy
    _busy = True
    try:
        return work(task, partial(report, number))
    except KeyboardInterrupt:
        end_now()
    finally:
        _busy = False


def report(number: int, news: Any) -> None:
    """Send news of a task to the parent; end the task if the parent has gone."""
    try:
        if _connection is not None:
            _connection.send((number, news))
    except OSError:
        raise KeyboardInterrupt from None
