"""Schedules films in pieces of beats, so that all workers are busy to the end and few beats are played twice.

A piece from the middle of a chapter plays the beats before it undrawn. That is cheap, but not free: a chapter is cut
only where the pieces stay long compared to the way there, or where everything is finished sooner.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CHEAP_WAY = 0.1  # share of a piece's drawing time up to which the way to it is cheap
PIECES_PER_WORKER = 4  # so many that one which takes longer than foreseen matters little
TIE = 1.01  # factor of the soonest end within which ends count as the same


@dataclass(frozen=True)
class Costs:
    """Seconds that a chapter takes: to begin it; and to play undrawn, to draw and to watch each of its beats."""

    start: float
    passed: tuple[float, ...]
    drawn: tuple[float, ...]
    told: tuple[float, ...]

    def way(self, first: int) -> float:
        """Return the seconds before a beat, numbered from 0, can be drawn."""
        return self.start + sum(self.passed[:first])

    def span(self, chapter: int, first: int, end: int) -> Span:
        """Return the span of beats `first` to `end`, the latter excluded, of the chapter with this number."""
        drawn = sum(self.drawn[first:end])
        return Span(chapter, first, end, self.way(first) + drawn, drawn)


@dataclass(frozen=True)
class Span:
    """Beats `first` to `end`, the latter excluded, of a chapter; all are numbers from 0.

    `seconds` is the time in all, `drawing` the time without the way there.
    """

    chapter: int
    first: int
    end: int
    seconds: float
    drawing: float


def divide_work(chapters: Sequence[Costs], workers: int) -> list[Span]:
    """Divide all beats into spans for a number of workers, in the order in which they should begin: longest first."""
    whole = [costs.span(number, 0, len(costs.drawn)) for number, costs in enumerate(chapters)]
    spans = sort_longest_first(whole)
    even = sum(span.drawing for span in spans) / (PIECES_PER_WORKER * workers)
    while cheap := [one for one in spans if one.seconds > even and is_cheap(one, chapters)] if workers > 1 else []:
        spans = replace_by_halves(spans, cheap[0], chapters)
    tried = [spans, *refine(spans, chapters)] if workers > 1 else [spans]
    soonest = min(last_end(spans, workers) for spans in tried)
    return next(spans for spans in tried if last_end(spans, workers) <= soonest * TIE)


def refine(spans: list[Span], chapters: Sequence[Costs]) -> Iterator[list[Span]]:
    """Yield the spans with the longest one halved, then the same again, until each is a single beat."""
    while many := [span for span in spans if span.end - span.first > 1]:
        spans = replace_by_halves(spans, many[0], chapters)
        yield spans


def halve(span: Span, costs: Costs) -> tuple[Span, Span]:
    """Cut a span of several beats in two where the longer part is shortest."""
    cuts = [
        (costs.span(span.chapter, span.first, middle), costs.span(span.chapter, middle, span.end))
        for middle in range(span.first + 1, span.end)
    ]
    return min(cuts, key=lambda parts: max(part.seconds for part in parts))


def is_cheap(span: Span, chapters: Sequence[Costs]) -> bool:
    """Return whether the way to a span's second half is short compared to drawing it."""
    if span.end - span.first < 2:
        return False
    _, second = halve(span, chapters[span.chapter])
    return second.seconds - second.drawing <= CHEAP_WAY * second.drawing


def replace_by_halves(spans: Sequence[Span], span: Span, chapters: Sequence[Costs]) -> list[Span]:
    """Return the spans with one replaced by its halves."""
    return sort_longest_first([*(one for one in spans if one is not span), *halve(span, chapters[span.chapter])])


def sort_longest_first(spans: Sequence[Span]) -> list[Span]:
    """Sort spans by time, the longest first; equally long ones stay in film order."""
    return sorted(spans, key=lambda span: (-span.seconds, span.chapter, span.first))


def last_end(spans: Sequence[Span], workers: int) -> float:
    """Return the seconds until all spans are drawn, each begun in order by the first free worker."""
    free = [0.0] * workers
    for span in spans:
        heapq.heapreplace(free, free[0] + span.seconds)
    return max(free)
