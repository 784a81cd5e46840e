"""Draws a surface with its marks on the CPU, without OpenGL: Mesa's, in software, takes two to three times as long.

See `facets` for the surface, and `inking` for its edges and its marks. Rows of the picture are shared by threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.tasks import usable_cpus
from transparent_box.scenes.look.lighting import GRAZING
from transparent_box.scenes.look.projection import REACH, View, Window
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.raster.columns import SIDE, shade
from transparent_box.scenes.raster.facets import NUMBERS, cover, gather, place_points, put
from transparent_box.scenes.raster.fan import LIGHTS, LINEAR, in_parts, seen_points
from transparent_box.scenes.raster.inking import ink_discs, ink_edges, ink_panes, ink_strokes
from transparent_box.scenes.raster.marks import Mark, colors_with_opacity, segments_of
from transparent_box.scenes.raster.meshes import Mesh, triangles
from transparent_box.scenes.raster.shaders import LIFT, PANE_LIFT

Floats = NDArray[Any]
Pixels = NDArray[np.uint8]
Edges = NDArray[np.uint32]  # (e, 2), as indices into a grid's points
LIT_AT_ONCE = 1 << 14  # pixels whose numbers fit the cache
# Inks a mark into rows of a picture, from the first to the last one, given how near its pixels are.
Ink = Callable[[int, int, Floats, Pixels], None]


class OutOfSightError(ValueError):
    """Something is beside or behind the viewer, or too far away: it would have to be cut off."""


@dataclass(frozen=True)
class Facets:
    """A surface's mesh in a window of a view, and which of its triangles (n − 1, m − 1, 2) may be seen."""

    mesh: Mesh
    shown: NDArray[np.bool_]
    view: View
    window: Window

    @cached_property
    def placed(self) -> Floats:
        """Its points (n · m, 3), placed as by `facets.place_points`."""
        return place(self.mesh.grid.reshape(-1, 3), self.view, self.window)

    @cached_property
    def points(self) -> Floats:
        """Its points (n · m, 7) as they are lit: see `columns.Ground`."""
        return seen_points(self.mesh.vertices, self.view.projection.rotation.astype(np.float32), np.float32(0), LINEAR)

    def edge_shades(self, edges: Edges) -> Floats:
        """Light the ends of some of its edges: (3, 2 · e), 0 … 255 · 256, as the shader of edges does."""
        ends = np.ascontiguousarray(self.points[edges.reshape(-1)].T)
        ends[SIDE] = np.where(ends[2] < -GRAZING, -1, 1)
        shade(ends, ends.shape[1], LIGHTS)
        return ends[:3]

    def paint(self, first: int, final: int, owner: Any, pixels: Pixels) -> None:
        """Paint the pixels (h, w, 4) of some rows that belong to a triangle."""
        width, columns, flat = owner.shape[1], self.shown.shape[1], pixels.view(np.uint32).reshape(-1)
        rows = max(LIT_AT_ONCE // width, 1)
        known, where = np.empty((NUMBERS, rows * width), np.float32), np.empty(rows * width, np.int64)
        for row in range(first, final, rows):
            end = min(row + rows, final)
            count = gather(self.placed, self.points, columns, owner, self.window.corner, row, end, known, where)
            shade(known, count, LIGHTS)
            put(known, where, count, flat)


@dataclass(frozen=True)
class Painting:
    """A surface in a window of a view: its pixels (h, w, 4), premultiplied, and how near they are, (h, w)."""

    view: View
    window: Window
    pixels: Pixels
    depth: Floats

    @classmethod
    def of(cls, facets: Facets, edges: Edges | None) -> Painting:
        """Paint a surface and its outline's edges, or, without any, find only how near it is; raise OutOfSightError."""
        width, height = facets.window.size
        depth, owner = np.empty((height, width), np.float32), np.empty((height, width), np.int32)
        pixels, placed = np.zeros((height, width, 4), np.uint8), facets.placed
        ink = None if edges is None else edges_ink(facets, edges)

        def paint(first: int, final: int) -> None:
            cover(placed, facets.shown, first, final, depth, owner)
            if ink is not None:
                facets.paint(first, final, owner, pixels)
                ink(first, final, depth, pixels)

        in_parts(paint, height, usable_cpus())
        return cls(facets.view, facets.window, pixels, depth)

    def with_marks(self, marks: Sequence[Mark], part: Window, *, keep: bool) -> Pixels:
        """Return a part of it with marks inked over it, whole in memory of its own if it is to be kept as it is.

        Raises OutOfSightError.
        """
        inks = [ink_of(mark, self.view, self.window) for mark in marks]
        pixels = self.pixels.copy() if keep else self.pixels

        def ink_all(first: int, final: int) -> None:
            for ink in inks:
                ink(first, final, self.depth, pixels)

        in_parts(ink_all, len(pixels), usable_cpus())
        (left, top), (from_left, from_top) = part.corner, self.window.corner
        rows, columns = (
            slice(start, start + size)
            for start, size in zip((top - from_top, left - from_left), part.size[::-1], strict=True)
        )
        return np.ascontiguousarray(pixels[rows, columns])


def place(points: Floats, view: View, window: Window) -> Floats:
    """Place points (n, 3) as `facets.place_points` does; raise OutOfSightError."""
    seen = view.projection
    per_unit = np.array(view.pixels) / view.frame * [1, -1]
    middle, level = seen.middle * per_unit + np.array(view.pixels) / 2 - window.corner
    lens = (*(per_unit * seen.zoom).tolist(), float(middle), float(level), 1 / seen.focal_distance)
    placed, all_shown = place_points(np.ascontiguousarray(points, np.float64), seen.rotation, seen.look_at, lens, REACH)
    if not all_shown:
        raise OutOfSightError
    found: Floats = placed
    return found


def edges_ink(facets: Facets, edges: Edges) -> Ink:
    """Return what inks edges of a surface."""
    placed, shades = facets.placed, facets.edge_shades(edges)
    return lambda first, final, depth, pixels: ink_edges(placed, edges, shades, LIFT, first, final, depth, pixels)


def ink_of(mark: Mark, view: View, window: Window) -> Ink:
    """Return what inks a mark in a window of a view."""
    if isinstance(mark, PointCloud):
        placed, colors, near = (
            place(mark.points, view, window),
            colors_with_opacity(mark),
            1 / view.projection.focal_distance,
        )
        radius = mark.radius * view.scale
        return lambda *rows: ink_discs(placed, colors, radius, near, LIFT, *rows)
    if isinstance(mark, Pane):
        placed, colors = place(mark.points, view, window), colors_with_opacity(mark).reshape(-1, 4)
        corners = triangles(*mark.shape).reshape(-1, 3)
        return lambda *rows: ink_panes(placed, colors, corners, PANE_LIFT, *rows)
    segments, radius = segments_of(mark), mark.line_width / 2 * view.scale
    starts, ends = (place(segments[:, three : three + 3], view, window) for three in (0, 3))
    looks = np.ascontiguousarray(segments[:, 6:])
    return lambda *rows: ink_strokes(starts, ends, looks, radius, LIFT, *rows)
