"""Many values as bars on one line, drawn as one shape so that all of them can move in every frame."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, Line

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane

FILLED = 0.72  # share of the distance from one bar to the next that a bar fills


class Bars(Group):
    """Values (n,) as bars in RGBA colors (n, 4) on a line at zero; an area's height spans `low` to `high`.

    Each bar is as wide as `filled` times the distance to the next; `line` (#RRGGBB) colors the line at zero.
    """

    def __init__(
        self, values: Floats, low: float, high: float, colors: Floats, area: Area, line: str, filled: float = FILLED
    ) -> None:
        self.area, self.per_unit, self.filled = area, area.height / (high - low), filled
        self.ground = self.level = area.bottom - low * self.per_unit
        self.pitch = area.width / len(values)
        self.shape = Pane(np.zeros((4 * len(values), 2, 3)), corners(colors))
        self.zero = Line([area.left, self.level, 0], [area.right, self.level, 0], color=line, stroke_width=1.5)
        super().__init__(self.zero, self.shape)
        self.show(values)

    def foot(self, place: int) -> Floats:
        """Return the point (3,) on the zero line where a bar stands."""
        return np.array([self.area.left + (place + 0.5) * self.pitch, self.level, 0.0])

    def show(self, values: Floats, lift: float = 0.0) -> Self:
        """Draw other values (n,), with bars and line raised by `lift` units."""
        self.values = np.asarray(values, dtype=np.float64)
        self.level = self.ground + lift
        self.zero.put_start_and_end_on([self.area.left, self.level, 0], [self.area.right, self.level, 0])
        middles = self.area.left + (np.arange(len(values)) + 0.5) * self.pitch
        half = self.filled * self.pitch / 2
        level = np.full(len(middles), self.level)
        self.shape.set_grid(outlined(middles - half, middles + half, level, level + self.values * self.per_unit))
        return self


def outlined(left: Floats, right: Floats, start: Floats, end: Floats) -> Floats:
    """Return the grid (4n, 2, 3) of n bars from their left and right edges and the heights of both ends, each (n,)."""
    across = np.stack([left, left, right, right], axis=1).reshape(-1)
    foot, top = np.repeat(start, 4), np.stack([start, end, end, start], axis=1).reshape(-1)
    return np.stack([np.column_stack([across, up, 0 * across]) for up in (foot, top)], axis=1)


def corners(colors: Floats) -> Floats:
    """Return the colors (4n, 2, 4) of the grid of n bars in colors (n, 4)."""
    return np.repeat(colors, 8, axis=0).reshape(-1, 2, 4)
