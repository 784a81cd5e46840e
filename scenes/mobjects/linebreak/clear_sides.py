"""Places beside a point that turns with a cloud of others, where its name is clear of all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space

BEYOND = (0.2, 0.4, 0.6)  # units from a thread's first point to its name, whichever serves best
SIDES_TRIED = 24  # directions from that point that are tried for it
ENOUGH = 0.2  # units that a name is clear of threads, if it can be
NEARER = 0.05  # how much clearness a unit further from its point costs
STAY = 0.1  # how much clearness a unit costs from where it was in the view before


def clear_sides(name: Mobject, place: int, points: Floats, views: Sequence[Space], area: Area) -> Floats:
    """(v, 3) from one of the points (n, 3) to where its name is clear of all in an area, as each of the views has them.

    From one view to the next it goes no further than it must.
    """
    angles, half = np.linspace(0, 2 * np.pi, SIDES_TRIED, endpoint=False), np.array([name.width, name.height]) / 2
    around = np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
    ways = np.concatenate([around * (np.abs(around[:, :2]) @ half + away)[:, None] for away in BEYOND])
    box = np.array([[x * half[0], y * half[1], 0] for x in np.linspace(-1, 1, 7) for y in (-1, 0, 1)])
    found: list[Floats] = []
    for view in views:
        seen = view.project(points)
        written = (seen[place] + ways)[:, None] + box
        low, high = written[:, 0, :2], written[:, -1, :2]
        held = (low >= [area.left, area.bottom]).all(axis=1) & (high <= [area.right, area.top]).all(axis=1)
        free = np.linalg.norm(written[:, :, None] - seen, axis=-1).min(axis=(1, 2))
        worth = np.where(held, np.minimum(free, ENOUGH), -1.0) - NEARER * np.linalg.norm(ways, axis=1)
        if found:
            worth -= STAY * np.linalg.norm(ways - found[-1], axis=1)
        found.append(ways[worth.argmax()])
    return np.array(found)
