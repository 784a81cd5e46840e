"""One of the network's clocks, small: the ring it should keep to and the points it has."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Circle, Group, Mobject

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud

POINT = 0.04
LABEL_GAP = 0.22


def place_points(points: Floats, middle: Floats, radius: float) -> Floats:
    """(n, 3) where (cosine, sine) values (n, 2) stand on a clock: cosine up, sine to the right, 1 at the ring."""
    flat = np.stack([points[:, 1], points[:, 0], np.zeros(len(points))], axis=1)
    placed: Floats = middle + radius * flat
    return placed


class ClockPortrait(Group):
    """(cosine, sine) points (n, 2) in `colors` (n, 4) on their ring, with a label below."""

    def __init__(self, points: Floats, colors: Floats, radius: float, *, label: Mobject, ring_color: str) -> None:
        self.ring = Circle(radius, color=ring_color, stroke_width=2)
        self.cloud = PointCloud(place_points(points, np.zeros(3), radius), colors, POINT)
        self.label = label.next_to(self.ring, DOWN, buff=LABEL_GAP)
        super().__init__(self.ring, self.cloud, self.label)
