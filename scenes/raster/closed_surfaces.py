"""Finds the triangles of a closed surface, such as a torus, that face outward; the others cannot be seen from outside.

A tube has open ends: of its inner side only what lies behind them can be seen.
"""

from __future__ import annotations

import numpy as np

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.hidden import LEVEL, Floats, Seen, Triangles
from transparent_box.scenes.raster.outline import sides

COARSE = 4  # every fourth point in each direction is enough to find the outer side


def outer_side(grid: Floats, view: View) -> Seen | None:
    """Return which triangles of a grid of points (n, m, 3) may be visible from outside.

    None unless the grid is closed along an axis, as a torus or a tube is. It must not intersect itself.
    """
    ways = [axis for axis in (0, 1) if is_closed_along(grid, axis)]
    if not ways:
        return None
    showing = sides(grid, view)
    if len(ways) == 2:
        return Seen(showing == (volume(grid) < 0), showing)
    lengthwise = 1 - ways[0]
    tube = np.ascontiguousarray(grid.swapaxes(0, lengthwise))  # rings, one after another
    turned = -1 if lengthwise else 1  # exchanging a grid's axes turns its sides
    outer = showing == (turned * volume(cap_tube(tube)) < 0)
    behind = near_tube_end(view.places(tube.reshape(-1, 3)).reshape(*tube.shape[:2], 2)).swapaxes(0, lengthwise)
    return Seen(outer | behind[..., None], showing)


def is_closed_along(grid: Floats, axis: int) -> bool:
    """Return whether a grid (n, m, 3) ends along an axis where it begins, without being a single point."""
    ends = grid.swapaxes(0, axis)
    near = LEVEL * float(np.ptp(grid[::COARSE, ::COARSE], axis=(0, 1)).max())
    return bool(np.abs(ends[0] - ends[-1]).max() <= near < np.ptp(ends[::COARSE], axis=0).max())


def cap_tube(tube: Floats) -> Floats:
    """Close a tube of rings (n, m, 3) by contracting each end to a point."""
    first, last = (np.broadcast_to(end.mean(axis=0), end.shape) for end in (tube[0], tube[-1]))
    return np.concatenate([first[None], tube, last[None]])


def near_tube_end(places: Floats) -> Triangles:
    """Return which cells (n − 1, m − 1) of a tube, projected to (n, m, 2), may overlap a box around one of its ends."""
    corners = places[:-1, :-1]
    reach = sum(np.abs(np.diff(places, axis=axis)).max(axis=(0, 1)) for axis in (0, 1))  # a cell's extent
    found = np.zeros(corners.shape[:2], np.bool_)
    for end in (places[0], places[-1]):
        low, high = end.min(axis=0) - reach, end.max(axis=0) + reach
        found |= ((corners >= low) & (corners <= high)).all(axis=-1)
    return found


def volume(grid: Floats) -> float:
    """Return the approximate volume in a closed grid (n, m, 3), negative if its orientation is inward."""
    few = np.concatenate([grid[:-1:COARSE], grid[-1:]])
    few = np.concatenate([few[:, :-1:COARSE], few[:, -1:]], axis=1)
    normals = np.cross(few[1:, 1:] - few[:-1, :-1], few[:-1, 1:] - few[1:, :-1]) / 2
    middles = (few[1:, 1:] + few[:-1, :-1] + few[:-1, 1:] + few[1:, :-1]) / 4
    return float((middles * normals).sum() / 3)
