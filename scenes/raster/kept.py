"""Kept words to Cairo, of shapes and tables, for as long as they stay what they are: most of a picture does.

Each is compared with what it was made of, number by number, so what is kept draws the same bytes as what is made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.texels import Texels, texels_of
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.texture import Texture

Floats = NDArray[Any]
KEPT_SHAPES, KEPT_TABLES = 4096, 64
CURVE = 4  # points of a Bézier curve
RELATIVE = 1e-5  # of a coordinate, in which Manim takes two for one

Place = tuple[float, float]


class CachedPaths:
    """Paths of shapes, by their points."""

    __slots__ = ("_kept",)  # and nothing else: Manim hashes what a camera's attributes hold

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, Any]] = OrderedDict()

    def put(self, context: cairo.Context[Any], shape: Any) -> bool:
        """Make a shape's path the context's, if it is kept."""
        points, path = self._kept.get(id(shape), (np.empty(0), None))
        if path is None or not np.array_equal(points, shape.points):
            return False
        self._kept.move_to_end(id(shape))
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


class CachedTables:
    """The cells of heat maps as Cairo has them, by their colors or texels."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, cairo.ImageSurface]] = OrderedDict()

    def surface(self, table: HeatMap) -> cairo.ImageSurface:
        """A picture with a pixel for each cell, its first axis across."""
        made_of, surface = self._kept.pop(id(table), (None, None))
        cells = table.texels if isinstance(table, Texture) else table.colors
        if surface is None or made_of is None or not np.array_equal(made_of, cells):
            made_of = cells.copy()
            surface = surface_of(made_of if isinstance(table, Texture) else texels_of(made_of).T)
        self._kept[id(table)] = made_of, surface
        if len(self._kept) > KEPT_TABLES:
            self._kept.popitem(last=False)
        return surface


def surface_of(texels: Texels) -> cairo.ImageSurface:
    """Make a picture of texels (h, w), in their own memory if they lie in order."""
    height, width = texels.shape
    # RGBA bytes where Cairo believes BGRA, as everywhere in Manim's pictures.
    held: Any = np.ascontiguousarray(texels)
    return cairo.ImageSurface.create_for_data(held, cairo.FORMAT_ARGB32, width, height, width * 4)


def trace(context: cairo.Context[Any], points: Floats, tolerance: float) -> None:
    """Make cubic curves (n, 3), four points each, the context's path: one piece while each begins where one ended."""
    context.new_path()
    curve_to = context.curve_to
    begun = ended = None
    curves = points[: len(points) // CURVE * CURVE, :2].reshape(-1, 2 * CURVE)
    for x, y, *rest in curves.tolist():
        if ended is None or not same(ended, (x, y), tolerance):
            if begun and ended and same(begun, ended, tolerance):
                context.close_path()
            begun = x, y
            context.new_sub_path()
            context.move_to(x, y)
        curve_to(*rest)
        ended = rest[4], rest[5]
    if begun and ended and same(begun, tuple(points[-1, :2].tolist()), tolerance):
        context.close_path()


def same(one: Place, other: Place, tolerance: float) -> bool:
    """Tell whether two places are the same to Manim."""
    return one == other or (
        abs(one[0] - other[0]) <= tolerance + RELATIVE * abs(other[0])
        and abs(one[1] - other[1]) <= tolerance + RELATIVE * abs(other[1])
    )
