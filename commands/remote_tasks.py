"""Runs a task, with all that it needs, as a worker of a cluster; this module runs there.

What it reads lies in the worker's own folder, by its content; Dask removes that folder with the worker.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transparent_box.commands.task_process import TaskProcess
from transparent_box.commands.transfers import missing_files, write_files
from transparent_box.commands.versions import difference, versions
from transparent_box.model.contents import Manifest, manifest_of, name_of
from transparent_box.model.tasks import Lost, PoolError, Travels, Unfinished

STORE = "transparent-box"

_own = threading.local()  # each of a worker's threads has processes of its own
_whole: set[Path] = set()  # folders that were found to be as they should


@dataclass(frozen=True)
class RemoteTask:
    """A task and its work, what the folders that it reads and goes on from hold, and what must be the same there.

    News of it are logged under `topic`, with its number; `environment` is what the process that does it finds in its.
    """

    number: int
    work: Any
    task: Travels
    reads: tuple[Manifest, ...]
    state: tuple[Manifest, ...]
    environment: Mapping[str, str]
    extras: tuple[str, ...]
    versions: Mapping[str, str]
    topic: str


@dataclass(frozen=True)
class MissingFiles:
    """In place of a result: (place at the worker, whether it is read, its number, its files), to be sent first."""

    worker: str
    folders: tuple[tuple[str, bool, int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RemoteResult:
    """A result, and the files that it made: by the number of the folder that is written, and their names in it."""

    result: Any
    files: tuple[dict[str, bytes], ...]
    gone: tuple[tuple[str, ...], ...]


def run_remotely(remote: RemoteTask) -> MissingFiles | RemoteResult:
    """Run a task here, in a process of this thread's; PoolError where versions differ from those asked for."""
    from distributed import get_worker
    from distributed.protocol.pickle import dumps

    worker = get_worker()
    require_versions(worker.address, remote)
    store = Path(worker.local_directory) / STORE
    read = [store / name_of(manifest) for manifest in remote.reads]
    task = remote.task.moved(read, store / "home")
    written = task.writes if task.goes_on else ()
    missing = [
        (str(place), is_read, number, tuple(names))
        for is_read, places, manifests in ((True, read, remote.reads), (False, written, remote.state))
        for number, (place, manifest) in enumerate(zip(places, manifests, strict=True))
        if (names := names_missing(place, manifest, is_read))
    ]
    if missing:
        return MissingFiles(worker.address, tuple(missing))
    key = worker.get_current_task()

    def report(news: Any) -> None:
        worker.log_event(remote.topic, (remote.number, dumps(news)))

    def is_wanted() -> bool:
        state = worker.state.tasks.get(key)
        return state is not None and state.state in ("executing", "long-running")

    return remote_result(task, remote.state, process_with(remote.environment).run(remote.work, task, report, is_wanted))


def require_versions(address: str, remote: RemoteTask) -> None:
    """PoolError unless all that decides what comes out is the same here."""
    differing = difference(remote.versions, versions(remote.extras))
    if differing:
        raise PoolError(other_versions(address, differing))


def other_versions(address: str, differing: str) -> str:
    """Name the versions in which a worker differs."""
    return f"The worker at {address} has {differing}, and would make something else: install the same there."


def names_missing(place: Path, manifest: Manifest, for_good: bool) -> list[str]:
    """Files of a manifest that are not in a place; one that is whole for good is not looked through again."""
    if for_good and place in _whole:
        return []
    names = missing_files(place, manifest)
    if for_good and not names:
        _whole.add(place)
    return names


def receive(place: str, files: Mapping[str, bytes]) -> None:
    """Take in files that were missing."""
    write_files(Path(place), files)


def process_with(environment: Mapping[str, str]) -> TaskProcess:
    """This thread's process with such an environment; another one where it has ended."""
    processes: dict[Any, TaskProcess] = _own.__dict__.setdefault("processes", {})
    key = frozenset(environment.items())
    if key not in processes or not processes[key].is_there:
        processes[key] = TaskProcess(environment)
    return processes[key]


def remote_result(task: Travels, state: tuple[Manifest, ...], result: Any) -> RemoteResult:
    """A result with its files; of folders that were gone on from, only what has changed, and what is gone."""
    files: list[dict[str, bytes]] = [{} for _ in task.writes]
    gone: list[tuple[str, ...]] = [() for _ in task.writes]
    if isinstance(result, Lost):
        pass
    elif task.goes_on:
        for number, (folder, before) in enumerate(zip(task.writes, state, strict=True)):
            now = manifest_of(folder)
            files[number] = {n: (folder / n).read_bytes() for n, content in now.items() if before.get(n) != content}
            gone[number] = tuple(before.keys() - now.keys())
            if not isinstance(result, Unfinished):
                shutil.rmtree(folder, ignore_errors=True)
    else:
        for path in task.brings(result):
            number = next(n for n, folder in enumerate(task.writes) if path.is_relative_to(folder))
            files[number][path.relative_to(task.writes[number]).as_posix()] = path.read_bytes()
    return RemoteResult(result, tuple(files), tuple(gone))
