"""What is left of a network's answers when the waves of its key frequencies are taken out, one after the other.

What is taken out is P_k L of `model.analysis.loss`, so with all key frequencies gone the loss on the lessons is the
excluded loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.analysis.loss import cross_entropy, key_waves, means_by_total
from model.data import Split

Floats = NDArray[Any]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class TakenOut:
    """Of q key frequencies, the strongest first; answers are logits less their mean over all answers."""

    frequencies: list[int]  # (q,) in the order in which they are taken out
    strength: Floats  # ((p − 1)/2,) of each frequency's waves of x + y in the answers, as a root mean square
    losses: Floats  # (q + 1,) on the lessons, in nats, with the first 0 … q taken out
    lesson: tuple[int, int]  # the lesson of which the votes are
    votes: Floats  # (q + 1, p) the answers to it, with the first 0 … q taken out


def take_out(logits: Floats, totals: Integers, answers: Integers, split: Split, keys: Sequence[int]) -> TakenOut:
    """Take the waves of key frequencies out of logits [x, y, c], on the lessons.

    The lesson is the one whose loss, with all taken out, is nearest to the mean of all.
    """
    p = len(totals)
    means = means_by_total(logits - logits.mean(axis=-1, keepdims=True, dtype=np.float64), totals)
    strength = np.sqrt(np.square(key_waves(means, range(1, (p - 1) // 2 + 1))).mean(axis=(1, 2)))
    order = sorted(keys, key=lambda k: -strength[k - 1])
    waves = np.concatenate([np.zeros((1, p, p)), key_waves(means, order).cumsum(axis=0)])
    x, y = split.train.T
    right, total, found = answers[x, y], totals[x, y], logits[x, y].astype(np.float64)
    losses = np.array([cross_entropy(found - gone[total], right) for gone in waves])
    place = int(np.abs(losses[-1] - losses[-1].mean()).argmin())
    votes = found[place] - found[place].mean() - waves[:, total[place]]
    return TakenOut(order, strength, losses.mean(axis=1), (int(x[place]), int(y[place])), votes)
