"""Files to send to other machines: which are missing there, by checksum, and in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from transparent_box.model.contents import Manifest, manifest_of

BATCH = 16_000_000  # bytes sent at a time; a larger file is sent whole


def missing_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files of a manifest that a folder lacks or has different; remove those not in the manifest."""
    found = manifest_of(folder)
    for name in found.keys() - manifest.keys():
        (folder / name).unlink()
    return [name for name, content in manifest.items() if found.get(name) != content]


def in_batches(folder: Path, names: Iterable[str]) -> Iterator[dict[str, bytes]]:
    """Yield files of a folder, by name, in batches of about BATCH bytes."""
    batch: dict[str, bytes] = {}
    for name in names:
        batch[name] = (folder / name).read_bytes()
        if sum(map(len, batch.values())) >= BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, not atomically: they are checked against a manifest before use. See `path_inside`."""
    for name, content in files.items():
        path = path_inside(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def path_inside(folder: Path, name: str) -> Path:
    """Return the path of a named file in a folder; raise ValueError for a name that leads out of it."""
    plain = PurePosixPath(name)
    if plain.is_absolute() or ".." in plain.parts or not plain.parts:
        raise ValueError(f"{name!r} is no file in {folder}.")
    return folder.joinpath(*plain.parts)
