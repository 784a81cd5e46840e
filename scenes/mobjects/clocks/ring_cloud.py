"""Several clocks of one network side by side on one scale, at any time in its training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import RIGHT, UP, Circle, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import POINT, Size, Theme, units
from transparent_box.scenes.mobjects.clocks.clock_portrait import place_points
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

EDGE = 1.15  # distance, in reaches, from which a point is transparent
APART = 0.15  # units from a name to the R² on the same line
ROOM = 3.0 * units(Size.SMALL)  # units below a clock for text, which stands at the bottom of them
LOW = 2.5  # units of height: in lower cells the text is smaller
TIGHT = 0.8  # share of ROOM that text takes there
LINE = 0.46  # share of ROOM that a single line of text takes
SOFT = 0.15  # width of the fade before EDGE, in reaches


class RingCloud(Group):
    """q clocks with points (q, 2, p), cosine and sine of every number, in `colors` (q, p, 4), each in one cell.

    A cell shows points up to a distance `reach` from its center, beyond which they fade; the ring is where 1 is.
    `names` stand below, with the `r2` (q,) of each clock's readings above or beside them; see `label_room`.
    """

    def __init__(
        self,
        points: Floats,
        r2: Floats,
        names: Sequence[str],
        reach: float,
        cells: Sequence[Area],
        colors: Floats,
        theme: Theme,
    ) -> None:
        self.colors, self.reach = colors, reach
        room, size, in_line = label_room(cells[0], names)
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
            self.shares.add(share.next_to(label, RIGHT, APART) if in_line else share.next_to(label, UP, 0.12))
            if in_line:
                stand_on(label.baseline, share.show(decimal(0.0)))  # a number of typical width
                VGroup(label, share).set_x(cell.center[0])
        self.cloud = PointCloud(np.zeros((colors[..., 0].size, 3)), np.concatenate(colors), 0.7 * POINT)
        super().__init__(self.rings, self.names, self.shares, self.cloud)
        self.show(points, r2)

    def show(self, points: Floats, r2: Floats) -> Self:
        """Show other points (q, 2, p), with their `r2` (q,)."""
        for counter, share in zip(self.shares, r2, strict=True):
            counter.show(decimal(share))
        placed = [
            place_points(ring.T, middle, radius)
            for ring, middle, radius in zip(points, self.middles, self.radii, strict=True)
        ]
        self.cloud.set_positions(np.concatenate(placed))
        within = np.clip((EDGE - np.linalg.norm(points, axis=1) / self.reach) / SOFT, 0, 1)  # (q, p)
        colors = self.colors.copy()
        colors[..., 3] *= within
        self.cloud.set_colors(np.concatenate(colors))
        return self


def label_room(cell: Area, names: Sequence[str]) -> tuple[float, float, bool]:
    """Return the units of height that text needs in a cell, the size of R² in pixels, and whether it is beside a name.

    It is where a single line makes the clock larger and fits the cell's width.
    """
    if cell.height >= LOW:
        return ROOM, Size.HEADLINE - 8, False
    longest = max(words(name, Size.SMALL, "white").width for name in names)
    line = longest + APART + words("R² = .99", Size.SMALL, "white").width
    if cell.height - TIGHT * ROOM < cell.width and line <= cell.width:
        return LINE * ROOM, Size.SMALL, True
    return TIGHT * ROOM, Size.LABEL, False
