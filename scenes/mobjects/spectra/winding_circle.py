"""A value's points wound round a circle, and an arrow to their mean, which is far from the center at its frequency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    UP,
    Animation,
    Arc,
    Circle,
    Dot,
    Group,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.rates import gently
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.spectra.spectrum_bars import SpectrumBars
from transparent_box.scenes.mobjects.spectra.turned_row import TurnedRow
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

FILL = 0.92  # distance of the largest value from the center, as a share of the radius
THREAD = 0.03  # units, width of the thread
CLEAR = 0.55  # opacity of the thread
CHORDS = (0.08, 0.16)  # turns from point to point between which the thread fades out
CLEAR_OF = 0.3  # units from points to a bracket
TICK = 0.07  # units, half of the length of a bracket's end
ROUND = 0.5  # radius of the arc that shows the arrow's angle, in lengths of the arrow
BACK = 0.25  # opacity of points while their copies go to the mean
TURNS = 0.2  # share of that time in which they dim, and light up again
BESIDE, SQUARE = 0.42, 0.58  # share of the width for a circle in a wide frame, and in others that are not tall
UNDER = 0.66  # share of the height for one in a tall frame
HEAD = 0.7  # units above the circle for the count of turns


class WindingCircle(Group):
    """A circle with points in `colors` (p, 4) and an arrow to their mean; `wound(turns)` gives them, complex (p,).

    The real axis points up, so that unwound points lie on a vertical line; the largest is near the circle. A `thread`
    joins each point to the next unless that would be mere chords. The `bars` are drawn up to the current number of
    turns, and the `row` is cut by it. `mark` can hold a copy of one mean's arrow.
    """

    def __init__(
        self,
        wound: Callable[[float], Floats],
        bars: SpectrumBars,
        colors: Floats,
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
        self.cloud = PointCloud(np.zeros((len(colors), 3)), colors, POINT)
        self.colors = np.asarray(colors)
        self.copies = PointCloud(np.zeros((len(colors), 3)), self.colors * [1, 1, 1, 0], POINT)
        self.thread = PolylineSet(np.zeros((len(colors) - 1, 2, 3)), self.colors[:-1], THREAD)
        self.arrow = Line(self.middle, self.middle + 1e-3, color=theme.accent, stroke_width=6)
        self.tip = Dot(radius=0.11, color=theme.accent)
        self.counter = Counter("turns:", f"{most}.0", "", Size.HEADLINE, theme.text)
        self.counter.move_to([room.center[0], area.top - HEAD / 2, 0])
        self.beside = Group(bars, *([row] if row else []))
        self.frame = Group(self.ring, self.cross, self.counter, self.beside)
        self.mark, self.theme = VGroup(), theme
        self.rest = self.counter, self.thread, self.beside, self.mark  # all but the circle, its arrow and the points
        super().__init__(self.frame, self.thread, self.copies, self.cloud, self.mark, self.arrow, self.tip)
        self.turn(0.0).draw(0.0)

    def place(self, values: Floats) -> Floats:
        """Return the points (…, 3) of complex values (…)."""
        up = self.scale_of * 1j * np.asarray(values)
        placed: Floats = np.stack([up.real, up.imag, 0 * up.real], axis=-1) + self.middle
        return placed

    def row_in_it(self) -> Floats:
        """Return the unwound points (p, 3), spread sideways from edge to edge."""
        upright, reach = self.place(self.wound(0)), FILL * self.ring.width / 2
        along: Floats = upright + np.linspace(-reach, reach, len(upright))[:, None] * [1, 0, 0]
        return along

    def turn(self, turns: float) -> Self:
        """Wind the points by `turns` turns from the first to the last."""
        self._stand(self.wound(turns), turns)
        self.counter.show(f"{abs(turns):.1f}")  # an easing may start just below 0
        return self

    def between(self, start: float, end: float) -> Callable[[float], object]:
        """Return a function of a share (0 … 1) that winds from one number of turns to another and draws the bars."""
        return lambda share: self.draw(start + share * (end - start))

    def once(self, share: float) -> Self:
        """Wind to two turns and back to none, a share (0 … 1) of the way: for values of frequency 1."""
        return self.turn(2 * np.sin(np.pi * share))

    def meeting(self) -> Animation:
        """Move a copy of each point to their mean, while the points are dim."""
        start, end, thread = self.cloud.points.copy(), self.tip.get_center(), self.thread.colors.copy()

        def go(_: Mobject, time: float) -> None:
            dimmed, share = gently(np.clip(np.array([min(time, 1 - time) / TURNS, time / (1 - TURNS)]), 0, 1))
            left = [1, 1, 1, 1 - (1 - BACK) * dimmed]
            self.cloud.set_colors(self.colors * left)
            self.thread.set_colors(thread * left)
            self.copies.set_positions(start + share * (end - start)).set_colors(self.colors * [1, 1, 1, dimmed])

        return UpdateFromAlphaFunc(self, go, rate_func=linear)

    def mark_mean(self, turns: int) -> VMobject:
        """Keep a dim copy of the arrow, for comparison, and return the name of its bar."""
        self.mark.add(*(part.copy().set_color(self.theme.dim) for part in (self.arrow, self.tip)))
        return self.bars.tag(turns)

    def measured(self, turns: int) -> VGroup:
        """Write the amplitude, which is twice the mean's distance from the center, and the mean's angle from vertical.

        A bracket of that length stands beside the points of a wave, which lie on a circle of that diameter.
        """
        mean = self.wound(turns).mean()
        angle, ink, arm = float(np.angle(mean)), self.theme.text, self.place(mean) - self.middle
        far, turned = max(float(np.linalg.norm(arm)), 1e-9), np.copysign(1.0, angle)
        side = turned * np.array([-arm[1], arm[0], 0.0]) / far
        start, end, out = self.middle + (far + CLEAR_OF) * side, 2 * arm, TICK * side
        way = [start - out, start + out, start, start + end, start + end + out, start + end - out]
        height, begins = (words(decimal(value), Size.LABEL, ink) for value in (2 * abs(mean), abs(angle)))
        height.move_to(start + end / 2 + side * (0.15 + (np.abs(side[:2]) @ [height.width, height.height]) / 2))
        arc = Arc(ROUND * far, np.pi / 2, angle, arc_center=self.middle, color=ink, stroke_width=3)
        upright = Line(self.middle, self.middle + far * UP, color=ink, stroke_width=3)
        begins.next_to(upright.get_end(), turned * RIGHT, 0.15)
        return VGroup(VMobject(color=ink, stroke_width=3).set_points_as_corners(way), height, upright, arc, begins)

    def settle(self, start: float, end: float, share: float) -> Self:
        """Move the points straight from one winding to another, a share (0 … 1) of the way.

        No number of turns corresponds to the points between, so the count fades from one to the other.
        """
        self._stand((1 - share) * self.wound(start) + share * self.wound(end), start + share * (end - start))
        self.counter.show(f"{start if share < 0.5 else end:.1f}").number.set_opacity(abs(1 - 2 * share))
        return self

    def _stand(self, points: Floats, turns: float) -> None:
        """Show complex points (p,) with their mean, and cut the row by the turns."""
        placed = self.place(points)
        self.cloud.set_positions(placed)
        self.thread.set_curves(np.stack([placed[:-1], placed[1:]], axis=1))
        smooth = np.interp(turns / len(placed), CHORDS, (CLEAR, 0.0))
        self.thread.set_colors(self.colors[:-1] * [1, 1, 1, smooth])
        end = self.place(points.mean())
        self.arrow.set_points_as_corners([self.middle, end])  # anew: moves would accumulate rounding errors
        self.tip.move_to(end)
        if self.row:
            self.row.show(turns)

    def draw(self, turns: float) -> Self:
        """Wind by `turns` turns, and draw the bars up to there."""
        self.bars.show(turns)
        return self.turn(turns)


def for_circle_and_bars(area: Area, wide: bool) -> tuple[Area, Area]:
    """Divide an area for a circle and for bars at its right, or above it where the area is tall."""
    share = BESIDE if wide else UNDER if area.height > area.width else SQUARE
    return area.parts(share, Gap.FAR, wide=1.0)
