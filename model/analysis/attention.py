"""Measures where "=" looks: each head's attention to x as one wave of the difference between x and y.

Nanda et al. 2023 (arXiv 2301.05217), appendix C.1 and its table 2: a head's attention to x is close to
½ + α (cos w_k x − cos w_k y) + β (sin w_k x − sin w_k y) for one frequency k of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import embedding_spectrum

Floats = NDArray[Any]


@dataclass(frozen=True)
class Head:
    """One head's attention at "=", over all inputs."""

    frequency: int  # the wave that explains most of its attention to x
    fve: float  # share of that attention's variance
    fve_uncentered: float  # share of its sum of squares, the constant ½ counted as explained: what table 2 gives
    score_fve: float  # share of the variance of its scores of x, before the softmax, at the same frequency
    equals: float  # mean attention from "=" to "="
    spectrum: Floats  # ((p−1)/2,) share of variance by frequency


def heads(pattern: Floats, scores: Floats) -> list[Head]:
    """Return each head's record, from attention [x, y, h, 3] and scores of x (p, h)."""
    return [head(pattern[:, :, h].astype(np.float64), scores[:, h].astype(np.float64)) for h in range(scores.shape[1])]


def head(pattern: Floats, scores: Floats) -> Head:
    """Return one head's record, from its attention [x, y, 3] and scores of x (p,)."""
    to_x = pattern[..., 0]
    shares = difference_spectrum(to_x)
    best = int(shares.argmax())
    variance, squares = np.square(to_x - to_x.mean()).sum(), np.square(to_x).sum()
    score_energy = np.square(embedding_spectrum(scores[:, None]))
    return Head(
        frequency=best + 1,
        fve=float(shares[best]),
        fve_uncentered=float(1 - (1 - shares[best]) * variance / squares),
        score_fve=float(score_energy[best] / max(score_energy.sum(), np.finfo(float).tiny)),
        equals=float(pattern[..., 2].mean()),
        spectrum=shares,
    )


def difference_spectrum(to_x: Floats) -> Floats:
    """((p−1)/2,) share of variance of [x, y] along cos w_k x − cos w_k y and sin w_k x − sin w_k y, by frequency."""
    p = len(to_x)
    centered = to_x - to_x.mean()
    total = float(np.square(centered).sum())
    along = centered.sum(axis=1) - centered.sum(axis=0)  # (p,): its inner product with f(x) − f(y) is along · f
    power = np.square(np.abs(np.fft.rfft(along)[1:])) / p**2  # each wave's squared norm over the inputs is p²
    shares: Floats = power / total if total > 0 else np.zeros_like(power)
    return shares
