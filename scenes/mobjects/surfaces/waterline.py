"""Zero as water: a surface stands half in it, cut open along one row, and its hollows can rise to the plane."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import refined
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.surfaces.relief import Relief, shaded

DEEP = 1.25  # how far below zero the face of the cut fades out, in rises of the relief
LAYERS = 8  # layers of that face, for an even gradient
STEPS = 600  # segments of the row's line
DASH = 0.09  # units, length of a dash and its gap
CLEAR = 0.5  # opacity of the water
EVERY = 4  # the water has one point for this many of the surface's, in each direction


class Waterline(Group):
    """A relief of values [x, y] standing in water at height zero, cut open at row `y`; `field` is the surface.

    The cut's edge is bright above water and dashed below, on a casing of the background's color.
    """

    def __init__(self, relief: Relief, values: Floats, theme: Theme) -> None:
        self.relief, self.y, self.risen = relief, 0.0, 0.0
        self.whole = relief.of(values).rule(rgba(theme.shore), 0.02, contour_every=1e3)
        self.surface = self.whole.grid.copy()
        self.rows = np.asarray(refined(values / relief.scale, relief.finer))
        space, plane = relief.space, self.surface[::EVERY, ::EVERY] * [1, 1, 0]
        self.water = Pane(plane, rgba(theme.water, CLEAR), space)
        self.coast = [np.stack([curve[:-1], curve[1:]], axis=1) for curve in self.whole.contours()]
        blank, count = np.zeros((2, 3)), self.surface.shape[0]
        self.shore = PolylineSet([blank], rgba(theme.shore)[None], 0.022, space)
        self.face = Pane(np.zeros((count, LAYERS, 3)), np.zeros(4), space)
        looks = ((theme.ground, 0.085), (theme.shore, 0.03), (theme.text, 0.045))
        self.casing, self.under, self.above = (PolylineSet([blank], rgba(c)[None], w, space) for c, w in looks)
        self.field = relief.field
        super().__init__(self.face, self.water, self.shore, self.casing, self.under, self.above)
        self.place()

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is drawn; the relief is shared."""
        clones.setdefault(id(self.relief), self.relief)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def cut(self, y: float) -> Self:
        """Cut the sheet open at row y, whole or between two rows."""
        self.y = y
        return self.place()

    def rise(self, share: float) -> Self:
        """Lift everything under water a share 0 … 1 of the way to zero, as the ReLU does."""
        self.risen = share
        return self.place()

    def place(self) -> Self:
        """Redraw everything for the current row and the current depth of the hollows."""
        relief, grid = self.relief, self.surface.copy()
        grid[..., 2] *= np.where(grid[..., 2] < 0, 1 - self.risen, 1.0)
        place = self.y * relief.finer
        before, part = min(int(place), grid.shape[1] - 2), place - min(int(place), grid.shape[1] - 2)
        row = (1 - part) * grid[:, before] + part * grid[:, before + 1]
        grid[:, : before + 1] = row[:, None]  # what lies in front collapses into the row
        self.field.points = grid.reshape(-1, 3)
        self.field.colors = shaded(relief.shade, grid[..., 2] / relief.rise)
        self._open(row)
        self._line(row)
        segments = np.concatenate([np.zeros((1, 2, 3)), *self.coast])
        set_segments(self.shore, segments[(segments[..., 1] >= row[0, 1]).all(axis=1)])
        return self

    def _open(self, row: Floats) -> None:
        """Draw the face of the cut below a row (n, 3)."""
        depth = np.linspace(0, 1, LAYERS)[None, :, None]
        floor = row * [1, 1, 0] + [0, 0, -DEEP * self.relief.rise]
        self.face.set_grid((1 - depth) * row[:, None] + depth * floor[:, None])
        shades = shaded(self.relief.shade, self.face.grid[..., 2] / self.relief.rise) * [0.55, 0.55, 0.55, 1]
        shades[..., 3] = 0.9 * (1 - depth[..., 0]) ** 1.2
        self.face.colors = shades

    def _line(self, row: Floats) -> None:
        """Draw a row (n, 3), differently above and below water."""
        fine = np.linspace(0, len(row) - 1, STEPS + 1)
        points = np.column_stack([np.interp(fine, np.arange(len(row)), row[:, axis]) for axis in range(3)])
        pieces = np.stack([points[:-1], points[1:]], axis=1)
        dry = pieces[..., 2].mean(axis=1) >= 0
        way = np.linalg.norm(np.diff(pieces, axis=1)[:, 0], axis=1).cumsum()
        dashed = ~dry & (way / DASH % 2 < 1.2)
        set_segments(self.casing, pieces[dry | dashed])
        set_segments(self.above, pieces[dry])
        set_segments(self.under, pieces[dashed])


def set_segments(lines: PolylineSet, segments: Floats) -> None:
    """Replace a set of lines by segments (n, 2, 3), all in its first color."""
    shown = segments if len(segments) else np.zeros((1, 2, 3))
    lines.points, lines.lengths = shown.reshape(-1, 3).copy(), np.full(len(shown), 2)
    lines.colors = np.tile(lines.colors[:1], (len(shown), 1))
