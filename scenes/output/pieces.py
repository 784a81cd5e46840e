"""Draws a clip in pieces of some beats, and joins them to the same bytes as if drawn in one go.

A segment is the film of one play, named by a hash of all that is seen in it, so that every process gives it the same
name. A piece plays the beats before its own undrawn, draws its own, and lists their segments; joining does not encode
anything again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any

from transparent_box.model.files import atomic_file
from transparent_box.model.tasks import Report
from transparent_box.scenes.output import places
from transparent_box.scenes.output.companions import poster_png, write_companions
from transparent_box.scenes.output.formats import FORMATS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import FinishedClip, News, prepare_places, stage_job

if TYPE_CHECKING:
    from transparent_box.scenes.stage.beat import Beat


@dataclass(frozen=True)
class PieceTimes:
    """Seconds that a piece took: until its chapter began, for each beat passed undrawn, and for each beat drawn."""

    start: float
    passed: tuple[float, ...]
    drawn: tuple[float, ...]
    found: bool  # whether any of it was drawn before


@dataclass(frozen=True)
class DrawnPiece:
    """A finished piece: the names of its segments, its beats, and its times."""

    segments: tuple[str, ...]
    beats: tuple[Beat, ...]
    picture: bytes  # PNG of the clip's last picture, if the piece has the last beat
    taken: PieceTimes


def can_be_cut(job: Job) -> bool:
    """Return whether a job's clip can be drawn in pieces: films without a voice, which each piece would read anew."""
    return FORMATS[job.format].film and job.voice is None and job.only is None


def draw_beats(
    job: Job, first: int, end: int | None, known: frozenset[str] = frozenset(), report: Report = lambda news: None
) -> DrawnPiece:
    """Draw a job's beats from `first` to `end` into segments: numbers from 0, `end` excluded, None for the last.

    Segments whose names are `known` exist already where the clip is joined, and are not drawn. `report` is called with
    `News` of the piece's plays and beats.
    """
    from transparent_box.scenes.raster.choice import choose_rasterizer

    choose_rasterizer(job.raster)
    report(News())  # the piece has begun
    began = perf_counter()
    with stage_job(job, among=(first, end)) as scene:
        prepare_places(job)
        timer = BeatTimer(scene, began, report)
        writer = scene.renderer.file_writer
        writer.joins, writer.known = False, known
        scene.render()
        picture = poster_png(scene) if end is None else b""
        return DrawnPiece(writer.segments, tuple(scene.beats[first:]), picture, timer.taken(first))


class BeatTimer:
    """Measures how long a scene takes for its beats, and reports what it draws."""

    def __init__(self, scene: Any, began: float, report: Report) -> None:
        self._scene, self._report, self._found = scene, report, False
        self._moments = [began]
        scene.before_beat, scene.after_beat, scene.after_play = self._before_beat, self._after_beat, self._after_play

    def _before_beat(self) -> None:
        if len(self._moments) == 1:
            self._moments.append(perf_counter())

    def _after_beat(self, beat: Beat) -> None:
        self._moments.append(perf_counter())
        if self._scene.drawing:
            self._report(News(beat=beat.name))

    def _after_play(self, frames: int, moving: bool) -> None:
        if self._scene.drawing:
            drawn = not self._scene.renderer.skip_animations
            self._found = self._found or not drawn
            self._report(News(frames, moving, drawn))

    def taken(self, first: int) -> PieceTimes:
        """Return the times until now, given the number of the first beat drawn."""
        start, *seconds = (after - before for before, after in pairwise(self._moments))
        return PieceTimes(start, tuple(seconds[:first]), tuple(seconds[first:]), self._found)


def join_clip(job: Job, pieces: Sequence[DrawnPiece]) -> FinishedClip:
    """Join a job's clip from its pieces, in order, and write its companions. Raises PlaceError as `make_clip` does."""
    from transparent_box.scenes.raster.segments import join

    target, folder = places.target(job), places.segments(job)
    places.require_place(target)
    beats = tuple(beat for piece in pieces for beat in piece.beats)
    with atomic_file(target) as private:
        join([folder / name for piece in pieces for name in piece.segments], private, beats)
    write_companions(beats, pieces[-1].picture, target, job.captions)
    return FinishedClip(target, beats)


def whole_segments(job: Job) -> frozenset[str]:
    """Return the names of the undamaged segments of a job's chapter in the cache."""
    from transparent_box.scenes.raster.segments import is_intact

    return frozenset(path.name for path in places.segments(job).glob("*.*") if is_intact(path))
