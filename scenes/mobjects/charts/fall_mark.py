"""A mark of how far a curve is below a level: an arrow down to its current value, and the fall in percent."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, Line, Triangle, VGroup

from transparent_box.scenes.look.numbers import bare_percent
from transparent_box.scenes.look.theme import Gap, Size
from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.words.counter import Counter

THICK = 6  # stroke width of the shaft
TIP = 0.2  # units, width and height of the tip
NEAREST = 0.12  # units from the tip to the curve, to leave room for the cursor's dot
SEEN_FROM = 0.05  # share of the level by which the curve must have fallen for the mark to be fully visible


class FallMark(VGroup):
    """An arrow (#RRGGBB) from a `level` of a chart down to a curve, and the fall in percent of that level."""

    def __init__(self, chart: Chart, curve: Curve, level: float, color: str) -> None:
        self.chart, self.curve, self.level = chart, curve, level
        self.shaft = Line(UP, DOWN, color=color, stroke_width=THICK)
        self.tip = Triangle(color=color, fill_opacity=1, stroke_width=0).rotate(np.pi)
        self.tip.stretch_to_fit_width(TIP).stretch_to_fit_height(TIP)
        self.less = Counter("", "99", "% less", Size.LABEL, color)
        super().__init__(self.shaft, self.tip, self.less)
        self.follow(chart.x.low)

    def follow(self, step: float) -> Self:
        """Reach down to the curve's value at a step, on the current axes; fade in as the fall grows."""
        value = self.curve.value(step)
        (top, low), fallen = self.chart.places([step] * 2, [self.level, value]), 1 - value / self.level
        end = low + NEAREST * UP
        self.tip.next_to(end, UP, 0.0)
        self.shaft.put_start_and_end_on(top, np.minimum(top + 1e-3 * DOWN, end + TIP * UP))
        self.less.go_home().show(bare_percent(max(fallen, 0.0)))
        self.less.next_to(top, LEFT + DOWN, Gap.NEAR / 2)
        opacity = float(np.clip(fallen / SEEN_FROM, 0, 1))
        self.shaft.set_stroke(opacity=opacity)
        self.tip.set_fill(opacity=opacity)
        self.less.set_opacity(opacity)
        return self
