"""Reads what a trained network does on fixed documents, without noise: its streams, its decisions, their means.

Shapes
    n   documents     s   places, see model.linebreak.documents     d   d_model     b   boundary heads     k   d_head
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.linebreak.documents import LARGEST_WIDTH, WIDTHS, Documents, Places, draw
from transparent_box.model.linebreak.network import Decision, Weights, decide, question, streams

Floats = NDArray[np.floating]
Integers = NDArray[np.int64]

ANALYSIS_SEED = 20_251_021  # of the documents that everything is measured on; no training draws from it
DOCUMENTS_PER_WIDTH = 100
AT_ONCE = 450  # documents, to keep the attention patterns in the cache's neighborhood
COUNTS = np.arange(1, 96)  # from 96 on the documents hold too few words for a mean
GROWTH_DOCUMENTS = 240


@dataclass(frozen=True)
class Readings:
    """The streams before the boundary heads on n documents: place_stream (s, d), width_stream (n, d)."""

    weights: Weights
    documents: Documents
    place_stream: Floats
    width_stream: Floats

    @property
    def places(self) -> Places:
        """The words that stand where the questions are asked."""
        return self.documents.places

    @cached_property
    def decision(self) -> Decision:
        """The second layer's answers everywhere."""
        return self.decide(self.place_stream)

    def decide(self, place_stream: Floats, among: NDArray[np.bool_] | None = None) -> Decision:
        """Return the second layer's answers if the places (those `among` them) had these streams instead."""
        document = self.places.document if among is None else self.places.document[among]
        return decide(self.weights, place_stream, self.width_stream, document)

    @cached_property
    def count_means(self) -> Floats:
        """(95, d) mean stream of the words that end after 1 … 95 characters of line 2."""
        return means(self.place_stream, self.places.count, COUNTS)

    @cached_property
    def width_means(self) -> Floats:
        """(81, d) mean stream of the newlines behind lines of 20 … 100 characters."""
        return means(self.width_stream, self.documents.width, WIDTHS)


def means(points: Floats, labels: Integers, values: Integers) -> Floats:
    """(v, …) mean of the points (s, …) that carry each of the values (v,); NaN where none does."""
    found = np.full((len(values), *points.shape[1:]), np.nan)
    for row, value in enumerate(values):
        chosen = points[labels == value]
        if len(chosen):
            found[row] = chosen.mean(axis=0)
    return found


def analysis_documents() -> Documents:
    """Return the documents that everything is measured on: a hundred of every width."""
    return draw(np.random.default_rng(ANALYSIS_SEED), np.repeat(WIDTHS, DOCUMENTS_PER_WIDTH))


def growth_documents() -> Documents:
    """Fewer, all of the largest width, so that every count is met: enough to follow the curve along training."""
    return draw(np.random.default_rng(ANALYSIS_SEED), np.full(GROWTH_DOCUMENTS, LARGEST_WIDTH))


def read(weights: Weights, documents: Documents) -> Readings:
    """Run the first layer on documents."""
    parts = [streams(weights, question(part)) for part in split(documents)]
    places, widths = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Readings(weights, documents, places, widths)


def states_at(weights: Weights, documents: Documents, count: int) -> Floats:
    """(s, d) the streams at all words that end after so many characters of line 2, which alone are read."""
    ends = (documents.counts == count) & documents.asked[:, 1:]
    rows = np.flatnonzero(ends.any(axis=1))
    some = chosen(documents, rows)
    found = read(weights, replace(some, second_words=ends[rows].argmax(axis=1) + 1))
    alike: Floats = found.place_stream[found.places.count == count]
    return alike


def states_of(weights: Weights, documents: Documents, row: int) -> Floats:
    """(s, d) the streams at all words of line 2 of one document."""
    return read(weights, chosen(documents, np.array([row]))).place_stream


def split(documents: Documents) -> Iterator[Documents]:
    """Yield the same documents, some at a time, without the padding that only others need."""
    for start in range(0, len(documents.width), AT_ONCE):
        some = chosen(documents, np.arange(start, min(start + AT_ONCE, len(documents.width))))
        t = int(some.second_words.max()) + 1
        yield replace(some, second=some.second[:, :t], next_length=some.next_length[:, :t])


def chosen(documents: Documents, rows: Integers) -> Documents:
    """Return some of the documents."""
    return Documents(**{name: array[rows] for name, array in vars(documents).items() if name in FIELDS})


FIELDS = tuple(Documents.__dataclass_fields__)
