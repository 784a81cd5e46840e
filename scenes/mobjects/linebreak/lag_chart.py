"""A chart of how alike a curve's points are by how far apart they are, with its trough and its crest marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import DOWN, UP, Dot, Group, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.charts.curve_tags import plated
from transparent_box.scenes.mobjects.linebreak.thread import Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

CURVE = 0.06  # units wide is the curve
MARK = 0.1  # units, the radius of a mark
THREAD = 0.035  # units wide is a line to a point in space
HEAD = 0.25  # units above the axes


class LagChart(Chart):
    """Mean cosines (n,) of points 0, 1 … n − 1 values apart, in an area; `marks` are lags to mark, for who adds them.

    `lag` is where the cursor stands; the curve is drawn as far as it has come.
    """

    def __init__(self, profile: Floats, marks: Sequence[int], unit: str, area: Area, theme: Theme) -> None:
        title = words("mean cosine, in all directions", Size.LABEL, theme.text, width=area.width)
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
        place = self.places([lag], [value])[0]
        label = words(f"{decimal(value)} at {lag}", Size.LABEL, theme.text)
        over = value > 0 or place[1] - self.area.bottom < Gap.NEAR + label.height  # it hides no numeral of the axis
        plate, said = plated(label, theme.ground, label.height)  # the cursor may stand there
        said.next_to(place, UP if over else DOWN, Gap.NEAR)
        return VGroup(Dot(place, MARK, color=theme.text), plate.move_to(said), said)


class LagWalk(Group):
    """Two points of a curve, one going on from the other, and on a chart how alike points so far apart are.

    Each of `threads` shows the curve in other directions, and on each the two are seen: from the mean a line leads to
    them, and they point that way.
    """

    def __init__(self, threads: Sequence[Thread], first: int, chart: LagChart, theme: Theme) -> None:
        self.first, self.chart = first, chart
        self.rays = [Rays(thread, theme) for thread in threads]
        super().__init__(chart, *self.rays)
        self.stand(0.0)

    def stand(self, lag: float) -> Self:
        """Let the second point be so many values further on."""
        for rays in self.rays:
            rays.point_at(self.first, self.first + lag)
        self.chart.stand(lag)
        return self

    def on_the_way(self, lag: float) -> Callable[[float], Self]:
        """Return what lets the second point go a share of the way from where it is to so many values further on."""
        start = self.chart.pointer.x
        return lambda share: self.stand((1 - share) * start + share * lag)


class Rays(Group):
    """Lines that lead from the middle of a thread to two of its points."""

    def __init__(self, thread: Thread, theme: Theme) -> None:
        self.curve, space, ink = np.array(thread.cloud.points), thread.space, rgba(theme.text)
        self.middle = self.curve.mean(axis=0, keepdims=True)
        self.pair = PointCloud(np.zeros((2, 3)), np.tile(ink, (2, 1)), 1.6 * MARK, space)
        self.lines = PolylineSet(np.zeros((2, 2, 3)), np.tile(ink, (2, 1)), THREAD, space)
        super().__init__(self.lines, PointCloud(self.middle, ink[None], MARK, space), self.pair)

    def point_at(self, *places: float) -> Self:
        """Lead to two places on the thread, in points from its first."""
        every = np.arange(len(self.curve))
        ends = np.column_stack([np.interp(places, every, axis) for axis in self.curve.T])
        self.pair.set_positions(ends)
        self.lines.set_curves(np.stack([np.repeat(self.middle, 2, axis=0), ends], axis=1))
        return self


def most_usual(points: Floats, profile: Floats, lags: Sequence[int]) -> int:
    """Find which of the points (n, d), and those so many further on, are as alike as such points are in the mean (n,).

    So what two of them are seen to do is what the mean tells of all.
    """
    about = points - points.mean(axis=0)
    about = about / np.linalg.norm(about, axis=1, keepdims=True)
    starts = len(points) - max(lags)
    alike = np.array([[about[start] @ about[start + lag] for lag in lags] for start in range(starts)])
    return int(np.abs(alike - profile[[*lags]]).sum(axis=1).argmin())
