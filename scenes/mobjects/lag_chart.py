"""A chart of how alike a curve's points are by how far apart they are, with its trough and its crest marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DOWN, UP, Dot, Group, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.chart import Chart
from transparent_box.scenes.mobjects.curve_tags import plated
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.thread import Thread

CURVE, MARK, RADIUS = 0.06, 0.1, 0.035  # units: the curve's width, a mark's radius, a line's width to a point
HEAD = 0.25  # units above the axes


class LagChart(Chart):
    """Mean cosines (n,) of points 0, 1 … n − 1 values apart, in an area; `marks` are lags to mark, for who adds them.

    `lag` is where the cursor stands; the curve is drawn as far as it has come.
    """

    def __init__(self, profile: Floats, marks: tuple[int, ...], unit: str, area: Area, theme: Theme) -> None:
        title = words("mean cosine of two points this far apart", Size.LABEL, theme.text, width=area.width)
        title.move_to([area.center[0], area.top - title.height / 2, 0])
        x, y, last = Axis(0, len(profile) - 1, False, unit), Axis(-1, 1, False, ""), len(profile) - 1
        look = {"grid": theme.grid, "dim": theme.dim}
        room = area.less_top(title.height + Gap.NEAR)
        super().__init__(x, y, room, furthest=last, head=HEAD, size=Size.SMALL, **look)
        self.add(title)
        self.profile = self.curve(np.arange(len(profile)), profile, theme.text, CURVE)
        self.pointer = self.cursor(theme.dim, MARK)
        self.marks = VGroup(*(self._mark(lag, float(profile[lag]), theme) for lag in marks))
        self.stand(0.0)

    def stand(self, lag: float) -> Self:
        """Draw the curve up to a lag, the cursor at its end."""
        self.reveal(max(lag, 1e-3))
        self.pointer.stand(lag)
        return self

    def draw_on(self, share: float) -> Self:
        """Draw the curve from where the cursor stands, which stays there, a share of the way to its end."""
        self.reveal(self.pointer.x + share * (self.x.high - self.pointer.x))
        return self

    def _mark(self, lag: int, value: float, theme: Theme) -> VGroup:
        place, side = self.places([lag], [value])[0], UP if value > 0 else DOWN
        label = words(f"{decimal(value)} at {lag}", Size.LABEL, theme.text)
        plate, said = plated(label, theme.ground, label.height)  # the cursor may stand there
        return VGroup(Dot(place, MARK, color=theme.text), plate.move_to(said.next_to(place, side, Gap.NEAR)), said)


class LagWalk(Group):
    """Two points of a thread, one going on from the other, and on a chart how alike points so far apart are.

    From the thread's mean a line leads to each: they point that way.
    """

    def __init__(self, thread: Thread, first: int, chart: LagChart, theme: Theme) -> None:
        self.thread, self.first, self.chart = thread, first, chart
        self.pair = PointCloud(np.zeros((2, 3)), np.tile(rgba(theme.text), (2, 1)), 1.6 * MARK, thread.space)
        self.radii = PolylineSet(np.zeros((2, 2, 3)), np.tile(rgba(theme.text), (2, 1)), RADIUS, thread.space)
        self.middle = PointCloud(self._mean(), rgba(theme.text)[None], MARK, thread.space)
        super().__init__(chart, self.radii, self.middle, self.pair)
        self.stand(0.0)

    def stand(self, lag: float) -> Self:
        """Let the second point be so many values further on."""
        points = self.thread.cloud.points
        places, at = np.arange(len(points)), [self.first, self.first + lag]
        ends = np.column_stack([np.interp(at, places, points[:, axis]) for axis in range(3)])
        self.pair.set_positions(ends)
        self.radii.set_curves(np.stack([np.repeat(self._mean(), 2, axis=0), ends], axis=1))
        self.chart.stand(lag)
        return self

    def on_the_way(self, lag: float) -> Callable[[float], Self]:
        """Return what lets the second point go a share of the way from where it is to so many values further on."""
        start = self.chart.pointer.x
        return lambda share: self.stand((1 - share) * start + share * lag)

    def _mean(self) -> Floats:
        """(1, 3) the middle of all points."""
        return np.asarray(self.thread.cloud.points.mean(axis=0, keepdims=True))
