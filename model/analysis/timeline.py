"""A run's timeline: when it memorized and generalized, where its three phases part; by rule, from its curves.

The phases are those of Nanda et al. 2023 (arXiv 2301.05217), section 5.2, who read them off the curves; here
memorization ends where the excluded loss is lowest and cleanup starts where test loss first drops below ln p, that of
guessing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.dynamics import Dynamics

LEARNED = 0.999  # accuracy
STIRS = 0.15  # test accuracy by which something is seen to happen
LOW_FOR = 0.6  # of a stretch of steps, at least, for accuracy to have stayed low on it
PLACES = 1000  # of a stretch that are looked at
PAST_EXAM = 1.15  # times the steps to passing the exam, how long training is looked at


@dataclass(frozen=True)
class History:
    """The training curves, (n,) float64 each; losses are mean cross-entropies in nats, accuracies shares."""

    step: NDArray[Any]
    train_loss: NDArray[Any]
    test_loss: NDArray[Any]
    train_accuracy: NDArray[Any]
    test_accuracy: NDArray[Any]

    def at(self, steps: NDArray[Any]) -> History:
        """Return the curves at steps (m,), or where one of them was not kept, at the next that was."""
        rows = np.searchsorted(self.step, steps).clip(max=len(self.step) - 1)
        return History(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def stays_low(self, first: float, last: float) -> bool:
        """Return whether test accuracy is below STIRS for most of the way from one step to another."""
        return bool(np.mean(self.exam_between(first, last) < STIRS) >= LOW_FOR)

    @property
    def quiet(self) -> tuple[float, float] | None:
        """The steps from knowing the lessons until the exam stirs; None where it does not stay low for long."""
        known, passed = memorized_at(self), generalized_at(self)
        if known is None or not self.stays_low(0, float(self.step[-1] if passed is None else passed)):
            return None
        return float(known), float(stirs_at(self, known))

    def exam_between(self, first: float, last: float) -> NDArray[Any]:
        """(PLACES,) test accuracy at even distances from one step to another, straight from point to point."""
        found: NDArray[Any] = np.interp(np.linspace(first, last, PLACES), self.step, self.test_accuracy)
        return found


@dataclass(frozen=True)
class Timeline:
    """Steps of training; None where the run never came so far."""

    memorized_at: int | None  # first step with train accuracy at least LEARNED
    generalized_at: int | None  # first step with test accuracy at least LEARNED
    memorization_ends: int | None  # checkpoint of the lowest excluded loss, unless it still falls at the end
    cleanup_starts: int | None  # first later step with test loss below ln p

    def ends_by(self, last: float) -> float:
        """Return the step at which views of training end: a little past the jump of test accuracy, at most `last`."""
        return float(min(PAST_EXAM * (self.generalized_at or math.inf), last))

    def phases(self, last: float) -> tuple[float, float, float]:
        """Return the steps at which memorization, circuit formation and cleanup end, the last one by `ends_by`."""
        starts = float(self.cleanup_starts or 0)
        return float(self.memorization_ends or 0), starts, max(self.ends_by(last), starts)


def first_step(steps: NDArray[Any], reached: NDArray[np.bool_]) -> int | None:
    """Return the first of steps (n,) where reached (n,) holds."""
    return int(steps[reached.argmax()]) if reached.any() else None


def first_that_knows(accuracy: NDArray[Any]) -> int:
    """Return the first checkpoint with accuracy (f,) on the lessons of LEARNED, else that with the highest."""
    known = accuracy >= LEARNED
    return int(known.argmax() if known.any() else accuracy.argmax())


def memorized_at(history: History) -> int | None:
    """Return the first step with train accuracy at least LEARNED."""
    return first_step(history.step, history.train_accuracy >= LEARNED)


def generalized_at(history: History) -> int | None:
    """Return the first step with test accuracy at least LEARNED."""
    return first_step(history.step, history.test_accuracy >= LEARNED)


def stirs_at(history: History, after: int = -1) -> int:
    """Return the first step later than `after` with test accuracy of at least STIRS, else the last step."""
    stirs = first_step(history.step, (history.test_accuracy >= STIRS) & (history.step > after))
    return int(history.step[-1]) if stirs is None else stirs


def improves_unseen(history: History) -> tuple[int, int]:
    """Steps: of the highest test loss, and the first later one at which test accuracy stirs."""
    worst = int(history.step[history.test_loss.argmax()])
    return worst, stirs_at(history, worst)


def timeline(history: History, dynamics: Dynamics, p: int) -> Timeline:
    """Return the events of a run's history and of its measured checkpoints."""
    lowest = int(dynamics.excluded.argmin())
    over = bool(dynamics.frequencies) and lowest < len(dynamics.step) - 1
    ends = int(dynamics.step[lowest]) if over else None
    return Timeline(
        memorized_at=memorized_at(history),
        generalized_at=generalized_at(history),
        memorization_ends=ends,
        cleanup_starts=None
        if ends is None
        else first_step(history.step, (history.step > ends) & (history.test_loss < math.log(p))),
    )
