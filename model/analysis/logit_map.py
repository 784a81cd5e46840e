"""The neuron–logit map W_L = W_Uᵀ W_out: what each MLP neuron adds to each answer's logit.

Nanda et al. 2023 (arXiv 2301.05217), section 4.2: W_L ≈ Σ_k cos(w_k) u_kᵀ + sin(w_k) v_kᵀ over the key frequencies,
where the rows u_k and v_k read from the neurons what should be cos(w_k(x + y)) and sin(w_k(x + y)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import embedding_spectrum, fourier_basis
from transparent_box.model.analysis.loss import means_by_total
from transparent_box.model.analysis.shares import as_share
from transparent_box.model.transformer import Weights

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class LogitMap:
    """W_L, without the row of "="."""

    matrix: Floats  # (p, m) float64

    @cached_property
    def rows(self) -> Floats:
        """(p, m) F W_L: the constant row, then u_1, v_1, u_2, …"""
        rows: Floats = fourier_basis(len(self.matrix)) @ self.matrix
        return rows

    def u(self, k: int) -> Floats:
        """(m,) the cosine row of frequency k."""
        row: Floats = self.rows[2 * k - 1]
        return row

    def v(self, k: int) -> Floats:
        """(m,) the sine row of frequency k."""
        row: Floats = self.rows[2 * k]
        return row

    def directions(self, keys: Sequence[int]) -> Floats:
        """(2·len(keys), m) u_k and v_k of each frequency in turn."""
        return self.rows[[row for k in keys for row in (2 * k - 1, 2 * k)]]

    @cached_property
    def spectrum(self) -> Floats:
        """((p−1)/2,) norm of each frequency's two rows."""
        return embedding_spectrum(self.matrix)

    def residual(self, keys: Sequence[int], constant: bool = True) -> float:
        """‖W_L − its rank-2|K| part‖_F / ‖W_L‖_F; without the constant row, which shifts all logits alike, on request.

        The paper's "under 0.55 %" is met by the square of this, the share of the sum of squares.
        """
        energy = np.square(self.rows).sum(axis=1)
        if not constant:
            energy[0] = 0
        total = energy.sum()
        energy[[row for k in keys for row in (2 * k - 1, 2 * k)]] = 0
        return float(np.sqrt(energy.sum() / total)) if total > 0 else 0.0

    def weights(self, frequency: Integers) -> Floats:
        """(m,) complex A·e^{iψ}: neuron n adds A cos(w_k c + ψ) to logit c, at its own frequency[n]."""
        p = len(self.matrix)
        turns = np.exp(-2j * np.pi * np.outer(np.arange(p), frequency) / p)
        found: Floats = 2 / p * (self.matrix * turns).sum(axis=0)
        return found


def logit_map(weights: Weights) -> LogitMap:
    """W_L of a network."""
    numbers = np.asarray(weights.W_U, dtype=np.float64)[:, :-1]
    return LogitMap(numbers.T @ np.asarray(weights.W_out, dtype=np.float64))


def wave_fve(post: Floats, totals: Integers, found: LogitMap, keys: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return frequency → share of variance of u_k·h along cos(w_k s), of v_k·h along sin(w_k s) (the paper's table 1).

    post [x, y, m] are the neurons after the ReLU, s the totals [x, y].
    """
    read = post.astype(np.float64) @ found.directions(keys).T if keys else np.zeros((*totals.shape, 0))
    read -= read.mean(axis=(0, 1))
    means, p = means_by_total(read, totals), len(totals)
    squares = np.square(read).sum(axis=(0, 1))
    shares: dict[int, tuple[float, float]] = {}
    for index, k in enumerate(keys):
        angle = 2 * np.pi * k * np.arange(p) / p
        waves = enumerate((np.cos(angle), np.sin(angle)), 2 * index)  # each with its column of `read`: u_k, then v_k
        cosine, sine = (as_share(2 * (wave @ means[:, column]) ** 2, of=squares[column]) for column, wave in waves)
        shares[k] = float(cosine), float(sine)
    return shares
