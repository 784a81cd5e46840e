"""Orders to rasterizers: surfaces with the marks on and among them, points, lines and panes, as plain arrays."""

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
    """A picture to be drawn: opaque surfaces, and marks, painted in order where no surface hides them.

    With `only_marks` the surfaces hide marks but are not painted themselves.
    """

    fields: Sequence[HeightField]
    marks: Sequence[Mark]
    view: View
    only_marks: bool = False


# Premultiplied RGBA (h, w, 4) uint8, and the pixel of the picture at its upper left corner.
Layer = tuple[NDArray[Any], tuple[int, int]]


def margin_of(mark: Mark, scale: float) -> float:
    """Return the pixels that a mark covers around its points, at `scale` pixels a unit."""
    if isinstance(mark, Pane):
        return 0.0
    # Nearer points are larger, seldom by more than half.
    return 1.5 * scale * (mark.radius if isinstance(mark, PointCloud) else mark.line_width / 2)


def has_panes(marks: Sequence[Mark]) -> bool:
    """Return whether some marks are panes, whose edges must be antialiased by multisampling."""
    return any(isinstance(mark, Pane) for mark in marks)


def colors_with_opacity(mark: Mark) -> Floats:
    """Return a mark's colors (…, 4) with its opacity multiplied into their alpha."""
    return mark.colors * [1, 1, 1, mark.opacity]


def segments_of(mark: PolylineSet) -> Floats:
    """Return segments (s, 12): start, end, RGBA, and whether each end is round.

    Joints are round unless the curve is translucent, whose overlapping round ends would show. Invisible curves have no
    segments, since they would cost as much to draw.
    """
    starts, inner = mark.points[:-1], np.ones(max(len(mark.points) - 1, 0), dtype=bool)
    firsts = np.cumsum(mark.lengths)[:-1]
    inner[firsts - 1] = False
    owner = np.repeat(np.arange(len(mark.lengths)), mark.lengths)[:-1][inner]
    colors = colors_with_opacity(mark)[owner]
    solid = colors[:, 3] > 0.99
    opens = np.r_[True, owner[1:] != owner[:-1]]
    closes = np.r_[owner[1:] != owner[:-1], True]
    ends = np.column_stack([solid | opens, solid | closes])
    return np.column_stack([starts[inner], mark.points[1:][inner], colors, ends])[colors[:, 3] > 0]
