"""One sum through the whole machine: each glyph of the strip opens into what that layer does, and closes again.

All arrays are those of the sum on screen; neuron and output are chosen by rule, see `Evidence`.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Group, linear, rate_functions

from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.network.embedded_pair import EmbeddedPair
from transparent_box.scenes.mobjects.network.network_strip import named_switches
from transparent_box.scenes.mobjects.network.running_sums import RunningSums, programme
from transparent_box.scenes.mobjects.surfaces.marked_relief import MarkedRelief, MarkedSums
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.mobjects.votes.ridges_end_on import RidgesEndOn
from transparent_box.scenes.mobjects.votes.waves_over_votes import WavesOverVotes
from transparent_box.scenes.mobjects.waves.added_waves import AddedWaves
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

SEEN = np.radians([-60, -40])  # azimuths from which a surface is seen, first and last
AFTER = 0.35  # share of the closing's time after which the network is so small that there is room below it


class RecapScene(Stage, tells_of=CLOCKS):
    """One sum, slowly, from its switches to its answer; then many."""

    options: ClassVar[tuple[str, ...]] = ("first", "second")
    first: int | None = None
    second: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        self.x = self.chosen("first", lambda: evidence.shown_sum[0], range(self.run.p))
        self.y = self.chosen("second", lambda: evidence.shown_sum[1], range(self.run.p))
        self.reading, self.neuron = evidence.reading(self.x, self.y), evidence.shown_neuron
        self.two_switches()
        self.waves_of_each()
        self.brought_together()
        self.folded()
        self.only_the_sum_is_left()
        self.one_answer_stands()
        self.again_and_again()
        self.back_into_the_strip()

    @beat
    def two_switches(self) -> None:
        """Open on the sum that was asked; it goes into the strip, which opens into three columns of switches."""
        middle = (area := self.content).inside(max(0.4 * area.width, area.width - 1.1 * area.height))
        self.board, self.names = named_switches(self.reading, middle, self.theme)
        self.add(self.header("one-hot", (self.x, self.y)), asked := self.asked_alone(self.x, self.y))
        self.say(f"One {self.operation.one}, all the way through. {self.x} and {self.y} go in as switches.", lead=1.4)
        self.follow("one-hot", self.board, told=[self.names], asked=asked)

    @beat
    def waves_of_each(self) -> None:
        """Lay the columns down: out of each one rises a clock's wave, with both numbers read on it."""
        probes, both = [found["cos"] for found in self.run.probes.values()], (self.x, self.y)
        self.read = np.array([[probe.output, self.evidence.second_reading(probe)] for probe in probes])
        known = [probe.frequency for probe in probes], [probe.r2 for probe in probes], self.run.p
        self.pair = pair = EmbeddedPair(both, self.read[:, [0, 1], both], *known, self.content, self.theme)
        self.say(f"Each calls up waves of {pair.many} and sits at its own height on every one.")
        self.pulse("embed")
        for moves in pair.grown(self.board, self.names, self.reading):
            self.glide(*moves, time=1.4 * Time.STEADY)

    @beat
    def brought_together(self) -> None:
        """Take one of the waves, with both numbers on it; that of x moves up or down by the height of y on its own."""
        p, theme, fit = self.run.p, self.theme, self.evidence.two_waves(self.neuron)
        seen, inputs = number_colors(p, theme.sweep), self.run.activations.mlp_pre[..., self.neuron]
        said, laid = ("what one neuron gets", f"R² = {decimal(fit.r2, 3)}"), (fit.frequency, fit.amplitude, fit.phases)
        self.both = both = AddedWaves(inputs.astype(float), laid, (self.x, self.y), seen, said, self.content, theme)
        self.say(f"Attention adds the two: {self.y} {both.moves_it} the whole wave that {self.x} stands on.")
        self.pulse("attention")
        self.play(*self.pair.become(both, fit.frequency, self.names[:2]), run_time=1.6 * Time.STEADY)
        self.appear(both.arm, time=Time.QUICK)
        self.glide(*both.carry_over(), time=Time.STEADY)
        self.drive(both.moving, both.show, Time.STEADY)
        self.appear(both.summed, time=Time.QUICK)

    @beat
    def folded(self) -> None:
        """Give a neuron a row for every y: all sums as one surface; the ReLU flattens it below zero."""
        found, both = self.run.activations, self.both
        pre, post = (layer[..., self.neuron].astype(float) for layer in (found.mlp_pre, found.mlp_post))
        self.relief = relief = MarkedRelief(pre, (self.x, self.y), self.heights, SEEN, self.content, self.theme)
        self.say("A neuron cuts off everything below zero. That is how the two get multiplied.")
        self.pulse("MLP")
        self.glide(*map(FadeOut, both.rest), *both.lie_down(*relief.row), time=Time.STEADY)
        self.drive(Group(relief.field, *both.row), relief.spread, Time.SLOW, rate_functions.ease_out_sine)
        self.appear(*relief.dot, instead_of=both.row, time=Time.QUICK)
        self.pulse("ReLU")
        self.glide(*relief.become_marked(post))

    @beat
    def only_the_sum_is_left(self) -> None:
        """Add up all neurons in place of the one, on one scale; draw the ridge that this sum is on."""
        sums, relief = self.evidence.layering(self.evidence.diagonal_output[0]).sums, self.relief
        self.added, total = MarkedSums(relief, sums, "neurons", self.content), self.x + self.sign * self.y
        lines = SumLines(relief, self.added.values, self.sign, self.theme)
        self.say(f"Add up the neurons, and ridges are left: along each of them, {self.operation.formula} is the same.")
        self.pulse("out")
        self.glide(*self.added.begin(), *relief.turned(self.sign * SEEN[1]), time=Time.STEADY)
        self.drive(self.added, self.added.show, Time.SLOW, rate_functions.ease_in_quad)
        told = lines.beside(total, self.addition(self.x, self.y, Size.LABEL + 5))
        self.ridge = lines.line(total), *relief.mark(self.added.values), told
        self.appear(*self.ridge)

    @beat
    def one_answer_stands(self) -> None:
        """Look along the ridges: a wave, one of those over all answers; their sum peaks at one answer only."""
        scores = self.reading.logits - self.reading.logits.mean()
        waves, answer = self.evidence.waves_of(scores.astype(float)), self.reading.answer
        votes = WavesOverVotes(scores, answer, waves.at, waves.frequencies, self.content, self.theme)
        row = waves.frequencies.index(self.evidence.diagonal_output[1])
        ridges = RidgesEndOn(self.relief, self.added.values, self.sign, votes, row, self.content)
        self.say(f"Every wave has a say in every answer. {votes.verdict}")
        self.pulse("logits")
        for moves in ridges.become_votes(self.ridge, self.added.counter):
            self.play(*moves, run_time=1.2 * Time.STEADY)
        self.drive(votes, votes.add_waves, Time.SLOW, linear)
        self.appear(votes.agreed, instead_of=ridges.dot)
        self.votes = votes.bars, votes.bars.numerals, *votes.stack.rows, *votes.agreed

    @beat
    def again_and_again(self) -> None:
        """Let the strip fill the frame, and run sums through it: two slowly, then y counts up, faster and faster."""
        waves, ridges = (self.read, [*self.run.probes]), (self.added.colors, self.sign)
        given = programme(self.x, self.y, self.run.p), self.evidence.reading, self.operation, waves, ridges
        self.runs = runs = RunningSums(*given, self.frame.picture, self.frame.ratio > 1, self.theme)
        self.say("Switches, waves, attention, neurons, ridges, votes. Again and again. Who built all this?")
        gone = FadeOut(self.head, rate_func=first_half)  # gone before what grows out of it covers it
        self.sink(runs.room, *self.votes, told=runs.comes_late, along=[*runs.grow(self.head[0]), gone])
        for seen, show, time in runs.parts():
            self.drive(seen, show, time, linear)

    def back_into_the_strip(self) -> None:
        """Let the network shrink again, for the next chapter to come out of; below, its training is drawn."""
        small = [*self.runs.sink(self.head[0], first_half), FadeIn(self.head, rate_func=second_half)]
        self.hand_over(small, strip.drawn() if (strip := self.training_next()) else [], AFTER)
