"""How ridges come about: neurons weighed and added, so that waves along x − y cancel and waves along x + y stand.

Storyboard row 17. Products first, which are parts of two real neurons; then four whole neurons; then all neurons of
their frequency, each with its real weight through W_out and W_U. Shares along x + y
are measured on the sums that are shown.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, UP, Group, Mobject, VGroup

from scenes.look.colormaps import rgba
from scenes.look.frame import Area
from scenes.look.numbers import percent, weight
from scenes.look.theme import Gap, Size, Time
from scenes.mobjects.angle_plot import FULL_TURN, AnglePlot
from scenes.mobjects.fact import Counter, Fact
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.mobjects.relief_row import ReliefRow
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TURNED = -35 * DEGREES
RISE = 1.1
LABEL_ROOM = 1.45
PRODUCTS = (("cos(k x) cos(k y)", "cos_x"), ("sin(k x) sin(k y)", "sin_x"))
COSINE = "cos(k(x + y))"
IDENTITY = (PRODUCTS[0], ("-", "text"), PRODUCTS[1], ("=", "text"), (COSINE, "sum"))


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
        *cells, self.seat = self.content.less_bottom(0.9).cells(3, Gap.FAR, 1.0)
        self.products = self.row(self.pair.plain, [role for _, role in PRODUCTS], cells)
        shares = self.evidence.product_pairs[self.k].shares[[0, 1], [0, 3]]
        names = []
        for (code, role), share in zip(PRODUCTS, shares, strict=True):
            share_of_neuron = words(f"{percent(share)} of a neuron", Size.SMALL, self.theme.dim)
            names.append(stacked(0.15, formula(code, Size.LABEL + 3, getattr(self.theme, role)), share_of_neuron))
        self.products.label(names)
        self.add(self.head, *self.products.spaces, *self.products.fields, self.products.labels)
        self.say("Two neurons after the fold, and only the product that each of them holds.")
        self.turn(self.products, to=TURNED, time=2 * Time.SLOW)

    @beat
    def real_weights(self) -> None:
        """Weighed by the network: the second one counts the other way."""
        weights, shares = self.evidence.product_pairs[self.k].weights, [name[1] for name in self.products.labels]
        self.weights = VGroup()
        for share, value in zip(shares, weights, strict=True):
            text = words(weight(value), Size.HEADLINE - 4, self.theme.accent)
            self.weights.add(text.move_to(share).align_to(share, UP))
        self.say("Weighed on their way to the answer: one upward, the other upside down.")
        self.appear(self.weights, instead_of=shares)
        self.glide(*self.products.become(self.pair.weighed / np.abs(weights).max()))

    @beat
    def what_cancels(self) -> None:
        """Added: what ran along x − y is gone."""
        theme, area = self.theme, self.content
        total = self.row([self.pair.total], ["sum"], [self.seat], TURNED)
        along_sum = words(f"{percent(self.pair.share_sum, 1)} along x + y", Size.LABEL, theme.sum)
        rest = words(f"{percent(self.pair.share_difference, 1)} along x − y", Size.SMALL, theme.difference)
        total.label([stacked(0.13, formula(COSINE, Size.LABEL + 3, theme.sum), along_sum, rest)])
        identity = VGroup(*(formula(code, Size.HEADLINE - 8, getattr(theme, role)) for code, role in IDENTITY))
        identity.arrange(RIGHT, buff=0.2)
        identity.scale(min(1.0, area.width / identity.width)).move_to([0, area.bottom + 0.4, 0])
        self.say("Added, the waves along x − y cancel. What runs along x + y is left.")
        self.play(*self.head[0].light("out"), run_time=Time.QUICK)
        moving = self.products.twins()
        self.add(*total.spaces, *moving.spaces, *moving.fields)
        self.glide(*moving.gathered(total.spaces[0]))
        self.appear(*total.fields, instead_of=moving.fields)
        self.appear(total.labels)
        self.appear(identity)
        self.turn(self.products, total, to=OBLIQUE[1])
        shown = (self.products, total)
        fields = [field for row in shown for field in row.fields]
        self.leaving = Group(*fields, *(row.labels for row in shown), self.weights, identity)

    @beat
    def four_neurons(self) -> None:
        """Four whole neurons, a quarter turn apart."""
        four = self.evidence.quarters[self.k]
        cells = self.content.cells(len(four.neurons), Gap.NEAR, 0.9)
        self.neurons = self.row(self.four.plain, [None] * len(cells), cells)
        labels = []
        for phase, share in zip(four.phases, four.shares, strict=True):
            angle = words(f"{np.degrees(phase - four.phases[0]) % 360:.0f}°", Size.HEADLINE - 6, self.theme.text)
            labels.append(stacked(0.15, angle, words(f"{percent(share)} along x + y", Size.LABEL, self.theme.dim)))
        self.neurons.label(labels)
        self.say("Whole neurons hold more than products. Take four, about a quarter turn apart.")
        self.leave(self.leaving)
        self.add(*self.neurons.spaces)
        self.appear(*self.neurons.fields, self.neurons.labels)
        self.turn(self.neurons, to=TURNED)

    @beat
    def plus_minus_plus_minus(self) -> None:
        """Signs, then all four into one."""
        labels = self.neurons.labels
        written = [words(sign, Size.DISPLAY, self.theme.accent) for sign in "+−+−"]
        signs = VGroup(*(sign.next_to(label, UP, 0.15) for sign, label in zip(written, labels, strict=True)))
        self.side, self.stand = self.content.parts(0.3, Gap.NEAR)
        meaning = f"of the sum of {len(self.neurons)} at equal strength, along x + y"
        self.share = self.fact(percent(self.four.share_sum, 1), meaning)
        self.whole = self.merged(self.four.total)
        self.say("Plus, minus, plus, minus: the waves of x alone and of y alone cancel as well.")
        self.appear(signs, time=Time.QUICK)
        self.glide(*self.neurons.become(self.four.weighed))
        self.leave(signs, labels)
        self.glide(*self.neurons.gathered(self.whole.space))
        self.add(self.whole.space)
        self.appear(self.whole.field, instead_of=self.neurons.fields)
        self.appear(self.share)

    @beat
    def whole_cluster(self) -> None:
        """Neuron after neuron with its real weight; the share climbs on a counter."""
        gathering, sums = self.evidence.gatherings[self.k], self.evidence.gathered(self.k)
        count, whole = len(gathering.neurons), self.merged(sums[-1])
        counter = Counter([self.progress(n + 1, share) for n, share in enumerate(gathering.shares)])
        self.say(f"Now the real weights, neuron after neuron, all {count} of this frequency.")
        self.leave(self.share, self.whole.field)
        self.add(whole.space)
        whole.show(sums[0])
        self.appear(whole.field, counter, time=Time.QUICK)

        def show(place: int) -> None:
            whole.show(sums[place])
            counter.show(place)

        self.leaving = Group(whole.field, counter)
        first_one_by_one = min(8.0, 0.5 * count), lambda share: share**2
        self.count_through(self.leaving, count, show, *first_one_by_one)
        self.turn(whole, to=TURNED)

    @beat
    def angles_add(self) -> None:
        """Close: each weight's angle against its neuron's angles of x and of y, added."""
        plot = self.angle_plot()
        fact = self.fact(f"{self.evidence.phase_alignment[self.k]:.3f}", "agreement of the angles (1 is perfect)")
        self.say("Why it works: the angle of each weight is its neuron’s angle of x plus its angle of y.")
        self.leave(self.leaving)
        self.appear(plot)
        self.appear(fact)
        self.wait(Time.HOLD)

    # Pictures, from the run.

    def row(
        self,
        surfaces: np.ndarray | list[np.ndarray],
        roles: list[str | None],
        cells: list[Area],
        theta: float = OBLIQUE[1],
    ) -> ReliefRow:
        """Seat surfaces in cells, on one scale, in the shades of their roles or of heights."""
        scale = float(np.abs(surfaces).max())
        shades = [self.in_role(role) if role else self.heights for role in roles]
        made = [
            Relief(surface, shade, scale, RISE, angles=(OBLIQUE[0], theta))
            for surface, shade in zip(surfaces, shades, strict=True)
        ]
        return ReliefRow(made, cells, LABEL_ROOM).fill([OBLIQUE[1], TURNED])

    def merged(self, total: np.ndarray) -> Relief:
        """Seat a sum alone, large."""
        return Relief(total, self.in_role("sum"), float(np.abs(total).max()), 1.0, 2).fill(self.stand, [TURNED])

    def fact(self, number: str, meaning: str) -> Fact:
        """Write a measured number with what it means, at the side."""
        width, theme = self.side.width, self.theme
        return Fact(number, meaning, "sum", theme, size=Size.DISPLAY, gap=0.3, width=width).move_to(self.side.center)

    def progress(self, count: int, share: float) -> VGroup:
        """Write how many neurons are in the sum, and the share of its variance along x + y."""
        theme = self.theme
        return stacked(
            0.25,
            words(str(count), Size.HEADLINE, theme.text),
            words("neuron" if count == 1 else "neurons", Size.LABEL, theme.dim),
            words(percent(share, 1), Size.DISPLAY, theme.sum),
            words("along x + y", Size.LABEL, theme.dim),
        ).move_to(self.side.center)

    def angle_plot(self) -> AnglePlot:
        """Plot the cluster's weights: angle (upward) against its neurons' added angles, both in turns of 360°."""
        evidence, theme = self.evidence, self.theme
        members, phases = evidence.clusters[self.k], evidence.phases
        added = (phases.x[members] + phases.y[members]) % FULL_TURN
        weights = added + phases.misalignment[members]  # next to the diagonal also where a turn ends
        across, upward = ("angle of x + angle of y", theme.text), ("angle of the weight", theme.sum)
        names = words(across[0], Size.LABEL, across[1]), words(upward[0], Size.LABEL, upward[1])
        side = min(self.stand.width - 1.6, self.stand.height - 1.3)
        look: dict[str, Any] = {"color": rgba(theme.sum), "size": Size.SMALL, **self.colors("grid", "dim")}
        return AnglePlot(added, weights, names, side, **look).move_to(self.stand.center)


def stacked(gap: float, *lines: Mobject) -> VGroup:
    """Put lines one below the other, `gap` units apart."""
    return VGroup(*lines).arrange(DOWN, buff=gap)
