"""Records what a picture was made of, and finds the boxes in which the next one differs, to redraw only those."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import cairo
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.raster.boxes import Box, merge_boxes, pixel_count

MOST_OF_IT = 0.8  # share of a picture from which it is redrawn as a whole

Context: TypeAlias = "cairo.Context[Any]"
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a picture: a key of its mobjects, all values that decide its look, its box, and how it is painted.

    Patches of equal key and looks are painted alike. A patch without a box is invisible.
    """

    key: Any
    looks: Any
    box: Box | None
    paint: Callable[[Context], Any]


class LastPicture:
    """The patches and the background of the last picture, and the boxes that changed since `changes` was called."""

    __slots__ = ("_changes", "_ground", "_known", "_patches")  # no other attributes, since Manim hashes the camera's

    def __init__(self) -> None:
        self._changes: list[Box] = []
        self.forget()

    def forget(self) -> None:
        """Forget the last picture, so that the next one is drawn as a whole."""
        self._ground: Pixels | None = None
        self._patches: list[Patch] = []
        self._known: dict[Any, Patch] = {}

    def known(self, key: Any, looks: Any) -> Patch | None:
        """Return the last picture's patch of this key and look, if any."""
        patch = self._known.get(key)
        return patch if patch is not None and patch.looks == looks else None

    def follow(self, ground: Pixels, patches: list[Patch]) -> list[Box]:
        """Replace the patches by the next picture's, back to front; return the disjoint boxes to be drawn."""
        height, width = ground.shape[:2]
        boxes = differing_boxes(self._patches, patches) if ground is self._ground else None
        boxes = None if boxes is None else merge_boxes(boxes)
        if boxes is None or sum(map(pixel_count, boxes)) > MOST_OF_IT * width * height:
            boxes = [(0, 0, width, height)]
        self._ground, self._patches, self._known = ground, patches, {patch.key: patch for patch in patches}
        self._changes = merge_boxes([*self._changes, *boxes])
        return boxes

    def changes(self) -> list[Box]:
        """Return the boxes in which pictures changed since the last call."""
        changes, self._changes = self._changes, []
        return changes


def differing_boxes(before: Sequence[Patch], now: Sequence[Patch]) -> list[Box] | None:
    """Return the boxes of new, removed and changed patches; None if the order changed, or a patch occurs twice."""
    places = {patch.key: place for place, patch in enumerate(before)}
    if len(places) < len(before):
        return None
    boxes: list[Box | None] = []
    last = -1
    for patch in now:
        place = places.pop(patch.key, None)
        if place is None:
            boxes.append(patch.box)
            continue
        if place < last:
            return None
        last = place
        if before[place] is not patch:
            boxes += [before[place].box, patch.box]
    boxes += [before[place].box for place in places.values()]
    return [box for box in boxes if box is not None]


@contextmanager
def clipped_to(context: Context, boxes: Sequence[Box]) -> Iterator[None]:
    """Clip painting in the block to boxes."""
    matrix = context.get_matrix()
    context.save()
    context.identity_matrix()
    context.new_path()
    for left, top, right, bottom in boxes:
        context.rectangle(left, top, right - left, bottom - top)
    context.clip()
    context.set_matrix(matrix)
    try:
        yield
    finally:
        context.restore()
