"""Measures how sure a network is of every answer along training: its lessons, their mirror images, and all the rest.

The mirror image of a pair (x, y) is (y, x), whose answer is the same for an operation that does not mind the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from transparent_box.model.analysis.renaming import Renaming
from transparent_box.model.analysis.timeline import first_that_knows
from transparent_box.model.data import Split
from transparent_box.model.storage import Arrays

Floats = NDArray[Any]
Table = NDArray[np.bool_]
Levels = NDArray[np.uint8]
CERTAIN = 255  # the level of a probability of 1


@dataclass(frozen=True)
class ExamBoard:
    """f checkpoints, p numbers, all in the shown names."""

    step: NDArray[np.int64]  # (f,)
    chance: Levels  # (f, x, y) probability that it gives to the right answer, over all p + 1 tokens, in 255ths
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
    def shares(self) -> dict[str, Floats]:
        """(f,) share right of the "lessons", the "exam", and of its "mirrors" and "others"."""
        groups = {"lessons": self.lessons, "exam": self.exam, "mirrors": self.mirrors, "others": self.others}
        return {name: self.share_right(group) for name, group in groups.items()}

    @cached_property
    def memorized(self) -> int:
        """The first checkpoint that knows the lessons, or where none does, the one that knows most of them."""
        return first_that_knows(self.shares["lessons"])

    def mirrors_first(self, quiet: float) -> bool:
        """Tell whether, with the lessons memorized, mirrors are known at least twice as well as the `quiet` others.

        And more than twice as well as by guessing, one in p.
        """
        mirrors, others = (self.shares[group][self.memorized] for group in ("mirrors", "others"))
        return bool(mirrors > 2 * max(others, 1 / len(self.lessons)) and others < quiet)

    def mirror_pair(self, margin: int, apart: int) -> tuple[int, int]:
        """Return the exam pair known best at `memorized`, of those whose mirror was a lesson, if there are any.

        Pairs lie `margin` inside the table and their x and y are `apart`, where there are such.
        """
        p = len(self.lessons)
        x, y = np.indices((p, p))
        inside = (np.minimum(x, y) >= margin) & (np.maximum(x, y) < p - margin) & (np.abs(x - y) >= apart)
        for group in (self.mirrors & inside, self.mirrors & (x != y), self.exam):
            if group.any():
                best = np.where(group, self.chance[self.memorized].astype(np.int64), -1).argmax()
                return int(best // p), int(best % p)
        raise ValueError("There is no exam: every pair is a lesson.")

    def at(self, place: float) -> tuple[float, Floats]:
        """Return the step and the chances (x, y) at a place 0 … f − 1, between checkpoints in a straight line."""
        before = min(int(place), len(self.step) - 2)
        share = place - before
        step = (1 - share) * self.step[before] + share * self.step[before + 1]
        pair = self.chance[before : before + 2] / CERTAIN
        return float(step), (1 - share) * pair[0] + share * pair[1]

    def at_step(self, step: float) -> tuple[Floats, float]:
        """Return the chances (x, y) and the share of the exam that is right at a step, so in between."""
        places = np.arange(len(self.step))
        chances = self.at(float(np.interp(step, self.step, places)))[1]
        return chances, float(np.interp(step, self.step, self.shares["exam"]))


def mark_answers(logits: Floats, answers: NDArray[np.int64]) -> Arrays:
    """Mark one network's logits [x, y, p + 1]: the chance of each answer [x, y] in levels, and whether it is right.

    "=" counts as a token that could be answered, but not as a number that could be the answer.
    """
    chance = np.take_along_axis(softmax(logits, axis=-1), answers[..., None], axis=-1)[..., 0]
    right = logits[..., : len(answers)].argmax(axis=-1) == answers
    return {"chance": np.rint(CERTAIN * chance).astype(np.uint8), "right": np.packbits(right)}


def stack_sheets(sheets: list[Arrays], steps: NDArray[np.int64]) -> Arrays:
    """Stack sheets of `mark_answers`, of checkpoints at steps (f,), as the arrays of exam.safetensors."""
    return {"step": steps} | {name: np.stack([sheet[name] for sheet in sheets]) for name in sheets[0]}


def read_exam_board(arrays: Arrays, renaming: Renaming, split: Split) -> ExamBoard:
    """Read the record in the names of a renaming, from arrays in the trained ones; the split is in the shown names."""
    trained, chance = renaming.trained_names, arrays["chance"]
    right = np.unpackbits(arrays["right"], axis=1, count=chance[0].size).astype(bool).reshape(chance.shape)
    tables = np.zeros((2, *chance[0].shape), dtype=bool)
    for table, pairs in zip(tables, (split.train, split.test), strict=True):
        table[tuple(pairs.T)] = True
    places = np.ix_(np.arange(len(chance)), trained, trained)
    return ExamBoard(arrays["step"], chance[places], right[places], *tables)
