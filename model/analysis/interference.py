"""Neurons' surfaces weighed and added: what cancels and what stands.

cos kx·cos ky and sin kx·sin ky both hold a wave along x + y and one along x − y; weighed + and − the first adds up and
the second cancels, which is cos(k(x + y)) (Nanda et al. 2023, arXiv 2301.05217, sections 3.1 and 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.diagonals import along, along_difference, along_sum, diagonal_means
from transparent_box.model.analysis.selection import QUARTER_SIGNS, Gathering, ProductPair, Quarters
from transparent_box.model.analysis.waves import decompose

Floats = NDArray[Any]
PAIR = ("cos x cos y", "sin x sin y")


@dataclass(frozen=True)
class Addition:
    """Surfaces that are added: (n, p, p), mean 0 each, as they are and weighed, and shares of variance of the sum."""

    plain: Floats
    weighed: Floats

    @property
    def total(self) -> Floats:
        """[x, y] the weighed ones added."""
        total: Floats = self.weighed.sum(axis=0)
        return total

    @property
    def halves(self) -> Floats:
        """(n, 2, p, p) each one's part along x − y and its part along x + y."""
        return np.stack([halves(surface) for surface in self.plain])

    @property
    def share_sum(self) -> float:
        """Of the sum's variance along x + y."""
        return float(along_sum(self.total))

    @property
    def share_difference(self) -> float:
        """Of the sum's variance along x − y."""
        return float(along_difference(self.total))


@dataclass(frozen=True)
class Layering:
    """One output of the MLP, added up neuron by neuron with its real weights: the sums of the first 1 … n."""

    neurons: NDArray[np.int64]  # (n,) in the order they are added
    weights: Floats  # (n,)
    sums: Floats  # (n, p, p) float32, mean 0 each; the last one is the output less its mean
    shares: Floats  # (n,) of each sum's variance along x + sign·y


def layered(post: Floats, weights: Floats, first: int, sign: int = 1) -> Layering:
    """Add up post [x, y, n] with an output's weights (n,): `first`, if it counts at all, then the loudest first.

    How loud a neuron is, is the standard deviation of what it adds.
    """
    surfaces = post - post.mean(axis=(0, 1), dtype=np.float64).astype(np.float32)
    loud = np.abs(weights) * surfaces.std(axis=(0, 1), dtype=np.float64)
    order = np.argsort(-loud, kind="stable")
    if loud[first] > 0:
        order = np.concatenate([[first], order[order != first]])
    sums = np.cumsum(surfaces[..., order] * weights[order], axis=-1, dtype=np.float64).astype(np.float32)
    return Layering(order, weights[order], np.ascontiguousarray(np.moveaxis(sums, -1, 0)), along(sums, sign))


def products(post: Floats, pair: ProductPair) -> Addition:
    """Return the product components of a pair's two neurons, with their real weights; post [x, y, n]."""
    found = [
        decompose(post[..., neuron], pair.frequency).components[name].surface
        for neuron, name in zip(pair.neurons, PAIR, strict=True)
    ]
    return Addition(np.stack(found), np.stack(found) * pair.weights[:, None, None])


def halves(surface: Floats) -> Floats:
    """(2, p, p) what a surface [x, y] holds along x − y and along x + y; of cos·cos and sin·sin that is all."""
    x, y = np.indices(surface.shape)
    p = len(surface)
    return np.stack([diagonal_means(surface, sign)[(x + sign * y) % p] - surface.mean() for sign in (-1, 1)])


def quarter_turns(post: Floats, four: Quarters) -> Addition:
    """Return four whole neurons, each at the same strength (standard deviation 1), signed + − + −."""
    surfaces = np.moveaxis(post[..., four.neurons], -1, 0).astype(np.float64)
    surfaces -= surfaces.mean(axis=(1, 2), keepdims=True)
    surfaces /= surfaces.std(axis=(1, 2), keepdims=True)
    return Addition(surfaces, surfaces * QUARTER_SIGNS[:, None, None])


def gathered(post: Floats, whole: Gathering) -> Floats:
    """(n, p, p) the sums of the first 1 … n neurons of a cluster with their real weights, mean 0."""
    surfaces = np.moveaxis(post[..., whole.neurons], -1, 0).astype(np.float64)
    surfaces -= surfaces.mean(axis=(1, 2), keepdims=True)
    sums: Floats = np.cumsum(surfaces * whole.weights[:, None, None], axis=0)
    return sums
