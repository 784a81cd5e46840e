"""Finds the triangles of a surface that hide behind nearer ones of it: most of a surface in narrow waves.

A floating horizon, on a screen that is parallel to the surface's rows: there each row keeps its even steps. Follow one
column of that screen over the surface, from the nearest row on: it goes up where we look at its upper side, and down
where we look at its lower side. What goes up hides if the column was above it before, for it has no gaps; what goes
down hides if it was below. Triangles are taken for seen where that is not certain, so that a picture without the others
is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View

Floats = NDArray[Any]
Triangles = NDArray[np.bool_]  # (n − 1, m − 1, 2), two in each cell, in the order of `meshes.triangles`
MARGIN = 1.0  # pixels that a triangle must lie beyond what hides it: so far the lines reach that smooth its edges
STEEP = 6  # columns for each point of a row: from so high little hides, and to find it takes longer than to draw it
LEVEL = 1e-6  # of a surface's side: points that stray less from a straight row are in it


@dataclass(frozen=True)
class Seen:
    """Triangles that may be seen, and those that show one of their sides.

    Of heights that is the upper side: they rise on that screen as we look away.
    """

    triangles: Triangles
    rising: Triangles
    heights: Floats | None = None  # (n, m) of the grid's points, where it is one of heights
    empty: NDArray[np.bool_] | None = None  # (n − 1, m − 1) its cells that are none, between rows in one place


def seen_triangles(grid: Floats, view: View) -> Seen | None:
    """Tell which triangles of a grid of points (n, m, 3) may be seen in a view.

    None if they are no heights over rows of the first two axes, in even steps across the view, or if the viewer stands
    above them or nearly so.
    """
    seen = view.projection
    if not np.isfinite(seen.focal_distance):
        return None
    eye = seen.look_at + seen.focal_distance * seen.rotation[2]
    apart = [distance(rows, eye[axis]) for axis, rows in enumerate((grid[:, 0, 0], grid[0, :, 1]))]
    axis = int(np.argmax(apart))
    turned = grid.swapaxes(0, axis)
    if apart[axis] <= 0 or not (in_rows(turned[..., axis]) and in_rows(turned[..., 1 - axis].T, even=True)):
        return None
    pixel = 1 / (view.scale * seen.zoom * seen.focal_distance)  # as an angle, in radians
    rising = upper_sides(turned, axis, eye)
    hides = hidden(turned, rising, axis, eye, MARGIN * pixel)
    if hides is None:
        return None
    empty = np.broadcast_to(np.diff(turned[:, :1, axis], axis=0) == 0, hides.shape[:2])
    hides |= empty[..., None]
    return Seen(~hides.swapaxes(0, axis), rising.swapaxes(0, axis), grid[..., 2], empty.swapaxes(0, axis))


def in_rows(places: Floats, *, even: bool = False) -> bool:
    """Tell whether places (n, m) along an axis are those of n straight rows one behind another, or in even steps.

    Rows may lie in one place, as where a surface is cut open and its front shrinks into the cut.
    """
    steps = np.diff(places[:, 0])
    near = LEVEL * abs(places[-1, 0] - places[0, 0])
    if np.ptp(places, axis=1).max() > near:
        return False
    return bool(np.ptp(steps) <= near < abs(steps[0]) if even else near and (steps.min() >= 0 or steps.max() <= 0))


def distance(rows: Floats, eye: float) -> float:
    """Measure how far the viewer stands before the nearest of rows at places (n,); negative between them."""
    ends = sorted((float(rows[0]), float(rows[-1])))
    return max(ends[0] - eye, eye - ends[1])


def hidden(grid: Floats, rising: Triangles, axis: int, eye: Floats, margin: float) -> Triangles | None:
    """Tell which triangles hide, of a grid (n, m, 3) whose rows lie one after another along an axis; None if STEEP."""
    away = grid[:, :1, axis] - eye[axis]
    across, up = (((grid[..., part] - eye[part]) / np.abs(away)).astype("f4") for part in (1 - axis, 2))
    if across[0, -1] < across[0, 0]:
        across = -across
    order = 1 if abs(away[0, 0]) < abs(away[-1, 0]) else -1  # from the nearest row on
    # A trifle less, or rounding puts two points of a row in one column.
    step, start = 0.999 * float((across[:, 1] - across[:, 0]).min()), float(across.min())
    columns = int((float(across.max()) - start) / step) + 2
    if columns > STEEP * across.shape[1]:
        return None
    low, high = covered(across[::order][:-1], up[::order][:-1], start, step, columns)
    first, last = (((of_cells(across, of) - start) / step).astype(np.int32) for of in (np.minimum, np.maximum))
    rows = np.arange(len(grid) - 1, dtype=np.int32)[::order, None] * columns
    top = extreme(np.maximum.accumulate(low), rows + first, rows + last, np.minimum)
    bottom = extreme(np.minimum.accumulate(high), rows + first, rows + last, np.maximum)
    slack = margin * (1 + float(np.square(across).max() + np.square(up).max()))  # an angle is most there
    above, below = top - slack, bottom + slack
    corners = (up[1:, :-1], up[:-1, 1:])  # both triangles have these two, and one more each
    found = np.empty((*above.shape, 2), bool)
    for number, third in enumerate((up[:-1, :-1], up[1:, 1:])):
        most, least = (of(of(*corners), third) for of in (np.maximum, np.minimum))
        found[..., number] = np.where(rising[..., number], most < above, least > below)
    return found


def upper_sides(grid: Floats, axis: int, eye: Floats) -> Triangles:
    """Tell of which triangles we look at the upper side."""
    x, y, z = grid[:, :1, axis], grid[:1, :, 1 - axis], grid[..., 2]
    steps, step = np.abs(np.diff(x, axis=0)), y[0, 1] - y[0, 0]
    ahead, aside, above = (eye[axis] - x) * np.sign(x[-1] - x[0]), (eye[1 - axis] - y) / step, eye[2] - z
    climb, slope = np.diff(z, axis=0), np.diff(z, axis=1)
    first = (above[:-1, :-1] - slope[:-1] * aside[:, :-1]) * steps > climb[:, :-1] * ahead[:-1]
    second = (above[1:, 1:] - slope[1:] * aside[:, 1:]) * steps > climb[:, 1:] * ahead[1:]
    return np.stack([first, second], axis=-1)


def covered(across: Floats, up: Floats, start: float, step: float, columns: int) -> tuple[Floats, Floats]:
    """(n, columns) the least and the greatest of rows (n, m) in each column of a width; ∞ and −∞ beyond them.

    No row has two points in one column.
    """
    count, rows = across.shape[1], np.arange(len(up), dtype=np.int32)[:, None]
    ends = start + step * np.arange(columns + 1, dtype="f4")
    places = (ends - across[:, :1]) / (across[:, 1:2] - across[:, :1])
    before = np.clip(places.astype(np.int32), 0, count - 2)
    here, flat = before + count * rows, up.reshape(-1)
    crossed = flat.take(here)
    crossed += (places - before) * (flat.take(here + 1) - crossed)
    beyond = (places < 0) | (places > count - 1)
    column = ((across - start) / step).astype(np.int32) + columns * rows
    found = []
    for of, nothing in ((np.minimum, -np.inf), (np.maximum, np.inf)):
        ended = np.where(beyond, np.float32(nothing), crossed)
        line = of(ended[:, :-1], ended[:, 1:])
        line.reshape(-1)[column] = of(line.take(column), up)
        found.append(line)
    return found[0], found[1]


def extreme(lines: Floats, first: NDArray[np.int32], last: NDArray[np.int32], of: Any) -> Floats:
    """(…) the least or the greatest of lines (n, columns), as one row of numbers, from each `first` to its `last`.

    Of two runs of 2ⁿ numbers, one from the first on and one up to the last, that overlap or meet.
    """
    level = np.frexp((last - first + 1).astype("f4"))[1].astype(np.int32) - 1
    runs = [lines.reshape(-1)]
    for number in range(int(level.max())):
        before, run = runs[-1], runs[-1].copy()
        run[: -(2**number)] = of(before[: -(2**number)], before[2**number :])
        runs.append(run)
    size, flat = lines.size, np.concatenate(runs)
    at = level * np.int32(size)
    found: Floats = of(flat.take(at + first), flat.take(at + last + 1 - np.left_shift(1, level)))
    return found


def of_cells(values: Floats, of: Any) -> Floats:
    """(n − 1, m − 1) the least or the greatest of values (n, m) at each cell's corners."""
    pairs = of(values[:-1], values[1:])
    found: Floats = of(pairs[:, :-1], pairs[:, 1:])
    return found
