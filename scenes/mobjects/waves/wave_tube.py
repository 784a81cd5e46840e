"""Two values over the same numbers as a tube with the numbers as depth: a loop from the front, a wave from the side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DEGREES, Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes, SpaceAxis
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

FRONT = -90 * DEGREES  # azimuth of a view along the depth
ASIDE = 0.0  # azimuth of a view across it
LEVEL = 90 * DEGREES  # angle from the zenith: level with the tube
TILTED = 72 * DEGREES  # angle from the zenith halfway between both views: from a little above
DEPTHS = (1.4, 2.6)  # units, half of the depth in tall and in wide areas; a value of 1 is one unit
BEAD, THREAD = 0.045, 0.016  # units, radius at a number, and between two
STEPS = 6  # rings from one number to the next
AROUND = 12  # points of a ring
NARROW = 0.2  # half the length of a bead, as a share of the distance to the next number
ASIDE_ROOM = 0.4  # units free beside a name
BELOW_ROOM = 0.8  # units free below
EDGE = 1.12  # units from the middle to the axes


class WaveTube(Group):
    """A tube through values (p, 2), the first across and the second up, in an area; the numbers 0 … p − 1 are depth.

    It runs straight from number to number, with a bead at each in its color `bead_colors` (p, 4). `names` are those of
    the two values.
    """

    def __init__(self, values: Floats, bead_colors: Floats, names: Sequence[str], area: Area, theme: Theme) -> None:
        count = len(values)
        self.area, self.count = area, count
        self.reach = float(np.clip(EDGE * area.width / area.height, *DEPTHS))
        self.space = Space(LEVEL, FRONT)
        fine = np.linspace(0, count - 1, (count - 1) * STEPS + 1)
        depth = np.linspace(-self.reach, self.reach, len(fine))
        across, up = (np.interp(fine, np.arange(count), values[:, axis]) for axis in (0, 1))
        self.path = np.stack([across, depth, up], axis=1)
        away = np.abs(fine - np.rint(fine)) / NARROW
        self.radii = THREAD + (BEAD - THREAD) * np.sqrt(np.clip(1 - away**2, 0, 1))
        colors = np.stack([np.interp(fine, np.arange(count), bead_colors[:, channel]) for channel in range(4)], axis=-1)
        shape = (len(fine), AROUND + 1)
        spread = np.broadcast_to(colors[:, None], (*shape, 4))
        self.field = HeightField(self.space, np.zeros(shape), spread, 1, 1, 1)
        low, high = np.array([-EDGE, -self.reach, -EDGE]), np.array([EDGE, self.reach, EDGE])
        corner = low * [-1, 1, 1]
        lettering = [words(name, Size.LABEL, theme.text) for name in (*names, "y")]
        self.widest = max(label.width for label in lettering)
        sides = (
            SpaceAxis(low, corner, np.array([0, 0, -1.0]), lettering[0], []),
            SpaceAxis(low, high * [-1, -1, 1], np.array([-1.0, -1.0, 0]), lettering[1], []),
            SpaceAxis(corner, corner * [1, -1, 1], np.array([0, 0, -1.0]), lettering[2], self._ticks(theme)),
        )
        ink = rgba(theme.grid)
        self.across, self.upward, self.counted = (
            SpaceAxes(self.space, [side], color=ink, width=0.02, tick=0.08, gap=0.12) for side in sides
        )
        super().__init__(self.across, self.upward, self.counted, self.field)
        self.turn(0.0).show(count - 1)

    def _ticks(self, theme: Theme) -> list[tuple[float, Lettering]]:
        last = self.count - 1
        return [(n / last, words(str(n), Size.SMALL, theme.dim)) for n in (0, last // 2, last)]

    def turn(self, share: float) -> Self:
        """Turn the view: from the front (0), from the side (1), or, between the two, from a little above."""
        between = np.sin(np.pi * share)
        phi = LEVEL + between * (TILTED - LEVEL)
        self.space.turn(phi=phi, theta=FRONT + share * (ASIDE - FRONT))
        corners = np.array([[x, y, z] for x in (-EDGE, EDGE) for y in (-self.reach, self.reach) for z in (-EDGE, EDGE)])
        # The name of the upward value is legible all the way, so its room at the left is always kept.
        room, named = self.area.less_bottom(BELOW_ROOM), self.widest + ASIDE_ROOM
        wide = self.area.width > DECIDEDLY_WIDE * self.area.height
        free = named * (1 - share**3 / 2) if wide else ASIDE_ROOM / 2  # centered, or as large as possible
        room = Area(room.left + named, room.right - free, room.bottom, room.top)
        self.space.fit(corners, room.center, room.width, room.height)
        # An axis that points at the viewer gets no lettering.
        for axes, shown in ((self.across, 1 - share), (self.counted, share)):
            opacity = float(np.clip(3 * shown - 0.5, 0, 1))
            for part in (axes.lines, *axes.follow().lettering):
                part.set_opacity(opacity)
        self.upward.follow()
        return self

    @property
    def front(self) -> tuple[Floats, float]:
        """Return the center (3,) of the loop in the current view, and the distance there of a value of 1, in units."""
        middle, aside = self.space.project(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
        return middle, float(np.linalg.norm(aside - middle))

    def show(self, until: float) -> Self:
        """Draw the tube up to a number; the rest has no size."""
        reached = np.arange(len(self.path)) <= until * STEPS
        path, radii = self.path.copy(), np.where(reached, self.radii, 0.0)
        path[~reached] = path[reached][-1]
        along = np.gradient(self.path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        first = np.array([0.0, 1.0, 0.0]) - along[:, 1:2] * along
        first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
        second = np.cross(along, first)
        angles = np.linspace(0, 2 * np.pi, AROUND + 1)[None, :, None]
        rings = np.cos(angles) * first[:, None] + np.sin(angles) * second[:, None]
        grid = path[:, None] + radii[:, None, None] * rings
        self.field.points = grid.reshape(-1, 3)
        return self
