"""Composites array mobjects over a picture with Cairo: a rasterizer's layers, tables of cells, and areas."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import cairo

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.raster.areas import paint_area
from transparent_box.scenes.raster.boxes import box_around, box_of_pixels
from transparent_box.scenes.raster.marks import Layer
from transparent_box.scenes.raster.repainting import Context, Patch

THINNEST = 0.02  # pixels of a table that is still drawn; of thinner ones Cairo cannot find the cells
# Up to so many cells to a pixel are mixed; of more, Cairo takes one, as for thousands its memory is too small.
MAX_CELLS_PER_PIXEL = 100


def area_patch(pane: Pane, view: View) -> Patch:
    """Make a patch of an area."""
    looks = pane.points.tobytes(), pane.colors.tobytes(), pane.shape, pane.opacity
    return Patch(id(pane), looks, box_around(pane.points, view), partial(paint_area, pane=pane))


def table_patch(table: HeatMap, cells: cairo.ImageSurface, view: View) -> Patch:
    """Make a patch of a table; `cells` must be a new object whenever a color changes."""
    looks = table.points.tobytes(), id(cells), table.opacity, table.smooth
    box = box_around(table.points, view)
    return Patch(id(table), looks, box, partial(paint_cells, heat_map=table, cells=cells))


def layer_patch(key: Any, layer: Layer, opacity: float, view: View) -> Patch:
    """Make a patch of a rasterizer's layer; its pixels must be a new object whenever they change."""
    pixels, corner = layer
    box = box_of_pixels(*corner, corner[0] + pixels.shape[1], corner[1] + pixels.shape[0], view)
    paint = partial(composite, layer=pixels, corner=corner, opacity=opacity)
    return Patch(key, (id(pixels), corner, opacity), box, paint)


def composite(context: Context, layer: Any, corner: tuple[int, int], opacity: float) -> None:
    """Composite premultiplied RGBA bytes (h, w, 4) over a picture, with their upper left corner at a pixel."""
    height, width = layer.shape[:2]
    # Both are RGBA where Cairo expects BGRA, so the bytes can be painted as they are.
    surface = cairo.ImageSurface.create_for_data(layer, cairo.FORMAT_ARGB32, width, height, width * 4)
    context.save()
    context.identity_matrix()
    context.set_source_surface(surface, *corner)
    context.paint_with_alpha(opacity)
    context.restore()


def to_pixels(context: Context, side: Floats) -> float:
    """Return the length in pixels of a side given in the picture's units."""
    return math.hypot(*context.user_to_device_distance(side[0], side[1]))


def paint_cells(context: Context, heat_map: HeatMap, cells: cairo.ImageSurface) -> None:
    """Paint a table of cells between its corners, in the picture's units."""
    rows, columns = cells.get_width(), cells.get_height()
    corner = heat_map.points[0]
    across, up = heat_map.points[1] - corner, heat_map.points[3] - corner
    width, height = to_pixels(context, across), to_pixels(context, up)
    # Not the shorter side: a table turned about its diagonal has two long ones when seen edge on.
    slender = abs(across[0] * up[1] - across[1] * up[0]) / max(math.hypot(*across), math.hypot(*up), 1e-9) ** 2
    if slender * max(width, height) < THINNEST:
        return
    pattern = cairo.SurfacePattern(cells)
    dense = rows > MAX_CELLS_PER_PIXEL * width or columns > MAX_CELLS_PER_PIXEL * height
    pattern.set_filter(cairo.FILTER_GOOD if heat_map.smooth and not dense else cairo.FILTER_NEAREST)
    pattern.set_extend(cairo.EXTEND_PAD)
    context.save()
    context.transform(
        cairo.Matrix(across[0] / rows, across[1] / rows, up[0] / columns, up[1] / columns, corner[0], corner[1])
    )
    context.set_source(pattern)
    context.new_path()  # Manim leaves the last shape's path, which would be filled, too
    context.rectangle(0, 0, rows, columns)
    if heat_map.opacity == 1:
        context.fill()
    else:
        context.clip()
        context.paint_with_alpha(heat_map.opacity)
    context.restore()
