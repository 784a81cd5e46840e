"""A forecast of the frames that there will be and of their time, judged from those that are there."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Piece = TypeVar("Piece", bound=Hashable)
STILL = 0.2  # of the work of a frame in which something moves, for one that only stands on (2 to 4 ms of 11 to 16)


@dataclass
class Amount:
    """Frames, and the work of drawing them, a moving frame's being 1."""

    frames: int = 0
    work: float = 0.0


@dataclass(frozen=True)
class Known:
    """A piece as it was when it was last drawn: its frames, their work, and the seconds that a worker took."""

    frames: int
    work: float
    seconds: float


@dataclass
class Clip:
    """A piece as far as it is known: how many beats it has and have been told, what there is of it and of those."""

    beats: int
    known: Known | None
    pace: float  # how much longer its work takes than others'
    told: int = 0
    there: Amount = field(default_factory=Amount)
    in_beats: Amount = field(default_factory=Amount)
    begun: float | None = None
    found: bool = False  # whether any of it was there already
    over: bool = False


class Forecast(Generic[Piece]):
    """The work of several workers on pieces, taken in order, that have beats of much the same length.

    Frames that were found, not drawn, took no time, and say nothing about the others. Times are in seconds. `known`
    is what `drawn` said of pieces that were drawn before: it takes the place of what is unknown of them.
    """

    def __init__(self, beats: Mapping[Piece, int], workers: int, known: Mapping[Piece, Known]) -> None:
        remembered = sum(one.work for one in known.values())
        usual = sum(one.seconds for one in known.values()) / (remembered or 1)
        self._clips = {
            piece: Clip(count, one, one.seconds / one.work / usual if one else 1.0)
            for piece, count in beats.items()
            for one in [known.get(piece)]
        }
        self._workers = workers
        # Seconds, by all workers together, and the work that was done in them. A piece's worth of memory keeps the
        # beginning, when pieces are prepared and little is drawn, from being taken for the pace of the whole.
        self._drawn = remembered / len(known) if known else 0.0
        self._worked = self._drawn * usual
        self._now = 0.0

    def add_frames(self, piece: Piece, frames: int, moving: bool, drawn: bool, now: float) -> None:
        """Take note of frames that are there."""
        self._pass_time(now)
        work = frames * (1 if moving else STILL)
        clip = self._clips[piece]
        clip.there.frames, clip.there.work = clip.there.frames + frames, clip.there.work + work
        self._drawn += work * clip.pace if drawn else 0
        clip.found = clip.found or not drawn
        clip.begun = now if clip.begun is None else clip.begun

    def finish_beat(self, piece: Piece) -> None:
        """Take note of a beat whose frames are all there."""
        clip = self._clips[piece]
        clip.told, clip.in_beats = clip.told + 1, Amount(clip.there.frames, clip.there.work)

    def finish_piece(self, piece: Piece, now: float) -> None:
        """Take note of a piece that is over, whether it is whole or failed."""
        self._pass_time(now)
        self._clips[piece].over = True

    def drawn(self, piece: Piece, now: float) -> Known | None:
        """Describe a piece that is finished now; None where not all of it was drawn."""
        clip = self._clips[piece]
        if clip.found or clip.begun is None or not clip.there.work:
            return None
        return Known(clip.there.frames, clip.there.work, now - clip.begun)

    def _pass_time(self, now: float) -> None:
        busy = sum(not clip.over for clip in self._clips.values())
        self._worked += (now - self._now) * min(self._workers, busy)
        self._now = now

    @property
    def done(self) -> int:
        """Frames that are there."""
        return sum(clip.there.frames for clip in self._clips.values())

    @property
    def total(self) -> float:
        """Frames that there will be, as far as is known."""
        return self.done + sum(self._left(clip, "frames") for clip in self._clips.values())

    def _left(self, clip: Clip, what: str) -> float:
        """Frames, or work, that a piece still needs: as when it was last drawn, or as if its beats were like any.

        One that has grown since, as with a voice, is not over before its last beat is told.
        """
        if clip.known and not clip.over:
            left = float(getattr(clip.known, what) - getattr(clip.there, what))
            if left > 0 or clip.told >= clip.beats:
                return max(0.0, left)
        told = sum(other.told for other in self._clips.values())
        if clip.over or not told:
            return 0.0
        of_a_beat = sum(getattr(other.in_beats, what) for other in self._clips.values()) / told
        expected = getattr(clip.in_beats, what) + (clip.beats - clip.told) * of_a_beat
        return max(0.0, float(expected - getattr(clip.there, what)))

    def seconds_left(self, now: float) -> float | None:
        """Estimate the seconds left, pieces given to whoever is free; None while nothing is known."""
        self._pass_time(now)
        if not self._drawn or not any(clip.told or clip.known for clip in self._clips.values()):
            return None
        going = [clip for clip in self._clips.values() if not clip.over]
        loads = [self._left(clip, "work") * clip.pace for clip in going if clip.there.frames]
        loads += [0.0] * max(0, self._workers - len(loads))
        heapq.heapify(loads)
        for clip in going:
            if not clip.there.frames:
                heapq.heappush(loads, heapq.heappop(loads) + self._left(clip, "work") * clip.pace)
        return max(loads) * self._worked / self._drawn
