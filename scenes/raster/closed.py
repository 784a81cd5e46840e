"""Finds the side of a closed surface, as a torus is one, that nobody can see from outside: half of its triangles."""

from __future__ import annotations

import numpy as np

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.hidden import LEVEL, Floats, Seen
from transparent_box.scenes.raster.outline import sides

COARSE = 4  # of the points in each direction, one is enough to know which side is the outer one


def outer_side(grid: Floats, view: View) -> Seen | None:
    """Tell which triangles of a grid of points (n, m, 3) show a viewer their outer side; None if it is not closed."""
    if not is_closed(grid):
        return None
    showing = sides(view.places(grid.reshape(-1, 3)).reshape(*grid.shape[:2], 2))
    return Seen(showing == (volume(grid) < 0), showing)


def is_closed(grid: Floats) -> bool:
    """Tell whether a grid (n, m, 3) comes round both ways: its last row is its first, and so its last column."""
    near = LEVEL * float(np.ptp(grid, axis=(0, 1)).max())
    seams = (grid[0] - grid[-1], grid[:, 0] - grid[:, -1])
    return near > 0 and all(np.abs(seam).max() <= near for seam in seams)


def volume(grid: Floats) -> float:
    """Measure what a closed grid (n, m, 3) encloses, roughly; negative if its rows and columns turn the other way."""
    few = np.concatenate([grid[:-1:COARSE], grid[-1:]])
    few = np.concatenate([few[:, :-1:COARSE], few[:, -1:]], axis=1)
    normals = np.cross(few[1:, 1:] - few[:-1, :-1], few[:-1, 1:] - few[1:, :-1]) / 2
    middles = (few[1:, 1:] + few[:-1, :-1] + few[:-1, 1:] + few[1:, :-1]) / 4
    return float((middles * normals).sum() / 3)
