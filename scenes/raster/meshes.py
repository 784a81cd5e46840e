"""Surfaces as OpenGL has them: as fine as can be seen, and kept while only the viewer moves."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.lighting import normals
from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.height_field import HeightField
from transparent_box.scenes.raster.closed import outer_side
from transparent_box.scenes.raster.hidden import Seen, seen_triangles
from transparent_box.scenes.raster.marks import Floats
from transparent_box.scenes.raster.outline import outline, sides

KEPT = 16
LOOKED_AT = 16  # cells along each side of a grid
# Pixels of a cell that are fine enough: of what was measured, and where interpolated points are left out.
MEASURED_CELL, SMOOTH_CELL = 2.0, 4.0

Key = tuple[int, int]  # of a field's identity, and its stride


@dataclass(frozen=True)
class Mesh:
    """A surface on the card; here its vertices (n · m, 9): place, normal, colour; and of what arrays it was made."""

    vertices: NDArray[np.float32]
    grid: Floats  # (n, m, 3) its points
    buffer: Any
    made_of: tuple[Floats, Floats]

    def is_of(self, field: HeightField) -> bool:
        """Tell whether it is still that field's."""
        points, colors = self.made_of
        return np.array_equal(points, field.points) and np.array_equal(colors, field.colors)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of its points."""
        return self.grid.shape[0], self.grid.shape[1]


class Meshes:
    """The meshes lately used, and the orders in which their triangles are drawn."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._made: OrderedDict[Key, Mesh] = OrderedDict()
        self._orders: dict[tuple[int, int, bool, bool], Any] = {}
        self._seen: deque[tuple[Mesh, View, Seen | None]] = deque(maxlen=KEPT)

    def get(self, field: HeightField, view: View) -> Mesh:
        """A field's mesh, as fine as it can be seen in a view."""
        key = (id(field), stride(field, view))
        mesh = self._made.get(key)
        if mesh is None or not mesh.is_of(field):
            if mesh is not None:
                mesh.buffer.release()
            mesh = self._made[key] = self._mesh(field, key[1])
        self._made.move_to_end(key)
        if len(self._made) > KEPT:
            self._made.popitem(last=False)[1].buffer.release()
        return mesh

    def _mesh(self, field: HeightField, step: int) -> Mesh:
        made_of = field.points.copy(), field.colors.copy()
        grid = made_of[0].reshape(*field.shape, 3)[::step, ::step]
        parts = [grid, normals(grid), np.clip(field.colors[::step, ::step, :3], 0, 1)]
        vertices = np.concatenate(parts, axis=-1, dtype="f4", casting="same_kind").reshape(-1, 9)
        return Mesh(vertices, grid, self._context.buffer(vertices), made_of)

    def seen(self, mesh: Mesh, view: View) -> Seen | None:
        """Find what of a mesh may be seen in a view, once for all that is drawn with it."""
        for known, through, seen in self._seen:
            if known is mesh and through is view:
                return seen
        seen = seen_triangles(mesh.grid, view) or outer_side(mesh.grid, view)
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
            if key not in self._orders:
                self._orders[key] = self._context.buffer(near_first(*key))
            yield self._orders[key]
            return
        shown = np.flatnonzero(seen.triangles[:: -1 if rows else 1, :: -1 if columns else 1])
        with self._lent(near_first(*key).reshape(-1, 3).take(shown, axis=0)) as buffer:
            yield buffer

    @contextmanager
    def edges(self, mesh: Mesh, view: View) -> Iterator[Any]:
        """Give a buffer of a mesh's edges as a view shows them, two points each; see `outline`."""
        seen = self.seen(mesh, view)
        upper = seen.rising if seen else sides(view.places(mesh.grid.reshape(-1, 3)).reshape(*mesh.shape, 2))
        with self._lent(outline(upper, seen)) as buffer:
            yield buffer

    @contextmanager
    def _lent(self, indices: NDArray[np.uint32]) -> Iterator[Any]:
        """Lend a buffer of indices."""
        buffer = self._context.buffer(indices)
        try:
            yield buffer
        finally:
            buffer.release()


def stride(field: HeightField, view: View) -> int:
    """Choose how many of a field's points a mesh may go on by, so that its cells are as fine as a viewer can see."""
    rows, columns = field.shape
    jumps = [max((count - 1) // LOOKED_AT, 1) for count in (rows, columns)]  # a few cells are enough to know their size
    few = field.grid[:: jumps[0], :: jumps[1]]
    seen = view.places(few.reshape(-1, 3)).reshape(*few.shape[:2], 2)
    lengths = [np.linalg.norm(np.diff(seen, axis=axis), axis=-1).mean() for axis in (0, 1)]
    cell = max(length / jump for length, jump in zip(lengths, jumps, strict=True))
    step = 1
    while (rows - 1) % (2 * step) == 0 == (columns - 1) % (2 * step):
        enough = SMOOTH_CELL if field.finer % (2 * step) == 0 else MEASURED_CELL
        if 2 * step * cell > enough:
            break
        step *= 2
    return step


@cache
def triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """Two triangles for every cell of a grid, as indices into its points."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    cells: NDArray[np.uint32] = (corner + np.array([0, columns, 1, 1, columns, columns + 1])).astype(np.uint32)
    return cells


@lru_cache(KEPT)
def near_first(rows: int, columns: int, last_row: bool, last_column: bool) -> NDArray[np.uint32]:
    """(n − 1, m − 1, 2, 3) a grid's triangles, its last row or its first one first, and so its columns in each row.

    With the nearest first, what they hide is not lit.
    """
    cells = triangles(rows, columns).reshape(rows - 1, columns - 1, 2, 3)
    return np.ascontiguousarray(cells[:: -1 if last_row else 1, :: -1 if last_column else 1])
