"""Finds the triangles of a surface that are hidden by nearer ones: most of them in a surface of narrow waves.

This is a floating horizon on a screen parallel to the surface's rows, on which each row keeps its even steps. Along a
column of that screen, from the nearest row on, the surface goes up where its upper side faces the viewer, and down
where its lower side does. A part that goes up is hidden if the column reached higher before, since the surface has no
gaps; a part that goes down is hidden if it reached lower. Where that is not certain triangles count as visible, so that
a picture without the hidden ones is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.compiled import compiled

Floats = NDArray[Any]
Triangles = NDArray[np.bool_]  # (n − 1, m − 1, 2), two in each cell, in the order of `meshes.triangles`
MARGIN = 1.0  # pixels by which a triangle must be behind what hides it: the reach of the lines that smooth its edges
STEEP = 6  # columns a row point; from higher up, finding the few hidden triangles takes longer than drawing them
LEVEL = 1e-6  # share of a surface's side up to which points of a row may stray from a straight line


@dataclass(frozen=True)
class Seen:
    """The triangles that may be visible, and which of them show their upper side (`rising`).

    Those rise on the screen with the distance from the viewer.
    """

    triangles: Triangles
    rising: Triangles
    heights: Floats | None = None  # (n, m) of the grid's points, where it is one of heights
    empty: NDArray[np.bool_] | None = None  # (n − 1, m − 1) its cells that are none, between rows in one place


@dataclass(frozen=True)
class Rows:
    """A grid's points (n, m, 3) with one of its first two axes first, in one piece of memory.

    They are `straight` rows one behind another, in even steps; a row of cells is `empty` (n − 1, 1) where two rows lie
    in one place. `cells` tells the same of each cell of the grid, its axes as they were.
    """

    points: Floats
    straight: bool
    empty: NDArray[np.bool_]
    cells: NDArray[np.bool_]


class Terrain:
    """A grid's points (n, m, 3), and its properties that do not depend on the view, computed once."""

    def __init__(self, grid: Floats) -> None:
        self.grid = grid
        self._rows: dict[int, Rows] = {}

    @cached_property
    def heights(self) -> Floats:
        """The heights (n, m) of the points, contiguous."""
        return np.ascontiguousarray(self.grid[..., 2])

    def rows(self, axis: int) -> Rows:
        """Return the grid's rows with one of its first two axes first."""
        if axis not in self._rows:
            points = np.ascontiguousarray(self.grid.swapaxes(0, axis))  # one kind of array, compiled for once
            straight = in_rows(points[..., axis]) and in_rows(points[..., 1 - axis].T, even=True)
            empty = np.diff(points[:, :1, axis], axis=0) == 0
            cells = np.repeat(empty, points.shape[1] - 1, axis=1).swapaxes(0, axis)
            self._rows[axis] = Rows(points, straight, empty, np.ascontiguousarray(cells))
        return self._rows[axis]


def seen_triangles(terrain: Terrain, view: View) -> Seen | None:
    """Return which triangles of a grid may be visible in a view.

    None if its points are no heights over rows of the first two axes, in even steps across the view, or if the viewer
    stands above them or nearly so.
    """
    seen, grid = view.projection, terrain.grid
    if not np.isfinite(seen.focal_distance):
        return None
    eye = seen.look_at + seen.focal_distance * seen.rotation[2]
    apart = [distance(places, eye[axis]) for axis, places in enumerate((grid[:, 0, 0], grid[0, :, 1]))]
    axis = int(np.argmax(apart))
    if apart[axis] <= 0 or not (rows := terrain.rows(axis)).straight:
        return None
    pixel = 1 / (view.scale * seen.zoom * seen.focal_distance)  # as an angle, in radians
    rising = upper_sides(rows.points, axis, eye)
    shown = not_hidden(rows, rising, axis, eye, MARGIN * pixel)
    if shown is None:
        return None
    triangles, sides = (np.ascontiguousarray(found.swapaxes(0, axis)) for found in (shown, rising))
    return Seen(triangles, sides, terrain.heights, rows.cells)


def in_rows(places: Floats, *, even: bool = False) -> bool:
    """Return whether places (n, m) along an axis are those of n straight rows in order, or also in even steps.

    Rows may lie in one place, as where a surface is cut open and its front shrinks into the cut.
    """
    steps = np.diff(places[:, 0])
    near = LEVEL * abs(places[-1, 0] - places[0, 0])
    if np.ptp(places, axis=1).max() > near:
        return False
    return bool(np.ptp(steps) <= near < abs(steps[0]) if even else near and (steps.min() >= 0 or steps.max() <= 0))


def distance(rows: Floats, eye: float) -> float:
    """Return the distance of the viewer from the nearest of rows at places (n,); negative between them."""
    ends = sorted((float(rows[0]), float(rows[-1])))
    return max(ends[0] - eye, eye - ends[1])


def not_hidden(rows: Rows, rising: Triangles, axis: int, eye: Floats, margin: float) -> Triangles | None:
    """Return which triangles may be visible, for rows in order along an axis; None if STEEP."""
    grid = rows.points
    across, up = project_to_screen(grid, axis, eye)
    # A trifle less, or rounding puts two points of a row in one column.
    step, start = np.float32(0.999) * (across[:, 1] - across[:, 0]).min(), across.min()
    columns = int((across.max() - start) / step) + 2
    if columns > STEEP * across.shape[1]:
        return None
    near_first = abs(grid[0, 0, axis] - eye[axis]) < abs(grid[-1, 0, axis] - eye[axis])
    slack = margin * (1 + float(np.square(across).max() + np.square(up).max()))  # an angle is most there
    hides = find_hidden(across, up, rising, (start, 1 / step, columns), bool(near_first), np.float32(slack))
    hides |= rows.empty[..., None]
    return np.logical_not(hides, out=hides)


@compiled
def project_to_screen(grid: Floats, axis: int, eye: Floats) -> tuple[Floats, Floats]:
    """Project points of a grid (n, m, 3) to a screen parallel to its rows: across and up, (n, m) each."""
    rows, columns = grid.shape[:2]
    across, up = np.empty((rows, columns), np.float32), np.empty((rows, columns), np.float32)
    other = 1 - axis
    sign = 1.0 if grid[0, -1, other] > grid[0, 0, other] else -1.0
    for row in range(rows):
        away = abs(grid[row, 0, axis] - eye[axis])
        for column in range(columns):
            across[row, column] = sign * (grid[row, column, other] - eye[other]) / away
            up[row, column] = (grid[row, column, 2] - eye[2]) / away
    return across, up


@compiled
def upper_sides(grid: Floats, axis: int, eye: Floats) -> Triangles:
    """Return of which triangles the upper side faces the viewer."""
    rows, columns = grid.shape[0] - 1, grid.shape[1] - 1
    upper = np.empty((rows, columns, 2), np.bool_)
    z, places, other = grid[..., 2], grid[:, 0, axis], 1 - axis
    width, sign = grid[0, 1, other] - grid[0, 0, other], np.sign(places[-1] - places[0])
    for row in range(rows):
        depth = abs(places[row + 1] - places[row])
        ahead, beyond = (eye[axis] - places[row]) * sign, (eye[axis] - places[row + 1]) * sign
        for column in range(columns):
            near, far = z[row, column], z[row + 1, column + 1]
            first, second = z[row, column + 1], z[row + 1, column]
            aside = (eye[other] - grid[0, column, other]) / width
            upper[row, column, 0] = (eye[2] - near - (first - near) * aside) * depth > (second - near) * ahead
            upper[row, column, 1] = (eye[2] - far - (far - second) * (aside - 1)) * depth > (far - first) * beyond
    return upper


@compiled
def find_hidden(across: Floats, up: Floats, rising: Triangles, screen: Any, near_first: bool, slack: Any) -> Triangles:
    """Return which triangles are hidden, of points (n, m) across and up; `screen`: its start, 1 / step, columns."""
    rows = len(up) - 1
    top, depth = np.full(screen[2], -np.inf, np.float32), np.full(screen[2], -np.inf, np.float32)
    hides = np.empty(rising.shape, np.bool_)
    for number in range(rows):
        row = number if near_first else rows - number
        widen(top, depth, across[row], up[row], screen)
        cells = row if near_first else row - 1
        pair = slice(cells, cells + 2)
        mark_hidden(hides[cells], rising[cells], across[pair], up[pair], (top, depth), screen, slack)
    return hides


@compiled
def widen(top: Floats, depth: Floats, across: Floats, up: Floats, screen: Any) -> None:
    """Raise what is hidden from below, and lower what is from above, by a row (m,), in columns that it all crosses.

    In each it counts as low, or as high, as it is anywhere there. No row has two points in one column. A depth is a
    height upside down, so that both only grow.
    """
    start, per_unit = screen[0], screen[1]
    width, last_cell = np.float32(1) / per_unit, len(across) - 2
    first, last = int((across[0] - start) * per_unit), int((across[-1] - start) * per_unit)
    cells = np.float32(1) / (across[1] - across[0])
    entered, point = height_at(start + width * np.float32(first + 1), across[0], up, cells, last_cell)
    for column in range(first + 1, last):
        left, passed = height_at(start + width * np.float32(column + 1), across[0], up, cells, last_cell)
        low, high = min(entered, left), max(entered, left)
        while point < passed:
            point += 1
            low, high = min(low, up[point]), max(high, up[point])
        top[column], depth[column] = max(top[column], low), max(depth[column], -high)
        entered = left


@compiled
def height_at(place: Any, start: Any, up: Floats, cells: Any, last_cell: int) -> tuple[Any, int]:
    """Interpolate a row (m,) at a place across: its height and its last point before; `cells` are cells a unit."""
    along = (place - start) * cells
    point = min(int(along), last_cell)
    return up[point] + (along - np.float32(point)) * (up[point + 1] - up[point]), point


@compiled
def mark_hidden(hides: Any, rising: Any, across: Floats, up: Floats, horizon: Any, screen: Any, slack: Any) -> None:
    """Mark the triangles between two rows (2, m) that are hidden by the horizon, its top and depth (columns,)."""
    top, depth = horizon
    start, per_unit = screen[0], screen[1]
    for cell in range(len(hides)):
        left = min(across[0, cell], across[1, cell])
        right = max(across[0, cell + 1], across[1, cell + 1])
        first, last = int((left - start) * per_unit), int((right - start) * per_unit)
        one, other = up[0, cell + 1], up[1, cell]  # both triangles have these two corners, and one more each
        for number in range(2):
            third = up[number, cell + number]
            if rising[cell, number]:
                hides[cell, number] = lies_below(max(one, other, third) + slack, top, first, last)
            else:
                hides[cell, number] = lies_below(slack - min(one, other, third), depth, first, last)


@compiled
def lies_below(height: Any, line: Floats, first: int, last: int) -> bool:
    """Return whether a height is below a line (columns,) in all columns from `first` to `last`."""
    column = first
    while column <= last and height < line[column]:
        column += 1
    return column > last
