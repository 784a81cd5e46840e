"""Each neuron's phases: where its waves of x and of y stand, and where its weight on the answer stands.

A neuron near cos(w_k x + φx) + cos(w_k y + φy) before the ReLU has cos(w_k(x + y) + φx + φy) among its products after
it. If its weight on the logit of c is near cos(w_k c + ψ) with ψ = φx + φy, the angles are added in the wiring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.logit_map import LogitMap
from transparent_box.model.analysis.waves import coefficient

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Phases:
    """Angles in radians of each neuron at its own frequency, (m,) each."""

    frequency: Integers
    x: Floats  # φx, of its (k, 0) wave before the ReLU
    y: Floats  # φy, of its (0, k) wave
    output: Floats  # ψ, of its column of W_L
    size: Floats  # amplitude of the wave of x before the ReLU
    weight: Floats  # amplitude of its column of W_L at its frequency
    sign: int  # 1 where the answers are x + y, −1 where they are x − y

    @property
    def misalignment(self) -> Floats:
        """(m,) ψ − φx − φy (or + φy for x − y), folded into −π … π."""
        folded: Floats = np.angle(np.exp(1j * (self.output - self.x - self.sign * self.y)))
        return folded

    @property
    def difference(self) -> Floats:
        """(m,) φx − φy, folded into −π … π."""
        folded: Floats = np.angle(np.exp(1j * (self.x - self.y)))
        return folded


def neuron_phases(pre: Floats, found: LogitMap, frequency: Integers, sign: int = 1) -> Phases:
    """Return phases of neurons [x, y, m] before the ReLU, each at its own frequency (m,)."""
    over_x = np.zeros(len(frequency), dtype=complex)
    over_y = np.zeros(len(frequency), dtype=complex)
    for k in np.unique(frequency):
        members = frequency == k
        over_x[members] = coefficient(pre[..., members], int(k), 0)
        over_y[members] = coefficient(pre[..., members], 0, int(k))
    onto = found.weights(frequency)
    x, y, output = (np.angle(part) for part in (over_x, over_y, onto))
    return Phases(frequency, x, y, output, np.abs(over_x), np.abs(onto), sign)


def resultant(angles: Floats) -> float:
    """|mean e^{iθ}| of angles (n,): 1 where all agree, near 0 where they are spread; 0 for none."""
    return float(abs(np.exp(1j * angles).mean())) if len(angles) else 0.0
