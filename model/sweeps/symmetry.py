"""Finds what a network can know of test pairs by symmetry alone: partners of theirs in the training set.

Exchanging x and y or changing their signs leaves some operations as they are: x + y is y + x, x − y is (−y) − (−x),
and x² + y² has eight such forms. A network that knows no more than that answers every test pair rightly that has a
trained partner; only on the others can it show that it has understood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.data import Integers, all_pairs, answers
from transparent_box.model.runs.run import Run


@dataclass(frozen=True)
class Accuracies:
    """The final network's accuracy on test pairs (x, y), a share; None where there are none of a kind."""

    mirrored: float | None  # whose mirror image (y, x) was trained on
    unmirrored: float | None  # the others
    no_symmetric_partner: float | None  # those none of whose symmetric partners was trained on


def accuracies(run: Run) -> Accuracies:
    """Tell a run's test pairs apart by what of them was trained on. The run is opened with naming="trained"."""
    trained = np.zeros((run.p, run.p), dtype=bool)
    trained[tuple(run.split.train.T)] = True
    test = run.split.test
    right = (run.predictions == run.answers)[tuple(test.T)]

    def accuracy(those: NDArray[np.bool_]) -> float | None:
        return float(right[those].mean()) if those.any() else None

    mirrored = trained[test[:, 1], test[:, 0]]
    partnered = trained[tuple(np.moveaxis(symmetric_pairs(run.config.operation, test, run.p), -1, 0))].any(axis=0)
    return Accuracies(accuracy(mirrored), accuracy(~mirrored), accuracy(~partnered))


def symmetric_pairs(operation: str, pairs: Integers, p: int) -> Integers:
    """(t, n, 2) pairs (n, 2) and their symmetric partners: by exchange and signs, where those never matter."""
    everywhere = all_pairs(operation, p)

    def results(some: Integers) -> Integers:
        return answers(operation, some[:, 0], some[:, 1], p)

    forms = [
        (exchanged, signs)
        for exchanged, *signs in product((False, True), (1, -1), (1, -1))
        if np.array_equal(results(turned(everywhere, exchanged, signs, p)), results(everywhere))
    ]
    return np.stack([turned(pairs, exchanged, signs, p) for exchanged, signs in forms])


def turned(pairs: Integers, exchanged: bool, signs: Sequence[int], p: int) -> Integers:
    """Pairs (n, 2) with their numbers exchanged, or not, and then given signs (2,)."""
    result: Integers = (pairs[:, ::-1] if exchanged else pairs) * np.array(signs) % p
    return result
