"""Chooses the checkpoints to show: evenly along the training curves, so that film time goes where things happen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.timeline import History

SMALLEST_LOSS = 1e-12  # a loss of exactly 0 still has a logarithm


def training_path(history: History, steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n, 5) where in training steps (n,) are: step, log losses and accuracies, each over its range among them."""
    found = history.at(steps)
    columns = [
        steps.astype(np.float64),
        np.log(np.maximum(found.train_loss, SMALLEST_LOSS)),
        np.log(np.maximum(found.test_loss, SMALLEST_LOSS)),
        found.train_accuracy,
        found.test_accuracy,
    ]
    return np.stack([(column - column.min()) / max(np.ptp(column), SMALLEST_LOSS) for column in columns], axis=1)


def paced(history: History, steps: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Indices of at most `count` of steps (n,) at equal distances along `training_path`, first and last included."""
    if len(steps) <= count:
        return np.arange(len(steps))
    return evenly_spaced(training_path(history, steps), count)


def way_along(path: NDArray[Any]) -> NDArray[Any]:
    """(n,) how far along a path (n, dimensions) each of its points is, the first being at 0."""
    return np.append(0.0, np.linalg.norm(np.diff(path, axis=0), axis=1).cumsum())


def evenly_spaced(path: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Indices of `count` points of a path (n, dimensions) (or all n), as evenly along it as they lie."""
    if len(path) <= count:
        return np.arange(len(path))
    travelled = way_along(path)
    chosen: list[int] = [0]
    for number in range(1, count - 1):
        # Equal shares of what is left, leaving enough points for the frames still to come.
        target = travelled[chosen[-1]] + (travelled[-1] - travelled[chosen[-1]]) / (count - number)
        last = len(path) - (count - number)
        following = np.arange(chosen[-1] + 1, last + 1)
        chosen.append(int(following[np.abs(travelled[following] - target).argmin()]))
    return np.array([*chosen, len(path) - 1])
