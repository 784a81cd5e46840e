"""One more curve along training, over an existing chart, drawn as far as training has come."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Dot, Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Gap, Size
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

NAMED = 0.36  # height of the name as a share of the chart's: below a curve that rises, above one that does not


class Trail(Group):
    """Values (n,) at steps (n,) on a chart's axes, with a dot at the end (`width`, `radius` in units) and a name."""

    def __init__(
        self, chart: Chart, steps: Floats, values: Floats, name: str, color: str, width: float, radius: float
    ) -> None:
        self.chart, self.steps, self.values = chart, steps, values
        self.line = PolylineSet([np.zeros((1, 3))], rgba(color)[None], width)
        self.dot = Dot(radius=radius, color=color)
        self.shape = self.dot.points.copy()
        self.name, area = words(name, Size.SMALL, color), chart.area
        self.name.move_to([area.right - Gap.NEAR - self.name.width / 2, area.bottom + NAMED * area.height, 0])
        super().__init__(self.line, self.dot, self.name)
        self.show(float(steps[0]))

    def show(self, step: float) -> Self:
        """Draw the curve as far as a step."""
        past = self.steps < step
        value = float(np.interp(step, self.steps, self.values))
        places = self.chart.places(np.append(self.steps[past], step), np.append(self.values[past], value))
        self.line.lengths = np.array([len(places)])
        self.line.set_curves([places])
        self.dot.points = self.shape + places[-1]
        return self
