"""An axis: positions of values between its ends, its ticks, and their numerals."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.numbers import NARROW, number

Floats = NDArray[Any]

ROUND = (1, 2, 5, 10)  # round steps, times a power of ten
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PERCENT = "%"
PLAIN = (0.9e-3, 1.1e6)  # between these, powers of ten are written out


def round_step(least: float) -> float:
    """Return the smallest of …, 0.5, 1, 2, 5, 10, 20 … that is at least a positive number."""
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in (*ROUND, 20) if step * power >= least * (1 - 1e-9))


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, evenly or (`log`, both positive) by powers of ten.

    With the unit "%" values are shares, each written as a percentage; any other unit is written once, by the chart.
    """

    low: float
    high: float
    log: bool
    unit: str

    def shares(self, values: Floats) -> Floats:
        """Return the positions of values (…) as shares of the axis: `low` at 0, `high` at 1."""
        scale = np.log10 if self.log else np.asarray
        low, high = scale(self.low), scale(self.high)
        placed: Floats = (scale(np.asarray(values, dtype=np.float64)) - low) / (high - low)
        return placed

    def ticks(self, most: int) -> list[float]:
        """Return at most about `most` round values, in ascending order."""
        if not self.log:
            step = round_step((self.high - self.low) / most)
            first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
            return [number * step for number in range(first, last + 1)]
        first, last = ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9)
        if last - first < 1:  # hardly a power of ten lies on it
            return Axis(self.low, self.high, False, self.unit).ticks(most)
        stride = ceil((last - first + 1) / most)
        return [10.0**power for power in range(first, last + 1) if power % stride == 0]

    def numeral(self, value: float) -> str:
        """Write a value: "5,000", "50 %", "10⁻⁷", "2 · 10⁻⁷"."""
        if self.unit == PERCENT:
            return f"{100 * value:g}{NARROW}%"
        if self.log and value > 0 and not PLAIN[0] <= value <= PLAIN[1]:
            power = floor(log10(value) + 1e-9)
            lead = f"{value / 10**power:g} · ".removeprefix("1 · ")
            return f"{lead}10{str(power).translate(RAISED)}"
        return number(value)
