"""Rounds where mobjects have come to, so that a play which was drawn before is recognized."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

GRAINS = 1e9  # in a unit: positions that are told apart
COARSE = 1e6  # of colors, whose 32 bits hold no finer ones
LEAN = 0.318  # of a grain, from where on it is rounded up: halves, which shares of two give, must not hang on last bits
SMALL = 4096  # values of an array that is rounded together with others: one by one, the calls cost more than the values
BLOCK = 16384  # values of a large one that are looked at together: they stay in the processor's cache

ROUNDED = frozenset({float, np.float64, np.ndarray})

Floats = NDArray[Any]
Place = tuple[Mobject, str, Any]  # whose attribute of which name has which value


def round_state(mobjects: Iterable[Mobject]) -> None:
    """Round all positions, colors and opacities of mobjects.

    One that is moved frame by frame ends, by its last bits, elsewhere than one that is moved at once, as it is where a
    play was drawn before; without this the next play would not be recognized, and drawn again.
    """
    numbers: list[Place] = []
    small: dict[Any, list[Place]] = {}
    for part in {id(part): part for mobject in mobjects for part in mobject.get_family()}.values():
        for name, value in [item for item in vars(part).items() if type(item[1]) in ROUNDED]:
            if type(value) is not np.ndarray:
                if math.isfinite(value):
                    numbers.append((part, name, value))
            elif value.size and value.dtype.kind == "f":
                if value.size <= SMALL:
                    small.setdefault(value.dtype, []).append((part, name, value))
                elif not is_grained(value):
                    setattr(part, name, grained(value))
    round_numbers(numbers)
    for places in small.values():
        round_together(places)


def round_numbers(places: list[Place]) -> None:
    """Round numbers, and put back those that are not what they were."""
    values = np.array([value for _, _, value in places], dtype=np.float64)
    rounded = grained(values)
    for index in np.flatnonzero(rounded != values):
        part, name, _ = places[index]
        setattr(part, name, float(rounded[index]))


def round_together(places: list[Place]) -> None:
    """Round small arrays of one type, all in one, and put back those that are not what they were."""
    sizes = [value.size for _, _, value in places]
    values = np.concatenate([value.reshape(-1) for _, _, value in places])
    rounded = grained(values)
    starts = np.cumsum([0, *sizes[:-1]])
    for index in np.flatnonzero(np.logical_or.reduceat(rounded != values, starts)):
        part, name, value = places[index]
        found = rounded[starts[index] : starts[index] + sizes[index]]
        setattr(part, name, found.reshape(value.shape).copy())


def grains_of(value: NDArray[Any]) -> float:
    """Count the grains in a unit that an array's type can tell apart."""
    return GRAINS if value.dtype.itemsize >= 8 else COARSE


def grained(value: Any) -> Any:
    """Round to whole grains."""
    given = np.asarray(value)
    grains = grains_of(given)
    return np.floor(given * grains + (1 - LEAN)) / grains


def is_grained(value: Floats) -> bool:
    """Tell whether rounding would change nothing; most of what is large has not moved since it was rounded."""
    flat = value.reshape(-1)
    blocks = (flat[start : start + BLOCK] for start in range(0, flat.size, BLOCK))
    return all(np.array_equal(grained(block), block) for block in blocks)
