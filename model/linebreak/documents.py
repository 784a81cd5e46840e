"""The task: two lines of text, the second wrapped at the width of the first.

A document is a newline, a first line of exactly k characters, a newline, and words for as long as they fit into a
second line of k characters; a word of L letters takes L + 1 characters, but for the first of a line, which needs no
space. The words are opaque tokens: that token 37 has three letters is for the network to find out. Its question at
every word of line 2: which lengths of a next word would still fit?

Shapes
    n   documents     t   tokens of the longest line     s   places: all words of the second lines, one by one
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALLEST_WIDTH, LARGEST_WIDTH = 20, 100
WIDTHS = np.arange(SMALLEST_WIDTH, LARGEST_WIDTH + 1)
# Of running English words of 1 … 14 letters, in percent: P. Norvig, "English Letter Frequency Counts" (2012).
LENGTH_PERCENT = (2.998, 17.651, 20.511, 14.787, 10.7, 8.388, 7.939, 5.943, 4.437, 3.076, 1.761, 0.958, 0.518, 0.222)
LENGTHS = np.arange(1, len(LENGTH_PERCENT) + 1)
LONGEST = len(LENGTHS)
WORDS_PER_LENGTH = 16
N_WORDS = LONGEST * WORDS_PER_LENGTH
NEWLINE = N_WORDS
N_TOKENS = N_WORDS + 1
MOST_WORDS = (LARGEST_WIDTH + 1) // 2  # of a line: one letter and a space each
FAR = LONGEST + 2  # characters left from which every word fits, with one to spare


def length_shares() -> Floats:
    """(14,) share of running words with 1 … 14 letters."""
    percent = np.array(LENGTH_PERCENT)
    return percent / percent.sum()  # type: ignore[no-any-return]


def word_length(tokens: Integers) -> Integers:
    """Return letters of word tokens; 0 for a newline."""
    return np.where(tokens == NEWLINE, 0, tokens // WORDS_PER_LENGTH + 1)


def length_given_rest() -> Floats:
    """[r, L − 1] chance that the next word has L letters when r characters, its space among them, must come out even.

    This is free text conditioned on a line ending exactly at its width: each rest's chances follow from shorter rests'.
    """
    shares = length_shares()
    reached = np.zeros(LARGEST_WIDTH + 2)
    reached[0] = 1.0
    chances = np.zeros((LARGEST_WIDTH + 2, LONGEST))
    for rest in range(2, LARGEST_WIDTH + 2):
        usable = rest - 1 - LENGTHS >= 0
        ways = np.where(usable, shares * reached[np.maximum(rest - 1 - LENGTHS, 0)], 0.0)
        reached[rest] = ways.sum()
        chances[rest] = ways / reached[rest] if reached[rest] else 0.0
    return chances


CUMULATIVE_GIVEN_REST = length_given_rest().cumsum(axis=1)
CUMULATIVE_GIVEN_REST /= np.maximum(CUMULATIVE_GIVEN_REST[:, -1:], np.finfo(float).tiny)  # ends at 1 exactly


@dataclass(frozen=True)
class Documents:
    """n documents; whatever follows the end of a line in its row is padding.

    width (n,); first (n, t) newline, words, newline; first_words (n,) words of line 1; second (n, t) newline, words;
    second_words (n,); next_length (n, t) letters of the word that follows each token of line 2, whether it fits or not.
    """

    width: Integers
    first: Integers
    first_words: Integers
    second: Integers
    second_words: Integers
    next_length: Integers

    @cached_property
    def counts(self) -> Integers:
        """(n, t − 1) characters of line 2 up to and with each of its words."""
        return (word_length(self.second[:, 1:]) + 1).cumsum(axis=1) - 1

    @cached_property
    def asked(self) -> Flags:
        """(n, t) whether a token of line 2 is one of its words."""
        columns = np.arange(self.second.shape[1])
        return (columns >= 1) & (columns <= self.second_words[:, None])

    @cached_property
    def places(self) -> Places:
        """The words of all second lines, one after another."""
        row, column = np.nonzero(self.asked)
        count = self.counts[row, column - 1]
        return Places(row, column, count, self.width[row] - count, self.next_length[row, column])


@dataclass(frozen=True)
class Places:
    """The places of the questions, (s,) each: document, column in `second`, characters so far, characters left,
    letters of the word that really comes next."""

    document: Integers
    column: Integers
    count: Integers
    left: Integers
    next_length: Integers

    @property
    def fits(self) -> Flags:
        """(s, 14) whether a next word of 1 … 14 letters, with its space, still fits."""
        return self.left[:, None] >= LENGTHS + 1

    @property
    def near(self) -> Flags:
        """(s,) whether the end is near enough for the answer to depend on it."""
        return self.left <= FAR

    @property
    def room(self) -> Integers:
        """(s,) letters of the longest word that fits, up to 14: the number of yeses."""
        return np.clip(self.left - 1, 0, LONGEST)


def exact_lengths(rng: np.random.Generator, width: Integers) -> Integers:
    """(n, 50) letters of words that fill lines of exactly these widths, zeros behind them."""
    rest = width + 1
    lengths = np.zeros((len(width), MOST_WORDS), dtype=np.int64)
    for column in range(MOST_WORDS):
        if not rest.any():
            break
        chosen = (rng.random(len(width))[:, None] > CUMULATIVE_GIVEN_REST[rest]).sum(axis=1) + 1
        lengths[:, column] = np.where(rest > 0, chosen, 0)
        rest = rest - np.where(rest > 0, lengths[:, column] + 1, 0)
    return lengths


def tokens_of(rng: np.random.Generator, lengths: Integers) -> Integers:
    """Return a word for each length, all words of one length equally often; newlines for zeros."""
    which = rng.integers(WORDS_PER_LENGTH, size=lengths.shape)
    return np.where(lengths > 0, (lengths - 1) * WORDS_PER_LENGTH + which, NEWLINE)


def draw(rng: np.random.Generator, width: Integers) -> Documents:
    """Fresh documents of these widths (n,), each from 20 to 100."""
    newline = np.full((len(width), 1), NEWLINE)
    exact = exact_lengths(rng, width)
    first_words = (exact > 0).sum(axis=1)
    free = rng.choice(LENGTHS, size=(len(width), MOST_WORDS + 1), p=length_shares())
    second_words = ((free + 1).cumsum(axis=1) - 1 <= width[:, None]).sum(axis=1)
    most = int(second_words.max())
    return Documents(
        width=width,
        first=np.hstack([newline, tokens_of(rng, exact[:, : first_words.max()]), newline]),
        first_words=first_words,
        second=np.hstack([newline, tokens_of(rng, free[:, :most])]),
        second_words=second_words,
        next_length=free[:, : most + 1],
    )


def draw_widths(rng: np.random.Generator, n: int) -> Integers:
    """n widths, all equally likely."""
    return rng.integers(SMALLEST_WIDTH, LARGEST_WIDTH + 1, size=n)
