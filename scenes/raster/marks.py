"""Marks on and among surfaces, points and lines, as the plain arrays that each rasterizer needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet

Floats = NDArray[Any]
Mark = PointCloud | PolylineSet | Pane


@dataclass(frozen=True)
class Order:
    """A picture to be drawn: opaque surfaces and, over each other in their order, the marks that no surface hides.

    With `only_marks` the surfaces hide and are not seen.
    """

    fields: Sequence[HeightField]
    marks: Sequence[Mark]
    view: View
    only_marks: bool = False


# (h, w, 4) uint8 premultiplied RGBA and the pixel of the picture where its upper left corner belongs.
Layer = tuple[NDArray[Any], tuple[int, int]]


def margin_of(mark: Mark, scale: float) -> float:
    """Say how many pixels a mark covers round its points, at `scale` pixels a unit."""
    if isinstance(mark, Pane):
        return 0.0
    # What is nearer to the viewer is larger, seldom by more than half.
    return 1.5 * scale * (mark.radius if isinstance(mark, PointCloud) else mark.line_width / 2)


def has_panes(marks: Sequence[Mark]) -> bool:
    """Tell whether some of them have edges that are not smooth of themselves."""
    return any(isinstance(mark, Pane) for mark in marks)


def tinted(mark: Mark) -> Floats:
    """A mark's colors (…, 4), its opacity in their alpha."""
    return mark.colors * [1, 1, 1, mark.opacity]


def segments_of(mark: PolylineSet) -> Floats:
    """(s, 12) each segment's start, end, RGBA and whether it is round there and there.

    Joints are round unless the curve is translucent, where two round ends would show where they overlap. Of a curve
    that is not seen there are none: they would be drawn as nothing, at the same cost.
    """
    starts, inner = mark.points[:-1], np.ones(max(len(mark.points) - 1, 0), dtype=bool)
    firsts = np.cumsum(mark.lengths)[:-1]
    inner[firsts - 1] = False
    owner = np.repeat(np.arange(len(mark.lengths)), mark.lengths)[:-1][inner]
    colors = tinted(mark)[owner]
    solid = colors[:, 3] > 0.99
    opens = np.r_[True, owner[1:] != owner[:-1]]
    closes = np.r_[owner[1:] != owner[:-1], True]
    ends = np.column_stack([solid | opens, solid | closes])
    return np.column_stack([starts[inner], mark.points[1:][inner], colors, ends])[colors[:, 3] > 0]
