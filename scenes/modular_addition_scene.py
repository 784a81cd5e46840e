"""The task: sums or differences that wrap around; the network is shown some of them and asked for all.

A toy table comes first; then the run's own, with colors as cyclic as its numbers; then the run's own split.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Group, Transform, linear

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.operations import COUNTED
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.boards.counting_row import CountingOn
from transparent_box.scenes.mobjects.boards.diagonal_walk import parts_of_diagonal
from transparent_box.scenes.mobjects.boards.toy_desk import ToyDesk
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

TRAIL = 0.3  # share of cells that are going dark at a time
CORNER = 8  # numbers that are looked at closely


class ModularAdditionScene(Stage, tells_of=COUNTED):
    """From five numbers to the run's own table, and to the part of it that stays lit."""

    options: ClassVar[tuple[str, ...]] = ("modulus",)
    modulus: int | None = None  # of the toy
    usual: ClassVar[int] = 5

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.toy = self.chosen("modulus", lambda: self.usual, range(3, 8))
        self.desk = ToyDesk(self.toy, self.sign, self.frame.picture, self.frame.ratio > 1, self.theme)
        self.table, self.bar, self.text_area = self.desk.table, self.desk.bar, self.desk.text_area
        self.first, past, further = self.desk.pairs
        again = self.operation.again.format(last=self.toy - 1).capitalize()
        self.which_one()
        self.sum_by_sum()
        self.past_the_end(*past, f"But {{asked}}? Count {self.operation.by_hands.on} from {past[0]}. {again} again.")
        self.past_the_end(*further, "And {asked}? That runs past the end, too. It lands on {total}.")
        self.the_rest()
        self.real_table()
        self.one_diagonal()
        self.lights_go_out()
        self.fill_in_the_dark()
        self.never_sees_a_number()

    @beat
    def which_one(self) -> None:
        """Open on the glass box; it shrinks to the toy's empty table, and numbers take their places at its sides."""
        self.add(*(glass := self.in_glass().counted))
        does, few = self.operation.by_hands.does, count_word(self.toy)
        self.say(f"Which one thing? It {does}. Try it with just {few} numbers.", lead=0.7)
        self.sink(Area.around(self.table), *glass, along=[self.desk.come_late()])
        self.glide(*self.desk.seated(), time=Time.STEADY)
        self.leaving = self.desk.raised(self.desk.solved(self.question(*self.first), *self.first))
        self.open = words("?", Size.HEADLINE, self.theme.text).move_to(self.leaving[-1])
        self.appear(self.leaving[:-1], self.open, time=Time.QUICK)

    @beat
    def sum_by_sum(self) -> None:
        """Follow two numbers to where they meet; then write every sum for which there is a number."""
        self.say(f"Pick x, pick y, and write their {self.operation.one} where they meet.", lead=1.0)
        way, first = self.table.meeting(*self.first), self.table.fill([self.first])
        self.play(way, run_time=Time.STEADY, rate_func=linear)
        self.glide(first, FadeIn(self.leaving[-1]), FadeOut(self.open, way.mobject), time=Time.STEADY)
        self.play(self.table.fill(self.desk.places(within=True)), run_time=Time.SLOW + Time.STEADY, rate_func=linear)

    @beat
    def past_the_end(self, x: int, y: int, line: str) -> None:
        """Count on along the row of numbers, starting over after its last."""
        total, equation = int(self.table.sums[x, y]), self.desk.raised(self.desk.solved(self.question(x, y), x, y))
        count = CountingOn(self.bar, x, y, self.sign, self.desk.free(equation), self.theme)
        self.say(line.format(asked=self.operation.asked(x, y), total=total), lead=1.2)
        self.play(FadeOut(self.leaving), run_time=Time.QUICK)
        self.play(FadeIn(equation[:-1], count), run_time=Time.QUICK)
        for step in range(y):
            self.play(*count.step(step), rate_func=self.ease)
        landed, seat = self.bar.lifted(total, 0), self.table.lifted(x, y)
        self.play(FadeIn(equation[-1]), Transform(landed, seat), run_time=Time.STEADY, rate_func=self.ease)
        self.play(self.table.fill([(x, y)]), FadeOut(landed), run_time=Time.QUICK)
        self.leaving = Group(equation, count)

    @beat
    def the_rest(self) -> None:
        """Write every other sum that goes past the end."""
        self.say(f"Every other {self.operation.one} past the end wraps around the same way.", lead=1.3)
        self.leave(self.leaving)
        self.play(self.table.fill(self.desk.places(within=False)), run_time=Time.SLOW, rate_func=linear)

    @beat
    def real_table(self) -> None:
        """Zoom out from the table's corner until all of the run's own numbers are in view, and counted."""
        p, many, inks = self.run.p, self.operation.many, (self.theme.dim, self.theme.text)
        self.tally = self.desk.tally(*zip(("numbers", many), inks, strict=True), most=p**2)
        self.tally.show(self.toy, self.toy**2)
        table = f"Our network’s table is {p} numbers wide"
        self.say(f"{table}: the same rule, and {p**2:,} {many}.", lead=1.8)
        self.appear(self.tally, instead_of=[self.table.plain(), self.bar.plain(), self.desk.heads], time=Time.QUICK)
        self.glide(*self.desk.leave(p, self.tally), time=1.6 * Time.SLOW)
        self.table.show(self.run.answers, p, np.ones((p, p)))
        self.heads = self.desk.ends(Size.SMALL, self.theme.dim)
        self.appear(self.heads, time=Time.QUICK)

    @beat
    def one_diagonal(self) -> None:
        """Follow both parts of the diagonal of one sum, pair by pair; point out its color."""
        ask, write, total = self.question, self.desk.solved, self.run.p // 2
        parts = parts_of_diagonal(self.table, total, self.sign, lambda x, y: write(ask(x, y), x, y), self.text_area)
        self.say(f"Follow one diagonal: always the same {self.operation.one}, always the same color.", lead=0.7)
        self.appear(pin := self.desk.pin(total), instead_of=self.tally, time=Time.QUICK)
        for part in parts:
            self.drive(part.drawn, part.go, Time.STEADY)
        self.leaving = Group(pin, *(part.drawn for part in parts))

    @beat
    def lights_go_out(self) -> None:
        """Make the run's own split: exam pairs go dark one after another, in the order in which they were drawn."""
        train, test, p = self.run.split.train, self.run.split.test, self.run.p
        tally = self.desk.tally(("lessons", self.theme.text), ("in the exam", self.theme.dim), most=p**2)
        start, end, many = (len(train) + len(test), 0), (len(train), len(test)), self.operation.many
        tally.show(*start)
        most = "most of the lights go out. Only" if len(train) < len(test) else "some of the lights go out."
        self.say(f"Now {most} {len(train):,} {many} stay lit: the lessons.", lead=1.6)
        change = FadeOut(self.leaving, rate_func=first_half), FadeIn(tally, rate_func=second_half)
        self.play(*change, run_time=0.6 * Time.STEADY)
        self.play(self.table.darken(test, TRAIL), tally.count(start, end), run_time=2 * Time.SLOW, rate_func=linear)

    @beat
    def fill_in_the_dark(self) -> None:
        """Go back to the corner: a number on every lit cell, and in the dark the questions of the exam."""
        self.look_at = self.table.corner(min(CORNER, self.run.p))
        self.say("The exam: fill in the dark, having seen only the light.", lead=1.3)
        self.leave(self.heads[0])
        self.drive(self.table, self.look_at)
        self.leaving = self.table.exam(Size.LABEL)
        self.appear(self.leaving)

    @beat
    def never_sees_a_number(self) -> None:
        """Take the numbers away, and close on all the lit cells without names."""
        self.say("But it never sees a number. What does it see?", lead=1.1)
        self.leave(self.leaving, self.heads[1], self.desk.names, time=Time.STEADY)
        self.drive(self.table, lambda share: self.look_at(1 - share))
