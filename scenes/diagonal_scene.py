"""One layer on, hills add up to ridges, and on each ridge all pairs have the same sum.

The output is chosen by rule, see `Evidence.diagonal_output`; for ridges see `Evidence.ridges`.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, Group, Mobject, rate_functions

from transparent_box.scenes.look.numbers import count_word, number, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.network.plan_rooms import PlanRooms
from transparent_box.scenes.mobjects.surfaces.neurons_added import NeuronsAdded
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, late
from transparent_box.scenes.mobjects.surfaces.ridge_profile import RidgeProfile
from transparent_box.scenes.mobjects.surfaces.standing_hills import rescaled_hills
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

LOW, TURNED, RISE, FLAT = 64 * DEGREES, -40 * DEGREES, 1.0, 0.06  # RISE, FLAT: units; from the side and from above
SLOWLY, SINKS, FASTER = 10, 0.7, rate_functions.ease_in_quad  # neurons before all others; seconds; more and more
SPOKEN, DIMMED, HILLS = 3, 0.4, 2.0  # ridges; opacity; times as wide as high is a frame with words beside hills


class DiagonalScene(Stage, tells_of=CLOCKS):
    """Hills become ridges; seen from above they are read off, and one of them cannot be told from the next."""

    options: ClassVar[tuple[str, ...]] = ("output",)
    output: int | None = None
    readings: ClassVar[tuple[float, ...]] = (0.18, 0.5, 0.82)  # shares of a ridge at which pairs are read off

    def construct(self) -> None:
        """The chapter's table of contents."""
        outputs = np.flatnonzero(np.ptp(self.run.activations.mlp_out, axis=(0, 1)))  # without those that never vary
        output = self.chosen("output", lambda: self.evidence.diagonal_output[0], outputs.tolist())
        self.layers, self.crests = self.evidence.layering(output), self.evidence.crests(output)
        self.values, self.read = self.layers.sums[-1] / np.abs(self.layers.sums[-1]).max(), list[Mobject]()
        (self.first, self.second), self.ridges = self.crests.lines(), self.evidence.ridges(output)
        (self.text_area, self.stand), self.rooms = self.content.parts(0.3, Gap.NEAR, HILLS), PlanRooms(self.content)
        self.hills_of_one_neuron()
        self.all_of_them_added()
        self.from_above()
        self.one_ridge_one_sum()
        self.the_same_sum_again()
        self.one_cannot_tell()
        self.how_do_hills_become_ridges()
        self.close_glyph("ReLU", *self.products_next())

    @beat
    def hills_of_one_neuron(self) -> None:
        """Open on the hills where the last chapter left them; a weight turns them into what they add to this output."""
        layers, mlp, count = self.layers, self.run.activations, len(self.layers.sums)
        pre, hills = (layer[..., layers.neurons[0]].astype(float) for layer in (mlp.mlp_pre, mlp.mlp_post))
        self.relief, onward = rescaled_hills(hills, float(np.abs(pre).max()), self.heights, self.content)
        seat = self.relief.framed(self.stand.inside(Gap.NEAR), (LOW, TURNED), None, [OBLIQUE[1]], below=0.8)
        self.axes, self.plan = self.axes_of(self.relief), self.axes_of(self.relief, floor=0.0)
        self.added = NeuronsAdded(self.relief, hills, layers, self.operation.formula, self.text_area, self.theme)
        self.add(self.header("ReLU"), self.relief.field)
        self.say(f"Look one layer on: an output adds up all {count} neurons, each times its own weight.", lead=1.8)
        self.glide(self.relief.seen_through(seat), onward, *self.head[0].light("out"), time=1.5 * Time.STEADY)
        self.appear(*self.axes, self.added.factor, self.added.by, time=Time.QUICK)

    @beat
    def all_of_them_added(self) -> None:
        """Weigh the hills, add a few neurons one by one, step back, and add all the others; ridges rise."""
        added, count, slowly = self.added, len(self.layers.sums), min(SLOWLY, len(self.layers.sums))
        shape = "only pits" if added.sinks(slowly) else "still bumps"
        self.say(f"After {count_word(slowly)} of them, {shape}. After all {count}, ridges.", lead=1.3)
        self.glide(added.weigh(), FadeIn(added.counter), time=Time.STEADY)
        for summand in range(1, added.few):
            self.play(*added.beside(summand), run_time=Time.QUICK)
            self.glide(*added.taken(), time=SINKS)
        self.glide(added.stepped_back(), FadeOut(added.factor), time=0.8 * Time.STEADY)
        self.drive(added, lambda share: added.show(added.few + share * (slowly - added.few)), 1.4, FASTER)
        self.drive(added, lambda share: added.show(slowly + share * (count - slowly)), 2.0, FASTER)

    @beat
    def from_above(self) -> None:
        """Look down on it, as large as possible; a dot runs along one of the straight ridges."""
        self.tracks = SumLines(self.relief, self.values, self.sign, self.theme)
        self.say(f"From above, the ridges are straight, and all run one way: {self.operation.by_hands.runs}.", lead=1.2)
        self.leave(self.axes, self.added.counter)
        self.glide(self.tracks.seen_in(self.content), self.tracks.sink(FLAT))
        self.appear(self.plan, time=Time.QUICK)
        self.ran = self.tracks.run([total for total, _ in self.ridges[:SPOKEN]], self.plan)
        self.drive(self.ran, self.ran.go, 2.0)

    @beat
    def one_ridge_one_sum(self) -> None:
        """Read pairs off the highest ridge."""
        line = f"Read off a few pairs on the highest ridge. Every one makes {self.first}."
        alone = f"The highest ridge is a single pair: {self.operation.asked(self.first, 0)} makes {self.first}."
        self.say(alone if len(self.tracks.along(self.first)) == 1 else line, lead=1.0)
        self.drawn = [self.tracks.line(self.first)]
        self.appear(*self.drawn, instead_of=self.ran)
        self.glide(self.tracks.seen_in(self.rooms.stand), time=Time.STEADY)
        self.read_pairs(self.first)

    @beat
    def the_same_sum_again(self) -> None:
        """Show the ridge one p further on: the same sum, modulo p; the pairs read first stay, dimmed."""
        p, rest, second = self.run.p, self.second % self.run.p, number(self.second)
        if not len(self.tracks.along(self.second)):
            self.say(f"This ridge runs from corner to corner and has no other half: no two numbers make {second}.")
            return
        self.say(f"Its other half runs farther up: {second}. On a clock of {p}, that is {rest} again.")
        self.drawn.append(self.tracks.line(self.second))
        before = [part.animate.set_opacity(DIMMED) for part in self.read]
        self.play(*before, FadeIn(self.drawn[-1]), run_time=Time.STEADY)
        self.read_pairs(self.second)

    @beat
    def one_cannot_tell(self) -> None:
        """Admit it: other ridges are nearly as high."""
        (top, _), *others = self.ridges[:SPOKEN]
        compared = " and ".join(f"{s} reaches {percent(height)}" for s, height in others)
        line = f"Ridge {top} is the highest, but {compared} of it." if others else "It has only this one broad ridge."
        self.say(f"{line} One output alone cannot decide.", lead=1.4)
        stand, side = self.rooms.with_a_curve
        profile = RidgeProfile(self.crests.means, self.ridges[:SPOKEN], self.operation.formula, side, self.theme)
        lines = [self.tracks.both(s, 0.5) for s, _ in others]
        self.leave(*self.read)
        self.play(self.tracks.seen_in(stand), FadeIn(profile.drawn, rate_func=late), run_time=1.3 * Time.STEADY)
        self.read_off(profile.marks, [Group(), *lines], Time.QUICK)
        self.read, self.drawn = [*profile], [*self.drawn, *lines]

    @beat
    def how_do_hills_become_ridges(self) -> None:
        """Close: back to the side view, take the neurons away one after another, until the hills stand there."""
        self.relief.rise = RISE
        target = self.relief.framed(self.stand.inside(Gap.NEAR), (LOW, TURNED), self.values, below=0.8)
        self.say("Many together might. But how do hills add up to ridges at all?", lead=1.5)
        gone = (FadeOut(one, rate_func=rate_functions.ease_out_quint) for one in (*self.read, *self.drawn, self.plan))
        self.play(self.relief.seen_through(target), self.relief.become(self.values), *gone, run_time=1.8 * Time.STEADY)
        self.appear(self.added.counter, time=Time.QUICK)
        self.drive(self.added, self.added.take_away)

    def read_pairs(self, total: int) -> None:
        """Mark pairs on the ridge drawn last, one after another, and write their sums."""
        pairs = self.tracks.pairs(total, self.readings)
        sums = self.rooms.write(len(self.drawn) - 1, [self.addition(*pair, Size.HEADLINE - 8) for pair in pairs])
        spots = [self.tracks.spot(*pair) for pair in pairs]
        self.read_off(sums, spots, Time.QUICK)
        self.read += [*sums, *spots]
