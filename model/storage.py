"""Files of a run folder: safetensors and JSON, written whole or not at all, read with a sentence when damaged.

Nothing here unpickles: a run folder may come from a stranger.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from model.files import whole_file

Arrays = dict[str, NDArray[Any]]


class RunError(RuntimeError):
    """A run folder that is missing, damaged or not one of ours; the message is one sentence for the user."""


class NoHistoryError(RunError):
    """A network that came alone, where the history of its training is needed."""


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a private file beside `path`, then rename it: readers see the old file or the new one.

    Raises RunError when the disk is full or the folder cannot be written; the old file is then still there.
    """
    try:
        with whole_file(path) as private:
            write(private)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RunError(f"Cannot write {path} ({reason}): free some space or choose another folder.") from error


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str] | None = None) -> None:
    """Save named arrays as safetensors, atomically."""
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    write_whole(path, lambda temporary: save_file(contiguous, temporary, metadata))


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Save indented JSON, atomically."""
    write_text(path, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Save text as UTF-8, atomically."""

    def write(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    write_whole(path, write)


def read_arrays(path: Path, names: Iterable[str] | None = None) -> Arrays:
    """The named arrays of a safetensors file (all by default); RunError when it is missing, damaged or lacks one."""
    try:
        with safe_open(path, framework="numpy") as file:
            present = set(file.keys())
            wanted = present if names is None else names
            missing = sorted(set(wanted) - present)
            if missing:
                raise RunError(f"{path} holds no {missing[0]!r}: another version or another project wrote it.")
            return {name: file.get_tensor(name) for name in wanted}
    except FileNotFoundError:
        raise RunError(f"{path} is missing: the run is not complete.") from None
    except (SafetensorError, OSError) as error:
        raise RunError(f"{path} cannot be read ({error}): it is damaged or not a safetensors file.") from None


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object; RunError when it is missing or not one."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path} is missing: {path.parent} is not a run folder.") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RunError(f"{path} cannot be read ({error}).") from None
    if not isinstance(values, dict):
        raise RunError(f"{path} does not hold a JSON object.")
    return values
