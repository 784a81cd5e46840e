"""Twins of pairs, and what a network knows by them alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from transparent_box.model.data import OPERATIONS, all_pairs, answers
from transparent_box.model.runs.run import Run
from transparent_box.model.sweeps.symmetry import accuracies, symmetric_pairs

FORMS = {  # of (3, 5) modulo 13, by hand
    "x+y": {(3, 5), (5, 3)},
    "x-y": {(3, 5), (8, 10)},
    "x*y": {(3, 5), (5, 3), (10, 8), (8, 10)},
    "x/y": {(3, 5), (10, 8)},
    "x^2+y^2": {(3, 5), (5, 3), (3, 8), (8, 3), (10, 5), (5, 10), (10, 8), (8, 10)},
    "x^2+xy+y^2": {(3, 5), (5, 3), (10, 8), (8, 10)},
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_partners_are_the_forms_that_never_matter(operation: str) -> None:
    found = symmetric_pairs(operation, np.array([[3, 5]]), 13)
    assert {tuple(map(int, pair)) for pair in found[:, 0]} == FORMS[operation]
    pairs = all_pairs(operation, 13)
    for turned in symmetric_pairs(operation, pairs, 13):
        ours, theirs = (answers(operation, both[:, 0], both[:, 1], 13) for both in (turned, pairs))
        assert np.array_equal(ours, theirs)


def test_accuracies_are_those_counted_pair_by_pair(toy_folder: Path) -> None:
    run = Run(toy_folder, naming="trained")
    trained = {(int(x), int(y)) for x, y in run.split.train}
    right: dict[bool, list[bool]] = {True: [], False: []}
    for x, y in run.split.test:
        right[(int(y), int(x)) in trained].append(bool(run.predictions[x, y] == (x + y) % run.p))
    found = accuracies(run)
    assert found.mirrored == pytest.approx(np.mean(right[True]))
    assert (
        found.unmirrored == found.no_symmetric_partner == pytest.approx(np.mean(right[False]))
    )  # the mirror is x + y's only partner
