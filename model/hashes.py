"""Checksums of the files in a folder: recorded before a file is published, verified whenever it is read.

`hashes.json` is beside the files (for those of `checkpoints/`, beside that folder) and holds for each the SHA-256 of
its permitted contents: two of them while a file is being replaced, so that a kill in between leaves nothing that looks
damaged. Folders of earlier versions have none, which is reported once; they are read all the same.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
import sys
import threading
from pathlib import Path

from transparent_box.model.errors import RunError, escape_controls
from transparent_box.model.files import atomic_file

RECORD = "hashes.json"
LARGEST_RECORD = 4_000_000  # bytes; a folder of 430 checkpoints needs 50,000
INNER_FOLDERS = ("checkpoints",)  # folders whose files are recorded in the folder above
ATTEMPTS = 3
HEXADECIMAL = re.compile("[0-9a-f]{64}")

Record = dict[str, list[str]]

Identity = tuple[int, int, int]  # of a file's content: time, size and inode, which change with every replacement

_lock = threading.Lock()  # checkpoints are written by another thread than the training's
_verified: dict[Path, Identity] = {}
_records: dict[Path, tuple[Identity, Record]] = {}  # cached, since a training writes hundreds of files
_warned: set[Path] = set()


def record_of(path: Path) -> tuple[Path, str]:
    """Return the path of the record that covers a file, and the file's name in it."""
    if path.parent.name in INNER_FOLDERS:
        return path.parent.parent / RECORD, f"{path.parent.name}/{path.name}"
    return path.parent / RECORD, path.name


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identity_of(path: Path) -> Identity:
    """Return the identity of the content now at a path."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_record(record: Path) -> Record | None:
    """Read the checksums of a folder, None if it has none; raise RunError if the record itself is damaged."""
    try:
        require_file(record, LARGEST_RECORD)
        identity = identity_of(record)
        last = _records.get(record.absolute())
        if last and last[0] == identity:
            return dict(last[1])
        found = json.loads(record.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(is_entry(entry) for entry in found.values()):
        raise RunError(f"{record} is damaged, so the files beside it cannot be verified: take the folder from a copy.")
    _records[record.absolute()] = identity, found
    return dict(found)


def write_record(record: Path, known: Record) -> None:
    """Write the checksums of a folder, one a line; not with `indent`, for which Python has no fast encoder."""
    with atomic_file(record) as fresh:
        fresh.write_text(json.dumps(known, separators=(",\n", ": "), sort_keys=True) + "\n", encoding="utf-8")
        identity = identity_of(fresh)  # before it is published, as another process may replace it then
    _records[record.absolute()] = identity, dict(known)


def is_entry(entry: object) -> bool:
    """Return whether a value of the record is a list of checksums."""
    return isinstance(entry, list) and all(isinstance(one, str) and HEXADECIMAL.fullmatch(one) for one in entry)


def record_content(path: Path, private: Path) -> None:
    """Record the content of `private`, which is about to replace `path`, in addition to that of the present file."""
    record, name = record_of(path)
    with _lock:
        known = read_record(record) or {}
        accepted, present = known.get(name, []), digest(path) if path.is_file() else None
        kept = [present] if present and (not accepted or present in accepted) else []
        known[name] = list(dict.fromkeys([*kept, digest(private)]))
        write_record(record, known)


def record_expected(folder: Path, contents: dict[str, str]) -> None:
    """Record the checksums that files of a run folder will have, in addition to their present ones."""
    with _lock:
        known = read_record(folder / RECORD) or {}
        for name, content in contents.items():
            known[name] = list(dict.fromkeys([*known.get(name, [])[-1:], content]))
        write_record(folder / RECORD, known)


def verify(path: Path) -> None:
    """Verify a file: raise RunError if its content is not as recorded; warn on stderr if it is not recorded."""
    identity = identity_of(path)
    if _verified.get(path.absolute()) == identity:
        return
    record, name = record_of(path)
    for _ in range(ATTEMPTS):  # a training may replace both between the two reads
        known = read_record(record)
        if known is None or name not in known:
            warn_unrecorded(path if known else record.parent, record.parent)
            return
        if digest(path) in known[name]:
            _verified[path.absolute()] = identity
            return
        if read_record(record) == known:
            break
    raise RunError(f"{path} is damaged or was changed after it was written: take it from a copy or make it again.")


def recorded_names(folder: Path, inner: str) -> set[str]:
    """Return the names of the recorded files of an inner folder, such as "checkpoints"."""
    known = read_record(folder / RECORD) or {}
    return {name.removeprefix(f"{inner}/") for name in known if name.startswith(f"{inner}/")}


def is_recorded(path: Path) -> bool:
    """Return whether a file is recorded, even if it is missing now."""
    record, name = record_of(path)
    return name in (read_record(record) or {})


def warn_unrecorded(what: Path, folder: Path) -> None:
    """Warn on stderr, once a folder, that its content cannot be verified."""
    if folder not in _warned:
        _warned.add(folder)
        name = escape_controls(str(what))
        sys.stderr.write(f"{name} has no checksums, as earlier versions wrote none: damage to it may go unseen.\n")


def require_file(path: Path, largest: int | None = None) -> None:
    """Raise OSError unless `path` is an ordinary file of at most `largest` bytes: pipes and devices never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError("it is not a file" if not stat.S_ISDIR(found.st_mode) else os.strerror(errno.EISDIR))
    if largest is not None and found.st_size > largest:
        raise OSError(f"it is larger than {largest / 1e6:g} MB")
