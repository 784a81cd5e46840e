"""Fourier analysis on Z_p: which waves a network's numbers are made of.

Source of the definitions: Nanda et al. 2023 (arXiv 2301.05217), sections 4 and 5. w_k = 2πk/p throughout.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.shares import as_share

Floats = NDArray[Any]  # of any floating type

CLUSTER_FVE = 0.85  # the paper's threshold (section 4.3)
PURE_FVE = 0.9  # of the neurons that are best described by one frequency
ROUNDING = 1e-12  # of a neuron's energy; variance below that is none
SMALLEST_CLUSTER = 0.02  # of all neurons; fewer than that are strays, not a frequency the network works with


def fourier_basis(p: int) -> Floats:
    """(p, p) orthonormal rows over Z_p, p odd: the constant, then cos(w_1 n), sin(w_1 n), cos(w_2 n), …"""
    n = np.arange(p)
    rows = [np.full(p, p**-0.5)]
    for k in range(1, (p - 1) // 2 + 1):
        rows += [np.cos(2 * np.pi * k * n / p) * (2 / p) ** 0.5, np.sin(2 * np.pi * k * n / p) * (2 / p) ** 0.5]
    return np.array(rows)


def fold(k: int, p: int) -> int:
    """Return the frequency in 0 … (p−1)/2 whose cosine equals that of k."""
    return min(k % p, -k % p)


def strongest_wave(values: Floats) -> tuple[int, float, float, float]:
    """Frequency, amplitude and phase of the wave A·cos(w_k n + φ) that explains most of values (p,), and R²."""
    return strongest_waves(values, 1)[0]


def strongest_waves(values: Floats, most: int) -> list[tuple[int, float, float, float]]:
    """Return the `most` strongest waves of values (p,), the strongest first, each as `strongest_wave` has it.

    Waves of other frequencies do not change what one explains: R² of all together is the sum.
    """
    waves, variance = 2 / len(values) * np.fft.rfft(values)[1:], float(values.var(dtype=np.float64))
    found = []
    for best in np.argsort(-np.abs(waves), kind="stable")[:most]:
        amplitude = float(abs(waves[best]))
        share = amplitude**2 / 2 / variance if variance > 0 else 0.0
        found.append((int(best) + 1, amplitude, float(np.angle(waves[best])), share))
    return found


def embedding_spectrum(tokens: Floats) -> Floats:
    """((p−1)/2,) norm over d_model of each frequency's part of the number tokens (p, d_model)."""
    coefficients = fourier_basis(len(tokens)) @ tokens
    per_row = np.square(coefficients[1:]).sum(axis=1)
    norms: Floats = np.sqrt(per_row.reshape(-1, 2).sum(axis=1))
    return norms


def fourier_norms(rows: Floats) -> Floats:
    """(p,) norm of each row of the Fourier transform of (p, …): the constant, then cos and sin of every frequency."""
    coefficients = fourier_basis(len(rows)) @ rows.reshape(len(rows), -1)
    norms: Floats = np.linalg.norm(coefficients, axis=1)
    return norms


def gini(values: Floats) -> float:
    """Gini coefficient of non-negative values (n,): 0 where all are equal, 1 − 1/n where all but one are 0.

    1 − 2 Σ_i c_i/‖c‖₁ · (n − i + ½)/n with c ascending, i from 1 (Hurley and Rickard 2009). Nanda et al. section 5.1
    take it of the norms of the Fourier components of W_E and W_L as their sparseness.
    """
    ascending = np.sort(np.abs(values).astype(np.float64))
    n, total = len(ascending), float(ascending.sum())
    if total == 0:
        return 0.0
    return float(1 - 2 * (ascending / total * (n - np.arange(n) - 0.5) / n).sum())


def neuron_fve(neurons: Floats, frequencies: list[int] | None = None) -> Floats:
    """(n, (p−1)/2) share of each neuron's variance over all inputs, [x, y, n], that one frequency explains.

    Frequency k owns the 8 products of {1, cos w_k x, sin w_k x} and {1, cos w_k y, sin w_k y} other than the
    constant (section 4.3). A neuron that never varies has share 0 everywhere. With `frequencies` only their columns.
    """
    p = neurons.shape[0]
    chosen = range(1, (p - 1) // 2 + 1) if frequencies is None else frequencies
    basis = fourier_basis(p)[[0, *(row for k in chosen for row in (2 * k - 1, 2 * k))]]
    over_x = np.tensordot(basis, neurons, axes=(1, 0))  # [frequency row, y, n]
    energy = np.square(np.einsum("gy,fyn->fgn", basis, over_x, optimize=True))
    squares = np.square(neurons.astype(np.float64)).sum(axis=(0, 1))
    total = squares - energy[0, 0]
    shares = np.zeros((len(chosen), neurons.shape[2]))
    for index in range(len(chosen)):
        rows = [0, 2 * index + 1, 2 * index + 2]
        shares[index] = energy[np.ix_(rows, rows)].sum(axis=(0, 1)) - energy[0, 0]
    return as_share(shares, of=total, least=squares * ROUNDING).T


def clusters(fve: Floats) -> dict[int, NDArray[np.int64]]:
    """Return frequency → its neurons, given `neuron_fve`: those of which it explains most, and at least 85 %."""
    best = fve.argmax(axis=1)
    members = fve[np.arange(len(fve)), best] >= CLUSTER_FVE
    found = {int(k) + 1: np.flatnonzero(members & (best == k)) for k in np.unique(best[members])}
    return {k: neurons for k, neurons in found.items() if len(neurons) >= SMALLEST_CLUSTER * len(fve)}


def key_frequencies(fve: Floats) -> list[int]:
    """Return the clusters' frequencies, ascending; empty for a network that has not generalized."""
    return sorted(clusters(fve))
