"""Rate functions besides Manim's: for half of a play, and for counters in whole frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import smooth
from numpy.typing import NDArray

FRAMES = 30  # a second, lowest frame rate that films are shown at
HASTENS = 1.4  # largest power of time with which a count grows
EXACT = 0.01  # tolerance of times, in frames


def first_half(time: float) -> float:
    """Make the whole change in the first half of the time."""
    return float(smooth(min(2 * time, 1.0)))


def second_half(time: float) -> float:
    """Make the whole change in the second half of the time."""
    return float(smooth(max(2 * time - 1, 0.0)))


def gently(shares: NDArray[Any]) -> NDArray[Any]:
    """Map shares (…) in 0 … 1 by smoothstep, like Manim's for single numbers."""
    eased: NDArray[Any] = shares**2 * (3 - 2 * shares)
    return eased


def whole_frames(count: int, time: float) -> Callable[[float], float]:
    """Make the pace of a count from 0 to below `count` in seconds: each number stands for whole frames, the first ones
    longest and none longer than the one before it, so that it runs evenly, faster and faster. Steady if it must skip.
    """
    frames = round(FRAMES * time)
    if frames < count:
        return lambda share: share
    power = min(HASTENS, frames / count)
    ends = np.floor(frames * (np.arange(count + 1) / count) ** (1 / power) + 0.5)
    ends = np.cumsum(np.sort(np.diff(ends))[::-1])

    def pace(share: float) -> float:
        number = int(np.searchsorted(ends, share * frames + EXACT, side="right"))
        return min((number + 0.5) / count, 1.0)

    return pace
