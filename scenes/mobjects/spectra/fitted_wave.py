"""A value's points over the numbers, and the one wave that explains most of them, with its numbers."""

from __future__ import annotations

from functools import partial
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Group,
    ReplacementTransform,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
)

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.rates import first_half, gently, second_half
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.spectra.winding_circle import WindingCircle
from transparent_box.scenes.mobjects.waves.wave_panel import WavePanel
from transparent_box.scenes.mobjects.words.lettering import formula, words

WAITING = 0.22  # opacity of a point to which nobody has counted yet
TURNS_DIM = 0.12  # of a count, in which points get so dim
THREAD = 0.03  # units, breadth of the line that joins points
LAG = 1.5  # times as long as a point is on its way, the last one starts after the first
BEYOND = 1.15  # of the furthest value, how far the plot reaches


class FittedWave(Group):
    """Values (p,) about zero in colors `seen` (p, 4), and `wave` = frequency, amplitude, phase and R², in an area.

    `plot` is the axes and the name, `cloud` the points, dim while others are counted, `thread` joins what is counted,
    without which a steep wave is a mere scatter of points, `curve` the wave and `fact` its numbers.
    Zero is at the height `zero`, and a value of one lies one `unit` above it.
    """

    def __init__(
        self, values: Floats, wave: tuple[int, float, float, float], name: str, seen: Floats, area: Area, theme: Theme
    ) -> None:
        self.over = partial(FittedWave, values, wave, name, seen, theme=theme)  # the same, over another area
        frequency, amplitude, phase, r2 = wave
        reach, sign = max(float(np.abs(values).max()), np.finfo(float).tiny), "-" if phase < 0 else "+"
        code = f"{decimal(amplitude)} dot cos({frequency} dot 2 pi y\\/{len(values)} {sign} {decimal(abs(phase))})"
        self.fact = formula(f"{code} quad R^2 = {decimal(r2, 3)}", Size.LABEL, theme.accent)
        panel = WavePanel(len(values), BEYOND, area, (words(name, Size.LABEL, theme.text), self.fact), theme)
        self.plot = VGroup(panel.zero, panel.side, panel.title)
        self.there = panel.places(np.asarray(values) / reach)
        self.zero, self.unit = float(panel.zero.get_y()), float(panel.side.height) / 2 / BEYOND / reach
        self.cloud, self.seen = PointCloud(self.there, seen, POINT), np.asarray(seen)
        self.thread = PolylineSet([self.there], rgba(theme.grid)[None], THREAD)
        self.curve = panel.wave(frequency, -phase, theme.accent, amplitude=amplitude / reach)
        super().__init__(self.plot, self.cloud, self.curve, self.fact)
        self.count(0.0)

    def end_at(self, right: float) -> Self:
        """Let the axes end there, and what is written of the wave, where that is wider, end there as well."""
        moved = (right - self.plot[0].get_right()[0]) * RIGHT
        self.there = self.there + moved
        for part in (self.plot, self.cloud, self.curve):
            part.shift(moved)
        self.fact.shift(min(moved[0], right - self.fact.get_right()[0]) * RIGHT)
        return self

    def count(self, share: float) -> None:
        """Let the points of the first numbers, a share of all, be bright; the others soon wait for them, dim."""
        waiting = np.clip(np.arange(len(self.seen)) + 1 - share * len(self.seen), 0, 1)[:, None]
        waiting = waiting * min(share / TURNS_DIM, 1.0)
        self.cloud.set_colors(self.seen * (1 - (1 - WAITING) * waiting * [0, 0, 0, 1]))
        last, drawn = share * (len(self.there) - 1), self.there.copy()
        drawn[int(last) + 1 :] = part_way(self.there, last)
        self.thread.set_curves([drawn])

    def make_room(self, circle: WindingCircle) -> list[Animation]:
        """Let the plot shrink into a circle's row, or into the circle; axes become the cross, the name goes first."""
        axes = ReplacementTransform(self.plot[:2].copy(), circle.cross)
        points = circle.row.come() if circle.row else [self.cloud.animate.set_positions(circle.row_in_it())]
        moved, goes = circle.row.cloud if circle.row else self.cloud, FadeOut(self.plot[2], rate_func=first_half)

        def follow(thread: PolylineSet, share: float) -> None:
            thread.set_curves([moved.points]).set_opacity(1 - first_half(share))

        joined = UpdateFromAlphaFunc(self.thread, follow, rate_func=linear, remover=True)
        return [axes, goes, *points, joined, FadeIn(circle.ring, circle.counter, rate_func=second_half)]

    def roll_up(self, circle: WindingCircle) -> list[Animation]:
        """Let the points go over from that row, the first first, until they stand upright over their mean.

        What is written where they cross comes behind them.
        """
        row, behind = circle.row, np.linspace(0, LAG, len(self.there))[:, None]
        start, radius = (row.end, row.cloud.radius) if row else (circle.row_in_it(), POINT)
        end = circle.place(circle.wound(0))

        def move(cloud: PointCloud, share: float) -> None:
            eased = gently(np.clip((1 + LAG) * share - behind, 0, 1))
            cloud.set_positions((1 - eased) * start + eased * end)
            cloud.radius = (1 - share) * radius + share * POINT

        goes = UpdateFromAlphaFunc(self.cloud, move, rate_func=linear)
        return [goes, FadeIn(circle.tip, circle.bars, rate_func=second_half)]

    def unroll(self, circle: WindingCircle, turns: int) -> list[Animation]:
        """Unwind the points of a circle, wound so often, to where they are in the plot, which comes."""
        unwind = partial(self.unrolled, circle, turns)
        points = UpdateFromAlphaFunc(self.cloud, lambda cloud, share: cloud.set_positions(unwind(share)))
        return [points, AnimationGroup(FadeIn(self.plot, rate_func=second_half))]  # whose own pace a group keeps

    def unrolled(self, circle: WindingCircle, turns: float, share: float) -> Floats:
        """(p, 3) where points are that have gone a share of their way, unwinding as they go."""
        wound = circle.place(circle.wound(turns * (1 - share)))
        placed: Floats = (1 - share) * wound + share * self.there
        return placed

    def gather(self, foot: Floats, top: Floats) -> list[Animation]:
        """Let points and wave close up until they stand upright between two points (3,); the rest leaves early."""
        closed = self.closed_up(foot, top)
        moved = self.cloud.animate.set_positions(self.upright(self.there, foot, top))
        gone = FadeOut(self.plot, self.fact, rate_func=first_half)
        return [moved, Transform(self.curve, closed), AnimationGroup(gone)]

    def closed_up(self, foot: Floats, top: Floats) -> VMobject:
        """Copy the wave, upright between two points (3,)."""
        return self.curve.copy().set_points(self.upright(self.curve.points, foot, top))

    def upright(self, points: Floats, foot: Floats, top: Floats) -> Floats:
        """(n, 3) points of the plot on the way from `foot` to `top`, as high as they stand among its values."""
        low, high = (float(edge(self.there[:, 1])) for edge in (np.min, np.max))
        share = np.clip((points[:, 1] - low) / max(high - low, 1e-9), 0, 1)
        gathered: Floats = np.asarray(foot) + share[:, None] * (np.asarray(top) - foot)
        return gathered
