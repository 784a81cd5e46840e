"""Validates arrays from a file: their kinds and shapes, finite values, and agreement with each other.

A shape is given in numbers and letters: a letter may be any size, but the same everywhere, or as given in `sizes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.errors import RunError

INTEGERS, REALS = "iu", "f"
KINDS = {INTEGERS: "integers", REALS: "real numbers"}
LARGEST = 1e9  # losses, weights and logits stay far below

Size = int | str
Form = tuple[str, tuple[Size, ...]]  # INTEGERS or REALS, and the shape


class NamedArrays:
    """Abstract: a dataclass whose fields are arrays."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Name → array, in the order of the fields."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def integers(*shape: Size) -> Form:
    """Return the form of an array of whole numbers."""
    return INTEGERS, shape


def reals(*shape: Size) -> Form:
    """Return the form of an array of real numbers."""
    return REALS, shape


def require_forms(
    path: Path, arrays: Mapping[str, NDArray[Any]], forms: Mapping[str, Form], **sizes: int
) -> dict[str, int]:
    """Check arrays against forms and return letter → size; raise RunError that names the file and the fault."""
    known = dict(sizes)
    for name, (kind, shape) in forms.items():
        array = arrays[name]
        if array.dtype.kind not in kind:
            raise RunError(f"{path}: {name} holds {array.dtype.name} values, not {KINDS[kind]}.")
        if len(array.shape) != len(shape) or any(
            (known.setdefault(size, found) if isinstance(size, str) else size) != found
            for size, found in zip(shape, array.shape, strict=False)
        ):
            asked = tuple(known.get(size, size) if isinstance(size, str) else size for size in shape)
            raise RunError(f"{path}: {name} has shape {array.shape}, not {shape_text(asked)}.")
        require_finite(path, name, array)
    return known


def require_finite(path: Path, name: str, array: NDArray[Any]) -> None:
    """Raise RunError if a value is not finite, or larger than `LARGEST`."""
    if array.size and not np.abs(array.astype(np.float64, copy=False)).max() <= LARGEST:
        fault = "values that are far too large" if np.isfinite(array).all() else "values that are not finite"
        raise RunError(f"{path}: {name} holds {fault}.")


def require_increasing(path: Path, name: str, array: NDArray[Any]) -> None:
    """Raise RunError unless there are values, none negative, in strictly increasing order."""
    if not len(array) or array[0] < 0 or (np.diff(array) <= 0).any():
        raise RunError(f"{path}: {name} does not increase from one entry to the next.")


def require_within(path: Path, name: str, array: NDArray[Any], low: float, high: float) -> None:
    """Raise RunError if a value lies outside low … high."""
    if array.size and not (low <= array.min() and array.max() <= high):
        raise RunError(f"{path}: {name} holds values outside {low:g} … {high:g}.")


def shape_text(shape: tuple[Size, ...]) -> str:
    """Write a shape of numbers and letters like a tuple."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
