"""Finds the side of a closed surface, as a torus is one, that nobody can see from outside: half of its triangles.

A tube has two sides, too, but ends that are open: of its inner side one sees no more than what lies behind these.
"""

from __future__ import annotations

import numpy as np

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.hidden import LEVEL, Floats, Seen, Triangles
from transparent_box.scenes.raster.outline import sides

COARSE = 4  # of the points in each direction, one is enough to know which side is the outer one


def outer_side(grid: Floats, view: View) -> Seen | None:
    """Tell which triangles of a grid of points (n, m, 3) may show a viewer outside it what they show.

    None unless it comes round at least one way: it is closed, or a tube. It must not cut through itself.
    """
    ways = [axis for axis in (0, 1) if comes_round(grid, axis)]
    if not ways:
        return None
    showing = sides(grid, view)
    if len(ways) == 2:
        return Seen(showing == (volume(grid) < 0), showing)
    lengthwise = 1 - ways[0]
    tube = np.ascontiguousarray(grid.swapaxes(0, lengthwise))  # rings, one after another
    turned = -1 if lengthwise else 1  # with its axes exchanged, a grid shows its other side
    outer = showing == (turned * volume(capped(tube)) < 0)
    behind = behind_an_end(view.places(tube.reshape(-1, 3)).reshape(*tube.shape[:2], 2)).swapaxes(0, lengthwise)
    return Seen(outer | behind[..., None], showing)


def comes_round(grid: Floats, axis: int) -> bool:
    """Tell whether the last points of a grid (n, m, 3) along an axis are its first ones, and not all of them one."""
    ends = grid.swapaxes(0, axis)
    near = LEVEL * float(np.ptp(grid[::COARSE, ::COARSE], axis=(0, 1)).max())
    return bool(np.abs(ends[0] - ends[-1]).max() <= near < np.ptp(ends[::COARSE], axis=0).max())


def capped(tube: Floats) -> Floats:
    """Close a tube of rings (n, m, 3): its ends are drawn together into a point each."""
    first, last = (np.broadcast_to(end.mean(axis=0), end.shape) for end in (tube[0], tube[-1]))
    return np.concatenate([first[None], tube, last[None]])


def behind_an_end(places: Floats) -> Triangles:
    """(n − 1, m − 1) whether cells of a tube, its rings at places (n, m, 2), may meet a box round one of its ends."""
    corners = places[:-1, :-1]
    reach = sum(np.abs(np.diff(places, axis=axis)).max(axis=(0, 1)) for axis in (0, 1))  # of a cell from any corner
    found = np.zeros(corners.shape[:2], np.bool_)
    for end in (places[0], places[-1]):
        low, high = end.min(axis=0) - reach, end.max(axis=0) + reach
        found |= ((corners >= low) & (corners <= high)).all(axis=-1)
    return found


def volume(grid: Floats) -> float:
    """Measure what a closed grid (n, m, 3) encloses, roughly; negative if its rows and columns turn the other way."""
    few = np.concatenate([grid[:-1:COARSE], grid[-1:]])
    few = np.concatenate([few[:, :-1:COARSE], few[:, -1:]], axis=1)
    normals = np.cross(few[1:, 1:] - few[:-1, :-1], few[:-1, 1:] - few[1:, :-1]) / 2
    middles = (few[1:, 1:] + few[:-1, :-1] + few[:-1, 1:] + few[1:, :-1]) / 4
    return float((middles * normals).sum() / 3)
