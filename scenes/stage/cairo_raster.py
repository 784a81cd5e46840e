"""Draws height fields where there is no OpenGL: every cell a flat-shaded quad, the far ones first.

The same picture as `gl_raster` but for facets: lit by the same lights, at twice the size and then averaged, so that
neighbouring quads leave no seams. Fields that cut through each other are sorted by cell, not by pixel.
"""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.stage.projection import View
from scenes.stage.surface import lit, normals

Floats = NDArray[Any]
OVERSAMPLING = 2


class CairoRaster:
    """No state: each picture is drawn afresh."""

    name = "Cairo"

    def draw(self, grids: list[Floats], colors: list[Floats], view: View) -> tuple[Floats, tuple[int, int]]:
        """See `scenes.stage.raster.Rasteriser`."""
        width, height = (side * OVERSAMPLING for side in view.pixels)
        pixels = np.zeros((height, width, 4), np.uint8)
        surface = cairo.ImageSurface.create_for_data(pixels, cairo.FORMAT_ARGB32, width, height, width * 4)
        context = cairo.Context(surface)
        context.set_antialias(cairo.ANTIALIAS_NONE)
        cells = [cells_of(grid, shades, view) for grid, shades in zip(grids, colors, strict=True)]
        depths, corners, shades = (np.concatenate(parts) for parts in zip(*cells, strict=True))
        far_first = np.argsort(depths)
        for quad, (red, green, blue) in zip(corners[far_first].tolist(), shades[far_first].tolist(), strict=True):
            # RGBA bytes where Cairo believes BGRA, as everywhere in Manim's pictures.
            context.set_source_rgb(blue, green, red)
            context.move_to(*quad[0])
            for corner in quad[1:]:
                context.line_to(*corner)
            context.fill()
        surface.flush()
        blocks = pixels.reshape(view.pixels[1], OVERSAMPLING, view.pixels[0], OVERSAMPLING, 4)
        return blocks.mean(axis=(1, 3)).round().astype(np.uint8), (0, 0)


def cells_of(grid: Floats, shades: Floats, view: View) -> tuple[Floats, Floats, Floats]:
    """Every cell's nearness (c,), corners (c, 4, 2) in oversampled pixels and lit colour (c, 3)."""
    turned = grid @ view.rotation.T
    colours = lit(normals(grid) @ view.rotation.T, shades[..., :3], turned, view.focal_distance)
    across, down = view.frame
    flat = view.project(grid.reshape(-1, 3)).reshape(*grid.shape[:2], 2)
    places = (flat / [across, -down] + 0.5) * view.pixels * OVERSAMPLING
    corners = [part.reshape(-1, 2) for part in around(places)]
    return (
        np.mean([part.reshape(-1) for part in around(turned[..., 2])], axis=0),
        np.stack(corners, axis=1),
        np.mean([part.reshape(-1, 3) for part in around(colours)], axis=0),
    )


def around(values: Floats) -> list[Floats]:
    """What the four corners of each cell of a grid hold, in order round the cell."""
    return [values[:-1, :-1], values[1:, :-1], values[1:, 1:], values[:-1, 1:]]
