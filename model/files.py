"""Files and folders that are whole or not there: written under a private name, then renamed.

The private name tells which process writes it, so that what a killed one has left can be found and swept away.
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
from transparent_box.model.owners import OWNER, is_gone, own_name

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]

PRIVATE = re.compile(rf"\.(?P<stem>.*)\.{OWNER}\.[0-9a-f]{{8}}\.part(?P<suffix>\.\w+)?", re.DOTALL)
FULL = (errno.ENOSPC, errno.EDQUOT)  # what a full disk, or a used-up share of one, says
SUFFIX = re.compile(r"\.\w{1,12}", re.ASCII)  # by which encoders choose; a longer one means nothing to any
LONGEST_STEM = 40  # letters of it in a private name: one of 255 bytes leaves no room for the rest
ABANDONED = 24 * 60 * 60  # seconds in which nobody has written what belongs to another machine
READABLE = 0o644


def private_path(path: Path) -> Path:
    """A name beside `path`, of the same suffix, that nobody else uses or guesses."""
    suffix = path.suffix if SUFFIX.fullmatch(path.suffix) else ""
    return path.with_name(f".{path.stem[:LONGEST_STEM]}.{own_name()}.{secrets.token_hex(4)}.part{suffix}")


def public_path(path: Path) -> Path | None:
    """Find the path for which something under a private name, however deep, is written; None for other paths.

    A private name may be cut short; a file in a private folder bears the whole one.
    """
    for place in (*reversed(path.parents), path):
        if PRIVATE.fullmatch(place.name):
            short, inside = Path(public_name(place.name)), map(public_name, path.relative_to(place).parts[:1])
            whole = [name for name in inside if name.startswith(short.stem) and Path(name).suffix == short.suffix]
            return place.with_name((whole or [short.name])[0])
    return None


def public_name(name: str) -> str:
    """Take from a private name what makes it one; leave others as they are."""
    found = PRIVATE.fullmatch(name)
    return f"{found['stem']}{found['suffix'] or ''}" if found else name


def is_full(error: OSError) -> bool:
    """Tell whether a disk, or somebody's share of it, is full."""
    return error.errno in FULL


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A private path near `path` that takes its name, on the disk for good, only if the block succeeds.

    It is in a folder of its own, for some libraries leave files of names of theirs beside what they write.
    """
    with private_folder(path) as folder:
        yield folder / path.name
        keep(folder / path.name, path)


def save_text(path: Path, text: str) -> None:
    """Write text as UTF-8 to a file that is seen whole or not at all, on the disk for good."""
    with whole_file(path) as private:
        private.write_text(text, encoding="utf-8")


def put(content: bytes, path: Path) -> None:
    """Write a file that is seen whole or not at all, unless the power fails: for what can be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    private = private_path(path)
    try:
        private.write_bytes(content)
        private.replace(path)
    finally:
        private.unlink(missing_ok=True)


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """A folder beside a path that is gone after the block."""
    folder = private_path(beside)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(private: Path, path: Path) -> None:
    """Let a finished file take its name, once its bytes are on the disk."""
    with private.open("rb+") as file:
        os.fsync(file.fileno())
    private.chmod(READABLE)  # some libraries keep their files to the owner
    private.replace(path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A private folder beside `path` that takes its name, and its place, only if the block succeeds.

    Where a link leads to a folder, that one's place is taken, and the link stays.
    """
    path = path.resolve() if path.is_symlink() else path
    private, replaced = private_path(path), private_path(path)
    private.mkdir(parents=True)
    try:
        yield private
        while not has_taken_place(private, path, replaced):
            shutil.rmtree(replaced, ignore_errors=True)
    finally:
        if replaced.exists() and not path.exists():  # stopped between the two
            replaced.replace(path)
        for left in (private, replaced):
            shutil.rmtree(left, ignore_errors=True)


def has_taken_place(private: Path, path: Path, replaced: Path) -> bool:
    """Let a folder take the place of another, which gets a third name; False where a new one has come there meanwhile.

    That is another process's, which makes the same.
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


def sweep(folder: Path, deep: bool = True) -> None:
    """Remove what processes that are gone have left half-written in a folder and, if deep, in those below it."""
    for place, folders, files in os.walk(folder):  # others may write and sweep here too: what vanishes is passed over
        for name in [*folders, *files]:
            found, path = PRIVATE.fullmatch(name), Path(place, name)
            if found and is_left(found, path):
                with contextlib.suppress(OSError):
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        if not deep:
            return


def is_left(owner: re.Match[str], path: Path) -> bool:
    """Tell whether nobody writes a private file or folder any more: its process has ended, or it has lain for a day."""
    gone = is_gone(owner)
    return time.time() - last_written(path) > ABANDONED if gone is None else gone


def last_written(path: Path) -> float:
    """Tell when something in a file or folder was last written, in seconds since 1970; now, where it has vanished."""
    try:
        return max(one.stat().st_mtime for one in (path, *path.rglob("*")))
    except OSError:
        return time.time()


def can_hold() -> bool:
    """Tell whether this system can keep folders to one process."""
    return fcntl is not None


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a folder, made if it is not there, to this process; BlockingIOError while another one has it.

    The system lets go of it when the process ends, however that comes about. Where a disk cannot hold folders, as some
    in networks, nobody is kept out; RunError where the system cannot.
    """
    if fcntl is None:
        raise RunError(
            "This system cannot keep two trainings out of one folder (Python has no fcntl here): "
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
