"""The activations at the words of a line, hung below them, and their means over all words that end alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import Dot, Group, VGroup

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme, Time
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.counter import Counter

WIDE = 0.3  # units, greatest width of a column
FILLED = 0.8  # greatest width of a column, as a share of the distance between two words' ends
BRIGHT = 98  # percentile of the values that gets the brightest color
SLID = 0.7  # share of the time of averaging by which all columns that are shown have arrived


class WordStates(Group):
    """Activations (t, d) at words that end at places `x` (t,), as columns over an area; then their `means` (t, d).

    `others` (s, d) are the activations at all words that end where the first does, after `ends` characters; as many as
    fit are shown beside it. `counter` counts those that the first column is the mean of. In the end all columns shrink
    to `dots`.
    """

    def __init__(
        self, x: Sequence[float], states: Floats, means: Floats, others: Floats, ends: int, area: Area, theme: Theme
    ) -> None:
        """Take the number of characters after which the first word ends as `ends`."""
        own = np.abs(others - states[0]).sum(axis=1).argmin()  # the first word is one of the others
        self.theme, self.means = theme, means
        self.others = np.concatenate([others[own : own + 1], np.delete(others, own, axis=0)])
        self.most = float(np.percentile(np.abs(others), BRIGHT))
        self.wide = min(WIDE, FILLED * float(np.diff(x).min()))
        self.counter = Counter(f"words that end at {ends}, averaged:", f"{len(others):,}", "", Size.LABEL, theme.text)
        self.counter.move_to([area.center[0], area.bottom + self.counter.height / 2, 0])
        self.area = Area(area.left, area.right, area.bottom + self.counter.height + Gap.NEAR, area.top)
        self.columns = [HeatMap(self.tints(values[None]), 1, 1) for values in states]
        self.x = [max(place - self.wide / 2, area.left + self.wide / 2) for place in x]
        self.start = self.x[0] + self.wide / 2 + Gap.NEAR / 2  # where the other words' columns begin
        shown = self.others[1 : 1 + int((area.right - self.start) / self.wide)]
        self.shown, self.crowd = len(shown), HeatMap(self.tints(shown), 1, 1)
        self.dots = VGroup(*(Dot([place, area.top, 0], POINT, color=theme.text) for place in self.x))
        super().__init__(self.crowd, *self.columns, self.counter, self.dots)
        for part in (self.crowd, self.counter, self.dots):
            part.set_opacity(0.0)
        self.unroll(0.0)

    @property
    def changes(self) -> list[tuple[Callable[[float], object], float]]:
        """All changes (function of a share, seconds), in order."""
        return [
            (self.unroll, 0.6),
            (self.crowd_in, 0.8),
            (self.average, 1.6),
            (self.mean_at_all, Time.QUICK),
            (self.shrink, Time.QUICK),
        ]

    def tints(self, values: Floats) -> Floats:
        """Return the colors (n, d, 4) of values (n, d), the first value on top."""
        return ramp(self.theme.signed, np.clip(0.5 + 0.5 * values / self.most, 0, 1))[:, ::-1]

    def unroll(self, share: float) -> Self:
        """Draw a share 0 … 1 of each column, from the top."""
        for column, place in zip(self.columns, self.x, strict=True):
            lay(column, place - self.wide / 2, place + self.wide / 2, self.area.top, share * self.area.height)
        return self

    def crowd_in(self, share: float) -> Self:
        """Draw other words' columns beside the first, a share of the way; those of the line's own words fade."""
        for column in self.columns[1:]:
            column.set_opacity(max(0.0, 1 - 3 * share))
        self.crowd.set_opacity(min(1.0, 3 * share))
        self.counter.set_opacity(share).show("1")
        return self._crowd_to(self.start + share * self.shown * self.wide)

    def average(self, share: float) -> Self:
        """Slide the other words' columns over the first, which becomes the mean of all that have arrived.

        After those that are shown, the ones that are not shown are counted in.
        """
        come = min(share / SLID, 1.0)
        after = max(share - SLID, 0.0) / (1 - SLID)
        left = self.x[0] - self.wide / 2
        lay(self.crowd, *self._sliding(come, left), self.area.top, self.area.height)
        self.crowd.set_opacity(float(come < 1))
        count = 1 + come * self.shown if come < 1 else (1 + self.shown) * (len(self.others) / (1 + self.shown)) ** after
        count = min(round(count), len(self.others))
        self.columns[0].set_colors(self.tints(self.others[:count].mean(axis=0)[None]))
        self.counter.show(f"{count:,}")
        return self

    def mean_at_all(self, share: float) -> Self:
        """Fade in the other columns of the line, now as means of their own."""
        for column, mean in zip(self.columns[1:], self.means[1:], strict=True):
            column.set_colors(self.tints(mean[None])).set_opacity(share)
        self.counter.set_opacity(1 - share)
        return self

    def shrink(self, share: float) -> Self:
        """Shrink every column to a dot, a share 0 … 1 of the way."""
        for column, dot in zip(self.columns, self.dots, strict=True):
            half = (1 - share) * self.wide / 2 + share * POINT
            high = (1 - share) * self.area.height + share * 2 * POINT
            top = (1 - share) * self.area.top + share * (dot.get_y() + POINT)
            lay(column, dot.get_x() - half, dot.get_x() + half, top, high)
            column.set_opacity(1 - share**3)
            dot.set_opacity(share**3)
        return self

    def _crowd_to(self, right: float) -> Self:
        lay(self.crowd, self.start, right, self.area.top, self.area.height)
        return self

    def _sliding(self, share: float, left: float) -> tuple[float, float]:
        """Find the left and right end of the other columns, a share of the way into the first."""
        right = self.start + self.shown * self.wide
        return (1 - share) * self.start + share * left, (1 - share) * right + share * (left + self.wide)


def lay(column: HeatMap, left: float, right: float, top: float, high: float) -> None:
    """Place a column of cells with its top at a height, `high` units high."""
    bottom = top - max(high, 1e-3)
    column.points = np.array([[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0]])
