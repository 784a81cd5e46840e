"""A surface over a grid as one mobject: it takes arrays of heights and colors, and the stage's camera lights it."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

import numpy as np
from contourpy import contour_generator

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


def refined(values: Floats, factor: int) -> Floats:
    """Interpolate values (n, m) by cubic splines to ((n − 1)·factor + 1, (m − 1)·factor + 1)."""
    if factor == 1:
        return values
    rows, columns = (between(count, factor) for count in values.shape)
    finer: Floats = rows @ values @ columns.T
    return finer


@cache
def between(count: int, factor: int) -> Floats:
    """Return the matrix ((n − 1)·factor + 1, n) of cubic spline interpolation, which is linear in the n values."""
    from scipy.interpolate import CubicSpline  # half of SciPy, which takes a moment, and many scenes have no surface

    wanted = np.linspace(0, count - 1, (count - 1) * factor + 1)
    matrix: Floats = CubicSpline(np.arange(count), np.eye(count))(wanted)
    return matrix


class HeightField(ArrayMobject):
    """A surface of heights (n, m), indexed [x, y], over `width` × `depth` units; a height of 1 is `rise` units.

    `colors` (n, m, 4) are RGBA in 0 … 1, one for each height. `finer` is the factor by which `refined` interpolated the
    heights; interpolated rows and columns are left out where the surface is too small to show them. The surface is
    drawn opaque and then composited with `opacity`, so that its far side never shows through its near side.
    """

    def __init__(
        self, space: Space, heights: Floats, colors: Floats, width: float, depth: float, rise: float, finer: int = 1
    ) -> None:
        rows, columns = heights.shape
        x = np.linspace(-width / 2, width / 2, rows)
        y = np.linspace(-depth / 2, depth / 2, columns)
        places = np.stack([*np.meshgrid(x, y, indexing="ij"), rise * np.asarray(heights, dtype=np.float64)], axis=-1)
        super().__init__(places.reshape(-1, 3), colors, space)
        self.shape = (rows, columns)
        self.rise, self.finer = rise, finer
        self.grid_every, self.contour_every = 0, 0.0
        self.line_color, self.line_width = np.zeros(4), 0.0

    @property
    def grid(self) -> Floats:
        """Return the current points (n, m, 3) of the surface."""
        return self.points.reshape(*self.shape, 3)

    def set_heights(self, heights: Floats) -> Self:
        """Set heights (n, m) by changing z alone: right only while the field has not been rotated or moved in z."""
        self.points = self.points.copy()
        self.points[:, 2] = self.rise * np.asarray(heights, dtype=np.float64).reshape(-1)
        return self

    def rule(self, color: Floats, width: float, *, grid_every: int = 0, contour_every: float = 0.0) -> Self:
        """Draw lines in RGBA (4,), `width` units wide: along every `grid_every`-th row and column, and contours.

        Contours lie `contour_every` units of z apart; 0 leaves out the grid or the contours.
        """
        self.line_color, self.line_width = np.asarray(color, dtype=np.float64), width
        self.grid_every, self.contour_every = grid_every, contour_every
        return self

    def lines(self) -> list[Floats]:
        """Return the curves (k, 3) of the grid and of the contours on the surface as it is now."""
        curves: list[Floats] = []
        if self.grid_every:
            curves += [*self.grid[:: self.grid_every], *self.grid.transpose(1, 0, 2)[:: self.grid_every]]
        return curves + (self.contours() if self.contour_every else [])

    def contours(self) -> list[Floats]:
        """Return the curves (k, 3) of equal z, at whole multiples of `contour_every`."""
        x, y, z = np.moveaxis(self.grid, -1, 0)
        generator = contour_generator(x, y, z)
        first, last = np.ceil(z.min() / self.contour_every), np.floor(z.max() / self.contour_every)
        levels = self.contour_every * np.arange(first, last + 1)
        flat: list[tuple[float, Any]] = [(level, curve) for level in levels for curve in generator.lines(level)]
        return [np.column_stack([curve, np.full(len(curve), level)]) for level, curve in flat]
