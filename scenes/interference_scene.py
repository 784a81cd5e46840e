"""Ridges arise from adding weighed neurons: waves along x − y cancel, and waves along x + y remain.

Products are parts of two real neurons; arrows have real weights, through W_out and W_U.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, linear

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import made_ridges, percent, weight
from transparent_box.scenes.look.operations import TURNED_ALIKE
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.arrows.doubled_angles import DoubledAngles
from transparent_box.scenes.mobjects.arrows.phasor_board import PhasorBoard
from transparent_box.scenes.mobjects.arrows.quarter_turns import QuarterTurns
from transparent_box.scenes.mobjects.arrows.waves_apart import WavesApart
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.surfaces.relief_pairs import ReliefPairs
from transparent_box.scenes.mobjects.surfaces.two_products import HIGH, LOW, RISE, SHAPE, TURNED, two_products
from transparent_box.scenes.mobjects.words.lettering import Lettering, words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

ASIDE, BEGUN, LABEL = np.radians(-130), 0.3, 0.6  # azimuth for x − y; of a rise, the last ridges at first; a line
SIDES = ("x − y", "difference"), ("x + y", "sum")


class InterferenceScene(Stage, tells_of=TURNED_ALIKE):
    """Two products, four neurons, a whole cluster: what runs along x + y remains."""

    options: ClassVar[tuple[str, ...]] = ("frequency",)
    frequency: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.k = self.chosen("frequency", lambda: self.evidence.shown_frequency, list(self.evidence.clusters))
        self.pair, self.low = self.evidence.products(self.k), LOW if self.frame.ratio > 1 else HIGH
        self.quarters = self.evidence.quarters[self.k]
        self.two_ridges_in_a_product()
        self.added_as_heights()
        self.four_neurons()
        self.arrows_tip_to_tail()
        self.only_one_gets_anywhere()
        self.angles_doubled()
        self.which_ridge()
        panel, axes = self.outputs_for(c := self.usual_answer, self.evidence.added_outputs(c))
        self.close_glyph(None, axes, panel.relief.field, asked=[panel.counters, panel.by])

    @beat
    def two_ridges_in_a_product(self) -> None:
        """Open on two neurons' products, which were left standing; each splits into its two halves."""
        area, halves = self.content, self.pair.halves
        whole = two_products(self.pair.plain, self.in_role("text"), self.frame.ratio > 1, area)
        reliefs = [self.seat(halves[n % 2, n // 2], SIDES[n // 2][1]) for n in range(4)]
        self.parts = ReliefPairs(reliefs, area.cells(2, Gap.NEAR, SHAPE, LABEL), LABEL, (ASIDE, TURNED))
        self.parts.label([self.named(n // 2) for n in range(4)])
        self.add(self.header("ReLU"), *whole.fields)
        self.say("Take two neurons’ products. Each holds two waves: one along x − y, one along x + y.", lead=1.1)
        self.turn(whole, to=TURNED, time=Time.STEADY)
        self.glide(*whole.split(self.parts, halves[:, 1]))
        self.glide(*self.parts.into_profile(), FadeIn(self.parts.labels))

    @beat
    def added_as_heights(self) -> None:
        """Weigh them, which may turn one over; laid on each other, the slate pair flattens, the green pair stays."""
        weights, pair, parts = self.evidence.product_pairs[self.k].weights, self.pair, self.parts
        named, shares = " and ".join(map(weight, weights)), (pair.share_difference, pair.share_sum)
        weighed = pair.halves * (weights / np.abs(weights).max())[:, None, None, None]
        row = parts.sums(weighed.sum(axis=0), SHAPE)
        row.label([self.named(side, f"{percent(share, 1)} along ") for side, share in enumerate(shares)])
        self.say(f"Use the network’s weights, {named}, and add. Along x − y, crests meet hollows.", lead=1.2)
        self.appear(parts.signed([*map(weight, weights)], self.theme.text), instead_of=parts.labels, time=Time.QUICK)
        self.glide(*parts.become([weighed[n % 2, n // 2] for n in range(4)]), time=Time.STEADY)
        for side, label in enumerate(row.labels):
            self.play(*parts.meet(side), FadeIn(label, rate_func=second_half), run_time=Time.SLOW)
        self.leaving = [parts.fields[0], parts.fields[2], row.labels]

    @beat
    def four_neurons(self) -> None:
        """Add up four whole neurons, with the signs + − + −."""
        four, share, area = self.evidence.quarter_turns(self.k), self.evidence.share_along_answer, self.content
        reliefs, green = [self.seat(plain, None, four.plain) for plain in four.plain], self.in_role("sum")
        self.four = row = QuarterTurns(reliefs, four.weighed, self.quarters.phases, area, green, share, self.theme)
        self.say("Now whole neurons. Take four, about a quarter turn apart: plus, minus, plus, minus.", lead=1.1)
        self.grow(self.parts.row.cells[1], *row.fields, gone=self.leaving)
        for number in range(4):
            self.glide(*row.signed(number), time=Time.STEADY / 2)
        self.play(*row.make_room(*area.parts(0.6, Gap.NEAR, 1.5), (LOW, OBLIQUE[1])), run_time=Time.STEADY)
        for number in range(1, 4):
            self.glide(*row.add(number), time=Time.STEADY)
        self.glide(row.framed(area.inside(0, Gap.FAR), (self.low, TURNED)), time=Time.STEADY)

    @beat
    def arrows_tip_to_tail(self) -> None:
        """Let every neuron of the frequency add an arrow to each of four waves: ten one by one, then all the rest."""
        row, phasors, area = self.four, self.evidence.phasors_from_a_quarter(self.k), self.content
        self.board, self.order, count = PhasorBoard(phasors.arrows, area, self.theme), phasors.order, len(phasors.order)
        waves = WavesApart(row.sum, self.evidence.waves_of_a_quarter(self.k), self.in_role, area, (self.low, TURNED))
        name = area.low_left(words(f"neuron {self.quarters.neurons[0]}", Size.HEADLINE - 8, self.theme.text))
        self.say(f"Now all {count} neurons of this frequency add an arrow to each of four chains, tip to tail.", lead=1)
        self.pulse("out")
        self.play(*row.first_alone(name), run_time=Time.STEADY)
        self.play(*waves.come(self.board.names), FadeOut(name, rate_func=first_half), run_time=Time.STEADY)
        self.wait(Time.QUICK)
        self.play(*waves.go_into(self.board), run_time=Time.STEADY)
        self.drive(self.board.live, self.board.begin, 1.4 * Time.SLOW, linear)
        self.drive(self.board.live, self.board.draw_back, 0.7 * Time.STEADY)
        self.drive(self.board.live, self.board.go_on, 0.7 * Time.SLOW)

    @beat
    def only_one_gets_anywhere(self) -> None:
        """Draw a straight line from each chain's start to its end; write the lengths of the chain and of the line."""
        self.say(self.board.verdict, lead=0.8)
        self.play(*self.board.led(), run_time=1.5 * Time.STEADY)

    @beat
    def angles_doubled(self) -> None:
        """Let four arrows rise out of the wave of x and open to their doubles; signs turn all of them to one side."""
        four, board, drawn = self.quarters, self.board, self.evidence.clusters[self.k][self.order]
        self.opened = opened = DoubledAngles(four.phases, four.weights.tolist(), self.content, self.theme)
        arrows = board.arrows("x", [list(drawn).index(neuron) for neuron in four.neurons])
        self.say("Why? x + y doubles each angle: right, left, right, left. Training found matching signs.", lead=0.9)
        self.appear(opened.hands.lift(arrows, self.theme.cos_x, 0.0), instead_of=board.beside, time=Time.QUICK)
        self.play(*opened.rising(arrows, self.theme.cos_x, board), run_time=0.8 * Time.SLOW)
        self.drive(opened.live, opened.show, Time.SLOW, linear)
        self.play(*opened.turned_by_signs(), run_time=1.6 * Time.STEADY)

    @beat
    def which_ridge(self) -> None:
        """Close on all neurons of the frequency added up: its ridges rise."""
        total = self.evidence.gathered(self.k)[-1]
        ridges = Relief(total, self.in_role("sum"), float(np.abs(total).max()), RISE, 2, (self.low, OBLIQUE[1]))
        ridges.fill(self.content.inside(Gap.FAR), [TURNED], snug=True).show(BEGUN * total)
        self.say(f"It never saw trigonometry. But {made_ridges(self.k)}. Which is the answer?", lead=1.6)
        self.grow(Area.around(self.opened.hands), ridges.field, gone=[self.opened])
        self.glide(ridges.become(total), *ridges.turned(TURNED), time=1.5 * Time.SLOW)

    def seat(self, values: np.ndarray, role: str | None, among: np.ndarray | None = None) -> Relief:
        """Make a surface in the shades of a role or of heights, on the scale of the surfaces it is among."""
        phi, scale = self.low if role else LOW, float(np.abs(self.pair.plain if among is None else among).max())
        return Relief(values, self.in_role(role) if role else self.heights, scale, RISE, 1, (phi, OBLIQUE[1]))

    def named(self, side: int, before: str = "") -> Lettering:
        """Write what a half runs along."""
        return words(before + SIDES[side][0], Size.LABEL, getattr(self.theme, SIDES[side][1]))
