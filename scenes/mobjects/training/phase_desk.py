"""A training in its phases: losses above the size of the weights on one axis of steps, and the exam's board beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    DashedLine,
    FadeOut,
    Group,
    ManimColor,
    Mobject,
    Transform,
    VGroup,
    VMobject,
    interpolate_color,
)
from manim.utils.rate_functions import ease_in_out_sine

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import goes, tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.sum_board import SumBoard, Table
from transparent_box.scenes.mobjects.charts.chart import BESIDE, Chart, Curve
from transparent_box.scenes.mobjects.charts.fall_mark import FallMark
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.loss_desk import BROAD, CURVE, DOT, LEAD, LossDesk
from transparent_box.scenes.mobjects.training.losses import Measured
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, words

BESIDE_BOARD = 0.64  # of the width for the curves, where it is wide
WEIGHTS = (0.26, 0.3)  # of the curves' height, for the weights: in an area that is not wide, and in one that is
LEAST_HIGH = (0.85, 1.4)  # units for them at least, in the same two
TALL = 1.3  # times its width is an area high that can spare more for them
HEAVIER = 0.33  # of the curves' height, for them there
UNDER = 1.2  # units under a large board in which a phase is told
WEIGHED = "sum of all squared weights"
SHORTER = "squared weights"  # the same, where there is a column for it
MEMORY = "by heart"  # what the weights are for when they are most
RULE = "the rule"  # what they are for at the end
LEAST = 0.12  # units above the weights where that stands beside them
BROADEST = 0.46  # of the width, for a board under the curves, at most
NEEDED = 1.2  # units of the height that are not for that board
BOARD = 0.55  # of the rest of the height, for it
MARKS = 0.15  # units over the axes, beyond what is free anyhow, for the numbers of the phases
HEAP = 0.22  # opacity of what lies under the curve of the weights
NEARLY = 0.97  # of the most that the weights came to, what is as good as that
COMING = 0.06  # of all steps, in which that is written
LIGHTER = 0.7  # of the most that the weights came to, at most: what is left is seen to be less
JUMP = 0.2  # of all right, by more than which the exam's score jumps
SOON = 0.25  # of all steps, within which from the start of the last phase on the exam is passed after a jump
SHADE = (0.26, 0.1)  # opacity of every other phase
CLOSE = 1.25, 0.1  # times the first phase, and of all steps, at least, reach the axes while it is looked at closely
MEETING = 0.06  # of all steps, in which the rule that ends a phase lights up before it is met


class Marked(Protocol):
    """All answers along training; see `model.analysis.exam_board.ExamBoard`."""

    @property
    def lessons(self) -> Table:
        """(p, p) trained on."""

    @property
    def exam(self) -> Table:
        """(p, p) held out."""

    def at_step(self, step: float) -> tuple[Floats, float]:
        """The chances (p, p) of the right answers, and the share of the exam that is right."""


class Timed(Protocol):
    """The ends of a training's phases; see `model.analysis.timeline.Timeline`."""

    @property
    def generalized_at(self) -> int | None:
        """The step at which the exam is passed."""

    def phases(self, last: float) -> tuple[float, float, float]:
        """The steps at which they end, if training is looked at until the last."""


def named_phases(times: Timed, last: float) -> list[tuple[float, str, str, float]]:
    """Name a training's phases: the end of each, what it is, the rule that ends it, and the step at which that is met.

    The last has none; of it is told what happens in it.
    """
    lowest, better, end = times.phases(last)
    excluded = f"until the excluded loss is lowest: step {lowest:,.0f}"
    guessed = f"until the exam’s loss is below that of guessing: step {better:,.0f}"
    passed = f"the exam is passed at step {times.generalized_at:,}" if times.generalized_at else "from there on"
    return [
        (lowest, "memorization", excluded, lowest),
        (better, "circuit formation", guessed, better),
        (end, "cleanup", passed, float(times.generalized_at or end)),
    ]


class PhaseDesk(Group):
    """In an area: `losses` by name, as `LossDesk` has them, and `squares`, steps (n,) and sums of squares (n,).

    `marked` is what the board shows; `phases` are their ends, names, the rules that end them and the steps at which
    those are met. Each is told in the place of the one before, and `summary` names them all.
    `weighed` is what is written while the weights stand alone, `fall` how far they have come down from their most.
    """

    def __init__(
        self,
        losses: Mapping[str, Measured],
        guess: float,
        squares: tuple[Floats, Floats],
        marked: Marked,
        phases: Sequence[tuple[float, str, str, float]],
        area: Area,
        theme: Theme,
    ) -> None:
        self.theme, self.marked = theme, marked
        self.ends, self.met = ([float(phase[part]) for phase in phases] for part in (0, 3))
        end = self.ends[-1]
        wide = area.width > DECIDEDLY_WIDE * area.height
        self.narrow, self.low, self.wide = area.width < BROAD, area.is_low, wide
        curves, aside = self._parts(area)
        heavy = HEAVIER if area.height > TALL * area.width else WEIGHTS[wide]
        share = max(heavy, LEAST_HIGH[wide] / curves.height)
        lower, upper = curves.parts(share, 0.0, wide=np.inf)
        self.area, self.guess = area, guess
        # Its axis needs less room for numerals: those of the weights, below, serve both.
        taller = upper.less_bottom(-(0.5 if wide else 1.0) * units(Size.SMALL))
        self.losses = LossDesk(losses, (), guess, (end, end), taller, theme, None if wide else self._above())
        chart = self.losses.chart
        chart.remove(*(numeral for _, numeral in chart.numerals), *([chart.named] if chart.named else []))
        self.weights = self._weights(squares, end, lower)
        self.title = self._title(lower)
        first, second = self._aside(aside)
        side = min(first.width, first.height)
        self.board, self.hairs = self.board_in(Area(first.left, first.left + side, first.top - side, first.top))
        self.score = Counter("exam", "99.9", "%", Size.LABEL + 4 if wide else Size.HEADLINE - 6, theme.test)
        free = self._seat_counts(second)
        names = [name for _, name, _, _ in phases]
        self.bands = [self._band(number) for number in range(len(phases))]
        self.told = [self._told(n, name, rule, free) for n, (_, name, rule, _) in enumerate(phases, 1)]
        self.summary = self._summary(names, free)
        self.weighed = self._weighed()
        super().__init__(self.losses, self.weights, self.board, self.hairs, self.score)

    def show(self, step: float) -> Self:
        """Show a step: curves so far, the board by the chances of right answers, and the exam's score."""
        chances, score = self.marked.at_step(step)
        self.losses.show(step)
        self.weigh(step)
        self.board.show(chances)
        self.score.show(tenths(score))
        return self.shade(step)

    def shade(self, step: float) -> Self:
        """Shade all phases as far as a step, each number over the middle of its shade; light the rules that are met."""
        chart, floor = self.losses.chart, self.weights.area.bottom
        for n, ((shade, mark), (_, rule), end) in enumerate(zip(self.bands, self.told, self.ends, strict=True)):
            start = self.ends[n - 1] if n else 0.0
            reached = [start, float(np.clip(step, start, end)), end]
            (left, right, last), top = chart.places(reached, [chart.y.high] * 3)[:, 0], chart.area.top
            shade.set_points_as_corners([[x, y, 0] for x, y in corners(left, right, floor, top)])
            # It is there from the start, where the shade is not as wide as a numeral yet.
            mark.set_x(max((left + right) / 2, min(left + mark.width, (left + last) / 2)))
            share = float(np.clip(1 + (step - self.met[n]) / (MEETING * self.ends[-1]), 0, 1))
            rule.set_fill(interpolate_color(ManimColor(self.theme.dim), ManimColor(self.theme.text), share))
        return self

    def board_in(self, area: Area) -> Group:
        """Set a board as large as an area lets it be, in its middle, and the ground between its cells."""
        groups = (self.marked.lessons, self.theme.train), (self.marked.exam, self.theme.test)
        board = SumBoard(groups, self.theme.panel, min(area.width, area.height)).move_to(area.center)
        return Group(board, board.hairs(self.theme.ground))

    def curves_alone(self, names: Sequence[str]) -> Area:
        """Find the area round some losses' curves if their chart has the whole area to itself."""
        losses, end = {name: self.losses.losses[name] for name in names}, self.ends[-1]
        alone = LossDesk(losses, (), self.guess, (end, end), self.area, self.theme).show(end)
        return Area.around(Group(*alone.curves.values()))

    def on_the_way(self, step: float, close: bool = False) -> Callable[[float], object]:
        """Return what shows all at a share of the way to a step; if `close`, on axes that reach no further than needed.

        They end a little beyond the first phase or beyond where training is, whichever is later.
        """
        start, end = self.losses.at, self.ends[-1]
        near = self._near if close else end

        def show(share: float) -> None:
            at = start + share * (step - start)
            for chart in (self.losses.chart, self.weights):
                chart.zoom(min(max(near, LEAD * at), end))
            self.show(at)

        return show

    @property
    def _near(self) -> float:
        """The step to which axes reach that are looked at from close by."""
        first, end = self.ends[0], self.ends[-1]
        return min(max(CLOSE[0] * first, CLOSE[1] * end), end)

    def weigh(self, step: float) -> Self:
        """Draw the weights as far as a step, what lies under them filled, and write how many they were at most."""
        (curve,) = self.weights.reveal(step).curves
        ends = self.weights.places([curve.until, 0.0], [0.0, 0.0])
        self.heap.set_points_as_corners([*curve.points, *ends, curve.points[0]])
        self.most.set_opacity((1 - self.over) * self._clear_of_most(step))
        for cursor in self.weights.followers:
            cursor.x = step
            cursor.place()
        for mark in self.fall:
            mark.follow(step)
        return self

    @property
    def most_and_left(self) -> tuple[float, float]:
        """The most that the weights come to, and what is left of it at the end."""
        return self.heaviest, self.weights.curves[0].value(self.ends[-1])

    @property
    def gets_lighter(self) -> bool:
        """Whether they are heaviest before the last phase, and much lighter at its end, when the exam is passed."""
        most, left = self.most_and_left
        return self.met[-1] < self.ends[-1] and self.passed <= self.ends[-2] and left < LIGHTER * most

    @property
    def has_jump(self) -> bool:
        """Whether the exam is passed in the last phase, and with a jump: by much, and soon."""
        start, end = self._last_scores()
        soon = self.met[-1] - self.ends[-2] < SOON * self.ends[-1]
        return self.met[-1] < self.ends[-1] and end - start > JUMP and soon

    @property
    def first_phase(self) -> str:
        """Say what the lessons need in the first phase, and how the weights go."""
        start, end = (self.weights.curves[0].value(step) for step in (0.0, self.ends[0]))
        return f"lessons {self.losses.need}, and the weights {'swell' if end > start else 'shrink'}."

    @property
    def last_phase(self) -> str:
        """Say what happens in the last phase; of the exam how it goes, where that is no jump."""
        if self.has_jump:
            return "memory is thrown away, the weights shrink, and the exam jumps."
        return f"memory and weights shrink, and its exam score {goes(*self._last_scores())}."

    @property
    def meaning(self) -> str:
        """Say what that means."""
        last = "The jump" if self.has_jump else "What comes last"
        return f"{last} is not a rule being found. It is memory being dropped."

    def _last_scores(self) -> tuple[float, float]:
        """Read the exam's score where the last phase begins and where it ends."""
        (_, start), (_, end) = (self.marked.at_step(step) for step in self.ends[-2:])
        return start, end

    def spread(self, chart: Chart, share: float) -> None:
        """Let the weights' chart reach up a share of the way to where that of the losses does."""
        self.over = share
        top = self.low_top + share * (self.losses.chart.area.top - self.low_top)
        chart.fill(Area(chart.area.left, chart.area.right, chart.area.bottom, top))
        self.weigh(self.losses.at)

    @property
    def but_losses(self) -> list[Mobject]:
        """All that changes with the step where the weights stand alone."""
        return [self.losses.step, self.weights, self.board, self.hairs, self.score, self.fall]

    def losses_in(self, curves: Group) -> list[Mobject]:
        """Find the losses, and what is written of them and the weights, in what `headed` returned."""
        return [part for part in curves if all(part is not one for one in self.but_losses)]

    def coming_from(self, known: Group, curves: Group) -> tuple[list[Mobject], Animation]:
        """Find what appears of what `headed` returned while its board comes from one that stands elsewhere, and that.

        Two boards in one place would be seen through each other.
        """
        rest = [part for part in curves if part is not self.board and part is not self.hairs]
        return rest, Transform(known, Group(self.board, self.hairs).copy(), rate_func=ease_in_out_sine)

    def headed(self, text: str) -> Group:
        """Everything but the phases, with what is written above the losses; it changes with the step."""
        losses, board = self.losses, (self.board, self.hairs, self.score)
        told = self.title, losses.level, losses.named_tags(), self._head(text)
        return Group(losses.chart, losses.step, self.weights, *board, *told)

    def _head(self, text: str) -> Lettering:
        """Write what the losses are above them, where the step is if that is not by the board."""
        head = self.losses.head(text)
        if not self.wide:
            head.move_to([self.losses.left, self.area.top, 0], LEFT + UP)
        return head

    def make_way(self, curves: Group) -> list[Animation]:
        """Let the heading of what `headed` returned go where the phases are numbered in its place."""
        if not self.low:
            return []
        head = curves[-1]
        curves.remove(head)
        return [FadeOut(head)]

    def _parts(self, area: Area) -> tuple[Area, Area]:
        """Part the curves from what is beside them or, under them, as high as the board."""
        if self.wide:
            return area.parts(BESIDE_BOARD, Gap.FAR)
        side = min(BROADEST * area.width, BOARD * (area.height - NEEDED))
        return area.less_bottom(side + 0.6 * Gap.NEAR), area.less_top(area.height - side)

    def _aside(self, area: Area) -> tuple[Area, Area]:
        """Part the board from what is told of it."""
        if not self.wide:
            cut = area.left + area.height
            apart = 1.4 * Gap.NEAR if self.narrow else Gap.FAR
            return Area(area.left, cut, area.bottom, area.top), Area(cut + apart, area.right, area.bottom, area.top)
        score = units(Size.LABEL) + Gap.NEAR
        return area.less_bottom(UNDER + Gap.NEAR + score), area.less_top(area.height - UNDER)

    def _seat_counts(self, area: Area) -> Area:
        """Put the exam's score under a large board, or with the step over what is told of a phase; return its area."""
        if self.wide:
            self.score.next_to(self.board, DOWN, Gap.NEAR).align_to(self.board, LEFT)
            return area
        step = self.losses.step.move_to([area.left, area.top, 0], LEFT + UP)
        self.score.next_to(step, DOWN, 0.6 * Gap.NEAR).align_to(step, LEFT)
        return area.less_top(area.top - float(self.score.get_bottom()[1]) + Gap.NEAR)

    def _above(self) -> float:
        """Tell how much is free over the axes where the step is by the board: for the phases, and for a heading."""
        return MARKS if self.low else MARKS + units(Size.LABEL) + 0.6 * Gap.NEAR

    def _title(self, area: Area) -> Lettering:
        """Name what is below the losses: above it, or, where room is dear, beside it as they are named."""
        if self.wide:
            title = words(WEIGHED, Size.LABEL, self.theme.dim)
            return title.move_to([self.losses.left, area.top, 0], LEFT + UP)
        chart = self.weights.area
        left = chart.right + Gap.NEAR
        title = lettering(SHORTER, Size.SMALL, self.theme.dim, area.right - left, "left")
        return title.move_to([left, chart.bottom - Gap.NEAR / 2, 0], LEFT + DOWN)  # the losses' names come down to it

    def _weights(self, squares: tuple[Floats, Floats], end: float, area: Area) -> Chart:
        """Chart the weights with their axis of steps under that of the losses."""
        theme, (step, value) = self.theme, squares
        y, above = Axis(0, 1.05 * float(value.max()), False, ""), units(Size.LABEL) + Gap.NEAR if self.wide else LEAST
        widest = max(words(y.numeral(tick), Size.SMALL, theme.dim).width for tick in y.ticks(2))
        losses = self.losses.chart.area
        room = Area(losses.left - BESIDE - widest, losses.right, area.bottom, area.top - above)
        look = {"grid": theme.grid, "dim": theme.dim}
        x = Axis(0, self._near, False, self.losses.unit)
        chart = Chart(x, y, room, furthest=end, head=0.0, size=Size.SMALL, **look).zoom(end)
        curve = chart.curve(step, value, theme.text, CURVE)
        chart.cursor(theme.text, DOT)
        self.heap = VMobject(stroke_width=0, fill_color=theme.text, fill_opacity=HEAP)
        self.most = self._most(chart, curve)
        chart.add(self.most).add_to_back(self.heap)
        self.low_top, self.over, self.fall = chart.area.top, 0.0, VGroup()
        return chart

    def _most(self, chart: Chart, curve: Curve) -> VGroup:
        """Write the most that the weights weigh behind where it is, if there is room over what comes then."""
        high = self.heaviest = float(curve.y.max())
        self.passed = float(curve.x[curve.y > NEARLY * high].max())
        said = words(f"{high:,.0f}", Size.SMALL, self.theme.text)
        return VGroup(said) if self._over_weights(said, chart) >= 1 else VGroup()

    def _over_weights(self, said: Mobject, chart: Chart) -> float:
        """Put what is written behind where the weights weigh most; tell how clear (1: wholly) it is of what comes then.

        On an axis that does not reach far they run on through it.
        """
        (top, _), later = chart.places([self.passed, 0.0], [self.heaviest, 0.0]), self.passed + COMING * chart.x.high
        said.next_to(top, RIGHT, Gap.NEAR / 2)
        (_, below, _) = chart.places([0.0], [chart.curves[0].value(later)])[0]
        return float((said.get_bottom()[1] - below) / CURVE)

    def _clear_of_most(self, step: float) -> float:
        """Tell how far (0 … 1) the weights' most can be seen: neither they nor the cursor at a step may cross it."""
        seen = 0.0
        for said in self.most:
            over, chart = self._over_weights(said, self.weights), self.weights
            past = chart.places([step], [0.0])[0][0] - said.get_right()[0] - DOT
            seen = min(over, float(past) / (COMING * chart.area.width))
        return float(np.clip(seen, 0, 1))

    def _weighed(self) -> VGroup:
        """Write over the weights, as they stand alone, what they are, and draw how high they are first and last.

        If they get lighter, how far they have fallen is drawn with the step, too.
        """
        if self.gets_lighter:
            (curve,) = self.weights.curves
            self.fall.add(FallMark(self.weights, curve, self.heaviest, self.theme.text))
        self.spread(self.weights, 1.0)
        levels = zip(self.most_and_left, (MEMORY, RULE) if self.gets_lighter else ("at most",), strict=False)
        weighed = VGroup(self._head(WEIGHED), *(self._level(*level) for level in levels))
        self.spread(self.weights, 0.0)
        return weighed

    def _level(self, value: float, name: str) -> VGroup:
        """Draw a sum of squares as a line across the weights' chart, and tell beside it what it is of."""
        chart, theme = self.weights, self.theme
        line = DashedLine(*chart.places([chart.x.low, chart.x.high], [value] * 2), color=theme.text, stroke_width=2)
        said = VGroup(words(f"{value:,.0f}", Size.LABEL, theme.text), words(name, Size.SMALL, theme.dim))
        return VGroup(line, said.arrange(DOWN, buff=0.08, aligned_edge=LEFT).next_to(line, RIGHT, Gap.NEAR))

    def _band(self, nth: int) -> VGroup:
        """Make a phase's shade over both charts, and the number above it."""
        shade = VMobject(stroke_width=0, fill_color=self.theme.grid, fill_opacity=SHADE[nth % 2])
        top = [0, self.losses.chart.area.top, 0]
        return VGroup(shade, words(str(nth + 1), Size.LABEL, self.theme.text).next_to(top, UP, 0.08))

    def _summary(self, names: Sequence[str], area: Area) -> VGroup:
        """Name all phases, each with the step at which it ends, one below the other."""
        ends = [f", to step {end:,.0f}" for end in self.ends[:-1]] + [""]
        named = (f"{n}  {name}{end}" for n, (name, end) in enumerate(zip(names, ends, strict=True), 1))
        look = Size.SMALL, self.theme.text, area.width, "left"
        lines = VGroup(*(lettering(escape(text), *look) for text in named))
        lines.arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        area.fit(lines)
        return lines.move_to([area.left, area.top, 0], LEFT + UP)

    def _told(self, number: int, name: str, rule: str, area: Area) -> VGroup:
        title: Lettering = words(f"{number}  {name}", Size.LABEL, self.theme.text)
        ends = lettering(escape(rule), Size.SMALL, self.theme.dim, area.width, "left")
        told = VGroup(title, ends).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        return told.move_to([area.left, area.top, 0], LEFT + UP)


def corners(left: float, right: float, bottom: float, top: float) -> list[tuple[float, float]]:
    """Go round a rectangle, back to where it begins."""
    return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
