"""Files of a run folder: safetensors and JSON, written atomically, with a sentence as error if they are damaged.

Nothing here unpickles: a run folder may come from a stranger.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from transparent_box.model.errors import LacksError, NoHistoryError, RunError
from transparent_box.model.files import PRIVATE, atomic_file, atomic_folder, is_full, public_path, remove_leftovers
from transparent_box.model.hashes import RECORD, is_recorded, read_record, record_content, require_file, verify

__all__ = ["Arrays", "LacksError", "NoHistoryError", "RunError"]  # errors are part of this module's interface

Arrays = dict[str, NDArray[Any]]
OS_ERROR = re.compile(r"\(os error (\d+)\)")
LONGEST_REASON = 200  # characters
LARGEST_JSON = 4_000_000  # bytes; a recipe with everything measured takes 5,000


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a private file, then rename it to `path`: readers see the old file or the new one.

    Raises RunError when the disk is full or the folder cannot be written; the old file is then still there.
    """
    try:
        with atomic_file(path) as private:
            write(private)
    except (OSError, SafetensorError) as error:
        refused = as_os_error(error)
        advice = f"{'free some space or ' * is_full(refused)}choose another folder"
        raise RunError(
            f"Cannot write {public_path(path) or path} ({refused.strerror or refused}): {advice}."
        ) from error


def as_os_error(error: OSError | SafetensorError) -> OSError:
    """Return what the system refused; safetensors only says its number, in words of its own."""
    if isinstance(error, OSError):
        return error
    number = OS_ERROR.search(str(error))
    return OSError(int(number[1]), os.strerror(int(number[1]))) if number else OSError(str(error))


def write_recorded(path: Path, write: Callable[[Path], None]) -> None:
    """Like `write_atomically`, and record the content's checksum, which is verified on reading; see `model.hashes`."""

    def write_noted(private: Path) -> None:
        write(private)
        record_content(path, private)

    write_atomically(path, write_noted)


def require_free(out: Path) -> None:
    """Raise RunError if a run folder cannot be made because something is there already."""
    if (out / "config.json").exists():
        raise RunError(f"{out} already holds a run: remove it or choose another --out.")
    if os.path.lexists(out) and (not out.is_dir() or any(out.iterdir())):
        raise RunError(f"{out} already exists: choose another --out.")


def require_new(folder: Path) -> None:
    """Raise RunError if a folder for a new training holds a run already."""
    if (folder / "config.json").exists():
        raise RunError(f"{folder} already holds a run: choose another --out, or continue it with --resume.")


def require_own(folder: Path) -> None:
    """Raise RunError if a folder to train in holds other files than a training's, which must not be overwritten.

    A run is recognized by its config.json, which a training writes before everything else.
    """
    if (folder / "config.json").exists() or not folder.is_dir():
        return
    others = sorted(path.name for path in folder.iterdir() if not is_leftover(path))
    if others:
        raise RunError(f"{folder} holds {others[0]}, but no config.json of a run: choose another --out.")


def is_leftover(path: Path) -> bool:
    """Return whether a training that was killed before it wrote its config.json may have left this file."""
    if path.name != RECORD:
        return PRIVATE.fullmatch(path.name) is not None
    try:
        return (read_record(path) or {}).keys() == {"config.json"}
    except RunError:
        return False


@contextmanager
def atomic_run(out: Path) -> Iterator[Path]:
    """Yield a private folder that becomes the run folder `out` if the block succeeds; raise RunError if that exists."""
    require_free(out)
    place = Path(os.path.realpath(out))  # what a link leads to, not the link, is what is made
    remove_leftovers(place.parent, deep=False)
    with atomic_folder(place) as private:
        yield private


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str] | None = None) -> None:
    """Save named arrays as safetensors, atomically and with a checksum."""
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    write_recorded(path, lambda temporary: save_file(contiguous, temporary, metadata))


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Save indented JSON, atomically and with a checksum."""
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    write_recorded(path, partial(write_utf8, text=text))


def update_arrays(path: Path, arrays: Arrays) -> None:
    """Save named arrays like `write_arrays`, unless the file holds them already, so that clips of it stay current."""
    if not (is_recorded(path) and holds_arrays(path, arrays)):
        write_arrays(path, arrays)


def update_json(path: Path, values: dict[str, Any]) -> None:
    """Save JSON like `write_json`, unless the file holds it already."""
    if not (is_recorded(path) and read_json(path) == json.loads(json.dumps(values))):
        write_json(path, values)


def holds_arrays(path: Path, arrays: Arrays) -> bool:
    """Return whether an intact file holds exactly these arrays, to the last bit."""
    try:
        found = read_arrays(path)
    except RunError:
        return False
    return found.keys() == arrays.keys() and all(
        bit_pattern(found[name]) == bit_pattern(array) for name, array in arrays.items()
    )


def bit_pattern(array: NDArray[Any]) -> tuple[np.dtype[Any], tuple[int, ...], bytes]:
    """Return an array's type, shape and bytes, for comparisons in which NaN equals itself."""
    return array.dtype, array.shape, array.tobytes()


def write_text(path: Path, text: str) -> None:
    """Save text as UTF-8, atomically."""
    write_atomically(path, partial(write_utf8, text=text))


def write_utf8(path: Path, text: str) -> None:
    """Write text as UTF-8."""
    path.write_text(text, encoding="utf-8")


def read_arrays(path: Path, names: Iterable[str] | None = None) -> Arrays:
    """Read named arrays (default: all) of a safetensors file; raise RunError if it is missing, damaged or lacks one."""
    try:
        require_file(path)
        verify(path)
        with safe_open(path, framework="numpy") as file:
            present = set(file.keys())
            wanted = present if names is None else list(names)
            missing = sorted(set(wanted) - present)
            if missing:
                raise RunError(f"{path} holds no {missing[0]!r}: another version or another project wrote it.")
            return {name: file.get_tensor(name) for name in wanted}
    except FileNotFoundError:
        raise RunError(f"{path} is missing: take it from a copy of the run.") from None
    except RunError:
        raise
    except Exception as error:  # the library raises many kinds for what others wrote
        raise RunError(f"{path} cannot be read ({one_line(error)}): it is damaged or not a safetensors file.") from None


def read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object whose numbers are finite; raise RunError when it is missing, damaged, endless or not one."""
    try:
        require_file(path, LARGEST_JSON)
        verify(path)
        values = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse_constant, parse_float=finite)
    except FileNotFoundError:
        raise RunError(f"{path} is missing: {path.parent} is not a run folder.") from None
    except RecursionError:
        raise RunError(f"{path} cannot be read (it is nested without end): take it from a copy.") from None
    except (OSError, ValueError) as error:  # also text that is not UTF-8 and integers of thousands of digits
        raise RunError(
            f"{path} cannot be read ({one_line(error)}): make it readable, or take it from a copy."
        ) from None
    if not isinstance(values, dict):
        raise RunError(f"{path} holds no JSON object: take it from a copy.")
    return values


def finite(digits: str) -> float:
    """Return a number; raise ValueError if it is too large for one."""
    found = float(digits)
    return found if math.isfinite(found) else refuse_constant(digits[:20])


def refuse_constant(name: str) -> NoReturn:
    """ValueError: JSON knows no NaN and no Infinity, and no measure is either."""
    raise ValueError(f"{name} is no finite number")


def one_line(error: Exception) -> str:
    """Return an error's message, short enough to stand inside a sentence."""
    told = getattr(error, "strerror", None) or str(error)
    return " ".join(str(told).split())[:LONGEST_REASON]
