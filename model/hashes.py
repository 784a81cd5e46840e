"""Checksums of the files in a folder: noted before a file takes its name, held against it whenever it is read.

`hashes.json` lies beside the files (for those of `checkpoints/`, beside that folder) and holds, of each, the SHA-256 of
the content it may have: two of them from before a file is replaced, so that a kill in between leaves nothing that
looks damaged. Folders of earlier versions have none; that is said once, and they are read all the same.
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

from transparent_box.model.errors import RunError, shown
from transparent_box.model.files import whole_file

RECORD = "hashes.json"
LARGEST_RECORD = 4_000_000  # bytes; a folder of 430 checkpoints needs 50,000
INNER_FOLDERS = ("checkpoints",)  # whose files the folder above speaks for
ATTEMPTS = 3
HEXADECIMAL = re.compile("[0-9a-f]{64}")

Record = dict[str, list[str]]

Identity = tuple[int, int, int]  # of what lies under a path: another one after every replacement

_lock = threading.Lock()  # checkpoints are written beside the training
_verified: dict[Path, Identity] = {}
_records: dict[Path, tuple[Identity, Record]] = {}  # as they were read last: a training writes hundreds of files
_told: set[Path] = set()


def record_of(path: Path) -> tuple[Path, str]:
    """The record that speaks for a file, and the file's name in it."""
    if path.parent.name in INNER_FOLDERS:
        return path.parent.parent / RECORD, f"{path.parent.name}/{path.name}"
    return path.parent / RECORD, path.name


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identity_of(path: Path) -> Identity:
    """Tell what lies under a path from what lay there before."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_record(record: Path) -> Record | None:
    """The checksums of a folder, None where it has none; RunError where they are damaged themselves."""
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
        raise RunError(
            f"{record} is damaged, so that nothing says whether the files beside it are whole: "
            "take the folder from a copy."
        )
    _records[record.absolute()] = identity, found
    return dict(found)


def write_record(record: Path, known: Record) -> None:
    """Keep the checksums of a folder, one a line; not with `indent`, for which Python has no fast encoder."""
    with whole_file(record) as fresh:
        fresh.write_text(json.dumps(known, separators=(",\n", ": "), sort_keys=True) + "\n", encoding="utf-8")
        identity = identity_of(fresh)  # not of what has the name then, which another process may have replaced
    _records[record.absolute()] = identity, dict(known)


def is_entry(entry: object) -> bool:
    """Tell whether a value of the record is a list of checksums."""
    return isinstance(entry, list) and all(isinstance(one, str) and HEXADECIMAL.fullmatch(one) for one in entry)


def record_content(path: Path, private: Path) -> None:
    """Record the content of `private`, which is about to take the name `path`, beside what may lie there now."""
    record, name = record_of(path)
    with _lock:
        known = read_record(record) or {}
        accepted, present = known.get(name, []), digest(path) if path.is_file() else None
        kept = [present] if present and (not accepted or present in accepted) else []
        known[name] = list(dict.fromkeys([*kept, digest(private)]))
        write_record(record, known)


def record_expected(folder: Path, contents: dict[str, str]) -> None:
    """Record, for files by their names in a run folder, what they will hold beside what they hold now."""
    with _lock:
        known = read_record(folder / RECORD) or {}
        for name, content in contents.items():
            known[name] = list(dict.fromkeys([*known.get(name, [])[-1:], content]))
        write_record(folder / RECORD, known)


def verify(path: Path) -> None:
    """Hold a file against its record: RunError where its content is another, a word on stderr where there is none."""
    identity = identity_of(path)
    if _verified.get(path.absolute()) == identity:
        return
    record, name = record_of(path)
    for _ in range(ATTEMPTS):  # a training may replace both between our two looks
        known = read_record(record)
        if known is None or name not in known:
            tell_unrecorded(path if known else record.parent, record.parent)
            return
        if digest(path) in known[name]:
            _verified[path.absolute()] = identity
            return
        if read_record(record) == known:
            break
    raise RunError(
        f"{path} is not as it was written: it is damaged or was changed since; take it from a copy or make it again."
    )


def recorded_names(folder: Path, inner: str) -> set[str]:
    """The names of the files of an inner folder, such as "checkpoints", that were written there."""
    known = read_record(folder / RECORD) or {}
    return {name.removeprefix(f"{inner}/") for name in known if name.startswith(f"{inner}/")}


def is_recorded(path: Path) -> bool:
    """Tell whether a file was written there, whatever has become of it."""
    record, name = record_of(path)
    return name in (read_record(record) or {})


def tell_unrecorded(what: Path, folder: Path) -> None:
    """Say once a folder that its content cannot be checked."""
    if folder not in _told:
        _told.add(folder)
        sys.stderr.write(
            f"{shown(str(what))} has no checksums, as earlier versions wrote none: damage to it may go unseen.\n"
        )


def require_file(path: Path, largest: int | None = None) -> None:
    """OSError unless `path` is an ordinary file of at most `largest` bytes: pipes and devices never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError("it is not a file" if not stat.S_ISDIR(found.st_mode) else os.strerror(errno.EISDIR))
    if largest is not None and found.st_size > largest:
        raise OSError(f"it is larger than {largest / 1e6:g} MB")
