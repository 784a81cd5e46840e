"""How sure a network is of every single answer along training: its lessons, their mirror images, and all the rest.

The mirror image of a pair (x, y) is (y, x), whose answer is the same for an operation that does not mind the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from model.analysis.timeline import LEARNED

Floats = NDArray[Any]
Table = NDArray[np.bool_]


@dataclass(frozen=True)
class ExamBoard:
    """f checkpoints, p numbers, all in the shown names."""

    step: NDArray[np.int64]  # (f,)
    chance: Floats  # (f, x, y) float16 probability that the network gives to the right answer, over all p + 1 tokens
    right: Table  # (f, x, y) whether no number has a larger one
    lessons: Table  # (x, y) trained on
    exam: Table  # (x, y) held out

    @property
    def mirrors(self) -> Table:
        """(x, y) of the exam whose mirror images were lessons."""
        return self.exam & self.lessons.T

    @property
    def others(self) -> Table:
        """(x, y) of the exam whose mirror images were not."""
        return self.exam & ~self.lessons.T

    def share_right(self, group: Table) -> Floats:
        """(f,) share of a group (x, y) of pairs that is answered right; 0 for an empty one."""
        found: Floats = self.right[:, group].sum(axis=1) / max(int(group.sum()), 1)
        return found

    @cached_property
    def memorized(self) -> int:
        """The first checkpoint that knows the lessons, or where none does, the one that knows most of them."""
        known = self.share_right(self.lessons)
        return int((known >= LEARNED).argmax() if (known >= LEARNED).any() else known.argmax())

    def mirror_pair(self, margin: int, apart: int) -> tuple[int, int]:
        """The exam pair known best at `memorized` of those whose mirror was a lesson; the rest of the exam where none.

        Pairs lie `margin` inside the table and their x and y are `apart`, where there are such.
        """
        p = len(self.lessons)
        x, y = np.indices((p, p))
        inside = (np.minimum(x, y) >= margin) & (np.maximum(x, y) < p - margin) & (np.abs(x - y) >= apart)
        for group in (self.mirrors & inside, self.mirrors & (x != y), self.exam):
            if group.any():
                best = np.where(group, self.chance[self.memorized].astype(np.float64), -1.0).argmax()
                return int(best // p), int(best % p)
        raise ValueError("There is no exam: every pair is a lesson.")

    def at(self, place: float) -> tuple[float, Floats]:
        """The step and the chances (x, y) at a place 0 … f − 1, between checkpoints in a straight line."""
        before = min(int(place), len(self.step) - 2)
        share = place - before
        step = (1 - share) * self.step[before] + share * self.step[before + 1]
        pair = self.chance[before : before + 2].astype(np.float32)
        return float(step), (1 - share) * pair[0] + share * pair[1]


def marked(logits: Floats, answers: NDArray[np.int64]) -> tuple[Floats, Table]:
    """Mark one network's logits [x, y, p + 1]: the probability of each answer [x, y], and whether it is right.

    "=" counts as a token that could be answered, but not as a number that could be the answer.
    """
    chance = np.take_along_axis(softmax(logits, axis=-1), answers[..., None], axis=-1)[..., 0]
    return chance.astype(np.float16), logits[..., : len(answers)].argmax(axis=-1) == answers


def exam_board(
    sheets: Iterable[tuple[Floats, Table]],
    steps: NDArray[np.int64],
    lessons: NDArray[np.int64],
    exam: NDArray[np.int64],
) -> ExamBoard:
    """Gather the `marked` sheets of checkpoints at steps (f,), for lessons (n, 2) and exam (m, 2) as pairs (x, y)."""
    chances, rights = zip(*sheets, strict=True)
    tables = np.zeros((2, *chances[0].shape), dtype=bool)
    for table, pairs in zip(tables, (lessons, exam), strict=True):
        table[tuple(pairs.T)] = True
    return ExamBoard(np.asarray(steps), np.array(chances), np.array(rights), *tables)
