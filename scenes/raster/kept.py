"""What Cairo is told of shapes and tables, kept for as long as they stay what they are: most of a picture does.

Each is compared with what it was made of, number by number, so what is kept draws the same bytes as what is made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.mobjects.heat_map import HeatMap

Floats = NDArray[Any]
KEPT_SHAPES, KEPT_TABLES = 4096, 64


class Outlines:
    """Paths of shapes, by their points."""

    __slots__ = ("_kept",)  # and nothing else: Manim hashes what a camera's attributes hold

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, Any]] = OrderedDict()

    def put(self, context: cairo.Context[Any], shape: Any) -> bool:
        """Make a shape's path the context's, if it is kept."""
        points, path = self._kept.get(id(shape), (np.empty(0), None))
        if path is None or not np.array_equal(points, shape.points):
            return False
        context.new_path()
        context.append_path(path)
        return True

    def keep(self, context: cairo.Context[Any], shape: Any) -> None:
        """Keep the context's path, which is a shape's, if that has the points that it had before: it may be moving."""
        points, _ = self._kept.pop(id(shape), (np.empty(0), None))
        stands = np.array_equal(points, shape.points)
        self._kept[id(shape)] = (points, context.copy_path()) if stands else (shape.points.copy(), None)
        if len(self._kept) > KEPT_SHAPES:
            self._kept.popitem(last=False)


class Tables:
    """The cells of heat maps as Cairo has them, by their colours."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, cairo.ImageSurface]] = OrderedDict()

    def surface(self, table: HeatMap) -> cairo.ImageSurface:
        """A picture with a pixel for each cell, its first axis across."""
        colors, surface = self._kept.pop(id(table), (None, None))
        if surface is None or colors is None or not np.array_equal(colors, table.colors):
            colors, surface = table.colors.copy(), surface_of(table.colors)
        self._kept[id(table)] = colors, surface
        if len(self._kept) > KEPT_TABLES:
            self._kept.popitem(last=False)
        return surface


def surface_of(colors: Floats) -> cairo.ImageSurface:
    """Make a picture (columns, rows) of colours (rows, columns, 4)."""
    rows, columns = colors.shape[:2]
    tint = np.clip(colors.transpose(1, 0, 2), 0, 1, dtype=np.float32, casting="same_kind")
    tint[..., :3] *= tint[..., 3:]
    # RGBA bytes where Cairo believes BGRA, as everywhere in Manim's pictures.
    cells: Any = np.ascontiguousarray(tint * 255 + 0.5, np.float32).astype(np.uint8)
    return cairo.ImageSurface.create_for_data(cells, cairo.FORMAT_ARGB32, rows, columns, rows * 4)


def trace(context: cairo.Context[Any], points: Floats, pieces: Floats, closes: Any) -> None:
    """Make cubic curves (n, 3), four points each, the context's path: from first to last point of each of its pieces.

    `closes` says whether a piece's two ends are the same point.
    """
    context.new_path()
    flat = points[:, :2]
    for first, last in pieces.tolist():
        curves = flat[first : first + (last - first) // 4 * 4].reshape(-1, 8).tolist()
        if not curves:
            continue
        context.new_sub_path()
        context.move_to(*curves[0][:2])
        for _, _, *rest in curves:
            context.curve_to(*rest)
        if closes(points[first], points[last - 1]):
            context.close_path()
