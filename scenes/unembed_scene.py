"""The unembedding adds up ridges until one answer stands out, and on the torus of x and y it is one ring.

Outputs are added by size; waves are those of the mean votes along x + y − c.
"""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, Group, linear

from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE
from transparent_box.scenes.mobjects.surfaces.ridge_walk import RidgeWalk
from transparent_box.scenes.mobjects.surfaces.rolled_sheet import RolledSheet
from transparent_box.scenes.mobjects.votes.answer_spike import AnswerSpike
from transparent_box.scenes.mobjects.votes.sheet_over_bars import ALONG
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

CORNER = -112 * DEGREES  # azimuth with 0 + 0 nearest
LOW = 86 * DEGREES  # angle from the zenith: nearly level
ROUND = ((62 * DEGREES, -100 * DEGREES), (48 * DEGREES, -20 * DEGREES))  # views of the tube, and of the torus


class UnembedScene(Stage, tells_of=CLOCKS):
    """Ridges, added up: the votes for one answer, the waves it is made of, and its shape."""

    options: ClassVar[tuple[str, ...]] = ("answer",)
    answer: int | None = None  # 7, modulo p

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.target = self.chosen("answer", lambda: self.usual_answer, range(self.run.p))
        self.waves, self.added = self.evidence.answer_waves(self.target), self.evidence.added_outputs(self.target)
        self.side, self.stand = self.output_areas
        self.which_ridge_is_the_answer()
        self.every_output_has_a_say()
        self.why_so_many_clocks()
        self.in_step_only_once()
        self.walk_along_the_ridge()
        self.roll_it_up()
        self.every_answer()
        self.close_glyph("one-hot", asked=[self.asked_alone(*self.evidence.shown_sum)])

    @beat
    def which_ridge_is_the_answer(self) -> None:
        """Open on the largest output, weighed for one answer, and count how many of its highest points are right."""
        self.panel, self.axes = self.outputs_for(self.target, self.added)
        self.relief = self.panel.relief
        self.add(self.header("out"), self.axes, self.relief.field, self.panel.counters, self.panel.by)
        those = f"{self.added.right[0]} of its {self.run.p} highest points are right"
        self.say(f"Start with one output, weighted for {self.target}: {those}.", lead=1.3)
        self.drive(Group(self.panel.crest, self.panel.counters[1]), self.panel.point_out)

    @beat
    def every_output_has_a_say(self) -> None:
        """Add outputs until the highest points are right, step back, and add all on one scale: a ridge stands out."""
        p, right, last = self.run.p, self.added.right, len(self.added.sums) - 1
        enough = int(np.argmax(right == p)) if (right == p).any() else 0
        some = f"With {count_word(enough + 1)}, all {p} are right. " if right[enough] == p == right[last] else ""
        self.say(f"{some}Add all {last + 1}: the ridge stands {self.added.margins[last]:.1f} above the next.", lead=1.9)
        self.drive(self.panel.enlarged, lambda share: self.panel.fill_its_room(share * enough), Time.STEADY)
        self.glide(self.panel.stepped_back(enough), time=Time.STEADY)
        self.play(*self.head[0].light("logits"), FadeIn(self.panel.gauge), run_time=Time.QUICK)
        self.drive(self.panel, lambda share: self.panel.show(enough + share * (last - enough)), 1.3 * Time.SLOW)

    @beat
    def why_so_many_clocks(self) -> None:
        """Look along the ridges; plot the votes by their distance from the right answer, first of one wave alone."""
        waves, count = self.waves, len(self.waves.frequencies)
        self.spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, self.target, self.content, self.theme)
        many = f"Why {count_word(count)} clocks?" if count > 1 else "What does the clock do?"
        self.say(f"{many} Look along the ridges. One wave alone also rises where {self.target} is wrong.", lead=2.0)
        self.leave(self.panel.crest, self.axes, self.panel.counters, self.panel.gauge)
        seat = self.relief.framed(self.content, (LOW, ALONG[self.sign]))
        self.glide(self.relief.seen_through(seat), time=1.6 * Time.STEADY)
        self.play(*self.spike.keep_one_wave(self.relief, self.sign), run_time=1.3 * Time.STEADY)
        self.play(*self.spike.become_bars(), run_time=0.7 * Time.STEADY)
        self.appear(self.spike.rivals())

    @beat
    def in_step_only_once(self) -> None:
        """Add the other waves one by one until a single spike is left; write its margin over the next best."""
        spike, count = self.spike, len(self.waves.frequencies)
        self.say(spike.said_when_added(self.added.margins[-1]), lead=0.8)
        self.play(*spike.stepped_back(), run_time=Time.STEADY)
        for number in range(1, count + 1):
            self.glide(spike.join(number), time=Time.STEADY if number < count else Time.QUICK)
        self.marked = [spike.margin, spike.compared(), spike.heights()]
        self.appear(*self.marked[1:])

    @beat
    def walk_along_the_ridge(self) -> None:
        """Go back to the surface, dim but for one line: pair after pair, over the edge and on along another one."""
        c, p, relief, values = self.target, self.run.p, self.relief, self.evidence.score_surfaces.at(self.target)
        self.walk = RidgeWalk(relief, values, self.operation, c, self.side, self.theme)
        self.ridges, stops = self.walk.ridges(self.theme), sorted({0, round(0.57 * c), c})
        beyond = " Step over the edge, and it goes on at the far side." if self.walk.crosses else ""
        self.say(f"Walk along the ridge: every pair makes {c}.{beyond}", lead=1.2)
        self.play(*self.spike.become_sheet(self.panel.reach), FadeOut(*self.marked), run_time=0.7 * Time.STEADY)
        stand = relief.framed(self.stand, (OBLIQUE[0], CORNER), values)
        self.walk.light_up(self.spike.sheet.stood)
        self.play(*self.spike.stand_up(stand, 1.0), run_time=Time.SLOW)
        self.appear(self.ridges[0], self.walk.show(0), time=Time.QUICK)
        for start, end in pairwise(stops):
            self.wait(Time.QUICK)
            self.drive(self.walk, self.walk.over(start, end), Time.STEADY, linear)
        if c + 1 < p:
            over = self.ridges[1:] if self.walk.crosses else []
            self.appear(*over, instead_of=self.walk, time=Time.QUICK)
            self.walk.show(c + 1)
            self.appear(self.walk, time=Time.QUICK)
            self.drive(self.walk, self.walk.over(c + 1, p - 1), 1.5 * Time.SLOW, linear)
        self.walked = [relief.field, *self.ridges, self.walk]

    @beat
    def roll_it_up(self) -> None:
        """Roll the sheet up both ways: the two ridges are one ring."""
        sheet_of = self.relief.space, self.evidence.score_surfaces.at, self.operation, self.target
        self.sheet = sheet = RolledSheet(*sheet_of, self.relief.rise, self.heights, self.theme)
        area = self.content.inside((4 if self.frame.ratio > 1 else 3) * Gap.FAR, 2 * Gap.NEAR)  # arrows beside it
        joined = "the two ridges join" if self.walk.crosses else "the ridge’s ends meet"
        self.say(f"Both numbers wrap around. Roll the sheet up both ways, and {joined}: one ring.", lead=1.2)
        self.leave(self.walk)  # from its last pair over the edge, to where it began
        self.appear(self.walk.show(0))
        self.appear(sheet, instead_of=self.walked, time=Time.QUICK)
        for turns, angles in enumerate(ROUND):
            self.glide(sheet.roll_on(turns + 1, angles, area), time=1.3 * Time.SLOW)
        self.sums = sheet.named(self.content, self.theme)
        self.appear(sheet.directions(ROUND[1][1], self.theme), self.sums, time=Time.QUICK)

    @beat
    def every_answer(self) -> None:
        """Slide the ring through all answers, and back."""
        c, p, sheet = self.target, self.run.p, self.sheet
        sheet.seat_title(c, self.content, self.sums)
        self.say("Every answer has its ring. Slide through them all. Do all these parts work as one?", lead=2.0)
        self.appear(sheet.title, instead_of=self.sums, time=Time.QUICK)
        self.drive(Group(sheet, sheet.title), lambda share: sheet.show(c + p * share), 2.8 * Time.SLOW)
