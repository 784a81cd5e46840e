"""Many values as bars on one line, drawn as one shape, so that all may move in every frame."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, Line

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane

FILLED = 0.72  # of the way from one bar to the next


class Bars(Group):
    """Values (n,) between `low` and `high` as bars over an area, in RGBA colors (n, 4), on a line at zero.

    They are `filled` of the way from one to the next wide.
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
        """The point on the line where a bar stands."""
        return np.array([self.area.left + (place + 0.5) * self.pitch, self.level, 0.0])

    def show(self, values: Floats, lift: float = 0.0) -> Self:
        """Draw other values (n,), all of it so many units higher than its area."""
        self.values = np.asarray(values, dtype=np.float64)
        self.level = self.ground + lift
        self.zero.put_start_and_end_on([self.area.left, self.level, 0], [self.area.right, self.level, 0])
        middles = self.area.left + (np.arange(len(values)) + 0.5) * self.pitch
        half = self.filled * self.pitch / 2
        level = np.full(len(middles), self.level)
        self.shape.set_grid(outlined(middles - half, middles + half, level, level + self.values * self.per_unit))
        return self


def outlined(left: Floats, right: Floats, start: Floats, end: Floats) -> Floats:
    """(4n, 2, 3) a shape of n bars, each between two places across (n,) and from where it starts to where it ends."""
    across = np.stack([left, left, right, right], axis=1).reshape(-1)
    foot, top = np.repeat(start, 4), np.stack([start, end, end, start], axis=1).reshape(-1)
    return np.stack([np.column_stack([across, up, 0 * across]) for up in (foot, top)], axis=1)


def corners(colors: Floats) -> Floats:
    """(4n, 2, 4) of a shape of n bars, each in its color (n, 4)."""
    return np.repeat(colors, 8, axis=0).reshape(-1, 2, 4)
