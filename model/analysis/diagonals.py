"""Surfaces over the inputs [x, y] read along their diagonals: how much depends on x + y alone, and where it is highest.

On the torus Z_p × Z_p the pairs with x + y ≡ s form one closed line, drawn as two: x + y = s and x + y = s + p.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.shares import as_share

Floats = NDArray[Any]
Integers = NDArray[np.int64]


def diagonal_means(surface: Floats, sign: int = 1) -> Floats:
    """(p, …) mean of a surface [x, y, …] over the p inputs with x + y ≡ s (x − y ≡ s with sign −1), by s."""
    p = surface.shape[0]
    x, s = np.meshgrid(np.arange(p), np.arange(p), indexing="ij")
    means: Floats = surface[x, sign * (s - x) % p].mean(axis=0, dtype=np.float64)
    return means


def along(surface: Floats, sign: int = 1) -> Floats:
    """(…) share of variance of surfaces [x, y, …] that depends on (x + sign·y) mod p alone; 0 for a flat one.

    In Fourier terms: the share on the (j, j) parts for x + y, on (j, −j) for x − y, over all j ≠ 0.
    """
    p = surface.shape[0]
    means = diagonal_means(surface, sign)
    mean = surface.mean(axis=(0, 1), dtype=np.float64)
    total = np.square(surface - mean).sum(axis=(0, 1))
    return as_share(p * np.square(means - mean).sum(axis=0), of=total)


def share_along(surface: Floats, sign: int = 1) -> float:
    """Share of one surface's [x, y] variance that depends on (x + sign·y) mod p alone; see `along`."""
    return float(along(surface, sign))


def along_sum(surface: Floats) -> Floats:
    """(…) share of variance of surfaces [x, y, …] that depends on (x + y) mod p alone."""
    return along(surface, 1)


def along_difference(surface: Floats) -> Floats:
    """(…) share of variance of surfaces [x, y, …] that depends on (x − y) mod p alone."""
    return along(surface, -1)


def wave_shares(surfaces: Floats, sign: int = 1) -> Floats:
    """((p−1)/2, n) share of variance of surfaces [x, y, n] on the wave of each frequency along x + sign·y."""
    centered = surfaces - surfaces.mean(axis=(0, 1), dtype=np.float64)
    total = np.square(centered).sum(axis=(0, 1))
    energy = 2 * np.square(np.abs(np.fft.rfft(diagonal_means(centered, sign), axis=0)[1:]))
    return as_share(energy, of=total)


@dataclass(frozen=True)
class Crests:
    """The diagonals x + sign·y on which a surface [x, y] is highest: local maxima of its means, highest first."""

    means: Floats  # (p,) by s = (x + sign·y) mod p
    sums: Integers  # (n,) each the s of one crest
    sign: int

    @property
    def highest(self) -> int:
        """The s whose pairs have the largest mean."""
        return int(self.sums[0])

    def lines(self, crest: int = 0) -> tuple[int, int]:
        """Return the unreduced x + y on the two lines of a crest, s and s + p; for x − y, s and s − p."""
        s = int(self.sums[crest])
        return s, s + self.sign * len(self.means)

    def apart(self, distance: float) -> list[tuple[int, float]]:
        """(s, height above the mean as a share of the highest's) of the crests at least that far from any higher one.

        Far is counted round the circle of sums: small bumps on the side of a crest are no crests of their own.
        """
        p, rise = len(self.means), self.means - self.means.mean()
        kept: list[int] = []
        for s in self.sums.tolist():
            if all(min((s - other) % p, (other - s) % p) >= distance for other in kept):
                kept.append(s)
        return [(s, float(rise[s] / rise[self.highest])) for s in kept if rise[s] > 0]


def crests(surface: Floats, sign: int = 1) -> Crests:
    """Return the crests of one surface [x, y]; a wave of frequency k along x + sign·y has k (or p − k, by folding)."""
    means = diagonal_means(surface, sign)
    peaks = np.flatnonzero((means > np.roll(means, 1)) & (means >= np.roll(means, -1)))
    peaks = peaks if len(peaks) else np.array([means.argmax()])
    return Crests(means, peaks[np.argsort(means[peaks], kind="stable")[::-1]], sign)
