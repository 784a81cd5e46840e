"""A neuron's readings wound round a circle, a Fourier transform that can be seen, and all neurons' spectra sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import strongest_wave

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Winding:
    """Readings (p,) of one neuron as y runs through all numbers, about their mean."""

    neuron: int
    values: Floats  # (p,) float64

    def wound(self, turns: float) -> Floats:
        """(p,) complex: reading n, turned back by n of p parts of so many turns."""
        numbers = np.arange(len(self.values))
        found: Floats = self.values * np.exp(-2j * np.pi * turns * numbers / len(numbers))
        return found

    def mean(self, turns: float) -> complex:
        """Return the mean of the wound readings: half of that wave's amplitude, at its phase; 0 without such a wave."""
        return complex(self.wound(turns).mean())

    @cached_property
    def amplitudes(self) -> Floats:
        """((p−1)/2,) of the waves of 1, 2, … turns that the readings are made of."""
        return np.array([2 * abs(self.mean(k)) for k in range(1, (len(self.values) - 1) // 2 + 1)])

    @cached_property
    def wave(self) -> tuple[int, float, float, float]:
        """Frequency, amplitude, phase and R² of the strongest of them."""
        return strongest_wave(self.values)


@dataclass(frozen=True)
class FrequencyMap:
    """All neurons by the frequency they belong to, slowest first, in it the purest first; the rest stands last."""

    shares: Floats  # (n, k) of each neuron's variance that frequency k + 1 explains
    blocks: list[tuple[int, int]]  # (frequency, how many neurons), in the order of the rows
    rest: int  # neurons that no frequency explains well enough


def by_frequency(fve: Floats, clusters: Mapping[int, Integers]) -> FrequencyMap:
    """Sort neurons (n, k) by the clusters they are in, those of none by their strongest frequency."""
    rows = [members[np.argsort(-fve[members, k - 1], kind="stable")] for k, members in sorted(clusters.items())]
    rest = np.setdiff1d(np.arange(len(fve)), np.concatenate([*rows, np.zeros(0, dtype=np.int64)]))
    rest = rest[np.argsort(fve[rest].argmax(axis=1), kind="stable")]
    order = np.concatenate([*rows, rest]).astype(np.int64)
    return FrequencyMap(fve[order], [(k, len(members)) for k, members in sorted(clusters.items())], len(rest))
