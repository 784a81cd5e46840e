"""The R² of many neurons, a dot each, in the place of a desk's wave of y, beside the one neuron that the desk is of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, FadeOut, Group, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.utils.rate_functions import squish_rate_func

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme, Time
from transparent_box.scenes.mobjects.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.lift_desk import LiftDesk
from transparent_box.scenes.mobjects.point_cloud import PointCloud

DOT, LARGE = 0.4 * POINT, 1.5 * POINT  # units, the radius of a dot, and of the desk's own
APART = 2.4 * DOT  # units from one dot to the next, and from row to row
FADES = 0.25  # of the time in which dots come, that each takes
FIRST, THEN = squish_rate_func(smooth, 0.0, 0.45), squish_rate_func(smooth, 0.45, 1.0)  # one goes, one comes


class ShareSwarm(Group):
    """Shares (n,), 0 … 1, beside a desk: rows of dots on an upright scale, larger the one that the desk's own R² is.

    `axis`, `cloud`, `one` and `typical`, a line at their median, are its parts.
    """

    def __init__(self, shares: Floats, desk: LiftDesk, theme: Theme) -> None:
        self.desk, area, half = desk, desk.aside_area, float(np.median(shares))
        head = words(f"R² of {len(shares)} neurons", Size.LABEL, theme.text, width=area.width)
        head.move_to([area.left, 0, 0], LEFT).shift([0, desk.title[0].baseline - head.baseline, 0])
        ends = [words(percent(share), Size.SMALL, theme.dim) for share in (0.0, 1.0)]
        left, high = area.left + max(end.width for end in ends) + Gap.NEAR, ends[0].height
        self.foot = np.array([left, area.bottom + high / 2, 0])
        self.top = np.array([left, head.get_bottom()[1] - Gap.NEAR - high / 2, 0])
        for end, place in zip(ends, (self.foot, self.top), strict=True):
            end.next_to(place, LEFT, Gap.NEAR / 2)
        self.axis = VGroup(head, Line(self.foot, self.top, color=theme.grid, stroke_width=1.5), *ends)
        told = words(percent(half), Size.LABEL, theme.text)
        self.reach = area.right - left - told.width - Gap.NEAR
        line = Line(self.at(half), self.at(half) + self.reach * RIGHT, color=theme.text, stroke_width=2.5)
        self.typical = VGroup(line, told.next_to(line, RIGHT, Gap.NEAR / 2))
        self.cloud = PointCloud(self._rows(shares), np.tile(rgba(theme.cos_x), (len(shares), 1)), DOT)
        self.one = PointCloud((self.at(desk.r2) + LARGE * RIGHT)[None], np.array([rgba(theme.text)]), LARGE)
        super().__init__(self.axis, self.cloud, self.typical, self.one)

    def at(self, share: float) -> Floats:
        """(3,) where a share is on the scale."""
        place: Floats = self.foot + share * (self.top - self.foot)
        return place

    def _rows(self, shares: Floats) -> Floats:
        """(n, 3) each at its height, those that are as high as a row beside each other, from the scale on."""
        places = np.array([self.at(share) for share in shares])
        rows, start = np.floor(places[:, 1] / APART), 2 * LARGE
        for row in np.unique(rows):
            here = np.flatnonzero(rows == row)
            places[here, 0] += start + np.arange(1, len(here) + 1) * min(APART, (self.reach - start) / len(here))
        return places

    def visit(self) -> Iterator[tuple[list[Animation], float]]:
        """Yield moves and their seconds: the desk's R² comes out of where it is written, then all, then their median.

        The wave of y stands back for them, and comes again as they go.
        """
        written, goal, ink = self.desk.lifted.panel.fact.get_center(), self.one.points[0], self.one.colors.copy()

        def fly(one: PointCloud, share: float) -> None:
            one.set_positions((written + share * (goal - written))[None]).set_colors(ink * [1, 1, 1, min(3 * share, 1)])

        def come(cloud: PointCloud, share: float) -> None:
            cloud.colors[:, 3] = passed(share, np.linspace(0, 1, len(cloud.points)), FADES)

        yield (
            [self._stand_back(0, 1), FadeIn(self.axis, rate_func=THEN), UpdateFromAlphaFunc(self.one, fly)],
            Time.STEADY,
        )
        yield [UpdateFromAlphaFunc(self.cloud, come, rate_func=linear)], 0.8 * Time.STEADY
        yield [FadeIn(self.typical)], Time.STEADY
        yield [FadeOut(self, rate_func=FIRST), self._stand_back(1, 0)], Time.STEADY

    def _stand_back(self, start: float, end: float) -> Animation:
        """Let the wave of y go, or come again."""
        pace = FIRST if end > start else THEN
        return UpdateFromAlphaFunc(
            self.desk.aside, lambda _, share: self.desk.stand_back(start + share * (end - start)), rate_func=pace
        )
