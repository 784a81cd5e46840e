"""How Manim's three-dimensional camera sees, as plain numbers that any rasteriser can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
WINDOW_STEP = 64  # pixels


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


@dataclass(frozen=True)
class Window:
    """The part of a picture that something covers, in pixels: its upper left corner and its size."""

    corner: tuple[int, int]
    size: tuple[int, int]

    @classmethod
    def around(cls, grids: list[Floats], view: View) -> Window:
        """Where these points (…, 3) fall, rounded outward to whole steps so that sizes recur from frame to frame."""
        width, height = view.pixels
        across, down = view.frame
        flat = np.concatenate([view.project(grid.reshape(-1, 3)) for grid in grids])
        places = (flat / [across, -down] + 0.5) * view.pixels
        low = np.floor((places.min(axis=0) - 1) / WINDOW_STEP) * WINDOW_STEP
        high = np.ceil((places.max(axis=0) + 1) / WINDOW_STEP) * WINDOW_STEP
        left, top = (int(value) for value in np.clip(low, 0, [width - 1, height - 1]))
        right, bottom = (int(value) for value in np.clip(high, [left + 1, top + 1], [width, height]))
        return cls((left, top), (right - left, bottom - top))
