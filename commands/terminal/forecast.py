"""Forecasts how many frames there will be and how long they will take, from those drawn so far."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Piece = TypeVar("Piece", bound=Hashable)
STILL = 0.2  # work of a frame in which nothing moves, relative to a moving one (2 to 4 ms of 11 to 16)


@dataclass
class Amount:
    """Frames, and the work of drawing them in units of a moving frame."""

    frames: int = 0
    work: float = 0.0


@dataclass(frozen=True)
class CostRecord:
    """A piece as it was last drawn: its frames, their work, and the seconds that a worker took."""

    frames: int
    work: float
    seconds: float


@dataclass
class Clip:
    """The progress of a piece: its beats, those finished (`told`), the frames made, and those in finished beats."""

    beats: int
    known: CostRecord | None
    pace: float  # seconds for a unit of its work, relative to the average piece
    told: int = 0
    there: Amount = field(default_factory=Amount)
    in_beats: Amount = field(default_factory=Amount)
    begun: float | None = None
    found: bool = False  # whether any of it was there already
    over: bool = False


class Forecast(Generic[Piece]):
    """Forecasts the work of several workers on pieces, taken in order, whose beats are of similar length.

    Frames that were found and not drawn took no time and say nothing about the others. Times are in seconds. `known`
    holds records, as `drawn` returns them, of pieces that were drawn before.
    """

    def __init__(self, beats: Mapping[Piece, int], workers: int, known: Mapping[Piece, CostRecord]) -> None:
        remembered = sum(one.work for one in known.values())
        usual = sum(one.seconds for one in known.values()) / (remembered or 1)
        self._clips = {
            piece: Clip(count, one, one.seconds / one.work / usual if one else 1.0)
            for piece, count in beats.items()
            for one in [known.get(piece)]
        }
        self._workers = workers
        # The work done, and the seconds all workers together took for it. They start with one average piece's worth
        # from the records, so that the slow beginning, when pieces are being prepared, does not dominate.
        self._drawn = remembered / len(known) if known else 0.0
        self._worked = self._drawn * usual
        self._now = 0.0

    def add_frames(self, piece: Piece, frames: int, moving: bool, drawn: bool, now: float) -> None:
        """Count frames that were drawn or found."""
        self._pass_time(now)
        work = frames * (1 if moving else STILL)
        clip = self._clips[piece]
        clip.there.frames, clip.there.work = clip.there.frames + frames, clip.there.work + work
        self._drawn += work * clip.pace if drawn else 0
        clip.found = clip.found or not drawn
        clip.begun = now if clip.begun is None else clip.begun

    def finish_beat(self, piece: Piece) -> None:
        """Count a beat whose frames are all there."""
        clip = self._clips[piece]
        clip.told, clip.in_beats = clip.told + 1, Amount(clip.there.frames, clip.there.work)

    def finish_piece(self, piece: Piece, now: float) -> None:
        """Mark a piece as over, whether it was made or failed."""
        self._pass_time(now)
        self._clips[piece].over = True

    def drawn(self, piece: Piece, now: float) -> CostRecord | None:
        """Return the record of a piece that is finished now; None if not all of it was drawn."""
        clip = self._clips[piece]
        if clip.found or clip.begun is None or not clip.there.work:
            return None
        return CostRecord(clip.there.frames, clip.there.work, now - clip.begun)

    def _pass_time(self, now: float) -> None:
        busy = sum(not clip.over for clip in self._clips.values())
        self._worked += (now - self._now) * min(self._workers, busy)
        self._now = now

    @property
    def done(self) -> int:
        """The frames made so far."""
        return sum(clip.there.frames for clip in self._clips.values())

    @property
    def total(self) -> float:
        """The frames expected in all."""
        return self.done + sum(self._left(clip, "frames") for clip in self._clips.values())

    def _left(self, clip: Clip, what: str) -> float:
        """Estimate the "frames" or "work" that a piece still needs: as last drawn, or from the average beat.

        A piece that outgrows its record, as with a voice, is forecast by its remaining beats.
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
        """Estimate the seconds left if each piece goes to the first free worker; None while nothing is known."""
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
