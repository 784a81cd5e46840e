"""Files and folders that are whole or not there: written under a private name, then renamed.

The private name tells which process writes it, so that what a killed one has left can be found and swept away.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE = re.compile(r"\..*\.(?P<process>\d+)\.[0-9a-f]{8}\.part(\.\w+)?", re.DOTALL)
READABLE = 0o644


def private_path(path: Path) -> Path:
    """A name beside `path`, of the same suffix, that nobody else uses or guesses."""
    return path.with_name(f".{path.stem}.{os.getpid()}.{secrets.token_hex(4)}.part{path.suffix}")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A private path beside `path` that takes its name, on the disk for good, only if the block succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    private = private_path(path)
    try:
        yield private
        keep(private, path)
    finally:
        with contextlib.suppress(OSError):  # the folder itself may not be writable; what failed above says so
            private.unlink(missing_ok=True)


def keep(private: Path, path: Path) -> None:
    """Let a finished file take its name, once its bytes are on the disk."""
    with private.open("rb+") as file:
        os.fsync(file.fileno())
    private.chmod(READABLE)  # some libraries keep their files to the owner
    private.replace(path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A private folder beside `path` that takes its name, and its place, only if the block succeeds."""
    private, replaced = private_path(path), private_path(path)
    private.mkdir(parents=True)
    try:
        yield private
        if path.is_dir():
            path.replace(replaced)
        private.replace(path)
    finally:
        for left in (private, replaced):
            shutil.rmtree(left, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what processes that are gone have left half-written under a folder."""
    for path in folder.rglob(".*.part*") if folder.is_dir() else ():
        found = PRIVATE.fullmatch(path.name)
        if found and not is_running(int(found["process"])):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
