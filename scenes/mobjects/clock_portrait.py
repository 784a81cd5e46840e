"""One of the network's clocks, small: the ring it should keep to and the points it has."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Circle, Group, Mobject, VGroup

from scenes.mobjects.point_cloud import PointCloud

POINT = 0.04


def place_points(points: np.ndarray, middle: np.ndarray, radius: float) -> np.ndarray:
    """(n, 3) where (cosine, sine) values (n, 2) stand on a clock: cosine up, sine to the right, 1 at the ring."""
    flat = np.stack([points[:, 1], points[:, 0], np.zeros(len(points))], axis=1)
    return middle + radius * flat


class ClockPortrait(Group):
    """(cosine, sine) points (n, 2) in `colors` (n, 4) on their ring, with a label and a fact below."""

    def __init__(
        self, points: np.ndarray, colors: np.ndarray, radius: float, *, label: Mobject, fact: Mobject, ring_color: str
    ) -> None:
        super().__init__()
        self.ring = Circle(radius, color=ring_color, stroke_width=2)
        cloud = PointCloud(place_points(points, np.zeros(3), radius), colors, POINT)
        text = VGroup(label, fact).arrange(DOWN, buff=0.14).next_to(self.ring, DOWN, buff=0.3)
        self.add(self.ring, cloud, text)
