"""Neurons for the film, chosen by rule: the same rule on any run, and what it was worth stands beside the choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.alignment import Phases
from transparent_box.model.analysis.diagonals import diagonal_means
from transparent_box.model.analysis.shares import as_share
from transparent_box.model.analysis.waves import PRODUCTS, product_shares

Floats = NDArray[Any]
Integers = NDArray[np.int64]

LOOP_NEURONS = 7
QUARTER_SIGNS = np.array([1, -1, 1, -1])
NEAREST = 3  # candidates for each quarter turn


@dataclass(frozen=True)
class ProductPair:
    """Of one cluster, the neuron with the largest share of cos kx·cos ky after the ReLU, and that of sin kx·sin ky."""

    frequency: int
    neurons: Integers  # (2,) the cos·cos one, the sin·sin one
    shares: Floats  # (2, 4) of each one's variance, in each of `model.analysis.waves.PRODUCTS`
    fve: Floats  # (2,) of each one's variance, in all eight waves of the frequency: the R² of rebuilding it
    weights: Floats  # (2,) each one's real weight on the cosine of the answer, through W_out and W_U


@dataclass(frozen=True)
class Quarters:
    """Four neurons of one frequency whose phases are a quarter turn apart, weighed + − + −.

    The plain waves of x and of y turn with the phase φ and cancel; so does the wave of x − y, which does not turn; the
    wave of x + y turns by 2φ, half a turn from each to the next, and adds up.
    """

    frequency: int
    neurons: Integers  # (4,)
    phases: Floats  # (4,) φx of each, in radians
    weights: Floats  # (4,) each one's real weight through W_out and W_U on the answer wave of phase 2φ of the first
    shares: Floats  # (4,) of each one's variance along x + y


@dataclass(frozen=True)
class Gathering:
    """One frequency's whole cluster added up neuron by neuron with its real weights on one wave of the answer."""

    frequency: int
    neurons: Integers  # (n,) the quarters first, then always the one that leaves the largest share along x + y
    weights: Floats  # (n,) as in `Quarters`
    shares: Floats  # (n,) share of variance along x + y of the sum so far


class Cluster:
    """One frequency's neurons after the ReLU with what the choices need, prepared once."""

    def __init__(self, post: Floats, members: Integers, phases: Phases) -> None:
        """post [x, y, m]; members (n,) of the cluster."""
        self.frequency = int(phases.frequency[members[0]])
        self.members = members
        self.surfaces = post[..., members].astype(np.float64)
        self.surfaces -= self.surfaces.mean(axis=(0, 1))
        p = len(post)
        flat = self.surfaces.reshape(p * p, -1)
        means = diagonal_means(self.surfaces, phases.sign)
        self.covariance = flat.T @ flat  # (n, n), of the whole surfaces
        self.covariance_along = p * means.T @ means  # (n, n), of their parts along the answer
        self.phase = phases.x[members]
        self.onto = phases.weight[members] * np.exp(1j * phases.output[members])

    def share(self, weights: Floats) -> float:
        """Share of variance along the answer of Σ weights·neurons, weights (n,)."""
        total = float(weights @ self.covariance @ weights)
        return float(weights @ self.covariance_along @ weights) / total if total > 0 else 0.0

    def weights(self, phase: float) -> Floats:
        """(n,) real weights on the wave cos(w_k c + phase) of the answers."""
        real: Floats = np.real(self.onto * np.exp(-1j * phase))
        return real


def product_pair(cluster: Cluster, fve: Floats) -> ProductPair:
    """Return the pair for one cluster; fve (m, (p−1)/2)."""
    shares = product_shares(cluster.surfaces, cluster.frequency)
    chosen = np.array([shares[:, PRODUCTS.index(name)].argmax() for name in ("cos x cos y", "sin x sin y")])
    neurons = cluster.members[chosen]
    explained = fve[neurons, cluster.frequency - 1]
    return ProductPair(cluster.frequency, neurons, shares[chosen], explained, cluster.weights(0.0)[chosen])


def quarters(cluster: Cluster) -> Quarters | None:
    """Return the four whose sum, at equal strength, goes most along x + y; None for a cluster of fewer than four.

    Tried: every neuron as the first, and for each further quarter turn the three neurons nearest to it in phase.
    """
    if len(cluster.members) < len(QUARTER_SIGNS):
        return None
    best: tuple[float, Integers] = (-1.0, np.arange(4))
    strength = np.sqrt(np.diag(cluster.covariance))
    for first in range(len(cluster.members)):
        turned = [cluster.phase[first] + quarter * np.pi / 2 for quarter in (1, 2, 3)]
        away = [np.abs(np.angle(np.exp(1j * (cluster.phase - angle)))) for angle in turned]
        for rest in product(*(np.argsort(distance, kind="stable")[:NEAREST] for distance in away)):
            four = np.array([first, *rest])
            if len(set(four.tolist())) == len(four):
                best = max(best, (equal_share(cluster, four, strength), four), key=lambda found: found[0])
    four = best[1]
    weights = cluster.weights(2 * float(cluster.phase[four[0]]))
    each = np.diag(cluster.covariance_along)[four] / np.diag(cluster.covariance)[four]
    return Quarters(cluster.frequency, cluster.members[four], cluster.phase[four], weights[four], each)


def equal_share(cluster: Cluster, four: Integers, strength: Floats) -> float:
    """Share along the answer of four of the cluster's neurons, each divided by its strength, signed + − + −."""
    weights = QUARTER_SIGNS / strength[four]
    total = weights @ cluster.covariance[np.ix_(four, four)] @ weights
    return float(weights @ cluster.covariance_along[np.ix_(four, four)] @ weights / total)


def gathering(cluster: Cluster, first: Quarters | None) -> Gathering:
    """Return the cluster's neurons in the order they are added, and the share along x + y after each."""
    order = np.searchsorted(cluster.members, first.neurons).tolist() if first else []
    weights = cluster.weights(2 * float(first.phases[0]) if first else 0.0)
    whole = cluster.covariance * np.outer(weights, weights)
    along = cluster.covariance_along * np.outer(weights, weights)
    waiting = [index for index in range(len(weights)) if index not in order]
    while waiting:
        # Adding neuron j to the sum adds to its variance twice the covariance with what is there, and its own.
        total, kept = (
            table[np.ix_(order, order)].sum() + 2 * table[np.ix_(order, waiting)].sum(axis=0) + np.diag(table)[waiting]
            for table in (whole, along)
        )
        order.append(waiting.pop(int(as_share(kept, of=total).argmax())))
    counts = range(1, len(order) + 1)
    climbed = [cluster.share(np.where(np.isin(np.arange(len(order)), order[:n]), weights, 0.0)) for n in counts]
    return Gathering(cluster.frequency, cluster.members[order], weights[order], np.array(climbed))


def loop_neurons(fve: Floats, members: Mapping[int, Integers], phases: Phases, count: int = LOOP_NEURONS) -> Integers:
    """(≤ count,) neurons whose pairs draw loops: from the slowest cluster on, the purest neuron and the one nearest to
    a quarter turn from it, again from the start where clusters run out; with no clusters, the purest of all.
    """
    purity = fve.max(axis=1)
    waiting: list[list[int]] = []
    for k, chosen in sorted(members.items()):
        first = int(chosen[fve[chosen, k - 1].argmax()])
        turn = np.abs(np.angle(np.exp(1j * (phases.x[chosen] - phases.x[first]))))
        second = int(chosen[np.abs(turn - np.pi / 2).argmin()])
        others = [int(n) for n in chosen[np.argsort(purity[chosen], kind="stable")[::-1]] if n not in (first, second)]
        waiting.append([first] + [second] * (second != first) + others)
    picked: list[int] = []
    while len(picked) < count and any(waiting):
        for queue in waiting:
            picked += [queue.pop(0) for _ in range(min(2, len(queue), count - len(picked)))]
    if not picked:
        picked = np.argsort(purity, kind="stable")[::-1][:count].tolist()
    return np.array(picked, dtype=np.int64)
