"""A surface over all sums that fits an area from two sides, with one sum marked on it."""

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

HIGH = 40 * DEGREES  # angle of view from the zenith: steep enough to see into the hollows
RISE = 1.0  # units that the highest value rises
LIFT = 0.22  # units from the surface up to a mark


class MarkedRelief(Relief):
    """Values [x, y] as a relief of height 1 at most, up or down, with a `dot` at one `pair` (x, y).

    The relief fits the area when seen from the first and from the last of the azimuths `thetas` (2,), in radians.
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
        """Make the mark of the pair on the surface of some values."""
        place = self.at(*self.pair, values, LIFT)
        return marks(place, self.theme.accent, self.theme.ground, self.space)

    @property
    def row(self) -> tuple[Floats, Floats]:
        """Points of the picture, in the frame, of the row through the pair (p, 3) and of the pair itself (1, 3)."""
        x, y = np.arange(self.count), np.full(self.count, self.pair[1])
        places = self.space.project(self.at(x, y, self.values))
        return places, places[[self.pair[0]]]

    def spread(self, share: float) -> Self:
        """Show a share 0 … 1 of the surface, which grows from the pair's row toward both edges."""
        whole = self.of(self.values)
        own, last = self.pair[1] * self.finer, self.field.shape[1] - 1
        reached = np.clip(np.arange(last + 1), round((1 - share) * own), round(own + share * (last - own)))
        self.field.points = whole.grid[:, reached].reshape(-1, 3)
        self.field.set_colors(whole.colors.reshape(*whole.shape, 4)[:, reached])
        return self

    def become_marked(self, values: Floats) -> list[Animation]:
        """Turn into the surface of other values, with the mark on it."""
        return [self.become(values), *map(Transform, self.dot, self.mark(values))]


class MarkedSums(Sharing, Group):
    """A marked relief of the first few of n surfaces added up, and in a corner of the area a `counter` of how many.

    `sums` (n, p, p) are the running sums, all on one scale: the furthest value of the last one is one unit up or down.
    `counted` is what the counter counts, as words.
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
        """(p, p, 4) RGBA of the complete sum."""
        return shaded(self.relief.shade, self.values / self.relief.scale)

    def begin(self) -> list[Animation]:
        """Turn the relief, whatever it shows, into the first sum."""
        return [*self.relief.become_marked(self.times * self.sums[0]), FadeIn(self.counter)]

    def show(self, share: float) -> Self:
        """Show the running sum at a share 0 … 1 of all surfaces, between two sums an interpolation."""
        place = share * (len(self.sums) - 1)
        values = self.times * part_way(self.sums, place)
        self.relief.show(values)
        for mark, moved in zip(self.relief.dot, self.relief.mark(values), strict=True):
            mark.set_positions(moved.points)
        self.counter.show(str(round(place) + 1))
        return self
