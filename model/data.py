"""The task: all pairs of an operation modulo p, split at random into training and test pairs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

# Each takes x, y of any (equal) shape in 0 … p−1; the result still has to be reduced modulo p.
OPERATIONS: dict[str, Callable[[Integers, Integers, int], Integers]] = {
    "x+y": lambda x, y, p: x + y,
    "x-y": lambda x, y, p: x - y,
    "x*y": lambda x, y, p: x * y,
    "x^2+y^2": lambda x, y, p: x * x + y * y,
    "x^2+xy+y^2": lambda x, y, p: x * x + x * y + y * y,
    "x/y": lambda x, y, p: x * inverses(p)[y],
}
# x → u·x, y → u·y turns the answer c into u·c for x ± y only, so only their tokens can be renamed.
SIGNS = {"x+y": 1, "x-y": -1}
LINEAR_OPERATIONS = tuple(SIGNS)
# Of numbers other than 0 these are x ± y of their logarithms, modulo p − 1: see `model.analysis.logarithms`.
LOGARITHM_SIGNS = {"x*y": 1, "x/y": -1}


def canonical_operation(name: str) -> str:
    """Return the ASCII name of an operation, also written like "x² + y²" or "x·y"; raise KeyError if there is none."""
    plain = name.replace(" ", "").replace("²", "^2").translate(str.maketrans("−·×÷", "-**/"))
    plain = plain.replace("**2", "^2").replace("x^2+x*y+", "x^2+xy+")
    if plain not in OPERATIONS:
        raise KeyError(name)
    return plain


def inverses(p: int) -> Integers:
    """inverses(p)[y]·y ≡ 1 mod p for y = 1 … p−1 (Fermat); index 0 holds 0 and stands for no number."""
    return np.array([pow(y, p - 2, p) for y in range(p)], dtype=np.int64)


def answers(operation: str, x: Integers, y: Integers, p: int) -> Integers:
    """Return the operation's value modulo p, elementwise."""
    return OPERATIONS[operation](x, y, p) % p


def all_pairs(operation: str, p: int) -> Integers:
    """(n, 2) every admissible (x, y) in lexicographic order; y = 0 is left out of division."""
    pairs = np.stack(np.meshgrid(np.arange(p), np.arange(p), indexing="ij"), axis=-1).reshape(-1, 2)
    return pairs[pairs[:, 1] != 0] if operation == "x/y" else pairs


@dataclass(frozen=True)
class Split:
    """Pairs (n, 2) trained on and held out, in the order of the shuffle."""

    train: Integers
    test: Integers

    @property
    def inputs(self) -> Integers:
        """(p², 2) both together: every admissible pair."""
        return np.concatenate([self.train, self.test])


def split_pairs(operation: str, p: int, fraction: float, seed: int) -> Split:
    """Shuffle the pairs with Python's `random`, seeded; the first int(fraction · n) are the training set.

    The paper's released code does exactly this, so its splits are reproduced to the pair.
    """
    pairs = shuffled_pairs(operation, p, seed)
    cut = int(fraction * len(pairs))
    return Split(train=pairs[:cut].copy(), test=pairs[cut:].copy())


@lru_cache(maxsize=16)
def shuffled_pairs(operation: str, p: int, seed: int) -> Integers:
    """(n, 2) the pairs in the order of the shuffle; cached, as chapters ask again and again, and not to be changed."""
    pairs = all_pairs(operation, p)
    order = list(range(len(pairs)))  # shuffled as the pairs themselves would be
    random.Random(seed).shuffle(order)
    return pairs[order]
