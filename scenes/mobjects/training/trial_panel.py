"""Trainings side by side: each with two curves from the start to the end, its formula, and when it generalized."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Group,
    Line,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import formula, stand_on, words

WRITTEN = {"x*y": "x dot y", "x/y": "x \\/ y", "x^2+xy+y^2": "x^2 + x y + y^2"}  # formulas in Typst whose names are not
CURVE = 0.05  # units, width of a curve
POINTS = 400  # points of a curve, over the whole width
LIGHTING = 0.05  # share of all steps in which the mark lights up after its step
ASCENT, DESCENT = 0.88, 0.24  # heights of a formula above and below its baseline, in type sizes
SHAPE = 1.7  # width over height of a panel
LATER = squish_rate_func(smooth, 0.15, 1.0)  # rate at which formulas move to their places while tables fade
RANK = 0.5  # greatest height of the number for the panel's rank, as a share of the plot's


class TrialPanel(Group):
    """The train and test accuracies (n,) of one training over an area, below its formula; `show` draws them so far.

    `mark` is the step at which it generalized, which `result` says once it is reached; if it is None, `result` is the
    final accuracy, hidden until the caller shows it. `rank` is its place among those that generalized, also hidden.
    """

    def __init__(
        self,
        name: str,
        curves: TrainingCurves,
        mark: int | None,
        rank: str,
        area: Area,
        theme: Theme,
        size: float = Size.LABEL,
    ) -> None:
        """Write the formula in a type `size` in pixels."""
        self.task, self.area, train, test = name, area, curves.train_accuracy, curves.test_accuracy
        self.step, self.mark, self.last = curves.step, mark, float(curves.step[-1])
        self.title = formula(WRITTEN.get(name, name), size, theme.text)
        line = area.top - ASCENT * units(size)  # one baseline for all formulas in a row, with exponents or without
        self.title.move_to([area.left, area.top, 0], LEFT)
        stand_on(line, self.title)
        result = percent(float(test[-1]), 2) if mark is None else f"passed at {mark:,}"
        self.result = words(result, Size.SMALL, theme.test).set_opacity(0.0)
        self.result.move_to([area.right, line, 0], RIGHT)
        stand_on(line, self.result)
        self.plot = Area(area.left, area.right, area.bottom, line - DESCENT * units(size) - Gap.NEAR / 2)
        plot = self.plot
        self.floor = VGroup(*(Line([plot.left, y, 0], [plot.right, y, 0]) for y in (plot.bottom, plot.top)))
        self.floor.set_stroke(theme.grid, 1.5)
        across = plot.left + plot.width * (mark or 0) / self.last
        self.upright = Line([across, plot.bottom, 0], [across, plot.top, 0]).set_stroke(theme.test, 2, opacity=0.0)
        self.values = np.stack([test, train])
        self.curves = PolylineSet([np.zeros((POINTS, 3))] * 2, np.stack([rgba(theme.test), rgba(theme.train)]), CURVE)
        self.rank = words(rank, Size.DISPLAY, theme.test).move_to([(across + plot.right) / 2, *plot.center[1:]])
        self.rank.scale(min(1.0, RANK * plot.height / max(self.rank.height, 1e-9))).set_opacity(0.0)
        super().__init__(self.floor, self.upright, self.curves, self.title, self.result, self.rank)
        self.show(0.0)

    def show(self, until: float) -> Self:
        """Draw the curves up to a step; once past the mark, light its text."""
        steps = np.linspace(0, max(until, 1e-9), POINTS)
        plot = self.plot
        across = plot.left + plot.width * steps / self.last
        heights = [plot.bottom + plot.height * np.interp(steps, self.step, values) for values in self.values]
        self.curves.set_curves([np.column_stack([across, up, np.zeros(POINTS)]) for up in heights])
        if self.mark is not None:
            share = float(np.clip((until - self.mark) / (LIGHTING * self.last), 0, 1))
            self.result.set_opacity(share)
            self.upright.set_stroke(opacity=share)
        return self


class TrialPanels(Group):
    """A panel for each of `trials`, {name: (formula, curves, mark)}, in an area, below a counter of steps to `last`.

    `panels` are the panels by name; `ranked` are the names, first those that generalized, the earliest first, then the
    others by final accuracy; `head` is the counter with the legend of the two colors.
    """

    def __init__(
        self, trials: Mapping[str, tuple[str, TrainingCurves, int | None]], last: float, area: Area, theme: Theme
    ) -> None:
        self.trials, self.last = trials, last
        self.counter = Counter("step", f"{int(last):,}", "", Size.LABEL + 5, theme.text)
        self.counter.move_to([area.left, area.top, 0], LEFT + UP)
        names = words("lessons", Size.LABEL, theme.train), words("exam", Size.LABEL, theme.test)
        legend = VGroup(*names).arrange(RIGHT, buff=2 * Gap.NEAR)
        legend.shift((area.right - legend.get_right()[0]) * RIGHT)
        stand_on(self.counter.baseline, *legend)
        self.head = VGroup(self.counter, legend)
        room = area.less_top(self.head.height + 1.4 * Gap.NEAR)
        gap = Gap.FAR if area.width > DECIDEDLY_WIDE * area.height else Gap.NEAR
        wider = Area(room.left, room.right + Gap.FAR - gap, room.bottom, room.top)  # columns keep their distance
        cells = [cell.less_right(Gap.FAR - gap) for cell in wider.cells(len(trials), gap, SHAPE)]
        self.ranked = sorted(trials, key=lambda name: rank_key(*trials[name][1:]))
        ranks = {name: str(place) for place, name in enumerate(self.ranked, 1) if trials[name][2] is not None}
        self.panels = {
            name: TrialPanel(*trial, ranks.get(name, ""), cell, theme)
            for (name, trial), cell in zip(trials.items(), cells, strict=True)
        }
        super().__init__(self.head, *self.panels.values())
        self.show(0.0)

    def show(self, step: float) -> Self:
        """Draw all of them as they were at a step."""
        self.counter.show(f"{int(step):,}")
        for panel in self.panels.values():
            panel.show(step)
        return self

    def open(self, names: VGroup) -> list[Animation]:
        """Move formulas to their panels, below which the plots, still empty, appear."""
        panels = self.panels.values()
        seats = [Transform(name, panel.title, remover=True) for name, panel in zip(names, panels, strict=True)]
        come = FadeIn(self.head, *(panel.floor for panel in panels))
        for move in (*seats, come):
            move.rate_func = LATER
        return [*seats, come]

    def train(self, time: float) -> Animation:
        """Run all of them from the first step to the last."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.show(share * self.last), run_time=time, rate_func=linear)

    def stand_back(self, faint: float) -> list[Animation]:
        """Dim all panels, to be called up one by one."""
        self.bright = {name: panel.copy() for name, panel in self.panels.items()}
        return [Transform(panel, panel.copy().fade(1 - faint)) for panel in self.panels.values()]

    def call_up(self, name: str) -> Transform:
        """Bring back a dimmed panel, now with its rank or its final accuracy."""
        whole = self.bright[name]
        for part in (whole.result, whole.rank):
            part.set_opacity(1.0)
        return Transform(self.panels[name], whole)


def rank_key(curves: TrainingCurves, mark: int | None) -> tuple[float, float]:
    """Return the sort key of a training: early marks first, then those without one, by final accuracy."""
    return float("inf") if mark is None else mark, -float(curves.test_accuracy[-1])
