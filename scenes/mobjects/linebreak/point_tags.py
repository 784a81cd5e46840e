"""Names of points, each with a number and a line that leads to its point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.counter import Counter

TAG = 0.3  # units from the picture to the names
CLEAR = 0.45  # units of height within which points are in the way of names
LEADER = 0.02  # units, width of the line from a name to its point


class PointTags(Group):
    """Tags of two points: {name: color}, each with a line to its point and a number no wider than `widest`."""

    def __init__(self, names: Mapping[str, str], widest: str, theme: Theme) -> None:
        tags = [Counter(name, widest, "", Size.LABEL, ink) for name, ink in names.items()]
        lines = [PolylineSet(np.zeros((1, 2, 3)), rgba(theme.dim)[None], LEADER) for _ in tags]
        self.widest, self.highest = max(one.width for one in tags), max(one.height for one in tags)
        super().__init__(*map(Group, lines, tags))

    def show(self, numbers: Sequence[int]) -> None:
        """Write the number behind each name."""
        for (_, tag), number in zip(self, numbers, strict=True):
            tag.show(f"{number}")

    def stand_below(self, ends: Floats, area: Area, sides: Sequence[int]) -> None:
        """Place tags at the foot of an area, one above (1) the other (−1), without lines to the points (2, 3)."""
        for (leader, tag), end, side in zip(self, ends, sides, strict=True):
            tag.move_to([area.center[0], area.bottom + (1.7 + side) * tag.height, 0])
            leader.set_curves(np.array([[end, end]]))

    def stand_beside(self, ends: Floats, points: Floats, area: Area, sides: Sequence[int]) -> None:
        """Place tags in an area, right of everything seen (n, 3) at their height, one above the other.

        They are level with their points (2, 3) if these are far enough apart.
        """
        middle = float(ends[:, 1].mean())
        left = float(points[np.abs(points[:, 1] - middle) < CLEAR, 0].max(initial=ends[:, 0].max())) + TAG
        for (leader, tag), end, side in zip(self, ends, sides, strict=True):
            away = max(side * (float(end[1]) - middle), 0.75 * tag.height)
            across = min(left, area.right - tag.width) + tag.width / 2
            tag.move_to([across, middle + side * away, 0])
            leader.set_curves(np.array([[end, [tag.get_left()[0] - TAG / 3, tag.get_y(), 0.0]]]))
