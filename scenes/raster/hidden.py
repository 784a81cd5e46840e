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
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from transparent_box.scenes.look.projection import View

Floats = NDArray[Any]
Triangles = NDArray[np.bool_]  # (n − 1, m − 1, 2), two in each cell, in the order of `meshes.triangles`
MARGIN = 2.0  # pixels that a triangle must lie beyond what hides it
STEEP = 6  # columns for each point of a row: from so high little hides, and to find it takes longer than to draw it
LEVEL = 1e-6  # of a surface's side: points that stray less from a straight row are in it


@dataclass(frozen=True)
class Seen:
    """Triangles that may be seen, and those that show their upper side: they rise on that screen as we look away."""

    triangles: Triangles
    rising: Triangles
    heights: Floats  # (n, m) of the grid's points


def seen_triangles(grid: Floats, view: View) -> Seen | None:
    """Tell which triangles of a grid of points (n, m, 3) may be seen in a view.

    None if they are no heights over even steps of the first two axes, or if the viewer stands above them or nearly so.
    """
    seen = view.projection
    if not (np.isfinite(seen.focal_distance) and is_regular(grid[..., 0]) and is_regular(grid[..., 1].T)):
        return None
    eye = seen.look_at + seen.focal_distance * seen.rotation[2]
    apart = [distance(rows, eye[axis]) for axis, rows in enumerate((grid[:, 0, 0], grid[0, :, 1]))]
    axis = int(np.argmax(apart))
    if apart[axis] <= 0:
        return None
    pixel = 1 / (view.scale * seen.zoom * seen.focal_distance)  # as an angle, in radians
    turned = grid.swapaxes(0, axis)
    rising = upper_sides(turned, axis, eye)
    hides = hidden(turned, rising, axis, eye, MARGIN * pixel)
    if hides is None:
        return None
    return Seen(~hides.swapaxes(0, axis), rising.swapaxes(0, axis), grid[..., 2])


def is_regular(places: Floats) -> bool:
    """Tell whether places (n, m) along an axis are those of a square's rows: the same in each, in even steps."""
    steps = np.diff(places[:, 0])
    near = LEVEL * abs(places[-1, 0] - places[0, 0])
    return bool(np.ptp(places, axis=1).max() <= near and np.ptp(steps) <= near < abs(steps[0]))


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
    first, last = (((of_cells(across, of) - start) / step).astype(int) for of in (np.minimum, np.maximum))
    wide = 2 * (int((last - first).max()) // 2 + 1) + 1
    top = minimum_filter1d(np.maximum.accumulate(low), wide, axis=1, mode="constant", cval=-np.inf)
    bottom = maximum_filter1d(np.minimum.accumulate(high), wide, axis=1, mode="constant", cval=np.inf)
    place = np.arange(len(grid) - 1)[::order, None], (first + last) // 2
    slack = margin * (1 + float(np.square(across).max() + np.square(up).max()))  # an angle is most there
    above, below = top[place] - slack, bottom[place] + slack
    corners = (up[1:, :-1], up[:-1, 1:])  # both triangles have these two, and one more each
    found = np.empty((*above.shape, 2), bool)
    for number, third in enumerate((up[:-1, :-1], up[1:, 1:])):
        most, least = (of(of(*corners), third) for of in (np.maximum, np.minimum))
        found[..., number] = np.where(rising[..., number], most < above, least > below)
    return found


def upper_sides(grid: Floats, axis: int, eye: Floats) -> Triangles:
    """Tell of which triangles we look at the upper side."""
    x, y, z = grid[:, :1, axis], grid[:1, :, 1 - axis], grid[..., 2]
    ahead, aside, above = (eye[axis] - x) / (x[1] - x[0]), (eye[1 - axis] - y) / (y[0, 1] - y[0, 0]), eye[2] - z
    climb, slope = np.diff(z, axis=0), np.diff(z, axis=1)
    first = above[:-1, :-1] - climb[:, :-1] * ahead[:-1] - slope[:-1] * aside[:, :-1] > 0
    second = above[1:, 1:] - climb[:, 1:] * ahead[1:] - slope[1:] * aside[:, 1:] > 0
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


def of_cells(values: Floats, of: Any) -> Floats:
    """(n − 1, m − 1) the least or the greatest of values (n, m) at each cell's corners."""
    pairs = of(values[:-1], values[1:])
    found: Floats = of(pairs[:, :-1], pairs[:, 1:])
    return found
