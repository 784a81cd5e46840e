"""The task: sums that begin again at zero, of which the network is shown few and asked for all.

Storyboard row 2. A toy table first; then the run's own, in a colour that comes round as its numbers do; then the run's
own split into what it was taught and what it is examined on.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    MoveAlongPath,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
)

from model.storage import RunError
from scenes.look.colormaps import rgba
from scenes.look.theme import GAP, HEADLINE, HOLD, LABEL, QUICK, SLOW, SMALL, STEADY, WIDE_GAP, count_word
from scenes.mobjects.counting_row import bows, tops
from scenes.mobjects.equation import Equation
from scenes.mobjects.lettering import formula, show_instead, words
from scenes.mobjects.polyline_set import PolylineSet
from scenes.mobjects.sum_table import SumTable
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

OPERATION = "x+y"
ROOM = 0.6  # units beside the table for its numbers
BAR = 0.62  # units that the row of numbers is high
BACK = 0.95  # units that the way back to the row's start is high
INKS = (("ground", 0.13), ("text", 0.05))  # of a line on the table and of its casing, and their widths
TRAIL = 0.3  # share of the cells that are going dark at a time


class ModularAdditionScene(Stage):
    """From five numbers to the run's own table, and to the part of it that is lit."""

    options: ClassVar[tuple[str, ...]] = ("modulus",)
    modulus: int | None = None  # of the toy
    usual: ClassVar[int] = 5

    def construct(self) -> None:
        """The chapter's table of contents."""
        if self.run.config.operation != OPERATION:
            raise RunError(
                f"modular_addition_scene tells of {OPERATION}; this run learned {self.run.config.operation}."
            )
        self.toy = self.chosen("modulus", lambda: self.usual, range(3, 13))
        self.lay_out()
        self.which_one()
        self.sum_by_sum()
        self.past_the_end(
            1, self.toy - 1, f"But 1 + {self.toy - 1}? Count on from 1. After {self.toy - 1} comes 0 again."
        )
        self.past_the_end(self.toy - 1, 2, f"And {self.toy - 1} + 2? Past the end, too. It lands on 1.")
        self.the_rest()
        self.real_table()
        self.one_diagonal()
        self.lights_go_out()
        self.fill_in_the_dark()
        self.never_sees_a_number()

    @beat
    def which_one(self) -> None:
        """Open on the toy's numbers and its empty table."""
        self.add(self.table, self.bar, self.names)
        self.bar.show(self.bar.sums, self.toy, np.ones((self.toy, 1)))
        self.bar.digits.set_opacity(1)
        self.say(f"Which one thing? It adds. Try it with {count_word(self.toy)} numbers only.")
        self.wait(HOLD)
        self.play(FadeIn(self.heads), run_time=STEADY)

    @beat
    def sum_by_sum(self) -> None:
        """Write every sum that there is a number for."""
        self.say("Pick x, pick y, and write their sum where they meet.")
        self.wait(STEADY)
        places = [(x, y) for y in range(self.toy) for x in range(self.toy - y) if x + y < self.toy]
        self.play(self.table.fill(places), run_time=SLOW + STEADY, rate_func=linear)

    @beat
    def past_the_end(self, x: int, y: int, line: str) -> None:
        """Count on along the row of numbers, and begin again after its last."""
        theme, total = self.theme, (x + y) % self.toy
        asked = [(str(x), theme.cos_x), ("+", theme.text), (str(y), theme.cos_y), ("=", theme.text)]
        equation = Equation([*asked, (str(total), theme.sum)], HEADLINE)
        equation.move_to([self.told.center[0], self.told.top - equation.height / 2, 0])
        trail = bows(self.bar, x, y, back=min(BACK, self.told.height / 2), step=theme.dim, again=theme.sum)
        runner = Dot(tops(self.bar)[x], 0.11, color=theme.text)
        self.say(line)
        self.play(FadeIn(equation[:-1], runner), run_time=QUICK)
        self.wait(QUICK)
        for bow in trail:
            moves = (MoveAlongPath(runner, bow), Create(bow))
            self.play(*moves, run_time=max(QUICK, bow.get_arc_length() / 4), rate_func=self.ease)
        landed, seat = self.bar.digits[total].copy(), self.table.cells.cell(x, y)
        self.play(FadeIn(equation[-1]), landed.animate.move_to(seat), run_time=STEADY, rate_func=self.ease)
        self.play(self.table.fill([(x, y)]), run_time=QUICK)
        self.remove(landed)
        self.play(FadeOut(equation, trail, runner), run_time=QUICK)

    @beat
    def the_rest(self) -> None:
        """Every other sum that goes past the end."""
        self.say("All other sums that go past the end begin again the same way.")
        places = [(x, y) for y in range(self.toy) for x in range(self.toy) if x + y >= self.toy]
        self.play(self.table.fill(places), run_time=SLOW, rate_func=linear)
        self.wait(QUICK)

    @beat
    def real_table(self) -> None:
        """The same table for the run's own numbers: it only grows finer."""
        p, tables = self.run.p, Group(self.table, self.bar)

        def refine(shown: Group, alpha: float) -> None:
            n = round(self.toy * (p / self.toy) ** alpha)
            self.table.show(np.add.outer(np.arange(n), np.arange(n)) % n, n, np.ones((n, n)))
            self.bar.show(np.arange(n)[:, None], n, np.ones((n, 1)))

        self.say(f"Our network has {p} numbers. The same rule, and {p**2:,} sums.")
        self.play(FadeOut(self.table.digits, self.bar.digits, self.heads), run_time=QUICK)
        lines = [FadeOut(self.table.rules, self.bar.rules)]
        self.play(UpdateFromAlphaFunc(tables, refine), *lines, run_time=SLOW + STEADY, rate_func=self.ease)
        self.table.show(self.run.answers, p, np.ones((p, p)))
        ends = [self.bar.cells.cell(n, 0) + (BAR / 2 + GAP) * DOWN for n in (0, p - 1)]
        row = VGroup(*(words(str(n), SMALL, self.theme.dim).move_to(end) for n, end in zip((0, p - 1), ends, strict=True)))
        (low, high), up = (self.table.cells.cell(n, 0) for n in (0, p - 1)), self.table.cells.cell(0, p - 1)
        across = [text.move_to(low + share * (high - low) + ROOM / 2 * DOWN) for share, text in self.ticks()]
        upward = [text.move_to(low + share * (up - low) + ROOM / 2 * LEFT) for share, text in self.ticks()]
        self.heads = VGroup(row, *across, *upward)
        self.play(FadeIn(self.heads), run_time=QUICK)

    @beat
    def one_diagonal(self) -> None:
        """Both parts of the diagonal on which the sum is one number."""
        p, total = self.run.p, self.run.p // 2
        corners = [[(0, total), (total, 0)], [(total + 1, p - 1), (p - 1, total + 1)]]
        lines = [np.array([self.table.cells.cell(*place) for place in line]) for line in corners]
        sums = VGroup(
            self.addition(total // 3, total - total // 3, HEADLINE), self.addition(p - 1, total + 1, HEADLINE)
        )
        self.told.fit(sums.arrange(DOWN, buff=GAP, aligned_edge=RIGHT))
        drawn = []
        self.say("Follow one diagonal: always the same sum, always the same colour.")
        for line, equation in zip(lines, sums, strict=True):
            drawn += [PolylineSet([line], rgba(getattr(self.theme, ink))[None], width) for ink, width in INKS]
            self.play(FadeIn(*drawn[-2:]), FadeIn(equation), run_time=STEADY)
        self.wait(STEADY)
        self.play(FadeOut(*drawn, sums), run_time=QUICK)

    @beat
    def lights_go_out(self) -> None:
        """The run's own split: exam pairs go dark one after the other, in the order in which they were drawn."""
        train, test, p = self.run.split.train, self.run.split.test, self.run.p
        facts = [("lessons", len(train), self.theme.text), ("in the exam", len(test), self.theme.dim)]
        names = [words(name, LABEL, ink) for name, _, ink in facts]
        counts = [words(f"{len(train) + len(test):,}", HEADLINE, self.theme.text), words("0", HEADLINE, self.theme.dim)]
        blocks = VGroup(
            *(VGroup(count, name).arrange(DOWN, buff=GAP / 2) for count, name in zip(counts, names, strict=True))
        )
        blocks.arrange(RIGHT, buff=3 * WIDE_GAP).move_to(self.told.center)
        rank = np.arange(len(test)) / len(test)

        def darken(shown: Group, alpha: float) -> None:
            shares = np.ones((p, p))
            shares[tuple(test.T)] = 1 - np.clip((alpha * (1 + TRAIL) - rank) / TRAIL, 0, 1)
            self.table.show(self.run.answers, p, shares)
            dark = round(alpha * len(test))
            for count, number, (_, _, ink) in zip(counts, (len(train) + len(test) - dark, dark), facts, strict=True):
                show_instead(count, words(f"{number:,}", HEADLINE, ink).move_to(count))

        self.say(f"Now most lights go out. Only {len(train):,} sums stay: the lessons.")
        self.play(FadeIn(blocks), run_time=QUICK)
        moving = Group(self.table, *counts)
        self.play(UpdateFromAlphaFunc(moving, darken), run_time=2 * SLOW, rate_func=linear)

    @beat
    def fill_in_the_dark(self) -> None:
        """Hold on the exam that it was set."""
        self.say("The exam: fill in the dark, having seen only the light.")
        self.wait(2 * HOLD)

    @beat
    def never_sees_a_number(self) -> None:
        """Close on lights without names."""
        self.say("But it never sees a number. What does it see?")
        self.play(FadeOut(self.heads), run_time=STEADY)
        self.wait(HOLD)

    def lay_out(self) -> None:
        """The toy's empty table, its numbers around it and, beside it, in a row, with room above to tell of them."""
        picture, n, theme = self.frame.picture, self.toy, self.theme
        wide = self.frame.ratio > 1
        first, second = picture.parts(0.46 if wide else 0.6, 2 * GAP)
        side = min(first.width, first.height) - 2 * ROOM
        self.table = SumTable(np.add.outer(np.arange(n), np.arange(n)) % n, n, side, side, LABEL + 5, theme)
        self.table.move_to(first.center)
        foot = second.bottom + (0.3 * second.height if wide else ROOM + BAR / 2)
        self.bar = SumTable(np.arange(n)[:, None], n, second.width - GAP, BAR, LABEL + 5, theme)
        self.bar.move_to([second.center[0], foot, 0])
        self.told = second.less_bottom(foot + BAR / 2 + GAP - second.bottom)
        cell, low = self.table.cells.cell, side / n / 2
        numerals = [(words(str(k), LABEL, theme.cos_x), cell(k, 0) + (low + ROOM / 2) * DOWN) for k in range(n)]
        numerals += [(words(str(k), LABEL, theme.cos_y), cell(0, k) + (low + ROOM / 2) * LEFT) for k in range(n)]
        self.heads = VGroup(*(numeral.move_to(place) for numeral, place in numerals))
        x, y = (formula(letter, LABEL + 6, ink) for letter, ink in (("x", theme.cos_x), ("y", theme.cos_y)))
        corner = self.table.get_corner(DOWN + LEFT) - ROOM / 2
        self.names = VGroup(
            x.move_to([-corner[0] + 2 * self.table.get_center()[0], corner[1], 0]),
            y.move_to([corner[0], -corner[1] + 2 * self.table.get_center()[1], 0]),
        )
