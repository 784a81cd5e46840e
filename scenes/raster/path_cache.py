"""Caches Cairo's paths of shapes and pictures of tables while they do not change, as most of a picture does not.

The source of each is compared number by number, so that cached ones draw the same bytes as new ones.
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
RELATIVE = 1e-5  # relative tolerance within which Manim takes two coordinates as equal

Place = tuple[float, float]


class CachedPaths:
    """Paths of shapes, by their points."""

    __slots__ = ("_kept",)  # no other attributes, since Manim hashes the camera's

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, Any]] = OrderedDict()

    def put(self, context: cairo.Context[Any], shape: Any) -> bool:
        """Set the context's path to a shape's cached one; return whether there is one."""
        points, path = self._kept.get(id(shape), (np.empty(0), None))
        if path is None or not np.array_equal(points, shape.points):
            return False
        self._kept.move_to_end(id(shape))
        context.new_path()
        context.append_path(path)
        return True

    def keep(self, context: cairo.Context[Any], shape: Any) -> None:
        """Cache the context's path for a shape whose points are the same as before; others may be moving."""
        points, _ = self._kept.pop(id(shape), (np.empty(0), None))
        stands = np.array_equal(points, shape.points)
        self._kept[id(shape)] = (points, context.copy_path()) if stands else (shape.points.copy(), None)
        if len(self._kept) > KEPT_SHAPES:
            self._kept.popitem(last=False)


class CachedTables:
    """Cairo surfaces of heat maps' cells, by their colors or texels."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Floats, cairo.ImageSurface]] = OrderedDict()

    def surface(self, table: HeatMap) -> cairo.ImageSurface:
        """Return a surface with a pixel for each cell, the first axis across."""
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
    """Make a surface of texels (h, w), sharing their memory if it is contiguous."""
    height, width = texels.shape
    # RGBA bytes where Cairo believes BGRA, as everywhere in Manim's pictures.
    held: Any = np.ascontiguousarray(texels)
    return cairo.ImageSurface.create_for_data(held, cairo.FORMAT_ARGB32, width, height, width * 4)


def trace(context: cairo.Context[Any], points: Floats, tolerance: float) -> None:
    """Add cubic Bézier curves (n, 3), four points each, to the context's path, joined where one begins at an end."""
    context.new_path()
    curve_to = context.curve_to
    begun = ended = None
    curves = points[: len(points) // CURVE * CURVE, :2].reshape(-1, 2 * CURVE)
    for x, y, *rest in curves.tolist():
        if ended is None or not is_same_place(ended, (x, y), tolerance):
            if begun and ended and is_same_place(begun, ended, tolerance):
                context.close_path()
            begun = x, y
            context.new_sub_path()
            context.move_to(x, y)
        curve_to(*rest)
        ended = rest[4], rest[5]
    if begun and ended and is_same_place(begun, tuple(points[-1, :2].tolist()), tolerance):
        context.close_path()


def is_same_place(one: Place, other: Place, tolerance: float) -> bool:
    """Return whether two places are equal within Manim's tolerance."""
    return one == other or (
        abs(one[0] - other[0]) <= tolerance + RELATIVE * abs(other[0])
        and abs(one[1] - other[1]) <= tolerance + RELATIVE * abs(other[1])
    )
