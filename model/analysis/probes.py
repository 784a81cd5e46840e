"""Sparse linear probes: a few embedding columns whose weighted sum is a clean cosine or sine of the token.

A probe reads the residual stream before attention at the token x, position 0 (p × d_model). It is fitted by
orthogonal matching pursuit (scikit-learn), which adds the column that helps most until eight are in.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.renaming import Renaming
from transparent_box.model.storage import Arrays

Floats = NDArray[np.floating[Any]]

MOST_COLUMNS = 8
SPLIT_SEED = 0
Wave = Literal["cos", "sin"]
PROBE_ARRAYS = ("frequency", "columns", "weights", "intercept", "held_out_r2")  # of probes.safetensors


@dataclass(frozen=True)
class Probe:
    """One fitted probe for cos(w_k x) or sin(w_k x), w_k = 2πk/p."""

    frequency: int
    wave: Wave
    columns: NDArray[np.int64]  # (≤ 8,) of the residual stream
    weights: Floats  # (≤ 8,)
    intercept: float
    output: Floats  # (p,) what the probe reads from each token x
    held_out_r2: float  # of another probe, fitted like this one to half of the tokens, on the other half

    @property
    def ideal(self) -> Floats:
        """(p,) the wave itself."""
        return ideal_wave(len(self.output), self.frequency, self.wave)

    @property
    def r2(self) -> float:
        """Share of the ideal wave's variance that the output explains."""
        return r_squared(self.output, self.ideal)


def ideal_wave(p: int, frequency: int, wave: Wave) -> Floats:
    """(p,) cos or sin of 2πk·n/p for n = 0 … p−1."""
    angle = 2 * np.pi * frequency * np.arange(p) / p
    return np.cos(angle) if wave == "cos" else np.sin(angle)


def r_squared(measured: Floats, ideal: Floats) -> float:
    """1 − Σ(measured − ideal)² / Σ(ideal − mean)²."""
    return float(1 - np.square(measured - ideal).sum() / np.square(ideal - ideal.mean()).sum())


def read(tokens: Floats, columns: NDArray[np.int64], weights: Floats, intercept: float) -> Floats:
    """(p,) a probe's output on token rows (p, d_model)."""
    return tokens[:, columns].astype(np.float64) @ weights + intercept


def probe_waves(tokens: Floats, probes: Sequence[Probe]) -> Floats:
    """(len(probes), p) what each probe reads from token rows (p, d_model), of whatever network."""
    waves = [read(tokens, probe.columns, probe.weights, probe.intercept) for probe in probes]
    return np.array(waves, dtype=np.float32)


def fit_probe(tokens: Floats, frequency: int, wave: Wave) -> Probe:
    """Fit one probe to token rows (p, d_model) with at most eight non-zero weights (fewer for tiny networks)."""
    ideal = ideal_wave(len(tokens), frequency, wave)
    columns, weights, intercept = pursue(tokens, ideal)
    output = read(tokens, columns, weights, intercept)
    return Probe(frequency, wave, columns, weights, intercept, output, held_out_r2(tokens, ideal))


def pursue(tokens: Floats, ideal: Floats) -> tuple[NDArray[np.int64], Floats, float]:
    """Columns, weights and intercept that read ideal (n,) from rows (n, d_model)."""
    from sklearn.linear_model import OrthogonalMatchingPursuit

    most = min(MOST_COLUMNS, tokens.shape[1], len(tokens) - 2)
    pursuit = OrthogonalMatchingPursuit(n_nonzero_coefs=most)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that fewer columns already read the wave exactly
        pursuit.fit(tokens.astype(np.float64), ideal)
    columns = np.flatnonzero(pursuit.coef_)
    return columns, pursuit.coef_[columns], float(pursuit.intercept_)


def held_out_r2(tokens: Floats, ideal: Floats) -> float:
    """R² on tokens that were not fitted: columns and weights from a random half (rounded up), tested on the other."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(tokens))
    fitted, tested = np.array_split(order, 2)
    output = read(tokens[tested], *pursue(tokens[fitted], ideal[fitted]))
    return r_squared(output, ideal[tested])


def read_probes(arrays: Arrays, renaming: Renaming, tokens: Floats) -> dict[int, dict[Wave, Probe]]:
    """Return frequency → its probes, ascending, in the shown names, from tokens and PROBE_ARRAYS in trained names."""
    found: dict[int, dict[Wave, Probe]] = {}
    for index, trained in enumerate(arrays["frequency"].tolist()):
        k, sine_sign = renaming.shown_frequency(trained)
        signs: dict[Wave, int] = {"cos": 1, "sin": sine_sign}
        for row, (wave, sign) in enumerate(signs.items()):
            padded = sign * arrays["weights"][index, row]
            used = padded != 0
            columns, weights = arrays["columns"][index, row][used], padded[used]
            intercept = sign * float(arrays["intercept"][index, row])
            output, held_out = read(tokens, columns, weights, intercept), float(arrays["held_out_r2"][index, row])
            found.setdefault(k, {})[wave] = Probe(k, wave, columns, weights, intercept, output, held_out)
    return dict(sorted(found.items()))


def every_value(tokens: Floats, ideal: Floats) -> Floats:
    """(p,) what all values of a number read together, each weighed by how much of the wave it holds: nothing is fitted.

    (Weights fitted to p tokens could draw any curve as soon as there are as many values as tokens.) Tokens (p, d) and
    ideal (p,) with mean 0; the sum is scaled to hold the wave once. Zeros where no value holds any.
    """
    centered = tokens.astype(np.float64) - tokens.mean(axis=0, dtype=np.float64)
    held = centered.T @ ideal
    energy = float(held @ held)
    output: Floats = centered @ held * (float(ideal @ ideal) / energy) if energy > 0 else np.zeros(len(ideal))
    return output


def loudness(tokens: Floats, ideal: Floats) -> Floats:
    """(d,) how much of a wave (p,) each value of the tokens (p, d) holds, of that which holds most."""
    held = np.abs((tokens.astype(np.float64) - tokens.mean(axis=0, dtype=np.float64)).T @ ideal)
    shares: Floats = held / max(float(held.max()), np.finfo(float).tiny)
    return shares


@dataclass(frozen=True)
class Weighed:
    """One column of a probe."""

    column: int
    weight: float
    values: Floats  # (p,) the column less its mean

    @property
    def part(self) -> Floats:
        """(p,) what it adds to the probe's output."""
        return self.weight * self.values


def in_order(tokens: Floats, probe: Probe) -> list[Weighed]:
    """Return a probe's columns, each the one that raises R² most when it is added to those before it."""
    columns = tokens[:, probe.columns].astype(np.float64)
    columns -= columns.mean(axis=0)
    entries = zip(probe.columns.tolist(), probe.weights.tolist(), columns.T, strict=True)
    left, ordered = [Weighed(*entry) for entry in entries], []
    total = np.full(len(tokens), float(probe.output.mean()))
    while left:
        best = max(left, key=lambda entry: r_squared(total + entry.part, probe.ideal))
        left = [entry for entry in left if entry.column != best.column]
        total = total + best.part
        ordered.append(best)
    return ordered
