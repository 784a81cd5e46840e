"""Rate functions of films besides Manim's: what goes in the first half of a time, and what comes in the second."""

from __future__ import annotations

from typing import Any

from manim import smooth
from numpy.typing import NDArray


def first_half(time: float) -> float:
    """All of a change in the first half of its time."""
    return float(smooth(min(2 * time, 1.0)))


def second_half(time: float) -> float:
    """All of a change in the second half of its time."""
    return float(smooth(max(2 * time - 1, 0.0)))


def gently(shares: NDArray[Any]) -> NDArray[Any]:
    """(…) shares from 0 to 1 that start and end gently, as Manim's `smoothstep` makes a single one."""
    eased: NDArray[Any] = shares**2 * (3 - 2 * shares)
    return eased
