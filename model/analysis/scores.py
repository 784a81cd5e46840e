"""Scores that the unembedding makes of the MLP's outputs, and how far the right answer's stands above the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.loss import means_by_total

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class AddedOutputs:
    """The outputs' shares in one answer's score, added up from the one that varies most to the one that does least."""

    order: Integers  # (d,) the outputs
    sums: Floats  # (d, p, p) the first 1 … d of them added up, each less its mean over all inputs
    right: Integers  # (d,) how many of the p highest points of a sum are of the answer
    tops: Floats  # (d,) the mean along the answer's ridge
    margins: Floats  # (d,) that, less the highest along any other


@dataclass(frozen=True)
class ScoreWaves:
    """Scores by how far an answer is past the right one, or the right one past an answer, 0 … p − 1, as waves."""

    profile: Floats  # (p,) mean score, less that of all of them
    frequencies: tuple[int, ...]
    coefficients: Floats  # (n,) complex: wave n is Re(c · exp(2πi k d / p))

    @property
    def amplitudes(self) -> Floats:
        """(n,) how far each wave swings."""
        found: Floats = np.abs(self.coefficients)
        return found

    @property
    def next_best(self) -> int:
        """The distance from 0 to the highest of all others, past it or before it."""
        past, p = 1 + int(self.profile[1:].argmax()), len(self.profile)
        return past if past <= p // 2 else past - p

    @property
    def r2(self) -> float:
        """Share of the profile's variance that the waves explain together."""
        left = self.profile - self.at(np.arange(len(self.profile))).sum(axis=0)
        return float(1 - left.var() / self.profile.var())

    def at(self, places: Floats) -> Floats:
        """(n, m) the waves at places (m,), whole numbers or not."""
        angles = 2j * np.pi * np.outer(self.frequencies, places) / len(self.profile)
        found: Floats = (self.coefficients[:, None] * np.exp(angles)).real
        return found


def added_outputs(outputs: Floats, weights: Floats, totals: Integers, answer: int) -> AddedOutputs:
    """Add up outputs [x, y, d], weighed (d,) for an answer, by size; `totals` [x, y] are what the inputs give."""
    p = len(outputs)
    parts = np.moveaxis(outputs.astype(np.float64) * weights, -1, 0)
    parts -= parts.mean(axis=(1, 2), keepdims=True)
    order = np.argsort(-parts.std(axis=(1, 2)), kind="stable")
    sums = np.cumsum(parts[order], axis=0)
    flat, of = sums.reshape(len(sums), -1), totals.reshape(-1)
    highest = np.argpartition(-flat, p - 1, axis=1)[:, :p]
    means = means_by_total(np.moveaxis(sums, 0, -1), totals)
    margins = means[answer] - np.delete(means, answer, axis=0).max(axis=0)
    return AddedOutputs(order, sums, (of[highest] == answer).sum(axis=1), means[answer], margins)


def score_waves(logits: Floats, totals: Integers, frequencies: Sequence[int]) -> ScoreWaves:
    """Average logits [x, y, c] over inputs by how far c lies past the right answer, and take waves out of that."""
    p = logits.shape[-1]
    centered = logits.astype(np.float64)
    centered -= centered.mean(axis=-1, keepdims=True)
    past = (np.arange(p) - totals[..., None]) % p
    profile = np.bincount(past.reshape(-1), centered.reshape(-1), minlength=p) / totals.size
    return waves_in(profile, frequencies)


def answer_waves(scores: Floats, totals: Integers, answer: int, frequencies: Sequence[int]) -> ScoreWaves:
    """Average one answer's scores [x, y] over inputs by how far the right one lies past it, and take waves out."""
    profile = np.roll(means_by_total(scores[..., None], totals)[:, 0], -answer)
    return waves_in(profile - profile.mean(), frequencies)


def waves_in(profile: Floats, frequencies: Sequence[int]) -> ScoreWaves:
    """Take waves out of a profile (p,) of mean zero."""
    coefficients = 2 / len(profile) * np.fft.fft(profile)[list(frequencies)]
    return ScoreWaves(profile, tuple(frequencies), coefficients)


class ScoreSurfaces:
    """Scores [x, y] for any answer, between whole ones by the waves that pass through all of them.

    Each answer's are less their mean over inputs, and all are in parts of the largest size among them.
    """

    def __init__(self, logits: Floats) -> None:
        self.count = logits.shape[-1]
        centered = logits.astype(np.float64)
        centered -= centered.mean(axis=(0, 1))
        centered /= max(float(np.abs(centered).max()), np.finfo(float).tiny)
        waves = np.fft.rfft(centered, axis=-1) / self.count
        steps = np.arange(waves.shape[-1])
        waves *= np.where((steps == 0) | (2 * steps == self.count), 1.0, 2.0)  # each stands for its mirror, too
        # One real matrix, so that an answer is one product: it is asked for in every frame.
        self.parts = np.concatenate([waves.real, -waves.imag], axis=-1).reshape(-1, 2 * len(steps))

    def at(self, answer: float) -> Floats:
        """(p, p) the surface of an answer."""
        angles = 2 * np.pi * np.arange(self.parts.shape[1] // 2) * answer / self.count
        found: Floats = self.parts @ np.concatenate([np.cos(angles), np.sin(angles)])
        return found.reshape(-1, round(len(found) ** 0.5))
