"""A score as it is added up from outputs: its surface, its highest points, and how many of those are right."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.relief import Relief

LIFT = 0.06  # units above the surface, of its highest points


class OutputsAdded(Group):
    """A relief of the first so many outputs added up, `sums` (n, p, p), each drawn to its own height.

    `right` (n,) of the p highest points are so; the answer's ridge stands `margins` (n,) above the next one, none where
    another is higher.
    """

    def __init__(self, relief: Relief, sums: Floats, right: Floats, margins: Floats, area: Area, theme: Theme) -> None:
        self.relief, self.sums, self.right, self.margins = relief, sums, right, margins
        count = relief.count
        told = (
            ("outputs:", str(len(sums)), theme.text),
            ("right:", str(count), theme.sum),
            ("margin:", f"{margins.max():.1f}", theme.text),
        )
        self.counters = VGroup(*(Counter(name, most, "", Size.HEADLINE - 8, ink) for name, most, ink in told))
        self.counters.arrange(DOWN, buff=Gap.FAR, aligned_edge=LEFT)
        if self.counters.height > area.height and area.width > area.height:  # a row fits a low area
            self.counters.arrange(RIGHT, buff=Gap.NEAR)
        area.fit(self.counters)
        color = np.tile(rgba(theme.accent), (count, 1))
        self.crest = PointCloud(np.zeros((count, 3)), color, 0.5 * POINT, relief.space)
        super().__init__(relief.field, self.crest, self.counters)
        self.show(0.0)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the relief and the sums are the same."""
        clones.update({id(shared): shared for shared in (self.relief, self.sums)})
        copied: Self = super().__deepcopy__(clones)
        return copied

    def show(self, place: float) -> Self:
        """Show sum number `place`, from 0, or part of the way from it to the next."""
        before = max(min(int(place), len(self.sums) - 2), 0)
        after, part = min(before + 1, len(self.sums) - 1), place - before
        values, number = (1 - part) * self.sums[before] + part * self.sums[after], round(place)
        values = self.relief.scale * values / max(float(np.abs(values).max()), np.finfo(float).tiny)
        self.relief.show(values)
        count = self.relief.count
        highest = np.argpartition(-values.reshape(-1), count - 1)[:count]
        self.crest.set_positions(self.relief.at(*np.divmod(highest, count), values, LIFT))
        said = (str(number + 1), str(self.right[number]), f"{max(self.margins[number], 0):.1f}")
        for counter, text in zip(self.counters, said, strict=True):
            counter.show(text)
        return self
