"""Knows what a picture was made of, and finds the boxes in which the next one differs: only those are drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import cairo
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.raster.boxes import Box, area, gathered

MOST_OF_IT = 0.8  # of a picture: from there on it is drawn in one go

Context: TypeAlias = "cairo.Context[Any]"
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Patch:
    """One of the things a picture is made of: what it is of, all that decides its look, its box, how it is painted.

    Two of one key and one look are painted alike; without a box there is nothing to see.
    """

    key: Any
    looks: Any
    box: Box | None
    paint: Callable[[Context], Any]


class LastPicture:
    """The patches of the last picture, over its ground, and where pictures have changed since somebody asked."""

    __slots__ = ("_changes", "_ground", "_known", "_patches")  # and nothing else: Manim hashes what a camera holds

    def __init__(self) -> None:
        self._changes: list[Box] = []
        self.forget()

    def forget(self) -> None:
        """Know of no picture: the next one is drawn whole."""
        self._ground: Pixels | None = None
        self._patches: list[Patch] = []
        self._known: dict[Any, Patch] = {}

    def known(self, key: Any, looks: Any) -> Patch | None:
        """Find the patch of the last picture that would be the same now."""
        patch = self._known.get(key)
        return patch if patch is not None and patch.looks == looks else None

    def follow(self, ground: Pixels, patches: list[Patch]) -> list[Box]:
        """Take the next picture's patches, back to front, for the last's: the boxes to be drawn, none of which meet."""
        height, width = ground.shape[:2]
        boxes = differing(self._patches, patches) if ground is self._ground else None
        boxes = None if boxes is None else gathered(boxes)
        if boxes is None or sum(map(area, boxes)) > MOST_OF_IT * width * height:
            boxes = [(0, 0, width, height)]
        self._ground, self._patches, self._known = ground, patches, {patch.key: patch for patch in patches}
        self._changes = gathered([*self._changes, *boxes])
        return boxes

    def changes(self) -> list[Box]:
        """Say where pictures have changed since this was last asked."""
        changes, self._changes = self._changes, []
        return changes


def differing(before: Sequence[Patch], now: Sequence[Patch]) -> list[Box] | None:
    """Find the boxes of what is new, gone or changed; None where patches have changed places, or one comes twice."""
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
def within(context: Context, boxes: Sequence[Box]) -> Iterator[None]:
    """Paint nothing outside some boxes."""
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
