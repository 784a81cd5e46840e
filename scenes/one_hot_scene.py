"""Input and output of the network: columns of unlabeled switches, and nothing else.

A toy comes first; then as many switches as the run has symbols, lit by its network's own probabilities.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import Create, FadeIn, FadeOut, Group, Transform, UpdateFromAlphaFunc

from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.operations import RIDDLES
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.boards.lit_sums import LitSums
from transparent_box.scenes.mobjects.switches.probability_panel import Odds
from transparent_box.scenes.mobjects.switches.real_output import RealAreas, RealOutput
from transparent_box.scenes.mobjects.switches.toy_boards import HEAD, ToyBoards
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage


class OneHotScene(Stage, tells_of=RIDDLES):
    """A riddle, its alphabet, its rule; and from six switches to the network's own."""

    modulus: ClassVar[int] = 5  # of the toy
    options: ClassVar[tuple[str, ...]] = ("first", "second")
    first: int | None = None
    second: int | None = None
    wrapped: ClassVar[tuple[int, int]] = (2, 4)  # the riddle's last pair: its sum is beyond the toy's numbers

    def construct(self) -> None:
        """The chapter's table of contents."""
        second = self.chosen("second", lambda: self.operation.toy[1], range(self.modulus))
        firsts = np.flatnonzero(self.evidence.within(self.modulus)[:, second]).tolist()
        self.numbers = self.chosen("first", lambda: self.operation.first_of(firsts), firsts), second
        self.toy = ToyBoards(self.evidence.table(self.modulus), self.operation.sign, self.content, self.theme)
        self.named, self.areas = self.toy.task(self.numbers), RealAreas.of(self.content, self.frame.ratio > 1)
        self.riddle = self.toy.riddle(self.wrapped)
        self.what_does_it_see()
        self.a_switch_for_each()
        self.three_columns()
        self.same_shape_comes_out()
        self.guess_the_rule()
        self.begin_again_at_zero()
        self.real_size()
        self.real_answer()
        self.how_sure_it_is()
        self.close_glyph(None, self.unfinished_sentence())

    @beat
    def what_does_it_see(self) -> None:
        """Open on the lessons; out of them comes the riddle: unlabeled patterns, and a question mark."""
        self.strip, wide = self.header("one-hot")[0], self.frame.ratio > 1  # the toy's numbers have no other names
        self.add(lit := LitSums(self.run.answers, self.run.split.train, self.frame.picture, wide, self.theme))
        self.say("All it sees is switches, and none has a name. What goes at the question mark?", lead=0.6)
        self.play(lit.darken(), run_time=Time.QUICK)
        self.grow(lit.place, self.riddle, gone=[lit], told=[self.strip])
        self.play(self.riddle.ask(), run_time=Time.STEADY)

    @beat
    def a_switch_for_each(self) -> None:
        """Press the alphabet's switches one after another, each by its symbol."""
        self.alphabet, count = self.toy.alphabet(), count_word(self.modulus + 1)
        self.say(f"{count.capitalize()} symbols, {count} switches: each symbol turns on its own.", lead=1.3)
        self.play(*self.riddle.becomes(self.alphabet), run_time=1.2 * Time.STEADY)
        self.add(self.alphabet.board, self.alphabet.names)
        for n, head in enumerate(self.alphabet.heads):
            self.play(self.alphabet.board.press(n), FadeIn(head), run_time=Time.QUICK)

    @beat
    def three_columns(self) -> None:
        """Remove the alphabet except for the columns of one question, which then slide together."""
        question = self.operation.asked(*self.numbers)
        self.named.stand_alone(self.content)
        taken, others, slide = self.named.take_from(self.alphabet)
        columns = "you need three columns: one for each number, one for the equals sign."
        self.say(f"To ask {question}, {columns}", lead=2.0)
        self.remove(self.alphabet.board, self.alphabet.names, *self.alphabet.heads).add(others, taken)
        self.leave(others)
        self.glide(*slide, time=1.5 * Time.STEADY)
        self.remove(*taken).add(self.named.task.inputs, self.named.asking)
        self.appear(self.named.beside, time=Time.QUICK)

    @beat
    def same_shape_comes_out(self) -> None:
        """Show an output of the same shape, of which two columns do not count; the sum's switch turns on."""
        named, symbol = self.named, self.toy.symbols[self.named.task.total]
        because = f"{symbol}, because {self.operation.asked(*self.numbers)} = {symbol}."
        self.say(f"What comes out has the same shape. Only the last column counts: {because}", lead=2.0)
        self.glide(named.make_room(), time=Time.STEADY)
        self.appear(named.result)
        self.play(named.task.out.press(0), FadeIn(named.answer), run_time=Time.STEADY)

    @beat
    def guess_the_rule(self) -> None:
        """Go back to the riddle; tile after tile shows its numbers, the last its answer after time to guess."""
        self.say("Back to the riddle. Now you can solve it: which switch goes on?", lead=1.5)
        self.play(*self.riddle.take_back(self.named), run_time=1.2 * Time.STEADY)
        self.add(self.riddle)
        self.play(self.riddle.tell(), run_time=1.8 * Time.SLOW)
        self.play(*self.riddle.solve(), run_time=Time.STEADY)

    @beat
    def begin_again_at_zero(self) -> None:
        """Enlarge the last tile, alone, and name it: a sum that goes past the last number."""
        riddle, last, self.wrap = self.riddle, self.riddle.last, self.toy.task(self.wrapped)
        self.say(self.operation.explained(self.modulus - 1, *self.wrapped, last.total), lead=1.2)
        self.play(*riddle.single_out(self.wrap.task), run_time=1.5 * Time.STEADY)
        self.appear(self.wrap.lettering)

    @beat
    def real_size(self) -> None:
        """Let the last tile grow to a switch for each of the run's symbols; a lens shows that they are all there."""
        p, seat, wrap, columns = self.run.p, self.areas.alone, self.wrap, len(self.wrap.task.inputs.columns)
        self.board, self.written, self.real = wrap.task.inputs, wrap.written, (self.wrapped[0] % p, self.wrapped[1] % p)
        written = self.toy.written_over(self.board.copy().stand(seat, p + 1), self.real)
        self.say(f"Our network counts from 0 to {p - 1}. Add the equals sign: {p + 1} × {columns} switches.", lead=1.5)
        self.leave(wrap.rest)
        self.glide(self.board.grow(seat, 2 * self.modulus + 2), Transform(self.written, written), time=Time.STEADY)
        self.wait(Time.QUICK)
        self.glide(self.board.grow(seat, p + 1))
        self.lens, self.shown = self.board.lens(self.areas.close), Group(self.board, self.written, self.board.ruler())
        self.appear(self.shown[-1], self.lens)

    @beat
    def real_answer(self) -> None:
        """Show the trained network's last column, as it came out."""
        areas, size = self.areas, Size.HEADLINE if self.frame.ratio > 1 else Size.LABEL
        self.log10 = self.evidence.log_probabilities(*self.real) / np.log(10)
        out = self.output = RealOutput(10**self.log10, areas.given, size, self.theme).asked_by(self.board, areas)
        answer = out.said(int(self.run.answers[self.real]))
        self.say(f"Does {self.operation.asked(*self.wrapped)} still give {self.wrap.task.total}? {answer}", lead=1.6)
        self.glide(FadeOut(self.lens), self.shown.animate.shift(areas.onward), time=Time.STEADY)
        self.pulse("logits")
        self.appear(out.flow, out.boards, time=Time.QUICK)
        self.play(*out.light_up(), run_time=Time.STEADY)
        self.shown.add(out)

    @beat
    def how_sure_it_is(self) -> None:
        """Close on every switch's probability, including those that are nearly zero."""
        out, odds = self.output, Odds(self.log10, self.output.heights(), self.areas.rest, self.theme)
        runner_up, less = odds.runner_up(out.names), f"each line to the left is {odds.panel.step_in_words} times less"
        self.say(f"The rest get {out.rest}: {less}. Who else plays this game?", lead=1.3)
        self.glide(self.shown.animate.shift(-self.areas.aside), odds.headed(out.share, HEAD), time=Time.STEADY)
        self.appear(odds, time=Time.QUICK)
        self.glide(UpdateFromAlphaFunc(odds.cloud, lambda _, share: odds.slide(share)), Create(odds.beam))
        self.appear(odds.answer, *filter(None, [runner_up]))
