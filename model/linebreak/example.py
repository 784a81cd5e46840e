"""One document as the network reads it, word by word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.arrays import NamedArrays
from transparent_box.model.linebreak.curves import cosines, nearest
from transparent_box.model.linebreak.documents import WIDTHS, word_length
from transparent_box.model.linebreak.readings import COUNTS, DOCUMENTS_PER_WIDTH, Readings
from transparent_box.model.linebreak.task import expected_room

EXAMPLE_WIDTH = 70
EXAMPLE_ROW = DOCUMENTS_PER_WIDTH * int(np.searchsorted(WIDTHS, EXAMPLE_WIDTH))  # among the analysis documents


@dataclass(frozen=True)
class Example(NamedArrays):
    """The first analysis document of 70 characters; t words in line 2, b boundary heads. All without noise."""

    width: NDArray[np.int64]  # () true
    width_read: NDArray[np.int64]  # () whose mean lies nearest to the stream at line 1's newline
    first: NDArray[np.int64]  # letters of line 1's words
    second: NDArray[np.int64]  # (t,) letters of line 2's words
    count: NDArray[np.int64]  # (t,) characters up to and with each word
    count_read: NDArray[np.int64]  # (t,) whose mean lies nearest to the stream there
    next_length: NDArray[np.int64]  # (t,) letters of the word that comes next, whether it fits or not
    attention: NDArray[np.float32]  # (t, b) to line 1's newline
    logits: NDArray[np.float32]  # (t, 14) whether a next word of 1 … 14 letters still fits
    room: NDArray[np.float32]  # (t,) the expected longest word that fits, in letters


def example_of(readings: Readings) -> Example:
    """Take it from the readings of the analysis documents."""
    row, documents = EXAMPLE_ROW, readings.documents
    here = np.flatnonzero(readings.places.document == row)
    counts, widths = readings.count_means, readings.width_means
    read = nearest(cosines(readings.place_stream[here] - counts.mean(axis=0), counts - counts.mean(axis=0)), COUNTS)
    width_stream = readings.width_stream[[row]] - widths.mean(axis=0)
    return Example(
        width=documents.width[row],
        width_read=nearest(cosines(width_stream, widths - widths.mean(axis=0)), WIDTHS)[0],
        first=word_length(documents.first[row, 1 : 1 + documents.first_words[row]]),
        second=word_length(documents.second[row, 1 : 1 + documents.second_words[row]]),
        count=readings.places.count[here],
        count_read=read,
        next_length=readings.places.next_length[here],
        attention=readings.decision.attention[here],
        logits=readings.decision.logits[here],
        room=expected_room(readings.decision)[here].astype(np.float32),
    )
