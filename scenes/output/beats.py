"""Cuts a clip into one file for each beat by copying packets; every beat begins with a keyframe."""

from __future__ import annotations

import ast
import inspect
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from threading import Lock
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from transparent_box.model.files import atomic_folder
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.output.places import PlaceError, companion
from transparent_box.scenes.output.sound import clip_seconds
from transparent_box.scenes.raster.copying import ALPHA_MARK, add_copied_stream

OURS = re.compile(r"\d\d_\w+\.(mp4|webm|mov|png)")  # names of files in a folder of beats
ABOVE_CAPTIONS = 0.84  # share of a picture's height above the captions, which change with every beat
PNG_LEVEL = 3  # compression level: flat pictures hardly get smaller beyond it
PARSER_LOCK = Lock()  # Python 3.11 counts the recursion depth of all threads' parsers together
SAME, MOVED = 1.5, 3.0  # mean difference in levels: at most an encoder's noise, at least a motion


@dataclass(frozen=True)
class BeatClip:
    """One beat of a clip: its name, line, film, last picture and seconds, and whether it ends as it began."""

    name: str
    line: str
    film: Path
    poster: Path | None
    seconds: float
    comes_round: bool


@dataclass(frozen=True)
class BeatTime:
    """A beat as marked in a clip: its line, and when it starts and ends, in seconds."""

    line: str
    start: float
    end: float


def read_beat_marks(clip: Path) -> list[BeatTime]:
    """Read the beats marked in a clip; raise PlaceError if there are none."""
    with av.open(str(clip)) as opened:
        found = opened.chapters()
    if not found:
        raise PlaceError(f"{clip} has no beats marked in it: remove it and run this again.")
    return [
        BeatTime(
            mark["metadata"]["title"],
            float(mark["start"] * mark["time_base"]),
            float(mark["end"] * mark["time_base"]),
        )
        for mark in found
    ]


def is_whole_clip(clip: Path) -> bool:
    """Return whether a clip can be played to its end; an interrupted copy or a full disk may have cut it off."""
    try:
        with av.open(str(clip)) as opened:
            stream = opened.streams.video[0]
            frame = 1 / float(stream.average_rate)
            length = float(clip_seconds(opened))
            opened.seek(round(length * av.time_base))
            heard_and_seen = (*opened.streams.video, *opened.streams.audio)
            left = [packet for packet in opened.demux(heard_and_seen) if packet.pts is not None]
            ends = [float((one.pts + one.duration) * one.time_base) for one in left if one.stream is stream]
            reached = max(ends, default=0.0) > length - 1.5 * frame
            return reached and bool(opened.chapters()) and not any(packet.is_corrupt for packet in left)
    except (av.FFmpegError, IndexError, TypeError):  # TypeError if a clip has no frames: rate and length are None
        return False


def beats_folder(clip: Path) -> Path:
    """Return the folder of a clip's beats: clip.mp4.beats for clip.mp4."""
    return companion(clip, ".beats")


def require_beats_folder(folder: Path) -> None:
    """Raise PlaceError if a folder of beats cannot be replaced without deleting other files."""
    if folder.exists() and not folder.is_dir():
        raise PlaceError(f"{folder} is a file where the folder for the beats must go: remove it, or use another place.")
    strangers = (
        sorted(path.name for path in folder.iterdir() if not OURS.fullmatch(path.name)) if folder.exists() else []
    )
    if strangers:
        raise PlaceError(f"{folder} holds other files than beats ({strangers[0]}): move them elsewhere.")


def cut_at_beats(chapter: str, clip: Path, folder: Path, posters: bool = True) -> list[BeatClip]:
    """Write a clip's beats, and with `posters` their last pictures, to a folder, which is replaced.

    Nothing is drawn or encoded.
    """
    marks = read_beat_marks(clip)
    names = played_names(chapter, len(marks))
    with atomic_folder(folder) as private:
        titles = [f"{number:02d}_{name}" for number, name in enumerate(names, start=1)]
        films = [f"{title}{clip.suffix}" for title in titles]
        # What closes a chapter after its last beat belongs to no beat.
        cuts = [*(mark.start for mark in marks[1:]), marks[-1].end]
        copy_packets(clip, cuts, [private / film for film in films])
        rounds = []
        for title, film in zip(titles, films, strict=True):
            last, round_ = read_ending(private / film)
            if posters:
                Image.fromarray(last).save(private / f"{title}.png", compress_level=PNG_LEVEL)
            rounds.append(round_)
    return [
        BeatClip(
            name,
            mark.line,
            folder / film,
            folder / f"{title}.png" if posters else None,
            mark.end - mark.start,
            round_,
        )
        for name, mark, film, title, round_ in zip(names, marks, films, titles, rounds, strict=True)
    ]


def played_names(chapter: str, count: int) -> list[str]:
    """Return the names of a chapter's beats in the order in which `construct` calls them, repetitions included.

    Returns "beat" `count` times if the calls are not as many as that, as when they are made in a loop.
    """
    scene = scene_class(chapter)
    source = dedent(inspect.getsource(scene.construct))
    with PARSER_LOCK:
        tree = ast.parse(source)
    calls = [
        node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    named = [(call.lineno, call.col_offset, call.attr) for call in calls if call.attr in scene.beat_names]
    return [name for *_, name in sorted(named)] if len(named) == count else ["beat"] * count


def copy_packets(clip: Path, cuts: Sequence[float], targets: Sequence[Path]) -> None:
    """Copy a clip's packets into files, divided at `cuts` (seconds); every stream starts at 0 in each file.

    Raises PlaceError if a cut is not at a keyframe.
    """
    with av.open(str(clip)) as source:
        for number, target in enumerate(targets):
            start = cuts[number - 1] if number else 0.0
            end = cuts[number] if number < len(cuts) else None
            options = {"movflags": "faststart"} if target.suffix in (".mp4", ".mov") else {}
            with av.open(str(target), "w", options=options) as made:
                copies = {
                    stream.index: add_copied_stream(made, stream)
                    for stream in (*source.streams.video, *source.streams.audio)
                }
                for packet in packets_between(source, list(copies), start, end):
                    packet.stream = copies[packet.stream.index]
                    made.mux(packet)


def packets_between(source: Any, streams: list[int], start: float, end: float | None) -> Iterator[Any]:
    """Yield the packets shown from `start` to `end` (seconds), with their times moved to begin at 0."""
    picture = source.streams.video[0]
    rate = picture.average_rate
    source.seek(round(max(start - 1, 0) * av.time_base), any_frame=False)
    begun, over = False, set()
    for packet in source.demux(streams):
        if packet.dts is None:
            continue
        if end is not None and packet.dts * packet.time_base > end + 1:  # packets are decoded before they are shown
            over.add(packet.stream.index)
            if len(over) == len(streams):
                return
            continue
        # Rounded to the nearest frame, since marks are in milliseconds.
        frames = packet.pts * packet.time_base * rate
        before = round(frames) < round(start * rate)
        if before or (end is not None and round(frames) >= round(end * rate)):
            continue
        if packet.stream is picture and not begun:
            if not packet.is_keyframe:
                raise PlaceError(f"{source.name} cannot be cut at {start:.2f} s: remove it and run this again.")
            begun = True
        shift = round(Fraction(round(start * rate)) / rate / packet.time_base)
        packet.pts -= shift
        packet.dts -= shift
        yield packet


def read_ending(film: Path) -> tuple[NDArray[np.uint8], bool]:
    """Return a film's last picture, (h, w, 3) or with alpha (h, w, 4), and whether it can loop: moves and returns."""
    with av.open(str(film)) as opened:
        stream = opened.streams.video[0]
        first = to_rgb(next(opened.decode(stream)))
        last = picture_at(opened, stream, 1.0)
        round_ = is_like(first, to_rgb(last)) and has_moved(first, to_rgb(picture_at(opened, stream, 0.5)))
        return with_alpha(last), round_


def picture_at(opened: Any, stream: Any, share: float) -> Any:
    """Decode the picture shown at a share of a film's length, 0 … 1."""
    length = stream.duration or round(Fraction(opened.duration, av.time_base) / stream.time_base)
    begin = stream.start_time or 0
    wanted = begin + round(share * length)
    opened.seek(wanted, stream=stream)
    until: deque[Any] = deque(maxlen=1)
    for picture in decode_with_alpha(opened, stream):
        if until and picture.pts > wanted:
            break
        until.append(picture)
    return until[0]


def decode_with_alpha(opened: Any, stream: Any) -> Iterator[Any]:
    """Yield the pictures from here on with alpha, which FFmpeg's default decoder drops from a WebM."""
    if ALPHA_MARK not in map(str.lower, stream.metadata):
        yield from opened.decode(stream)
        return
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    for packet in opened.demux(stream):
        yield from decoder.decode(packet)


def pictures_at(clip: Path, ends: Sequence[float]) -> list[NDArray[np.uint8]]:
    """Return the last pictures (h, w, 3) before moments of a clip, given in seconds."""
    with av.open(str(clip)) as opened:
        stream = opened.streams.video[0]
        frame = 1 / float(stream.average_rate)
        length = float(Fraction(opened.duration, av.time_base))
        return [to_rgb(picture_at(opened, stream, max(end - 1.5 * frame, 0) / length)) for end in ends]


def to_rgb(picture: Any) -> NDArray[np.uint8]:
    """Convert a decoded picture to sRGB (h, w, 3)."""
    pixels: NDArray[np.uint8] = picture.to_ndarray(format="rgb24")
    return pixels


def with_alpha(picture: Any) -> NDArray[np.uint8]:
    """Convert a decoded picture to (h, w, 4) with straight alpha, or to (h, w, 3) if it has none."""
    if not any(part.is_alpha for part in picture.format.components):
        return to_rgb(picture)
    pixels: NDArray[np.uint8] = picture.to_ndarray(format="rgba")
    return pixels


def is_like(first: NDArray[np.uint8], last: NDArray[np.uint8]) -> bool:
    """Return whether two pictures are the same apart from their captions."""
    return mean_difference(first, last) < SAME


def has_moved(first: NDArray[np.uint8], middle: NDArray[np.uint8]) -> bool:
    """Return whether something moved apart from the captions: a film in which nothing moves needs no loop."""
    return mean_difference(first, middle) > MOVED


def mean_difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the mean absolute difference of two pictures above their captions, in levels 0 … 255."""
    height = round(len(one) * ABOVE_CAPTIONS)
    return float(np.abs(one[:height].astype(np.int16) - other[:height]).mean())
