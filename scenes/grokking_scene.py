"""The whole exam on one board: lessons light up first, then their mirror images, and long after, all at once, the rest.

Brightness is the probability of the right answer at checkpoints, interpolated linearly between them.
"""

from __future__ import annotations

import numpy as np
from manim import Create, FadeIn, FadeOut, Group, Mobject, UpdateFromAlphaFunc, linear

from transparent_box.scenes.look.numbers import NARROW, count_alone, right_alone, tenths
from transparent_box.scenes.look.operations import MIRRORED
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.boards.sum_board import mirrored_lenses
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

MARGIN, APART = 0.19, 0.46  # of a side: how far the lenses keep from the edge, and from each other
QUIET, FLOODED, LIT = 0.05, 0.999, 0.1  # of the others: only mirrors fill in; of what is known at last; of lessons


class GrokkingScene(Stage, tells_of=MIRRORED):
    """The network's answers to every sum, from the first step until it knows them all."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        measured = self.measured = self.evidence.training.exam_board
        self.learned = self.evidence.training.timeline.generalized_at is not None
        self.desk, self.shares, self.mirrors_first = self.exam_desk(), measured.shares, measured.mirrors_first(QUIET)
        self.show(0)
        self.every_sum()
        self.nothing_yet()
        self.by_heart()
        self.look_closer()
        self.mirror_images()
        self.only_mirrors_fill_in()
        self.the_flood()
        self.what_did_it_find()

    @beat
    def every_sum(self) -> None:
        """Open on the whole network; it sinks into its last sum's cell, all others light up, then each group alone."""
        measured, many, desk = self.measured, self.operation.many, self.desk
        network = self.whole_network(*self.evidence.shown_sum).when_all_ran()
        pair = network.readings[-1].tokens[:2]
        self.legend = desk.enlarged()
        spread, squares = desk.spreading(*pair), desk.squares
        self.add(network)
        self.say(f"Here are all {self.run.p**2:,} {many}, one cell each: the lessons and the exam.", lead=0.7)
        self.bring_to_back(squares)
        self.sink(desk.board.place(*pair), *network, along=[spread, FadeIn(self.legend)])
        for group, other in zip((measured.lessons, measured.exam), self.legend[::-1], strict=True):
            self.drive(Group(squares, other), desk.alone(group, other), Time.STEADY)

    @beat
    def nothing_yet(self) -> None:
        """Explain brightness; then the cells darken, diagonal by diagonal, to what is right before the first step."""
        known, desk, knows = self.measured.at(0)[1], self.desk, right_alone(self.evidence.training.right_at_first)
        self.say(f"The surer it is of the right answer, the stronger the color. At first, {knows}.", lead=1.2)
        self.glide(desk.scale.unrolled(), time=Time.STEADY)
        self.play(desk.darkening(known), run_time=0.8 * Time.SLOW)
        for moves in desk.counting(self.legend, self.measured.right[0]):
            self.play(*moves, run_time=Time.STEADY)
        self.counted = Group(desk.chart, desk.scores.step, *desk.scores.shares[:2])
        self.add(self.counted)

    @beat
    def by_heart(self) -> None:
        """Light up the lessons, quickly while all is still dark; what came out right at first fades meanwhile."""
        step, known, exam = self.measured.step[self.measured.memorized], self.said("lessons"), self.said("exam")
        self.say(f"By step {step:,}, it knows {known} of its lessons by heart, and {exam} of the exam.")
        self.run_to(int((self.shares["lessons"] >= LIT).argmax()), Time.STEADY, self.desk.right)
        self.run_to(self.measured.memorized, 2.2 * Time.SLOW)

    @beat
    def look_closer(self) -> None:
        """Put a lens on an exam sum, and one on its mirror image."""
        p, measured = self.run.p, self.measured
        x, y = measured.mirror_pair(round(MARGIN * p), round(APART * p))
        known = "yet it comes out right" if measured.right[measured.memorized, x, y] else "and it comes out wrong"
        was = "was" if measured.lessons[y, x] else "was not"
        mirror, pair = (self.operation.asked(*both).replace(" ", "\u00a0") for both in ((y, x), (x, y)))
        self.say(f"Look closer: {mirror} {was} a lesson. {pair} was not, {known}.", lead=1.0)
        mirror, exam = mirrored_lenses(board := self.desk.board, (x, y), self.question, self.theme)
        self.lenses, self.diagonal = Group(mirror.cells, mirror, exam.cells, exam), board.diagonal(self.theme.text)
        self.appear(mirror.cells, mirror)
        self.play(Create(self.diagonal), *exam.out_of(mirror), run_time=1.5 * Time.STEADY)

    @beat
    def mirror_images(self) -> None:
        """Close the lenses; count the mirror images of lessons, then the others, few of which it knows."""
        known, others, share = self.measured.right[self.measured.memorized], self.measured.others, self.said("mirrors")
        few, (mirrors, rest) = count_alone(int(known[others].sum())), self.desk.scores.shares[2:]
        self.say(f"It knows {share} of the lessons’ mirror images. Of the other {others.sum():,}: {few}.", lead=0.8)
        self.leave(self.lenses)
        self.play(self.desk.single_out(self.measured.mirrors), FadeIn(mirrors), run_time=1.7, rate_func=first_half)
        self.glide(self.desk.ask(others), FadeOut(self.diagonal), FadeIn(rest), time=1.2 * Time.STEADY)
        self.play(*self.desk.count_out(known & others, others), run_time=0.8 * Time.STEADY)
        self.counted.add(mirrors, rest)

    @beat
    def only_mirrors_fill_in(self) -> None:
        """Run through the flat stretch: of the exam, which alone is lit now, little else gets brighter."""
        quiet = np.flatnonzero(self.shares["others"] < QUIET)
        line = "For a long time, almost nothing but mirror images fills in." if self.mirrors_first else "What fills in?"
        self.say(f"Keep training. {line}", lead=0.9)
        self.glide(self.desk.single_out(self.measured.exam), FadeOut(self.desk.few), time=Time.STEADY)
        self.run_to(max(int(quiet[-1]) if len(quiet) else 0, self.measured.memorized), 3 * Time.SLOW)

    @beat
    def the_flood(self) -> None:
        """Light up, alone, all that are not mirror images, and then everything; or the run ends before that."""
        ends = f"Here the run ends. Of its exam, it knows {self.said('exam', -1)}."
        flood = f"Then the flood: {self.operation.many} it never saw, not even in a mirror."
        self.say(flood if self.learned else ends, lead=0.9)
        measured, exam = self.measured, self.shares["exam"]
        self.glide(self.desk.single_out(measured.others if self.learned else measured.exam), time=0.6 * Time.STEADY)
        self.run_to(max(int((exam >= FLOODED * exam[-1]).argmax()), int(self.place)), 2.4 * Time.SLOW)
        self.run_to(len(exam) - 1, Time.QUICK)
        self.glide(self.desk.single_out(None), time=0.8 * Time.STEADY)

    @beat
    def what_did_it_find(self) -> None:
        """Close on the lit board and the question, after a look back at what was known first of the exam."""
        mirrored = f"{self.operation.mirrored(rest_came=self.learned)} " if self.mirrors_first else ""
        self.say(mirrored + ("What did it find?" if self.learned else "What is there to find?"), lead=0.7)
        if mirrored:
            self.glide(self.desk.look_back(self.measured.exam), time=0.6 * Time.STEADY)
            self.run_to(self.measured.memorized, Time.STEADY)
            self.counted.add(parts := self.desk.compare(self.measured.step, self.shares, "mirrors", "others"))
            self.run_to(len(self.measured.step) - 1, 1.2 * Time.HOLD)
            self.appear(parts.names, time=1.5 * Time.STEADY)
            self.glide(self.desk.single_out(None), FadeOut(parts, parts.names), time=0.6 * Time.STEADY)

    def said(self, group: str, place: int | None = None) -> str:
        """Return a group's share right at a checkpoint, by default the memorizing one, in words."""
        return f"{tenths(float(self.shares[group][self.measured.memorized if place is None else place]))}{NARROW}%"

    def show(self, place: float) -> None:
        """Draw everything as it was at a (fractional) checkpoint."""
        self.place = place
        step, chances = self.measured.at(place)
        self.desk.show(step, chances, [np.interp(step, self.measured.step, share) for share in self.shares.values()])

    def run_to(self, place: float, run_time: float, *gone: Mobject) -> None:
        """Run training to a checkpoint, with equal time for each one on the way, while some mobjects fade out."""
        start, live = self.place, Group(self.desk.board, self.desk.hairs, self.counted, *gone)  # those over the board
        run = UpdateFromAlphaFunc(live, lambda _, share: self.show(start + (place - start) * share), rate_func=linear)
        self.play(run, *(FadeOut(one, rate_func=first_half) for one in gone), run_time=run_time)
