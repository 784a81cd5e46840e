"""Two numbers on what a layer makes of all of them: on the waves of the embedding, and on the ridge of their sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet

FINE = 20  # points of a curve between two numbers
FILL = 0.72  # height of a wave, as a share of a row's
WAVE = 0.026  # units, greatest width of a wave's line
THIN = 0.06  # greatest width of that line, as a share of a row's height
DOT = 0.07  # units, greatest radius of a dot on a wave
SMALL = 0.18  # greatest radius of such a dot, as a share of a row's height
LINE = 0.04  # units, width of the ridge's line
CASING = 0.1  # units, width of the casing that sets it off from the map


class PairOnWaves(Group):
    """Waves of n `frequencies` over an area, and two numbers as dots on each, at their `readings` (n, 2, p)."""

    def __init__(self, readings: Floats, frequencies: Sequence[int], area: Area, theme: Theme) -> None:
        self.readings, self.area, self.count = readings, area, readings.shape[2]
        self.pitch = area.height / len(frequencies)
        fine = np.linspace(0, self.count - 1, FINE * self.count)
        self.frequencies = np.asarray(frequencies)
        self.rest = readings - self._waves(np.arange(self.count))[:, None]
        waves = self._waves(fine)
        curves = [self.at(np.full(len(fine), row), fine, wave) for row, wave in enumerate(waves)]
        self.curves = PolylineSet(curves, np.tile(rgba(theme.dim), (len(curves), 1)), min(WAVE, THIN * self.pitch))
        inks = rgba(theme.cos_x), rgba(theme.cos_y)
        start = np.zeros((len(waves), 3))
        self.dots = [PointCloud(start, np.tile(ink, (len(waves), 1)), min(DOT, SMALL * self.pitch)) for ink in inks]
        super().__init__(self.curves, *self.dots)

    def _waves(self, numbers: Floats) -> Floats:
        """Return the heights (n, m) of the waves as drawn, at numbers (m,)."""
        heights: Floats = np.cos(2 * np.pi * np.outer(self.frequencies, numbers) / self.count)
        return heights

    def at(self, rows: Floats, numbers: Floats, heights: Floats) -> Floats:
        """Find the points (n, 3) of heights −1 … 1 at numbers, in rows."""
        across = self.area.left + numbers / max(self.count - 1, 1) * self.area.width
        up = self.area.top - (rows + 0.5 - FILL / 2 * heights) * self.pitch
        return np.column_stack([across, up, 0 * up])

    def show(self, x: float, y: float) -> Self:
        """Mark the numbers x and y at their readings; between two whole numbers the dots move along the wave.

        Moving straight from one reading to the next, a dot would leave a wave that turns in between.
        """
        rows, every = np.arange(len(self.readings)), np.arange(self.count)
        for dots, rest, number in zip(self.dots, self.rest.swapaxes(0, 1), (x, y), strict=True):
            off = [np.interp(number, every, one) for one in rest]
            heights = self._waves(np.array([number]))[:, 0] + off
            dots.set_positions(self.at(rows, np.full(len(rows), number), heights))
        return self


class PairOnRidges(Group):
    """A map of an output, colors (p, p, 4) of all pairs [x, y], with one pair and the line of its sum marked.

    `sign` is −1 for differences.
    """

    def __init__(self, colors: Floats, sign: int, area: Area, theme: Theme) -> None:
        self.sign, self.count = sign, len(colors)
        self.map = HeatMap(colors, area.width, area.height, smooth=True)
        self.map.move_to(area.center)
        looks = (theme.ground, CASING), (theme.accent, LINE)
        self.lines = [PolylineSet(np.zeros((2, 2, 3)), np.tile(rgba(ink), (2, 1)), wide) for ink, wide in looks]
        self.dot = marks(np.zeros((1, 3)), theme.accent, theme.ground)
        super().__init__(self.map, *self.lines, *self.dot)

    def at(self, x: float, y: float) -> Floats:
        """Return the point (3,) of a pair on the map."""
        corner, right, _, upper = self.map.points
        points: Floats = corner + (right - corner) * (x + 0.5) / self.count + (upper - corner) * (y + 0.5) / self.count
        return points

    def show(self, x: float, y: float) -> Self:
        """Mark a pair, whole or fractional, and both halves of its ridge."""
        place, last, total = self.at(x, y), self.count - 1, x + self.sign * y
        halves = []
        for whole in (total, total + (self.count if total < self.offset else -self.count)):
            ends = sorted((whole, whole - self.sign * last))
            low, high = max(0.0, ends[0]), min(float(last), ends[1])
            across = (low, high) if low <= high else (x, x)
            up = [self.sign * (whole - one) for one in across] if low <= high else [y, y]
            halves.append(np.array([self.at(*ends) for ends in zip(across, up, strict=True)]))
        for line in self.lines:
            line.set_curves(halves)
        for mark in self.dot:
            mark.set_positions(place[None])
        return self

    @property
    def offset(self) -> int:
        """The least total on the second half of the ridges."""
        return self.count if self.sign > 0 else 0
