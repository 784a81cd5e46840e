"""Angles against angles: whether one turns as far as the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Group, Line, Mobject, VGroup
from numpy.typing import NDArray

from scenes.look.theme import POINT
from scenes.mobjects.lettering import words
from scenes.mobjects.point_cloud import PointCloud

Floats = NDArray[Any]
FULL_TURN = 2 * np.pi


class AnglePlot(Group):
    """Points at angles (n,) to the right and (n,) upward, in radians, over one full turn of each.

    On the thin diagonal both are equal. `names` stand below and above; colours are "#RRGGBB", the points' RGBA.
    """

    def __init__(
        self,
        across: Floats,
        upward: Floats,
        names: tuple[Mobject, Mobject],
        side: float,
        *,
        color: Floats,
        grid: str,
        dim: str,
        size: float,
    ) -> None:
        places = np.column_stack([across, upward, np.zeros(len(across))]) * side / FULL_TURN
        axes = VGroup(*(Line([0, 0, 0], side * way, color=grid, stroke_width=2) for way in (RIGHT, UP)))
        equal = Line([0, 0, 0], side * (RIGHT + UP), color=dim, stroke_width=1.5)
        names[0].next_to(axes[0], DOWN, 0.2)
        names[1].next_to(axes[1], UP, 0.2).align_to(axes[1], LEFT)
        ends = VGroup(*(words(f"{turn * 360}°", size, dim).next_to(turn * side * RIGHT, DOWN, 0.2) for turn in (0, 1)))
        super().__init__(axes, equal, *names, ends, PointCloud(places, np.tile(color, (len(places), 1)), POINT))
