"""Losses along training on one logarithmic axis; two of them can also be moved to show their accuracies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Group, Mobject, VGroup

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import bare_percent
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.climb_mark import ClimbMark
from transparent_box.scenes.mobjects.charts.curve_tags import BESIDE, CurveTags
from transparent_box.scenes.mobjects.charts.free_place import is_free
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.even_scale import EvenScale, percents_of
from transparent_box.scenes.mobjects.training.loss_chart import LossChart
from transparent_box.scenes.mobjects.training.losses import Measured
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, lettering, stand_on, words

DOT = 0.09  # units, radius of the cursor's dots
BROAD = 7.0  # units of width from which a heading has room beside the step
LOW = 3.1  # units of height below which it must be there
CLEAR = 0.12  # units between the text on the rules and a curve that passes
CLEAR_OF_ENDS = 0.76  # share of the axis of steps up to which that text reaches: after it, the exam's loss falls
STEPS = 120  # points of a curve that are checked for collisions
LEAST_TOLD = 0.4  # least share of the axis of steps for that text, however far the cursor goes
UNNEEDED = 0.2  # nats: below this loss without the waves, nearly all lessons are right


class LossDesk(Group):
    """Losses by name over an area, with a cursor; `reach` is (near, end) of their axis of steps, zoomed in or out.

    `accuracies` (n,) belong to the first of the losses, at the same steps; `score`, which is not a submobject, counts
    the last of these, `scored`, at the cursor. `guess` is the loss of guessing. At first all curves are drawn, and none
    has a name; those in `named` do.
    """

    def __init__(
        self,
        losses: Mapping[str, Measured],
        accuracies: Sequence[Floats],
        guess: float,
        reach: tuple[float, float],
        area: Area,
        theme: Theme,
        above: float | None = None,
    ) -> None:
        """Leave `above` units over the axes, if given: the caller then places the step and the heading."""
        self.losses, self.reach, self.guess, self.theme = dict(losses), reach, guess, theme
        self.unit = "steps" if area.width >= BROAD else ""  # in a narrow area a numeral needs the room
        last = max(float(step[-1]) for step, _, _ in losses.values())
        self.step = Counter("step", f"{int(last):,}", "", Size.HEADLINE - 6, theme.text)
        self.step.move_to([area.right, area.top, 0], RIGHT + UP)
        names = max(words(name, Size.LABEL, theme.text).width for name in losses) + Gap.NEAR
        self.left = area.left
        self.beside = area.width > max(BROAD, DECIDEDLY_WIDE * area.height) or area.height < LOW
        heading = self._heading() + Gap.NEAR
        room = area.less_right(names).less_top(heading if above is None else above)
        self.room = room  # area of the axes with their numerals
        self.chart = LossChart(losses, guess, reach, self.unit, room, theme)
        self.curves = self.chart.by_name
        self.accuracies = dict(zip(losses, accuracies, strict=False))
        self.scored = list(self.accuracies)[-1] if self.accuracies else None  # the name whose score is counted
        self.score = self._score()
        self.cursor = self.chart.cursor(theme.text, DOT)
        self.tags = CurveTags(self.chart, self.curves, Size.LABEL, theme.ground)
        self.percents = percents_of(self.chart)
        self.even = EvenScale(self.chart)
        self.named: list[str] = []
        self.marks = VGroup()
        self.ahead: list[str] = []  # names of curves that are drawn to the end of the axis, wherever the cursor is
        super().__init__(self.chart, self.step, self.tags)
        self.show(last)

    def show(self, step: float) -> Self:
        """Draw the curves up to a step."""
        self.at = step
        self.chart.reveal(step, [self.curves[name] for name in self.ahead])
        self.tags.show(min(step, self.chart.x.high), self.named, self.ahead)
        self.chart.clear_level(self.named_tags())
        for mark in self.marks:
            mark.follow(step)
        return self.point(step)

    def point(self, step: float) -> Self:
        """Move the cursor to a step, and show the step's number and the score there."""
        self.cursor.stand(min(step, self.chart.x.high))
        self.step.show(f"{int(step):,}")
        if self.scored:
            steps, *_ = self.losses[self.scored]
            self.score.show(bare_percent(float(np.interp(step, steps, self.accuracies[self.scored]))))
        return self

    @property
    def pointer(self) -> Group:
        """The cursor, and the counter of steps."""
        return Group(self.step, self.cursor)

    def on_the_way(self, step: float) -> Callable[[float], object]:
        """Return a function of a share 0 … 1 of the way to a step that draws everything there; the axis grows."""
        start, (near, far) = self.at, self.reach

        def show(share: float) -> None:
            at = start + share * (step - start)
            self.chart.zoom_past(at, near, far)
            self.show(at)

        return show

    def leave_out(self, name: str) -> Self:
        """Remove a loss, and the cursor's dot on it, from the chart."""
        self.chart.remove(self.curves[name])
        self._dot(name).set_opacity(0.0)
        return self

    def mark_least(self, name: str, until: float) -> VGroup:
        """Mark and return a loss's minimum; up to a step, the chart then shows by what factor the loss has grown."""
        right = self.chart.area.right + BESIDE + max(tag.width for tag in self.tags.tags.values())
        mark = ClimbMark(self.chart, self.curves[name], until, right, self.theme.ground)
        self.marks.add(mark)
        return mark.least

    def scale_note(self, until: float) -> Lettering:
        """Write, between the two highest rules where it is free, by what factor losses differ from rule to rule.

        It is clear of the cursor on its way to a step, if there is room after that, and of the ends of curves.
        """
        lines, area = [value for value, _ in self.chart.scale_of_y], self.chart.area
        start = self.chart.places([until], [lines[-1]])[0][0]
        passed, widest = min(start + Gap.NEAR, area.right - LEAST_TOLD * area.width), 0.6 * area.width
        less = f"each line: {lines[-1] / lines[-2]:,.0f} times less"
        note = lettering(less, Size.SMALL, self.theme.dim, min(widest, area.right - passed), "right")
        note.move_to([area.left + CLEAR_OF_ENDS * area.width, 0, 0], RIGHT)
        note.shift(max(passed - note.get_left()[0], 0) * RIGHT)
        between = [float(self.chart.places([until] * 2, pair)[:, 1].mean()) for pair in pairwise(lines)][::-1]
        free = (height for height in between if self._is_free(Area.around(note.set_y(height)), until))
        return note.set_y(next(free, between[0]))

    def _is_free(self, place: Area, until: float) -> bool:
        """Tell whether no curve, and no name of one being drawn, passes through a place up to a step."""
        for name in self.named:
            curve, tag, ahead = self.curves[name], self.tags.tags[name], name in self.ahead
            steps = np.linspace(0, self.chart.x.high if ahead else until, STEPS)
            before, around = (CLEAR, CLEAR) if ahead else (CLEAR + BESIDE + tag.width, tag.height / 2)
            reached = Area(place.left - before, place.right + CLEAR, place.bottom - around, place.top + around)
            if not is_free(reached, [self.chart.places(steps, np.interp(steps, curve.x, curve.y))]):
                return False
        return True

    def let_in(self, name: str) -> Self:
        """Put a loss back in, and name it."""
        self.chart.add(self.curves[name])
        self._dot(name).set_opacity(1.0)
        self.named.append(name)
        return self

    def _dot(self, name: str) -> Mobject:
        dot: Mobject = self.cursor.dots[list(self.curves).index(name)]
        return dot

    def named_tags(self) -> Group:
        """Return the names that are beside their curves now."""
        return Group(*(self.tags.tags[name] for name in self.named))

    @property
    def on_both_scales(self) -> Group:
        """Everything that is on a linear axis or on the logarithmic one."""
        return Group(self.chart, *self.even.parts, *self.chart.at_axis, self.named_tags())

    @property
    def live(self) -> Group:
        """Everything that changes with the step."""
        return Group(self.chart, self.chart.level, self.named_tags(), self.step, self.score, self.marks)

    @property
    def but_curves(self) -> list[Mobject]:
        """Everything on the chart but the curves."""
        return [part for part in self.chart if part not in self.chart.curves]

    @property
    def need(self) -> str:
        """Words for how much the lessons need the waves where their loss without them is lowest."""
        return "need no waves" if self.losses["excluded"][1].min() < UNNEEDED else "need the waves less"

    @property
    def on_even_scale(self) -> list[Mobject]:
        """Everything that is on a linear axis but the names."""
        return [self.chart, *self.even.parts, self.chart.level]

    def zoom(self, high: float) -> Self:
        """Set the end of the axis of steps."""
        self.chart.zoom(high)
        return self.show(self.at)

    def lie_as_accuracies(self, share: float) -> Self:
        """Move the curves that have accuracies a share of the way from losses to those, each on its own scale."""
        for name, accuracy in self.accuracies.items():
            self.chart.lay(name, (1 - share) * self.chart.y.shares(self.chart.loss(name)) + share * accuracy)
        return self.show(self.at)

    def lie_evenly(self, share: float) -> Self:
        """Move the same curves, and the rules, a share of the way from the logarithmic axis to a linear one."""
        self.even.stretch(self.accuracies, share)
        return self.show(self.at)

    def head(self, text: str) -> Lettering:
        """Write what the vertical axis measures, above it."""
        heading = words(text, Size.LABEL, self.theme.dim).move_to([self.left, 0, 0], LEFT)
        if self.beside:
            stand_on(self.step.baseline, heading)
            return heading
        return heading.next_to(self.step, DOWN, Gap.NEAR, coor_mask=np.array([0, 1, 0]))

    def _score(self) -> Counter:
        """Make the counter of the share right, just before the step or, in a narrow area, far left."""
        ink = self.losses[self.scored][2] if self.scored else self.theme.dim
        score = Counter(f"{self.scored or ''} right:", "100", "%", Size.LABEL, ink)
        edge = self.step.get_left()[0] - Gap.FAR - score.width / 2 if self.beside else self.left + score.width / 2
        stand_on(self.step.baseline, score.set_x(edge))
        return score

    def _heading(self) -> float:
        """Return the height of the text above the chart: in a narrow area, the step has a line to itself."""
        line = 0.0 if self.beside else words("(", Size.LABEL, self.theme.dim).height + Gap.NEAR
        return float(self.step.height + line)
