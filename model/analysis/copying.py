"""Measures what attention copies: with each head's looks at their average, a neuron is sent a curve of x plus one of y.

The value path of a head is linear (Elhage et al. 2021, transformer-circuits.pub/2021/framework), so all that makes a
neuron's input more than such a sum is that the head looks elsewhere for other numbers. What that is worth is the loss
with the pattern frozen at its mean (mean ablation, as in Nanda et al. 2023, arXiv 2301.05217, section 4.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.shares import as_share
from transparent_box.model.analysis.waves import coefficient
from transparent_box.model.transformer import EQUALS_POSITION, X_POSITION, Y_POSITION, Weights, relu, token_rows

Floats = NDArray[Any]


@dataclass(frozen=True)
class Sent:
    """The curve that a neuron is sent by one of the two numbers, in units of its wave A·cos(w_k n + φ)."""

    frequency: int
    amplitude: float  # A
    phase: float  # φ, in radians
    output: Floats  # (p,) mean 0, divided by A

    @property
    def ideal(self) -> Floats:
        """(p,) the wave itself."""
        p = len(self.output)
        wave: Floats = np.cos(2 * np.pi * self.frequency * np.arange(p) / p + self.phase)
        return wave


def sent(values: Floats, frequency: int) -> Sent:
    """Hold values (p,) against their wave of one frequency."""
    turn = np.exp(-2j * np.pi * frequency * np.arange(len(values)) / len(values))
    wave = complex(2 / len(values) * (turn @ values))
    size = max(abs(wave), np.finfo(float).tiny)
    return Sent(frequency, abs(wave), float(np.angle(wave)), (values - values.mean()) / size)


@dataclass(frozen=True)
class Copied:
    """A network with every head's pattern at its mean; p numbers, d directions of the stream, m neurons."""

    pattern: Floats  # (h, 3) how much each head looks at x, y and "="
    from_x: Floats  # (p, d) what it adds to the stream for each x
    from_y: Floats  # (p, d) and for each y
    constant: Floats  # (d,) "=" itself, and what is copied from it

    def into(self, weights: Weights, neuron: int, frequency: int) -> tuple[Sent, Sent]:
        """Hold what one neuron is sent by x, and by y, against the waves of one frequency in it."""
        row = np.asarray(weights.W_in, dtype=np.float64)[neuron]
        x, y = (sent(rows @ row, frequency) for rows in (self.from_x, self.from_y))
        return x, y

    def logits(self, weights: Weights) -> Floats:
        """[x, y, V] what the rest of the network makes of it."""
        stream = self.from_x[:, None] + self.from_y[None, :] + self.constant
        post = relu(stream @ weights.W_in.T + weights.b_in)
        scores: Floats = (stream + post @ weights.W_out.T + weights.b_out) @ weights.W_U
        return scores


def copied(weights: Weights, attention: Floats) -> Copied:
    """Freeze attention [x, y, h, 3] at its mean over all sums."""
    pattern = attention.mean(axis=(0, 1), dtype=np.float64).astype(attention.dtype)
    heads, size, width = weights.W_V.shape
    values = weights.W_V.reshape(heads * size, width)
    x, y, equals = token_rows(weights)

    def copy(rows: Floats, position: int) -> Floats:
        weighed = (rows @ values.T) * np.repeat(pattern[:, position], size)
        added: Floats = weighed @ weights.W_O.T
        return added

    constant = equals + copy(equals[None], EQUALS_POSITION)[0]
    return Copied(pattern, copy(x, X_POSITION), copy(y, Y_POSITION), constant)


@dataclass(frozen=True)
class SharedWaves:
    """A·(cos(w_k x + φ) + cos(w_k y + φ)) laid onto neurons' inputs, (m,) each: one size and one phase for both."""

    amplitude: Floats
    phase: Floats  # φ, in radians
    r2: Floats  # share of the input's variance over all sums that it explains


def shared_waves(inputs: Floats, frequency: int) -> SharedWaves:
    """Fit neurons' inputs [x, y, m] by least squares at one frequency."""
    wave = (coefficient(inputs, frequency, 0) + coefficient(inputs, 0, frequency)) / 2
    variance = inputs.var(axis=(0, 1), dtype=np.float64)
    held = np.square(np.abs(wave))  # the variance of two waves of this size
    return SharedWaves(np.abs(wave), np.angle(wave), as_share(held, of=variance))


@dataclass(frozen=True)
class TwoWaves:
    """A·(cos(w_k x + φx) + cos(w_k y + φy)) laid onto one neuron's input: one size, and a phase for each number."""

    frequency: int
    amplitude: float
    phases: tuple[float, float]  # φx and φy, in radians
    r2: float  # share of the input's variance over all questions that it explains


def two_waves(inputs: Floats, frequency: int) -> TwoWaves:
    """Fit a neuron's input [x, y] at one frequency."""
    x, y = complex(coefficient(inputs, frequency, 0)), complex(coefficient(inputs, 0, frequency))
    amplitude, variance = (abs(x) + abs(y)) / 2, float(inputs.var(dtype=np.float64))
    phases = float(np.angle(x)), float(np.angle(y))
    return TwoWaves(frequency, amplitude, phases, amplitude**2 / variance if variance > 0 else 0.0)
