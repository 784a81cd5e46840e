"""The network has built itself clocks: its numbers are angles, and adding is turning.

The ring is two sparse probes of the trained embedding, plotted against each other. The face with its hours and the thin
waves are ideal; R² says how well they fit. What the clocks read is read from the measured points.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, ReplacementTransform, linear

from transparent_box.model.analysis.probes import r_squared
from transparent_box.model.storage import LacksError
from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.early import phrase
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import times
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.clocks.clock_addition import ClockSums, all_over, clock_areas, clock_radius
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace, legible_numerals
from transparent_box.scenes.mobjects.clocks.clock_round import ClockRound, all_told
from transparent_box.scenes.mobjects.clocks.hand_count import HandCount
from transparent_box.scenes.mobjects.clocks.ring_walk import RingWalk
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.words.lettering import formula
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

QUICK_SUMS = 6  # sums that follow the first, quickly


class ClockScene(Stage, tells_of=CLOCKS):
    """From the clock on the wall to the clocks that the network adds with."""

    options: ClassVar[tuple[str, ...]] = ("first", "second")
    first: int | None = None
    second: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        if not self.run.clocks:
            raise LacksError(f"{self.run.folder} keeps no clocks: it has not generalized.")
        p, self.clock, self.by = self.run.p, self.run.clocks[0], self.operation.by_hands
        self.x = self.chosen("first", lambda: round(0.71 * p), range(p))
        self.y = self.chosen("second", lambda: round(0.41 * p), range(p))  # their sum goes past p
        self.seen, self.learned = number_colors(p, self.theme.sweep), bool(self.evidence.clusters)
        area, self.text_area, self.row_area = clock_areas(self.content, wide := self.frame.ratio > 1)
        self.middle, self.radius = np.array(area.center), clock_radius(area, wide)
        self.eleven_and_two()
        self.hours_of_the_modulus()
        self.walk_round_a_ring()
        self.hand_goes_round()
        self.turn_by_both()
        self.clocks_join()
        self.all_right()
        table, switches = (found := self.switches_next())[:1], found[1:]
        self.close_glyph("attention", *table, asked=switches)

    @beat
    def eleven_and_two(self) -> None:
        """Open on a clock of twelve hours, which was left standing; its hand goes past twelve, or back past it."""
        self.face, self.sums = self.twelve_hours()
        self.add(self.header("embed"), self.face, self.sums)
        self.say(f"A clock. {self.by.told}", lead=0.9)
        self.drive(self.sums, lambda share: self.sums.show(1 + 2 * share), Time.SLOW, linear)

    @beat
    def hours_of_the_modulus(self) -> None:
        """Give the clock p hours: that is the network's task; two numbers are turned on it."""
        p, before, then = self.run.p, self.face, "\\" if self.row_area else "quad"  # a line of its own, or not
        task = f"{self.operation.formula} {then} (mod {p})"
        self.face = self.clock_face(p, 1, legible_numerals(p, 1))
        self.task = self.text_area.fit(formula(task, Size.DISPLAY, self.theme.text))
        self.say(f"Give it {p} hours, and {self.by.taught}", lead=1.3)
        comes = FadeIn(self.face.numerals, self.task, rate_func=second_half)
        self.play(*self.sums.undo(p), comes, run_time=1.5 * Time.STEADY)
        self.remove(*before).add(self.face, undone := self.sums)
        self.sums = ClockSums(self.face, self.operation, [(self.x, self.y)], self.text_area, self.theme).show(0)
        note = self.text_area.fit(formula(task, Size.HEADLINE - 8, self.theme.text))
        self.play(*self.sums.come_under(self.task, note), run_time=0.7 * Time.STEADY)
        self.remove(undone).drive(self.sums, lambda share: self.sums.show(3 * share), Time.SLOW, linear)

    @beat
    def walk_round_a_ring(self) -> None:
        """Let x run through all numbers: the cosine gives the height, the sine the position across."""
        look = ("up", "across"), ("cos_x", "sin_x"), self.seen, r_squared, self.row_area or self.text_area, self.theme
        self.pair = WavePair((self.clock.cos, self.clock.sin), *look, aside=self.row_area and self.text_area)
        self.walk = RingWalk(self.clock.points, self.middle, self.radius, self.pair.settle(), self.seen, self.theme)
        self.say(phrase("ring", self.learned), lead=1.4)
        gone = self.task, self.sums, *self.face[1:3], self.prepared(self.face.ring.animate.set_stroke(opacity=0.35))
        self.grow(Area.around(self.sums.written), *self.pair, gone=gone, told=[self.walk.guides])
        self.add(self.walk.cloud)
        self.pass_through(self.walk, self.run.p, self.walk.show, 3 * min(self.clock.frequency, 3))
        self.leave(self.walk.guides)

    @beat
    def hand_goes_round(self) -> None:
        """Draw the ring as a clock face; a hand goes around its hours, pausing beside 0 on the way."""
        k, p = self.clock.frequency, self.run.p
        before, self.face = self.face, self.clock_face(p, k, legible_numerals(p, k))
        self.counted = count = HandCount(self.face, self.pair, self.content, self.theme)
        self.say(phrase("beside" if count.stop else "hand", self.learned, p - 1, times(k), count.stop), lead=0.8)
        self.play(ReplacementTransform(before.ring, self.face.ring), FadeIn(self.face[1:], count), run_time=Time.STEADY)
        self.remove(before.pivot).drive(count, count.count, 3 * min(k, 3), linear)

    @beat
    def turn_by_both(self) -> None:
        """Drop the waves into a row of hours; two hands turn, and the numbers are counted off along it."""
        p, sums = self.run.p, all_over((self.x, self.y), QUICK_SUMS, self.run.p)
        told = sums, self.text_area, self.theme, self.run.predictions, self.seen, self.row_area
        self.sums = ClockSums(self.face, self.operation, *told).show(0)
        on = f" {self.by.past}" if self.x + self.by.sign * self.y not in range(p) else ""
        self.say(f"{self.by.turned}{on}", lead=1.4)
        leaves = FadeOut(self.face.later, self.counted, rate_func=first_half)
        self.play(leaves, *self.sums.come_of(self.pair), run_time=Time.STEADY)
        self.add(self.sums)
        self.face.remove(self.face.later)
        self.drive(self.sums, lambda share: self.sums.show(min(3.3 * share, 3)), 1.9 * Time.SLOW, linear)
        self.drive(self.sums, self.sums.run_through, 0.43 * QUICK_SUMS, linear)

    @beat
    def clocks_join(self) -> None:
        """Bring in the clocks one by one; the sums that they read right together light up."""
        right = [read == self.run.answers for read in self.evidence.clock_readings]
        found = self.run.clocks, right, self.evidence.clock_leads, self.operation.many
        self.round = ClockRound(*found, self.seen, self.content, self.theme).show(1)
        others, seen = self.round.portraits[1:], f"{right[0].sum():,} of" if not right[0].all() else "all"
        join = ("", " Let the other one join.", " Let the others join, one by one.")[min(len(others), 2)]
        self.say(f"Alone, this clock gets {seen} {right[0].size:,} {self.operation.many} right.{join}", lead=2.0)
        comes = self.round.come_of(self.face.ring, self.walk.cloud)
        self.play(FadeOut(self.sums, *self.face[1:], rate_func=first_half), *comes, run_time=Time.STEADY)
        self.wait(Time.QUICK)
        for place, portrait in enumerate(others, 1):
            self.glide(FadeIn(portrait[1:]), self.round.join(place), time=1.25 * Time.STEADY)

    @beat
    def all_right(self) -> None:
        """Close on the board and all clocks, as they read one more sum, and on the question."""
        self.say(phrase("right", self.learned, all_told(self.round.right, self.round.medians)), lead=1.8)
        self.drive(*self.round.read(self.x, self.by.sign), 0.88 * Time.SLOW)

    def clock_face(self, hours: int, turns: int, numerals: tuple[list[int], list[int]]) -> ClockFace:
        """Make a clock in the place of the clock, with numerals outside and inside."""
        face: ClockFace = ClockFace(hours, turns, *numerals, self.radius, self.theme).shift(self.middle)
        return face
