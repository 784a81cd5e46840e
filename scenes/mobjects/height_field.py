"""A surface over a grid as one mobject: heights and colours in, drawn lit by the stage's camera."""

from __future__ import annotations

from typing import Self

import numpy as np

from scenes.mobjects.array_mobject import ArrayMobject, Floats


class HeightField(ArrayMobject):
    """Heights (n, m), indexed [x, y], over a rectangle of `width` × `depth` units, `rise` units a height of 1.

    `colors` (n, m, 4) are RGBA in 0 … 1, one for each height. The surface is opaque in itself and then composited with
    `opacity`, so that its far side never shows muddily through its near side.
    """

    def __init__(self, heights: Floats, colors: Floats, width: float, depth: float, rise: float) -> None:
        rows, columns = heights.shape
        x = np.linspace(-width / 2, width / 2, rows)
        y = np.linspace(-depth / 2, depth / 2, columns)
        places = np.stack([*np.meshgrid(x, y, indexing="ij"), rise * np.asarray(heights, dtype=np.float64)], axis=-1)
        super().__init__(places.reshape(-1, 3), colors)
        self.shape = (rows, columns)
        self.rise = rise
        self.shade_in_3d = True

    @property
    def grid(self) -> Floats:
        """(n, m, 3) where the surface's points stand now."""
        return self.points.reshape(*self.shape, 3)

    def set_heights(self, heights: Floats) -> Self:
        """New heights (n, m) on a field that has not been turned or moved: only z changes."""
        self.points = self.points.copy()
        self.points[:, 2] = self.rise * np.asarray(heights, dtype=np.float64).reshape(-1)
        return self
