"""Places beside a point of a turning cloud where the point's name is clear of all other points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space

BEYOND = (0.2, 0.4, 0.6)  # units from a point to its name; the best of these is chosen
SIDES_TRIED = 24  # directions from the point that are tried
ENOUGH = 0.2  # units: more clearance than this has no further benefit
NEARER = 0.05  # clearance that a unit of distance from the point must be worth
STAY = 0.1  # clearance that a unit of movement since the view before must be worth


def clear_sides(name: Mobject, place: int, points: Floats, views: Sequence[Space], area: Area) -> Floats:
    """Find the offset (v, 3) of a name from one of the points (n, 3), in each view, that is clear of all points.

    The name stays in the area, and moves no further than necessary from one view to the next.
    """
    angles, half = np.linspace(0, 2 * np.pi, SIDES_TRIED, endpoint=False), np.array([name.width, name.height]) / 2
    around = np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
    ways = np.concatenate([around * (np.abs(around[:, :2]) @ half + away)[:, None] for away in BEYOND])
    box = np.array([[x * half[0], y * half[1], 0] for x in np.linspace(-1, 1, 7) for y in (-1, 0, 1)])
    sides: list[Floats] = []
    for view in views:
        projected = view.project(points)
        written = (projected[place] + ways)[:, None] + box
        low, high = written[:, 0, :2], written[:, -1, :2]
        held = (low >= [area.left, area.bottom]).all(axis=1) & (high <= [area.right, area.top]).all(axis=1)
        free = np.linalg.norm(written[:, :, None] - projected, axis=-1).min(axis=(1, 2))
        worth = np.where(held, np.minimum(free, ENOUGH), -1.0) - NEARER * np.linalg.norm(ways, axis=1)
        if sides:
            worth -= STAY * np.linalg.norm(ways - sides[-1], axis=1)
        sides.append(ways[worth.argmax()])
    return np.array(sides)
