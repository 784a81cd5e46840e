"""A mark at the minimum of a curve, and a line up to its later values with the factor by which they are larger."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, DashedLine, Dot, Line, Rectangle, VGroup

from transparent_box.scenes.look.numbers import loss
from transparent_box.scenes.look.theme import Size
from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

DOT = 0.11  # units, radius of the dot at the minimum
BESIDE = 0.22  # units from the vertical line to the factor
THICK = 7  # stroke width of the vertical line
ROOM = (2.8, 3.8)  # lengths of the line, in heights of the factor, between which that fades in
BELOW = 0.14  # units by which the minimum's value is lowered, to keep clear of the curve's name
LEAVING = 0.05  # share of `until` during which line and factor fade out
DIGITS = 2  # significant digits of the factor


class ClimbMark(VGroup):
    """The `least` value of a chart's curve, with its dot, and the rise `climbed` from there: a line and a factor.

    The rise fades out past the step `until`. The factor stays left of `right` (units) and stands on a plate in the
    color of the `ground` (#RRGGBB), so that no grid line runs through it.
    """

    def __init__(self, chart: Chart, curve: Curve, until: float, right: float, ground: str) -> None:
        self.chart, self.curve, self.until, self.right = chart, curve, until, right
        self.plate = Rectangle(fill_color=ground, fill_opacity=1, stroke_width=0)
        place = int(curve.y.argmin())
        self.start, self.low = float(curve.x[place]), float(curve.y[place])
        ink = curve.color_code
        self.dot, self.lowest = Dot(radius=DOT, color=ink), words(loss(self.low), Size.LABEL, ink)
        self.upright = Line(DOWN, UP, color=ink, stroke_width=THICK)
        self.level = VGroup()
        self.times = Counter("×", f"{rounded(float(curve.y.max()) / self.low):,}", "", Size.LABEL, ink)
        self.least = VGroup(self.dot, self.lowest)
        self.climbed = VGroup(self.level, self.upright, self.plate, self.times)
        super().__init__(self.least, self.climbed)
        self.follow(self.start)

    def follow(self, step: float) -> Self:
        """Show the rise from the minimum to the curve's value at a step, on the current axes."""
        value = self.curve.value(max(step, self.start))
        foot, top = self.chart.places([self.start, max(step, self.start)], [self.low, value])
        self.dot.move_to(foot)
        self.lowest.next_to(foot + BELOW * DOWN, RIGHT + DOWN, 0.1)
        corner = np.array([top[0], foot[1], 0])
        climbed = max(top[1] - foot[1], 1e-3)
        self.upright.put_start_and_end_on(corner, corner + climbed * UP)
        dashes = DashedLine(foot, corner + 1e-3 * RIGHT, color=self.curve.color_code, stroke_width=2).submobjects
        self.level.submobjects = dashes
        self.times.go_home().show(f"{rounded(value / self.low):,}")
        self.times.next_to(corner + climbed / 2 * UP, RIGHT, BESIDE)
        self.times.shift(min(self.right - self.times.get_right()[0], 0.0) * RIGHT)
        opacity = float(np.clip(1 - (step - self.until) / (LEAVING * self.until), 0, 1))
        room = float(np.interp(climbed / self.times.height, ROOM, (0, 1)))
        self.upright.set_stroke(opacity=opacity)
        self.level.set_stroke(opacity=opacity)
        self.times.set_opacity(opacity * room)
        self.plate.stretch_to_fit_width(self.times.width + 0.1).stretch_to_fit_height(self.times.height + 0.04)
        self.plate.move_to(self.times).set_fill(opacity=opacity * room)
        return self


def rounded(times: float) -> int:
    """Round a factor to `DIGITS` significant digits."""
    return round(float(f"{times:.{DIGITS}g}"))
