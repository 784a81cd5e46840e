"""Losses of logits: of all, of only the waves of the key frequencies (restricted), and without them (excluded).

Logits are L[x, y, c] at "=", the "=" class dropped. Source: Nanda et al. 2023 (arXiv 2301.05217), sections 4.2 and 5.1
and the released notebook. P_k projects every output column onto the unit vectors along cos(w_k s) and sin(w_k s) over
all p² inputs, s = (x + y) mod p: two directions of p², not a block of the 2-D spectrum. It only needs the mean of L on
each diagonal, so a network's restricted loss is that of a p × p table.

`totals` [x, y] is what the waves are functions of: the answers for x + y and x − y, each met p times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from transparent_box.model.data import Split

Floats = NDArray[Any]
Integers = NDArray[np.int64]


def cross_entropy(logits: Floats, answers: Integers) -> Floats:
    """(…) −log softmax at the answer, in nats and float64, for logits (…, classes) and answers (…)."""
    margins = logits.astype(np.float64)
    margins -= np.take_along_axis(margins, answers[..., None], axis=-1)
    highest = margins.max(axis=-1)
    losses: Floats = highest + np.log(np.exp(margins - highest[..., None]).sum(axis=-1))
    return losses


def table_losses(table: Floats) -> Floats:
    """(p, classes) −log softmax of every class of a table of logits (p, classes), in float64."""
    losses: Floats = logsumexp(table, axis=1, keepdims=True) - table
    return losses


def means_by_total(values: Floats, totals: Integers) -> Floats:
    """(p, …) mean of values [x, y, …] over the p inputs with each total."""
    p = len(totals)
    order = np.argsort(totals, axis=None, kind="stable").reshape(p, p)
    means: Floats = values.reshape(p * p, *values.shape[2:])[order].mean(axis=1, dtype=np.float64)
    return means


def key_waves(means: Floats, frequencies: Sequence[int]) -> Floats:
    """(len(frequencies), p, classes): P_k L by total, one table for each frequency, from the means of L by total."""
    p = len(means)
    tables = np.zeros((len(frequencies), *means.shape))
    for table, k in zip(tables, frequencies, strict=True):
        angle = 2 * np.pi * k * np.arange(p) / p
        for wave in (np.cos(angle), np.sin(angle)):
            table += 2 / p * np.outer(wave, wave @ means)
    return tables


@dataclass(frozen=True)
class Losses:
    """Mean cross-entropies of one network over p classes, in nats (section 5.1)."""

    all: float
    train: float
    test: float
    restricted: float  # CE( Σ_k P_k L + mean L ), all inputs
    excluded: float  # CE( L − Σ_k P_k L ), the training inputs
    # CE( L − Σ P_j L ) over every frequency j: what the paper's figure 7 shows, see `model.paper.reasons`.
    excluded_every: float
    excluded_by_frequency: dict[int, float]  # CE( L − P_k L ), the training inputs


def losses_of(logits: Floats, totals: Integers, answers: Integers, split: Split, keys: Sequence[int]) -> Losses:
    """Compute the losses of logits [x, y, c] with key frequencies; "all" means the pairs of the split."""
    x, y = split.train[:, 0], split.train[:, 1]
    means, mean = means_by_total(logits, totals), logits.mean(axis=(0, 1), dtype=np.float64)
    tables = key_waves(means, keys)
    everywhere = cross_entropy(logits, answers)
    train, test = everywhere[x, y], everywhere[split.test[:, 0], split.test[:, 1]]
    inputs = split.inputs[:, 0], split.inputs[:, 1]
    kept = tables.sum(axis=0) + mean
    logits_there, totals_there, answers_there = logits[x, y].astype(np.float64), totals[x, y], answers[x, y]

    def without(table: Floats) -> float:
        return float(cross_entropy(logits_there - table[totals_there], answers_there).mean())

    return Losses(
        all=float(everywhere[inputs].mean()),
        train=float(train.mean()),
        test=float(test.mean()),
        restricted=float(table_losses(kept)[totals[inputs], answers[inputs]].mean()),
        excluded=without(tables.sum(axis=0)),
        excluded_every=without(means - mean),
        excluded_by_frequency={k: without(table) for k, table in zip(keys, tables, strict=True)},
    )


@dataclass(frozen=True)
class LogitFit:
    """The logits as Σ_k α_k cos(w_k(x + y − c)), fitted by least squares (section 4.2)."""

    coefficients: dict[int, float]  # frequency → α_k
    fve: float  # share of the variance of the logits, each input's mean over c removed
    loss: float  # cross-entropy of the fitted logits on all inputs


def fit_logits(logits: Floats, totals: Integers, answers: Integers, inputs: Integers, keys: Sequence[int]) -> LogitFit:
    """Fit logits [x, y, c]; the loss is that on inputs (n, 2).

    The cosines are orthogonal over all inputs and classes, so each α_k is a projection.
    """
    p = len(totals)
    centered = logits - logits.mean(axis=-1, keepdims=True, dtype=np.float64)
    means = means_by_total(centered, totals)
    s, c = np.meshgrid(np.arange(p), np.arange(p), indexing="ij")
    fitted = np.zeros((p, p))
    coefficients: dict[int, float] = {}
    for k in keys:
        wave = np.cos(2 * np.pi * k * (s - c) / p)
        coefficients[k] = float((means * wave).sum() / np.square(wave).sum())
        fitted += coefficients[k] * wave
    total = float(np.square(centered).sum())
    fve = p * float(np.square(fitted).sum()) / total if total > 0 else 0.0
    x, y = inputs[:, 0], inputs[:, 1]
    loss = float(table_losses(fitted)[totals[x, y], answers[x, y]].mean())
    return LogitFit(coefficients, fve, loss)
