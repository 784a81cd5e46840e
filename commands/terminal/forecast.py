"""How many frames there will be, and how long they will take, judged from those that are there."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Piece = TypeVar("Piece", bound=Hashable)


@dataclass
class Clip:
    """What is known of one piece of work: how many beats it has and have been told, its frames, those of told beats."""

    beats: int
    told: int = 0
    frames: int = 0
    frames_told: int = 0
    over: bool = False


class Forecast(Generic[Piece]):
    """The work of several workers on pieces, taken in order, that have beats of much the same length.

    Frames that were found, not drawn, took no time, and say nothing about the others. Times are in seconds.
    """

    def __init__(self, beats: Mapping[Piece, int], workers: int) -> None:
        self._clips = {piece: Clip(count) for piece, count in beats.items()}
        self._workers = workers
        self._worked = 0.0  # by all workers together
        self._drawn = 0
        self._now = 0.0

    def hear(self, piece: Piece, frames: int, drawn: bool, now: float) -> None:
        """Take note of frames that are there."""
        self._pass_time(now)
        self._clips[piece].frames += frames
        self._drawn += frames if drawn else 0

    def hear_beat(self, piece: Piece) -> None:
        """Take note of a beat whose frames are all there."""
        clip = self._clips[piece]
        clip.told, clip.frames_told = clip.told + 1, clip.frames

    def hear_end(self, piece: Piece, now: float) -> None:
        """Take note of a piece that is over, whether it is whole or failed."""
        self._pass_time(now)
        self._clips[piece].over = True

    def _pass_time(self, now: float) -> None:
        busy = sum(not clip.over for clip in self._clips.values())
        self._worked += (now - self._now) * min(self._workers, busy)
        self._now = now

    @property
    def done(self) -> int:
        """Frames that are there."""
        return sum(clip.frames for clip in self._clips.values())

    @property
    def total(self) -> float:
        """Frames that there will be; 0 while nothing is known."""
        return self.done + sum(self._frames_left(clip) for clip in self._clips.values())

    def _frames_left(self, clip: Clip) -> float:
        told = sum(other.told for other in self._clips.values())
        if clip.over or not told:
            return 0.0
        of_a_beat = sum(other.frames_told for other in self._clips.values()) / told
        return max(0.0, clip.frames_told + (clip.beats - clip.told) * of_a_beat - clip.frames)

    def seconds_left(self, now: float) -> float | None:
        """How long it will take, pieces given to whoever is free; None while nothing is known."""
        self._pass_time(now)
        if not self._drawn or not any(clip.told for clip in self._clips.values()):
            return None
        of_a_frame = self._worked / self._drawn
        begun = [self._frames_left(clip) for clip in self._clips.values() if clip.frames and not clip.over]
        waiting = [self._frames_left(clip) for clip in self._clips.values() if not clip.frames and not clip.over]
        loads = [*begun, *[0.0] * max(0, self._workers - len(begun))]
        heapq.heapify(loads)
        for frames in waiting:
            heapq.heappush(loads, heapq.heappop(loads) + frames)
        return max(loads) * of_a_frame
