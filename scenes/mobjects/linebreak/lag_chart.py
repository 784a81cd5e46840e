"""A chart of how similar a curve's points are by how far apart they are, with its trough and its crest marked."""

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

CURVE = 0.06  # units, width of the curve
MARK = 0.1  # units, radius of a mark
THREAD = 0.035  # units, width of a line to a point in space
HEAD = 0.25  # units above the axes


class LagChart(Chart):
    """A chart of the mean cosines (n,) of points 0, 1 … n − 1 values apart, in an area.

    `marks` are marks at given lags, which the caller adds. The curve is drawn up to `lag`, where the cursor is.
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
        """Draw the curve up to a lag, with the cursor at its end."""
        self.reveal(max(lag, 1e-3))
        self.pointer.stand(lag)
        return self

    def draw_on(self, share: float) -> Self:
        """Draw the curve on from the cursor, which stays, a share 0 … 1 of the way to its end."""
        self.reveal(self.pointer.x + share * (self.x.high - self.pointer.x))
        return self

    def _mark(self, lag: int, value: float, theme: Theme) -> VGroup:
        place = self.places([lag], [value])[0]
        label = words(f"{decimal(value)} at {lag}", Size.LABEL, theme.text)
        over = value > 0 or place[1] - self.area.bottom < Gap.NEAR + label.height  # clear of the axis' numerals
        plate, said = plated(label, theme.ground, label.height)  # the cursor may stand there
        said.next_to(place, UP if over else DOWN, Gap.NEAR)
        return VGroup(Dot(place, MARK, color=theme.text), plate.move_to(said), said)


class LagWalk(Group):
    """Two points of a curve, the second of which moves away, and a chart of how similar points that far apart are.

    Each of `threads` shows the curve in other directions. On each, lines lead from the mean to both points: their
    directions are what is compared.
    """

    def __init__(self, threads: Sequence[Thread], first: int, chart: LagChart, theme: Theme) -> None:
        self.first, self.chart = first, chart
        self.rays = [Rays(thread, theme) for thread in threads]
        super().__init__(chart, *self.rays)
        self.stand(0.0)

    def stand(self, lag: float) -> Self:
        """Move the second point `lag` values away from the first."""
        for rays in self.rays:
            rays.point_at(self.first, self.first + lag)
        self.chart.stand(lag)
        return self

    def on_the_way(self, lag: float) -> Callable[[float], Self]:
        """Return a function of a share 0 … 1 that moves the second point from where it is to `lag` values away."""
        start = self.chart.pointer.x
        return lambda share: self.stand((1 - share) * start + share * lag)


class Rays(Group):
    """Lines from the middle of a thread to two of its points."""

    def __init__(self, thread: Thread, theme: Theme) -> None:
        self.curve, space, ink = np.array(thread.cloud.points), thread.space, rgba(theme.text)
        self.middle = self.curve.mean(axis=0, keepdims=True)
        self.pair = PointCloud(np.zeros((2, 3)), np.tile(ink, (2, 1)), 1.6 * MARK, space)
        self.lines = PolylineSet(np.zeros((2, 2, 3)), np.tile(ink, (2, 1)), THREAD, space)
        super().__init__(self.lines, PointCloud(self.middle, ink[None], MARK, space), self.pair)

    def point_at(self, *places: float) -> Self:
        """Point at two places on the thread, by (fractional) index."""
        every = np.arange(len(self.curve))
        ends = np.column_stack([np.interp(places, every, axis) for axis in self.curve.T])
        self.pair.set_positions(ends)
        self.lines.set_curves(np.stack([np.repeat(self.middle, 2, axis=0), ends], axis=1))
        return self


def most_usual(points: Floats, profile: Floats, lags: Sequence[int]) -> int:
    """Find the point (n, d) whose cosines with those `lags` further on are closest to the mean (n,).

    So what these two points show is true of all.
    """
    about = points - points.mean(axis=0)
    about = about / np.linalg.norm(about, axis=1, keepdims=True)
    starts = len(points) - max(lags)
    alike = np.array([[about[start] @ about[start + lag] for lag in lags] for start in range(starts)])
    return int(np.abs(alike - profile[[*lags]]).sum(axis=1).argmin())
