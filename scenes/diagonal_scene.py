"""One layer on, hills add up to ridges, and on each ridge all pairs have one sum.

Storyboard row 16. The output is chosen by rule, see `Evidence.diagonal_output`; for ridges see `Evidence.ridges`.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, Group, Mobject, linear

from transparent_box.scenes.look.numbers import count_word, number, percent, weight
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.relief import ABOVE, OBLIQUE, Relief
from transparent_box.scenes.mobjects.share_counter import AddedUp, ShareCounter
from transparent_box.scenes.mobjects.sum_lines import SumLines
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

LOW, TURNED = 64 * DEGREES, -40 * DEGREES
RISE, FLAT = 1.0, 0.06  # units that the highest value rises: from the side, and for the view from above
AXES = (1.1, 0.8)  # units that the plan’s axes take to its right and below, less what is free on both sides
SLOWLY, SPOKEN, DIMMED = 10, 3, 0.4  # neurons added one by one, ridges compared, opacity of what was read before


class DiagonalScene(Stage, tells_of=CLOCKS):
    """Hills become ridges; from above they are read off, and one of them cannot be told from the next."""

    options: ClassVar[tuple[str, ...]] = ("output",)
    output: int | None = None
    readings: ClassVar[tuple[float, ...]] = (0.18, 0.5, 0.82)  # shares of a ridge at which pairs are read off

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        outputs = np.flatnonzero(np.ptp(self.run.activations.mlp_out, axis=(0, 1)))  # without those that never vary
        output = self.chosen("output", lambda: evidence.diagonal_output[0], outputs.tolist())
        self.layers, self.ridges = evidence.layering(output), evidence.ridges(output)
        self.sums = self.layers.sums / np.abs(self.layers.sums[-1]).max()  # the whole rises by one
        self.values, self.read = self.sums[-1], list[Mobject]()
        self.first, self.second = evidence.crests(output).lines()
        self.side, self.stand = self.content.parts(0.3, Gap.NEAR)
        self.hills_of_one_neuron()
        self.all_of_them_added()
        self.from_above()
        self.one_ridge_one_sum()
        self.the_same_sum_again()
        self.one_cannot_tell()
        self.how_do_hills_become_ridges()
        self.close_glyph("ReLU")

    @beat
    def hills_of_one_neuron(self) -> None:
        """Open on the hills of one neuron; its weight makes of them what it adds to this output."""
        first = self.layers.neurons[0]
        hills = self.run.activations.mlp_post[..., first] - self.run.activations.mlp_post[..., first].mean()
        self.relief = Relief(hills / np.abs(hills).max(), self.heights, 1.0, RISE, 2, (LOW, OBLIQUE[1]))
        self.relief.fill(self.stand.inside(Gap.NEAR), [TURNED], below=0.8)
        self.axes = self.axes_of(self.relief)
        self.factor = words(weight(self.layers.weights[0]), Size.HEADLINE, self.theme.text).move_to(self.side.center)
        self.say(f"What for? One layer on, an output adds up all {len(self.sums)} neurons, each with its own weight.")
        self.open_glyph("ReLU", self.axes, self.relief.field)
        self.turn(self.relief, to=TURNED)
        self.play(*self.head[0].light("out"), run_time=Time.QUICK)
        self.appear(self.factor, time=Time.QUICK)

    @beat
    def all_of_them_added(self) -> None:
        """Add neuron after neuron, ten slowly and the rest in two seconds; ridges rise."""
        count, slowly = len(self.sums), min(SLOWLY, len(self.sums))
        counted = self.theme, self.operation.formula, self.side.width, "neurons", count
        self.counter = ShareCounter(*counted).move_to(self.side.center)
        added = AddedUp(self.relief, self.sums, self.layers.shares, self.counter.show(self.layers.shares[0], 1), slowly)
        self.say(f"After {count_word(slowly)} of them, still bumps. After all {count}, ridges.", lead=1.3)
        self.glide(self.relief.become(added.sums[0]), time=Time.STEADY)
        self.appear(self.counter, instead_of=self.factor, time=Time.QUICK)
        self.drive(added, lambda share: added.show((slowly - 1) * share), 2 * Time.SLOW, linear)
        self.drive(added, lambda share: added.show(slowly - 1 + (count - slowly) * share), 2.0)
        self.turn(self.relief, to=OBLIQUE[1])

    @beat
    def from_above(self) -> None:
        """Look down on it, as large as there is room: the ridges are straight lines."""
        rooms = (area.inside(0.4).less_right(AXES[0]).less_bottom(AXES[1]) for area in (self.content, self.stand))
        whole, self.seat = (self.relief.framed(room, ABOVE, 0 * self.values) for room in rooms)
        self.plan = self.axes_of(self.relief, floor=0.0)
        self.say(f"From above they are straight, and all run the same way: {self.operation.by_hands.runs}.", lead=1.8)
        self.play(FadeOut(self.axes), FadeOut(self.counter), run_time=Time.QUICK)
        self.glide(self.relief.seen_through(whole), self.relief.become(self.values, rise=FLAT))
        self.relief.rise = FLAT
        self.tracks = SumLines(self.relief, self.values, self.sign, self.theme)
        self.appear(self.plan, time=Time.QUICK)

    @beat
    def one_ridge_one_sum(self) -> None:
        """The highest ridge: pairs on it, read off."""
        line = f"Read off some pairs on the highest ridge. Each of them makes {self.first}."
        alone = f"The highest ridge is but one pair: {self.operation.asked(self.first, 0)} makes {self.first}."
        self.say(alone if len(self.tracks.along(self.first)) == 1 else line, lead=1.6)
        self.glide(self.relief.seen_through(self.seat), time=Time.STEADY)
        self.drawn = [self.tracks.line(self.first)]
        self.appear(*self.drawn)
        self.read_pairs(self.first)

    @beat
    def the_same_sum_again(self) -> None:
        """The ridge a whole p further: the same sum, modulo p; what was read first stays, dimmed."""
        p, rest, second = self.run.p, self.second % self.run.p, number(self.second)
        if not len(self.tracks.along(self.second)):
            self.say(f"It runs from corner to corner and has no other half: no two numbers make {second}.")
            return
        self.say(f"Its other half runs further up: {second}. On a clock of {p}, that is {rest} again.")
        self.drawn.append(self.tracks.line(self.second))
        before = [part.animate.set_opacity(DIMMED) for part in self.read]
        self.play(*before, FadeIn(self.drawn[-1]), run_time=Time.STEADY)
        self.read_pairs(self.second)

    @beat
    def one_cannot_tell(self) -> None:
        """Tell the truth: other ridges are nearly as high."""
        (top, _), *others = self.ridges[:SPOKEN]
        told = ", ".join(f"{s} at {percent(height)}" for s, height in others).replace(" at", " stands at", 1)
        line = f"Ridge {top} is the highest, but {told} of it." if others else "It has but this one ridge, a broad one."
        self.say(f"{line} One output alone cannot tell.", lead=2.3)
        entries = self.side.fit(self.tracks.ranking(self.ridges[:SPOKEN]))
        lines = [self.tracks.both(s, 0.5) for s, _ in others]
        self.leave(*self.read)
        self.read_off(entries, [Group(), *lines], Time.QUICK)
        self.read, self.drawn = [entries], [*self.drawn, *lines]

    @beat
    def how_do_hills_become_ridges(self) -> None:
        """Close: from the side again, slowly turning."""
        self.relief.rise = RISE
        target = self.relief.framed(self.content.inside(Gap.NEAR), (LOW, OBLIQUE[1]), self.values, [TURNED])
        self.say("Many together might. But how do hills add up to ridges at all?", lead=1.5)
        self.play(*map(FadeOut, (*self.read, *self.drawn, self.plan)), run_time=Time.STEADY)
        self.glide(self.relief.seen_through(target), self.relief.become(self.values))
        self.turn(self.relief, to=TURNED)

    def read_pairs(self, total: int) -> None:
        """Mark pairs on the ridge drawn last one after the other, and write their sums at the side."""
        rooms = self.side.cells(2, Gap.FAR, 1.4) if self.frame.ratio >= 1 else self.side.parts(0.4, Gap.FAR)
        area, pairs = rooms[len(self.drawn) - 1], self.tracks.pairs(total, self.readings)
        sums, spots = self.additions(pairs, Size.HEADLINE - 8, area), [self.tracks.spot(*pair) for pair in pairs]
        self.read_off(sums, spots, Time.QUICK)
        self.read += [*sums, *spots]
