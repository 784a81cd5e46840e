"""The exam's board with what belongs beside it: the step, each group's share right, and the accuracy curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    GrowFromCenter,
    Mobject,
    ReplacementTransform,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.boards.sum_board import SumBoard, Table
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.training.certainty_scale import CertaintyScale, room_below
from transparent_box.scenes.mobjects.training.exam_parts import ExamParts
from transparent_box.scenes.mobjects.training.scores import STACKED as SHARES_SIZE
from transparent_box.scenes.mobjects.training.scores import Scores
from transparent_box.scenes.mobjects.words.lettering import Lettering, lettering, stand_on, words

CURVE = 0.045  # units, width of a curve
TICK = 0.04  # height of a snapshot's tick, as a share of the chart's
RULE = 0.018  # units, width of a tick
NOTE = "ticks: snapshots, blended in between"
FRONT = 0.25  # share of the way across the board over which cells are changing at a time
ALL_DARK = 0.75  # share of the time of `opened` by which the whole board is dark
DARKER = 0.85  # share of their light that cells lose while others are pointed out
MARKED = 0.6  # how far toward gray cells go that are asked, 0 … 1
FAINT = 0.02  # share of their brightness that other cells keep while a group is singled out
BROAD = 0.6  # width, as a share of the board's side, from which text on the board is broken into more lines
COMES = squish_rate_func(smooth, 0.3, 0.9)  # rate at which the curves appear while names move to their counts
GOES, SOONER = (
    squish_rate_func(smooth, 0.0, 0.7),
    squish_rate_func(smooth, 0.2, 0.8),
)  # rates of names and counts that are not moved
SEATS = np.linspace(0, 1, 21)  # places tried for text on the board, as shares of its side
SHARE = 0.62  # share of an area that is not wide for the board
STACKED = 0.53  # the same, if both counts and curves are below the board
LEAST = 2.4  # units beside the board in which counts fit
TIGHT = 2.0  # the same in a low area, where counts are smaller
WIDER = 1.9  # width of the bars below a legend, in widths of its names, if there is room
WORTH = 0.75  # the board may shrink to this share to have counts beside it


class ExamDesk(Group):
    """A board of all pairs, `lessons` or `exam` ((p, p) masks), with counts and curves of the accuracy, in an area.

    `curves` are steps, train and test accuracies (n,). The exam was taken at the steps `snapshots` (f,), which have
    ticks; between them the board is interpolated. The board is as high as a wide area, with the rest on its right;
    otherwise the curves are below it, and so are the counts if they do not fit beside. `aside` is the area that the
    counts start in. `few` are the cells counted last, with their count; `right` the cells marked as right.
    """

    def __init__(
        self,
        area: Area,
        lessons: Table,
        exam: Table,
        curves: tuple[Floats, Floats, Floats],
        snapshots: Floats,
        theme: Theme,
        near: float | None = None,
    ) -> None:
        """Let the axis of steps reach to the last snapshot or, if given, to `near` at first, and then grow."""
        last, self.theme, self.groups = int(snapshots[-1]), theme, (lessons, exam)
        wide, apart = area.width > DECIDEDLY_WIDE * area.height, 1.4 * Gap.NEAR if area.is_low else Gap.FAR
        least = TIGHT if area.is_low else LEAST
        self.side = side = self._largest_board(area, wide, area.width - least - apart)
        self.board = SumBoard(((lessons, theme.train), (exam, theme.test)), theme.panel, side)
        self.board.move_to([area.left + side / 2, area.top - side / 2, 0])
        beside = Area(area.left + side + apart, area.right, area.bottom, area.top)
        below = area.less_top(side + (0.6 if area.is_low else 1.0) * Gap.NEAR)
        self.aside = beside if beside.width > least - 1e-6 else below
        if self.aside is below:
            self.board.set_x(area.center[0])
        self.hairs, self.area, self.seat = self.board.hairs(theme.ground), area, self.board.get_center()
        self.in_a_column = self.aside is beside and not wide
        self.chances, self.compared = np.ones(lessons.shape), list[ExamParts]()
        self.lit = self.chances
        colors = {"lessons": theme.train, "exam": theme.test, "mirrors": theme.test, "others": theme.test}
        size = Size.LABEL + 3 if area.is_low else SHARES_SIZE
        self.scores = Scores(last, theme.text, colors, self.aside, size, stacked=True, tight=area.is_low)
        rest = below if self.in_a_column else self.scores.rest
        self.note = self._note(theme)
        if rest is below and self.note.get_bottom()[1] < below.top:  # no room in the column: above the curves
            self.note = lettering(NOTE, Size.SMALL, theme.dim, below.width, "left")
            self.note.move_to([below.left, below.top, 0], LEFT + UP)
            rest = below.less_top(self.note.height + Gap.NEAR)
        self.near, self.last = min(near or last, last), last
        x, y = Axis(0, self.near, False, "steps"), Axis(0, 1, False, "%")
        self.chart = Chart(x, y, rest, furthest=last, head=0.0, size=Size.SMALL, grid=theme.grid, dim=theme.dim)
        self._draw(curves, snapshots)
        super().__init__(self.board, self.hairs, self.scores, self.chart)

    @staticmethod
    def _largest_board(area: Area, wide: bool, narrower: float) -> float:
        """Choose the board's side: at most `narrower`, which leaves room for counts, unless that is much smaller."""
        side = min(area.width, area.height if wide else SHARE * area.height)
        if WORTH * side <= narrower:
            return min(side, narrower)
        return side if wide else min(side, STACKED * area.height)

    def _draw(self, curves: tuple[Floats, Floats, Floats], snapshots: Floats) -> None:
        """Draw curves in the chart, with ticks at the snapshots' steps."""
        chart, theme, (step, train, test) = self.chart, self.theme, curves
        for accuracy, ink in ((test, theme.test), (train, theme.train)):
            chart.curve(step, accuracy, ink, CURVE)
        self.cursor = chart.cursor(theme.text, 1.4 * POINT)
        self.marked, marks = snapshots, np.zeros((len(snapshots), 2, 3))
        self.snapshots = PolylineSet(marks, np.tile(rgba(theme.dim), (len(marks), 1)), RULE)
        self._tick_off()
        chart.add(self.note).add_to_back(self.snapshots)

    def _tick_off(self) -> None:
        """Place the ticks on the axis as it is now; those beyond its end are hidden."""
        chart, high = self.chart, self.chart.x.high
        marks = [chart.places([min(at, high)] * 2, [0.0, TICK if at <= high else 0.0]) for at in self.marked]
        self.snapshots.set_curves(np.array(marks)).colors[:, 3] = self.marked <= high

    def keep_axis(self) -> None:
        """From now on, keep the axis at its full length."""
        self.near = self.last

    def enlarged(self) -> VGroup:
        """Return a legend that names and counts both groups, in the curves' place or below an enlarged board.

        It leaves room for `scale`, the legend of brightness, below the names.
        """
        inks, below, width = (self.theme.train, self.theme.test), room_below(), None
        large = Size.HEADLINE if self.in_a_column else Size.DISPLAY
        legend = VGroup()
        for group, shares, ink in zip(self.groups, self.scores.shares, inks, strict=False):
            named = VGroup(words(f"{group.sum():,}", large, ink), words(shares.words.markup, Size.HEADLINE, ink))
            named.arrange(RIGHT, buff=Gap.NEAR)
            stand_on(named[0].baseline, named[1])
            legend.add(named)
        if self.in_a_column:
            legend.arrange(RIGHT, buff=Gap.FAR)
            for named in legend:
                stand_on(legend[0][0].baseline, *named)
            self.area.fit(legend).shift([0, self.area.bottom + below + legend.height / 2 - legend.get_y(), 0])
            room = self.area.less_bottom(below + legend.height + 0.8 * Gap.NEAR)
            share = min(room.width, room.height) / self.board.side
            self.squares.scale(share).move_to(room.center)
        else:
            legend.arrange(DOWN, buff=below + Gap.NEAR).move_to(self.aside.center).shift([0, below / 2, 0])
            width = min(self.aside.width, WIDER * legend.width)
        self.scale = CertaintyScale(legend, inks, width, self.theme)
        return legend

    def seated(self) -> list[Animation]:
        """Bring an enlarged board back to its place."""
        back = self.squares.copy().scale(self.side / self.board.side).move_to(self.seat)
        return [Transform(self.squares, back, rate_func=ease_in_out_sine)] if self.in_a_column else []

    def counting(self, legend: VGroup, right: Table) -> Iterator[list[Animation]]:
        """Yield animations that move a legend's names to the counts while counts and curves appear.

        They also mark the cells `right` (p, p). Where the names would cross the board, they fade instead and the counts
        appear first; then the board takes its place, and the cells are marked last.
        """
        shown, curves = self.scores.shares[: len(legend)], Group(self.chart, self.scores.step)
        if self.in_a_column:
            gone, come = FadeOut(legend, self.scale, rate_func=GOES), FadeIn(shown, rate_func=SOONER)
            yield [gone, come, FadeIn(curves, rate_func=second_half), *self.seated()]
            yield self.mark_right(right)
            return
        moves: list[Animation] = [FadeOut(self.scale, rate_func=first_half), FadeIn(curves, rate_func=COMES)]
        for (count, name), shares in zip(legend, shown, strict=True):
            rest = Group(*(part for part in shares if part is not shares.words))
            gone, come = FadeOut(count, rate_func=first_half), FadeIn(rest, rate_func=second_half)
            moves += [gone, ReplacementTransform(name, shares.words, rate_func=ease_in_out_sine), come]
        yield [*moves, *self.mark_right(right)]

    @property
    def squares(self) -> Group:
        """The board, with the gaps between its cells."""
        return Group(self.board, self.hairs)

    def _note(self, theme: Theme) -> Lettering:
        """Explain the ticks, below the counts if these have a column to themselves, otherwise below the step."""
        step, shares, area = self.scores.step, self.scores.shares, self.aside
        free = area.width if self.in_a_column else area.width - shares.width - 2 * Gap.NEAR
        note = lettering(NOTE, Size.SMALL, theme.dim, free, "left")
        return note.next_to(shares if self.in_a_column else step, DOWN, 1.4 * Gap.NEAR).align_to(step, LEFT)

    def show(self, step: float, chances: Floats, shares: Sequence[float]) -> Self:
        """Show a step: the lit cells by the probabilities (p, p) of the right answers, the shares right, the curves."""
        self.chances = chances
        self.board.show(chances * self.lit)
        self.chart.reveal(step).zoom_past(step, self.near, self.last)
        self._tick_off()
        self.cursor.stand(step)
        self.scores.show(step, shares)
        for parts in self.compared:
            parts.show(step)
        return self

    def spreading(self, x: int, y: int) -> UpdateFromAlphaFunc:
        """Fade in the board; its cells light up outward from the one of x and y, which is lit from the start."""
        when = self._away(x, y)

        def light(_: Mobject, share: float) -> None:
            self.board.show(np.maximum(passed(share, when, FRONT), when == 0)).set_opacity(min(share / FRONT, 1.0))

        light(self.board, 0.0)
        return UpdateFromAlphaFunc(self.board, light, rate_func=linear)

    def opened(self, x: int, y: int) -> tuple[Area, list[Mobject | Animation]]:
        """Find the place of the cell of x and y, and what leaves as it opens.

        All cells go dark from there outward, ahead of what comes out of the cell; then the board fades.
        """
        when, before = self._away(x, y), self.chances * self.lit

        def darken(_: Mobject, share: float) -> None:
            left = 1 - max(share - ALL_DARK, 0.0) / (1 - ALL_DARK)
            self.board.show(before * (1 - passed(min(share / ALL_DARK, 1.0), when, FRONT))).set_opacity(left)
            self.hairs.set_stroke(opacity=left)

        gives_way = UpdateFromAlphaFunc(Group(self.board, self.hairs), darken, rate_func=linear, remover=True)
        return self.board.place(x, y), [self.scores, self.chart, gives_way]

    def _away(self, x: int, y: int) -> Floats:
        """Measure the distance (p, p) of all cells from the one of x and y; 1 is the furthest."""
        across, up = np.indices(self.chances.shape)
        far = np.hypot(across - x, up - y)
        shares: Floats = far / far.max()
        return shares

    def alone(self, group: Table, other: Mobject) -> Callable[[float], object]:
        """Return a function of a share that darkens all cells but a `group` (p, p), and their legend, and back."""

        def show(share: float) -> None:
            lit = 1 - DARKER * float(np.sin(np.pi * share))
            self.board.show(np.where(group, 1.0, lit))
            other.set_opacity(lit)

        return show

    def single_out(self, group: Table | None) -> UpdateFromAlphaFunc:
        """Darken all cells but those of a group (p, p); with None, light all of them again."""
        chances, before = self.chances, self.lit
        after = self.lit = np.ones(chances.shape) if group is None else np.where(group, 1.0, FAINT)

        def light(board: SumBoard, share: float) -> None:
            board.show(chances * (before + share * (after - before)))

        return UpdateFromAlphaFunc(self.board, light)

    def compare(self, step: Floats, shares: Mapping[str, Floats], first: str, other: str) -> ExamParts:
        """Draw, as far as is shown, the shares right (f,) of two parts of the exam at steps (f,)."""
        parts = ExamParts(self.chart, step, {name: shares[name] for name in (first, other)}, self.theme.test)
        self.compared.append(parts.show(self.cursor.x))
        return parts

    def look_back(self, group: Table) -> UpdateFromAlphaFunc:
        """Single out a group's cells (p, p), over an axis of full length from now on."""
        self.keep_axis()
        return self.single_out(group)

    def ask(self, group: Table) -> UpdateFromAlphaFunc:
        """Flash a group's cells (p, p) in gray, right or wrong; then single them out."""
        alone, gray = self.single_out(group), rgba(self.theme.dim)

        def mark(board: SumBoard, share: float) -> None:
            alone.update_function(board, share)
            board.colors[group] += MARKED * np.sin(np.pi * share) * (gray - board.colors[group])

        return UpdateFromAlphaFunc(self.board, mark)

    def count_out(self, cells: Table, group: Table) -> list[Animation]:
        """Enlarge the cells (p, p) of a group if they are few, and write how many there are, clear of them."""
        large = self.board.large(cells, self.theme.text)
        text = self._count_text(
            f"{cells.sum():,}", f"of {group.sum():,}", self.theme.test, [one.get_center() for one in large]
        )
        self.few = VGroup(large, text)
        return [*map(GrowFromCenter, large), FadeIn(text, rate_func=second_half)]

    def mark_right(self, cells: Table) -> list[Animation]:
        """Mark cells (p, p) that come out right, however unsurely, and write how many there are out of all.

        Marks and text are `right`, which can be faded out.
        """
        inks = np.where(cells[..., None], rgba(self.theme.text), 0.0)
        marked = HeatMap(inks, self.board.side, self.board.side).move_to(self.board)
        places = [self.board.cell(x, y) for x, y in np.argwhere(cells)]
        self.right = Group(
            marked, self._count_text(f"{cells.sum():,}", f"of {cells.size:,} right", self.theme.text, places)
        )
        return [FadeIn(self.right)]

    def _count_text(self, count: str, of: str, ink: str, places: Sequence[Floats]) -> VGroup:
        """Write a count out of another on the board, in its middle or wherever it is clear of places (3,)."""
        board, room = self.board, Area.around(self.board).inside(Gap.NEAR, Gap.NEAR)
        text = VGroup(words(count, Size.DISPLAY, ink), words(of, Size.HEADLINE, self.theme.text))
        if text.width > BROAD * board.side:
            lines = [words(line, Size.CAPTION, self.theme.text) for line in of.rsplit(" ", 1)]
            text = VGroup(words(count, Size.HEADLINE, ink), *lines)
        text.arrange(DOWN, Gap.NEAR / (len(text) - 1))
        half = np.array([text.width, text.height]) / 2
        low, high = np.array([room.left, room.bottom]) + half, np.array([room.right, room.top]) - half
        tried = [low + (high - low) * [across, up] for up in SEATS for across in SEATS]
        cells, middle = np.array(places).reshape(-1, 3)[:, :2], np.array(room.center[:2])
        free = [float((np.abs(cells - at) - half).max(axis=1).min(initial=board.side)) for at in tried]
        off = [float(np.abs(at - middle).max()) / board.side for at in tried]
        best = np.argmax([min(clear, Gap.NEAR) - Gap.NEAR / 4 * away for clear, away in zip(free, off, strict=True)])
        return text.move_to([*tried[int(best)], 0])

    def darkening(self, chances: Floats) -> UpdateFromAlphaFunc:
        """Dim the cells, diagonal by diagonal from the least sum on, from full light to probabilities (p, p).

        The scale's marks show the means of what is shown.
        """
        when = np.add.outer(*map(np.arange, chances.shape)) / (sum(chances.shape) - 2)

        def darken(_: Mobject, share: float) -> None:
            gone = passed(share, when, FRONT)
            shown = 1 + gone * (chances - 1)
            self.board.show(shown)
            self.scale.show([float(shown[group].mean()) for group in self.groups])

        return UpdateFromAlphaFunc(Group(self.board, self.hairs, self.scale), darken, rate_func=linear)
