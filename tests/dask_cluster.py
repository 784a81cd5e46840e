"""A Dask scheduler and workers as people start them, for tests: processes that share nothing of ours but the code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DASK = Path(sys.executable).with_name("dask")
PATIENCE = 60  # seconds

# What workers find of the tests: the short chapter, as an installed package offers one.
OFFERED = {
    "METADATA": "Metadata-Version: 2.1\nName: short-scene\nVersion: 1\n",
    "entry_points.txt": "[transparent_box.scenes]\nshort_scene = tests.short_scene:ShortScene\n",
}


@dataclass
class DaskCluster:
    """A scheduler's address, its process, and those of its workers."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, *paths: Path) -> subprocess.Popen[bytes]:
        """Start a worker that finds modules in these folders first."""
        number = len(self.workers)
        arguments = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", self.folder / f"w{number}"]
        worker = started(self.folder, "worker", self.address, *arguments, paths=paths)
        self.workers.append(worker)
        return worker

    def wait_for_workers(self) -> None:
        """Return when all workers are at work, or fail."""
        from distributed import Client

        with Client(self.address) as client:
            client.wait_for_workers(len(self.workers), timeout=PATIENCE)


def started(folder: Path, *arguments: object, paths: tuple[Path, ...] = ()) -> subprocess.Popen[bytes]:
    """`dask` with arguments, in a group of its own, what it says in a file."""
    site = folder / "site"
    offered = site / "short_scene-1.dist-info"
    offered.mkdir(parents=True, exist_ok=True)
    for name, text in OFFERED.items():
        (offered / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*paths, site, ROOT)))}
    with (folder / "log").open("ab") as log:
        command = [str(DASK), *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def address_in(file: Path) -> str:
    """Read a scheduler's address; nothing until its file is there and whole."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return ""


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """A scheduler and so many workers, ended with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    local = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    scheduler = started(folder, "scheduler", *local, "--scheduler-file", file)
    cluster = DaskCluster(folder, scheduler, "")
    try:
        deadline = time.monotonic() + PATIENCE
        while not cluster.address and time.monotonic() < deadline:
            time.sleep(0.05)
            cluster.address = address_in(file)
        assert cluster.address, f"no scheduler in {PATIENCE} s"
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.send_signal(signal.SIGKILL)
            process.wait()


def double(task: int, report: Any) -> int:
    """Twice a number; what is no number raises; 0 ends the process."""
    report(task)
    if task == 0:
        sys.exit(1)
    return 2 * int(task)
