"""Two curves that should be a cosine and a sine, in one plot, each headed by how close it comes: R² of its points."""

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

TALLEST = 1.45  # heights in widths of the plot: steeper, waves are spikes
FAINT = 0.25  # opacity of points that stand by
STEMS = (9, 4)  # pixels wide, one stem seen behind the other
SPROUT = 0.1  # of the stems' way, by which they have grown
REACH = 1.2  # the least that the plot shows, up and down: the ideal waves reach 1


class Wave(Protocol):
    """A measured wave; see `model.analysis.probes.Probe`."""

    @property
    def frequency(self) -> int:
        """The number of times that it comes round within p numbers."""

    @property
    def output(self) -> Floats:
        """(p,) what was measured."""

    @property
    def ideal(self) -> Floats:
        """(p,) what it should be."""


class WavePair(Group):
    """Two measured waves, points of `seen` colors (p, 4) or else of their roles', in an area.

    `roles` of the theme color the two, whose ideals are cos(w_k n − phase); `closeness` is R² of values and ideal.
    The two R² stand above the plot, or in an area of their own, `aside`, so that the plot has all of its height. It
    shows as much as `reach`, up and down, or a little more than the ideal waves do.
    Parts appear one by one: `axes`, then a wave's of `counters`, `clouds` and `waves`.
    """

    def __init__(
        self,
        measured: Sequence[Wave],
        names: Sequence[str],
        roles: Sequence[str],
        seen: Floats | None,
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
        none, colors = np.zeros(count), [np.tile(rgba(ink), (count, 1)) if seen is None else seen for ink in inks]
        self.clouds = [PointCloud(self.places(none), shades, POINT) for shades in colors]
        for wave in range(len(names)):
            self.show(wave, none)
        super().__init__(self.axes, *self.counters, *self.waves, *self.clouds)

    @property
    def all(self) -> list[Mobject]:
        """The pictures of both waves, without the axes."""
        return [*self.waves, *self.clouds, *self.counters]

    @property
    def in_turn(self) -> list[Mobject]:
        """Each wave's points and the wave over them, the first's below the second's."""
        return [part for both in zip(self.clouds, self.waves, strict=True) for part in both]

    def places(self, values: Floats) -> Floats:
        """(p, 3) where values (p,) stand."""
        return self.panel.places(values)

    def show(self, wave: int, values: Floats) -> None:
        """Set one wave's points, and its R², to values (p,)."""
        self.clouds[wave].set_positions(self.places(values))
        self.counters[wave].show(decimal(max(self.closeness(values, self.measured[wave].ideal), 0.0), 3))

    def settle(self) -> list[Floats]:
        """Set both waves to what was measured; (p, 3) where their points stand, and where zeros would."""
        for number, wave in enumerate(self.measured):
            self.show(number, wave.output)
        zeros = np.zeros(len(self.measured[0].output))
        return [*(cloud.points.copy() for cloud in self.clouds), self.places(zeros)]

    def rise(self, wave: int, start: Floats, end: Floats) -> Animation:
        """Move one wave's points from values to values (p,), its R² along."""
        live = Group(self.clouds[wave], self.counters[wave])
        return UpdateFromAlphaFunc(live, lambda _, share: self.show(wave, start + share * (end - start)))

    def recede(self, wave: int) -> Animation:
        """Dim one wave's points, for the other's."""
        return self._light(wave, FAINT)

    def stand_back(self) -> list[Animation]:
        """Dim all points and let the rest go, for another pair's points over them."""
        leave = FadeOut(*self.waves, *self.counters, rate_func=first_half)
        return [leave, *(self._light(wave, FAINT) for wave in (0, 1))]

    def come_forward(self, gone: Sequence[Mobject], comes: Sequence[Mobject]) -> list[Animation]:
        """Undo that, along with what else changes."""
        come = FadeIn(*self.waves, *self.counters, *comes, rate_func=second_half)
        return [FadeOut(*gone, rate_func=first_half), *(self._light(wave, 1.0) for wave in (0, 1)), come]

    def _light(self, wave: int, opacity: float) -> Animation:
        """Bring one wave's points to an opacity."""
        changed: Animation = self.clouds[wave].animate.set_opacity(opacity).build()
        return changed

    def follow(self) -> tuple[VGroup, Callable[[float], object]]:
        """Make a stem for each wave, from zero to its point, and what lets both run along, at a share of their way."""
        tops, zeros = [cloud.points.copy() for cloud in self.clouds], self.places(np.zeros(len(self.clouds[0].points)))
        stems = VGroup(*(Line(color=ink, stroke_width=width) for ink, width in zip(self.inks, STEMS, strict=True)))

        def stand(share: float) -> None:
            number, grown = min(int(share * len(zeros)), len(zeros) - 1), min(share / SPROUT, 1.0)
            for stem, top in zip(stems, tops, strict=True):
                foot = zeros[number]  # points are set, not turned, and so the same to the last bit on whatever way
                stem.set_points_as_corners([foot, foot + grown * (top[number] - foot) + 1e-4])

        stand(0.0)
        return stems, stand
