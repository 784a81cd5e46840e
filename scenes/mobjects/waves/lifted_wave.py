"""A neuron's input over x for one y at a time: its points, and the sum of two waves fitted to them."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from manim import Group, Line, Mobject, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.wave_panel import WavePanel

FINE = 6  # points of the curve per number


class Fit(Protocol):
    """Two waves fitted to a neuron's input, as in `model.analysis.copying.TwoWaves`."""

    @property
    def frequency(self) -> int:
        """The number of periods within p numbers."""

    @property
    def amplitude(self) -> float:
        """The amplitude of both waves."""

    @property
    def phases(self) -> tuple[float, float]:
        """The phases φ of x and ψ of y, in radians."""

    @property
    def r2(self) -> float:
        """The share of the input's variance that the waves explain."""


class LiftedWave(Group):
    """Inputs [x, y] minus their mean, and A·(cos(w_k x + φ) + cos(w_k y + ψ)), `wave` = (k, A, (φ, ψ)), in an area.

    Points are in `colors` (p, 4). `heads` are the title and the fact above the `panel`; `lettering` is all its text.
    `lift` is the level that y sets and round which the wave of x oscillates.
    """

    def __init__(
        self,
        inputs: Floats,
        wave: tuple[int, float, tuple[float, float]],
        colors: Floats,
        heads: tuple[Mobject, Mobject],
        area: Area,
        theme: Theme,
    ) -> None:
        self.inputs, (self.frequency, self.amplitude, self.phases) = inputs - inputs.mean(), wave
        numbers = np.arange(len(inputs))
        self.rest = (self.inputs - self.wave(numbers)[:, None] - self.wave(numbers, 1)).T  # [y, x], residuals
        reach = 1.05 * max(float(np.abs(self.inputs).max()), 1.0)
        self.panel = WavePanel(len(inputs), reach, area, heads, theme)
        self.fine = np.linspace(0, len(inputs) - 1, FINE * len(inputs))
        self.curve = VMobject(stroke_color=theme.cos_x, stroke_width=3)
        self.lift = Line(color=theme.cos_y, stroke_width=3)
        self.cloud = PointCloud(np.zeros((len(inputs), 3)), colors, POINT)
        self.drawn = VGroup(self.lift, self.curve)
        self.axes, self.lettering = VGroup(self.panel.zero, self.panel.side), VGroup(self.panel.numerals, *heads)
        super().__init__(self.panel, self.drawn, self.cloud)
        self.show(0)

    def wave(self, number: Floats | float, of: int = 0) -> Floats:
        """Return the wave of x (`of` = 0) or of y (1) at numbers, in the unit of the inputs."""
        angle = 2 * np.pi * self.frequency * np.asarray(number) / len(self.inputs)
        values: Floats = self.amplitude * np.cos(angle + self.phases[of])
        return values

    def show(self, y: float) -> Self:
        """Show the input for one y; between two, points move with the waves and their residuals are interpolated."""
        last, lift = len(self.inputs) - 1, float(self.wave(y, 1))
        self.cloud.set_positions(self.panel.places(self.wave(np.arange(last + 1)) + lift + part_way(self.rest, y)))
        self.curve.set_points_as_corners(self.panel.at(self.fine, self.wave(self.fine) + lift))
        self.lift.put_start_and_end_on(self.panel.at(0, lift), self.panel.at(last, lift))
        return self
