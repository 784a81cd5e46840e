"""Converts pictures to luma and chroma, as encoders want them: only where they differ from the one before.

What changed is converted in tiles, each with as much round it as mixes into it, so that it comes out to the byte as in
the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from transparent_box.scenes.raster.boxes import Box

Pixels = NDArray[np.uint8]
Size = tuple[int, int]

PLANES = "yuv420p"  # luma, and two planes of chroma of half the width and height
TILE = (512, 144)  # pixels, all even, as chroma has half as many
FELT = 4  # pixels round a change where its chroma may be felt
ROOM = (16, 4)  # pixels at a tile's sides that are only there to mix into others
MANY = 20  # tiles that take as long as a whole picture of 1080p


@dataclass(frozen=True)
class Change:
    """A picture (h, w, 4) RGBA that will soon become the next one, and boxes that cover what is new in it."""

    pixels: Pixels
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Tile:
    """The luma and chroma of a part of a picture, where that is, and the box of the picture that is wanted of it."""

    frame: av.VideoFrame
    corner: Size
    wanted: Box

    @property
    def is_whole(self) -> bool:
        """Whether it is all of a picture."""
        return self.wanted == (0, 0, self.frame.width, self.frame.height)


class Converter:
    """Converts to BT.709; keeps what it has prepared for tiles, and for whole pictures."""

    def __init__(self) -> None:
        self._tiles, self._wholes = VideoReformatter(), VideoReformatter()

    def tiles(self, change: Change) -> list[Tile]:
        """Convert what is new, in one tile where that is most of the picture."""
        height, width = change.pixels.shape[:2]
        places, everything = tiles_over(change.boxes, (width, height)), (0, 0, width, height)
        if len(places) > MANY or everything in change.boxes:
            return [Tile(converted(self._wholes, change.pixels), (0, 0), everything)]
        return [
            Tile(converted(self._tiles, change.pixels[y : y + TILE[1], x : x + TILE[0]]), (x, y), wanted)
            for x, y, wanted in places
        ]


def converted(prepared: VideoReformatter, pixels: Pixels, wanted: str = PLANES) -> av.VideoFrame:
    """Convert pixels (h, w, 4) RGBA to another format; to BT.709 where that is luma and chroma.

    Those with alpha in one thread: of several, one can write past a row's end over where the next one has begun.
    """
    frame = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")  # not copied: that costs as much as converting
    if wanted.startswith("rgb"):
        return prepared.reformat(frame, format=wanted)
    threads = 0 if wanted == PLANES else 1
    return prepared.reformat(
        frame, format=wanted, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG, threads=threads
    )


def tiles_over(boxes: Sequence[Box], size: Size) -> list[tuple[int, int, Box]]:
    """Cover boxes of a picture (width, height) with tiles: where each begins, and the box that is wanted of it."""
    found = []
    for left, top, right, bottom in boxes:
        across = spans((left, right), size[0], TILE[0], ROOM[0])
        down = spans((top, bottom), size[1], TILE[1], ROOM[1])
        found += [(x, y, (first, upper, last, lower)) for (x, first, last), (y, upper, lower) in product(across, down)]
    return found


def spans(changed: tuple[int, int], side: int, length: int, room: int) -> Iterator[tuple[int, int, int]]:
    """Cover what changed along one side of a picture: where a tile begins, and from where to where it is wanted."""
    low, high = max(changed[0] - FELT, 0) // 2 * 2, min((changed[1] + FELT + 1) // 2 * 2, side)
    step = length - 2 * room
    for first in range(low, high, step):
        yield max(min(first - room, side - length), 0), first, min(first + step, high)


def tiled(frame: av.VideoFrame | None, tiles: Sequence[Tile]) -> av.VideoFrame:
    """Change a frame, or begin with a tile that is all of it. ValueError where there is neither."""
    for tile in tiles:
        if tile.is_whole:
            frame = tile.frame
        elif frame is not None:
            put(frame, tile)
    if frame is None:
        raise ValueError("The first picture of a segment must be whole.")
    return frame


def put(frame: av.VideoFrame, tile: Tile) -> None:
    """Put a tile in its place of a frame."""
    left, top, right, bottom = tile.wanted
    x, y = tile.corner
    for plane, new, part in zip(planes_of(frame), planes_of(tile.frame), (1, 2, 2), strict=True):
        plane[top // part : bottom // part, left // part : right // part] = new[
            (top - y) // part : (bottom - y) // part, (left - x) // part : (right - x) // part
        ]


def planes_of(frame: Any) -> list[Pixels]:
    """A frame's planes, (h, w) with what lies beyond its width, to read and to write."""
    return [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
