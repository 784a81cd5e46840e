"""Finds the outline of a surface in a view: its border, and the edges at which it turns away from the viewer.

Drawn as thin lines in the surface's own light, it antialiases the edges without multisampling: inside its outline, a
lit surface has no edges.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.compiled import compiled
from transparent_box.scenes.raster.hidden import Seen, Triangles

Floats = NDArray[Any]


def outline(upper: Triangles, seen: Seen | None = None) -> NDArray[np.uint32]:
    """(e, 2) the edges, as indices into the grid's points, of a grid whose triangles (n − 1, m − 1, 2) show one side.

    Each cell has two triangles, parted by the diagonal from its second row's first point to its first row's second; an
    edge is on the outline if its two triangles show different sides, or if it has only one. Given what is `seen`,
    invisible edges are left out: those of hidden triangles, and folds seen from the side on which they open.
    """
    if seen is None or seen.heights is None or seen.empty is None:
        everything, nothing = np.ones(upper.shape, np.bool_), np.zeros(upper.shape[:2], np.bool_)
        heights = np.zeros((upper.shape[0] + 1, upper.shape[1] + 1))
        return list_edges(upper, everything, heights, nothing, False)
    whole = np.ascontiguousarray  # one kind of array, compiled for once
    return list_edges(whole(upper), whole(seen.triangles), whole(seen.heights), whole(seen.empty), True)


@compiled
def list_edges(upper: Triangles, shown: Triangles, z: Floats, empty: Any, folds: bool) -> NDArray[np.uint32]:
    """(e, 2) the edges of an outline: those along rows, then those along columns, then those across cells.

    Of heights z (n, m), if it matters how they fold.
    """
    rows, columns = z.shape
    edges = np.empty((3 * rows * columns, 2), np.uint32)
    count = 0
    for row in range(rows):
        for column in range(columns - 1):
            if row in (0, rows - 1):
                is_outer = shown[0, column, 0] if row == 0 else shown[row - 1, column, 1]
            else:
                bulge = z[row, column] + z[row, column + 1] - z[row + 1, column] - z[row - 1, column + 1]
                is_outer = is_edge(upper, shown, empty, folds, bulge, row, column, row - 1, column)
            count = put_edge(edges, count, row * columns + column, 1, is_outer)
    for row in range(rows - 1):
        for column in range(columns):
            if column in (0, columns - 1):
                is_outer = shown[row, 0, 0] if column == 0 else shown[row, column - 1, 1]
            else:
                bulge = z[row, column] + z[row + 1, column] - z[row, column + 1] - z[row + 1, column - 1]
                is_outer = is_edge(upper, shown, empty, folds, bulge, row, column, row, column - 1)
            count = put_edge(edges, count, row * columns + column, columns, is_outer)
    for row in range(rows - 1):
        for column in range(columns - 1):
            bulge = z[row + 1, column] + z[row, column + 1] - z[row, column] - z[row + 1, column + 1]
            is_outer = is_edge(upper, shown, empty, folds, bulge, row, column, row, column)
            count = put_edge(edges, count, (row + 1) * columns + column, 1 - columns, is_outer)
    return edges[:count]


@compiled
def put_edge(edges: Any, count: int, start: int, step: int, is_outer: bool) -> int:
    """Write the edge from point `start` to `start + step` if it is outer; return the new count."""
    edges[count, 0] = start
    edges[count, 1] = start + step
    return count + int(is_outer)


@compiled
def is_edge(
    upper: Triangles, shown: Triangles, empty: Any, folds: bool, bulge: float, row: int, column: int, up: int, left: int
) -> bool:
    """Return whether the edge is seen between a cell's first triangle and the second of one beside it, or of itself.

    The surface turns away there, or ends at a cell that is empty. An edge that bulges upward is seen from above, as the
    end of an upper side, and one that bulges downward from below.
    """
    one, other = shown[row, column, 0], shown[up, left, 1]
    if empty[row, column] != empty[up, left] and (one or other):
        return True
    rises = upper[row, column, 0]
    if rises == upper[up, left, 1]:
        return False
    return not folds or ((one if rises else other) if bulge > 0 else (other if rises else one))


def sides(grid: Floats, view: View) -> Triangles:
    """Tell which triangles of a grid of points (n, m, 3) a view shows going round clockwise: those show one side."""
    seen = view.projection
    nearness = 1 / seen.focal_distance  # 0 of a viewer who is endlessly far away
    return facing(grid, seen.rotation[2] + seen.look_at * nearness, nearness)


@compiled
def facing(grid: Floats, eye: Floats, nearness: float) -> Triangles:
    """Tell which triangles of a grid (n, m, 3) show one side to an eye (3,), which is a place times its nearness."""
    rows, columns = grid.shape[0] - 1, grid.shape[1] - 1
    found = np.empty((rows, columns, 2), np.bool_)
    for row in range(rows):
        for column in range(columns):
            second, third = grid[row + 1, column], grid[row, column + 1]  # both triangles have these two corners
            found[row, column, 0] = toward(grid[row, column], second, third, eye, nearness) < 0
            found[row, column, 1] = toward(grid[row + 1, column + 1], second, third, eye, nearness) > 0
    return found


@compiled
def toward(first: Floats, second: Floats, third: Floats, eye: Floats, nearness: float) -> float:
    """Find how far a triangle's normal, by its three corners (3,), points toward an eye; its length does not matter."""
    a, b, c = second[0] - first[0], second[1] - first[1], second[2] - first[2]
    d, e, f = third[0] - first[0], third[1] - first[1], third[2] - first[2]
    x, y, z = eye[0] - nearness * first[0], eye[1] - nearness * first[1], eye[2] - nearness * first[2]
    found: float = (b * f - c * e) * x + (c * d - a * f) * y + (a * e - b * d) * z
    return found
