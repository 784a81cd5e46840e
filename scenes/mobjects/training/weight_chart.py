"""The weights along a training: a heap under a curve, its most and its end, and how far it falls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, DashedLine, Mobject, UpdateFromAlphaFunc, VGroup, VMobject

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.charts.chart import BESIDE, Chart
from transparent_box.scenes.mobjects.charts.fall_mark import FallMark
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.loss_chart import CURVE
from transparent_box.scenes.mobjects.training.loss_desk import DOT
from transparent_box.scenes.mobjects.words.lettering import Lettering, lettering, words

WEIGHED = "sum of all squared weights"
SHORTER = "squared weights"  # the same, where there is a column for it
LEAST = 0.12  # units above the weights where that stands beside them
HEAP = 0.22  # opacity of what lies under the curve
NEARLY = 0.97  # of the most that the weights came to, what is as good as that
COMING = 0.06  # of all steps, in which that is written
LIGHTER = 0.7  # of the most that the weights came to, at most: what is left is seen to be less


class WeightChart(Chart):
    """Sums of squared weights (n,) at steps (n,), in an area under a chart of `losses` whose axis of steps it has.

    It can rise until it is as high as both. `told` is their most, written behind where it is, if there is room.
    `title` names it above or, where room is dear, `beside` it; `fall` is how far the weights are below their most,
    once that is marked. Neither is part of the chart.
    """

    def __init__(
        self, squares: tuple[Floats, Floats], losses: Chart, near: float, area: Area, beside: bool, theme: Theme
    ) -> None:
        """`near` is the least that the axis of steps may reach to."""
        (step, value), self.theme, end = squares, theme, losses.x.high
        y, above = Axis(0, 1.05 * float(value.max()), False, ""), LEAST if beside else units(Size.LABEL) + Gap.NEAR
        widest = max(words(y.numeral(tick), Size.SMALL, theme.dim).width for tick in y.ticks(2))
        axes = losses.area
        room = Area(axes.left - BESIDE - widest, axes.right, area.bottom, area.top - above)
        x, look = Axis(0, near, False, losses.x.unit), {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=end, head=0.0, size=Size.SMALL, **look)
        self.zoom(end)
        self.weights = self.curve(step, value, theme.text, CURVE)
        self.pointer = self.cursor(theme.text, DOT)
        self.heap = VMobject(stroke_width=0, fill_color=theme.text, fill_opacity=HEAP)
        self.heaviest, self.left = float(self.weights.y.max()), self.weights.value(end)
        self.passed = float(self.weights.x[self.weights.y > NEARLY * self.heaviest].max())
        said = words(f"{self.heaviest:,.0f}", Size.SMALL, theme.text)
        self.told = VGroup(said) if self._clear_of_weights(said) >= 1 else VGroup()
        self.add(self.told).add_to_back(self.heap)
        self.tops, self.risen, self.at = (self.area.top, axes.top), 0.0, end
        self.title, self.fall = self._title(area, beside), VGroup()

    def show(self, step: float) -> Self:
        """Draw the weights as far as a step, what lies under them filled, and write how many they were at most."""
        self.at = step
        self.reveal(step)
        ends = self.places([step, 0.0], [0.0, 0.0])
        self.heap.set_points_as_corners([*self.weights.points, *ends, self.weights.points[0]])
        self.told.set_opacity((1 - self.risen) * self._most_seen())
        self.pointer.stand(step)
        for mark in self.fall:
            mark.follow(step)
        return self

    def lighter_after(self, step: float) -> bool:
        """Tell whether the weights are heaviest before a step, and much lighter at the end."""
        return self.passed <= step and self.left < LIGHTER * self.heaviest

    def mark_fall(self) -> None:
        """Draw from now on how far they have fallen, too."""
        self.fall.add(FallMark(self, self.weights, self.heaviest, self.theme.text))

    def rise(self, share: float) -> Self:
        """Let the chart reach up a share of the way to where that of the losses does."""
        self.risen, (low, high), area = share, self.tops, self.area
        self.fill(Area(area.left, area.right, area.bottom, low + share * (high - low)))
        return self.show(self.at)

    def rises(self, rate: Callable[[float], float]) -> Animation:
        """Return the move that lets it rise at a rate."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.rise(share), rate_func=rate)

    def levels(self, *names: str) -> VGroup:
        """Draw their most, and what is left of it if that has a name, too, as they are when the chart has risen."""
        self.rise(1.0)
        found = VGroup(*(self._level(*level) for level in zip((self.heaviest, self.left), names, strict=False)))
        self.rise(0.0)
        return found

    def _level(self, value: float, name: str) -> VGroup:
        """Draw a sum of squares as a line across, and tell beside it what it is of."""
        line = DashedLine(*self.places([self.x.low, self.x.high], [value] * 2), color=self.theme.text, stroke_width=2)
        said = VGroup(words(f"{value:,.0f}", Size.LABEL, self.theme.text), words(name, Size.SMALL, self.theme.dim))
        return VGroup(line, said.arrange(DOWN, buff=0.08, aligned_edge=LEFT).next_to(line, RIGHT, Gap.NEAR))

    def _title(self, area: Area, beside: bool) -> Lettering:
        """Name the chart: above it, or, where room is dear, beside it as losses are named."""
        if not beside:
            return words(WEIGHED, Size.LABEL, self.theme.dim).move_to([area.left, area.top, 0], LEFT + UP)
        left = self.area.right + Gap.NEAR
        title = lettering(SHORTER, Size.SMALL, self.theme.dim, area.right - left, "left")
        return title.move_to([left, self.area.bottom - Gap.NEAR / 2, 0], LEFT + DOWN)  # losses' names come down to it

    def _clear_of_weights(self, said: Mobject) -> float:
        """Put what is written behind where the weights weigh most; tell how clear (1: wholly) it is of what comes then.

        On an axis that does not reach far they run on through it.
        """
        (top, _), later = self.places([self.passed, 0.0], [self.heaviest, 0.0]), self.passed + COMING * self.x.high
        said.next_to(top, RIGHT, Gap.NEAR / 2)
        (_, below, _) = self.places([0.0], [self.weights.value(later)])[0]
        return float((said.get_bottom()[1] - below) / CURVE)

    def _most_seen(self) -> float:
        """Tell how far (0 … 1) the weights' most can be seen: neither they nor the cursor may cross it."""
        seen = 0.0
        for said in self.told:
            clear = self._clear_of_weights(said)
            past = self.places([self.at], [0.0])[0][0] - said.get_right()[0] - DOT
            seen = min(clear, float(past) / (COMING * self.area.width))
        return float(np.clip(seen, 0, 1))
