"""Knows a folder by what is in it: each file by its checksum, the whole by one."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from transparent_box.model.files import PRIVATE
from transparent_box.model.hashes import digest

Manifest = dict[str, str]  # name of a file in its folder, with "/" → the SHA-256 of its bytes


def manifest_of(folder: Path) -> Manifest:
    """List what a folder holds, less what is half-written; nothing where there is none."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(path.relative_to(folder), path) for path in files]
    return {
        name.as_posix(): digest(path) for name, path in named if not any(PRIVATE.fullmatch(part) for part in name.parts)
    }


def name_of(manifest: Manifest) -> str:
    """A name for a folder's content."""
    return sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def folder_digest(folder: Path) -> str:
    """Name a folder's content as it is now; all of it is read."""
    return name_of(manifest_of(folder))
