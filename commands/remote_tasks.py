"""Runs a task with all the files it needs on a worker of a cluster; this module runs on that worker.

Folders to read are kept in the worker's own folder, named by their content; Dask removes it with the worker.
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
from transparent_box.commands.versions import describe_difference, versions
from transparent_box.model.contents import Manifest, manifest_digest, manifest_of
from transparent_box.model.tasks import Lost, PoolError, PortableTask, Unfinished

STORE = "transparent-box"

_own = threading.local()  # each thread of a worker has its own processes
_complete: set[Path] = set()  # folders that were found to match their manifests


@dataclass(frozen=True)
class RemoteTask:
    """A task and its work, the manifests of the folders it reads and resumes from, and the versions it requires.

    Its news are logged under `topic` with its number; `environment` holds variables for the process that runs it.
    """

    number: int
    work: Any
    task: PortableTask
    reads: tuple[Manifest, ...]
    state: tuple[Manifest, ...]
    environment: Mapping[str, str]
    extras: tuple[str, ...]
    versions: Mapping[str, str]
    topic: str


@dataclass(frozen=True)
class MissingFiles:
    """Returned in place of a result: files that the worker must be sent first.

    Each folder is (path on the worker, whether it is one the task reads, its index among those, names of files).
    """

    worker: str
    folders: tuple[tuple[str, bool, int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RemoteResult:
    """A result, and for each folder of `task.writes` the files made or changed, by name, and those removed."""

    result: Any
    files: tuple[dict[str, bytes], ...]
    gone: tuple[tuple[str, ...], ...]


def run_remotely(remote: RemoteTask) -> MissingFiles | RemoteResult:
    """Run a task in this thread's process; raise PoolError if versions differ from those it requires."""
    from distributed import get_worker
    from distributed.protocol.pickle import dumps

    worker = get_worker()
    require_versions(worker.address, remote)
    store = Path(worker.local_directory) / STORE
    read = [store / manifest_digest(manifest) for manifest in remote.reads]
    task = remote.task.relocated(read, store / "home")
    written = task.writes if task.resumes else ()
    missing = [
        (str(place), is_read, number, tuple(names))
        for is_read, places, manifests in ((True, read, remote.reads), (False, written, remote.state))
        for number, (place, manifest) in enumerate(zip(places, manifests, strict=True))
        if (names := missing_names(place, manifest, is_read))
    ]
    if missing:
        return MissingFiles(worker.address, tuple(missing))
    key = worker.get_current_task()

    def report(news: Any) -> None:
        worker.log_event(remote.topic, (remote.number, dumps(news)))

    def is_wanted() -> bool:
        state = worker.state.tasks.get(key)
        return state is not None and state.state in ("executing", "long-running")

    return remote_result(task, remote.state, process_for(remote.environment).run(remote.work, task, report, is_wanted))


def require_versions(address: str, remote: RemoteTask) -> None:
    """Raise PoolError unless this worker has the versions that a task requires."""
    differing = describe_difference(remote.versions, versions(remote.extras))
    if differing:
        raise PoolError(version_mismatch(address, differing))


def version_mismatch(address: str, differing: str) -> str:
    """Say in a sentence that a worker has other versions."""
    return f"The worker at {address} has {differing}, and might draw or train differently: install the same there."


def missing_names(place: Path, manifest: Manifest, never_changes: bool) -> list[str]:
    """Return the files of a manifest that a folder lacks; one that never changes is not checked again once complete."""
    if never_changes and place in _complete:
        return []
    names = missing_files(place, manifest)
    if never_changes and not names:
        _complete.add(place)
    return names


def receive_files(place: str, files: Mapping[str, bytes]) -> None:
    """Write files that were missing into a folder of this worker."""
    write_files(Path(place), files)


def process_for(environment: Mapping[str, str]) -> TaskProcess:
    """Return this thread's process with an environment, started anew if it has ended."""
    processes: dict[Any, TaskProcess] = _own.__dict__.setdefault("processes", {})
    key = frozenset(environment.items())
    if key not in processes or not processes[key].is_there:
        processes[key] = TaskProcess(environment)
    return processes[key]


def remote_result(task: PortableTask, state: tuple[Manifest, ...], result: Any) -> RemoteResult:
    """Return a result with its files; for a resumed task, only files that changed since `state`, and names removed."""
    files: list[dict[str, bytes]] = [{} for _ in task.writes]
    gone: list[tuple[str, ...]] = [() for _ in task.writes]
    if isinstance(result, Lost):
        pass
    elif task.resumes:
        for number, (folder, before) in enumerate(zip(task.writes, state, strict=True)):
            now = manifest_of(folder)
            files[number] = {n: (folder / n).read_bytes() for n, content in now.items() if before.get(n) != content}
            gone[number] = tuple(before.keys() - now.keys())
            if not isinstance(result, Unfinished):
                shutil.rmtree(folder, ignore_errors=True)
    else:
        for path in task.result_files(result):
            number = next(n for n, folder in enumerate(task.writes) if path.is_relative_to(folder))
            files[number][path.relative_to(task.writes[number]).as_posix()] = path.read_bytes()
    return RemoteResult(result, tuple(files), tuple(gone))
