"""A value's points wound round a circle; an arrow leads to their mean, which leaves the middle at the right speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import Circle, Dot, Group, Line, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.spectrum_bars import SpectrumBars
from transparent_box.scenes.mobjects.turned_row import TurnedRow

FILL = 0.92  # of the circle's radius, where the furthest value stands
THREAD, CLEAR = 0.03, 0.55  # units, breadth of the thread, and its opacity
CHORDS = (0.08, 0.16)  # of a turn from point to point: the thread begins to go, and is gone
HEAD = 0.7  # units kept above the circle for the count of turns


class WindingCircle(Group):
    """`wound` gives the points (p,), complex, for any number of turns; the furthest stands near the circle.

    Up is where a point lies that is not turned. A `thread` joins each to the next, while that is not all chords. Where
    it is so far on, `bars` have been drawn and the `row` is cut.
    """

    def __init__(
        self,
        wound: Callable[[float], Floats],
        bars: SpectrumBars,
        seen: Floats,
        area: Area,
        theme: Theme,
        row: TurnedRow | None = None,
    ) -> None:
        reach, most = max(float(np.abs(wound(0)).max()), np.finfo(float).tiny), len(bars.heights)
        room = area.less_top(HEAD)
        self.wound, self.bars, self.row, radius = wound, bars, row, min(room.width, room.height) / 2
        self.middle, self.scale_of = np.array(room.center), FILL * radius / reach
        self.ring = Circle(radius, color=theme.grid, stroke_width=1.5).move_to(self.middle)
        arms = [radius * np.array(way) for way in ([1.0, 0, 0], [0, 1.0, 0])]
        self.cross = VGroup(*(Line(self.middle - arm, self.middle + arm, color=theme.grid) for arm in arms))
        self.cross.set_stroke(width=1, opacity=0.6)
        self.cloud = PointCloud(np.zeros((len(seen), 3)), seen, POINT)
        self.seen = np.asarray(seen)
        self.thread = PolylineSet(np.zeros((len(seen) - 1, 2, 3)), self.seen[:-1], THREAD)
        self.arrow = Line(self.middle, self.middle + 1e-3, color=theme.accent, stroke_width=6)
        self.tip = Dot(radius=0.11, color=theme.accent)
        self.counter = Counter("turns:", f"{most}.0", "", Size.HEADLINE, theme.text)
        self.counter.move_to([room.center[0], area.top - HEAD / 2, 0])
        self.beside = Group(bars, *([row] if row else []))
        self.frame = Group(self.ring, self.cross, self.counter, self.beside)
        self.holds = self.ring, self.cross, self.counter, self.thread
        super().__init__(self.frame, self.thread, self.cloud, self.arrow, self.tip)
        self.turn(0.0).draw(0.0)

    def place(self, values: Floats) -> Floats:
        """(…, 3) where complex values (…) stand."""
        up = self.scale_of * 1j * np.asarray(values)
        placed: Floats = np.stack([up.real, up.imag, 0 * up.real], axis=-1) + self.middle
        return placed

    def row_in_it(self) -> Floats:
        """(p, 3) the points side by side from edge to edge, as high as they will stand."""
        upright, reach = self.place(self.wound(0)), FILL * self.ring.width / 2
        along: Floats = upright + np.linspace(-reach, reach, len(upright))[:, None] * [1, 0, 0]
        return along

    def turn(self, turns: float) -> Self:
        """Wind the points by so many turns for all of them."""
        points = self.wound(turns)
        placed = self.place(points)
        self.cloud.set_positions(placed)
        self.thread.set_curves(np.stack([placed[:-1], placed[1:]], axis=1))
        smooth = np.interp(turns / len(placed), CHORDS, (CLEAR, 0.0))
        self.thread.set_colors(self.seen[:-1] * [1, 1, 1, smooth])
        end = self.place(points.mean())
        self.arrow.set_points_as_corners([self.middle, end])  # moved and scaled, it would remember how it came here
        self.tip.move_to(end)
        self.counter.show(f"{abs(turns):.1f}")  # a pace may start a hair below nothing
        if self.row:
            self.row.show(turns)
        return self

    def draw(self, turns: float) -> Self:
        """Wind by so many turns, the bars drawn up to there."""
        self.bars.show(turns)
        return self.turn(turns)


def lingering(share: float) -> Callable[[float], float]:
    """A pace that takes half of its time for a share of the way, and the other half for the rest."""
    return lambda time: 2 * time * share if time < 0.5 else share + (2 * time - 1) * (1 - share)
