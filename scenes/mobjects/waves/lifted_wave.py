"""A neuron's input as x counts, for one y at a time: its points, and the sum of two waves laid on them."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from manim import Group, Line, Mobject, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.wave_panel import WavePanel

FINE = 6  # places of the curve between two numbers


class Fit(Protocol):
    """Two waves laid on a neuron's input; see `model.analysis.copying.TwoWaves`."""

    @property
    def frequency(self) -> int:
        """The number of times that they come round within p numbers."""

    @property
    def amplitude(self) -> float:
        """The size of both."""

    @property
    def phases(self) -> tuple[float, float]:
        """φ of the wave of x, and of that of y, in radians."""

    @property
    def r2(self) -> float:
        """The share of the input's variance that they explain."""


class LiftedWave(Group):
    """Inputs [x, y] less their mean, and A·(cos(w_k x + φ) + cos(w_k y + ψ)), `wave` = (k, A, (φ, ψ)), in an area.

    `panel` is headed by a title and a fact, all its words are `told`; `lift` is the level that y sets, the wave of x
    goes up and down about it.
    """

    def __init__(
        self,
        inputs: Floats,
        wave: tuple[int, float, tuple[float, float]],
        seen: Floats,
        heads: tuple[Mobject, Mobject],
        area: Area,
        theme: Theme,
    ) -> None:
        self.inputs, (self.frequency, self.amplitude, self.phases) = inputs - inputs.mean(), wave
        numbers = np.arange(len(inputs))
        self.rest = (self.inputs - self.wave(numbers)[:, None] - self.wave(numbers, 1)).T  # [y, x], beside both waves
        reach = 1.05 * max(float(np.abs(self.inputs).max()), 1.0)
        self.panel = WavePanel(len(inputs), reach, area, heads, theme)
        self.fine = np.linspace(0, len(inputs) - 1, FINE * len(inputs))
        self.curve = VMobject(stroke_color=theme.cos_x, stroke_width=3)
        self.lift = Line(color=theme.cos_y, stroke_width=3)
        self.cloud = PointCloud(np.zeros((len(inputs), 3)), seen, POINT)
        self.drawn = VGroup(self.lift, self.curve)
        self.axes, self.told = VGroup(self.panel.zero, self.panel.side), VGroup(self.panel.numerals, *heads)
        super().__init__(self.panel, self.drawn, self.cloud)
        self.show(0)

    def wave(self, number: Floats | float, of: int = 0) -> Floats:
        """Find the wave of x, or with 1 that of y."""
        angle = 2 * np.pi * self.frequency * np.asarray(number) / len(self.inputs)
        found: Floats = self.amplitude * np.cos(angle + self.phases[of])
        return found

    def show(self, y: float) -> Self:
        """Stand at a y, or part of the way to the next: the points then go along with the waves laid on them."""
        last, lift = len(self.inputs) - 1, float(self.wave(y, 1))
        self.cloud.set_positions(self.panel.places(self.wave(np.arange(last + 1)) + lift + part_way(self.rest, y)))
        self.curve.set_points_as_corners(self.panel.at(self.fine, self.wave(self.fine) + lift))
        self.lift.put_start_and_end_on(self.panel.at(0, lift), self.panel.at(last, lift))
        return self
