"""Puts numbers other than 0 in the order of their logarithms: there a product is a sum, and has waves.

With a primitive root g of p every number from 1 to p − 1 is a power g^u, u = 0 … p − 2, and g^u · g^v = g^(u + v): to
multiply modulo p is to add modulo p − 1, exactly. Waves over u have frequencies k up to (p − 1)/2, which need not be
coprime to p − 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import CLUSTER_FVE, ROUNDING, clusters
from transparent_box.model.analysis.shares import as_share

Floats = NDArray[Any]
Integers = NDArray[np.int64]


def primitive_root(p: int) -> int:
    """Find the smallest number whose powers are all numbers from 1 to p − 1, p prime."""
    return next(g for g in range(1, p) if len(set(powers(g, p).tolist())) == p - 1)


def powers(root: int, p: int) -> Integers:
    """(p−1,) the numbers root^0, root^1, … modulo p."""
    return np.array([pow(root, u, p) for u in range(p - 1)], dtype=np.int64)


def period_fve(neurons: Floats) -> Floats:
    """(n, N // 2) share of variance of neurons [u, v, n] that each frequency over N numbers explains, N even or odd.

    As `fourier.neuron_fve`, which is for odd N alone: frequency k owns all waves of u, of v and of both at ±k.
    """
    count = len(neurons)
    energy = np.square(np.abs(np.fft.fft2(neurons.astype(np.float64), axes=(0, 1))))
    squares, still = energy.sum(axis=(0, 1)), energy[0, 0]
    total = squares - still
    rows = [np.unique([0, k, count - k]) for k in range(1, count // 2 + 1)]
    kept = np.array([energy[np.ix_(own, own)].sum(axis=(0, 1)) - still for own in rows])
    return as_share(kept, of=total, least=squares * ROUNDING).T


@dataclass(frozen=True)
class InLogarithms:
    """A network's layers seen in that order; n neurons after the ReLU."""

    root: int
    numbers: Integers  # (p−1,) root^0, root^1, …: what stands at each place
    fve: Floats  # (n, (p−1)/2) share of each neuron's variance that each frequency over the logarithms explains
    score_share: float  # of the scores' variance, that depends alone on how far an answer is past the right one

    @property
    def waves(self) -> int:
        """The count of neurons that are waves of one frequency."""
        return int((self.fve.max(axis=1) >= CLUSTER_FVE).sum())

    @property
    def clusters(self) -> dict[int, Integers]:
        """Frequency → the neurons it explains, as for sums."""
        found = clusters(self.fve)
        return {k: found[k] for k in sorted(found)}


def in_logarithms(post: Floats, scores: Floats, sign: int) -> InLogarithms:
    """See neurons [x, y, n] and scores [x, y, c] of products, or with sign −1 of quotients, in that order."""
    p = len(post)
    root = primitive_root(p)
    numbers = powers(root, p)
    kept = scores[np.ix_(numbers, numbers, numbers)].astype(np.float64)
    kept -= kept.mean(axis=-1, keepdims=True)
    u, v, w = np.indices(kept.shape)
    past = ((w - u - sign * v) % (p - 1)).reshape(-1)
    means = np.bincount(past, kept.reshape(-1), minlength=p - 1) / np.bincount(past, minlength=p - 1)
    variance = float(kept.var())
    share = float(np.square(means).mean()) / variance if variance > 0 else 0.0
    return InLogarithms(root, numbers, period_fve(post[np.ix_(numbers, numbers)]), share)
