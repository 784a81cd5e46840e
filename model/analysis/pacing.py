"""Chooses the checkpoints to show, evenly along the training curves, so that film time goes where things change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.timeline import History

SMALLEST_LOSS = 1e-12  # a loss of exactly 0 still has a logarithm


def training_path(history: History, steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the places of steps (n,) in training, (n, 5): step, log losses, accuracies, each over its range."""
    found = history.at(steps)
    columns = [
        steps.astype(np.float64),
        np.log(np.maximum(found.train_loss, SMALLEST_LOSS)),
        np.log(np.maximum(found.test_loss, SMALLEST_LOSS)),
        found.train_accuracy,
        found.test_accuracy,
    ]
    return np.stack([(column - column.min()) / max(np.ptp(column), SMALLEST_LOSS) for column in columns], axis=1)


def choose_evenly(history: History, steps: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return indices of at most `count` of steps (n,), evenly along `training_path`, first and last included."""
    if len(steps) <= count:
        return np.arange(len(steps))
    return evenly_spaced(training_path(history, steps), count)


def path_lengths(path: NDArray[Any]) -> NDArray[Any]:
    """Return the arc length (n,) of a path (n, dimensions) up to each of its points."""
    return np.append(0.0, np.linalg.norm(np.diff(path, axis=0), axis=1).cumsum())


def evenly_spaced(path: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return indices of `count` points (or all n) of a path (n, dimensions), as evenly along it as possible."""
    if len(path) <= count:
        return np.arange(len(path))
    travelled = path_lengths(path)
    chosen: list[int] = [0]
    for number in range(1, count - 1):
        # Equal shares of what is left, leaving enough points for the frames still to come.
        target = travelled[chosen[-1]] + (travelled[-1] - travelled[chosen[-1]]) / (count - number)
        last = len(path) - (count - number)
        following = np.arange(chosen[-1] + 1, last + 1)
        chosen.append(int(following[np.abs(travelled[following] - target).argmin()]))
    return np.array([*chosen, len(path) - 1])
