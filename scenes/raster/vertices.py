"""Vertices of a surface from its points and colors: places, normals and colors in one array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.raster.compiled import compiled

Floats = NDArray[Any]
SHORTEST = np.float32(1e-12)  # length from which a normal is normalized


def normals(grid: Floats) -> NDArray[np.float32]:
    """(n, m, 3) unit normals of a grid of points (n, m, 3), by central differences."""
    return vertices(grid, np.zeros((*grid.shape[:2], 4), dtype=np.float32))[..., 3:6]


@compiled
def vertices(grid: Floats, colors: Floats) -> NDArray[np.float32]:
    """(n, m, 9) place, unit normal and color within 0 … 1 of points (n, m, 3) in colors (n, m, 4)."""
    rows, columns = grid.shape[:2]
    places = grid.astype(np.float32)  # pictures need no more
    made = np.empty((rows, columns, 9), np.float32)
    for row in range(rows):
        before, after = max(row - 1, 0), min(row + 1, rows - 1)
        for column in range(columns):
            left, right = max(column - 1, 0), min(column + 1, columns - 1)
            a, b, c = between(places, before, column, after, column)
            d, e, f = between(places, row, left, row, right)
            x, y, z = b * f - c * e, c * d - a * f, a * e - b * d
            unit = np.float32(1) / max(np.sqrt(x * x + y * y + z * z), SHORTEST)
            normal = x * unit, y * unit, z * unit
            for part in range(3):
                made[row, column, part] = places[row, column, part]
                made[row, column, 3 + part] = normal[part]
                made[row, column, 6 + part] = min(max(colors[row, column, part], 0.0), 1.0)
    return made


@compiled
def between(places: Floats, row: int, column: int, to_row: int, to_column: int) -> tuple[Any, Any, Any]:
    """Return the difference of two points of a grid (n, m, 3) along each axis."""
    return (
        places[to_row, to_column, 0] - places[row, column, 0],
        places[to_row, to_column, 1] - places[row, column, 1],
        places[to_row, to_column, 2] - places[row, column, 2],
    )
