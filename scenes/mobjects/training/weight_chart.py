"""The weights along a training: a filled curve, its maximum and its end, and how far it falls."""

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
SHORTER = "squared weights"  # the same, for a column beside the chart
LEAST = 0.12  # units above the weights if the title is beside them
HEAP = 0.22  # opacity of the area below the curve
NEARLY = 0.97  # share of the maximum that counts as the maximum
COMING = 0.06  # share of all steps in which its text fades in
LIGHTER = 0.7  # the weights count as much lighter at this share of their maximum or less


class WeightChart(Chart):
    """Sums of squared weights (n,) at steps (n,), in an area below a chart of `losses`, whose axis of steps it shares.

    It can rise until it is as high as both. `peak` is its maximum, written after it if there is room. `title`
    names it above or, in a low area, `beside` it; `fall` is how far the weights are below their maximum, once marked.
    Neither is a submobject.
    """

    def __init__(
        self, squares: tuple[Floats, Floats], losses: Chart, near: float, area: Area, beside: bool, theme: Theme
    ) -> None:
        """Allow the axis of steps to end at `near`, but no earlier."""
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
        self.peak = VGroup(said) if self._clear_of_weights(said) >= 1 else VGroup()
        self.add(self.peak).add_to_back(self.heap)
        self.tops, self.risen, self.at = (self.area.top, axes.top), 0.0, end
        self.title, self.fall = self._title(area, beside), VGroup()

    def show(self, step: float) -> Self:
        """Draw the weights up to a step, filled below, and write their maximum."""
        self.at = step
        self.reveal(step)
        ends = self.places([step, 0.0], [0.0, 0.0])
        self.heap.set_points_as_corners([*self.weights.points, *ends, self.weights.points[0]])
        self.peak.set_opacity((1 - self.risen) * self._most_seen())
        self.pointer.stand(step)
        for mark in self.fall:
            mark.follow(step)
        return self

    def lighter_after(self, step: float) -> bool:
        """Tell whether the weights peak before a step and are much less at the end."""
        return self.passed <= step and self.left < LIGHTER * self.heaviest

    def mark_fall(self) -> None:
        """From now on, draw how far they have fallen."""
        self.fall.add(FallMark(self, self.weights, self.heaviest, self.theme.text))

    def rise(self, share: float) -> Self:
        """Raise the chart's top a share 0 … 1 of the way to that of the losses."""
        self.risen, (low, high), area = share, self.tops, self.area
        self.fill(Area(area.left, area.right, area.bottom, low + share * (high - low)))
        return self.show(self.at)

    def rises(self, rate: Callable[[float], float]) -> Animation:
        """Make the animation in which it rises at a rate."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.rise(share), rate_func=rate)

    def levels(self, *names: str) -> VGroup:
        """Draw the maximum and, if it is given a name, too, the final value, on the risen chart."""
        self.rise(1.0)
        levels = VGroup(*(self._level(*level) for level in zip((self.heaviest, self.left), names, strict=False)))
        self.rise(0.0)
        return levels

    def _level(self, value: float, name: str) -> VGroup:
        """Draw a sum of squares as a line across, with its name beside it."""
        line = DashedLine(*self.places([self.x.low, self.x.high], [value] * 2), color=self.theme.text, stroke_width=2)
        said = VGroup(words(f"{value:,.0f}", Size.LABEL, self.theme.text), words(name, Size.SMALL, self.theme.dim))
        return VGroup(line, said.arrange(DOWN, buff=0.08, aligned_edge=LEFT).next_to(line, RIGHT, Gap.NEAR))

    def _title(self, area: Area, beside: bool) -> Lettering:
        """Name the chart: above it, or beside it as losses are named."""
        if not beside:
            return words(WEIGHED, Size.LABEL, self.theme.dim).move_to([area.left, area.top, 0], LEFT + UP)
        left = self.area.right + Gap.NEAR
        title = lettering(SHORTER, Size.SMALL, self.theme.dim, area.right - left, "left")
        return title.move_to([left, self.area.bottom - Gap.NEAR / 2, 0], LEFT + DOWN)  # losses’ names reach down to it

    def _clear_of_weights(self, text: Mobject) -> float:
        """Place text after the weights' peak; return how clear it is of the later curve, 1 being fully.

        On an axis that ends early, the curve runs through it.
        """
        (top, _), later = self.places([self.passed, 0.0], [self.heaviest, 0.0]), self.passed + COMING * self.x.high
        text.next_to(top, RIGHT, Gap.NEAR / 2)
        (_, below, _) = self.places([0.0], [self.weights.value(later)])[0]
        return float((text.get_bottom()[1] - below) / CURVE)

    def _most_seen(self) -> float:
        """Return the opacity of the maximum's text: neither curve nor cursor may cross it."""
        opacity = 0.0
        for said in self.peak:
            clear = self._clear_of_weights(said)
            past = self.places([self.at], [0.0])[0][0] - said.get_right()[0] - DOT
            opacity = min(clear, float(past) / (COMING * self.area.width))
        return float(np.clip(opacity, 0, 1))
