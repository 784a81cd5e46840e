"""Draws some beats of a clip, and joins a clip from such pieces: the same bytes as in one go.

A segment, one play, is named by all that is seen in it, so it is the same whoever draws it. A piece goes through the
beats before its own without drawing, draws its own, and names their segments; joining them encodes nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any

from transparent_box.model.files import whole_file
from transparent_box.model.tasks import Report
from transparent_box.scenes.output import places
from transparent_box.scenes.output.companions import picture_of, write_companions
from transparent_box.scenes.output.formats import FORMATS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import Made, News, prepare_places, stage_job

if TYPE_CHECKING:
    from transparent_box.scenes.stage.beat import Beat


@dataclass(frozen=True)
class Taken:
    """Seconds that a piece took: until its chapter had begun, and for each beat that it came by, drawn or not."""

    start: float
    passed: tuple[float, ...]
    drawn: tuple[float, ...]
    found: bool  # whether any of it was drawn before


@dataclass(frozen=True)
class Drawn:
    """A piece that is there: the names of its segments, its beats, and what it took."""

    segments: tuple[str, ...]
    beats: tuple[Beat, ...]
    picture: bytes  # of the clip's end as a PNG, where that is among its beats
    taken: Taken


def can_be_cut(job: Job) -> bool:
    """Tell whether a job's clip can be drawn in pieces: a film without a voice, whose lines would be read for each."""
    return FORMATS[job.format].film and job.voice is None and job.only is None


def draw_beats(
    job: Job, first: int, end: int | None, known: frozenset[str] = frozenset(), report: Report = lambda news: None
) -> Drawn:
    """Draw a job's beats from `first` up to, not with, `end` (None: to the last), by number from 0, into its segments.

    Segments whose names are `known` lie where the clip is joined and are not drawn. `report` hears `News` of plays and
    beats of the piece.
    """
    from transparent_box.scenes.raster.choice import choose_rasterizer

    choose_rasterizer(job.raster)
    report(News())  # it has begun
    began = perf_counter()
    with stage_job(job, among=(first, end)) as scene:
        prepare_places(job)
        timer = BeatTimer(scene, began, report)
        writer = scene.renderer.file_writer
        writer.joins, writer.known = False, known
        scene.render()
        picture = picture_of(scene) if end is None else b""
        return Drawn(writer.segments, tuple(scene.beats[first:]), picture, timer.taken(first))


class BeatTimer:
    """Notes when a scene comes by its beats, and tells of what it draws."""

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

    def taken(self, first: int) -> Taken:
        """Measure what it took until now, where beats were drawn from one on."""
        start, *seconds = (after - before for before, after in pairwise(self._moments))
        return Taken(start, tuple(seconds[:first]), tuple(seconds[first:]), self._found)


def join_clip(job: Job, pieces: Sequence[Drawn]) -> Made:
    """Join a job's clip from its pieces, in order, and write what stands beside it. PlaceError as for `make_clip`."""
    from transparent_box.scenes.raster.segments import join

    target, folder = places.target(job), places.segments(job)
    places.require_place(target)
    beats = tuple(beat for piece in pieces for beat in piece.beats)
    with whole_file(target) as private:
        join([folder / name for piece in pieces for name in piece.segments], private, beats)
    write_companions(beats, pieces[-1].picture, target, job.captions)
    return Made(target, beats)


def whole_segments(job: Job) -> frozenset[str]:
    """The names of segments of a job's chapter that lie here as they were written."""
    from transparent_box.scenes.raster.segments import is_whole

    return frozenset(path.name for path in places.segments(job).glob("*.*") if is_whole(path))
