"""The jump comes last: first the lessons by heart, then the rule, and only when memory is discarded, the exam."""

from __future__ import annotations

import math

from manim import FadeIn, FadeOut, Group, Mobject, linear

from transparent_box.scenes.look.numbers import percent, waves
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.training.losses import named_losses
from transparent_box.scenes.mobjects.training.phase_desk import PhaseDesk
from transparent_box.scenes.mobjects.training.phases import named_phases
from transparent_box.scenes.mobjects.votes.vote_parts import VoteParts, named_parts
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage


class CleanupScene(Stage, tells_of=CLOCKS):
    """Three phases of one training, with the rules that separate them."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        (self.from_step, self.kept), training = self.evidence.training.waves_alone, self.evidence.training
        self.times, self.dynamics, self.marked = training.timeline, training.dynamics, training.exam_board
        self.waves = waves(len(self.dynamics.frequencies))
        self.desk = self.set_up()
        self.what_is_it_waiting_for()
        self.two_parts_of_an_answer()
        self.waves_alone()
        self.restricted_falls()
        self.what_memory_costs()
        self.memorization()
        self.circuit_formation()
        self.cleanup()
        self.the_jump_comes_last()
        self.close_box()

    def set_up(self) -> PhaseDesk:
        """Make the desk with everything that is measured, and put it in place."""
        losses = named_losses(
            self.run.history, self.dynamics, ("lessons", "exam", "excluded", "restricted"), self.theme
        )
        squares, guess = (self.dynamics.step, self.dynamics.sum_of_squares), math.log(self.run.p)
        phases = named_phases(self.times, float(self.marked.step[-1]))
        return PhaseDesk(losses, guess, squares, self.marked, phases, self.frame.picture, self.theme)

    @beat
    def what_is_it_waiting_for(self) -> None:
        """Open on the end of the previous chapter, with the exam's board beside it; rewind into the quiet stretch."""
        losses, named = self.desk.losses.leave_out("restricted"), ["lessons", "exam", "excluded"]
        losses.named, stood = named, [losses.curves[name] for name in named]
        self.curves = self.desk.show(self.desk.ends[-1]).headed("losses")
        self.say(f"At step {self.from_step:,}, it knows {percent(self.kept.score)} of its exam. What holds it back?")
        self.open_from(self.desk.curves_alone(named), self.curves[0], self.curves[1:], stood=stood)
        self.drive(self.curves, self.desk.on_the_way(self.from_step))

    @beat
    def two_parts_of_an_answer(self) -> None:
        """Split the votes for one sum into the waves' part and the rest, and stack both for the two leading answers."""
        kept, (x, y), question = self.kept, self.kept.pair, self.operation.asked(*self.kept.pair)
        names = named_parts(self.waves, kept.leads, question, self.operation.many)
        said, other, answer = int(kept.waves.argmax()), int(kept.votes.argmax()), int(self.run.answers[x, y])
        parts = self.parts = VoteParts(kept.votes, kept.waves, answer, names, self.frame.picture, self.theme)
        drowned = f"The rest, memory, shouts them down: {other}." if other != said else "So do all its votes."
        self.say(f"Split its votes for {question}. The waves say {said}. {drowned}", lead=0.8)
        self.grow(self.desk.board.place(x, y), parts.bars[0], gone=self.curves, told=[parts.heads[0]])
        self.drive(Group(*parts.bars), parts.split, 0.8 * Time.SLOW, linear)
        self.appear(*parts.heads[1:3], *parts.crowns[:2], time=Time.QUICK)
        self.wait(Time.QUICK)
        self.drive(Group(*parts.bars[1:], parts.columns, *parts.lettering[1:]), parts.gather, 1.5 * Time.STEADY, linear)

    @beat
    def waves_alone(self) -> None:
        """Drop the rest: the waves' answer wins, as it does on all other sums, on a board that opens below."""
        kept, parts, many = self.kept, self.parts, self.operation.many
        every = f"all {self.run.p**2:,} {many}" if kept.alone == 1 else f"{percent(kept.alone)} of all {many}"
        self.say(f"Without memory, the waves alone get {every} right, already at step {self.from_step:,}.", lead=0.8)
        known = self.known = self.desk.board_in(parts.below)
        self.bring_to_back(known)  # or the lines between its cells would cross the columns
        spread = parts.give_way(known, lambda share: known[0].spread(share, kept.pair, kept.answered))
        self.play(*spread, run_time=1.4 * Time.SLOW)

    @beat
    def restricted_falls(self) -> None:
        """Keep only the waves at every step: that loss falls all through the quiet stretch."""
        self.desk.losses.let_in("restricted")
        by = "the waves" if self.desk.narrow else f"loss on all {self.operation.many} by the {self.waves}"
        self.curves = self.desk.show(0.0).headed(f"restricted: {by} alone")
        self.say("Keep only the waves, from the first step on. Their loss has been falling all along.")
        appearing, back = self.desk.coming_from(self.known, self.curves)
        self.sink(self.desk.board.place(*self.kept.pair), *self.parts.standing, told=appearing, along=[back])
        self.remove(self.known, self.parts.columns, *self.parts.bars[1:])
        self.run_to(self.from_step, 2 * Time.SLOW)

    @beat
    def what_memory_costs(self) -> None:
        """Show the weights alone: how large they are while lessons are memorized, and once only the rule is left."""
        desk, weights, most = self.desk, self.desk.weights, self.desk.weights.heaviest
        costs = f"It weighs {most:,.0f} in squared weights, the rule {weights.left:,.0f}. Weight decay prefers less."
        heavy = f"Squared, its weights come to {most:,.0f}. Weight decay shrinks them."
        self.say(f"Why would memory go? {costs if desk.gets_lighter else heavy}")
        rising = weights.rises(self.ease), FadeOut(*desk.losses_in(self.curves), rate_func=first_half)
        self.play(*rising, run_time=Time.STEADY)
        self.appear(desk.weighed, weights.fall, time=Time.QUICK)
        self.drive(Group(*desk.but_losses), desk.on_the_way(desk.ends[-1]), 1.8 * Time.SLOW)

    @beat
    def memorization(self) -> None:
        """Show the first phase, close up: from the start to the lowest excluded loss."""
        self.say(f"Now from the start. Phase one, it memorizes: {self.desk.first_phase}")
        self.leave(self.desk.weighed, self.desk.weights.fall)
        sinking = self.desk.weights.rises(lambda time: 1 - self.ease(time))
        self.play(sinking, FadeIn(*self.desk.losses_in(self.curves), rate_func=second_half), run_time=Time.STEADY)
        self.drive(self.curves, self.desk.on_the_way(0.0, close=True), Time.STEADY)
        self.phase(0, 1.4 * Time.SLOW, 1.4 * Time.QUICK)

    @beat
    def circuit_formation(self) -> None:
        """Show the second phase, until the exam's loss is better than guessing."""
        self.say("Phase two, the rule forms: excluded loss climbs, restricted falls. Memory still spoils the exam.")
        self.phase(1, 2 * Time.SLOW)

    @beat
    def cleanup(self) -> None:
        """Show the third phase: weights shrink, and the board floods."""
        self.say(f"Phase three, it cleans up: {self.desk.last.events}")
        self.phase(2, 2 * Time.SLOW)

    @beat
    def the_jump_comes_last(self) -> None:
        """Close on the three phases, run through once more."""
        self.say(f"{self.desk.last.meaning} What have larger networks found?")
        self.play(FadeOut(self.desk.texts[-1], rate_func=first_half), FadeIn(self.desk.summary, rate_func=second_half))
        self.drive(Group(*self.desk.bands, self.curves), self.desk.on_the_way(0.0), Time.STEADY)
        self.run_to(self.desk.ends[-1], 1.2 * Time.SLOW, *self.desk.bands)
        self.wait(Time.HOLD)

    def phase(self, nth: int, run_time: float, told_in: float = Time.STEADY) -> None:
        """Introduce a phase and what ends it; then run through it, its shade growing with the steps."""
        bands, text = self.desk.bands[: nth + 1], self.desk.texts[nth]
        gone = [FadeOut(t, rate_func=first_half) for t in self.desk.texts[:nth][-1:]] or self.desk.make_way(self.curves)
        self.play(*gone, FadeIn(bands[nth]), FadeIn(text, rate_func=second_half), run_time=told_in)
        self.run_to(self.desk.ends[nth], run_time, *bands, text, close=True)

    def run_to(self, step: float, run_time: float, *shaded: Mobject, close: bool = False) -> None:
        """Run training to a step, seen whole or `close` up, with the shades behind the curves."""
        self.drive(Group(*shaded, self.curves), self.desk.on_the_way(step, close), run_time, linear)
