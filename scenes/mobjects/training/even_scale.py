"""A linear axis over losses on a logarithmic one: curves and rules can move from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, Line, Mobject, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Size
from transparent_box.scenes.mobjects.charts.chart import BESIDE
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.loss_chart import SMALLEST, LossChart
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

EVEN = 3  # approximate number of ticks on a linear axis


class EvenScale:
    """Rules and numerals of a linear axis from 0 to the top of a logarithmic chart's; hidden at first."""

    def __init__(self, chart: LossChart) -> None:
        axis, grid, dim = Axis(0.0, chart.y.high, False, ""), chart.theme.grid, chart.theme.dim
        ticks, self.chart = axis.ticks(EVEN), chart
        self.rules = VGroup(*(Line(LEFT, RIGHT, color=grid, stroke_width=1.5).set_stroke(opacity=0) for _ in ticks))
        self.numerals = [(tick, words(axis.numeral(tick), Size.SMALL, dim).set_opacity(0)) for tick in ticks]

    @property
    def parts(self) -> list[Mobject]:
        """All rules and numerals."""
        return [self.rules, *(numeral for _, numeral in self.numerals)]

    def stretch(self, names: Iterable[str], share: float) -> None:
        """Move some losses, and the logarithmic axis' rules, a share 0 … 1 of the way onto the linear axis.

        Most powers of ten end up at its foot: their numerals fade, and those of the linear axis appear.
        """
        chart, ends = self.chart, [self.chart.x.low, self.chart.x.high]

        def heights(values: Floats | Sequence[float]) -> Floats:
            positive = np.maximum(values, SMALLEST)
            mixed = (1 - share) * chart.y.shares(positive) + share * positive / chart.y.high
            return np.maximum(mixed, 0)

        for name in names:
            chart.lay(name, heights(chart.loss(name)))
        for rules, numerals, opacity in (
            (chart.rules, chart.scale_of_y, 1 - share),
            (self.rules, self.numerals, share),
        ):
            for rule, (value, numeral) in zip(rules, numerals, strict=True):
                lay_at(rule, numeral, chart.places(ends, chart.at_heights(heights([value] * 2))), opacity)
        guess = float(chart.places([ends[0]], chart.at_heights(heights([chart.guess])))[0][1])
        chart.level.shift((guess - chart.level[0].get_y()) * UP)


def lay_at(rule: Line, numeral: Lettering, ends: Floats, opacity: float) -> None:
    """Place a rule between two points, with its numeral before the first, both at an opacity."""
    rule.put_start_and_end_on(*ends).set_stroke(opacity=opacity)
    numeral.next_to(ends[0], LEFT, BESIDE).set_opacity(opacity)


def percents_of(chart: LossChart) -> VGroup:
    """Make rules and numerals of percentages, level with those of the losses."""
    area, marks = chart.area, VGroup()
    for share in (0.0, 0.5, 1.0):
        height = area.bottom + share * area.height
        rule = Line([area.left, height, 0], [area.right, height, 0], color=chart.theme.grid, stroke_width=1.5)
        numeral = words(percent(share), Size.SMALL, chart.theme.dim)
        marks.add(VGroup(rule, numeral.next_to(rule, LEFT, BESIDE)))
    return marks
