"""Many round points as one mobject: arrays in, drawn by the stage's camera."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

Floats = NDArray[Any]


class PointCloud(Mobject):  # type: ignore[misc]
    """Points (n, 3) in units with colours (n, 4) RGBA in 0 … 1 and one radius in units."""

    def __init__(self, points: Floats, colors: Floats, radius: float) -> None:
        super().__init__()
        self.points = np.array(points, dtype=np.float64)
        self.colors = np.array(colors, dtype=np.float64)
        self.radius = radius
        self.opacity = 1.0

    def reset_points(self) -> Self:
        """No points, as Manim's constructor asks."""
        self.points = np.zeros((0, 3))
        return self

    def generate_points(self) -> None:
        """Points are given, not generated."""

    def set_positions(self, points: Floats) -> Self:
        """Move the points to (n, 3)."""
        self.points = np.array(points, dtype=np.float64)
        return self

    def set_colors(self, colors: Floats) -> Self:
        """Give the points the colours (n, 4)."""
        self.colors = np.array(colors, dtype=np.float64)
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Scale every colour's alpha by 0 … 1."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Manim's fading: what FadeIn and FadeOut start from or end at."""
        self.opacity *= 1.0 - darkness
        return self

    def set_color(self, color: Any = None, family: bool = True) -> Self:
        """Points keep their own colours; Manim's constructor calls this with a default."""
        return self

    def scale(self, scale_factor: float, **options: Any) -> Self:
        """Scale positions and radius."""
        super().scale(scale_factor, **options)
        self.radius *= scale_factor
        return self

    def interpolate_color(self, start: PointCloud, end: PointCloud, alpha: float) -> Self:
        """What Transform does to everything but positions."""
        self.colors = (1 - alpha) * start.colors + alpha * end.colors
        self.radius = (1 - alpha) * start.radius + alpha * end.radius
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> None:
        """Clouds only turn into clouds of as many points."""
        raise ValueError(f"A cloud of {len(self.points)} points cannot become one of {len(larger_mobject.points)}.")

    def get_array_attrs(self) -> list[str]:
        """What Manim's alignment treats as positions."""
        return ["points"]
