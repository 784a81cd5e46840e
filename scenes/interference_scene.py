"""How ridges come about: neurons weighed and added, so that waves along x − y cancel and waves along x + y stand.

Storyboard row 17. Products first, which are parts of two real neurons; then four whole neurons; then all neurons of
their frequency, each with its real weight through W_out and W_U. Shares along x + y
are measured on the sums that are shown.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, UP, FadeIn, FadeOut, Group, VGroup, VMobject, linear
from manim import UpdateFromAlphaFunc as Changing

from scenes.look.colormaps import rgba
from scenes.look.frame import Area
from scenes.look.numbers import percent, weight
from scenes.look.theme import DISPLAY, GAP, HEADLINE, HOLD, LABEL, QUICK, SLOW, SMALL, STEADY, WIDE_GAP
from scenes.mobjects.angle_plot import FULL_TURN, AnglePlot
from scenes.mobjects.height_field import HeightField
from scenes.mobjects.lettering import Lettering, formula, show_instead, words
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.mobjects.space import Space
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TURNED = -35 * DEGREES
LABEL_ROOM = 1.45
PRODUCTS = (("cos(k x) cos(k y)", "cos_x"), ("sin(k x) sin(k y)", "sin_x"))


class InterferenceScene(Stage):
    """Two products, four neurons, a whole cluster: what runs along x + y is what is left."""

    options: ClassVar[tuple[str, ...]] = ("frequency",)
    frequency: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        self.k = self.chosen("frequency", lambda: evidence.shown_frequency, list(evidence.clusters))
        self.pair = self.evidence.products(self.k)
        self.four = self.evidence.quarter_turns(self.k)
        self.two_products()
        self.real_weights()
        self.what_cancels()
        self.four_neurons()
        self.plus_minus_plus_minus()
        self.whole_cluster()
        self.angles_add()

    @beat
    def two_products(self) -> None:
        """Open on the product parts of two neurons."""
        self.head = self.header("ReLU")
        scale = float(np.abs(self.pair.plain).max())
        cells = self.content.less_bottom(0.9).cells(3, WIDE_GAP, 1.0)
        self.seat = cells[2]
        shares = self.evidence.product_pairs[self.k].shares[[0, 1], [0, 3]]
        self.products, self.names = [], VGroup()
        for surface, (code, role), cell, share in zip(self.pair.plain, PRODUCTS, cells, shares, strict=False):
            self.products.append(self.seated(surface, role, scale, cell))
            name = VGroup(formula(code, LABEL + 3, getattr(self.theme, role)))
            name.add(words(f"{percent(share)} of a neuron", SMALL, self.theme.dim)).arrange(DOWN, buff=0.15)
            self.names.add(self.under(name, cell))
        self.add(self.head, *self.spaces(self.products), *self.fields(self.products), self.names)
        self.say("Two neurons after the fold, and only the product that each of them holds.")
        self.play(*self.turning(self.products, TURNED), run_time=2 * SLOW, rate_func=self.ease)

    @beat
    def real_weights(self) -> None:
        """Weighed by the network: the second one counts the other way."""
        weights = self.evidence.product_pairs[self.k].weights
        self.weights = VGroup()
        for name, value in zip(self.names, weights, strict=True):
            text = words(weight(value), HEADLINE - 4, self.theme.accent)
            self.weights.add(text.move_to(name[1]).align_to(name[1], UP))
        self.say("Weighed on their way to the answer: one upward, the other upside down.")
        self.play(FadeOut(*(name[1] for name in self.names)), FadeIn(self.weights), run_time=STEADY)
        weighed = self.pair.weighed / np.abs(weights).max()
        turned = [relief.become(surface) for relief, surface in zip(self.products, weighed, strict=True)]
        self.play(*turned, run_time=SLOW, rate_func=self.ease)

    @beat
    def what_cancels(self) -> None:
        """Added: what ran along x − y is gone."""
        total = self.pair.total
        self.sum = self.seated(total, "sum", float(np.abs(total).max()), self.seat, TURNED)
        name = VGroup(formula("cos(k(x + y))", LABEL + 3, self.theme.sum))
        name.add(words(f"{percent(self.pair.share_sum, 1)} along x + y", LABEL, self.theme.sum))
        name.add(words(f"{percent(self.pair.share_difference, 1)} along x − y", SMALL, self.theme.difference))
        name.arrange(DOWN, buff=0.13)
        self.under(name, self.seat)
        theme = self.theme
        identity = VGroup(
            *(
                formula(code, HEADLINE - 8, color)
                for code, color in (
                    ("cos(k x) cos(k y)", theme.cos_x),
                    ("-", theme.text),
                    ("sin(k x) sin(k y)", theme.sin_x),
                    ("=", theme.text),
                    ("cos(k(x + y))", theme.sum),
                )
            )
        ).arrange(RIGHT, buff=0.2)
        area = self.content
        identity.scale(min(1.0, area.width / identity.width)).move_to([0, area.bottom + 0.4, 0])
        self.say("Added, the waves along x − y cancel. What runs along x + y is left.")
        self.play(*self.head[0].light("out"), run_time=QUICK)
        self.add(self.sum.space)
        moving = [self.ghost(relief) for relief in self.products]
        self.add(*self.spaces(moving), *self.fields(moving))
        self.play(
            *(relief.space.animate.become(self.sum.space) for relief in moving), run_time=SLOW, rate_func=self.ease
        )
        self.play(*(FadeOut(field) for field in self.fields(moving)), FadeIn(self.sum.field), run_time=STEADY)
        self.play(FadeIn(name), run_time=STEADY)
        self.play(FadeIn(identity), run_time=STEADY)
        self.play(*self.turning([*self.products, self.sum], OBLIQUE[1]), run_time=SLOW, rate_func=self.ease)
        self.leaving = Group(*self.fields([*self.products, self.sum]), self.names, self.weights, name, identity)

    @beat
    def four_neurons(self) -> None:
        """Four whole neurons, a quarter turn apart."""
        four = self.evidence.quarters[self.k]
        scale = float(np.abs(self.four.plain).max())
        cells = self.content.cells(len(four.neurons), GAP, 0.9)
        self.neurons, self.labels = [], VGroup()
        for surface, cell, phase, share in zip(self.four.plain, cells, four.phases, four.shares, strict=True):
            self.neurons.append(self.seated(surface, None, scale, cell))
            angle = np.degrees(phase - four.phases[0]) % 360
            label = VGroup(words(f"{angle:.0f}°", HEADLINE - 6, self.theme.text))
            label.add(words(f"{percent(share)} along x + y", LABEL, self.theme.dim)).arrange(DOWN, buff=0.15)
            self.labels.add(self.under(label, cell))
        self.say("Whole neurons hold more than products. Take four, about a quarter turn apart.")
        self.play(FadeOut(self.leaving), run_time=QUICK)
        self.add(*self.spaces(self.neurons))
        self.play(*(FadeIn(field) for field in self.fields(self.neurons)), FadeIn(self.labels), run_time=STEADY)
        self.play(*self.turning(self.neurons, TURNED), run_time=SLOW, rate_func=self.ease)

    @beat
    def plus_minus_plus_minus(self) -> None:
        """Signs, then all four into one."""
        total = self.four.total
        signs = VGroup(
            *(
                words(sign, DISPLAY, self.theme.accent).next_to(label, UP, 0.15)
                for sign, label in zip("+−+−", self.labels, strict=True)
            )
        )
        self.side, self.stand = self.content.parts(0.3, GAP)
        share = self.share_of(
            percent(self.four.share_sum, 1), f"of the sum of {len(self.neurons)} at equal strength, along x + y"
        )
        merged = self.merged(total)
        self.say("Plus, minus, plus, minus: the waves of x alone and of y alone cancel as well.")
        weighed = [relief.become(part) for relief, part in zip(self.neurons, self.four.weighed, strict=True)]
        self.play(FadeIn(signs), run_time=QUICK)
        self.play(*weighed, run_time=SLOW, rate_func=self.ease)
        self.play(FadeOut(signs, self.labels), run_time=QUICK)
        gather = [relief.space.animate.become(merged.space) for relief in self.neurons]
        self.play(*gather, run_time=SLOW, rate_func=self.ease)
        self.add(merged.space)
        leave = [FadeOut(field) for field in self.fields(self.neurons)]
        self.play(*leave, FadeIn(merged.field), run_time=STEADY)
        self.play(FadeIn(share), run_time=STEADY)
        self.whole, self.share = merged, share

    @beat
    def whole_cluster(self) -> None:
        """Neuron after neuron with its real weight; the share climbs on a counter."""
        gathering, sums = self.evidence.gatherings[self.k], self.evidence.gathered(self.k)
        count = len(gathering.neurons)
        whole = self.merged(sums[-1])
        told = [self.progress(n + 1, share) for n, share in enumerate(gathering.shares)]
        counter = told[0].copy()
        self.say(f"Now the real weights, neuron after neuron, all {count} of this frequency.")
        self.play(FadeOut(self.share, self.whole.field), run_time=QUICK)
        self.add(whole.space)
        whole.show(sums[0])
        self.play(FadeIn(whole.field, counter), run_time=QUICK)

        def at(alpha: float) -> int:
            return min(int(alpha**2 * count), count - 1)  # the first ones one by one

        def grow(field: VMobject, alpha: float) -> None:
            whole.show(sums[at(alpha)])

        def tell(shown: VGroup, alpha: float) -> None:
            show_instead(shown, told[at(alpha)])

        moves = [Changing(whole.field, grow), Changing(counter, tell)]
        self.play(*moves, run_time=min(8.0, 0.5 * count), rate_func=linear)
        self.play(whole.space.animate.turn(theta=TURNED), run_time=SLOW, rate_func=self.ease)
        self.leaving = Group(whole.field, counter)

    @beat
    def angles_add(self) -> None:
        """Close: each weight's angle against its neuron's angles of x and of y, added."""
        plot = self.angle_plot()
        resultant = self.evidence.phase_alignment[self.k]
        fact = self.share_of(f"{resultant:.3f}", "agreement of the angles (1 is perfect)")
        self.say("Why it works: the angle of each weight is its neuron’s angle of x plus its angle of y.")
        self.play(FadeOut(self.leaving), run_time=QUICK)
        self.play(FadeIn(plot), run_time=STEADY)
        self.play(FadeIn(fact), run_time=STEADY)
        self.wait(HOLD)

    # Pictures, from the run.

    def seated(
        self, surface: np.ndarray, role: str | None, scale: float, cell: Area, theta: float = OBLIQUE[1]
    ) -> Relief:
        """A surface in a cell, above the room for its label."""
        shade = self.in_role(role) if role else self.heights
        relief = Relief(surface, shade, scale, 1.1, angles=(OBLIQUE[0], theta))
        room = cell.less_bottom(LABEL_ROOM)
        return relief.place(room.center, room.width, room.height, [OBLIQUE[1], TURNED])

    def under(self, label: VGroup, cell: Area) -> VGroup:
        """A label under the surface of its cell, no wider than that."""
        label.scale(min(1.0, cell.width / label.width))
        return label.move_to([cell.center[0], cell.bottom + LABEL_ROOM - 0.15 - label.height / 2, 0])

    def ghost(self, relief: Relief) -> Relief:
        """The same surface once more, to move away while the first stays."""
        copy = Relief(np.zeros((relief.count, relief.count)), relief.shade, relief.scale, relief.rise)
        copy.space.become(relief.space)
        copy.field.points, copy.field.colors = relief.field.points.copy(), relief.field.colors.copy()
        return copy

    @staticmethod
    def spaces(reliefs: list[Relief]) -> list[Space]:
        """What they are seen through."""
        return [relief.space for relief in reliefs]

    @staticmethod
    def fields(reliefs: list[Relief]) -> list[HeightField]:
        """Their surfaces."""
        return [relief.field for relief in reliefs]

    @staticmethod
    def turning(reliefs: list[Relief], theta: float) -> list[Any]:
        """All of them turning to one side."""
        return [relief.space.animate.turn(theta=theta) for relief in reliefs]

    def merged(self, total: np.ndarray) -> Relief:
        """A sum, large."""
        relief = Relief(total, self.in_role("sum"), float(np.abs(total).max()), 1.0, 2)
        return relief.place(self.stand.center, self.stand.width, self.stand.height, [TURNED])

    def share_of(self, share: str, meaning: str) -> VGroup:
        """A measured number with what it means."""
        number = words(share, DISPLAY, self.theme.sum)
        both = VGroup(number, words(meaning, LABEL, self.theme.dim, self.side.width)).arrange(DOWN, buff=0.3)
        return both.move_to(self.side.center)

    def progress(self, count: int, share: float) -> VGroup:
        """How many neurons are in the sum, and the share of its variance along x + y."""
        parts: list[Lettering] = [
            words(f"{count}", HEADLINE, self.theme.text),
            words("neuron" if count == 1 else "neurons", LABEL, self.theme.dim),
            words(percent(share, 1), DISPLAY, self.theme.sum),
            words("along x + y", LABEL, self.theme.dim),
        ]
        return VGroup(*parts).arrange(DOWN, buff=0.25).move_to(self.side.center)

    def angle_plot(self) -> AnglePlot:
        """The cluster's weights: angle (upward) against its neurons' added angles, both in turns of 360°."""
        evidence, theme = self.evidence, self.theme
        members, phases = evidence.clusters[self.k], evidence.phases
        added = (phases.x[members] + phases.y[members]) % FULL_TURN
        weights = added + phases.misalignment[members]  # next to the diagonal also where a turn ends
        names = words("angle of x + angle of y", LABEL, theme.text), words("angle of the weight", LABEL, theme.sum)
        side = min(self.stand.width - 1.6, self.stand.height - 1.3)
        look = {"color": rgba(theme.sum), "size": SMALL, **self.colors("grid", "dim")}
        plot = AnglePlot(added, weights, names, side, **look)
        return plot.move_to(self.stand.center)
