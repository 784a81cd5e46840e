"""Boxes of whole pixels, which bound the parts of a picture that something covers."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, isfinite
from typing import Any

from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View

MAX_BOXES = 6  # kept apart; with more, going through them costs what they save
EDGE_MARGIN = 2  # pixels around a shape that its antialiased edges may reach

Box = tuple[int, int, int, int]  # left, top, right, bottom; the last two are exclusive


def full_box(view: View) -> Box:
    """Return the box of a whole picture."""
    return 0, 0, *view.pixels


def box_around(points: NDArray[Any], view: View, margin: float = 0.0) -> Box | None:
    """Return the box around flat points (n, 3) and a margin in units; None outside the picture."""
    (width, height), (middle_x, middle_y) = view.pixels, view.projection.middle
    across, down = width / view.frame[0], height / view.frame[1]
    x, y = points[:, 0], points[:, 1]  # reducing single columns is faster than reducing all at once
    left, right = float(x.min()) - margin + middle_x, float(x.max()) + margin + middle_x
    low, high = float(y.min()) - margin + middle_y, float(y.max()) + margin + middle_y
    return box_of_pixels(
        width / 2 + left * across, height / 2 - high * down, width / 2 + right * across, height / 2 - low * down, view
    )


def box_of_pixels(left: float, top: float, right: float, bottom: float, view: View) -> Box | None:
    """Return the box around pixels and their antialiased edges; None outside the picture, the whole of it for NaN."""
    width, height = view.pixels
    if not (isfinite(right - left) and isfinite(bottom - top)):
        return full_box(view)
    if min(right, bottom) + EDGE_MARGIN <= 0 or left - EDGE_MARGIN >= width or top - EDGE_MARGIN >= height:
        return None
    near = max(floor(left) - EDGE_MARGIN, 0), max(floor(top) - EDGE_MARGIN, 0)
    far = min(ceil(right) + EDGE_MARGIN, width), min(ceil(bottom) + EDGE_MARGIN, height)
    return *near, *far


def do_overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def union(one: Box, other: Box) -> Box:
    """Return the smallest box that contains two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def pixel_count(box: Box) -> int:
    """Return the number of a box's pixels."""
    return (box[2] - box[0]) * (box[3] - box[1])


def merge_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Return at most `MAX_BOXES` disjoint boxes that cover the given ones."""
    apart: list[Box] = []
    for box in dict.fromkeys(boxes):
        joined = box
        while True:
            near = [other for other in apart if do_overlap(joined, other)]
            if not near and len(apart) >= MAX_BOXES:
                near = [min(apart, key=lambda other: pixel_count(union(joined, other)) - pixel_count(other))]
            if not near:
                break
            for other in near:
                apart.remove(other)
                joined = union(joined, other)
        apart.append(joined)
    return apart
