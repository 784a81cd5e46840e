"""The strongest waves of a measured value, added one by one: the curve approaches what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import RIGHT, Mobject, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import bare_percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.arrows.phasor_chain import one_by_one
from transparent_box.scenes.mobjects.shapes.array_mobject import part_way
from transparent_box.scenes.mobjects.waves.value_table import LINE, foot_of
from transparent_box.scenes.mobjects.waves.wave_panel import WavePanel
from transparent_box.scenes.mobjects.words.counter import Counter

REACH = 1.15  # reach of the plot, in multiples of the furthest value
FINE = 16  # points of the curve for each period of its fastest wave
# Frequency k, A and φ of A·cos(w_k n + φ), and the share of the variance that the wave explains.
Wave = tuple[int, float, float, float]


class MixedWaves(VGroup):
    """The first few of a value's waves added up over `count` numbers, in an area; `waves` are strongest first.

    `name` heads the plot; below it stand `across`, a formula for what runs across, and the first and last number.
    `curve` is the current sum, and `counters` say how many waves are in it and what share they explain.
    """

    def __init__(self, waves: Sequence[Wave], count: int, name: Mobject, across: str, area: Area, theme: Theme) -> None:
        self.many = Counter("strongest waves:", str(len(waves)), "", Size.LABEL, theme.dim)
        self.explain = Counter("explain", "100", "%", Size.LABEL, theme.dim)
        self.counters = VGroup(self.many, self.explain).arrange(RIGHT, buff=Gap.NEAR)
        self.panel = WavePanel(count, REACH, area.less_bottom(units(LINE)), (name, self.counters), theme)
        sides = self.panel.zero.get_left()[0], self.panel.zero.get_right()[0]
        self.foot = foot_of(across, count, area, sides, theme)
        places = np.linspace(0, count - 1, FINE * max(k for k, *_ in waves) + 1)
        each = [size * np.cos(2 * np.pi * k * places / count + phase) for k, size, phase, _ in waves]
        zeros, shares = np.zeros((1, len(places))), [share for *_, share in waves]
        self.places, self.sums = places, np.concatenate([zeros, np.cumsum(each, axis=0)])
        self.shares = np.concatenate([[0.0], np.cumsum(shares)])
        self.curve = VMobject(stroke_color=theme.dim, stroke_width=2.5)
        super().__init__(self.panel, self.foot, self.curve)
        self.show(1)

    @property
    def frame(self) -> list[Mobject]:
        """The axes, their labels and the name: everything before the first wave."""
        return [*self.panel[:4], self.foot]

    def add_up(self, share: float) -> Self:
        """Add a share 0 … 1 of the other waves to the first one, one after another."""
        return self.show(one_by_one(1 + share * (len(self.sums) - 2)))

    def show(self, count: float) -> Self:
        """Show the sum of the first `count` waves, of the last one only the fraction."""
        self.curve.set_points_as_corners(self.panel.at(self.places, part_way(self.sums, count)))
        self.many.show(str(round(count)))
        self.explain.show(bare_percent(float(part_way(self.shares, count))))
        return self
