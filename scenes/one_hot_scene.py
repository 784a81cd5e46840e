"""What goes into the network and what comes out: columns of switches, and nothing else.

Storyboard row 3. A toy modulus first, where the pattern that should come out is drawn; then the real size, where what
comes out are the trained network's own probabilities.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Arrow,
    Create,
    FadeIn,
    FadeOut,
    Group,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
)

from scenes.look.colormaps import rgba
from scenes.look.frame import Area
from scenes.look.numbers import count_word, nines, one_in
from scenes.look.theme import GAP, HEADLINE, HOLD, LABEL, POINT, QUICK, SLOW, SMALL, STEADY, WIDE_GAP
from scenes.mobjects.addition_boards import COLUMNS, AdditionBoards, flow_arrow
from scenes.mobjects.lettering import Lettering, escape, lettering, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.probability_panel import ProbabilityPanel
from scenes.mobjects.switch_column import SwitchBoard, merged
from scenes.mobjects.token_columns import TokenCells, TokenColumns
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

HEAD = 0.75  # units above the columns for the symbols they stand for
NAMES = 0.6  # units beside them for the switches' names
FOOT = 0.45  # units below them for what an axis says
NEXT_ROOM = 1.2  # units beside a dot that its label needs
FAINT = 0.3  # opacity of columns that do not count
FLASH = 0.35  # seconds for each example to come up
TALL = 0.7  # a frame narrower than that has the output below the input


class OneHotScene(Stage):
    """From six switches to the network's own."""

    modulus: ClassVar[int] = 5  # of the toy
    options: ClassVar[tuple[str, ...]] = ("first", "second")
    first: int | None = None
    second: int | None = None
    usual: ClassVar[tuple[int, int]] = (1, 2)
    wrapped: ClassVar[tuple[int, int]] = (2, 4)  # in the toy: their sum goes past its last number
    examples: ClassVar[int] = 8
    stride: ClassVar[int] = 7  # from one example to the next in the toy's table

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.numbers = self.numbers_asked()
        self.inks = (self.theme.cos_x, self.theme.cos_y, self.theme.text)
        ink = self.colors("sum", "accent", "dim", "ground", "panel", "grid")
        self.toy = AdditionBoards(self.modulus, self.inks, **ink)
        panel, grid, answer = (rgba(getattr(self.theme, role)) for role in ("panel", "grid", "sum"))
        self.cells = TokenCells(panel, grid, np.array([rgba(ink) for ink in self.inks]), answer)
        self.symbols = [*map(str, range(self.modulus)), "="]
        self.a_switch_for_each()
        self.three_columns()
        self.same_shape_comes_out()
        self.answer_lights_up()
        self.guess_the_rule()
        self.begin_again_at_zero()
        self.real_size()
        self.real_answer()
        self.how_sure_it_is()

    @beat
    def a_switch_for_each(self) -> None:
        """Open on all symbols of the toy, each with its own switch on."""
        self.strip = self.header("one-hot")
        count, text = self.modulus + 1, self.theme.text
        self.alphabet = self.board(count, self.content)
        names = self.alphabet.names(self.symbols, LABEL, self.theme.dim, LEFT)
        lit = self.alphabet.switched_on(range(count), [self.theme.accent] * count, self.theme.ground)
        heads = VGroup(*(self.alphabet.head(n, symbol, HEADLINE, text) for n, symbol in enumerate(self.symbols)))
        self.alphabet = VGroup(merged(VGroup(self.alphabet, lit)), names, heads)
        self.add(self.strip[0], self.alphabet)  # the toy's numbers have no other names
        self.say(f"{count_word(count).capitalize()} symbols, {count_word(count)} switches: every symbol turns on one.")
        self.wait(HOLD)

    @beat
    def three_columns(self) -> None:
        """The symbols of one question."""
        x, y = self.numbers
        self.asked, self.given = (self.board(COLUMNS, area) for area in self.halves())
        self.names = self.asked.names(self.symbols, LABEL, self.theme.dim, LEFT)
        self.question = self.toy.question(self.asked, self.numbers, HEADLINE)
        picture = VGroup(self.asked, self.names, self.question)
        home = picture.get_center()
        picture.move_to(self.content.center).match_y(self.asked)
        columns = "becomes three columns: one for each number, one for the equals sign."
        self.say(f"{x} + {y} = {columns}", spoken=f"{x}, plus, {y}, equals, {columns}")
        self.play(FadeOut(self.alphabet), run_time=QUICK)
        self.play(FadeIn(self.asked, self.names), run_time=QUICK)
        for lit, head in zip(self.question[0], self.question[1], strict=False):
            self.play(FadeIn(lit, head, shift=0.1 * RIGHT), run_time=STEADY / 2)
        self.play(FadeIn(self.question[1][COLUMNS:]), run_time=QUICK)
        self.wait(STEADY)
        self.picture, self.home = picture, home

    @beat
    def same_shape_comes_out(self) -> None:
        """An output of the same shape, of which two columns do not count."""
        self.flow = self.arrow(self.asked.copy().shift(self.home - self.picture.get_center()), self.given)
        self.given_names = self.given.names(self.symbols, LABEL, self.theme.dim, RIGHT)
        self.say("What comes out has the same shape. Only its last column counts.")
        self.play(self.picture.animate.move_to(self.home), run_time=STEADY, rate_func=self.ease)
        self.play(FadeIn(self.flow, self.given), run_time=QUICK)
        self.wait(QUICK)
        self.play(self.given[:-1].animate.set_opacity(FAINT), FadeIn(self.given_names), run_time=QUICK)
        self.wait(STEADY)

    @beat
    def answer_lights_up(self) -> None:
        """The switch of the sum."""
        x, y = self.numbers
        self.answered = self.toy.answer(self.given, self.numbers, HEADLINE)
        answer = self.symbols[(x + y) % self.modulus]
        self.say(f"The task: light up switch {answer} there, because {x} + {y} = {answer}.")
        self.play(FadeIn(self.answered[0], shift=0.1 * RIGHT), run_time=STEADY)
        self.play(FadeIn(self.answered[1]), run_time=QUICK)
        self.wait(STEADY)

    @beat
    def guess_the_rule(self) -> None:
        """Examples without a name on any switch: what the network gets to see."""
        self.boards = VGroup(self.asked, self.names, self.given, self.given_names, self.flow)
        self.tiles = self.gallery()
        self.say("Take all names away. From patterns like these, could you guess the rule?")
        self.play(FadeOut(self.boards, self.question, self.answered), run_time=QUICK)
        for tile in self.tiles:
            self.play(FadeIn(tile), run_time=FLASH)
        self.wait(2 * HOLD)  # time to guess

    @beat
    def begin_again_at_zero(self) -> None:
        """The rule: a sum that goes past the last number."""
        x, y = self.wrapped
        question = self.toy.question(self.asked, self.wrapped, HEADLINE)
        answered = self.toy.answer(self.given, self.wrapped, HEADLINE)
        line = f"It is addition, but after {self.modulus - 1} comes 0 again: {x} + {y} gives {(x + y) % self.modulus}."
        self.say(line)
        self.play(FadeOut(self.tiles), run_time=QUICK)
        self.play(FadeIn(self.boards, question), run_time=QUICK)
        self.wait(QUICK)
        self.play(FadeIn(answered, shift=0.1 * RIGHT), run_time=STEADY)
        self.lesson = VGroup(self.boards, question, answered)

    @beat
    def real_size(self) -> None:
        """The same question at the run's modulus: as many switches as it has symbols."""
        p, tokens, place = self.run.p, self.run.p + 1, self.real_areas()[0]
        self.columns = TokenColumns(self.cells.question(self.numbers, tokens), place.width, place.height).move_to(
            place.center
        )
        ruler = self.columns.ruler(SMALL, self.theme.dim)
        names = (*(str(n % p) for n in self.numbers), "=")
        heads = VGroup(*(self.columns.head(n, name, HEADLINE, self.inks[n]) for n, name in enumerate(names)))
        self.columns.show(self.cells.question(self.numbers, self.modulus + 1))
        self.asked_for_real = Group(self.columns, heads, ruler)
        self.asked_for_real.shift((self.content.center[0] - place.center[0]) * RIGHT)
        self.say(f"Our network counts to {p - 1}. With the equals sign that makes {tokens} × {COLUMNS} switches.")
        self.play(FadeOut(self.lesson), run_time=QUICK)
        self.play(FadeIn(self.columns, heads), run_time=QUICK)
        self.play(UpdateFromAlphaFunc(self.columns, self.grow(tokens)), run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(ruler, *self.strip[1:]), run_time=QUICK)
        self.wait(STEADY)

    @beat
    def real_answer(self) -> None:
        """The trained network's last column, as it came out."""
        asked, given, room = self.real_areas()
        self.log10 = self.evidence.log_probabilities(*(n % self.run.p for n in self.numbers)) / np.log(10)
        self.best, chances = int(self.log10.argmax()), 10**self.log10
        self.output = TokenColumns(self.cells.output(0 * chances), given.width, given.height).move_to(given.center)
        head = self.output.head(COLUMNS - 1, self.token(self.best), HEADLINE, self.theme.sum)
        flow = self.arrow(self.columns.copy().move_to(asked.center), self.output)
        aside = Group(self.output, head, flow).shift((room.width + GAP) / 2 * RIGHT)
        share = nines(chances[self.best])
        size = HEADLINE if self.frame.ratio > 1 else LABEL
        self.share = words(share, size, self.theme.sum).next_to(self.output.place(COLUMNS - 1, self.best), RIGHT)
        self.share.shift((self.output.width / COLUMNS / 2) * RIGHT)
        logits, way = self.header("logits"), asked.center[0] + (room.width + GAP) / 2 - self.columns.get_x()
        self.say(f"The trained network’s own last column: {share} on {self.token(self.best)}.")
        self.play(self.asked_for_real.animate.shift(way * RIGHT), run_time=STEADY, rate_func=self.ease)
        self.play(FadeOut(self.strip), FadeIn(logits, flow, self.output), run_time=QUICK)
        self.play(UpdateFromAlphaFunc(self.output, self.light_up(chances)), FadeIn(head, self.share))
        self.wait(HOLD)
        self.real = Group(self.asked_for_real, aside)

    @beat
    def how_sure_it_is(self) -> None:
        """Close on every switch's probability, the ones that are all but zero too."""
        place = self.real_areas()[2]
        panel = ProbabilityPanel(self.log10, place.width, place.height, size=SMALL, **self.colors("grid", "dim"))
        panel.shift(np.array(place.center) - panel.lines.get_center())
        heights = np.array([self.output.place(0, token)[1] for token in range(len(self.log10))])
        dots, marks = panel.places(heights), np.tile(rgba(self.theme.text, 0.75), (len(heights), 1))
        marks[self.best] = rgba(self.theme.sum)
        start = dots * [0, 1, 1] + [place.left, 0, 0]
        cloud, nearest = PointCloud(start, marks, POINT), self.runner_up(dots)
        best = slice(self.best, self.best + 1)
        answer = PointCloud(dots[best], marks[best], 2 * POINT)
        beam = Line(start[self.best], dots[self.best], color=self.theme.sum, stroke_width=2)
        seat = self.share.copy().move_to([place.right - self.share.width / 2, place.top + HEAD / 2, 0])
        self.say(f"All others get almost nothing: each line to the left is {panel.step_in_words} times less likely.")
        shift = (place.width + GAP) / 2 * LEFT
        moves = (self.real.animate.shift(shift), self.share.animate.move_to(seat))
        self.play(*moves, run_time=STEADY, rate_func=self.ease)
        self.play(FadeIn(panel, cloud), run_time=QUICK)
        move = UpdateFromAlphaFunc(cloud, slide(start, dots)), Create(beam)
        self.play(*move, run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(answer), run_time=QUICK)
        if nearest:
            self.play(FadeIn(nearest), run_time=STEADY)
        self.wait(HOLD)

    # The toy.

    def numbers_asked(self) -> tuple[int, int]:
        """Two numbers whose sum does not go past the toy's last."""
        second = self.chosen("second", lambda: self.usual[1], range(self.modulus))
        first = self.chosen(
            "first", lambda: min(self.usual[0], self.modulus - 1 - second), range(self.modulus - second)
        )
        return first, second

    def halves(self) -> tuple[Area, Area]:
        """Where the toy's input and output stand, names and heads included."""
        area, (x, y, _) = self.content, self.content.center
        if self.frame.ratio < TALL:
            return Area(area.left, area.right, y + GAP, area.top), Area(area.left, area.right, area.bottom, y - GAP)
        return Area(area.left, x, area.bottom, area.top), Area(x, area.right, area.bottom, area.top)

    def board(self, columns: int, area: Area) -> SwitchBoard:
        """The toy's switches, all off, in the middle of an area."""
        width, height = area.width - 2 * NAMES, min(area.height - HEAD - GAP, 5.4)
        return self.toy.board(columns, width, height).move_to(area.center).shift((HEAD - GAP) / 2 * DOWN)

    def arrow(self, start: Mobject, end: Mobject) -> Arrow:
        """From what goes in to what comes out."""
        return flow_arrow(start, end, self.theme.dim)

    def gallery(self) -> VGroup:
        """Right examples of the toy: a question's pattern, and the column that should come out."""
        area, across = self.content, 4 if self.frame.ratio >= 1 else 2
        down = -(-self.examples // across)
        width, height = area.width / across - 2 * WIDE_GAP, area.height / down - WIDE_GAP
        pairs = [divmod((n + 1) * self.stride % self.modulus**2, self.modulus) for n in range(self.examples)]
        tiles = VGroup(*(self.toy.example(x, y, width, height) for x, y in pairs))
        return area.fit(tiles.arrange_in_grid(cols=across, buff=(1.7 * WIDE_GAP, WIDE_GAP)))

    # The network.

    def real_areas(self) -> tuple[Area, Area, Area]:
        """Where the network's input, its output and their probabilities stand, the names around them left out."""
        area = self.content
        breadth, gap, aside = (2.2, 1.3, 0.6) if self.frame.ratio > 1 else (1.2, 0.9, 0.3)
        first, last, start, end, rest = np.cumsum([area.left + NAMES, breadth, gap, breadth, aside])
        bottom, top = area.bottom + FOOT, area.top - HEAD
        return Area(first, last, bottom, top), Area(start, end, bottom, top), Area(rest, area.right, bottom, top)

    def token(self, number: int) -> str:
        """A switch's name."""
        return "=" if number == self.run.p else str(number)

    def grow(self, tokens: int) -> Callable[[TokenColumns, float], object]:
        """What lets the columns grow from the toy's switches to `tokens`, by the same factor in the same time."""
        start = self.modulus + 1
        return lambda columns, alpha: columns.show(
            self.cells.question(self.numbers, round(start * (tokens / start) ** alpha))
        )

    def light_up(self, chances: np.ndarray) -> Callable[[TokenColumns, float], object]:
        """What turns an output's last column on as far as the network does."""
        return lambda columns, alpha: columns.show(self.cells.output(alpha * chances))

    def runner_up(self, dots: np.ndarray) -> Lettering | None:
        """What the second likeliest switch is given; None where there is no room to say so."""
        second = int(np.argsort(self.log10)[-2])
        room = self.content.right - dots[second][0] - 0.15
        if room < NEXT_ROOM:
            return None
        text = escape(f"next: {self.token(second)}, {one_in(self.log10[second])}")
        return lettering(text, SMALL, self.theme.text, room, "left").next_to(dots[second], RIGHT, 0.15)


def slide(start: np.ndarray, end: np.ndarray) -> Callable[[PointCloud, float], object]:
    """What moves points from one place to another."""
    return lambda cloud, alpha: cloud.set_positions((1 - alpha) * start + alpha * end)
