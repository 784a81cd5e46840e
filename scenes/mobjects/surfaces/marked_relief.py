"""A surface over all sums that fills an area from two sides, with one sum marked on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DEGREES, LEFT, UP, Animation, FadeIn, Group, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.surfaces.relief import Relief, shaded
from transparent_box.scenes.mobjects.words.counter import Counter

HIGH = 40 * DEGREES  # from high enough to see into its hollows
RISE = 1.0  # units that the highest value rises
LIFT = 0.22  # units that a mark stands above the surface


class MarkedRelief(Relief):
    """Values [x, y], the furthest of which rises or sinks by one unit, with a `dot` at a pair of numbers.

    It fits an area from where it is seen first, and last, azimuths `thetas` (2,) in radians.
    """

    def __init__(
        self,
        values: Floats,
        pair: tuple[int, int],
        shade: Callable[[Floats], Floats],
        thetas: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        super().__init__(values, shade, float(np.abs(values).max()), RISE, 2, (HIGH, thetas[0]))
        self.fill(area, thetas[1:].tolist(), snug=True)
        self.values, self.pair, self.theme = values, pair, theme
        self.dot = self.mark(values)

    def mark(self, values: Floats) -> Group:
        """Mark the pair on a surface of values."""
        place = self.at(*self.pair, values, LIFT)
        return marks(place, self.theme.accent, self.theme.ground, self.space)

    @property
    def row(self) -> tuple[Floats, Floats]:
        """Places in the flat picture of the values of the pair's y (p, 3), and of the pair itself (1, 3)."""
        x, y = np.arange(self.count), np.full(self.count, self.pair[1])
        places = self.space.project(self.at(x, y, self.values))
        return places, places[[self.pair[0]]]

    def spread(self, share: float) -> Self:
        """Show the surface of its values from the row of the pair's y on, a share of the way to both ends."""
        whole = self.of(self.values)
        own, last = self.pair[1] * self.finer, self.field.shape[1] - 1
        reached = np.clip(np.arange(last + 1), round((1 - share) * own), round(own + share * (last - own)))
        self.field.points = whole.grid[:, reached].reshape(-1, 3)
        self.field.set_colors(whole.colors.reshape(*whole.shape, 4)[:, reached])
        return self

    def become_marked(self, values: Floats) -> list[Animation]:
        """Turn into the surface of other values; the mark stays on it."""
        return [self.become(values), *map(Transform, self.dot, self.mark(values))]


class MarkedSums(Sharing, Group):
    """The first so many surfaces added up on a marked relief; in an area's corner a `counter` of what is `counted`.

    All `sums` (n, p, p) are on one scale: the last one's furthest value rises or sinks by one unit.
    """

    shared = ("relief", "sums")

    def __init__(self, relief: MarkedRelief, sums: Floats, counted: str, area: Area) -> None:
        self.relief, self.sums, theme = relief, sums, relief.theme
        self.times = relief.scale / float(np.abs(sums[-1]).max())
        self.values = self.times * sums[-1]  # of all, as they are drawn
        self.counter = Counter(counted, str(len(sums)), "", Size.LABEL + 5, theme.text).show("1")
        self.counter.move_to([area.left, area.top - Gap.NEAR, 0], UP + LEFT)
        super().__init__(relief.field, *relief.dot, self.counter)

    @property
    def colors(self) -> Floats:
        """(p, p, 4) RGBA that the sum of all has."""
        return shaded(self.relief.shade, self.values / self.relief.scale)

    def begin(self) -> list[Animation]:
        """Let the relief, whatever it shows, become the first of them."""
        return [*self.relief.become_marked(self.times * self.sums[0]), FadeIn(self.counter)]

    def show(self, share: float) -> Self:
        """Add up a share of all, and more of the next one as it goes."""
        place = share * (len(self.sums) - 1)
        values = self.times * part_way(self.sums, place)
        self.relief.show(values)
        for mark, moved in zip(self.relief.dot, self.relief.mark(values), strict=True):
            mark.set_positions(moved.points)
        self.counter.show(str(round(place) + 1))
        return self
