"""A training's scores: a counter of steps, and each group's share of right answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.look.theme import Gap, Size
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on

BESIDE, STACKED = 1.25 * Size.LABEL, 1.4 * Size.LABEL  # type sizes of the shares, in pixels
TIGHT = 0.85  # scale of the step's type in a low area


class Scores(VGroup):
    """A counter of steps at the upper left of an area, with the groups' shares on its right or below.

    They are below it, in a column, if `stacked`. `colors` are (#RRGGBB) by the groups' names, `size` is that of the
    shares in pixels, `last` the last step and `text` the step's color. `rest` is the area that is left.
    """

    def __init__(
        self,
        last: float,
        text: str,
        colors: dict[str, str],
        area: Area,
        size: float,
        stacked: bool = False,
        tight: bool = False,
    ) -> None:
        """Make the step smaller, and everything closer together, if `tight`."""
        self.step = Counter("step", f"{int(last):,}", "", (TIGHT if tight else 1.0) * Size.HEADLINE, text)
        self.shares = VGroup(*(Counter(name, "99.9", "%", size, ink) for name, ink in colors.items()))
        super().__init__(self.step, self.shares)
        self.step.move_to([area.left, area.top, 0], LEFT + UP)
        if stacked:
            self.shares.arrange(DOWN, buff=0.8 * Gap.NEAR, aligned_edge=RIGHT)
            self.shares.move_to([area.right, area.top, 0], RIGHT + UP)
        else:
            self.shares.arrange(RIGHT, buff=(1.6 if tight else 3.0) * Gap.NEAR)
            stand_on(self.step.baseline, *self.shares)  # one baseline, regardless of descenders
            self.shares.shift([area.right - self.shares.get_right()[0], 0, 0])
            self.shift([0, min(area.top - float(self.get_top()[1]), 0.0), 0])
        gap = (0.7 if tight else 2.0) * Gap.NEAR
        if self.step.width + self.shares.width + 2 * Gap.NEAR > area.width:
            gap = Gap.NEAR if area.is_low and not tight else gap
            self.shares.next_to(self.step, DOWN, 0.8 * Gap.NEAR).align_to(self.step, LEFT)
        self.rest = area.less_top(area.top - float(self.get_bottom()[1]) + gap)

    def show(self, step: float, shares: Sequence[float] | np.ndarray) -> Self:
        """Write a step and each group's share right."""
        self.step.show(f"{int(step):,}")
        for counter, share in zip(self.shares, shares, strict=True):
            counter.show(tenths(float(share)))
        return self

    def read(self, history: TrainingCurves, step: float) -> Self:
        """Write a step and a history's accuracies at it, on lessons and on the exam."""
        accuracies = (history.train_accuracy, history.test_accuracy)
        return self.show(step, [float(np.interp(step, history.step, accuracy)) for accuracy in accuracies])
