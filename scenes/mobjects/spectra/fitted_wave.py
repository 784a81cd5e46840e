"""A value's points over the numbers, and the single wave that explains most of their variance, with its formula."""

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

WAITING = 0.22  # opacity of a point that has not been counted yet
TURNS_DIM = 0.12  # share of a count in which points dim to that
THREAD = 0.03  # units, width of the line that joins points
LAG = 1.5  # delay of the last point's start after the first's, in durations of one point's move
BEYOND = 1.15  # range of the plot, in largest values


class FittedWave(Group):
    """Values (p,) round zero as points in `colors` (p, 4), and `wave` = (frequency, amplitude, phase, R²).

    The wave is amplitude · cos(2π · frequency · y / p + phase). `plot` is the axes and the name, `cloud` the points,
    `curve` the wave and `fact` its formula and R². `thread` joins the points counted so far: without it, a steep wave
    would look like scattered points. Zero is at the height `zero`, and a value of 1 is `unit` units above it.
    """

    def __init__(
        self, values: Floats, wave: tuple[int, float, float, float], name: str, colors: Floats, area: Area, theme: Theme
    ) -> None:
        self.over = partial(FittedWave, values, wave, name, colors, theme=theme)  # makes the same over another area
        frequency, amplitude, phase, r2 = wave
        reach, sign = max(float(np.abs(values).max()), np.finfo(float).tiny), "-" if phase < 0 else "+"
        code = f"{decimal(amplitude)} dot cos({frequency} dot 2 pi y\\/{len(values)} {sign} {decimal(abs(phase))})"
        self.fact = formula(f"{code} quad R^2 = {decimal(r2, 3)}", Size.LABEL, theme.accent)
        panel = WavePanel(len(values), BEYOND, area, (words(name, Size.LABEL, theme.text), self.fact), theme)
        self.plot = VGroup(panel.zero, panel.side, panel.title)
        self.spots = panel.places(np.asarray(values) / reach)
        self.zero, self.unit = float(panel.zero.get_y()), float(panel.side.height) / 2 / BEYOND / reach
        self.cloud, self.colors = PointCloud(self.spots, colors, POINT), np.asarray(colors)
        self.thread = PolylineSet([self.spots], rgba(theme.grid)[None], THREAD)
        self.curve = panel.wave(frequency, -phase, theme.accent, amplitude=amplitude / reach)
        super().__init__(self.plot, self.cloud, self.curve, self.fact)
        self.count(0.0)

    def end_at(self, right: float) -> Self:
        """Shift the plot until its axes end at `right` (units); a wider formula ends there as well."""
        moved = (right - self.plot[0].get_right()[0]) * RIGHT
        self.spots = self.spots + moved
        for part in (self.plot, self.cloud, self.curve):
            part.shift(moved)
        self.fact.shift(min(moved[0], right - self.fact.get_right()[0]) * RIGHT)
        return self

    def count(self, share: float) -> None:
        """Count a share (0 … 1) of the points: these are bright and joined, the others dim."""
        waiting = np.clip(np.arange(len(self.colors)) + 1 - share * len(self.colors), 0, 1)[:, None]
        waiting = waiting * min(share / TURNS_DIM, 1.0)
        self.cloud.set_colors(self.colors * (1 - (1 - WAITING) * waiting * [0, 0, 0, 1]))
        last, drawn = share * (len(self.spots) - 1), self.spots.copy()
        drawn[int(last) + 1 :] = part_way(self.spots, last)
        self.thread.set_curves([drawn])

    def make_room(self, circle: WindingCircle) -> list[Animation]:
        """Shrink the points into a circle's row, or into the circle; the axes become its cross; the name fades out."""
        axes = ReplacementTransform(self.plot[:2].copy(), circle.cross)
        points = circle.row.come() if circle.row else [self.cloud.animate.set_positions(circle.row_in_it())]
        moved, goes = circle.row.cloud if circle.row else self.cloud, FadeOut(self.plot[2], rate_func=first_half)

        def follow(thread: PolylineSet, share: float) -> None:
            thread.set_curves([moved.points]).set_opacity(1 - first_half(share))

        joined = UpdateFromAlphaFunc(self.thread, follow, rate_func=linear, remover=True)
        return [axes, goes, *points, joined, FadeIn(circle.ring, circle.counter, rate_func=second_half)]

    def roll_up(self, circle: WindingCircle) -> list[Animation]:
        """Move the points from that row to the unwound circle one after the other: a vertical line round their mean.

        The bars fade in behind them.
        """
        row, behind = circle.row, np.linspace(0, LAG, len(self.spots))[:, None]
        start, radius = (row.end, row.cloud.radius) if row else (circle.row_in_it(), POINT)
        end = circle.place(circle.wound(0))

        def move(cloud: PointCloud, share: float) -> None:
            eased = gently(np.clip((1 + LAG) * share - behind, 0, 1))
            cloud.set_positions((1 - eased) * start + eased * end)
            cloud.radius = (1 - share) * radius + share * POINT

        goes = UpdateFromAlphaFunc(self.cloud, move, rate_func=linear)
        return [goes, FadeIn(circle.tip, circle.bars, rate_func=second_half)]

    def unroll(self, circle: WindingCircle, turns: int) -> list[Animation]:
        """Unwind the points of a circle from `turns` turns to their places in the plot, which fades in."""
        unwind = partial(self.unrolled, circle, turns)
        points = UpdateFromAlphaFunc(self.cloud, lambda cloud, share: cloud.set_positions(unwind(share)))
        return [points, AnimationGroup(FadeIn(self.plot, rate_func=second_half))]  # a group keeps its rate function

    def unrolled(self, circle: WindingCircle, turns: float, share: float) -> Floats:
        """Return the points (p, 3) a share (0 … 1) of the way, unwinding as they move."""
        wound = circle.place(circle.wound(turns * (1 - share)))
        placed: Floats = (1 - share) * wound + share * self.spots
        return placed

    def gather(self, foot: Floats, top: Floats) -> list[Animation]:
        """Compress points and wave to the line between two points (3,), while the rest fades out early."""
        closed = self.closed_up(foot, top)
        moved = self.cloud.animate.set_positions(self.upright(self.spots, foot, top))
        gone = FadeOut(self.plot, self.fact, rate_func=first_half)
        return [moved, Transform(self.curve, closed), AnimationGroup(gone)]

    def closed_up(self, foot: Floats, top: Floats) -> VMobject:
        """Return a copy of the wave, compressed to the line between two points (3,)."""
        return self.curve.copy().set_points(self.upright(self.curve.points, foot, top))

    def upright(self, points: Floats, foot: Floats, top: Floats) -> Floats:
        """Map points (n, 3) of the plot to the line from `foot` to `top`, by their height among all values."""
        low, high = (float(edge(self.spots[:, 1])) for edge in (np.min, np.max))
        share = np.clip((points[:, 1] - low) / max(high - low, 1e-9), 0, 1)
        gathered: Floats = np.asarray(foot) + share[:, None] * (np.asarray(top) - foot)
        return gathered
