"""Atomic writing of files and folders: under a private name, then renamed.

The private name identifies the writing process, so that leftovers of killed processes can be found and removed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transparent_box.model.errors import RunError
from transparent_box.model.owners import OWNER, has_ended, process_tag

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]

PRIVATE = re.compile(rf"\.(?P<stem>.*)\.{OWNER}\.[0-9a-f]{{8}}\.part(?P<suffix>\.\w+)?", re.DOTALL)
FULL = (errno.ENOSPC, errno.EDQUOT)  # errors of a full disk or an exhausted quota
SUFFIX = re.compile(r"\.\w{1,12}", re.ASCII)  # suffixes by which encoders may choose a format
LONGEST_STEM = 40  # characters of it in a private name, which may not exceed 255 bytes
ABANDONED = 24 * 60 * 60  # seconds without writing after which another machine's file counts as abandoned
READABLE = 0o644


def private_path(path: Path) -> Path:
    """Return a unique, unpredictable path beside `path`, with the same suffix."""
    suffix = path.suffix if SUFFIX.fullmatch(path.suffix) else ""
    return path.with_name(f".{path.stem[:LONGEST_STEM]}.{process_tag()}.{secrets.token_hex(4)}.part{suffix}")


def public_path(path: Path) -> Path | None:
    """Return the final path of a file in, or under, a private path; None for other paths.

    A private name may be cut short, but a file in a private folder has its full name.
    """
    for place in (*reversed(path.parents), path):
        if PRIVATE.fullmatch(place.name):
            short, inside = Path(public_name(place.name)), map(public_name, path.relative_to(place).parts[:1])
            whole = [name for name in inside if name.startswith(short.stem) and Path(name).suffix == short.suffix]
            return place.with_name((whole or [short.name])[0])
    return None


def public_name(name: str) -> str:
    """Return the public part of a private name; return other names as they are."""
    found = PRIVATE.fullmatch(name)
    return f"{found['stem']}{found['suffix'] or ''}" if found else name


def is_full(error: OSError) -> bool:
    """Return whether an error means that the disk or a quota is full."""
    return error.errno in FULL


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Yield a private path that is synced to the disk and renamed to `path` if the block succeeds.

    It is in a folder of its own, since some libraries leave files of their own beside what they write.
    """
    with private_folder(path) as folder:
        yield folder / path.name
        publish(folder / path.name, path)


def save_text(path: Path, text: str) -> None:
    """Write text as UTF-8, atomically and synced to the disk."""
    with atomic_file(path) as private:
        private.write_text(text, encoding="utf-8")


def write_unsynced(content: bytes, path: Path) -> None:
    """Write a file atomically but without syncing, so that it may be damaged in a power failure: for caches."""
    path.parent.mkdir(parents=True, exist_ok=True)
    private = private_path(path)
    try:
        private.write_bytes(content)
        private.replace(path)
    finally:
        private.unlink(missing_ok=True)


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """Yield a private folder beside a path, which is removed after the block."""
    folder = private_path(beside)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(private: Path, path: Path) -> None:
    """Sync a finished private file to the disk and rename it to its final path."""
    with private.open("rb+") as file:
        os.fsync(file.fileno())
    private.chmod(READABLE)  # some libraries make their files readable only by the owner
    private.replace(path)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield a private folder that replaces the folder at `path` if the block succeeds.

    If `path` is a link to a folder, that folder is replaced and the link stays.
    """
    path = path.resolve() if path.is_symlink() else path
    private, replaced = private_path(path), private_path(path)
    private.mkdir(parents=True)
    try:
        yield private
        while not replace_folder(private, path, replaced):
            shutil.rmtree(replaced, ignore_errors=True)
    finally:
        if replaced.exists() and not path.exists():  # interrupted between the two renames
            replaced.replace(path)
        for left in (private, replaced):
            shutil.rmtree(left, ignore_errors=True)


def replace_folder(private: Path, path: Path, replaced: Path) -> bool:
    """Rename a folder to `path`, after moving away the one there; False if another process made a new one meanwhile.

    That process made the same content.
    """
    if path.is_dir():
        with contextlib.suppress(FileNotFoundError):  # another process has just moved it
            path.replace(replaced)
    try:
        private.replace(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        return False
    return True


def remove_leftovers(folder: Path, deep: bool = True) -> None:
    """Remove private files and folders of ended processes in a folder and, if `deep`, in all below it."""
    for place, folders, files in os.walk(folder):  # other processes may remove some meanwhile
        for name in [*folders, *files]:
            found, path = PRIVATE.fullmatch(name), Path(place, name)
            if found and is_abandoned(found, path):
                with contextlib.suppress(OSError):
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        if not deep:
            return


def is_abandoned(owner: re.Match[str], path: Path) -> bool:
    """Return whether a private file or folder is abandoned: its process has ended, or it is a day old."""
    gone = has_ended(owner)
    return time.time() - last_written(path) > ABANDONED if gone is None else gone


def last_written(path: Path) -> float:
    """Return when a file, or anything in a folder, was last written, in seconds since 1970; now if it vanished."""
    try:
        return max(one.stat().st_mtime for one in (path, *path.rglob("*")))
    except OSError:
        return time.time()


def can_lock() -> bool:
    """Return whether this system can lock folders."""
    return fcntl is not None


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Lock a folder, made if missing, for this process; raise BlockingIOError if another process has the lock.

    The system releases the lock when the process ends in any way. File systems without locks, as on some networks, lock
    nothing. Raises RunError if the system has no locks.
    """
    if fcntl is None:
        raise RunError(
            "This system cannot lock a folder against a second training (Python has no fcntl here): "
            "train on Linux or macOS, or on Windows under WSL."
        )
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            pass
        yield
    finally:
        os.close(handle)
        if made:
            with contextlib.suppress(OSError):  # it is not empty
                folder.rmdir()
