"""Linear probes that tell the values of a count apart, as the paper fits them: multinomial logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.floating]
Integers = NDArray[np.int64]

DECAY = 1e-3  # of the squared weights, a mean cross-entropy in nats being 1
MOST_STEPS = 80
PER_VALUE = 120  # points fitted of each value; as many again, where there are, are held out


@dataclass(frozen=True)
class ValueProbe:
    """One direction for each value: weights (v, d), intercepts (v,), and the held-out error of its guesses."""

    weights: Floats
    intercept: Floats
    error: float  # root mean square, in the values' own unit


def fit(points: Floats, labels: Integers, values: Integers) -> ValueProbe:
    """Fit on some of the points (s, d) with these labels (s,), balanced over the values (v,); test on others."""
    fitted, held_out = balanced(labels, values)
    rows = np.searchsorted(values, labels[fitted])
    inputs, v = points[fitted].astype(np.float32), len(values)
    shape = (v, points.shape[1] + 1)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape).astype(np.float32)
        logits = inputs @ weights[:, :-1].T + weights[:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        total = chances.sum(axis=1, keepdims=True)
        each = np.log(total[:, 0]) - logits[np.arange(len(rows)), rows]
        chances /= total
        chances[np.arange(len(rows)), rows] -= 1
        slope = np.hstack([chances.T @ inputs, chances.sum(axis=0)[:, None]]) / len(rows)
        slope[:, :-1] += 2 * DECAY * weights[:, :-1]
        return float(each.mean() + DECAY * (weights[:, :-1] ** 2).sum()), slope.ravel().astype(np.float64)

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS})
    weights, intercept = found.x.reshape(shape)[:, :-1], found.x.reshape(shape)[:, -1]
    guesses = values[(points[held_out] @ weights.T + intercept).argmax(axis=1)]
    return ValueProbe(weights, intercept, float(np.sqrt(((guesses - labels[held_out]) ** 2).mean())))


def balanced(labels: Integers, values: Integers) -> tuple[Integers, Integers]:
    """Return indices of points to fit on and to test on: half of each value's for either, at most PER_VALUE."""
    fitted, held_out = [], []
    for value in values:
        there = np.flatnonzero(labels == value)[: 2 * PER_VALUE]
        fitted.append(there[::2])
        held_out.append(there[1::2])
    return np.concatenate(fitted), np.concatenate(held_out)
