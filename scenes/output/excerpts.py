"""Short clips of the mobjects, each cut out of a chapter's clip: where it stands, and while most moves there.

Nobody keeps samples: a chapter is played without being drawn to see when a mobject stands where; its clip is cropped.
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

from transparent_box.model.files import whole_file
from transparent_box.scenes.output.catalog import ENOUGH, alone, classes
from transparent_box.scenes.output.conversion import pulled
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job

SECONDS = 4.0  # of an excerpt, at most
COARSE = 4  # every so many pixels are looked at to find where a clip moves
MARGIN = 6  # pixels left round a mobject
SMALLEST = 16  # pixels of a picture's side


@dataclass(frozen=True)
class Box:
    """A part of the frame: its left, top, right and bottom edge, as shares of the frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def share(self) -> float:
        """The share of the frame that it is."""
        return (self.right - self.left) * (self.bottom - self.top)

    def around(self, other: Box) -> Box:
        """The least that holds both."""
        low = min(self.left, other.left), min(self.top, other.top)
        return Box(*low, max(self.right, other.right), max(self.bottom, other.bottom))

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, width and height in a picture, with a margin; all even, as H.264 has them."""
        left, top = (max(0, round(edge) - MARGIN) // 2 * 2 for edge in (self.left * width, self.top * height))
        right, bottom = (
            min(width, round(self.right * width) + MARGIN),
            min(height, round(self.bottom * height) + MARGIN),
        )
        return left, top, max(right - left, SMALLEST) // 2 * 2, max(bottom - top, SMALLEST) // 2 * 2


@dataclass(frozen=True)
class Sighting:
    """A beat of a clip in which a mobject is to be seen: its time in seconds, and the part of the frame, in shares."""

    clip: Path
    start: float
    end: float
    box: Box


def sightings(clips: Sequence[tuple[Job, Path]]) -> dict[str, Sighting]:
    """Class → the beat that shows one best, in the first of (job, clip)s that shows one which is not tiny."""
    found: dict[str, Sighting] = {}
    for job, clip in clips:
        wanted = {kind for kind in classes() if kind.__name__ not in found or found[kind.__name__].box.share < ENOUGH}
        for kind, (start, end, box) in seen_in(job, wanted).items():
            known = found.get(kind.__name__)
            if known is None or box.share > known.box.share:
                found[kind.__name__] = Sighting(clip, start, end, box)
    return found


def seen_in(job: Job, wanted: Iterable[type[Any]]) -> dict[type[Any], tuple[float, float, Box]]:
    """Class → start, end and place of the beat of a job's chapter in which its mobject is largest."""
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
    """Find where in the frame a mobject draws something; None where it draws nothing."""
    _, there = alone(scene, mobject)
    height, width = there.shape
    rows, columns = np.nonzero(there)
    if not len(rows):
        return None
    return Box(columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)


def cut_excerpt(sighting: Sighting, target: Path) -> Path:
    """Write the seconds in which most moves there to an mp4 of that part of the frame alone."""
    start = liveliest(sighting)
    with av.open(str(sighting.clip)) as source, whole_file(target) as private:
        stream = source.streams.video[0]
        box = sighting.box.pixels(stream.width, stream.height)
        with av.open(str(private), "w", format="mp4", options={"movflags": "faststart"}) as made:
            out = made.add_stream("libx264", rate=stream.average_rate, options={"crf": "24", "preset": "slow"})
            out.width, out.height, out.pix_fmt = box[2], box[3], "yuv420p"
            same_colors(stream.codec_context, out.codec_context)
            for number, picture in enumerate(cropped(source, start, min(start + SECONDS, sighting.end), box)):
                picture.pts, picture.time_base = number, 1 / stream.average_rate
                made.mux(out.encode(picture))
            made.mux(out.encode(None))
    return target


def liveliest(sighting: Sighting) -> float:
    """Find when the excerpt begins: of the spans in which pictures differ most from one to the next, the middle one."""
    with av.open(str(sighting.clip)) as source:
        stream = source.streams.video[0]
        box, rate = sighting.box.pixels(stream.width, stream.height), float(stream.average_rate)
        shots = [
            picture.to_ndarray(format="gray")[::COARSE, ::COARSE].astype(float)
            for picture in cropped(source, sighting.start, sighting.end, box)
        ]
    moved = np.array([np.abs(after - before).mean() for before, after in pairwise(shots)])
    width = round(SECONDS * rate)
    if len(moved) <= width:
        return sighting.start
    sums = np.convolve(moved, np.ones(width), "valid")
    best = np.flatnonzero(sums >= 0.999 * sums.max())
    return sighting.start + float(best[len(best) // 2]) / rate


def cropped(source: Any, start: float, end: float, box: tuple[int, int, int, int]) -> Iterator[Any]:
    """A film's pictures from `start` to `end` (seconds), cut to left, top, width and height (pixels)."""
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
        yield from pulled(graph)


def same_colors(given: Any, wanted: Any) -> None:
    """Say of an encoder's colors what is said of a decoder's: the pictures are not converted."""
    for name in ("color_primaries", "color_trc", "colorspace", "color_range"):
        setattr(wanted, name, getattr(given, name))
