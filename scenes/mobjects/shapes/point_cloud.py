"""Many round points as one mobject: arrays in, drawn by the stage's camera."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


class PointCloud(ArrayMobject):
    """Points (n, 3) in units with colors (n, 4) RGBA in 0 … 1 and one radius in units of the frame.

    In a space, surfaces hide them, and they shrink with the distance but not with the zoom: a point is a mark.
    """

    def __init__(self, points: Floats, colors: Floats, radius: float, space: Space | None = None) -> None:
        super().__init__(points, colors, space)
        self.radius = radius

    def set_positions(self, points: Floats) -> Self:
        """Move the points to (n, 3)."""
        self.points = np.array(points, dtype=np.float64)
        return self

    def reveal(self, share: float) -> Self:
        """Show the first points, a share of all."""
        self.colors[:, 3] = np.arange(len(self.points)) < share * len(self.points)
        return self

    def scale(self, scale_factor: float, **options: Any) -> Self:
        """Scale positions and radius."""
        super().scale(scale_factor, **options)
        self.radius *= scale_factor
        return self

    def interpolate_color(self, start: ArrayMobject, end: ArrayMobject, alpha: float) -> Self:
        """Colors, opacity and radius."""
        if isinstance(start, PointCloud) and isinstance(end, PointCloud):
            self.radius = (1 - alpha) * start.radius + alpha * end.radius
        return super().interpolate_color(start, end, alpha)
