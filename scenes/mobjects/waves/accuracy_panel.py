"""Train and test accuracy along training, with named curves and a cursor at the current step."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Group, VGroup

from transparent_box.scenes.look.axis import PERCENT, Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.charts.chart import BESIDE, Chart
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.words.lettering import words

HIGHEST = 4.4  # units, height of the panel, at most
HEAD = 0.45  # units above the axes for the title
CURVE = 0.035  # units, width of a curve
DOT = 0.09  # units, radius of the cursor's dots
DOT_ROOM = 0.55  # units between the cursor and a curve's name, in addition to a reading's width


class AccuracyPanel(Group):
    """A chart of train and test accuracy in an area, at most `HIGHEST` units high, with a cursor at the last step."""

    def __init__(self, history: TrainingCurves, area: Area, theme: Theme) -> None:
        self.inks, end = (theme.train, theme.test), float(history.step[-1])
        x, y, look = Axis(0, end, False, "steps"), Axis(0, 1, False, PERCENT), {"grid": theme.grid, "dim": theme.dim}
        self.chart = Chart(x, y, area.no_higher(HIGHEST), furthest=end, head=HEAD, size=Size.SMALL, **look)
        for shares, ink in zip((history.train_accuracy, history.test_accuracy), self.inks, strict=True):
            self.chart.curve(history.step, shares, ink, CURVE)
        self.cursor = self.chart.cursor(theme.accent, DOT).stand(end)
        self.names = self._names()
        title = words("right answers", Size.SMALL, theme.dim)
        title.move_to([area.left, self.chart.area.top + HEAD, 0], UP + LEFT)
        self.chart.remove(self.cursor)
        super().__init__(self.chart, title, self.names, self.cursor)

    def _names(self) -> VGroup:
        """Name the curves: train above its end, test beside the point where it passes one half."""
        chart, unseen = self.chart, self.chart.curves[1]
        names = zip(("seen in training", "never seen"), self.inks, strict=True)
        first, second = (words(name, Size.SMALL, ink) for name, ink in names)
        first.next_to(chart.places([chart.x.high], [1.0])[0], UP, BESIDE).align_to(chart.rules, RIGHT)
        halfway = int(np.argmax(unseen.y >= 0.5))
        if halfway:
            second.next_to(chart.places([unseen.x[halfway]], [0.5])[0], RIGHT, 0.2).shift(
                (second.height / 2 + BESIDE / 2) * UP
            )
        else:
            second.next_to(chart.places([chart.x.high], [0.0])[0], UP, 0.4).align_to(chart.rules, RIGHT)
        return VGroup(first, second)

    def mark(self, step: float) -> Self:
        """Move the cursor to a step."""
        self.cursor.stand(step)
        return self

    def readings(self, train: float, test: float, size: float) -> VGroup:
        """Write both accuracies by the cursor's dots or, for lack of room, by the curves' names; `size` in pixels."""
        area, dots, second = self.chart.area, self.cursor.dots, self.names[1]
        trained, tested = (
            words(percent(share), size, ink) for share, ink in zip((train, test), self.inks, strict=True)
        )
        if second.get_left()[0] - dots.get_x() > trained.width + DOT_ROOM:
            trained.next_to(dots[0], RIGHT, 0.2).shift(min(0.35, area.height / 4) * DOWN)
            tested.next_to(dots[1], RIGHT, 0.2).shift(min(0.5, area.height / 4) * UP)
            return VGroup(trained, tested)
        trained.move_to([area.right, area.top - BESIDE, 0], UP + RIGHT)
        return VGroup(trained, tested.next_to(second, DOWN, 0.12).align_to(second, LEFT))
