"""Manifests of folders: a checksum of each file, and one of the whole content."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from transparent_box.model.files import PRIVATE
from transparent_box.model.hashes import digest

Manifest = dict[str, str]  # name of a file in its folder, with "/" → the SHA-256 of its bytes


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest of a folder without half-written files; {} if there is no such folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(path.relative_to(folder), path) for path in files]
    return {
        name.as_posix(): digest(path) for name, path in named if not any(PRIVATE.fullmatch(part) for part in name.parts)
    }


def manifest_digest(manifest: Manifest) -> str:
    """Return the SHA-256 of a manifest."""
    return sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's present content, all of which is read."""
    return manifest_digest(manifest_of(folder))
