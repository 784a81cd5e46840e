"""Short clips of mobjects, each cropped from a chapter's clip at the time when it moves most.

There are no samples to maintain: a chapter is played undrawn to find when and where it shows a mobject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph

from transparent_box.model.files import atomic_file
from transparent_box.scenes.output.catalog import ENOUGH, classes, draw_alone
from transparent_box.scenes.output.conversion import pull_frames
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job

SECONDS = 4.0  # of an excerpt, at most
COARSE = 4  # pixels between those compared to find motion
MARGIN = 6  # pixels left around a mobject
SMALLEST = 16  # pixels, least side of a picture


@dataclass(frozen=True)
class Box:
    """A part of the frame: its left, top, right and bottom edge, as shares of the frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def share(self) -> float:
        """Its area as a share of the frame's."""
        return (self.right - self.left) * (self.bottom - self.top)

    def around(self, other: Box) -> Box:
        """Return the smallest box that contains both."""
        low = min(self.left, other.left), min(self.top, other.top)
        return Box(*low, max(self.right, other.right), max(self.bottom, other.bottom))

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, width and height in a picture, with a margin; all even, as H.264 requires."""
        left, top = (max(0, round(edge) - MARGIN) // 2 * 2 for edge in (self.left * width, self.top * height))
        right, bottom = (
            min(width, round(self.right * width) + MARGIN),
            min(height, round(self.bottom * height) + MARGIN),
        )
        return left, top, max(right - left, SMALLEST) // 2 * 2, max(bottom - top, SMALLEST) // 2 * 2


@dataclass(frozen=True)
class Sighting:
    """A beat of a clip that shows a mobject: its start and end in seconds, and the mobject's box."""

    clip: Path
    start: float
    end: float
    box: Box


def find_sightings(clips: Sequence[tuple[Job, Path]]) -> dict[str, Sighting]:
    """Return class → the beat that shows it largest, in the first of (job, clip) in which it is not tiny."""
    found: dict[str, Sighting] = {}
    for job, clip in clips:
        wanted = {kind for kind in classes() if kind.__name__ not in found or found[kind.__name__].box.share < ENOUGH}
        for kind, (start, end, box) in find_largest(job, wanted).items():
            known = found.get(kind.__name__)
            if known is None or box.share > known.box.share:
                found[kind.__name__] = Sighting(clip, start, end, box)
    return found


def find_largest(job: Job, wanted: Iterable[type[Any]]) -> dict[type[Any], tuple[float, float, Box]]:
    """Return class → start, end and box in the beat of a job's chapter in which its mobject is largest."""
    best: dict[type[Any], tuple[float, float, Box]] = {}
    now: dict[type[Any], Box] = {}
    with stage_job(job) as scene:

        def look() -> None:
            members = [part for top in scene.mobjects for part in top.get_family()]
            for kind in wanted:
                first = next((part for part in members if type(part) is kind), None)
                box = box_of(scene, first) if first is not None else None
                if box is not None:
                    now[kind] = now[kind].around(box) if kind in now else box

        def finish(beat: Any) -> None:
            look()
            for kind, box in now.items():
                if kind not in best or box.share > best[kind][2].share:
                    best[kind] = beat.start, beat.end, box
            now.clear()

        scene.amid_play, scene.after_beat = look, finish
        scene.camera.resting = True
        scene.render()
    return best


def box_of(scene: Any, mobject: Any) -> Box | None:
    """Return the box of the pixels that a mobject draws; None if it draws none."""
    _, there = draw_alone(scene, mobject)
    height, width = there.shape
    rows, columns = np.nonzero(there)
    if not len(rows):
        return None
    return Box(columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)


def cut_excerpt(sighting: Sighting, target: Path) -> Path:
    """Write the liveliest seconds of a sighting, cropped to its box, to an mp4."""
    start = find_liveliest(sighting)
    with av.open(str(sighting.clip)) as source, atomic_file(target) as private:
        stream = source.streams.video[0]
        box = sighting.box.pixels(stream.width, stream.height)
        with av.open(str(private), "w", format="mp4", options={"movflags": "faststart"}) as made:
            out = made.add_stream("libx264", rate=stream.average_rate, options={"crf": "24", "preset": "slow"})
            out.width, out.height, out.pix_fmt = box[2], box[3], "yuv420p"
            copy_color_settings(stream.codec_context, out.codec_context)
            for number, picture in enumerate(crop_frames(source, start, min(start + SECONDS, sighting.end), box)):
                picture.pts, picture.time_base = number, 1 / stream.average_rate
                made.mux(out.encode(picture))
            made.mux(out.encode(None))
    return target


def find_liveliest(sighting: Sighting) -> float:
    """Return when the excerpt begins, in seconds: the middle one of the spans with the largest frame differences."""
    with av.open(str(sighting.clip)) as source:
        stream = source.streams.video[0]
        box, rate = sighting.box.pixels(stream.width, stream.height), float(stream.average_rate)
        shots = [
            picture.to_ndarray(format="gray")[::COARSE, ::COARSE].astype(float)
            for picture in crop_frames(source, sighting.start, sighting.end, box)
        ]
    moved = np.array([np.abs(after - before).mean() for before, after in pairwise(shots)])
    width = round(SECONDS * rate)
    if len(moved) <= width:
        return sighting.start
    sums = np.convolve(moved, np.ones(width), "valid")
    best = np.flatnonzero(sums >= 0.999 * sums.max())
    return sighting.start + float(best[len(best) // 2]) / rate


def crop_frames(source: Any, start: float, end: float, box: tuple[int, int, int, int]) -> Iterator[Any]:
    """Yield a film's pictures from `start` to `end` (seconds), cropped to left, top, width and height (pixels)."""
    stream = source.streams.video[0]
    left, top, width, height = box
    graph = Graph()
    entry, crop, end_of = (
        graph.add_buffer(template=stream, time_base=stream.time_base),
        graph.add("crop", f"{width}:{height}:{left}:{top}"),
        graph.add("buffersink"),
    )
    entry.link_to(crop)
    crop.link_to(end_of)
    graph.configure()
    source.seek(int(start / stream.time_base), stream=stream)
    for picture in source.decode(stream):
        if picture.time < start:
            continue
        if picture.time >= end:
            return
        entry.push(picture)
        yield from pull_frames(graph)


def copy_color_settings(decoder: Any, encoder: Any) -> None:
    """Copy a decoder's color settings to an encoder: the pictures are not converted."""
    for name in ("color_primaries", "color_trc", "colorspace", "color_range"):
        setattr(encoder, name, getattr(decoder, name))
