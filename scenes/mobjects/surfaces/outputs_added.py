"""A score as it is added up from outputs: its surface, its highest points, and how many of those are right."""

from __future__ import annotations

from typing import Any, Protocol, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Group, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.ridge_heights import RidgeHeights
from transparent_box.scenes.mobjects.words.counter import Counter

LIFT = 0.06  # units from the surface up to the dots on its highest points
RIGHT_ONE, WRONG_ONE, HOLE = 0.5 * POINT, 0.95 * POINT, 0.55 * POINT  # radii in units; a wrong point is a ring
COMES = 10  # points that are fading in at one time in `point_out`
ROWS = 1.3  # units, height of the two bars together


class SummedOutputs(Protocol):
    """The outputs' shares in an answer's score, as in `model.analysis.scores.AddedOutputs`, added up one by one."""

    @property
    def sums(self) -> Floats:
        """The sums (n, p, p) of the first 1 … n of them."""

    @property
    def right(self) -> Floats:
        """The number (n,) of points of the answer among the p highest of each sum."""

    @property
    def tops(self) -> Floats:
        """The mean height (n,) along the answer's ridge."""

    @property
    def margins(self) -> Floats:
        """The lead (n,) of the answer's ridge over the highest other one."""


class OutputsAdded(Group):
    """A relief of the sums of outputs that are `added` for an answer, on one scale, with its p highest points marked.

    `hits` [x, y] tells which pairs have that answer: points of others are hollow. Two bars show the height of the
    answer's ridge and of the next. The first sums are enlarged, and a label says how much, until `stepped_back`.
    """

    def __init__(
        self,
        relief: Relief,
        added: SummedOutputs,
        hits: Floats,
        answer: int,
        area: Area,
        theme: Theme,
    ) -> None:
        self.relief, self.sums, self.right, self.hits = relief, added.sums, added.right, hits
        self.ridges, sums = (added.tops, added.margins), added.sums
        tiny, count = float(np.finfo(float).tiny), relief.count
        self.reach = max(float(np.abs(sums).max()), tiny)
        self.times = self.near = self.reach / max(float(np.abs(sums[0]).max()), tiny)
        self.counters = VGroup(
            Counter("outputs:", str(len(sums)), "", Size.HEADLINE - 8, theme.text),
            Counter("right:", str(count), f"of {count}", Size.HEADLINE - 8, theme.sum),
        )
        self.counters[1][-1].shift([0.6 * self.counters[1].gap, 0, 0])
        bars = self._seat(area)
        self.gauge = RidgeHeights(str(answer), float(max(added.tops.max(), tiny)), bars, theme)
        self.by = Counter("heights enlarged ×", f"{self.near:.1f}", "", Size.LABEL, theme.dim)
        bars.fit(self.by)
        self.by.align_to(self.counters, LEFT)
        looks = ((theme.accent, RIGHT_ONE), (theme.accent, WRONG_ONE), (theme.ground, HOLE))
        clouds = [(np.zeros((count, 3)), np.tile(rgba(ink), (count, 1)), radius) for ink, radius in looks]
        self.crest = Group(*(PointCloud(*cloud, relief.space) for cloud in clouds))
        self.enlarged = Group(relief.field, self.crest, self.counters, self.by)
        super().__init__(relief.field, self.crest, self.counters, self.gauge)
        self.show(0.0)

    def _seat(self, area: Area) -> Area:
        """Place the counters, in a column or, in a low area, in a row; return the room below them for the bars."""
        self.counters.arrange(DOWN, buff=Gap.FAR, aligned_edge=LEFT)
        low = self.counters.height + Gap.FAR + ROWS > area.height
        if low:
            self.counters.arrange(RIGHT, buff=Gap.FAR)
        gap = Gap.NEAR if low else Gap.FAR
        high = min(ROWS, area.height - self.counters.height - gap)
        middle = area.no_higher(self.counters.height + gap + high)
        self.counters.move_to([middle.left, middle.top, 0], LEFT)
        self.counters.shift([(area.width - self.counters.width) / 2 if low else 0.0, -self.counters.height / 2, 0])
        return middle.less_top(self.counters.height + gap)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is drawn; the relief and the arrays are shared."""
        clones.update({id(shared): shared for shared in (self.relief, self.sums, self.hits)})
        copied: Self = super().__deepcopy__(clones)
        return copied

    def fill_its_room(self, place: float) -> Self:
        """Show sum number `place` enlarged to the height of the complete sum, or as much as the first sum at most."""
        peak = float(np.abs(part_way(self.sums, place)).max())
        self.times = max(self.reach / max(peak, self.reach / self.near), 1.0)
        return self.show(place)

    def stepped_back(self, place: int) -> Animation:
        """Shrink sum number `place` to its height on the scale of the complete sum."""
        near = self.times

        def shrink(_: Group, share: float) -> None:
            self.times = near ** (1 - share)
            self.show(place)

        return UpdateFromAlphaFunc(self.enlarged, shrink)

    def show(self, place: float) -> Self:
        """Show sum number `place`, counted from 0, or an interpolation of two neighboring sums."""
        number = round(place)
        values = self.times * self.relief.scale * part_way(self.sums, place) / self.reach
        self.relief.show(values)
        self._mark(values)
        for counter, text in zip(self.counters, (number + 1, self.right[number]), strict=True):
            counter.show(str(text))
        top, margin = (part_way(of, place) for of in self.ridges)
        self.gauge.show(float(top), float(top - margin))
        self.by.show(f"{self.times:.1f}").set_opacity(float(np.clip(2 * self.times - 2, 0, 1)))
        return self

    def point_out(self, share: float) -> Self:
        """Mark a share of the first sum's highest points, from the highest on, and count the right ones."""
        right = self._mark(self.times * self.relief.scale * self.sums[0] / self.reach, share)
        self.counters[1].show(str(right))
        return self

    def _mark(self, values: Floats, share: float = 1.0) -> int:
        """Mark a share of the highest points of `values`; return how many of these are right."""
        count, dots = self.relief.count, self.crest[0]
        highest = np.argsort(-values.reshape(-1), kind="stable")[:count]
        right = self.hits.reshape(-1)[highest]
        opacities = np.clip((share * (count + COMES) - np.arange(count)) / COMES, 0, 1)
        for cloud in self.crest:
            cloud.set_positions(self.relief.at(*np.divmod(highest, count), values, LIFT))
            cloud.colors[:, 3] = opacities * (right if cloud is dots else ~right)
        return int(right[opacities == 1].sum())
