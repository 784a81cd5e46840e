"""A renaming of the tokens: it changes a few neurons' readings, and does not change the network's scores.

Both networks are really run: the one with the names it was trained with, and the one whose columns have been put in
the order of the shown names. Everything is kept by the trained names, so that the same entry is the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Context, Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import strongest_wave
from transparent_box.model.analysis.loops import in_reaches
from transparent_box.model.analysis.renaming import Renaming

Floats = NDArray[Any]
Integers = NDArray[np.int64]
SLOW = 12  # numbers a turn, at least: among fewer dots the eye finds no wave
FINENESS = 16  # points of a curve from one number to the next


@dataclass(frozen=True)
class Readings:
    """n neurons before the ReLU while y runs through the trained names 0 … p − 1 beside one x."""

    neurons: Integers  # (n,)
    names: Integers  # (p,) the shown name of each trained one
    values: Floats  # (p, n) by the trained name of y

    @cached_property
    def reaches(self) -> Floats:
        """(p, n) values about their mean over y, the furthest of each neuron at 1 or −1."""
        return in_reaches(self.values)

    @cached_property
    def frequencies(self) -> Integers:
        """(2, n) of each neuron's strongest wave, by the trained names and by the shown ones."""
        return np.array([[strongest_wave(values)[0] for values in order.T] for order in (self.reaches, self._shown)])

    @property
    def in_order(self) -> Readings:
        """The same neurons by their numbers."""
        order = np.argsort(self.neurons)
        return replace(self, neurons=self.neurons[order], values=self.values[:, order])

    @property
    def _shown(self) -> Floats:
        """(p, n) the reaches by the shown name of y."""
        shown = np.empty_like(self.reaches)
        shown[self.names] = self.reaches
        return shown

    @cached_property
    def fast(self) -> dict[int, Floats]:
        """Place of a neuron → its strongest wave over the shown names, drawn finely (f,), if it is too fast to see."""
        p = len(self.names)
        across, found = np.linspace(0, p - 1, FINENESS * (p - 1) + 1), dict[int, Floats]()
        for n, values in enumerate(self._shown.T):
            frequency, amplitude, phase, _ = strongest_wave(values)
            if SLOW * frequency > p:
                found[n] = amplitude * np.cos(2 * np.pi * frequency * across / p + phase)
        return found

    def share(self, place: int) -> float:
        """Share of a neuron's variance that its strongest wave explains, by the shown names."""
        return strongest_wave(self._shown[:, place])[3]

    @cached_property
    def slowed(self) -> int:
        """The place of the neuron that is slowed down most, and of several, of the one that is most of one wave."""
        slower = self.frequencies[0] / self.frequencies[1]
        pure = [strongest_wave(values)[3] for values in self.reaches.T]
        return max(range(len(pure)), key=lambda n: (round(float(slower[n]), 6), pure[n]))


@dataclass(frozen=True)
class Renamed:
    """Scores [x, y, c] of the same questions, asked in the trained names and in the shown ones."""

    before: Floats
    after: Floats
    answers: Integers  # [x, y] in the trained names
    right: tuple[int, int]  # how many questions are right, asked in either

    @property
    def change(self) -> float:
        """The furthest that any score is from what it was."""
        return float(np.abs(self.after - self.before).max())

    @property
    def closeness(self) -> str:
        """Say how alike all scores are, in one digit, which none of them is beyond."""
        if not self.change:
            return "to the last digit"
        return f"to within {Decimal(self.change).normalize(Context(prec=1, rounding=ROUND_CEILING)):f}"

    def sums(self, shares: Sequence[tuple[float, float]]) -> Integers:
        """(3, n) x, y and their answer, by their trained names, for n pairs of parts of p."""
        p = len(self.before)
        x, y = np.rint(p * np.array(shares)).astype(np.int64).T
        return np.array([x, y, self.answers[x, y]])

    def written(self, shares: Sequence[tuple[float, float]]) -> tuple[list[str], list[str]]:
        """Write the scores of these sums, asked in the trained names, and those when asked in the shown ones."""
        asked = tuple(self.sums(shares))
        before, after = (
            [f"{score:.5f}".replace("-", "−") for score in scores[asked]] for scores in (self.before, self.after)
        )
        return before, after


def in_trained_order(scores: Floats, renaming: Renaming) -> Floats:
    """(p, p, p) scores [x, y, c] of the shown names, put in the order of the trained ones."""
    names = renaming.shown(np.arange(renaming.p))
    ordered: Floats = scores[np.ix_(names, names, names)]
    return ordered
