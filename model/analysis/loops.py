"""Reads a few neurons before the ReLU while y runs through all numbers and x stands still, along training.

Values are taken about each checkpoint's own mean and measured in one unit per neuron for all
of training, the reach of the final network, so that what grows or shrinks is seen to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.pacing import path_lengths, training_path
from transparent_box.model.analysis.shares import as_share
from transparent_box.model.analysis.timeline import LEARNED, History, first_that_knows
from transparent_box.model.transformer import Weights, fire

Floats = NDArray[Any]
Integers = NDArray[np.int64]
# How near a loop comes to its middle, of how far it gets from it: one that is flat, at most, and one that is open.
FLAT, OPEN = 0.1, 0.25
PRESENT = 0.5  # of a neuron's variance, from which on its wave is there


@dataclass(frozen=True)
class Loops:
    """f checkpoints, p numbers, n neurons."""

    neurons: Integers  # (n,)
    step: Integers  # (f,) of each checkpoint
    pace: Floats  # (f,) 0 … 1: its place along the training curves, see `model.analysis.pacing.training_path`
    train_accuracy: Floats  # (f,)
    test_accuracy: Floats  # (f,)
    values: Floats  # (f, p, n) before the ReLU, by y

    @cached_property
    def reaches(self) -> Floats:
        """(f, p, n) values about their mean over y, in units of how far the final neuron gets from its own."""
        about = self.values - self.values.mean(axis=1, keepdims=True)
        return in_units(about, about[-1])

    @cached_property
    def wave_shares(self) -> Floats:
        """(f, n) share of each neuron's variance in the one wave that is strongest in it at the end."""
        power = np.abs(np.fft.rfft(self.reaches, axis=1))[:, 1:] ** 2
        total = power.sum(axis=1)
        own = power[:, self.frequencies - 1, np.arange(len(self.neurons))]
        return as_share(own, of=total)

    @cached_property
    def frequencies(self) -> Integers:
        """(n,) of the wave that is strongest in each neuron at the end."""
        spectrum = np.abs(np.fft.rfft(self.reaches[-1], axis=0))[1:]
        found: Integers = spectrum.argmax(axis=0) + 1
        return found

    @property
    def clearest_pair(self) -> tuple[int, int]:
        """Of two neurons with the same wave, those in which it is purest; the first two where no wave is shared."""
        pairs = list(combinations(range(len(self.neurons)), 2))
        shared = [(i, j) for i, j in pairs if self.frequencies[i] == self.frequencies[j]]
        shares = self.wave_shares[-1]
        return max(shared or pairs[:1], key=lambda pair: min(shares[pair[0]], shares[pair[1]]))

    @cached_property
    def widths(self) -> Floats:
        """(f,) how far the clearest pair gets at this checkpoint or later, in units of each one's final reach."""
        peaks = np.abs(self.reaches[..., list(self.clearest_pair)]).max(axis=(1, 2))
        furthest: Floats = np.maximum(np.maximum.accumulate(peaks[::-1])[::-1], 1.0)
        return furthest

    @cached_property
    def turns(self) -> tuple[float, float]:
        """The places along training, back from its end, where the clearest pair's loop is lost and where it is widest.

        Lost is a loop that comes near its middle; where it does so at the end, or nowhere, it is half of the way back
        to what knows the training pairs. The widest is between that and the lost, halfway if it is no wider there.
        """
        first, places = float(self.pace[self.memorized]), range(self.memorized, len(self.step))
        flat = [place for place in places if self._hole(place) < FLAT]
        lost = float(self.pace[flat[-1]]) if flat and flat[-1] < places[-1] else (1 + first) / 2
        place = np.flatnonzero(self.widths == self.widths[self.memorized])[-1]
        widest = float(self.pace[place]) if self.pace[place] < lost else (first + lost) / 2
        return lost, max(first, widest)

    @property
    def loses_waves(self) -> bool:
        """Whether, wound back to what knows the training pairs, it has not the waves that are there at the end."""
        shares = self.wave_shares.mean(axis=1)
        return bool(shares[self.memorized] < PRESENT <= shares[-1])

    @property
    def loop_comes_last(self) -> bool:
        """Whether the clearest pair is flat when the exam is passed, by one wave that is there, and open at the end."""
        passed, pair = self.test_accuracy >= LEARNED, list(self.clearest_pair)
        if not passed.any():
            return False
        first = int(passed.argmax())
        shares = self.wave_shares[first][pair]
        return bool(self._hole(first) < FLAT and self._hole(-1) > OPEN and shares.max() > PRESENT)

    def _hole(self, place: int) -> float:
        """Measure how near the clearest pair comes to its middle at a checkpoint, of how far it gets from it."""
        from_middle = np.hypot(*self.reaches[place][:, list(self.clearest_pair)].T)
        return float(from_middle.min() / max(from_middle.max(), np.finfo(float).tiny))

    @property
    def memorized(self) -> int:
        """The first checkpoint that knows the training pairs, or where none does, the one that knows most of them."""
        return first_that_knows(self.train_accuracy)

    def width_at(self, pace: float) -> float:
        """Return the width at a place along training, interpolated linearly; values from `at` are within it."""
        return float(np.interp(pace, self.pace, self.widths))

    def at(self, pace: float) -> tuple[float, Floats]:
        """Return the step and the reaches (p, n) at a place along training, between checkpoints in a straight line."""
        place = float(np.interp(pace, self.pace, np.arange(len(self.pace))))
        before = min(int(place), len(self.pace) - 2)
        share = place - before
        step = (1 - share) * self.step[before] + share * self.step[before + 1]
        return float(step), (1 - share) * self.reaches[before] + share * self.reaches[before + 1]


def loops(networks: Iterable[Weights], steps: Integers, history: History, neurons: Integers, x: int, p: int) -> Loops:
    """Read neurons (n,), n ≥ 2, of networks at steps (f,) while y runs through 0 … p − 1 beside one x."""
    y = np.arange(p)
    values = [fire(network, np.full(p, x), y)[2][:, neurons] for network in networks]
    way = path_lengths(training_path(history, steps))
    pace = way / max(float(way[-1]), 1e-12)
    found = history.at(steps)
    return Loops(neurons, steps, pace, found.train_accuracy, found.test_accuracy, np.array(values))


def in_units(about: Floats, final: Floats) -> Floats:
    """Return values (…, p, n) about their mean, in units of each neuron's largest deviation in `final` (p, n)."""
    furthest = np.abs(final).max(axis=0)
    scaled: Floats = about / np.where(furthest > 0, furthest, 1.0)
    return scaled


def in_reaches(values: Floats) -> Floats:
    """(p, n) values (p, n) about their mean, the furthest of each of n neurons at 1 or −1."""
    about = values.astype(np.float64) - values.mean(axis=0, dtype=np.float64)
    return in_units(about, about)


def widest_pair(values: Floats) -> tuple[int, int]:
    """Of two of several neurons' values (p, n), each in units of its own reach, those whose closed curve holds most."""
    scaled = in_reaches(values)
    turned = np.roll(scaled, -1, axis=0)
    held = np.abs(scaled.T @ turned - turned.T @ scaled) / 2  # by the shoelace formula, for every pair
    first, second = np.unravel_index(int(held.argmax()), held.shape)
    return int(first), int(second)
