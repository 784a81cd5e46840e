"""Meshes of surfaces for OpenGL: only as fine as can be seen, and reused while only the viewer moves."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.raster.closed_surfaces import outer_side
from transparent_box.scenes.raster.compiled import compiled
from transparent_box.scenes.raster.hidden import Seen, Terrain, Triangles, seen_triangles
from transparent_box.scenes.raster.marks import Floats
from transparent_box.scenes.raster.outline import outline, sides
from transparent_box.scenes.raster.vertices import vertices

KEPT = 16
LOOKED_AT = 16  # cells along each side of a grid
# Pixels of a cell that are fine enough: for measured points, and where interpolated points are left out.
MEASURED_CELL, SMOOTH_CELL = 2.0, 4.0
# Points of larger cells are left out where a surface is even: cell size and straying in pixels, and shade of a color.
EVEN_CELL, STRAYING, SHADE = 12.0, 0.15, 5 / 255
CORNERS = list(product((0, 1), repeat=3))  # of a box: its low or high end along each axis


@dataclass(frozen=True)
class Mesh:
    """A surface for the graphics card: vertices (n · m, 9) of place, normal and color."""

    vertices: NDArray[np.float32]
    grid: Floats  # (n, m, 3) its points
    context: Any

    @cached_property
    def buffer(self) -> Any:
        """Its vertices in a buffer on the card."""
        return self.context.buffer(self.vertices)

    def release(self) -> None:
        """Release its memory on the card."""
        if "buffer" in vars(self):
            self.buffer.release()

    @cached_property
    def terrain(self) -> Terrain:
        """Its points, for what hides of them."""
        return Terrain(self.grid)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of its points."""
        return self.grid.shape[0], self.grid.shape[1]


class Surface:
    """A field as it was when it was drawn: its points and colors, and what was made and found of them, by stride."""

    def __init__(self, field: HeightField) -> None:
        self.points, self.colors = field.points.copy(), field.colors.copy()
        self.grid = self.points.reshape(*field.shape, 3)
        self.finer, self.meshes = field.finer, dict[int, Mesh]()
        self._straying: dict[tuple[int, int], tuple[float, float]] = {}

    def is_of(self, field: HeightField) -> bool:
        """Return whether the field is still that."""
        return np.array_equal(self.points, field.points) and np.array_equal(self.colors, field.colors)

    @cached_property
    def hull(self) -> Floats:
        """(c, 3) the corners of boxes round its parts, which reach at least as far in any view as all its points."""
        return box_corners(self.grid)

    def release(self) -> None:
        """Release its memory on the card."""
        for mesh in self.meshes.values():
            mesh.release()

    def mesh(self, step: int, context: Any) -> Mesh:
        """Return its mesh of every so manieth point."""
        if step not in self.meshes:
            grid = np.ascontiguousarray(self.grid[::step, ::step])
            made = vertices(grid, np.ascontiguousarray(self.colors[::step, ::step], dtype=np.float32)).reshape(-1, 9)
            self.meshes[step] = Mesh(made, grid, context)
        return self.meshes[step]

    def straying(self, step: int, every: int) -> tuple[float, float]:
        """Find how far every second point, of those that are `step` apart, is from half-way between its neighbors.

        At most, in units and in parts of a color, in `every` so manieth row and column.
        """
        key = step, every
        if key not in self._straying:
            tables = self.grid[::step, ::step], self.colors[::step, ::step]
            place, shade = (max(bulge(t[:, ::every]), bulge(t[::every].swapaxes(0, 1))) for t in tables)
            self._straying[key] = place, shade
        return self._straying[key]


class Meshes:
    """The meshes lately used, and the orders in which their triangles are drawn."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._made: OrderedDict[int, Surface] = OrderedDict()
        self._orders: OrderedDict[tuple[int, int, bool, bool], Any] = OrderedDict()
        self._seen: deque[tuple[Mesh, View, Seen | None]] = deque(maxlen=KEPT)

    def follow(self, fields: Iterable[HeightField]) -> None:
        """Take fields as they are now, and let go of those not lately drawn, of these none."""
        now = {id(field): field for field in fields}
        for field in now.values():
            surface = self._made.get(id(field))
            if surface is None or not surface.is_of(field):
                if surface is not None:
                    surface.release()
                self._made[id(field)] = Surface(field)
            self._made.move_to_end(id(field))
        while len(self._made) > max(KEPT, len(now)):
            self._made.popitem(last=False)[1].release()

    def surface(self, field: HeightField) -> Surface:
        """Find what is known of a field that is followed."""
        return self._made[id(field)]

    def get(self, field: HeightField, view: View) -> Mesh:
        """Make or find the mesh of a field that is followed, as fine as it can be seen in a view."""
        surface = self.surface(field)
        return surface.mesh(stride(surface, view), self._context)

    def seen(self, mesh: Mesh, view: View) -> Seen | None:
        """Find what of a mesh may be seen in a view, once for all that is drawn with it."""
        for known, through, seen in self._seen:
            if known is mesh and through is view:
                return seen
        seen = seen_triangles(mesh.terrain, view) or outer_side(mesh.grid, view)
        self._seen.append((mesh, view, seen))
        return seen

    @contextmanager
    def order(self, mesh: Mesh, view: View) -> Iterator[Any]:
        """Give a buffer of those triangles of a mesh that may be seen in a view, in `near_first`'s order."""
        corners = view.projection.turned(mesh.grid[:: mesh.shape[0] - 1, :: mesh.shape[1] - 1])[..., 2]
        rows, columns = corners[1].sum() > corners[0].sum(), corners[:, 1].sum() > corners[:, 0].sum()
        key = (*mesh.shape, bool(rows), bool(columns))
        seen = self.seen(mesh, view)
        if seen is None:
            yield self._whole(key)
            return
        with self._lent(near_first(np.ascontiguousarray(seen.triangles), *key[2:])) as buffer:
            yield buffer

    def _whole(self, key: tuple[int, int, bool, bool]) -> Any:
        """Find or make the buffer of all triangles in an order, and let go of the one that was not used for longest."""
        if key not in self._orders:
            everything = np.ones((key[0] - 1, key[1] - 1, 2), np.bool_)
            self._orders[key] = self._context.buffer(near_first(everything, *key[2:]))
        self._orders.move_to_end(key)
        if len(self._orders) > KEPT:
            self._orders.popitem(last=False)[1].release()
        return self._orders[key]

    def outline(self, mesh: Mesh, view: View) -> NDArray[np.uint32]:
        """(e, 2) a mesh's edges as a view shows them, as indices into its points; see `outline.outline`."""
        seen = self.seen(mesh, view)
        return outline(seen.rising if seen else sides(mesh.grid, view), seen)

    @contextmanager
    def edges(self, mesh: Mesh, view: View) -> Iterator[Any]:
        """Give a buffer of a mesh's outline."""
        with self._lent(self.outline(mesh, view)) as buffer:
            yield buffer

    @contextmanager
    def _lent(self, indices: NDArray[np.uint32]) -> Iterator[Any]:
        """Lend a buffer of indices."""
        buffer = self._context.buffer(indices)
        try:
            yield buffer
        finally:
            buffer.release()


def stride(surface: Surface, view: View) -> int:
    """Choose how many of a surface's points a mesh may go on by, so that it is as fine as a viewer can see."""
    rows, columns = surface.grid.shape[:2]
    jumps = [max((count - 1) // LOOKED_AT, 1) for count in (rows, columns)]  # a few cells are enough to know their size
    few = surface.grid[:: jumps[0], :: jumps[1]]
    seen = view.places(few.reshape(-1, 3)).reshape(*few.shape[:2], 2)
    lengths = [np.linalg.norm(np.diff(seen, axis=axis), axis=-1).mean() for axis in (0, 1)]
    cell = max(length / jump for length, jump in zip(lengths, jumps, strict=True))
    step = 1
    while (rows - 1) % (2 * step) == 0 == (columns - 1) % (2 * step):
        enough = SMOOTH_CELL if surface.finer % (2 * step) == 0 else MEASURED_CELL
        if 2 * step * cell > enough and (2 * step * cell > EVEN_CELL or not is_even(surface, step, view)):
            break
        step *= 2
    return step


def is_even(surface: Surface, step: int, view: View) -> bool:
    """Return whether every second point of those that are `step` apart may be left out: nobody would see it."""
    tolerated = STRAYING / (view.scale * view.projection.zoom), SHADE
    few = max((min(surface.grid.shape[:2]) - 1) // (LOOKED_AT * step), 1)  # enough to know that it is not
    return all(
        found <= most
        for every in (few, 1)
        for found, most in zip(surface.straying(step, every), tolerated, strict=True)
    )


def box_corners(grid: Floats) -> Floats:
    """(c, 3) the corners of boxes round parts of a grid of points (n, m, 3), some LOOKED_AT along each side."""
    ends: list[Floats] = []
    for of in (np.minimum, np.maximum):
        found = grid
        for axis, count in enumerate(grid.shape[:2]):
            found = of.reduceat(found, np.arange(0, count, -(-count // LOOKED_AT)), axis=axis)
        ends.append(found.reshape(-1, 3))
    corners = [np.stack([ends[end][:, axis] for axis, end in enumerate(corner)], axis=1) for corner in CORNERS]
    return np.concatenate(corners)


def bulge(table: Floats) -> float:
    """Find how far at most every second row of a table (n, m, k) is from half-way between the rows beside it."""
    middle = table[:-1:2] + table[2::2]
    middle -= 2 * table[1::2]
    return float(max(middle.max(), -middle.min())) / 2


@cache
def triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """Return two triangles for every cell of a grid, as indices into its points."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    cells: NDArray[np.uint32] = (corner + np.array([0, columns, 1, 1, columns, columns + 1])).astype(np.uint32)
    return cells


@compiled
def near_first(shown: Triangles, last_row: bool, last_column: bool) -> NDArray[np.uint32]:
    """(t, 3) those triangles that are shown, of a grid's (n − 1, m − 1, 2), as indices into its points.

    Its last row or its first one first, and so its columns in each row: with the nearest first, what they hide is not
    lit.
    """
    rows, columns = shown.shape[:2]
    found = np.empty((shown.size, 3), np.uint32)
    count = 0
    for down in range(rows):
        row = rows - 1 - down if last_row else down
        for across in range(columns):
            column = columns - 1 - across if last_column else across
            corner = row * (columns + 1) + column
            for number in range(2):
                if shown[row, column, number]:
                    found[count, 0] = corner + number
                    found[count, 1] = corner + columns + 1
                    found[count, 2] = corner + 1 + number * (columns + 1)
                    count += 1
    return found[:count]
