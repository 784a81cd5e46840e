"""Boxes of whole pixels: which parts of a picture something covers."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, isfinite
from typing import Any

from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View

MOST = 6  # boxes that are told apart; with more, to look through them costs what they spare
SOFT = 2  # pixels round a shape that its smooth edges may reach

Box = tuple[int, int, int, int]  # left, top, right, bottom; the last two are outside


def whole(view: View) -> Box:
    """All of a picture."""
    return 0, 0, *view.pixels


def box_round(points: NDArray[Any], view: View, margin: float = 0.0) -> Box | None:
    """Find the box round flat points (n, 3) and what is `margin` units near; None outside the picture."""
    (width, height), (middle_x, middle_y) = view.pixels, view.projection.middle
    across, down = width / view.frame[0], height / view.frame[1]
    x, y = points[:, 0], points[:, 1]  # one column is reduced faster than all together
    left, right = float(x.min()) - margin + middle_x, float(x.max()) + margin + middle_x
    low, high = float(y.min()) - margin + middle_y, float(y.max()) + margin + middle_y
    return box_of_pixels(
        width / 2 + left * across, height / 2 - high * down, width / 2 + right * across, height / 2 - low * down, view
    )


def box_of_pixels(left: float, top: float, right: float, bottom: float, view: View) -> Box | None:
    """Find the box round pixels and their smooth edges; None outside the picture, all of it for no numbers."""
    width, height = view.pixels
    if not (isfinite(right - left) and isfinite(bottom - top)):
        return whole(view)
    if right + SOFT <= 0 or bottom + SOFT <= 0 or left - SOFT >= width or top - SOFT >= height:
        return None
    near, far = (max(floor(left) - SOFT, 0), max(floor(top) - SOFT, 0)), (ceil(right) + SOFT, ceil(bottom) + SOFT)
    return *near, min(far[0], width), min(far[1], height)


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def around(one: Box, other: Box) -> Box:
    """The box round two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def area(box: Box) -> int:
    """Its pixels."""
    return (box[2] - box[0]) * (box[3] - box[1])


def gathered(boxes: Iterable[Box]) -> list[Box]:
    """A few boxes, none of which meet, that cover all of these."""
    apart: list[Box] = []
    for box in dict.fromkeys(boxes):
        joined = box
        while True:
            near = [other for other in apart if meet(joined, other)]
            if not near and len(apart) >= MOST:
                near = [min(apart, key=lambda other: area(around(joined, other)) - area(other))]
            if not near:
                break
            for other in near:
                apart.remove(other)
                joined = around(joined, other)
        apart.append(joined)
    return apart
