"""Cuts films into pieces of beats, so that all who draw are busy to the end and little is gone through twice.

A piece from the middle of a chapter goes through the beats before it without drawing them. That costs little beside
drawing, but not nothing: a chapter is cut where pieces stay long beside the way to them, or the end comes sooner.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SMALL = 0.1  # of a piece's drawing: what the way to it may take where it is only cut off to even out the end
EVEN = 4  # pieces for each who draws: that one takes longer than foreseen matters little then
NEAR = 1.01  # times the soonest end: ends that count as the same


@dataclass(frozen=True)
class Costs:
    """Seconds of a chapter: to begin it; and to go through, to draw and to watch each of its beats."""

    start: float
    passed: tuple[float, ...]
    drawn: tuple[float, ...]
    told: tuple[float, ...]

    def way(self, first: int) -> float:
        """Before a beat, by number from 0, can be drawn."""
        return self.start + sum(self.passed[:first])

    def span(self, chapter: int, first: int, end: int) -> Span:
        """Some of the beats, to be drawn."""
        drawn = sum(self.drawn[first:end])
        return Span(chapter, first, end, self.way(first) + drawn, drawn)


@dataclass(frozen=True)
class Span:
    """Beats from `first` up to, not with, `end` of a chapter; all are numbers from 0.

    `seconds` is all that they take, `drawing` what it takes without the way there.
    """

    chapter: int
    first: int
    end: int
    seconds: float
    drawing: float


def divide_work(chapters: Sequence[Costs], workers: int) -> list[Span]:
    """Divide all beats into spans, the longest first, as they are best given one after the other to so many workers."""
    whole = [costs.span(number, 0, len(costs.drawn)) for number, costs in enumerate(chapters)]
    spans = longest_first(whole)
    even = sum(span.drawing for span in spans) / (EVEN * workers)
    while cheap := [one for one in spans if one.seconds > even and is_cheap(one, chapters)] if workers > 1 else []:
        spans = with_halves(spans, cheap[0], chapters)
    tried = [spans, *finer(spans, chapters)] if workers > 1 else [spans]
    soonest = min(last_end(spans, workers) for spans in tried)
    return next(spans for spans in tried if last_end(spans, workers) <= soonest * NEAR)


def finer(spans: list[Span], chapters: Sequence[Costs]) -> Iterator[list[Span]]:
    """Spans with the longest that can be cut in two, then again, until each is a beat."""
    while many := [span for span in spans if span.end - span.first > 1]:
        spans = with_halves(spans, many[0], chapters)
        yield spans


def halves(span: Span, costs: Costs) -> tuple[Span, Span]:
    """A span of several beats, cut where the longer part is shortest."""
    cuts = [
        (costs.span(span.chapter, span.first, middle), costs.span(span.chapter, middle, span.end))
        for middle in range(span.first + 1, span.end)
    ]
    return min(cuts, key=lambda parts: max(part.seconds for part in parts))


def is_cheap(span: Span, chapters: Sequence[Costs]) -> bool:
    """Tell whether the way to the second half is short beside drawing it."""
    if span.end - span.first < 2:
        return False
    _, second = halves(span, chapters[span.chapter])
    return second.seconds - second.drawing <= SMALL * second.drawing


def with_halves(spans: Sequence[Span], span: Span, chapters: Sequence[Costs]) -> list[Span]:
    """Spans with two in the place of one."""
    return longest_first([*(one for one in spans if one is not span), *halves(span, chapters[span.chapter])])


def longest_first(spans: Sequence[Span]) -> list[Span]:
    """In the order in which they are begun; those that take as long in film order."""
    return sorted(spans, key=lambda span: (-span.seconds, span.chapter, span.first))


def last_end(spans: Sequence[Span], workers: int) -> float:
    """Seconds until all spans are drawn, each begun, in their order, by whoever is free first."""
    free = [0.0] * workers
    for span in spans:
        heapq.heapreplace(free, free[0] + span.seconds)
    return max(free)
