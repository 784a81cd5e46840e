"""Lines on a surface along which x + y, or x − y, is constant, and what is read off them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DL, DR, Animation, Group, Mobject
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Gap, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes
from transparent_box.scenes.mobjects.surfaces.relief import ABOVE, Relief
from transparent_box.scenes.mobjects.surfaces.ridge_run import RidgeRun

AXES = (1.1, 0.8)  # units that the axes of a view from above take on its right and below
LOW = 0.65  # units that they take below in a low area
LIFT = 0.12  # units above the surface, so that no part of a line sinks into it
RUN = 0.82  # share of a line along which a dot runs: it stops where x and y can still be read
WIDTH, CASING = 0.05, 0.11  # units, a line and the casing that sets it off from the surface


class SumLines:
    """Lines x + sign·y = total on a relief of values [x, y]. It is not a mobject: its methods return mobjects."""

    def __init__(self, relief: Relief, values: Floats, sign: int, theme: Theme) -> None:
        self.relief, self.values, self.sign, self.theme = relief, values, sign, theme

    def plan_in(self, area: Area) -> Space:
        """Find the space in which the relief, seen from above, and its axes fill an area."""
        room = area.inside(0.4).less_right(AXES[0]).less_bottom(LOW if area.is_low else AXES[1])
        return self.relief.framed(room, ABOVE, 0 * self.values)

    def seen_in(self, area: Area) -> Animation:
        """Turn to see the relief from above, filling an area with its axes."""
        return self.relief.seen_through(self.plan_in(area))

    def sink(self, rise: float) -> Animation:
        """Flatten the relief, for good, to a `rise` in units that suffices when it is seen from above."""
        sinking = self.relief.become(self.values, rise=rise)
        self.relief.rise = rise
        return sinking

    def along(self, total: int) -> NDArray[np.int64]:
        """List every x of a pair that adds up to a total; empty if no pair does."""
        x = np.arange(self.relief.count)
        return x[np.isin(self.sign * (total - x), x)]

    def line(self, total: int, strength: float = 1.0) -> Group:
        """Draw the line of all pairs with one total, cased in the background's color; empty if there are none."""
        x = self.along(total)
        looks = ((self.theme.ground, CASING, 0.8), (self.theme.accent, WIDTH, strength)) if len(x) else ()
        y = self.sign * (total - x)
        return Group(*(self.relief.line(x, y, self.values, rgba(c, a), w, LIFT) for c, w, a in looks))

    def beside(self, total: int, name: Mobject) -> Mobject:
        """Put the name of a line below its nearer end, outside the surface as it is seen now."""
        x = self.along(total)[[0, -1]]
        ends = self.relief.space.project(self.relief.at(x, self.sign * (total - x), self.values, LIFT))
        near, middle = min(ends, key=lambda end: end[1]), self.relief.space.project(np.zeros((1, 3)))[0]
        return name.next_to(near, DL if near[0] <= middle[0] else DR, 1.2 * Gap.NEAR)

    def run(self, totals: Sequence[int], axes: Sequence[SpaceAxes]) -> RidgeRun:
        """Make a dot that runs along the longest line of any of the totals, modulo p, as seen from above."""
        p, sign = self.relief.count, self.sign
        x, total = max(
            ((self.along(one), one) for s in totals for one in (s, s + sign * p)), key=lambda way: len(way[0])
        )
        pairs = np.column_stack([x, sign * (total - x)])[: max(1, round(RUN * len(x)))]
        places = self.relief.space.project(self.relief.at(*pairs.T))
        corner = self.relief.space.project(self.relief.at(p - 1, 0))[0]
        return RidgeRun(places, pairs, corner, [axis.lettering[-1] for axis in axes], self.theme)

    def both(self, total: int, strength: float) -> Group:
        """Draw both lines of pairs that add up to a total modulo p."""
        return Group(*(self.line(one, strength) for one in (total, total + self.sign * self.relief.count)))

    def pairs(self, total: int, shares: Sequence[float]) -> list[tuple[int, int]]:
        """Choose distinct pairs of one total, at shares 0 … 1 of the way along its line."""
        x = self.along(total)
        chosen = sorted({int(x[round(share * (len(x) - 1))]) for share in shares})
        return [(a, self.sign * (total - a)) for a in chosen]

    def spot(self, x: int, y: int) -> PointCloud:
        """Mark one pair where it is seen now, on top of the picture, so that the surface need not be drawn again."""
        places = self.relief.space.project(self.relief.at(x, y, self.values, 2 * LIFT))
        spot = PointCloud(places, rgba(self.theme.text)[None], 1.6 * POINT)
        return spot.set_z_index(1)  # in front: a surface comes in together with the lines on it
