"""Converts pictures to luma and chroma for encoders, only where they differ from the previous one.

Changes are converted in tiles with a margin as wide as the filter, so that the bytes are those of converting the whole
picture.
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

PLANES = "yuv420p"  # luma, and two planes of chroma at half the width and height
TILE = (512, 144)  # pixels, all even, as chroma has half as many
CHROMA_REACH = 4  # pixels around a change that its chroma may affect
TILE_MARGIN = (16, 4)  # pixels at a tile's sides that are only input to the filter
MAX_TILES = 20  # that many take as long as a whole picture of 1080p


@dataclass(frozen=True)
class Change:
    """A picture's RGBA buffer (h, w, 4), which will be reused for the next one, and boxes that cover the changes."""

    pixels: Pixels
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Tile:
    """A part of a picture as luma and chroma, its corner in the picture, and the box of it to be used."""

    frame: av.VideoFrame
    corner: Size
    wanted: Box

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole picture."""
        return self.wanted == (0, 0, self.frame.width, self.frame.height)


class Converter:
    """Converts to BT.709, with one prepared reformatter for tiles and one for whole pictures."""

    def __init__(self) -> None:
        self._tiles, self._wholes = VideoReformatter(), VideoReformatter()

    def tiles(self, change: Change) -> list[Tile]:
        """Convert the changes into tiles, or the whole picture into one if most of it changed."""
        height, width = change.pixels.shape[:2]
        places, everything = tiles_over(change.boxes, (width, height)), (0, 0, width, height)
        if len(places) > MAX_TILES or everything in change.boxes:
            return [Tile(convert(self._wholes, change.pixels), (0, 0), everything)]
        return [
            Tile(convert(self._tiles, change.pixels[y : y + TILE[1], x : x + TILE[0]]), (x, y), wanted)
            for x, y, wanted in places
        ]


def convert(prepared: VideoReformatter, pixels: Pixels, wanted: str = PLANES) -> av.VideoFrame:
    """Convert RGBA pixels (h, w, 4) to another format, in BT.709 if that is luma and chroma.

    Formats with alpha are converted in one thread: with several, one can write past its last row into the next one's.
    """
    frame = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")  # not copied: that costs as much as converting
    if wanted.startswith("rgb"):
        return prepared.reformat(frame, format=wanted)
    threads = 0 if wanted == PLANES else 1
    return prepared.reformat(
        frame, format=wanted, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG, threads=threads
    )


def tiles_over(boxes: Sequence[Box], size: Size) -> list[tuple[int, int, Box]]:
    """Cover boxes of a picture (width, height) with tiles: (left, top, box to be used) of each."""
    found = []
    for left, top, right, bottom in boxes:
        across = spans((left, right), size[0], TILE[0], TILE_MARGIN[0])
        down = spans((top, bottom), size[1], TILE[1], TILE_MARGIN[1])
        found += [(x, y, (first, upper, last, lower)) for (x, first, last), (y, upper, lower) in product(across, down)]
    return found


def spans(changed: tuple[int, int], side: int, length: int, room: int) -> Iterator[tuple[int, int, int]]:
    """Cover an interval along one side of a picture with tiles: yield (start, from, to) of each tile and its use."""
    low, high = max(changed[0] - CHROMA_REACH, 0) // 2 * 2, min((changed[1] + CHROMA_REACH + 1) // 2 * 2, side)
    step = length - 2 * room
    for first in range(low, high, step):
        yield max(min(first - room, side - length), 0), first, min(first + step, high)


def update_frame(frame: av.VideoFrame | None, tiles: Sequence[Tile]) -> av.VideoFrame:
    """Copy tiles into a frame, or return a whole tile as the first one; raise ValueError without either."""
    for tile in tiles:
        if tile.is_whole:
            frame = tile.frame
        elif frame is not None:
            put_tile(frame, tile)
    if frame is None:
        raise ValueError("The first picture of a segment must be whole.")
    return frame


def put_tile(frame: av.VideoFrame, tile: Tile) -> None:
    """Copy a tile to its place in a frame."""
    left, top, right, bottom = tile.wanted
    x, y = tile.corner
    for plane, new, part in zip(planes_of(frame), planes_of(tile.frame), (1, 2, 2), strict=True):
        plane[top // part : bottom // part, left // part : right // part] = new[
            (top - y) // part : (bottom - y) // part, (left - x) // part : (right - x) // part
        ]


def planes_of(frame: Any) -> list[Pixels]:
    """Return views of a frame's planes (h, line size), which is wider than the picture."""
    return [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
