"""A training in its phases: losses above the size of the weights on one axis of steps, and the exam's board beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, Self

from manim import DOWN, LEFT, UP, Animation, FadeOut, Group, Mobject, Transform, VGroup
from manim.utils.rate_functions import ease_in_out_sine

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.sum_board import SumBoard, Table
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.loss_desk import BROAD, LossDesk
from transparent_box.scenes.mobjects.training.losses import Measured
from transparent_box.scenes.mobjects.training.phase_band import PhaseBand, phases_in_a_row
from transparent_box.scenes.mobjects.training.phase_rooms import rooms_in
from transparent_box.scenes.mobjects.training.phases import LastPhase, Phase
from transparent_box.scenes.mobjects.training.weight_chart import WEIGHED, WeightChart
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering

MEMORY = "by heart"  # what the weights are for at their maximum
RULE = "the rule"  # what they are for at the end
MARKS = 0.15  # additional units above the axes for the numbers of the phases
CLOSE = 1.25, 0.1  # zoomed in, the axes reach at least this many times the first phase, and this share of all steps


class Marked(Protocol):
    """All answers along training; see `model.analysis.exam_board.ExamBoard`."""

    @property
    def lessons(self) -> Table:
        """The pairs trained on (p, p)."""

    @property
    def exam(self) -> Table:
        """The pairs held out (p, p)."""

    def at_step(self, step: float) -> tuple[Floats, float]:
        """Return the probabilities (p, p) of the right answers, and the share of the exam that is right."""


class PhaseDesk(Group):
    """A training's `losses` by name (see `LossDesk`), sums of squared weights and a board of answers, in `phases`.

    `squares` are steps (n,) and sums of squares (n,); `marked` is what the board shows. `bands` shade the phases,
    `texts` are what is written on them, one in the place of another; `summary` lists them, and `last` is the last of
    them. `weighed` is the text while the weights are shown alone.
    """

    def __init__(
        self,
        losses: Mapping[str, Measured],
        guess: float,
        squares: tuple[Floats, Floats],
        marked: Marked,
        phases: Sequence[Phase],
        area: Area,
        theme: Theme,
    ) -> None:
        self.theme, self.marked, self.area, self.guess = theme, marked, area, guess
        self.ends = [phase.end for phase in phases]
        self.wide, self.low, self.narrow = area.width > DECIDEDLY_WIDE * area.height, area.is_low, area.width < BROAD
        near = min(max(CLOSE[0] * self.ends[0], CLOSE[1] * self.ends[-1]), self.ends[-1])
        self.near = near  # end of the axes when zoomed in
        rooms = rooms_in(area)
        self.losses = self._losses(losses, rooms.losses)
        self.weights = WeightChart(squares, self.losses.chart, near, rooms.weights, not self.wide, theme)
        self.board, self.hairs = self.board_in(rooms.board)
        self.score = Counter("exam", "99.9", "%", Size.LABEL + 4 if self.wide else Size.HEADLINE - 6, theme.test)
        free = self._seat_counts(rooms.texts)
        charts = self.losses.chart, self.weights.area.bottom
        begun = enumerate(zip(phases, [0.0, *self.ends], strict=False), 1)
        self.bands = [PhaseBand(n, phase, start, *charts, free, theme) for n, (phase, start) in begun]
        self.texts = [band.text for band in self.bands]
        self.summary = phases_in_a_row(phases, free, theme)
        start, end = self.ends[-2:]
        self.last = LastPhase(start, phases[-1].met, end, (marked.at_step(start)[1], marked.at_step(end)[1]))
        self.weighed = self._weighed()
        super().__init__(self.losses, self.weights, self.board, self.hairs, self.score)

    def show(self, step: float) -> Self:
        """Show a step: the curves so far, the board by the probabilities of right answers, and the exam's score."""
        chances, score = self.marked.at_step(step)
        self.losses.show(step)
        self.weights.show(step)
        self.board.show(chances)
        self.score.show(tenths(score))
        for band in self.bands:
            band.show(step)
        return self

    def board_in(self, area: Area) -> Group:
        """Make the largest board that fits an area, in its middle, and the gaps between its cells."""
        groups = (self.marked.lessons, self.theme.train), (self.marked.exam, self.theme.test)
        board = SumBoard(groups, self.theme.panel, min(area.width, area.height)).move_to(area.center)
        return Group(board, board.hairs(self.theme.ground))

    def curves_alone(self, names: Sequence[str]) -> Area:
        """Find the area that some losses' curves take if their chart fills the whole area."""
        losses, end = {name: self.losses.losses[name] for name in names}, self.ends[-1]
        alone = LossDesk(losses, (), self.guess, (end, end), self.area, self.theme).show(end)
        return Area.around(Group(*alone.curves.values()))

    def on_the_way(self, step: float, close: bool = False) -> Callable[[float], object]:
        """Return a function of a share 0 … 1 of the way to a step that shows everything there; `close` zooms in.

        Zoomed in, the axes end a little after the first phase or after the cursor, whichever is later.
        """
        start, end = self.losses.at, self.ends[-1]
        near = self.near if close else end

        def show(share: float) -> None:
            at = start + share * (step - start)
            for chart in (self.losses.chart, self.weights):
                chart.zoom_past(at, near, end)
            self.show(at)

        return show

    @property
    def gets_lighter(self) -> bool:
        """Whether the weights peak before the last phase and are much less at its end, with the exam passed."""
        return self.last.is_passed and self.weights.lighter_after(self.last.start)

    @property
    def first_phase(self) -> str:
        """A sentence on what the lessons need in the first phase, and how the weights change."""
        start, end = (self.weights.weights.value(step) for step in (0.0, self.ends[0]))
        return f"lessons {self.losses.need}, and the weights {'swell' if end > start else 'shrink'}."

    @property
    def but_losses(self) -> list[Mobject]:
        """Everything that changes with the step while the weights are shown alone."""
        return [self.losses.step, self.weights, self.board, self.hairs, self.score, self.weights.fall]

    def losses_in(self, curves: Group) -> list[Mobject]:
        """Find the losses, and the text on them and on the weights, in what `headed` returned."""
        return [part for part in curves if all(part is not one for one in self.but_losses)]

    def coming_from(self, board: Group, curves: Group) -> tuple[list[Mobject], Animation]:
        """Split what `headed` returned: what appears, and the move of a `board` from elsewhere to its place.

        Two boards in one place would show through each other.
        """
        rest = [part for part in curves if part is not self.board and part is not self.hairs]
        return rest, Transform(board, Group(self.board, self.hairs).copy(), rate_func=ease_in_out_sine)

    def headed(self, text: str) -> Group:
        """Return everything but the phases, with a heading above the losses; it changes with the step."""
        losses, board = self.losses, (self.board, self.hairs, self.score)
        texts = self.weights.title, losses.chart.level, losses.named_tags(), self._head(text)
        return Group(losses.chart, losses.step, self.weights, *board, *texts)

    def _head(self, text: str) -> Lettering:
        """Write what the losses are above them, or in place of the step if that is beside the board."""
        head = self.losses.head(text)
        if not self.wide:
            head.move_to([self.losses.left, self.area.top, 0], LEFT + UP)
        return head

    def make_way(self, curves: Group) -> list[Animation]:
        """Fade the heading of what `headed` returned if the phases are numbered in its place."""
        if not self.low:
            return []
        head = curves[-1]
        curves.remove(head)
        return [FadeOut(head)]

    def _seat_counts(self, area: Area) -> Area:
        """Place the exam's score below a large board, or with the step above the text; return the text's area."""
        if self.wide:
            self.score.next_to(self.board, DOWN, Gap.NEAR).align_to(self.board, LEFT)
            return area
        step = self.losses.step.move_to([area.left, area.top, 0], LEFT + UP)
        self.score.next_to(step, DOWN, 0.6 * Gap.NEAR).align_to(step, LEFT)
        return area.less_top(area.top - float(self.score.get_bottom()[1]) + Gap.NEAR)

    def _losses(self, losses: Mapping[str, Measured], area: Area) -> LossDesk:
        """Chart the losses; the chart of the weights, below, has the numerals of steps for both."""
        heading = 0.0 if self.low else units(Size.LABEL) + 0.6 * Gap.NEAR
        above, end = None if self.wide else MARKS + heading, self.ends[-1]
        taller = area.less_bottom(-(0.5 if self.wide else 1.0) * units(Size.SMALL))
        desk = LossDesk(losses, (), self.guess, (end, end), taller, self.theme, above)
        chart = desk.chart
        chart.remove(*(numeral for _, numeral in chart.numerals), *([chart.named] if chart.named else []))
        return desk

    def _weighed(self) -> VGroup:
        """Write what the weights are, as they are shown alone, and draw their maximum and final level.

        If they get lighter, how far they have fallen is also drawn, step by step.
        """
        if self.gets_lighter:
            self.weights.mark_fall()
        levels = self.weights.levels(*((MEMORY, RULE) if self.gets_lighter else ("at most",)))
        return VGroup(self._head(WEIGHED), *levels)
