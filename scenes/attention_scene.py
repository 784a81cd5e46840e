"""Attention brings the two numbers together, and what a neuron gets of them is a sum of waves.

The attention shown is that of all sums. What it copies is measured with every head held at its mean, and so is the
share of sums then right. R² of the neuron's input is over all sums.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import Create, FadeIn, Group, linear

from transparent_box.model.analysis.probes import r_squared
from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, decimal, percent
from transparent_box.scenes.look.operations import SHARED
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.boards.right_board import RightBoard, RightCounts
from transparent_box.scenes.mobjects.network.attention_heads import AttentionHeads
from transparent_box.scenes.mobjects.waves.lift_desk import LiftDesk
from transparent_box.scenes.mobjects.waves.share_swarm import ShareSwarm
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.waves.waves_in_step import WavesInStep
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

DIM = 0.25  # opacity of values that no switch has selected, and of neurons that are not looked at
SQUARE = 1.2  # an area less than this many times as wide as high has the two numbers below a board, not beside it
FACTS = 1.5  # units kept below a picture for two numbers
IN_STEP, HALF = 0.5, 0.02  # degrees, too small to see; how far from one half a mean may be and still be called a half


class AttentionScene(Stage, tells_of=SHARED):
    """From two switches to a sum of two waves."""

    options: ClassVar[tuple[str, ...]] = ("neuron",)
    neuron: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        usual, self.neurons = self.evidence.shown_neuron, np.concatenate([*self.evidence.clusters.values()])
        self.shown = self.chosen("neuron", lambda: usual, self.neurons.tolist())
        self.x, self.y = self.evidence.shown_sum
        self.pattern = self.run.activations.attention.astype(float)
        self.a_switch()
        self.where_it_looks()
        self.on_average()
        self.what_it_copies()
        self.held_still()
        self.what_a_neuron_gets()
        self.it_needs_a_product()

    @beat
    def a_switch(self) -> None:
        """Open on all values of all numbers, which were left standing; two switches each select a column."""
        (table, self.switches), theme = self.switched_values(), self.theme
        self.add(self.header("attention"), table, self.switches)
        called = f"to the network, {self.x} is a switch that calls up a column of values"
        self.say(f"It can’t turn by {self.x}: {called}.", lead=1.5)
        self.rings = [table.switched_on(self.x, theme.cos_x), table.switched_on(self.y, theme.cos_y)]
        for ring in self.rings:
            self.play(Create(ring[0]), FadeIn(ring[1:]), run_time=Time.STEADY)
        self.table = table.copy().keep([self.x, self.y], DIM)
        self.appear(self.table, instead_of=table, time=Time.QUICK)

    @beat
    def where_it_looks(self) -> None:
        """Show where each head looks, for all sums; a dot goes through those of one x, of which the narration tells."""
        heads, to_x = self.pattern.shape[2], self.pattern[self.x, ..., 0]
        self.heads = AttentionHeads(self.pattern, self.content, self.theme).show(self.x, 0)
        many = f"{count_word(heads).capitalize()} attention heads look", "them"
        look, them = many if heads > 1 else ("The attention head looks", "it")
        self.say(f"{look} where the sum sends {them}: here, x gets {percent(to_x.min())} to {percent(to_x.max())}.")
        self.grow(Area.around(Group(*self.rings)), self.heads, gone=[self.table, self.switches, *self.rings])
        self.drive(self.heads.moving, lambda share: self.heads.sweep(self.x, share), 2.8 * Time.SLOW, linear)

    @beat
    def on_average(self) -> None:
        """Average over all sums, row by row from the dots down; the bars come to rest at their means."""
        mean = self.evidence.copied.pattern
        to_x, to_y = (percent(mean[:, source].mean()) for source in (0, 1))
        average = "nearly half and half" if np.allclose(mean[:, :2], 0.5, atol=HALF) else f"{to_x} at x, {to_y} at y"
        self.say(f"But over all {self.run.p**2:,} sums, the average is {average}.", lead=0.8)
        live = Group(self.heads, rows := self.heads.rows)
        self.drive(live, lambda share: self.heads.reach_across(self.x, share), Time.QUICK)
        self.drive(live, self.heads.take_in, 0.8 * Time.SLOW)
        self.leave(rows, self.heads.spots)
        self.heads.remove(self.heads.spots)

    @beat
    def what_it_copies(self) -> None:
        """Hold the heads there: x reaches one neuron as a wave, and y as the same wave, which is laid on it."""
        both = self.evidence.sent(self.shown)
        apart = abs(np.degrees(np.angle(np.exp(1j * (both[0].phase - both[1].phase)))))
        step = "in step" if apart < IN_STEP else f"{decimal(apart, 0)}° apart"
        look = (None, r_squared, self.content, self.theme, (-both[0].phase, -both[1].phase))
        pair = self.pair = WavePair(both, ("from x", "from y"), ("cos_x", "cos_y"), *look)
        self.say(f"Hold the heads there: neuron {self.shown} gets two waves, from x and from y, {step}.")
        waves = WavesInStep(pair)  # grown out of the bars that say how much is copied
        self.grow(Area.around(self.heads.bars), *pair.clouds, gone=[self.heads], told=pair.counters)
        self.play(*map(Create, pair.waves), run_time=1.5 * Time.STEADY)
        self.play(waves.come_together(), FadeIn(pair.axes, rate_func=second_half), run_time=1.5 * Time.STEADY)

    @beat
    def held_still(self) -> None:
        """Count the sums that come out right with attention held at its mean."""
        theme, area, scores = self.theme, self.content, self.evidence.frozen_logits
        own, held = (answers == self.run.answers for answers in (self.run.predictions, scores.argmax(-1)))
        wide, cut = area.width > SQUARE * area.height, FACTS / area.height
        side, self.stand = area.parts(*((0.38, Gap.FAR) if wide else (cut, Gap.NEAR)), wide=SQUARE)
        counts = (own.sum(), "right, heads free"), (held.sum(), "right, heads held still")
        self.facts = RightCounts(counts, side, wide, theme)
        self.board = RightBoard(own, "sums right", self.stand, theme)
        worse = f"only {held.sum():,} of {held.size:,} sums are right: where they look matters, too"
        self.say(
            f"Is that enough? With the heads held still, {worse if held.sum() < own.sum() else 'nothing is lost'}."
        )
        self.grow(self.stand, self.board, gone=[self.pair], told=[self.facts[0]])
        self.glide(self.board.change(own, held))
        self.appear(self.facts[1])

    @beat
    def what_a_neuron_gets(self) -> None:
        """Release the attention: show what the neuron really receives, for one y after another."""
        k, p = self.evidence.frequency_of(self.shown), self.run.p
        size, phase, r2 = self.evidence.shared_wave(self.shown)
        inputs, laid = self.run.activations.mlp_pre[..., self.shown].astype(float), (k, size, phase)
        colors = number_colors(p, self.theme.sweep)
        desk = self.desk = LiftDesk(inputs, laid, r2, colors, self.content, self.theme)
        self.say(f"So let go. Neuron {self.shown} really gets this: y moves the whole wave of x up and down.")
        self.grow(self.stand, desk.axes, *desk.moving, gone=[self.board, self.facts], told=[desk.lettering])
        self.pass_through(desk.moving, p, desk.show, 3 * Time.SLOW)

    @beat
    def it_needs_a_product(self) -> None:
        """Find the neuron's R² among all others'; close on the sum of the two waves, and on what it is not."""
        shares = np.concatenate([waves.r2 for waves in self.evidence.shared_waves.values()])
        typical = f"In {len(shares)} neurons, typically {percent(np.median(shares))} of the input is two waves, added."
        self.say(f"{typical} But adding angles takes a product.", lead=0.7)
        swarm, desk = ShareSwarm(shares, self.neurons, self.shown, self.content, self.theme), self.desk
        named, comes = swarm.coming()
        self.sink(Area.around(swarm.one), desk.axes, *desk.moving, desk.lettering, meanwhile=[named], along=[comes])
        self.appear(swarm.typical)
        self.glide(swarm.cloud.animate.set_opacity(DIM), time=Time.QUICK)
        self.grow(Area.around(swarm.one), desk.axes, *desk.moving, gone=[swarm], told=[desk.lettering])
        self.drive(desk.moving, desk.go_back, 1.5 * Time.STEADY)
