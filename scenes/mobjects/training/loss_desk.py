"""Losses along training on one axis by powers of ten; two of them can also lie as their accuracies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Group, Line, Mobject, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import bare_percent, percent
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.charts.climb_mark import ClimbMark
from transparent_box.scenes.mobjects.charts.curve_tags import BESIDE, CurveTags
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.losses import Measured
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, lettering, stand_on, words

CURVE = 0.05  # units wide is a curve
DOT = 0.09  # units, the radius of the cursor's dots
FINE = 1200  # points of a curve: between two that were measured it runs straight on the axis of powers of ten
LEAD = 1.06  # how far ahead of the cursor the axis reaches while it grows
BROAD = 7.0  # units of width, from which a heading has room beside the step
LOW = 3.1  # units of height, below which it must stand there
HEADROOM = 0.04  # of a power of ten, above all losses
CLEAR = 0.12  # units between a name and a dash that is wholly seen
UNNEEDED = 0.2  # nats on the lessons without the waves, below which nearly all of them are right
SMALLEST = 1e-12  # a loss of exactly 0 still has a logarithm
CLEAR_OF_ENDS = 0.76  # of the axis of steps, up to which what is told of the lines reaches: the exam's loss falls there
LEAST_TOLD = 0.4  # of the axis of steps, that what is told of the lines may take, however far the cursor goes
EVEN = 3  # numerals at an even axis, about
GUESSING = "guessing"  # the widest of what stands at the axis


class LossDesk(Group):
    """Losses by name, over an area; their axis of steps reaches from 0 to `end`, or zoomed in to `near`.

    `accuracies` are those (n,) of the first of the losses, at the same steps; `score`, which is not part of it, tells
    the last of them, `scored`, at the cursor. `guess` is the loss of guessing. At first all are drawn; which names
    stand beside them is told by `named`.
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
        """`above` units are free over the axes, if who calls finds another place for the step and the heading."""
        self.losses, self.reach, self.guess, self.theme = dict(losses), reach, guess, theme
        self.unit = "steps" if area.width >= BROAD else ""  # elsewhere another numeral needs the room more
        last = max(float(step[-1]) for step, _, _ in losses.values())
        self.step = Counter("step", f"{int(last):,}", "", Size.HEADLINE - 6, theme.text)
        self.step.move_to([area.right, area.top, 0], RIGHT + UP)
        names = max(words(name, Size.LABEL, theme.text).width for name in losses) + Gap.NEAR
        self.left = area.left
        self.beside = area.width > max(BROAD, DECIDEDLY_WIDE * area.height) or area.height < LOW
        heading = self._heading() + Gap.NEAR
        room = area.less_right(names).less_top(heading if above is None else above)
        self.room = room  # of the axes with their numerals
        self.chart = self._chart_of_all(guess, room)
        self.curves = {name: self._curve(*found) for name, found in losses.items()}
        self.chart.zoom(reach[1])
        self.accuracies = dict(zip(losses, accuracies, strict=False))
        self.scored = list(self.accuracies)[-1] if self.accuracies else None  # whose score is told
        self.score = self._score()
        self.cursor = self.chart.cursor(theme.text, DOT)
        self.tags = CurveTags(self.chart, self.curves, Size.LABEL, theme.ground)
        self.percents = self._percents()
        self.level = self._level(guess)
        self.even = self._even()
        self.numerals = [numeral for _, numeral in self.chart.scale_of_y if numeral in self.chart.submobjects]
        self.named: list[str] = []
        self.marks = VGroup()
        self.ahead: list[str] = []  # of those curves that are drawn to the axis's end, wherever the cursor stands
        super().__init__(self.chart, self.step, self.tags)
        self.show(last)

    def show(self, step: float) -> Self:
        """Draw what is drawn as it was up to a step."""
        self.at = step
        self.chart.reveal(step, [self.curves[name] for name in self.ahead])
        self.tags.show(min(step, self.chart.x.high), self.named, self.ahead)
        self._clear_level()
        for mark in self.marks:
            mark.follow(step)
        return self.point(step)

    def _clear_level(self) -> None:
        """Let the dashes of the guess's line fade that would run through a name that stands over them."""
        dashes = list(self.level[0])
        reached = [dash.get_points_defining_boundary()[:, :2] for dash in dashes]
        low, high = (np.array([extreme(points, axis=0) for points in reached]) for extreme in (np.min, np.max))
        (across, up), (widths, _) = ((low + high) / 2).T, (high - low).T
        away = np.full(len(dashes), np.inf)
        for tag in (self.tags.tags[name] for name in self.named):
            over = np.abs(tag.get_x() - across) < (tag.width + widths) / 2 + CLEAR
            away[over] = np.minimum(away, np.abs(tag.get_y() - up) - tag.height / 2)[over]
        for dash, opacity in zip(dashes, np.clip(away / CLEAR, 0, 1), strict=True):
            dash.set_stroke(opacity=float(opacity))

    def point(self, step: float) -> Self:
        """Let the cursor stand at a step, and count it; tell the score there."""
        self.cursor.stand(min(step, self.chart.x.high))
        self.step.show(f"{int(step):,}")
        if self.scored:
            steps, *_ = self.losses[self.scored]
            self.score.show(bare_percent(float(np.interp(step, steps, self.accuracies[self.scored]))))
        return self

    @property
    def pointer(self) -> Group:
        """The cursor, and its count of steps."""
        return Group(self.step, self.cursor)

    def on_the_way(self, step: float) -> Callable[[float], object]:
        """Return what draws all at a share of the way to a step, the axis reaching on where it must."""
        start, (near, far) = self.at, self.reach

        def show(share: float) -> None:
            at = start + share * (step - start)
            self.chart.zoom(min(max(near, LEAD * at), far))
            self.show(at)

        return show

    def leave_out(self, name: str) -> Self:
        """Take a loss, and the cursor's dot on it, off the chart."""
        self.chart.remove(self.curves[name])
        self._dot(name).set_opacity(0.0)
        return self

    def mark_least(self, name: str, until: float) -> VGroup:
        """Mark the least of a loss, which is returned, and from now on how many times that it is, until past a step."""
        right = self.chart.area.right + BESIDE + max(tag.width for tag in self.tags.tags.values())
        mark = ClimbMark(self.chart, self.curves[name], until, right, self.theme.ground)
        self.marks.add(mark)
        return mark.least

    def scale_told(self, until: float) -> Lettering:
        """Tell between the two uppermost lines that are free how much lower a loss is at each than before.

        It is clear of the cursor on its way to a step, if there is room after that, and of the lines' ends.
        """
        lines, area = [value for value, _ in self.chart.scale_of_y], self.chart.area
        start = self.chart.places([until], [lines[-1]])[0][0]
        passed, widest = min(start + Gap.NEAR, area.right - LEAST_TOLD * area.width), 0.6 * area.width
        less = f"each line: {lines[-1] / lines[-2]:,.0f} times less"
        told = lettering(less, Size.SMALL, self.theme.dim, min(widest, area.right - passed), "right")
        told.move_to([area.left + CLEAR_OF_ENDS * area.width, 0, 0], RIGHT)
        told.shift(max(passed - told.get_left()[0], 0) * RIGHT)
        between = [float(self.chart.places([until] * 2, pair)[:, 1].mean()) for pair in pairwise(lines)][::-1]
        free = (height for height in between if self._passes(Area.around(told.set_y(height)), until))
        return told.set_y(next(free, between[0]))

    def _passes(self, place: Area, until: float) -> bool:
        """Tell whether on the way to a step no curve runs through a place, and the name of none that is drawn there."""
        for name in self.named:
            curve, tag, ahead = self.curves[name], self.tags.tags[name], name in self.ahead
            steps = np.linspace(0, self.chart.x.high if ahead else until, FINE // 10)
            spots = self.chart.places(steps, np.interp(steps, curve.x, curve.y))
            reach = 0.0 if ahead else BESIDE + tag.width
            under = (spots[:, 0] + reach > place.left - CLEAR) & (spots[:, 0] < place.right + CLEAR)
            high = CLEAR if ahead else tag.height / 2
            if (np.abs(spots[under, 1] - place.center[1]) < place.height / 2 + high).any():
                return False
        return True

    def let_in(self, name: str) -> Self:
        """Let a loss back in, and name it."""
        self.chart.add(self.curves[name])
        self._dot(name).set_opacity(1.0)
        self.named.append(name)
        return self

    def _dot(self, name: str) -> Mobject:
        found: Mobject = self.cursor.dots[list(self.curves).index(name)]
        return found

    def named_tags(self) -> Group:
        """The names that stand beside their curves now."""
        return Group(*(self.tags.tags[name] for name in self.named))

    @property
    def on_both_scales(self) -> Group:
        """All that an even axis shows, or that of powers of ten."""
        return Group(self.chart, *self.even_scale, *self.scale, self.named_tags())

    @property
    def live(self) -> Group:
        """All that changes with the step."""
        return Group(self.chart, self.level, self.named_tags(), self.step, self.score, self.marks)

    @property
    def but_curves(self) -> list[Mobject]:
        """All that stands on the chart but the curves."""
        return [part for part in self.chart if part not in self.chart.curves]

    @property
    def scale(self) -> list[Mobject]:
        """The numerals and rules at the losses' axis."""
        return [self.chart.rules, *self.numerals, self.level]

    @property
    def even_scale(self) -> list[Mobject]:
        """The same of the even axis, but for the level, which both have."""
        rules, numerals = self.even
        return [rules, *(numeral for _, numeral in numerals)]

    @property
    def least(self) -> float:
        """The lowest of the losses on the lessons without the waves."""
        return float(self.losses["excluded"][1].min())

    @property
    def need(self) -> str:
        """Write what the lessons need of the waves there."""
        return "need no waves" if self.least < UNNEEDED else "need the waves less"

    @property
    def on_even_scale(self) -> list[Mobject]:
        """All that an even axis shows but the names."""
        return [self.chart, *self.even_scale, self.level]

    def zoom(self, high: float) -> Self:
        """Let the axis reach as far as this."""
        self.chart.zoom(high)
        return self.show(self.at)

    def lie_as_accuracies(self, share: float) -> Self:
        """Lay the curves that have accuracies a share of the way from their losses to those, each on its own scale."""
        chart = self.chart
        for name, accuracy in self.accuracies.items():
            curve, (step, loss, _) = self.curves[name], self.losses[name]
            heights = (1 - share) * chart.y.shares(np.maximum(loss, SMALLEST)) + share * accuracy
            curve.x, curve.y = step, chart.y.low * (chart.y.high / chart.y.low) ** heights
        return self.show(self.at)

    def lie_evenly(self, share: float) -> Self:
        """Lay all that stands on the powers of ten a share of the way on an even axis, from 0 to the same end.

        There, most powers lie on each other at its foot: their numerals are the less seen, those of the even axis more.
        """
        chart, ends = self.chart, [self.chart.x.low, self.chart.x.high]

        def heights(values: Floats | Sequence[float]) -> Floats:
            found = np.maximum(values, SMALLEST)
            mixed = (1 - share) * chart.y.shares(found) + share * found / chart.y.high
            laid: Floats = chart.y.low * (chart.y.high / chart.y.low) ** np.maximum(mixed, 0)
            return laid

        for name in self.accuracies:
            curve, (step, loss, _) = self.curves[name], self.losses[name]
            curve.x, curve.y = step, heights(loss)
        for rule, (value, numeral) in zip(chart.rules, chart.scale_of_y, strict=True):
            lay_at(rule, numeral, chart.places(ends, heights([value] * 2)), 1 - share)
        for rule, (value, numeral) in zip(*self.even, strict=True):
            lay_at(rule, numeral, chart.places(ends, heights([value] * 2)), share)
        guess = float(chart.places(ends, heights([self.guess] * 2))[0][1])
        self.level.shift((guess - self.level[0].get_y()) * UP)
        return self.show(self.at)

    def head(self, text: str) -> Lettering:
        """Write what the upright axis measures, above it."""
        told = words(text, Size.LABEL, self.theme.dim).move_to([self.left, 0, 0], LEFT)
        if self.beside:
            stand_on(self.step.baseline, told)
            return told
        return told.next_to(self.step, DOWN, Gap.NEAR, coor_mask=np.array([0, 1, 0]))

    def _score(self) -> Counter:
        """Set how much of the last that has accuracies is right, close before the step or, where it is narrow, far."""
        ink = self.losses[self.scored][2] if self.scored else self.theme.dim
        score = Counter(f"{self.scored or ''} right:", "100", "%", Size.LABEL, ink)
        edge = self.step.get_left()[0] - Gap.FAR - score.width / 2 if self.beside else self.left + score.width / 2
        stand_on(self.step.baseline, score.set_x(edge))
        return score

    def _heading(self) -> float:
        """Tell how high what is written above the chart is: where it is narrow, the step has a line to itself."""
        line = 0.0 if self.beside else words("(", Size.LABEL, self.theme.dim).height + Gap.NEAR
        return float(self.step.height + line)

    def _chart_of_all(self, guess: float, room: Area) -> Chart:
        """Set up axes for all losses, with room at their left for what is written at the loss of guessing."""
        low, high = self._range(guess)
        chart = self._chart(low, high, room)
        aside = words(GUESSING, Size.SMALL, self.theme.dim).width - max(one.width for _, one in chart.scale_of_y)
        if aside <= 0:
            return chart
        return self._chart(low, high, Area(room.left + aside, room.right, room.bottom, room.top))

    def _chart(self, low: float, high: float, area: Area) -> Chart:
        """Set up axes for losses from `low` to `high` in an area."""
        x, y = Axis(0, self.reach[0], False, self.unit), Axis(low, high, True, "")
        look = {"grid": self.theme.grid, "dim": self.theme.dim}
        return Chart(x, y, area, furthest=self.reach[1], head=0.2, size=Size.SMALL, **look)

    def _curve(self, step: Floats, loss: Floats, ink: str) -> Curve:
        """Draw a loss finely, straight by powers of ten from one step to the next."""
        fine = np.union1d(np.linspace(step[0], step[-1], FINE), step)
        return self.chart.curve(fine, np.exp(np.interp(fine, step, np.log(np.maximum(loss, SMALLEST)))), ink, CURVE)

    def _range(self, guess: float) -> tuple[float, float]:
        """Find the powers of ten, or halves of them, between which all losses lie."""
        least = min(float(np.maximum(loss, SMALLEST).min()) for _, loss, _ in self.losses.values())
        most = max(guess, *(float(loss.max()) for _, loss, _ in self.losses.values()))
        low, high = np.floor(2 * np.log10(least)) / 2, np.ceil(2 * (np.log10(most) + HEADROOM)) / 2
        return float(10.0**low), float(10.0**high)

    def _percents(self) -> VGroup:
        """Set the numerals of the accuracies, which stand where those of the losses do."""
        area, marks = self.chart.area, VGroup()
        for share in (0.0, 0.5, 1.0):
            height = area.bottom + share * area.height
            rule = Line([area.left, height, 0], [area.right, height, 0], color=self.theme.grid, stroke_width=1.5)
            numeral = words(percent(share), Size.SMALL, self.theme.dim)
            marks.add(VGroup(rule, numeral.next_to(rule, LEFT, 0.15)))
        return marks

    def _even(self) -> tuple[VGroup, list[tuple[float, Lettering]]]:
        """Set rules and numerals of an even axis, unseen, and their values."""
        chart, found = self.chart, []
        axis, rules = Axis(0.0, chart.y.high, False, ""), VGroup()
        for value in axis.ticks(EVEN):
            rules.add(Line(LEFT, RIGHT, color=self.theme.grid, stroke_width=1.5).set_stroke(opacity=0))
            found.append((value, words(axis.numeral(value), Size.SMALL, self.theme.dim).set_opacity(0)))
        return rules, found

    def _level(self, guess: float) -> VGroup:
        """Draw the loss of guessing as a dashed line, named at the axis."""
        ends = self.chart.places([self.chart.x.low, self.chart.x.high], [guess, guess])
        line = DashedLine(*ends, color=self.theme.dim, stroke_width=2)
        name = words(GUESSING, Size.SMALL, self.theme.dim).next_to(line, LEFT, 0.15)
        standing: list[Mobject] = [name]
        for _, numeral in reversed(self.chart.scale_of_y):
            if min(abs(numeral.get_y() - other.get_y()) for other in standing) < 1.1 * name.height:
                self.chart.remove(numeral)  # no room where the chart is low
            else:
                standing.append(numeral)
        return VGroup(line, name)


def lay_at(rule: Line, numeral: Lettering, ends: Floats, seen: float) -> None:
    """Lay a rule between two points, its numeral before the first, both as well seen as is told."""
    rule.put_start_and_end_on(*ends).set_stroke(opacity=seen)
    numeral.next_to(ends[0], LEFT, 0.15).set_opacity(seen)
