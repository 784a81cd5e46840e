"""The whole network over a picture, and above it what it answers to one question after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import LEFT, Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.equation import solved
from transparent_box.scenes.mobjects.fact import Flipbook
from transparent_box.scenes.mobjects.lettering import show_instead, words
from transparent_box.scenes.mobjects.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network_strip import GLYPHS, NAMES, Reading
from transparent_box.scenes.mobjects.seated_sum import SeatedSum

SPOKEN = {**NAMES, "one-hot": "switches"}  # as the lines call them
HEAD = 1.6 * units(Size.HEADLINE)  # units above the plan for what is answered and counted


class WholeNetwork(Group):
    """The `plan` of the first of some readings over an area; above it, at its left, what is answered to each of them.

    At its right `total` counts up to all that is `learned`. A question's tokens and its answer are `seated` where
    the plan holds them, too.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        operation: Operation,
        learned: int,
        area: Area,
        ratio: float,
        theme: Theme,
    ) -> None:
        self.readings, self.theme = readings, theme
        named = "learned numbers" if ratio >= 1 else "learned"
        self.total = Counter(named, f"{learned:,}", "", Size.LABEL + 5, theme.text)
        self.total.move_to([area.right - self.total.width / 2, area.top - units(Size.HEADLINE) / 2, 0])
        self.plan = NetworkPlan(readings[0], shapes_of(readings[0]), area.less_top(HEAD), ratio > 1, theme, SPOKEN)
        lines = [solved(operation, *one.tokens[:2], one.answer, theme, Size.HEADLINE) for one in readings]
        for line in lines:
            line.shift([area.left - line.get_left()[0], self.total.words.baseline - line[0].baseline, 0])
        self.answers = Flipbook(lines)
        self.seated = SeatedSum(readings[0], self.plan.seats, theme)
        self.plan.path.without("embed")  # a curve from each switch leads there
        self.going_together = Group(self.plan, self.answers, self.seated)
        super().__init__(self.going_together, *self.plan.labels.values(), self.total)

    def show(self, number: int) -> Self:
        """Show one of the readings: its arrays, all layers lit, its tokens, its answer, and how many neurons go on."""
        reading, count = self.readings[number], self.plan.labels["ReLU"][1]
        self.plan.show(reading)
        self.seated.show(reading)
        self.answers.show(number)
        show_instead(count, words(going_on(reading), Size.SMALL, self.theme.dim).move_to(count, LEFT))
        return self

    def run_on(self) -> UpdateFromAlphaFunc:
        """Let one question after the other run through, as long each."""
        last, moving = len(self.readings) - 1, Group(self.going_together, self.plan.labels["ReLU"])
        return UpdateFromAlphaFunc(moving, lambda _, share: self.show(min(int(share * (last + 1)), last)))

    def when_all_ran(self) -> Self:
        """Stand as that ends."""
        self.run_on().interpolate(1.0)
        return self


def shapes_of(reading: Reading) -> dict[str, str]:
    """Write the shape of what each layer holds, of the neurons after the ReLU how many go on."""
    columns = (len(reading.tokens), reading.vocabulary), reading.embeddings.shape, reading.attention.shape
    sizes = [f"{count} × {high}" for count, high in columns]
    sizes += [str(reading.pre.size), going_on(reading), str(reading.out.size), f"{reading.logits.size} and “=”"]
    return dict(zip(GLYPHS, sizes, strict=True))


def going_on(reading: Reading) -> str:
    """Write how many neurons are above zero, of all."""
    return f"{np.count_nonzero(reading.pre > 0)} of {reading.pre.size}"
