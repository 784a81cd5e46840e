"""What a killed process has left is told from what another one is writing, whatever number it has."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from transparent_box.model import owners
from transparent_box.model.files import private_path, remove_leftovers

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not say when it began")
TOKEN = "0123abcd"
OWN = re.compile(owners.OWNER)


def private(folder: Path, process: int, machine: str, began: str) -> Path:
    """A half-written file of somebody's."""
    path = folder / f".clip.{process}-{machine}-{began}.{TOKEN}.part.mp4"
    path.write_bytes(b"half")
    return path


@needs_proc
def test_a_number_that_is_in_use_again_is_another_process(tmp_path: Path) -> None:
    mine, now = owners.machine(), owners.start_time(os.getpid())
    kept = private(tmp_path, os.getpid(), mine, now)
    earlier = private(tmp_path, os.getpid(), mine, f"{int(now, 16) - 1:x}")
    remove_leftovers(tmp_path)
    assert kept.exists() and not earlier.exists()


def test_of_another_machine_only_what_is_old_is_swept(tmp_path: Path) -> None:
    other = "0" * 8
    assert other != owners.machine()
    fresh, old = (private(tmp_path, 2**22 + place, other, "1") for place in range(2))
    folder = tmp_path / f".clip.1-{other}-1.{TOKEN}.part"
    folder.mkdir()
    (folder / "growing").write_bytes(b"")
    for path in (old, folder):
        os.utime(path, (0, time.time() - 2 * 86_400))
    remove_leftovers(tmp_path)
    assert fresh.exists() and not old.exists()
    assert folder.exists(), "something in it was written a moment ago"


@needs_proc
def test_a_process_that_nobody_has_buried_is_gone(tmp_path: Path) -> None:
    process = subprocess.Popen(["true"])
    left = private(tmp_path, process.pid, owners.machine(), owners.start_time(process.pid))
    deadline = time.monotonic() + 10
    while owners.stat_fields(process.pid)[0] != "Z" and time.monotonic() < deadline:
        time.sleep(0.01)
    remove_leftovers(tmp_path)
    assert not left.exists()
    process.wait()


def test_where_the_system_does_not_tell_the_number_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "PROCESSES", tmp_path / "none")
    owners.machine.cache_clear()
    try:
        path = private_path(tmp_path / "clip.mp4")
        path.write_bytes(b"half")
        gone = subprocess.Popen(["true"])
        gone.wait()
        left = private(tmp_path, gone.pid, owners.machine(), owners.UNKNOWN)
        remove_leftovers(tmp_path)
        assert path.exists() and not left.exists()
    finally:
        monkeypatch.undo()
        owners.machine.cache_clear()


@pytest.mark.parametrize("name", ["é" * 120 + ".mp4", "a." + "b" * 250, "a.b c", "x" * 255, ".hidden", "a\nb.png"])
def test_any_name_that_a_file_can_have_has_a_private_one(name: str, tmp_path: Path) -> None:
    path = private_path(tmp_path / name)
    path.write_bytes(b"half")
    remove_leftovers(tmp_path)
    assert path.exists(), "it is ours, and we are here"
    owner = owners.process_tag()
    left = path.with_name(path.name.replace(owner, owner.replace(f"{os.getpid()}-", f"{2**22 + 1}-")))
    path.rename(left)
    remove_leftovers(tmp_path)
    assert not left.exists()
