"""Paints flat strips of one color, such as bars and areas under curves, as shapes with Cairo.

OpenGL would draw them with four samples a pixel to smooth their edges, which takes ten times as long.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import cairo
import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.raster.marks import colors_with_opacity

NOTHING = 1e-9  # square units up to which a cell counts as empty


def is_area(array: ArrayMobject) -> bool:
    """Return whether an array mobject is a flat pane of two columns with one color a cell."""
    if not isinstance(array, Pane) or array.space is not None or array.shape[1] != 2:
        return False
    filled = np.abs(signed_areas(array.grid)) > NOTHING
    colors = array.colors.reshape(len(array.colors), -1)
    even = (colors[:, :4] == colors[:, 4:]).all(axis=1)
    return bool((even[:-1] & (colors[1:] == colors[:-1]).all(axis=1))[filled].all())


def paint_area(context: cairo.Context[Any], pane: Pane) -> None:
    """Fill a pane's cells, neighbors of one color together, in the picture's units."""
    turning, colors = signed_areas(pane.grid), colors_with_opacity(pane)[:, 0]
    filled = np.flatnonzero(np.abs(turning) > NOTHING)
    # A run of cells continues while rows are adjacent, of one color, and none folds over the previous one.
    goes_on = (np.diff(filled) == 1) & (turning[filled[1:]] * turning[filled[:-1]] > 0)
    goes_on &= (colors[filled[1:]] == colors[filled[:-1]]).all(axis=1)
    runs = np.split(filled, np.flatnonzero(~goes_on) + 1) if len(filled) else []
    for color, alike in groupby(runs, lambda run: tuple(colors[run[0]].tolist())):
        context.new_path()
        for run in alike:
            rows = pane.grid[run[0] : run[-1] + 2, :, :2]
            context.new_sub_path()
            for x, y in np.concatenate([rows[:, 0], rows[::-1, 1]]).tolist():
                context.line_to(x, y)
            context.close_path()
        red, green, blue, alpha = color
        # Cairo expects BGRA, but Manim's pictures are RGBA, so red and blue are exchanged.
        context.set_source_rgba(blue, green, red, alpha)
        context.fill()


def signed_areas(grid: Floats) -> Floats:
    """Return the signed areas (n − 1,), in square units, of the cells of a flat grid (n, 2, 3)."""
    one, other = (grid[1:, 1] - grid[:-1, 0]), (grid[:-1, 1] - grid[1:, 0])
    found: Floats = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
    return found
