"""A surface over a grid as one mobject: heights and colours in, drawn lit by the stage's camera."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

Floats = NDArray[Any]


class HeightField(Mobject):  # type: ignore[misc]
    """Heights (n, m), indexed [x, y], over a rectangle of `width` × `depth` units, `rise` units a height of 1.

    `colors` (n, m, 4) are RGBA in 0 … 1, one for each height. The surface is opaque in itself and then composited with
    `opacity`, so that its far side never shows muddily through its near side.
    """

    def __init__(self, heights: Floats, colors: Floats, width: float, depth: float, rise: float) -> None:
        super().__init__()
        self.shape = np.array(heights.shape)
        self.extent = np.array([width, depth, rise], dtype=np.float64)
        self.colors = np.array(colors, dtype=np.float32)
        self.opacity = 1.0
        self.shade_in_3d = True
        rows, columns = heights.shape
        x = np.linspace(-width / 2, width / 2, rows)
        y = np.linspace(-depth / 2, depth / 2, columns)
        grid = np.stack([*np.meshgrid(x, y, indexing="ij"), rise * np.asarray(heights, dtype=np.float64)], axis=-1)
        self.points = grid.reshape(-1, 3)

    def reset_points(self) -> Self:
        """No points, as Manim's constructor asks."""
        self.points = np.zeros((0, 3))
        return self

    @property
    def grid(self) -> Floats:
        """(n, m, 3) where the surface's points stand now."""
        return self.points.reshape(*self.shape, 3)

    def set_heights(self, heights: Floats) -> Self:
        """New heights (n, m) on a field that has not been turned: only z changes."""
        self.points = self.points.copy()
        self.points[:, 2] = self.extent[2] * np.asarray(heights, dtype=np.float64).reshape(-1)
        return self

    def set_colors(self, colors: Floats) -> Self:
        """New colours (n, m, 4)."""
        self.colors = np.array(colors, dtype=np.float32)
        return self

    def set_color(self, color: Any = None, family: bool = True) -> Self:
        """A field keeps its own colours; Manim's constructor calls this with a default."""
        return self

    def set_opacity(self, opacity: float) -> Self:
        """How much of what lies behind the whole surface is hidden, 0 … 1."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Manim's fading: what FadeIn and FadeOut start from or end at."""
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, start: HeightField, end: HeightField, alpha: float) -> Self:
        """What Transform does to everything but positions."""
        self.colors = (1 - alpha) * start.colors + alpha * end.colors
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> None:
        """Fields only turn into fields of the same grid."""
        raise ValueError(f"A field of {len(self.points)} points cannot become one of {len(larger_mobject.points)}.")

    def get_array_attrs(self) -> list[str]:
        """What Manim's alignment treats as positions."""
        return ["points"]
