"""A table of colored cells as one mobject: colors in, drawn by the stage's camera."""

from __future__ import annotations

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats


class HeatMap(ArrayMobject):
    """Cells (n, m, 4) RGBA in 0 … 1, indexed [x, y], x to the right and y upward, `width` × `height` units.

    `smooth` lets the colors run into each other; else every cell is crisp.
    """

    def __init__(self, colors: Floats, width: float, height: float, smooth: bool = False) -> None:
        across, up = width / 2, height / 2
        corners = np.array([[-across, -up, 0], [across, -up, 0], [across, up, 0], [-across, up, 0]])
        super().__init__(corners, colors, None)
        self.smooth = smooth

    @property
    def cell_size(self) -> tuple[float, float]:
        """Width and height of one cell in units."""
        across, up = self.points[1] - self.points[0], self.points[3] - self.points[0]
        rows, columns = self.colors.shape[:2]
        return float(np.linalg.norm(across)) / rows, float(np.linalg.norm(up)) / columns

    def cell(self, x: float, y: float) -> Floats:
        """(3,) the middle of a cell, or a place between those of two."""
        rows, columns = self.colors.shape[:2]
        across, up = self.points[1] - self.points[0], self.points[3] - self.points[0]
        middle: Floats = self.points[0] + across * (x + 0.5) / rows + up * (y + 0.5) / columns
        return middle
