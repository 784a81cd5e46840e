"""How Manim's three-dimensional camera sees, as plain numbers that any rasteriser can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Floats = NDArray[Any]


@dataclass(frozen=True)
class View:
    """A camera's state: rotation (3, 3), frame in units, picture in pixels (width, height).

    `reach` bounds the depth of what is drawn, in units either side of the middle.
    """

    rotation: Floats
    zoom: float
    focal_distance: float
    frame: tuple[float, float]
    pixels: tuple[int, int]
    reach: float = 40.0

    def project(self, points: Floats) -> Floats:
        """(n, 2) units in the frame of points (n, 3), as Manim's ThreeDCamera projects them."""
        turned = points @ self.rotation.T
        factor = self.zoom * self.focal_distance / (self.focal_distance - turned[:, 2:])
        projected: Floats = turned[:, :2] * factor
        return projected
