"""One phase of a training: its shade behind the curves, as far as training has come, and the text on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, ManimColor, VGroup, VMobject, interpolate_color

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.training.phases import Phase
from transparent_box.scenes.mobjects.words.lettering import escape, lettering, words

SHADE = (0.26, 0.1)  # opacity of odd and of even phases
MEETING = 0.06  # share of all steps in which the rule that ends a phase lights up before it is met
ABOVE = 0.08  # units from a chart up to the number of a phase


class PhaseBand(VGroup):
    """The shade of a `phase` from the step `start` on, from a chart's top down to a `floor`, with its `number` above.

    `text` is its name and the rule that ends it, at the top of an area; it is not a submobject.
    """

    def __init__(
        self, number: int, phase: Phase, start: float, chart: Chart, floor: float, area: Area, theme: Theme
    ) -> None:
        self.phase, self.start, self.chart, self.floor, self.theme = phase, start, chart, floor, theme
        self.lighting = MEETING * chart.x.high  # steps
        self.shade = VMobject(stroke_width=0, fill_color=theme.grid, fill_opacity=SHADE[(number - 1) % 2])
        self.number = words(str(number), Size.LABEL, theme.text).next_to([0, chart.area.top, 0], UP, ABOVE)
        self.rule = lettering(escape(phase.rule), Size.SMALL, theme.dim, area.width, "left")
        name = words(f"{number}  {phase.name}", Size.LABEL, theme.text)
        self.text = VGroup(name, self.rule).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        self.text.move_to([area.left, area.top, 0], LEFT + UP)
        super().__init__(self.shade, self.number)

    def show(self, step: float) -> Self:
        """Shade the phase up to a step, with the number above the middle; light its rule when it is met."""
        chart, floor, number, end = self.chart, self.floor, self.number, self.phase.end
        reached = [self.start, float(np.clip(step, self.start, end)), end]
        (left, right, last), top = chart.places(reached, [chart.y.high] * 3)[:, 0], chart.area.top
        around = [(left, floor), (right, floor), (right, top), (left, top), (left, floor)]
        self.shade.set_points_as_corners([[x, y, 0] for x, y in around])
        # The number is there from the start, when the shade is narrower than a numeral.
        number.set_x(max((left + right) / 2, min(left + number.width, (left + last) / 2)))
        lit = float(np.clip(1 + (step - self.phase.met) / self.lighting, 0, 1))
        self.rule.set_fill(interpolate_color(ManimColor(self.theme.dim), ManimColor(self.theme.text), lit))
        return self


def phases_in_a_row(phases: Sequence[Phase], area: Area, theme: Theme) -> VGroup:
    """List all phases, each with the step at which it ends, at the top of an area."""
    ends = [f", to step {phase.end:,.0f}" for phase in phases[:-1]] + [""]
    named = [f"{n}  {phase.name}{end}" for n, (phase, end) in enumerate(zip(phases, ends, strict=True), 1)]
    lines = VGroup(*(lettering(escape(text), Size.SMALL, theme.text, area.width, "left") for text in named))
    area.fit(lines.arrange(DOWN, buff=0.12, aligned_edge=LEFT))
    return lines.move_to([area.left, area.top, 0], LEFT + UP)
