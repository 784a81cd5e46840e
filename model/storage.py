"""Files of a run folder: safetensors and JSON, written whole or not at all, read with a sentence when damaged.

Nothing here unpickles: a run folder may come from a stranger.
"""

from __future__ import annotations

import json
import math
import os
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
from transparent_box.model.files import PRIVATE, is_full, sweep, whole_file, whole_folder
from transparent_box.model.hashes import RECORD, is_recorded, read_record, record_content, require_file, verify

__all__ = ["Arrays", "LacksError", "NoHistoryError", "RunError"]  # errors belong to what is read, too

Arrays = dict[str, NDArray[Any]]
LONGEST_REASON = 200  # characters
LARGEST_JSON = 4_000_000  # bytes; a recipe with everything measured takes 5,000


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a private file beside `path`, then rename it: readers see the old file or the new one.

    Raises RunError when the disk is full or the folder cannot be written; the old file is then still there.
    """
    try:
        with whole_file(path) as private:
            write(private)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        full = isinstance(error, OSError) and is_full(error)
        advice = f"{'free some space or ' * full}choose another folder"
        raise RunError(f"Cannot write {path} ({reason}): {advice}.") from error


def write_recorded(path: Path, write: Callable[[Path], None]) -> None:
    """Like `write_whole`, and note the content's checksum, which reading holds it against; see `model.hashes`."""

    def write_noted(private: Path) -> None:
        write(private)
        record_content(path, private)

    write_whole(path, write_noted)


def require_free(out: Path) -> None:
    """RunError where a run folder cannot be made, for there is something already."""
    if (out / "config.json").exists():
        raise RunError(f"{out} already holds a run: remove it or choose another --out.")
    if os.path.lexists(out) and (not out.is_dir() or any(out.iterdir())):
        raise RunError(f"{out} already exists: choose another --out.")


def require_new(folder: Path) -> None:
    """RunError where a training is to begin and there is one already."""
    if (folder / "config.json").exists():
        raise RunError(f"{folder} already holds a run: choose another --out, or continue it with --resume.")


def require_own(folder: Path) -> None:
    """RunError where a folder to train in holds what is no training's: nothing of anybody else's is written over.

    A run is known by its config.json, which a training writes before everything else.
    """
    if (folder / "config.json").exists() or not folder.is_dir():
        return
    others = sorted(path.name for path in folder.iterdir() if not is_of_a_beginning(path))
    if others:
        raise RunError(f"{folder} holds {others[0]}, but no config.json of a run: choose another --out.")


def is_of_a_beginning(path: Path) -> bool:
    """Tell whether a training may have left this when it was killed before its config.json was there."""
    if path.name != RECORD:
        return PRIVATE.fullmatch(path.name) is not None
    try:
        return (read_record(path) or {}).keys() == {"config.json"}
    except RunError:
        return False


@contextmanager
def whole_run(out: Path) -> Iterator[Path]:
    """A private folder that becomes the run folder `out` only if the block succeeds; RunError where `out` is taken."""
    require_free(out)
    place = Path(os.path.realpath(out))  # what a link leads to, not the link, is what is made
    sweep(place.parent, deep=False)
    with whole_folder(place) as private:
        yield private


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str] | None = None) -> None:
    """Save named arrays as safetensors, atomically and with its checksum."""
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    write_recorded(path, lambda temporary: save_file(contiguous, temporary, metadata))


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Save indented JSON, atomically and with its checksum."""
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    write_recorded(path, partial(write_utf8, text=text))


def update_arrays(path: Path, arrays: Arrays) -> None:
    """Save named arrays as `write_arrays` does, unless the file holds them: what was drawn of it stays current."""
    if not (is_recorded(path) and holds_arrays(path, arrays)):
        write_arrays(path, arrays)


def update_json(path: Path, values: dict[str, Any]) -> None:
    """Save JSON as `write_json` does, unless the file holds it."""
    if not (is_recorded(path) and read_json(path) == json.loads(json.dumps(values))):
        write_json(path, values)


def holds_arrays(path: Path, arrays: Arrays) -> bool:
    """Tell whether a file holds these arrays to the last bit, and no others; not where it is damaged."""
    try:
        found = read_arrays(path)
    except RunError:
        return False
    return found.keys() == arrays.keys() and all(bits(found[name]) == bits(array) for name, array in arrays.items())


def bits(array: NDArray[Any]) -> tuple[np.dtype[Any], tuple[int, ...], bytes]:
    """An array's kind, shape and content, by which NaN is equal to itself."""
    return array.dtype, array.shape, array.tobytes()


def write_text(path: Path, text: str) -> None:
    """Save text as UTF-8, atomically."""
    write_whole(path, partial(write_utf8, text=text))


def write_utf8(path: Path, text: str) -> None:
    """Fill a file with text."""
    path.write_text(text, encoding="utf-8")


def read_arrays(path: Path, names: Iterable[str] | None = None) -> Arrays:
    """The named arrays of a safetensors file (all by default); RunError when it is missing, damaged or lacks one."""
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
    """A JSON object whose numbers are finite; RunError when it is missing, damaged, endless or not one."""
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
    """A number; ValueError where it is too large for one."""
    found = float(digits)
    return found if math.isfinite(found) else refuse_constant(digits[:20])


def refuse_constant(name: str) -> NoReturn:
    """ValueError: JSON knows no NaN and no Infinity, and no measure is either."""
    raise ValueError(f"{name} is no finite number")


def one_line(error: Exception) -> str:
    """An error's message, short enough to stand inside a sentence."""
    told = getattr(error, "strerror", None) or str(error)
    return " ".join(str(told).split())[:LONGEST_REASON]
