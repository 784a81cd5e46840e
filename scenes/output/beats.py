"""Cuts a clip at its beats into one file each, copying packets: every beat begins with a picture of its own."""

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

from transparent_box.model.files import whole_folder
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.output.places import PlaceError, companion
from transparent_box.scenes.output.sound import length_of
from transparent_box.scenes.raster.copying import ALPHA_MARK, copied_stream

OURS = re.compile(r"\d\d_\w+\.(mp4|webm|mov|png)")  # what a folder of beats holds
ABOVE_CAPTIONS = 0.84  # of a picture's height: below it are the lines, which change with every beat
QUICK = 3  # of PNG's levels of compression: flat pictures hardly get smaller beyond it
ONE_AT_A_TIME = Lock()  # Python 3.11 counts how deep the trees are that threads parse as if they were one
SAME, MOVED = 1.5, 3.0  # levels by which two pictures differ on average: encoders' noise, and something that moved


@dataclass(frozen=True)
class BeatClip:
    """One beat of a clip: its name, its line, its film, the picture it ends on, whether it ends where it began."""

    name: str
    line: str
    film: Path
    poster: Path | None
    seconds: float
    comes_round: bool


@dataclass(frozen=True)
class BeatTime:
    """A beat as a clip has it: its line and its time, in seconds."""

    line: str
    start: float
    end: float


def marks_in(clip: Path) -> list[BeatTime]:
    """The beats that are marked in a clip; PlaceError where there are none."""
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
    """Tell whether a clip can be played to its end: a copy that was stopped, or a full disk, may have cut it off."""
    try:
        with av.open(str(clip)) as opened:
            stream = opened.streams.video[0]
            frame = 1 / float(stream.average_rate)
            length = float(length_of(opened))
            opened.seek(round(length * av.time_base))
            heard_and_seen = (*opened.streams.video, *opened.streams.audio)
            left = [packet for packet in opened.demux(heard_and_seen) if packet.pts is not None]
            ends = [float((one.pts + one.duration) * one.time_base) for one in left if one.stream is stream]
            reached = max(ends, default=0.0) > length - 1.5 * frame
            return reached and bool(opened.chapters()) and not any(packet.is_corrupt for packet in left)
    except (av.FFmpegError, IndexError, TypeError):  # the last where a clip has no frames: its rate and length are None
        return False


def beats_folder(clip: Path) -> Path:
    """Name the folder for a clip's beats: clip.mp4.beats for clip.mp4."""
    return companion(clip, ".beats")


def require_beats_folder(folder: Path) -> None:
    """PlaceError unless a clip's beats can go to a folder without harm to anything else."""
    if folder.exists() and not folder.is_dir():
        raise PlaceError(f"{folder} is in the way of the folder for the beats: remove it, or name another place.")
    strangers = (
        sorted(path.name for path in folder.iterdir() if not OURS.fullmatch(path.name)) if folder.exists() else []
    )
    if strangers:
        raise PlaceError(f"{folder} holds more than beats ({strangers[0]}): move that elsewhere.")


def cut_at_beats(chapter: str, clip: Path, folder: Path, posters: bool = True) -> list[BeatClip]:
    """Write a clip's beats to a folder, which is replaced, in order, with or without the pictures they end on.

    Nothing is drawn or encoded.
    """
    marks = marks_in(clip)
    names = names_told(chapter, len(marks))
    with whole_folder(folder) as private:
        titles = [f"{number:02d}_{name}" for number, name in enumerate(names, start=1)]
        films = [f"{title}{clip.suffix}" for title in titles]
        # What closes a chapter after its last beat is none of its beats.
        cuts = [*(mark.start for mark in marks[1:]), marks[-1].end]
        copy_packets(clip, cuts, [private / film for film in films])
        rounds = []
        for title, film in zip(titles, films, strict=True):
            last, round_ = ending(private / film)
            if posters:
                Image.fromarray(last).save(private / f"{title}.png", compress_level=QUICK)
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


def names_told(chapter: str, count: int) -> list[str]:
    """The names of a chapter's beats in the order in which `construct` tells them, of which one may be told twice.

    Just "beat" for each where they are told otherwise than one line after the other, so that they are not `count`.
    """
    scene = scene_class(chapter)
    source = dedent(inspect.getsource(scene.construct))
    with ONE_AT_A_TIME:
        tree = ast.parse(source)
    calls = [
        node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    named = [(call.lineno, call.col_offset, call.attr) for call in calls if call.attr in scene.beat_names]
    return [name for *_, name in sorted(named)] if len(named) == count else ["beat"] * count


def copy_packets(clip: Path, cuts: Sequence[float], targets: Sequence[Path]) -> None:
    """Copy a clip into files, the next one from each cut on (seconds), every stream from 0 in each.

    PlaceError where a cut is not at a picture that can be decoded on its own.
    """
    with av.open(str(clip)) as source:
        for number, target in enumerate(targets):
            start = cuts[number - 1] if number else 0.0
            end = cuts[number] if number < len(cuts) else None
            options = {"movflags": "faststart"} if target.suffix in (".mp4", ".mov") else {}
            with av.open(str(target), "w", options=options) as made:
                copies = {
                    stream.index: copied_stream(made, stream)
                    for stream in (*source.streams.video, *source.streams.audio)
                }
                for packet in packets_between(source, list(copies), start, end):
                    packet.stream = copies[packet.stream.index]
                    made.mux(packet)


def packets_between(source: Any, streams: list[int], start: float, end: float | None) -> Iterator[Any]:
    """The packets that are shown from `start` to `end`, from 0 on."""
    picture = source.streams.video[0]
    rate = picture.average_rate
    source.seek(round(max(start - 1, 0) * av.time_base), any_frame=False)
    begun, over = False, set()
    for packet in source.demux(streams):
        if packet.dts is None:
            continue
        if end is not None and packet.dts * packet.time_base > end + 1:  # nothing is decoded later than it is shown
            over.add(packet.stream.index)
            if len(over) == len(streams):
                return
            continue
        # To the nearest frame: marks are in milliseconds.
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


def ending(film: Path) -> tuple[NDArray[np.uint8], bool]:
    """A film's last picture (h, w, 3), or (h, w, 4) where it has alpha, and whether it comes round to it."""
    with av.open(str(film)) as opened:
        stream = opened.streams.video[0]
        first = shown(next(opened.decode(stream)))
        last = picture_at(opened, stream, 1.0)
        round_ = is_like(first, shown(last)) and moved(first, shown(picture_at(opened, stream, 0.5)))
        return with_alpha(last), round_


def picture_at(opened: Any, stream: Any, share: float) -> Any:
    """The picture that is shown at a share of a film's length."""
    length = stream.duration or round(Fraction(opened.duration, av.time_base) / stream.time_base)
    begin = stream.start_time or 0
    wanted = begin + round(share * length)
    opened.seek(wanted, stream=stream)
    until: deque[Any] = deque(maxlen=1)
    for picture in decoded(opened, stream):
        if until and picture.pts > wanted:
            break
        until.append(picture)
    return until[0]


def decoded(opened: Any, stream: Any) -> Iterator[Any]:
    """Yield the pictures from here on, with their alpha: the decoder that FFmpeg takes of itself has none of a WebM."""
    if ALPHA_MARK not in map(str.lower, stream.metadata):
        yield from opened.decode(stream)
        return
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    for packet in opened.demux(stream):
        yield from decoder.decode(packet)


def pictures_at(clip: Path, ends: Sequence[float]) -> list[NDArray[np.uint8]]:
    """The last pictures (h, w, 3) before moments of a clip, in seconds."""
    with av.open(str(clip)) as opened:
        stream = opened.streams.video[0]
        frame = 1 / float(stream.average_rate)
        length = float(Fraction(opened.duration, av.time_base))
        return [shown(picture_at(opened, stream, max(end - 1.5 * frame, 0) / length)) for end in ends]


def shown(picture: Any) -> NDArray[np.uint8]:
    """A decoded picture as it looks: (h, w, 3), sRGB."""
    pixels: NDArray[np.uint8] = picture.to_ndarray(format="rgb24")
    return pixels


def with_alpha(picture: Any) -> NDArray[np.uint8]:
    """A decoded picture as it was drawn: (h, w, 4) with straight alpha, or (h, w, 3) where nothing lies behind it."""
    if not any(part.is_alpha for part in picture.format.components):
        return shown(picture)
    pixels: NDArray[np.uint8] = picture.to_ndarray(format="rgba")
    return pixels


def is_like(first: NDArray[np.uint8], last: NDArray[np.uint8]) -> bool:
    """Tell whether two pictures are the same, the lines below them aside."""
    return difference(first, last) < SAME


def moved(first: NDArray[np.uint8], middle: NDArray[np.uint8]) -> bool:
    """Tell whether something else than a line is elsewhere: a film in which nothing moves needs no loop."""
    return difference(first, middle) > MOVED


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Levels by which two pictures differ on average above their captions."""
    height = round(len(one) * ABOVE_CAPTIONS)
    return float(np.abs(one[:height].astype(np.int16) - other[:height]).mean())
