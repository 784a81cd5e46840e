"""A loss desk's curves on an even axis: one that is flat by powers of ten is seen to fall; a number rides along."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, Dot, Group, Line, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.numbers import decimal, number
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.chart import BESIDE
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.curve_tags import plated
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.loss_desk import DOT, LossDesk

HEADROOM = 1.18  # of the highest loss, how far the axis reaches: room for what is written above the curve


class EvenScale(Group):
    """The loss `name` of a desk between two `steps`: `ruled` are rules and numerals, `mark` what it was at the first.

    `cursor` is the desk's with its count of steps, the number that rides along and, over them, the mark.
    """

    def __init__(self, desk: LossDesk, name: str, steps: tuple[int, float], theme: Theme) -> None:
        self.desk, self.name, self.steps = desk, name, steps
        self.at, self.loss, ink = desk.losses[name]
        self.top, chart = HEADROOM * float(self.loss.max()), desk.chart
        self.axis = Axis(0.0, self.top, False, "")
        self.ruled, area = VGroup(), chart.area
        for value in self.axis.ticks(4):
            height = area.bottom + float(self.axis.shares(np.array(value))) * area.height
            rule = Line([area.left, height, 0], [area.right, height, 0], color=theme.grid, stroke_width=1.5)
            self.ruled.add(VGroup(rule, words(number(value), Size.SMALL, theme.dim).next_to(rule, LEFT, BESIDE)))
        step = steps[0]
        place, value = self.place(step), self.read(step)
        told = words(f"{decimal(value, 1)} at step {step:,}", Size.LABEL, ink).next_to(place, UP, 0.2)
        told.shift([max(area.left - told.get_left()[0], 0.0), 0, 0])
        plate = plated(told, theme.ground, told.height)
        plate[0].move_to(told)
        self.mark = VGroup(Dot(place, DOT, color=ink), plate)
        self.rider = Counter("", decimal(value, 1), "", Size.LABEL, ink)
        self.cursor = Group(*desk.pointer, self.rider, self.mark)
        super().__init__(self.ruled, self.cursor)
        self.ride(0.0)

    def read(self, step: float) -> float:
        """Read the loss at a step."""
        return float(np.interp(step, self.at, self.loss))

    @property
    def falls(self) -> str:
        """Write what the loss does from the first step to the last."""
        first, last = (decimal(self.read(step), 1) for step in self.steps)
        return f"falls from {first} to {last}" if first != last else "falls"

    def place(self, step: float) -> np.ndarray:
        """(3,) where the loss stands on the even axis."""
        area, share = self.desk.chart.area, float(self.axis.shares(np.array(self.read(step))))
        found: np.ndarray = self.desk.chart.places([step], [self.desk.chart.y.low])[0] + [0, share * area.height, 0]
        return found

    def lie(self, share: float) -> None:
        """Lay all named curves a share of the way from powers of ten to this axis, which comes in that one's stead."""
        self.desk.lie_as({name: self.axis.shares(self.desk.losses[name][1]) for name in self.desk.named}, share)
        self.ruled.set_opacity(max(2 * share - 1, 0.0))
        for part in self.desk.scale:
            part.set_opacity(max(1 - 2 * share, 0.0))
        self.ride(0.0)

    def ride(self, share: float) -> Self:
        """Go with the cursor a share of the way between the steps, the number under the curve's dot."""
        step = (1 - share) * self.steps[0] + share * self.steps[1]
        self.desk.point(step)
        self.rider.show(decimal(self.read(step), 1))
        self.rider.next_to(self.place(step), DOWN + LEFT, Gap.NEAR)
        return self
