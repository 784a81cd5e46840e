"""Rounds the state of mobjects after each play, so that plays drawn before are recognized in the cache."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

GRAINS = 1e9  # in a unit: the resolution of positions
COLOR_GRAINS = 1e6  # in 1: the resolution of colors and other float32 arrays
ROUND_UP_FROM = 0.318  # fraction of a grain; not 0.5, as halves are common and must not hang on last bits
SMALL_SIZE = 4096  # values; arrays up to this size are rounded together, as calls cost more than values
BLOCK = 16384  # values of a large one that are looked at together: they stay in the processor's cache

ROUNDED = frozenset({float, np.float64, np.ndarray})

Floats = NDArray[Any]
Place = tuple[Mobject, str, Any]  # a mobject, the name of its attribute and the value


def round_state(mobjects: Iterable[Mobject]) -> None:
    """Round all positions, colors and other floats of mobjects and their submobjects, in place.

    A mobject moved frame by frame ends with other last bits than one moved at once, as in a cached play; unrounded,
    the next play would not be recognized and would be drawn again.
    """
    numbers: list[Place] = []
    small: dict[Any, list[Place]] = {}
    for part in {id(part): part for mobject in mobjects for part in mobject.get_family()}.values():
        for name, value in [item for item in vars(part).items() if type(item[1]) in ROUNDED]:
            if type(value) is not np.ndarray:
                if math.isfinite(value):
                    numbers.append((part, name, value))
            elif value.size and value.dtype.kind == "f":
                if value.size <= SMALL_SIZE:
                    small.setdefault(value.dtype, []).append((part, name, value))
                elif not is_rounded(value):
                    setattr(part, name, round_to_grain(value))
    round_numbers(numbers)
    for places in small.values():
        round_together(places)


def round_numbers(places: list[Place]) -> None:
    """Round single numbers and set the attributes that change."""
    values = np.array([value for _, _, value in places], dtype=np.float64)
    rounded = round_to_grain(values)
    for index in np.flatnonzero(rounded != values):
        part, name, _ = places[index]
        setattr(part, name, float(rounded[index]))


def round_together(places: list[Place]) -> None:
    """Round small arrays of one type in a single call and set the attributes that change."""
    sizes = [value.size for _, _, value in places]
    values = np.concatenate([value.reshape(-1) for _, _, value in places])
    rounded = round_to_grain(values)
    starts = np.cumsum([0, *sizes[:-1]])
    for index in np.flatnonzero(np.logical_or.reduceat(rounded != values, starts)):
        part, name, value = places[index]
        piece = rounded[starts[index] : starts[index] + sizes[index]]
        setattr(part, name, piece.reshape(value.shape).copy())


def grains_of(value: NDArray[Any]) -> float:
    """Return the number of grains in a unit that an array's type can resolve."""
    return GRAINS if value.dtype.itemsize >= 8 else COLOR_GRAINS


def round_to_grain(value: Any) -> Any:
    """Round values to whole grains."""
    exact = np.asarray(value)
    grains = grains_of(exact)
    return np.floor(exact * grains + (1 - ROUND_UP_FROM)) / grains


def is_rounded(value: Floats) -> bool:
    """Return whether rounding would change nothing, as with most large arrays, which have not moved since."""
    flat = value.reshape(-1)
    blocks = (flat[start : start + BLOCK] for start in range(0, flat.size, BLOCK))
    return all(np.array_equal(round_to_grain(block), block) for block in blocks)
