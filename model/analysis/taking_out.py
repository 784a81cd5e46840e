"""A network's answers when the waves of its key frequencies are taken out, one after the other.

What is taken out is P_k L of `model.analysis.loss`, so with all key frequencies gone the loss on the lessons is the
excluded loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.loss import cross_entropy, key_waves, means_by_total
from transparent_box.model.data import Split

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


@dataclass(frozen=True)
class Kept:
    """One network's answers, and what the waves of the key frequencies alone make of them; votes less their mean."""

    score: float  # share of the exam that the whole network answers right
    alone: float  # share of all sums that the waves alone answer right
    answered: NDArray[np.bool_]  # (p, p) those that they do
    pair: tuple[int, int]  # a sum of the exam that the waves alone answer right and the whole network does not
    votes: Floats  # (p,) of the whole network, for that sum
    waves: Floats  # (p,) of them, what is in the waves alone
    leads: tuple[float, float]  # of the right answer over the mean, in all but the waves: on lessons, on sums not seen


def keep_waves(logits: Floats, totals: Integers, answers: Integers, split: Split, keys: Sequence[int]) -> Kept:
    """Keep the waves of key frequencies alone, and the mean over all inputs, of logits [x, y, c].

    The pair is the one on which the waves are surest of the right answer; any of the exam's where there is none. A sum
    was seen where it or its mirror image was a lesson.
    """
    table = key_waves(means_by_total(logits, totals), keys).sum(axis=0)
    table += logits.mean(axis=(0, 1), dtype=np.float64)
    right, alone = logits.argmax(axis=-1) == answers, table.argmax(axis=-1)[totals] == answers
    x, y = split.test.T
    lead = table[totals[x, y], answers[x, y]] - table[totals[x, y]].mean(axis=-1)
    place = int(np.where(alone[x, y] & ~right[x, y], lead, lead.min() - 1).argmax())
    pair = int(x[place]), int(y[place])
    votes, waves = logits[pair].astype(np.float64), table[totals[pair]]
    inputs, lessons = tuple(split.inputs.T), np.zeros(answers.shape, dtype=bool)
    lessons[tuple(split.train.T)] = True
    rest = logits - table[totals]
    ahead = np.take_along_axis(rest, answers[..., None], axis=-1)[..., 0] - rest.mean(axis=-1)
    unseen = ~(lessons | lessons.T)
    leads = float(ahead[lessons].mean()), float(ahead[unseen].mean()) if unseen.any() else 0.0
    known = float(right[x, y].mean()), float(alone[inputs].mean()), alone
    return Kept(*known, pair, votes - votes.mean(), waves - waves.mean(), leads)


def earliest_complete(latest_first: Iterable[tuple[int, Kept]]) -> tuple[int, Kept]:
    """Go back through steps for as long as the waves alone answer everything, and no further than that.

    The first one where they do not even there; ValueError without any.
    """
    shown: tuple[int, Kept] | None = None
    for step, kept in latest_first:
        if kept.alone < 1:
            return shown or (step, kept)
        shown = step, kept
    if shown is None:
        raise ValueError("There is no step to look at.")
    return shown
