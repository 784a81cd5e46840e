"""Several clocks of one network at once, on one scale, as they are at any moment of its training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import UP, Circle, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.clock_portrait import place_points
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud

EDGE = 1.15  # of the reach, from which on a point is not seen
SOFT = 0.15  # of the reach, over which it fades before that


class RingCloud(Group):
    """Points (q, 2, p), cosine and sine of every number, in `seen` colors (q, p, 4); each clock in a cell of its own.

    A cell shows points as far as `reach` from its middle, what is further fades; the ring is where 1 is. `names` stand
    below, at the foot of `room` units, for points that fade reach into them, and above each how much of its readings
    is a wave: R², in type of a size in pixels.
    """

    def __init__(
        self,
        points: Floats,
        r2: Floats,
        names: Sequence[str],
        reach: float,
        cells: Sequence[Area],
        seen: Floats,
        room: float,
        size: float,
        theme: Theme,
    ) -> None:
        self.seen, self.reach = seen, reach
        self.radii = [min(cell.width, cell.height - room) / 2 / reach for cell in cells]
        self.middles = [np.add(cell.center, [0, room / 2, 0]) for cell in cells]
        self.rings = VGroup(
            *(
                Circle(radius, color=theme.grid, stroke_width=2).move_to(middle)
                for radius, middle in zip(self.radii, self.middles, strict=True)
            )
        )
        self.names, self.shares = VGroup(), VGroup()
        for name, cell in zip(names, cells, strict=True):
            label = words(name, Size.SMALL, theme.dim)
            share = Counter("R² =", "0.00", "", size, theme.accent)
            self.names.add(label.move_to([cell.center[0], cell.bottom + label.height / 2, 0]))
            self.shares.add(share.next_to(label, UP, 0.12))
        self.cloud = PointCloud(np.zeros((seen[..., 0].size, 3)), np.concatenate(seen), 0.7 * POINT)
        super().__init__(self.rings, self.names, self.shares, self.cloud)
        self.show(points, r2)

    def show(self, points: Floats, r2: Floats) -> Self:
        """Be the clocks of other points (q, 2, p), of each of which so much is a wave, r2 (q,)."""
        for counter, share in zip(self.shares, r2, strict=True):
            counter.show(decimal(share))
        placed = [
            place_points(found.T, middle, radius)
            for found, middle, radius in zip(points, self.middles, self.radii, strict=True)
        ]
        self.cloud.set_positions(np.concatenate(placed))
        within = np.clip((EDGE - np.linalg.norm(points, axis=1) / self.reach) / SOFT, 0, 1)  # (q, p)
        colors = self.seen.copy()
        colors[..., 3] *= within
        self.cloud.set_colors(np.concatenate(colors))
        return self
