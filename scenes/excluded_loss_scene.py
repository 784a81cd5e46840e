"""The score barely moves, and yet something happens: a rule grows beside what is known by heart.

Losses are mean cross-entropies in nats over the p numbers; the excluded one is on the lessons, with the waves of the
key frequencies taken out of the answers (`evidence.training.dynamics`, `evidence.taken_out`).
"""

from __future__ import annotations

import math

from manim import Group, UpdateFromAlphaFunc, linear

from transparent_box.model.storage import LacksError
from transparent_box.scenes.look.numbers import goes, loss, waves
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.training.loss_desk import LossDesk
from transparent_box.scenes.mobjects.training.losses import named_climb, named_losses, named_meanwhile, named_scores
from transparent_box.scenes.mobjects.training.score_and_loss import ScoreAndLoss
from transparent_box.scenes.mobjects.training.training_strip import whole_strip
from transparent_box.scenes.mobjects.votes.taking_out import TakingOut
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

NEAR = 2.0  # end of the zoomed-in axis, in multiples of the step at which the excluded loss is lowest


class ExcludedLossScene(Stage, tells_of=CLOCKS):
    """From accuracy to loss, and to the loss without the waves."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        history, training, times = self.run.history, self.evidence.training, self.evidence.training.timeline
        if times.memorization_ends is None:
            raise LacksError(f"{self.run.folder} has not generalized: without its waves, its loss only falls.")
        self.times, self.dynamics, self.end = times, training.dynamics, times.ends_by(history.step[-1])
        self.stirs, near = training.stirs_at, min(NEAR * max(times.memorization_ends, 1), self.end)  # however soon
        losses = named_losses(history, self.dynamics, ("lessons", "exam", "excluded"), self.theme)
        accuracies, guess = (history.train_accuracy, history.test_accuracy), math.log(self.run.p)
        self.desk = LossDesk(losses, accuracies, guess, (near, self.end), self.frame.picture, self.theme)
        self.what_the_score_shows()
        self.how_unsure()
        self.long_before_the_jump()
        self.apart_into_waves()
        self.taken_out()
        self.at_every_snapshot()
        self.then_it_climbs()
        self.why_so_late()
        self.close_on(*self.desk.curves.values())

    @beat
    def what_the_score_shows(self) -> None:
        """Open on the accuracies, as they were, and follow both."""
        desk, end, steps = self.desk, self.end, self.run.checkpoints.steps
        desk.named, last = ["lessons", "exam"], max(float(steps[-1]), end)
        desk.leave_out("excluded").chart.remove(desk.cursor, *desk.chart.at_axis)
        desk.zoom(last).show(last).lie_as_accuracies(1.0)
        self.names, self.title = desk.named_tags(), desk.head("answered right")
        low = history.exam_between(*history.quiet) if (history := self.run.history).quiet else None
        self.say(f"It’s building all that time, {named_scores(low)} show everything.")
        strip = whole_strip(self.frame.picture, self.frame.aspect, self.run.history, steps, self.theme)
        place, lettering = desk.chart.laid_on(strip.chart), [desk.percents, self.names, self.title]
        self.open_from(place, desk.chart, lettering, strip.but_curves)
        self.drive(Group(desk.chart, self.names), lambda share: desk.zoom(last + share * (end - last)), Time.STEADY)
        self.appear(desk.show(end).point(0.0).pointer, time=Time.QUICK)
        self.drive(desk.pointer, lambda share: desk.point(share * end), Time.SLOW, linear)

    @beat
    def how_unsure(self) -> None:
        """Shrink the scores into a ribbon; draw the losses below it, with one cursor through both."""
        desk, (worst, stirs) = self.desk, self.evidence.training.improves_unseen
        self.both = both = ScoreAndLoss(desk, (worst, min(stirs, self.end)), self.theme)
        self.say("So don’t count right and wrong. Ask how unsure it is of the right answer: that’s the loss.", lead=1.2)
        place, gone = both.scores.laid_on(desk.chart), [*desk.but_curves, desk.percents, self.names, *desk.pointer]
        self.remove(desk.chart)
        self.open_from(place, both.scores, [both.tags[0]], gone)
        self.appear(both.draw(0.0).losses, both.title, both.pointer, time=Time.QUICK)
        self.drive(both, both.draw, Time.SLOW, linear)
        self.appear(both.tags[1], both.meant, time=Time.QUICK)

    @beat
    def long_before_the_jump(self) -> None:
        """Move a cursor from where the exam's loss is highest to where its accuracy first moves."""
        both, (worst, stirs) = self.both, self.both.ends
        score = named_meanwhile(self.run.history.exam_between(worst, stirs), self.stirs > worst)
        self.say(f"From step {worst:,} on, the exam’s loss {both.falls}. {score}", lead=1.2)
        self.drive(both.pointer, both.go_back, 0.8)
        self.appear(both.mark, *both.ride(0.0).riders, instead_of=both.meant, time=Time.QUICK)
        self.drive(Group(both.pointer, *both.riders), both.ride, 1.2 * Time.SLOW, linear)

    @beat
    def apart_into_waves(self) -> None:
        """Show the answers as waves, few of which stand out, and one lesson's votes; the curves sink into a column."""
        taken_out, learned, last = self.evidence.taken_out, self.operation, int(self.run.checkpoints.steps[-1])
        known = taken_out, last, learned, int(self.run.answers[taken_out.lesson]), math.log(self.run.p)
        self.taking = taking = TakingOut(*known, self.frame.picture, self.theme)
        self.say(f"What is it building? In the end, its answers are waves of {learned.formula}, and {taking.few} out.")
        grown = UpdateFromAlphaFunc(Group(taking.spectrum, taking.votes), lambda _, share: taking.grow(share))
        appearing = [taking.column, taking.heads]
        self.sink(taking.column.foot, self.both, *self.both.written, self.title, told=appearing, along=[grown])
        self.play(*taking.name_waves(), run_time=1.2 * Time.SLOW)

    @beat
    def taken_out(self) -> None:
        """Take out one wave after another; the votes sink, and the loss on the lessons climbs past that of guessing."""
        taking, taken_out = self.taking, self.evidence.taken_out
        self.say(f"Take them out, one by one, and the lessons go, too: their loss is {taking.left}.", lead=1.1)
        for n in range(len(taken_out.frequencies)):
            self.drive(taking, taking.takes_out(n), Time.STEADY)
            self.wait(0.2)

    @beat
    def at_every_snapshot(self) -> None:
        """Go back to the first steps: the excluded loss falls along with that on the lessons."""
        desk, times, low = self.desk, self.times, loss(self.dynamics.excluded.min())
        desk.ahead, taking = [*desk.named], self.taking  # these curves were seen before
        self.names, was = desk.zoom(self.end).lie_evenly(1.0).named_tags(), desk.head("loss")
        self.say(f"Do that all through training: this loss falls to {low}. Lessons known by heart {desk.need}.")
        self.leave(*taking.written)  # the pictures stay until the chart comes: no empty stage
        self.grow(taking.column.foot, *desk.on_even_scale, gone=taking.drawn, told=[self.names, was])
        self.drive(desk.on_both_scales, lambda share: desk.lie_evenly(1 - share), 0.6 * Time.SLOW)
        self.remove(*desk.even.parts)
        new, least = desk.let_in("excluded").show(0.0).named_tags()[-1], float(times.memorization_ends or 0)
        title = desk.head(f"excluded: loss on lessons without the {waves(len(self.dynamics.frequencies))}")
        self.appear(desk.cursor, new, desk.step, desk.score, title, instead_of=was, time=Time.QUICK)
        desk.chart.add(desk.cursor)
        self.drive(desk.live, lambda share: desk.zoom(self.end + share * (desk.reach[0] - self.end)), 0.8)
        self.appear(scale := desk.scale_note(least), time=Time.QUICK)
        self.run_to(least, Time.SLOW)
        self.appear(desk.mark_least("excluded", times.cleanup_starts or self.end), instead_of=scale, time=Time.QUICK)

    @beat
    def then_it_climbs(self) -> None:
        """Run through the quiet stretch: it climbs, as the axis grows and the exam's score is counted."""
        ends, early, climbed = named_climb(self.dynamics, self.stirs, self.times.cleanup_starts or self.end)
        after = "" if early else f" The exam’s score {goes(*self.run.history.at(ends).test_accuracy)}."
        self.say(f"Then it {early or climbed}: now the lessons need waves.{after}", lead=1.5)
        self.run_to(float(ends[1]), 2.2 * Time.SLOW)

    @beat
    def why_so_late(self) -> None:
        """Go on to the jump, and to the question why it comes so late."""
        late = f"Yet it passes the exam only at step {passed:,}. " if (passed := self.times.generalized_at) else ""
        self.say(f"{late}If the rule is already there, what is it waiting for?", lead=1.5)
        self.run_to(self.end, Time.SLOW)
        self.wait(Time.HOLD)

    def run_to(self, step: float, run_time: float) -> None:
        """Run training to a step."""
        self.drive(self.desk.live, self.desk.on_the_way(step), run_time, linear)
