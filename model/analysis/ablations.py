"""Measures the loss with part of the network replaced or ablated, to test whether its explanation is complete.

Nanda et al. 2023 (arXiv 2301.05217), section 4.4 and appendix A.1. All losses are means over all inputs and p classes.
Everything before the ablated part is unchanged; "the skip" is the residual stream that bypasses the MLP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import PURE_FVE, fourier_basis
from transparent_box.model.analysis.logit_map import LogitMap
from transparent_box.model.analysis.loss import cross_entropy
from transparent_box.model.analysis.waves import wave_rows
from transparent_box.model.transformer import Activations, Weights

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Ablations:
    """Losses on all inputs, in nats."""

    degree_two: float  # each clustered neuron replaced by its mean and the 8 products of its own frequency
    degree_two_best: float  # only those whose frequency explains 90 % of them: how much hangs on the threshold
    directions_only: float  # the neurons projected onto the 2|K| directions u_k, v_k
    directions_removed: float  # … and onto what is orthogonal to them
    directions_removed_skip_mean: float  # … with the skip at its mean, which still knows some answers
    frequencies_only: float  # of the logits' 2-D spectrum only the constant and the 8 cells of each key frequency
    skip_zeroed: float  # no skip
    skip_mean: float  # the skip replaced by its mean over all inputs


class Bench:
    """One network's activations and readout, prepared once for all ablations."""

    def __init__(
        self, weights: Weights, activations: Activations, found: LogitMap, answers: Integers, inputs: Integers
    ) -> None:
        """Prepare for answers [x, y] and the pairs that count, inputs (n, 2)."""
        self.neurons = activations.mlp_post.astype(np.float64)
        self.map = found.matrix.T
        readout = np.asarray(weights.W_U, dtype=np.float64)[:, :-1]
        # The MLP's own bias belongs to its output, not to the skip.
        self.bias = np.asarray(weights.b_out, dtype=np.float64) @ readout
        self.skip = activations.residual.astype(np.float64) @ readout
        self.answers = answers
        self.inputs = inputs[:, 0], inputs[:, 1]

    def loss(self, neurons: Floats, skip: Floats) -> float:
        """Return the mean loss with neurons [x, y, m] and the skip's logits [x, y, c], in nats."""
        return self.loss_of(neurons @ self.map + self.bias + skip)

    def loss_of(self, logits: Floats) -> float:
        """Return the mean loss of logits [x, y, c], in nats."""
        return float(cross_entropy(logits, self.answers)[self.inputs].mean())


def degree_two(neurons: Floats, members: Mapping[int, Integers]) -> Floats:
    """Replace each frequency's members among neurons [x, y, m] by their mean and the 8 products of that frequency."""
    replaced = neurons.copy()
    for k, chosen in members.items():
        rows = wave_rows(len(neurons), k)
        inside = np.einsum("fx,xyn,gy->fgn", rows, neurons[..., chosen], rows, optimize=True)
        replaced[..., chosen] = np.einsum("fx,fgn,gy->xyn", rows, inside, rows, optimize=True)
    return replaced


def key_cells(logits: Floats, keys: Sequence[int]) -> Floats:
    """Keep only the constant and the 8 cells of each key frequency of the 2-D spectrum of logits [x, y, c]."""
    p = len(logits)
    basis = fourier_basis(p)
    mean = logits.mean(axis=(0, 1), dtype=np.float64)
    kept: Floats = np.zeros(logits.shape) + mean
    for k in keys:
        rows = basis[[0, 2 * k - 1, 2 * k]]
        inside = np.einsum("fx,xyc,gy->fgc", rows, logits, rows, optimize=True)
        inside[0, 0] = 0
        kept += np.einsum("fx,fgc,gy->xyc", rows, inside, rows, optimize=True)
    return kept


def project(neurons: Floats, directions: Floats) -> Floats:
    """Project neurons [x, y, m] onto the span of directions (n, m); zero for n = 0."""
    orthonormal = np.linalg.svd(directions, full_matrices=False)[2]
    onto: Floats = neurons @ orthonormal.T @ orthonormal
    return onto


def ablate(
    bench: Bench, logits: Floats, found: LogitMap, keys: Sequence[int], fve: Floats, members: Mapping[int, Integers]
) -> Ablations:
    """Measure all ablations; `members` are the clusters, `fve` (m, (p−1)/2) decides which neurons are the best."""
    neurons, skip = bench.neurons, bench.skip
    best = {k: chosen[fve[chosen, k - 1] >= PURE_FVE] for k, chosen in members.items()}
    on = project(neurons, found.directions(keys))
    mean_skip = skip.mean(axis=(0, 1))
    return Ablations(
        degree_two=bench.loss(degree_two(neurons, members), skip),
        degree_two_best=bench.loss(degree_two(neurons, best), skip),
        directions_only=bench.loss(on, skip),
        directions_removed=bench.loss(neurons - on, skip),
        directions_removed_skip_mean=bench.loss(neurons - on, mean_skip),
        frequencies_only=bench.loss_of(key_cells(logits, keys)),
        skip_zeroed=bench.loss(neurons, np.zeros(())),
        skip_mean=bench.loss(neurons, mean_skip),
    )
