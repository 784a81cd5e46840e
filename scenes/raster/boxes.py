"""Boxes of whole pixels: which parts of a picture something covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import Any

from numpy.typing import NDArray

MOST = 6  # boxes that are told apart; with more, to look through them costs what they spare
SOFT = 2  # pixels round a shape that its smooth edges may reach

Size = tuple[int, int]
Box = tuple[int, int, int, int]  # left, top, right, bottom; the last two are outside


@dataclass(frozen=True)
class Sheet:
    """A flat picture: its size in pixels, and in its own units its width and height and where its middle is."""

    size: Size
    frame: tuple[float, float]
    middle: tuple[float, float]

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return self.size[0] / self.frame[0]

    def box(self, points: NDArray[Any], margin: float = 0.0) -> Box | None:
        """Find the box round points (n, 3) and what is `margin` units near; None outside the picture."""
        across, down = self.size[0] / self.frame[0], self.size[1] / self.frame[1]
        x, y = points[:, 0], points[:, 1]  # one column is reduced faster than all together
        left, right = float(x.min()) - margin - self.middle[0], float(x.max()) + margin - self.middle[0]
        low, high = float(y.min()) - margin - self.middle[1], float(y.max()) + margin - self.middle[1]
        half_width, half_height = self.size[0] / 2, self.size[1] / 2
        edges = (
            half_width + left * across,
            half_height - high * down,
            half_width + right * across,
            half_height - low * down,
        )
        return self.cut(*edges)

    def cut(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """Find the box round pixels and their smooth edges; None outside the picture, all of it for no numbers."""
        width, height = self.size
        if not (isfinite(right - left) and isfinite(bottom - top)):
            return 0, 0, width, height
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
    for box in boxes:
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
