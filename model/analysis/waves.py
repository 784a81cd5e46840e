"""Surfaces over the inputs [x, y] taken apart into waves that carry their true names.

A product is two waves: cos(kx) cos(ky) = ½ cos(k(x + y)) + ½ cos(k(x − y)), the (k, k) and the (k, −k) part of the 2-D
Fourier transform, and sin(kx) sin(ky) is half their difference. So no single part of that transform is a product, and
all four products of one frequency need both. (Nanda et al. 2023, arXiv 2301.05217, sections 3.1 and 4.3; kx stands for
w_k x, w_k = 2πk/p.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import fourier_basis
from transparent_box.model.analysis.shares import as_share

Floats = NDArray[Any]

SINGLE = ("cos x", "sin x", "cos y", "sin y")
PRODUCTS = ("cos x cos y", "cos x sin y", "sin x cos y", "sin x sin y")
HARMONIC, REST = "harmonic", "rest"
SHOWN = ("cos x", "cos y", "cos x cos y")  # what a neuron is put together of where it is explained
NAMES = (*SINGLE, *PRODUCTS, HARMONIC, REST)


@dataclass(frozen=True)
class Component:
    """One orthogonal part of a surface."""

    name: str  # of NAMES
    share: float  # of the surface's variance
    amplitude: float  # of its wave or product; for HARMONIC and REST the standard deviation
    surface: Floats  # [x, y], mean 0


@dataclass(frozen=True)
class Decomposition:
    """A surface as the sum of its mean and the components of one frequency, orthogonal to each other.

    cos x means cos(w_k x + phase_x), sin y means sin(w_k y + phase_y); "harmonic" is everything of frequency 2k alone,
    which the bend of the ReLU makes; "rest" is what none of them holds.
    """

    frequency: int
    phase_x: float
    phase_y: float
    mean: float
    components: dict[str, Component]  # by name, in the order of NAMES

    def share(self, names: tuple[str, ...]) -> float:
        """Share of variance of several components together: the R² of the surface rebuilt from them and the mean."""
        return sum(self.components[name].share for name in names)

    def rebuilt(self, names: tuple[str, ...] = NAMES) -> Floats:
        """[x, y] the mean and the named components added up; all of them give the surface back."""
        return self.mean + sum((self.components[name].surface for name in names), np.zeros(()))

    def apart(self, names: tuple[str, ...]) -> Floats:
        """(n + 1, p, p) the named components, and all others added up."""
        rest = self.rebuilt() - self.rebuilt(names)
        return np.array([*(self.components[name].surface for name in names), rest])

    @property
    def r2(self) -> float:
        """R² of the surface rebuilt from the frequency's own eight components: its FVE (section 4.3)."""
        return self.share(SINGLE + PRODUCTS)


def decompose(surface: Floats, frequency: int, phase_x: float = 0.0, phase_y: float = 0.0) -> Decomposition:
    """Take one surface [x, y] apart at one frequency; phases in radians turn which wave is called the cosine."""
    p = len(surface)
    mean = float(surface.mean(dtype=np.float64))
    centered = surface.astype(np.float64) - mean
    total = float(np.square(centered).sum())
    waves_x, waves_y = wave_rows(p, frequency, phase_x), wave_rows(p, frequency, phase_y)
    coefficients = waves_x @ centered @ waves_y.T
    places = {"cos x": (1, 0), "sin x": (2, 0), "cos y": (0, 1), "sin y": (0, 2)}
    places |= dict(zip(PRODUCTS, ((1, 1), (1, 2), (2, 1), (2, 2)), strict=True))
    parts = {n: coefficients[i, j] * np.outer(waves_x[i], waves_y[j]) for n, (i, j) in places.items()}
    double = wave_rows(p, 2 * frequency)
    parts[HARMONIC] = double.T @ (double @ centered @ double.T) @ double
    parts[REST] = centered - sum(parts.values())

    def component(name: str) -> Component:
        part = parts[name]
        size = float(part.std())
        if name in places:
            size *= 2 if name in PRODUCTS else 2**0.5
        return Component(name, float(np.square(part).sum()) / total if total > 0 else 0.0, size, part)

    return Decomposition(frequency, phase_x, phase_y, mean, {name: component(name) for name in NAMES})


def wave_rows(p: int, frequency: int, phase: float = 0.0) -> Floats:
    """(3, p) orthonormal rows: the constant, cos(w_k n + phase), sin(w_k n + phase)."""
    angle = 2 * np.pi * frequency * np.arange(p) / p + phase
    return np.stack([np.full(p, p**-0.5), np.cos(angle) * (2 / p) ** 0.5, np.sin(angle) * (2 / p) ** 0.5])


@dataclass(frozen=True)
class RowWaves:
    """The wave of x in every row y of a neuron, before and after the ReLU, and how high y lifts the row."""

    before: Floats  # (p,) amplitudes of cos(w_k x + φ)
    after: Floats  # (p,)
    lift: Floats  # (p,) mean over x before the ReLU
    correlation: float  # of `after` and `lift`; 0 where one of them does not vary


def row_sizes(surface: Floats, frequency: int) -> Floats:
    """(p,) amplitude of the wave of x of one frequency in each row [x, y] of a surface: 2/p · |Σ a e^{−iw_k x}|."""
    p = len(surface)
    turn = np.exp(-2j * np.pi * frequency * np.arange(p) / p)
    found: Floats = 2 / p * np.abs(turn @ surface.astype(np.float64))
    return found


def row_waves(pre: Floats, post: Floats, frequency: int) -> RowWaves:
    """Measure one neuron's rows, pre and post [x, y] before and after the ReLU."""
    before, after, lift = row_sizes(pre, frequency), row_sizes(post, frequency), pre.mean(axis=0, dtype=np.float64)
    varies = float(np.ptp(after)) > 0 and float(np.ptp(lift)) > 0
    return RowWaves(before, after, lift, float(np.corrcoef(after, lift)[0, 1]) if varies else 0.0)


def spectrum(surface: Floats) -> Floats:
    """(p, p, …) coefficients F X Fᵀ of surfaces [x, y, …] in the orthonormal basis of `model.analysis.fourier`."""
    basis = fourier_basis(len(surface))
    over_x = np.tensordot(basis, surface, axes=(1, 0))
    coefficients: Floats = np.einsum("gy,fy...->fg...", basis, over_x, optimize=True)
    return coefficients


def coefficient(surface: Floats, over_x: int, over_y: int) -> Floats:
    """(…) complex A·e^{iφ} of the wave A cos(w(over_x·x + over_y·y) + φ), w = 2π/p, in surfaces [x, y, …].

    (k, k) is the wave along x + y, (k, −k) the one along x − y; not for (0, 0).
    """
    p = len(surface)
    turn = -2j * np.pi * np.arange(p) / p
    after_x = np.tensordot(np.exp(turn * over_x), surface, axes=(0, 0))
    found: Floats = 2 / p**2 * np.tensordot(np.exp(turn * over_y), after_x, axes=(0, 0))
    return found


def product_shares(surfaces: Floats, frequency: int) -> Floats:
    """(n, 4) share of variance of surfaces [x, y, n] in each of the frequency's PRODUCTS, with phases 0."""
    rows = wave_rows(len(surfaces), frequency)[1:]
    coefficients = np.einsum("fx,xyn,gy->nfg", rows, surfaces, rows, optimize=True).reshape(-1, len(PRODUCTS))
    total = np.square(surfaces - surfaces.mean(axis=(0, 1), dtype=np.float64)).sum(axis=(0, 1))[:, None]
    return as_share(np.square(coefficients), of=total)
