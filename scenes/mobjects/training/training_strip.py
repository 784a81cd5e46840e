"""A training's accuracies along the foot of a picture, with the step, and ticks at the checkpoints."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, UP, Animation, FadeIn, Group, Mobject, UpdateFromAlphaFunc

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.charts.trail import Trail
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.training.scores import BESIDE, Scores
from transparent_box.scenes.mobjects.words.lettering import escape, lettering, stand_on

CURVE = 0.045  # units, width of a curve
DOT = 0.085  # units, radius of the cursor's dots
TICK = 0.09  # height of a checkpoint's tick, as a share of the chart's
RULE = 0.018  # units, width of a tick
BROAD = 7.5  # units of width below which the text is packed more tightly
LOW = 2.9  # units of height below which it is, for the curves' sake
FOOT = {"16:9": 0.34, "1:1": 0.37, "4:5": 0.37, "9:16": 0.32}  # share of the picture's height for the curves, by aspect
SCORES = 0.3  # share of that for the step and the accuracies
NOTE = "ticks: snapshots, blended in between"


def foot_and_rest(picture: Area, aspect: str) -> tuple[Area, Area]:
    """Divide a picture of an aspect into the foot, for the curves, and the rest above."""
    return picture.parts(FOOT[aspect], Gap.NEAR if picture.is_low else Gap.FAR, wide=np.inf)


def curves_place(picture: Area, aspect: str) -> Area:
    """Find the area of the curves in a picture of an aspect, without the text above them."""
    foot = foot_and_rest(picture, aspect)[0]
    return foot.less_top(SCORES * foot.height)


class TrainingStrip(Group):
    """A history over an area, up to the last of the checkpoints at steps `snapshots` (f,), with counters above.

    `live` is what changes with the step; `fixed`, drawn below it, is the rest.
    """

    def __init__(self, history: TrainingCurves, snapshots: Floats, area: Area, theme: Theme) -> None:
        self.history, end = history, float(snapshots[-1])
        self.low = area.width < BROAD and area.height < LOW
        inks = {"lessons": theme.train, "exam": theme.test}
        self.scores = Scores(
            int(end), theme.text, inks, area, Size.LABEL if self.low else BESIDE, stacked=False, tight=True
        )
        self.note = lettering(escape(NOTE), Size.SMALL, theme.dim, area.width, "left")
        room = self._seat_note(self.scores.rest)
        x, y = Axis(0, end, False, "steps"), Axis(0, 1, False, "%")
        self.chart = Chart(x, y, room, furthest=end, head=0.0, size=Size.SMALL, grid=theme.grid, dim=theme.dim)
        for accuracy, ink in ((history.test_accuracy, theme.test), (history.train_accuracy, theme.train)):
            self.chart.curve(history.step, accuracy, ink, CURVE)
        self.cursor = self.chart.cursor(theme.text, DOT)
        marks = [self.chart.places([at, at], [0.0, TICK]) for at in snapshots]
        self.ticks = PolylineSet(marks, np.tile(rgba(theme.dim), (len(marks), 1)), RULE)
        self.chart.add_to_back(self.ticks).remove(self.cursor)
        self.fixed, self.live = Group(self.chart, self.note), Group(self.cursor, self.scores)
        super().__init__(self.fixed, self.live)

    def _seat_note(self, rest: Area) -> Area:
        """Write the note beside the step or, in a narrow area, below the shares; return the area that is left."""
        step, shares, note = self.scores.step, self.scores.shares, self.note
        beside = shares.get_top()[1] > step.get_bottom()[1]
        left, right = step.get_right()[0] + Gap.NEAR, (shares.get_left()[0] - Gap.NEAR if beside else rest.right)
        if right - left > note.width:
            stand_on(step.baseline, note.move_to([(left + right) / 2, 0, 0]))
            return rest
        note.move_to([rest.left, rest.top, 0], LEFT + UP)
        return rest.less_top(note.height + (0.6 if self.low else 1.0) * Gap.NEAR)

    def trail(self, steps: Floats, values: Floats, name: str, color: str) -> Trail:
        """Make one more curve, of shares (n,) at steps (n,), to be drawn as training runs."""
        return Trail(self.chart, steps, values, name, color, CURVE, DOT)

    def drawn(self) -> list[Animation]:
        """Fade in the axes, let the curves run from the first step to the last, and then fade in what is read there."""
        axes = [part for part in self.but_curves if part not in self.live]
        last = self.chart.x.high
        runs = UpdateFromAlphaFunc(Group(*self.chart.curves), lambda _, share: self.chart.reveal(share * last))
        self.chart.reveal(0.0)
        return [FadeIn(*axes, rate_func=first_half), runs, FadeIn(self.live, rate_func=second_half)]

    @property
    def but_curves(self) -> list[Mobject]:
        """Everything but the curves."""
        axes = [part for part in self.chart if part not in self.chart.curves]
        return [*axes, self.note, *self.live]

    def show(self, step: float) -> Self:
        """Move the cursor to a step; the curves stay complete."""
        self.cursor.stand(step)
        self.scores.read(self.history, step)
        return self


def whole_strip(picture: Area, aspect: str, history: TrainingCurves, snapshots: Floats, theme: Theme) -> TrainingStrip:
    """Draw a training at the foot of a picture of an aspect, as it is at the end."""
    return TrainingStrip(history, snapshots, foot_and_rest(picture, aspect)[0], theme).show(float(snapshots[-1]))
