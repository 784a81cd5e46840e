"""Two measured curves that should be a cosine and a sine, in one plot, each with the R² of its points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from manim import DOWN, LEFT, Animation, FadeIn, FadeOut, Group, Line, Mobject, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.wave_panel import HEAD, WavePanel
from transparent_box.scenes.mobjects.words.counter import Counter

TALLEST = 1.45  # height of the plot in widths, at most: in taller plots, waves look like spikes
FAINT = 0.25  # opacity of points in the background
STEMS = (9, 4)  # stroke widths, so that one stem shows behind the other
SPROUT = 0.1  # share of the stems' way in which they grow
REACH = 1.2  # least range of the plot, up and down: the ideal waves reach 1


class Wave(Protocol):
    """A measured wave, as in `model.analysis.probes.Probe`."""

    @property
    def frequency(self) -> int:
        """The number of periods within p numbers."""

    @property
    def output(self) -> Floats:
        """The measured values (p,)."""

    @property
    def ideal(self) -> Floats:
        """The ideal values (p,)."""


class WavePair(Group):
    """Two measured waves as points over the p numbers, and the ideal waves cos(w_k n − phase) as curves, in an area.

    `roles` of the theme color the two; points have the colors `point_colors` (p, 4) instead if given.
    `closeness(values, ideal)` returns R². Both R² stand above the plot, or in an area of their own, `aside`. The plot
    ranges over ±`reach`, or a little more than ±1 if that is larger. Its parts can appear one by one: `axes`, and for
    each wave its `counters`, `clouds` (points) and `waves` (curves).
    """

    def __init__(
        self,
        measured: Sequence[Wave],
        names: Sequence[str],
        roles: Sequence[str],
        point_colors: Floats | None,
        closeness: Callable[[Floats, Floats], float],
        area: Area,
        theme: Theme,
        phases: tuple[float, float] = (0.0, np.pi / 2),
        aside: Area | None = None,
        reach: float = 0.0,
    ) -> None:
        self.inks = inks = [getattr(theme, role) for role in roles]
        self.measured, self.closeness = measured, closeness
        heads = zip(names, inks, strict=True)
        self.counters = [Counter(f"{name}: R² =", "0.000", "", Size.LABEL, ink) for name, ink in heads]
        count = len(measured[0].output)
        room = area.inside(up=max(0.0, area.height - TALLEST * area.width))
        room = room.less_top(-HEAD - self.counters[0].height) if aside else room
        self.panel = WavePanel(count, max(reach, REACH), room, (self.counters[0], self.counters[1]), theme)
        if aside:
            VGroup(*self.counters).arrange(DOWN, buff=Gap.NEAR, aligned_edge=LEFT).move_to(aside.center)
        self.axes = VGroup(*self.panel[:3])
        self.waves = [
            self.panel.wave(measured[0].frequency, phase, ink) for phase, ink in zip(phases, inks, strict=True)
        ]
        none, colors = (
            np.zeros(count),
            [np.tile(rgba(ink), (count, 1)) if point_colors is None else point_colors for ink in inks],
        )
        self.clouds = [PointCloud(self.places(none), shades, POINT) for shades in colors]
        for wave in range(len(names)):
            self.show(wave, none)
        super().__init__(self.axes, *self.counters, *self.waves, *self.clouds)

    @property
    def all(self) -> list[Mobject]:
        """Return the parts of both waves, without the axes."""
        return [*self.waves, *self.clouds, *self.counters]

    @property
    def in_turn(self) -> list[Mobject]:
        """Return each wave's points and the curve over them, the first's below the second's."""
        return [part for both in zip(self.clouds, self.waves, strict=True) for part in both]

    def places(self, values: Floats) -> Floats:
        """Return the points (p, 3) of values (p,)."""
        return self.panel.places(values)

    def show(self, wave: int, values: Floats) -> None:
        """Show values (p,) as one wave's points, and their R²."""
        self.clouds[wave].set_positions(self.places(values))
        self.counters[wave].show(decimal(max(self.closeness(values, self.measured[wave].ideal), 0.0), 3))

    def settle(self) -> list[Floats]:
        """Show the measured values of both waves; return their points (p, 3), and those of zeros."""
        for number, wave in enumerate(self.measured):
            self.show(number, wave.output)
        zeros = np.zeros(len(self.measured[0].output))
        return [*(cloud.points.copy() for cloud in self.clouds), self.places(zeros)]

    def rise(self, wave: int, start: Floats, end: Floats) -> Animation:
        """Move one wave's points from values (p,) to others, updating its R²."""
        live = Group(self.clouds[wave], self.counters[wave])
        return UpdateFromAlphaFunc(live, lambda _, share: self.show(wave, start + share * (end - start)))

    def recede(self, wave: int) -> Animation:
        """Dim one wave's points in favor of the other's."""
        return self._light(wave, FAINT)

    def stand_back(self) -> list[Animation]:
        """Dim all points and fade out curves and R², so that other points can be shown over them."""
        leave = FadeOut(*self.waves, *self.counters, rate_func=first_half)
        return [leave, *(self._light(wave, FAINT) for wave in (0, 1))]

    def come_forward(self, gone: Sequence[Mobject], comes: Sequence[Mobject]) -> list[Animation]:
        """Undo `stand_back`, while some mobjects fade out (`gone`) and others fade in (`comes`)."""
        come = FadeIn(*self.waves, *self.counters, *comes, rate_func=second_half)
        return [FadeOut(*gone, rate_func=first_half), *(self._light(wave, 1.0) for wave in (0, 1)), come]

    def _light(self, wave: int, opacity: float) -> Animation:
        """Bring one wave's points to an opacity."""
        changed: Animation = self.clouds[wave].animate.set_opacity(opacity).build()
        return changed

    def follow(self) -> tuple[VGroup, Callable[[float], object]]:
        """Return a stem for each wave, from zero to its point, and a function of a share (0 … 1) that moves both."""
        tops, zeros = [cloud.points.copy() for cloud in self.clouds], self.places(np.zeros(len(self.clouds[0].points)))
        stems = VGroup(*(Line(color=ink, stroke_width=width) for ink, width in zip(self.inks, STEMS, strict=True)))

        def stand(share: float) -> None:
            number, grown = min(int(share * len(zeros)), len(zeros) - 1), min(share / SPROUT, 1.0)
            for stem, top in zip(stems, tops, strict=True):
                foot = zeros[number]  # set, not rotated, to avoid rounding errors that depend on the way
                stem.set_points_as_corners([foot, foot + grown * (top[number] - foot) + 1e-4])

        stand(0.0)
        return stems, stand
