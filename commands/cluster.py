"""A pool of workers on other machines: tasks go to a Dask scheduler together with the files they need.

A worker needs this package installed and nothing else of ours. A folder that a task reads is sent to each worker once,
identified by its content; the files a task makes come back as bytes and are written here atomically. Dask gives the
tasks of a worker that has gone to another one.
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

from transparent_box.commands.processes import block_interrupts
from transparent_box.commands.remote_tasks import (
    MissingFiles,
    RemoteResult,
    RemoteTask,
    receive_files,
    run_remotely,
    version_mismatch,
)
from transparent_box.commands.transfers import in_batches, path_inside
from transparent_box.commands.versions import describe_difference, versions
from transparent_box.model.contents import Manifest, manifest_of
from transparent_box.model.files import atomic_file
from transparent_box.model.hashes import RECORD, record_expected
from transparent_box.model.storage import write_json
from transparent_box.model.tasks import Lost, PoolError, PortableTask, Unfinished, Work, usable_cpus
from transparent_box.model.training.device import device_kind

POLL = 0.2  # seconds between checks that the scheduler is there
TIMEOUT = 10.0  # seconds in which a scheduler, or a first worker, must answer
LOCAL = "local"
SILENT = logging.CRITICAL + 1
ATTEMPTS = 3  # at a task whose process is killed from outside; Dask makes as many if a whole worker is
CONFIG = "config.json"
WRITTEN_LAST = (CONFIG, "state.safetensors", RECORD)  # files of a training that are written last


class ClusterPool:
    """The workers of a Dask cluster, which share no files with this machine; see `model.tasks.Pool`."""

    elsewhere = True

    def __init__(self, client: Any, address: str, environment: Mapping[str, str], extras: tuple[str, ...]) -> None:
        self.workers = sum(client.nthreads().values())
        self._client, self._address, self._extras = client, address, extras
        self._environment = dict(environment)
        self._manifests: dict[Path, Manifest] = {}
        self._sent: set[tuple[str, str]] = set()  # (worker, folder) of the folders sent for reading

    def run(
        self, work: Work[Any, Any], tasks: Sequence[Any], on_news: Callable[[Any, Any], None]
    ) -> Iterator[tuple[Any, Any]]:
        """See `Pool.run`. Tasks are `model.tasks.PortableTask`s; raises PoolError if the scheduler is gone."""
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
        """Return the kind of device, "cpu" or "cuda", that a worker would train on, given the value of --device."""
        kind: str = self._client.submit(device_kind, name, pure=False).result()
        return kind

    def _remote(self, number: int, work: Any, task: PortableTask, topic: str) -> RemoteTask:
        for folder in task.reads:
            if folder not in self._manifests:
                self._manifests[folder] = manifest_of(folder)
        reads = tuple(self._manifests[folder] for folder in task.reads)
        state = tuple(manifest_of(folder) for folder in task.writes) if task.resumes else ()
        known = versions(self._extras)
        return RemoteTask(number, work, task, reads, state, self._environment, self._extras, known, topic)

    def _submitted(self, remote: RemoteTask, worker: str | None) -> Any:
        """Submit a task and return its future: earlier tasks first, preferably to the `worker` that has its files."""
        place = {"workers": [worker], "allow_other_workers": True} if worker else {}
        return self._client.submit(run_remotely, remote, pure=False, priority=-remote.number, **place)

    def _next(self, received: SimpleQueue[Any]) -> Any:
        """Wait for news or a finished future; return None after `POLL` seconds, raise PoolError without a scheduler."""
        try:
            return received.get(timeout=POLL)
        except Empty:
            if self._client.status != "running":
                raise self._gone() from None
            return None

    def _result_of(self, future: Any, task: PortableTask) -> Any:
        """Return a future's result after writing its files here, or send the worker the files that it lacks."""
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
        return came.result if isinstance(came.result, Lost | Unfinished) else task.local_result(came.result)

    def _send(self, missing: MissingFiles, task: PortableTask) -> None:
        """Send a worker the files it lacks, in batches; a worker that has gone meanwhile is passed over."""
        for place, is_read, number, names in missing.folders:
            if (missing.worker, place) in self._sent:  # several of its tasks asked for the same folder
                continue
            if is_read:
                self._sent.add((missing.worker, place))
            folder = (task.reads if is_read else task.writes)[number]
            for batch in in_batches(folder, names):
                answers = self._client.run(receive_files, place, batch, workers=[missing.worker], on_error="return")
                for trouble in answers.values():
                    if isinstance(trouble, OSError) and trouble.strerror:
                        raise PoolError(f"The worker at {missing.worker} cannot write {place}: {trouble.strerror}.")

    def _gone(self) -> PoolError:
        return PoolError(
            f"The scheduler at {self._address} is gone. What was finished is kept: "
            "the same command goes on from there once it is back."
        )

    def _let_go(self, futures: list[Any], topic: str) -> None:
        """Cancel the futures and the subscription, so that nothing of ours stays on the cluster."""
        if self._client.status == "running":
            self._client.cancel(futures, force=True)
            self._client.unsubscribe_topic(topic)


def write(result: RemoteResult, task: PortableTask) -> None:
    """Write a result's files atomically, those of a training in an order that can be resumed from at any moment."""
    for folder, files, gone in zip(task.writes, result.files, result.gone, strict=True):
        if task.resumes and CONFIG in files and not (folder / CONFIG).exists():
            write_json(folder / CONFIG, json.loads(files[CONFIG]) | {"steps_done": 0})  # marks the folder as a run
        if task.resumes and RECORD in files:  # the checksums themselves are written last
            record_expected(folder, {name: sha256(files[name]).hexdigest() for name in files if name != RECORD})
        for name in sorted(files, key=lambda name: (name in WRITTEN_LAST and 1 + WRITTEN_LAST.index(name), name)):
            with atomic_file(path_inside(folder, name)) as private:
                private.write_bytes(files[name])
        for name in gone:
            path_inside(folder, name).unlink(missing_ok=True)


@contextmanager
def connect(address: str, environment: Mapping[str, str], extras: tuple[str, ...]) -> Iterator[ClusterPool]:
    """Connect to a cluster, at an address or "local" for one on this machine's processors, and yield its pool.

    Prints the dashboard's address. Raises PoolError if no scheduler answers, if it has no workers, or if a worker has
    other versions.
    """
    with open_client(address) as client:
        click.echo(f"The cluster's dashboard: {client.dashboard_link}", err=True)
        require_workers(client, address)
        require_versions(client, extras)
        yield ClusterPool(client, address, environment, extras)


@contextmanager
def open_client(address: str) -> Iterator[Any]:
    """Yield a client of a scheduler; a local one is started first and stopped after the block."""
    from distributed import Client, LocalCluster

    silence_dask()
    with ExitStack() as stack:
        if address == LOCAL:
            workers = usable_cpus()
            with block_interrupts([signal.SIGINT]):  # a terminal sends it to all processes; we end the workers
                started = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=SILENT
                )
            address = stack.enter_context(started)
        try:
            client = Client(address, timeout=TIMEOUT)
        except (OSError, ValueError) as error:
            raise PoolError(f"No scheduler answers at {address}: start one with `dask scheduler`.") from error
        yield stack.enter_context(client)


def silence_dask() -> None:
    """Silence Dask's log messages and traces: errors are reported in sentences of our own."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(SILENT)


def require_workers(client: Any, address: str) -> None:
    """Raise PoolError unless a scheduler has a worker, or gets one within `TIMEOUT` seconds."""
    try:
        client.wait_for_workers(1, timeout=TIMEOUT)
    except TimeoutError:
        raise PoolError(f"The scheduler at {address} has no workers: start `dask worker {address}`.") from None


def require_versions(client: Any, extras: tuple[str, ...]) -> None:
    """Raise PoolError unless every present worker has this machine's versions; later ones check themselves."""
    here = versions(extras)
    for worker, there in client.run(versions, extras, on_error="return").items():
        if isinstance(there, ModuleNotFoundError):
            raise PoolError(f"The worker at {worker} has no package {there.name}: install this project there.")
        if isinstance(there, Exception):
            raise there
        if differing := describe_difference(here, there):
            raise PoolError(version_mismatch(worker, differing))
