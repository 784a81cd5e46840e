"""A small picture of one of a network's clocks: its points, and the ring on which they ideally lie."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Circle, Group, Mobject

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud

POINT = 0.04
LABEL_GAP = 0.22


def place_points(points: Floats, middle: Floats, radius: float) -> Floats:
    """Return the points (n, 3) of (cosine, sine) values (n, 2) on a clock: cosine up, sine right, 1 on the ring."""
    flat = np.stack([points[:, 1], points[:, 0], np.zeros(len(points))], axis=1)
    placed: Floats = middle + radius * flat
    return placed


class ClockPortrait(Group):
    """A clock's (cosine, sine) points (n, 2) in `colors` (n, 4), the ring of `radius` units where 1 is, and a label."""

    def __init__(self, points: Floats, colors: Floats, radius: float, *, label: Mobject, ring_color: str) -> None:
        self.ring = Circle(radius, color=ring_color, stroke_width=2)
        self.cloud = PointCloud(place_points(points, np.zeros(3), radius), colors, POINT)
        self.label = label.next_to(self.ring, DOWN, buff=LABEL_GAP)
        super().__init__(self.ring, self.cloud, self.label)
