"""Draws surfaces, points and lines without OpenGL: back to front, every cell a flat-shaded quad (painter's algorithm).

The picture is that of `opengl` except for facets: the lights are the same, and it is drawn at twice the size and
averaged, so that neighboring quads leave no seams. Surfaces that intersect are sorted by cell, not by pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from math import tau
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.lighting import lit
from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.raster.marks import Layer, Mark, Order, colors_with_opacity, has_panes, segments_of
from transparent_box.scenes.raster.shaders import LIFT, PANE_LIFT
from transparent_box.scenes.raster.vertices import normals

Floats = NDArray[Any]
OVERSAMPLING = 2


class CairoRaster:
    """A rasterizer without state: each picture is drawn anew."""

    name = "Cairo"

    def draw(self, orders: Sequence[Order]) -> list[Layer]:
        """See `scenes.raster.choice.Rasterizer`."""
        return [self.picture(order) for order in orders]

    def forget(self) -> None:
        """See `scenes.raster.choice.Rasterizer`."""

    def picture(self, order: Order) -> Layer:
        """Draw one picture."""
        fields, marks = order.fields, order.marks
        # Points and lines without surfaces antialias their own edges, and are painted in their order.
        times = OVERSAMPLING if fields or has_panes(marks) else 1
        canvas = Canvas(order.view, times)
        items = [item for field in fields for item in canvas.cells(field)]
        for mark in marks:
            items += canvas.painted(mark)
        if fields:
            items.sort(key=lambda item: item[0])
        for _, paint, data in items:
            if order.only_marks and paint == canvas.paint_cell:
                canvas.erase_cell(data)
            else:
                paint(data)
        return canvas.reduced(), (0, 0)


class Canvas:
    """A picture of a view at `times` its size; items to be painted are (nearness, method, arguments)."""

    def __init__(self, view: View, times: int) -> None:
        self.view, self.times = view, times
        width, height = (side * times for side in view.pixels)
        self.pixels = np.zeros((height, width, 4), np.uint8)
        pixels: Any = self.pixels  # pycairo's annotations do not accept NumPy arrays as buffers
        self.surface = cairo.ImageSurface.create_for_data(pixels, cairo.FORMAT_ARGB32, width, height, width * 4)
        self.context = cairo.Context(self.surface)
        self.context.set_line_cap(cairo.LINE_CAP_ROUND)

    def places(self, points: Floats) -> Floats:
        """(n, 2) pixels of the canvas of points (n, 3)."""
        return self.view.places(points) * self.times

    def cells(self, field: HeightField) -> list[Any]:
        """Return items for a surface's cells, lit."""
        seen = self.view.projection
        turned = seen.turned(field.grid)
        colors = lit(normals(field.grid) @ seen.rotation.T, field.colors[..., :3])
        places = self.places(field.points).reshape(*field.shape, 2)
        corners = np.stack([part.reshape(-1, 2) for part in cell_corners(places)], axis=1)
        depths = np.mean([part.reshape(-1) for part in cell_corners(turned[..., 2])], axis=0)
        shades = np.mean([part.reshape(-1, 3) for part in cell_corners(colors)], axis=0)
        data = zip(corners.tolist(), shades.tolist(), strict=True)
        return [(depth, self.paint_cell, cell) for depth, cell in zip(depths.tolist(), data, strict=True)]

    def painted(self, mark: Mark) -> list[Any]:
        """Return items for a mark of any kind."""
        if isinstance(mark, Pane):
            return self.panels(mark)
        return self.discs(mark) if isinstance(mark, PointCloud) else self.strokes(mark)

    def panels(self, pane: Pane) -> list[Any]:
        """Return items for a pane's cells."""
        depths = cell_corners(self.view.projection.turned(pane.grid)[..., 2])
        places = self.places(pane.points).reshape(*pane.shape, 2)
        corners = np.stack([part.reshape(-1, 2) for part in cell_corners(places)], axis=1)
        shades = np.mean([part.reshape(-1, 4) for part in cell_corners(colors_with_opacity(pane))], axis=0)
        nearness = np.mean([part.reshape(-1) for part in depths], axis=0) + PANE_LIFT
        data = zip(corners.tolist(), shades.tolist(), strict=True)
        return [(depth, self.paint_panel, cell) for depth, cell in zip(nearness.tolist(), data, strict=True)]

    def discs(self, cloud: PointCloud) -> list[Any]:
        """Return items for a cloud's points."""
        depths = self.view.projection.turned(cloud.points)[:, 2]
        radii = cloud.radius * self.view.scale * self.times / (1 - depths / self.view.projection.focal_distance)
        data = zip(self.places(cloud.points).tolist(), radii.tolist(), colors_with_opacity(cloud).tolist(), strict=True)
        return [(depth + LIFT, self.paint_disc, disc) for depth, disc in zip(depths.tolist(), data, strict=True)]

    def strokes(self, curves: Any) -> list[Any]:
        """Return items for the segments of a set of curves."""
        segments = segments_of(curves)
        starts, ends = segments[:, :3], segments[:, 3:6]
        depths = self.view.projection.turned((starts + ends) / 2)[:, 2]
        width = curves.line_width * self.view.scale * self.times
        data = zip(self.places(starts).tolist(), self.places(ends).tolist(), segments[:, 6:].tolist(), repeat(width))
        return [(depth + LIFT, self.paint_stroke, stroke) for depth, stroke in zip(depths.tolist(), data, strict=True)]

    def paint_cell(self, cell: Any) -> None:
        """Paint a quad without antialiasing, so that neighbors meet."""
        corners, (red, green, blue) = cell
        # Cairo expects BGRA, but Manim's pictures are RGBA, so red and blue are exchanged.
        self.context.set_source_rgb(blue, green, red)
        self.fill_quad(corners)

    def paint_panel(self, cell: Any) -> None:
        """Paint a translucent quad without antialiasing, so that neighbors meet and do not overlap."""
        corners, (red, green, blue, alpha) = cell
        self.context.set_source_rgba(blue, green, red, alpha)
        self.fill_quad(corners)

    def erase_cell(self, cell: Any) -> None:
        """Erase what lies behind an invisible quad, which hides it."""
        self.context.set_operator(cairo.OPERATOR_CLEAR)
        self.fill_quad(cell[0])
        self.context.set_operator(cairo.OPERATOR_OVER)

    def fill_quad(self, corners: Any) -> None:
        """Fill the quad between four corners."""
        self.context.set_antialias(cairo.ANTIALIAS_NONE)
        self.context.move_to(*corners[0])
        for corner in corners[1:]:
            self.context.line_to(*corner)
        self.context.fill()
        self.context.set_antialias(cairo.ANTIALIAS_DEFAULT)

    def paint_disc(self, disc: Any) -> None:
        """Paint a point as a disc."""
        (x, y), radius, (red, green, blue, alpha) = disc
        self.context.new_path()
        self.context.arc(x, y, radius, 0, tau)
        self.context.set_source_rgba(blue, green, red, alpha)
        self.context.fill()

    def paint_stroke(self, stroke: Any) -> None:
        """Paint a segment, with round caps at the ends that need them."""
        start, end, (red, green, blue, alpha, *round_ends), width = stroke
        self.context.set_line_cap(cairo.LINE_CAP_ROUND if any(round_ends) else cairo.LINE_CAP_BUTT)
        self.context.set_line_width(width)
        self.context.set_source_rgba(blue, green, red, alpha)
        self.context.move_to(*start)
        self.context.line_to(*end)
        self.context.stroke()

    def reduced(self) -> Floats:
        """Return the picture averaged to its own size, (h, w, 4)."""
        self.surface.flush()
        if self.times == 1:
            return self.pixels
        width, height = self.view.pixels
        blocks = self.pixels.reshape(height, self.times, width, self.times, 4)
        return blocks.mean(axis=(1, 3)).round().astype(np.uint8)


def cell_corners(values: Floats) -> list[Floats]:
    """Return the values at the four corners of each cell of a grid, in order around the cell."""
    return [values[:-1, :-1], values[1:, :-1], values[1:, 1:], values[:-1, 1:]]
