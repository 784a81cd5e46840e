"""Other machines: tasks are handed to a Dask scheduler, and all that they need and make travels with them.

A worker needs the package and nothing else that is ours. A folder that a task reads is sent to a worker once, by its
content; what a task makes comes back as bytes and is written here, each file whole. Dask gives the tasks of a worker
that is gone to another one.
"""

from __future__ import annotations

import json
import logging
import secrets
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import click

from transparent_box.commands.processes import interrupts_blocked
from transparent_box.commands.remote_tasks import (
    MissingFiles,
    RemoteResult,
    RemoteTask,
    other_versions,
    receive,
    run_remotely,
)
from transparent_box.commands.transfers import in_batches, path_inside
from transparent_box.commands.versions import difference, versions
from transparent_box.model.contents import Manifest, manifest_of
from transparent_box.model.files import whole_file
from transparent_box.model.hashes import RECORD, record_expected
from transparent_box.model.storage import write_json
from transparent_box.model.tasks import Lost, PoolError, Travels, Unfinished, Work, usable_cpus
from transparent_box.model.training.device import device_kind

POLL = 0.2  # seconds between looks whether the scheduler is there
ANSWER = 10.0  # seconds in which a scheduler, or a first worker, must answer
LOCAL = "local"
SILENT = logging.CRITICAL + 1
ATTEMPTS = 3  # at a task whose process is ended from outside; Dask makes as many where it is a worker
CONFIG = "config.json"
LAST = (CONFIG, "state.safetensors", RECORD)  # of a training's files, written after all that belongs before it


class ClusterPool:
    """The workers of a Dask cluster, which share nothing with this machine; see `model.tasks.Pool`."""

    elsewhere = True

    def __init__(self, client: Any, address: str, environment: Mapping[str, str], extras: tuple[str, ...]) -> None:
        self.workers = sum(client.nthreads().values())
        self._client, self._address, self._extras = client, address, extras
        self._environment = dict(environment)
        self._manifests: dict[Path, Manifest] = {}
        self._sent: set[tuple[str, str]] = set()  # workers, and the folders that they have got to read

    def run(
        self, work: Work[Any, Any], tasks: Sequence[Any], on_news: Callable[[Any, Any], None]
    ) -> Iterator[tuple[Any, Any]]:
        """See `Pool.run`. Tasks are such as `model.tasks.Travels`; PoolError where the scheduler is gone."""
        from distributed.protocol.pickle import loads as unpickled

        topic, received = f"transparent-box-{secrets.token_hex(8)}", SimpleQueue[Any]()
        self._client.subscribe_topic(topic, lambda event: received.put(tuple(event[1])))
        waiting: dict[Any, int] = {}
        lost = Counter[int]()

        def submit(number: int, worker: str | None = None) -> None:
            future = self._submitted(self._remote(number, work, tasks[number], topic), worker)
            waiting[future] = number
            future.add_done_callback(received.put)

        try:
            for number in range(len(tasks)):
                submit(number)
            while waiting:
                came = self._next(received)
                if came is None:
                    continue
                if isinstance(came, tuple):
                    on_news(tasks[came[0]], unpickled(came[1]))
                    continue
                number = waiting.pop(came)
                result = self._result_of(came, tasks[number])
                lost[number] += isinstance(result, Lost)
                again = isinstance(result, Lost) and lost[number] < ATTEMPTS
                if again or isinstance(result, MissingFiles | Unfinished):
                    submit(number, result.worker if isinstance(result, MissingFiles) else None)
                else:
                    yield tasks[number], result
        finally:
            self._let_go(list(waiting), topic)

    def device(self, name: str) -> str:
        """The kind of device that trains there, "cpu" or "cuda", where one of a name is asked for."""
        kind: str = self._client.submit(device_kind, name, pure=False).result()
        return kind

    def _remote(self, number: int, work: Any, task: Travels, topic: str) -> RemoteTask:
        for folder in task.reads:
            if folder not in self._manifests:
                self._manifests[folder] = manifest_of(folder)
        reads = tuple(self._manifests[folder] for folder in task.reads)
        state = tuple(manifest_of(folder) for folder in task.writes) if task.goes_on else ()
        known = versions(self._extras)
        return RemoteTask(number, work, task, reads, state, self._environment, self._extras, known, topic)

    def _submitted(self, remote: RemoteTask, worker: str | None) -> Any:
        """A future of a task; the first tasks come first, and one whose files a worker has just got goes there."""
        place = {"workers": [worker], "allow_other_workers": True} if worker else {}
        return self._client.submit(run_remotely, remote, pure=False, priority=-remote.number, **place)

    def _next(self, received: SimpleQueue[Any]) -> Any:
        """Wait for news or a future that is done; None after a while without, PoolError without a scheduler."""
        try:
            return received.get(timeout=POLL)
        except Empty:
            if self._client.status != "running":
                raise self._gone() from None
            return None

    def _result_of(self, future: Any, task: Travels) -> Any:
        """Take what a future has come to: its files are written here, and what is missing there is sent."""
        from distributed import KilledWorker

        if future.status not in ("finished", "error"):
            raise self._gone()
        try:
            came = future.result()
        except KilledWorker:
            return Lost()
        if isinstance(came, MissingFiles):
            self._send(came, task)
            return came
        write(came, task)
        return came.result if isinstance(came.result, Lost | Unfinished) else task.returned(came.result)

    def _send(self, missing: MissingFiles, task: Travels) -> None:
        """Send files to a worker, some at a time; one that is gone by then needs none."""
        for place, is_read, number, names in missing.folders:
            if (missing.worker, place) in self._sent:  # it had begun other tasks before that came
                continue
            if is_read:
                self._sent.add((missing.worker, place))
            folder = (task.reads if is_read else task.writes)[number]
            for batch in in_batches(folder, names):
                answers = self._client.run(receive, place, batch, workers=[missing.worker], on_error="return")
                for trouble in answers.values():
                    if isinstance(trouble, OSError) and trouble.strerror:
                        raise PoolError(f"The worker at {missing.worker} cannot write {place}: {trouble.strerror}.")

    def _gone(self) -> PoolError:
        return PoolError(
            f"The scheduler at {self._address} is gone. What was finished is kept: "
            "the same command goes on from there once it is back."
        )

    def _let_go(self, futures: list[Any], topic: str) -> None:
        """Leave nothing behind on the cluster."""
        if self._client.status == "running":
            self._client.cancel(futures, force=True)
            self._client.unsubscribe_topic(topic)


def write(result: RemoteResult, task: Travels) -> None:
    """Write what has come back, each file whole; of a run so that it can be gone on from at any moment."""
    for folder, files, gone in zip(task.writes, result.files, result.gone, strict=True):
        if task.goes_on and CONFIG in files and not (folder / CONFIG).exists():
            write_json(folder / CONFIG, json.loads(files[CONFIG]) | {"steps_done": 0})  # by which it is a run's
        if task.goes_on and RECORD in files:  # which comes last
            record_expected(folder, {name: sha256(files[name]).hexdigest() for name in files if name != RECORD})
        for name in sorted(files, key=lambda name: (name in LAST and 1 + LAST.index(name), name)):
            with whole_file(path_inside(folder, name)) as private:
                private.write_bytes(files[name])
        for name in gone:
            path_inside(folder, name).unlink(missing_ok=True)


@contextmanager
def connected(address: str, environment: Mapping[str, str], extras: tuple[str, ...]) -> Iterator[ClusterPool]:
    """The pool of a cluster's workers: at an address, or "local" for a cluster of this machine's processors.

    Prints the dashboard's address. PoolError where no scheduler answers, none works for it, or versions are others.
    """
    with client_of(address) as client:
        click.echo(f"The cluster's dashboard: {client.dashboard_link}", err=True)
        require_workers(client, address)
        require_versions(client, extras)
        yield ClusterPool(client, address, environment, extras)


@contextmanager
def client_of(address: str) -> Iterator[Any]:
    """A client of a scheduler, which is started for the block where it is a local one."""
    from distributed import Client, LocalCluster

    quieten()
    with ExitStack() as stack:
        if address == LOCAL:
            workers = usable_cpus()
            with interrupts_blocked([signal.SIGINT]):  # which a terminal sends to all; they are ended from here
                started = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=SILENT
                )
            address = stack.enter_context(started)
        try:
            client = Client(address, timeout=ANSWER)
        except (OSError, ValueError) as error:
            raise PoolError(f"No scheduler answers at {address}: start one with `dask scheduler`.") from error
        yield stack.enter_context(client)


def quieten() -> None:
    """Let Dask keep its traces to itself: what goes wrong is said in a sentence of ours."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(SILENT)


def require_workers(client: Any, address: str) -> None:
    """PoolError unless somebody works for a scheduler, or begins to within a moment."""
    try:
        client.wait_for_workers(1, timeout=ANSWER)
    except TimeoutError:
        raise PoolError(f"Nobody works for the scheduler at {address}: start `dask worker {address}`.") from None


def require_versions(client: Any, extras: tuple[str, ...]) -> None:
    """PoolError unless every worker there is now has the versions that are here; later ones are asked themselves."""
    here = versions(extras)
    for worker, there in client.run(versions, extras, on_error="return").items():
        if isinstance(there, ModuleNotFoundError):
            raise PoolError(f"The worker at {worker} has no package {there.name}: install this project there.")
        if isinstance(there, Exception):
            raise there
        if differing := difference(here, there):
            raise PoolError(other_versions(worker, differing))
