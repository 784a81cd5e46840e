"""A table of colored cells as one mobject: it takes an array of colors, and the stage's camera draws it."""

from __future__ import annotations

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats


class HeatMap(ArrayMobject):
    """A table `width` × `height` units, its cells in RGBA (n, m, 4) in 0 … 1: [x, y], x to the right, y upward.

    With `smooth` the colors blend into each other; without, every cell has crisp edges.
    """

    def __init__(self, colors: Floats, width: float, height: float, smooth: bool = False) -> None:
        across, up = width / 2, height / 2
        corners = np.array([[-across, -up, 0], [across, -up, 0], [across, up, 0], [-across, up, 0]])
        super().__init__(corners, colors, None)
        self.smooth = smooth

    @property
    def cell_size(self) -> tuple[float, float]:
        """Return the width and height of one cell in units."""
        across, up = self.points[1] - self.points[0], self.points[3] - self.points[0]
        rows, columns = self.colors.shape[:2]
        return float(np.linalg.norm(across)) / rows, float(np.linalg.norm(up)) / columns

    def cell(self, x: float, y: float) -> Floats:
        """Return the center (3,) of a cell; fractions lie between the centers of neighbors."""
        rows, columns = self.colors.shape[:2]
        across, up = self.points[1] - self.points[0], self.points[3] - self.points[0]
        middle: Floats = self.points[0] + across * (x + 0.5) / rows + up * (y + 0.5) / columns
        return middle
