"""Many round points as one mobject: it takes arrays, and the stage's camera draws it."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


class PointCloud(ArrayMobject):
    """Points (n, 3) in units, their RGBA colors (n, 4) in 0 … 1, and one radius in units of the frame.

    In a space, surfaces hide the points, and they shrink with distance but do not grow with the zoom: they are marks.
    """

    def __init__(self, points: Floats, colors: Floats, radius: float, space: Space | None = None) -> None:
        super().__init__(points, colors, space)
        self.radius = radius

    def set_positions(self, points: Floats) -> Self:
        """Move the points to (n, 3)."""
        self.points = np.array(points, dtype=np.float64)
        return self

    def reveal(self, share: float) -> Self:
        """Show only the first points, a share (0 … 1) of all."""
        self.colors[:, 3] = np.arange(len(self.points)) < share * len(self.points)
        return self

    def scale(self, scale_factor: float, **options: Any) -> Self:
        """Scale positions and radius."""
        super().scale(scale_factor, **options)
        self.radius *= scale_factor
        return self

    def interpolate_color(self, start: ArrayMobject, end: ArrayMobject, alpha: float) -> Self:
        """Blend colors, opacity and radius from `start` to `end`."""
        if isinstance(start, PointCloud) and isinstance(end, PointCloud):
            self.radius = (1 - alpha) * start.radius + alpha * end.radius
        return super().interpolate_color(start, end, alpha)
