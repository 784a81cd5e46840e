"""Perspective projection as plain numbers for all rasterizers, with the formula of Manim's ThreeDCamera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import cos, inf, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
WINDOW_STEP = 64  # pixels
REACH = 40.0  # units toward the viewer and away within which things are drawn


def rotation(phi: float, theta: float, gamma: float) -> Floats:
    """Return Rz(gamma) Rx(−phi) Rz(−theta − 90°), (3, 3): the view from `phi` off the zenith at azimuth `theta`."""
    upright = np.array([[1, 0, 0], [0, cos(phi), sin(phi)], [0, -sin(phi), cos(phi)]])
    return about_z(gamma) @ upright @ about_z(-theta - np.pi / 2)


def about_z(angle: float) -> Floats:
    """Return the rotation (3, 3) by an angle in radians about the third axis."""
    return np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])


@dataclass(frozen=True)
class Projection:
    """A view: rotation (3, 3), the point looked at (3,), its position in the frame (2,), zoom, and focal distance."""

    rotation: Floats
    look_at: Floats
    middle: Floats
    zoom: float
    focal_distance: float

    def turned(self, points: Floats) -> Floats:
        """Points (…, 3) as the viewer has them: right, up, and toward the viewer."""
        turned: Floats = (points - self.look_at) @ self.rotation.T
        return turned

    def project(self, points: Floats) -> Floats:
        """Project points (n, 3) to units in the frame (n, 2)."""
        right, up, toward = self.rotation @ (points - self.look_at).T
        factor = self.zoom / (1 - toward / self.focal_distance)
        # Each axis is contiguous, which makes finding extremes fast.
        return np.stack([self.middle[0] + right * factor, self.middle[1] + up * factor]).T


# The flat picture: points are projected to their own x and y.
FLAT = Projection(np.eye(3), np.zeros(3), np.zeros(2), 1.0, inf)


@dataclass(frozen=True)
class View:
    """A projection into a picture: the frame's width and height in units, the picture's in pixels."""

    projection: Projection
    frame: tuple[float, float]
    pixels: tuple[int, int]

    def is_same(self, other: View) -> bool:
        """Return whether two views are equal, number by number."""
        one, another = (
            (view.frame, view.pixels, *(getattr(view.projection, part.name) for part in fields(Projection)))
            for view in (self, other)
        )
        return all(map(np.array_equal, one, another))

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return self.pixels[0] / self.frame[0]

    def places(self, points: Floats) -> Floats:
        """Project points (n, 3) to pixels (n, 2) from the picture's upper left corner."""
        across, down = self.frame
        pixels: Floats = (self.projection.project(points) / [across, -down] + 0.5) * self.pixels
        return pixels


@dataclass(frozen=True)
class Window:
    """The part of a picture that something covers, in pixels: its upper left corner and its size."""

    corner: tuple[int, int]
    size: tuple[int, int]

    @property
    def end(self) -> tuple[int, int]:
        """Its lower right corner."""
        return self.corner[0] + self.size[0], self.corner[1] + self.size[1]

    def holds(self, other: Window) -> bool:
        """Return whether another window lies within this one."""
        return self.joined(other) == self

    def joined(self, other: Window) -> Window:
        """Return the smallest window that contains both."""
        left, top = map(min, self.corner, other.corner)
        right, bottom = map(max, self.end, other.end)
        return Window((left, top), (right - left, bottom - top))

    @classmethod
    def around(cls, parts: Sequence[tuple[Floats, float]], view: View) -> Window:
        """Return the window around points (n, 3), each array with a margin in pixels.

        It is rounded outward to multiples of WINDOW_STEP, so that sizes recur from frame to frame.
        """
        width, height = view.pixels
        lows, highs = [], []
        for points, margin in parts:
            places = view.places(points)
            lows.append(places.min(axis=0) - margin - 1)
            highs.append(places.max(axis=0) + margin + 1)
        low = np.floor(np.min(lows, axis=0) / WINDOW_STEP) * WINDOW_STEP
        high = np.ceil(np.max(highs, axis=0) / WINDOW_STEP) * WINDOW_STEP
        left, top = (int(value) for value in np.clip(low, 0, [width - 1, height - 1]))
        right, bottom = (int(value) for value in np.clip(high, [left + 1, top + 1], [width, height]))
        return cls((left, top), (right - left, bottom - top))
