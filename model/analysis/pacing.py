"""Which checkpoints to show: evenly along the training curves, so that film time goes where things happen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.runs.run import Run

SMALLEST_LOSS = 1e-12  # a loss of exactly 0 still has a logarithm


def training_path(run: Run) -> NDArray[np.float64]:
    """(n, 5) each checkpoint's place in training: step, log losses and accuracies, each over its range in the run."""
    history = run.history
    at = np.searchsorted(history.step, run.checkpoints.steps).clip(max=len(history.step) - 1)
    columns = [
        run.checkpoints.steps.astype(np.float64),
        np.log(np.maximum(history.train_loss[at], SMALLEST_LOSS)),
        np.log(np.maximum(history.test_loss[at], SMALLEST_LOSS)),
        history.train_accuracy[at],
        history.test_accuracy[at],
    ]
    return np.stack([(column - column.min()) / max(np.ptp(column), SMALLEST_LOSS) for column in columns], axis=1)


def chosen_checkpoints(run: Run, count: int) -> NDArray[np.int64]:
    """Indices of at most `count` checkpoints at equal distances along `training_path`, first and last included."""
    if len(run.checkpoints.steps) <= count:
        return np.arange(len(run.checkpoints.steps))
    return evenly_spaced(training_path(run), count)


def evenly_spaced(path: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Indices of `count` points of a path (n, dimensions) (or all n), as evenly along it as they lie."""
    if len(path) <= count:
        return np.arange(len(path))
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    chosen: list[int] = [0]
    for number in range(1, count - 1):
        # Equal shares of what is left, leaving enough points for the frames still to come.
        target = travelled[chosen[-1]] + (travelled[-1] - travelled[chosen[-1]]) / (count - number)
        last = len(path) - (count - number)
        following = np.arange(chosen[-1] + 1, last + 1)
        chosen.append(int(following[np.abs(travelled[following] - target).argmin()]))
    return np.array([*chosen, len(path) - 1])
