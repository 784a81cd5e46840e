"""Both accuracies of one training over an axis that grows with its steps, and counters above them."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, UP, DoubleArrow, Group, Mobject, VGroup, VMobject

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import NARROW, tenths
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme, units
from transparent_box.scenes.mobjects.charts.chart import LEAD, Chart, Event
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.scores import Scores
from transparent_box.scenes.mobjects.words.lettering import Lettering, show_instead, words

CURVE = 0.05  # units, width of a curve
ROOMY = 8.0  # units of width from which there is room for the axis' full name
TIP = 0.2  # units, an arrowhead
SPAN = 0.7  # share of the height at which the stretch between two events is measured; lower if its text needs that
FINENESS, SHADE, COMING = 240, 0.16, 0.1  # of the gap between curves: its points, opacity, and fade-in


class LearningDesk(Group):
    """A history over an area, whose axis of steps reaches to `near` at first and, zoomed out, to `end`.

    At first nothing is drawn. `counted` are the counters of `scores` that are on the stage, the step and the shares
    right; `events` are the marks so far.
    """

    def __init__(self, history: TrainingCurves, near: float, end: float, area: Area, theme: Theme) -> None:
        self.history, self.near, self.end, self.theme = history, near, end, theme
        self.scores = Scores(
            int(history.step[-1]), theme.text, {"lessons": theme.train, "exam": theme.test}, area, Size.HEADLINE, False
        )
        unit = "steps of training" if area.width > ROOMY else "steps"  # in a narrow area the numerals need the room
        x, y, head = Axis(0, near, False, unit), Axis(0, 1, False, "%"), 3.6 * units(Size.SMALL)
        look = {"grid": theme.grid, "dim": theme.dim}
        self.chart = Chart(
            x, y, self.scores.rest.less_bottom(Gap.NEAR), furthest=end, head=head, size=Size.SMALL, **look
        )
        for accuracy, ink in ((history.test_accuracy, theme.test), (history.train_accuracy, theme.train)):
            self.chart.curve(history.step, accuracy, ink, CURVE)
        self.cursor = self.chart.cursor(theme.text, 1.6 * POINT)
        self.counted: list[Mobject] = [self.scores.step]
        self.events: list[Event] = []
        super().__init__(self.chart, self.scores)
        self.show(0.0)

    @property
    def live(self) -> Group:
        """The pictures on the stage that change with the step."""
        return Group(self.chart, *self.counted, *self.events)

    def show(self, step: float) -> Self:
        """Draw everything as it was at a step."""
        self.step = step
        self.chart.reveal(step).zoom_past(step, self.near, max(self.near, self.end))
        self.cursor.stand(step)
        self.scores.read(self.history, step)
        return self

    def stop_at(self, *steps: float) -> Self:
        """Give the axis all its numerals at the steps where the story stops."""
        self.chart.stay_at(*(LEAD * step for step in steps if self.near < LEAD * step < self.end))
        return self

    def on_the_way(self, start: float, step: float, share: float) -> float:
        """Find the step at a share of the way; the pace grows with the axis once that grows."""
        return start * (step / start) ** share if start >= self.near else start + (step - start) * share

    def mark(self, step: int, name: str, accuracy: Floats) -> Event:
        """Mark a step by its number and the accuracy there."""
        share = tenths(float(accuracy[np.searchsorted(self.history.step, step)]))
        lines = (
            words(f"step {step:,}", Size.SMALL, self.theme.text),
            words(f"{name} {share}{NARROW}%", Size.SMALL, self.theme.dim),
        )
        self.events.append(self.chart.event(step, VGroup(*lines).arrange(DOWN, buff=Gap.NEAR / 2), self.theme.dim))
        return self.events[-1]

    def span(self, start: int, end: int) -> Span:
        """Measure the stretch between two steps."""
        return Span(self.chart, start, end, self.theme)

    def gap(self, start: int, end: int) -> AccuracyGap:
        """Shade the area between the two accuracies from one step to another."""
        return AccuracyGap(self.chart, np.linspace(start, end, FINENESS), self.theme.train)


class Span(VGroup):
    """A double arrow over a chart from one step to another, with their distance; drawn as far as `reach`."""

    def __init__(self, chart: Chart, start: int, end: int, theme: Theme) -> None:
        self.chart, self.start, self.end, self.theme = chart, start, end, theme
        self.level = min(SPAN, 1 - (units(Size.HEADLINE) + 2 * Gap.NEAR) / chart.area.height)
        self.arrow, self.steps = self._arrow(end), self._count_text(end - start)
        super().__init__(self.arrow, self.steps)

    def reach(self, share: float) -> Self:
        """Draw a share 0 … 1 of the arrow."""
        steps = share * (self.end - self.start)
        self.arrow.become(self._arrow(self.start + max(steps, 1.0)))  # an arrow of length zero has no heads
        text = self._count_text(round(steps))
        show_instead(self.steps, text)
        self.steps.markup = text.markup
        return self

    def _count_text(self, steps: int) -> Lettering:
        """Write a number of steps above the middle of the whole stretch."""
        middle = self.chart.places([(self.start + self.end) / 2], [self.level])[0]
        return words(f"{steps:,} steps", Size.HEADLINE, self.theme.text).next_to(middle, UP, Gap.NEAR)

    def _arrow(self, step: float) -> DoubleArrow:
        ends = self.chart.places([self.start, step], [self.level, self.level])
        arrow = DoubleArrow(*ends, buff=0, color=self.theme.dim, tip_length=TIP)
        return arrow.set_stroke(width=3)


class AccuracyGap(VMobject):
    """The area between the two curves of a chart at steps (n,), shaded as far as `reach`."""

    def __init__(self, chart: Chart, places: Floats, color: str) -> None:
        super().__init__(stroke_width=0, fill_color=color, fill_opacity=SHADE)
        low, high = (np.interp(places, curve.x, curve.y) for curve in chart.curves)
        self.edges = chart.places(places, low), chart.places(places, high)
        self.reach(1)

    def reach(self, share: float) -> Self:
        """Shade a share 0 … 1 of the steps."""
        shown = max(2, round(share * len(self.edges[0])))
        corners = np.concatenate([self.edges[0][:shown], self.edges[1][:shown][::-1]])
        self.set_points_as_corners([*corners, corners[0]])
        return self.set_fill(opacity=SHADE * min(share / COMING, 1.0))
