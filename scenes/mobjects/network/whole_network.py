"""The whole network over a picture, and above it its answers to one question after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from manim import LEFT, Animation, Group, UpdateFromAlphaFunc, VGroup, linear, squish_rate_func

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.network.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network.network_strip import GLYPHS, NAMES, Reading
from transparent_box.scenes.mobjects.network.seated_sum import ARRIVES, SeatedSum
from transparent_box.scenes.mobjects.shapes.array_mobject import passed
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.equation import solved
from transparent_box.scenes.mobjects.words.fact import Flipbook
from transparent_box.scenes.mobjects.words.lettering import show_between, words

SPOKEN = {**NAMES, "one-hot": "switches"}  # the layers' names, as the narration calls them
HEAD = 1.6 * units(Size.HEADLINE)  # units above the plan for the sum and the count
FIRST = 1.5  # seconds of the second question
SOONER = 0.87  # factor from the time of one question to that of the next
CALLED = 0.6  # share of the time of `call_up` by which the last row of numbers is called
FLOW = 0.75  # share of a question's time by which its answer is there
FRONT = 1.0  # how long one layer changes, relative to the time between the first and the last layer's start


class WholeNetwork(Group):
    """The `plan` of the first of some readings over an area; above it, on the left, each reading's sum.

    On the right `total` counts up to the `learned` numbers. A question's tokens and its answer are also written where
    the plan holds them, as `seated`.
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
        self.starts = np.append(0, np.cumsum(FIRST * SOONER ** np.arange(len(readings) - 1)))
        named = "learned numbers" if ratio >= 1 else "learned"
        self.total = Counter(named, f"{learned:,}", "", Size.LABEL + 5, theme.text)
        self.total.move_to([area.right - self.total.width / 2, area.top - units(Size.HEADLINE) / 2, 0])
        self.plan = NetworkPlan(readings[0], shapes_of(readings[0]), area.less_top(HEAD), ratio > 1, theme, SPOKEN)
        lines = [solved(operation, *one.tokens[:2], one.answer, theme, Size.HEADLINE) for one in readings]
        for line in lines:
            line.shift([area.left - line.get_left()[0], self.total.words.baseline - line[0].baseline, 0])
        self.answers = Flipbook(lines)
        self.seated = SeatedSum(readings[0], self.plan.seats, theme)
        self.plan.path.without("embed")  # curves from the switches lead there
        self.going_together = Group(self.plan, self.answers, self.seated)
        super().__init__(self.going_together, *self.plan.labels.values(), self.total)

    @property
    def time(self) -> float:
        """The seconds that all questions after the first take."""
        return float(self.starts[-1])

    def call_up(self) -> list[Animation]:
        """Let each switch that is on call its row of numbers, which unfolds from where its dot arrives."""
        called = self.seated.call(squish_rate_func(linear, 0, CALLED))
        return [called, self.plan.unfold("embed", CALLED * ARRIVES)]

    def run_on(self) -> UpdateFromAlphaFunc:
        """Run one question after another, slowly at first, then faster and faster."""
        moving = Group(self.going_together, self.plan.labels["ReLU"])
        return UpdateFromAlphaFunc(moving, lambda _, share: self.show_at(share * self.time), run_time=self.time)

    def when_all_ran(self) -> Self:
        """Show the end of `run_on`."""
        return self.show_at(self.time)

    def show_at(self, time: float) -> Self:
        """Show the state after some seconds: the question has changed, and layer after layer follows."""
        after = 1 + int(np.searchsorted(self.starts[1:-1], time, side="right"))
        start, end = self.starts[after - 1 : after + 1]
        share = min((time - start) / (FLOW * (end - start)), 1.0)
        changed = dict(zip(GLYPHS, passed(share, np.linspace(0, 1, len(GLYPHS)), FRONT).tolist(), strict=True))
        return self.change(after - 1, after, changed)

    def change(self, before: int, after: int, changed: Mapping[str, float]) -> Self:
        """Show each layer `changed` by a share from one reading to another; the answer comes with the votes."""
        old, new = self.readings[before], self.readings[after]
        asked, answered = changed["one-hot"], changed["logits"]
        self.plan.change(old, new, changed)
        self.seated.change(old, new, asked, answered)
        lines = (self.answers.states[number] for number in (before, after))
        (*question, answer), (*first, left), (*then, comes) = (self.answers, *lines)
        show_between(VGroup(*question), VGroup(*first), VGroup(*then), asked)
        show_between(VGroup(answer), VGroup(left), VGroup(comes), asked, answered)
        count = self.plan.labels["ReLU"][1]
        were, are = (words(going_on(one), Size.SMALL, self.theme.dim).move_to(count, LEFT) for one in (old, new))
        show_between(VGroup(count), VGroup(were), VGroup(are), changed["ReLU"])
        return self


def shapes_of(reading: Reading) -> dict[str, str]:
    """Write the shape of each layer's array; after the ReLU, how many neurons are above zero."""
    columns = (len(reading.tokens), reading.vocabulary), reading.embeddings.shape, reading.attention.shape
    sizes = [f"{count} × {high}" for count, high in columns]
    sizes += [str(reading.pre.size), going_on(reading), str(reading.out.size), f"{reading.logits.size} and “=”"]
    return dict(zip(GLYPHS, sizes, strict=True))


def going_on(reading: Reading) -> str:
    """Write how many neurons are above zero, out of all."""
    return f"{np.count_nonzero(reading.pre > 0)} of {reading.pre.size}"
