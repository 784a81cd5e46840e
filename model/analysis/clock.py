"""The clocks a network has built: a cosine and a sine probe together put every number on a circle.

Angles are in radians, 0 where the cosine is largest, growing with the sine; w_k = 2πk/p. One clock's hand for the
number n should stand at w_k·n, having turned k times by n = p.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.probes import Probe

Floats = NDArray[Any]


@dataclass(frozen=True)
class Clock:
    """The probes of one frequency, read together."""

    cos: Probe
    sin: Probe

    @property
    def frequency(self) -> int:
        """Rounds that the hand makes while x runs through all p numbers."""
        return self.cos.frequency

    @property
    def p(self) -> int:
        """Its number of hours."""
        return len(self.cos.output)

    @property
    def points(self) -> Floats:
        """(p, 2) the probes' cosine and sine outputs for each number."""
        return np.stack([self.cos.output, self.sin.output], axis=1)

    @property
    def angles(self) -> Floats:
        """(p,) where the points stand."""
        angles: Floats = np.arctan2(self.sin.output, self.cos.output)
        return angles

    @property
    def ideal_angles(self) -> Floats:
        """(p,) w_k·n, where they should."""
        return 2 * np.pi * self.frequency * np.arange(self.p) / self.p

    @property
    def r2(self) -> float:
        """The worse of the two probes'."""
        return min(self.cos.r2, self.sin.r2)


def read_sums(angles: list[Floats], frequencies: list[int], p: int, sign: int = 1) -> list[NDArray[np.int64]]:
    """[x, y] the hour that hands turned by both numbers' angles point at: of the first clock, the first two, … all.

    Each clock has angles (p,), one per number; the answer is the c with the largest `agreement`.
    """
    return [score.argmax(axis=-1) for score in agreement(angles, frequencies, p, sign)]


def leads(
    angles: list[Floats], frequencies: list[int], answers: NDArray[np.int64], sign: int = 1
) -> list[NDArray[np.float32]]:
    """[x, y] by how much clocks agree more on the answer [x, y] than on any other: the first, the first two, … all.

    Below zero where they agree more on another.
    """
    found, place = [], answers[..., None]
    for score in agreement(angles, frequencies, len(answers), sign):
        right, others = np.take_along_axis(score, place, axis=-1)[..., 0], score.copy()
        np.put_along_axis(others, place, -np.inf, axis=-1)
        found.append(right - others.max(axis=-1))
    return found


def agreement(angles: list[Floats], frequencies: list[int], p: int, sign: int) -> Iterator[NDArray[np.float32]]:
    """Yield [x, y, c] Σ_k cos(θ_k(x) ± θ_k(y) − w_k c) of the first clock, of two, … of all; one array, added to."""
    hours = np.arange(p)
    score = np.zeros((p, p, p), dtype=np.float32)
    for theta, k in zip(angles, frequencies, strict=True):
        hands = np.exp(1j * theta)
        turned = hands if sign > 0 else hands.conj()
        both = (hands[:, None] * turned[None, :]).astype(np.complex64)
        score += (both[..., None] * np.exp(-2j * np.pi * k * hours / p).astype(np.complex64)).real
        yield score
