"""A number comes in as 128 values, none of them clean; weighed sums of a few draw a wave, and its twin.

Columns and weights are those of the run's sparse probes (`model.analysis.probes`), the most helpful first; R² is that
of the points shown. The thin lines are the ideal waves.
"""

from __future__ import annotations

from typing import ClassVar

from manim import Create, FadeIn, FadeOut, Group, Transform, linear

from transparent_box.model.analysis.probes import r_squared
from transparent_box.model.storage import LacksError
from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.early import phrase
from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import POINT, Size, Time
from transparent_box.scenes.mobjects.arrows.mixed_waves import MixedWaves
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.value_table import named_table
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.waves.weighing import WeighedSums, Weighing, furthest, second_mix
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

CLEAN, LITTLE = 0.95, 0.02  # R² from which one wave is all of a value; gain in R² from all values that counts as little
HASTE = 0.85  # time of each value, as a share of that of the one before


class ProbeScene(Stage, tells_of=CLOCKS):
    """From values that mean nothing by themselves to two clean waves."""

    options: ClassVar[tuple[str, ...]] = ("frequency", "value")
    frequency: int | None = None
    value: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        probes, self.tokens = self.run.probes, self.run.tokens.astype(float)
        if not probes:
            raise LacksError(f"{self.run.folder} has no waves to probe for: it has not generalized.")
        k = self.chosen("frequency", lambda: next(iter(probes)), list(probes))
        self.probes = [probes[k]["cos"], probes[k]["sin"]]
        self.parts = [self.evidence.weighed(probe) for probe in self.probes]
        self.furthest = furthest(self.parts, [probe.output for probe in self.probes])
        self.column = self.chosen("value", lambda: self.parts[0][0].column, range(self.tokens.shape[1]))
        self.inks, self.learned = number_colors(self.run.p, self.theme.sweep), bool(self.evidence.clusters)
        self.side, self.stand = self.parted(0.36 if self.frame.ratio > 1 else 0.42, low=0.44)
        self.pair, self.second = self.wave_pair("x"), self.wave_pair("y")
        self.every_number()
        self.one_value()
        self.some_of_them()
        self.another_mix()
        self.the_second_number()
        self.all_of_them()
        self.what_for()
        self.close_glyph("embed", *self.twelve_hours())

    @beat
    def every_number(self) -> None:
        """Open on all values of all numbers, as they were left standing, and go through the numbers, a column each."""
        self.table, self.named, self.ring = self.values_of_numbers()
        self.add(self.header("embed"), self.table, self.named, self.ring)
        self.say(phrase("input", self.learned, self.tokens.shape[1]), lead=1.1)
        self.count_through(self.ring, self.run.p, self.table.leads(self.ring), 0.8 * Time.SLOW, self.ease)

    @beat
    def one_value(self) -> None:
        """Go to one row of the table, lift it out, and lay its own strongest waves on it, added one by one."""
        name = words(f"value {self.column + 1} of {self.tokens.shape[1]}", Size.LABEL, self.theme.text)
        waves = self.evidence.mixed(values := self.evidence.value(self.column), CLEAN)
        self.solo = solo = MixedWaves(waves, self.run.p, name, "x", self.content, self.theme)
        self.lone = PointCloud(self.table.cells_of(self.column), self.inks, POINT)
        many = count_word(len(waves)) if sum(share for *_, share in waves) > CLEAN else "several"
        clean = "A wave already." if many == count_word(1) else f"Not clean: {many} waves are mixed in it."
        self.say(f"Follow one value as x counts to {self.run.p - 1}. {clean}", lead=1.0)
        self.glide(Transform(self.ring, self.table.ring(self.column, self.theme.accent)), time=Time.QUICK)
        self.appear(self.lone, *solo.frame, instead_of=[self.table, self.named, self.ring])
        self.glide(self.lone.animate.set_positions(solo.panel.places(values)), time=1.5 * Time.STEADY)
        self.play(Create(solo.curve), FadeIn(solo.counters), run_time=Time.STEADY)
        if len(waves) > 1:
            self.drive(Group(solo.curve, solo.counters, self.lone), solo.add_up, Time.SLOW, linear)

    @beat
    def some_of_them(self) -> None:
        """Add the probe's values one by one, each times its weight, until there is a cosine."""
        self.weighing = Weighing(self.parts[0], self.inks, self.side, self.theme)
        self.say(phrase("cosine", self.learned, count_word(len(self.parts[0]))), lead=1.2)
        leaves, comes = FadeOut(self.solo, rate_func=first_half), FadeIn(self.pair.axes, self.pair.clouds[0])
        self.play(leaves, comes, *self.weighing.come(self.lone, self.column), run_time=Time.STEADY)
        self.appear(self.weighing.tracks.labels, self.pair.counters[0], instead_of=self.lone, time=Time.QUICK)
        self.add(self.weighing)
        self.add_up(0, Time.STEADY)

    @beat
    def another_mix(self) -> None:
        """Add other values with other weights: the sine."""
        self.say(phrase("sine", self.learned, second_mix(self.parts)), lead=1.4)
        before, self.weighing = self.weighing, Weighing(self.parts[1], self.inks, self.side, self.theme)
        comes = FadeIn(self.weighing, self.pair.counters[1], self.pair.clouds[1])
        self.glide(FadeOut(before), self.pair.recede(0), comes, time=Time.STEADY)
        self.add_up(1, Time.QUICK)

    @beat
    def the_second_number(self) -> None:
        """Read the second number with the same weights; its waves appear over those of the first."""
        self.say(phrase("second", self.learned), lead=0.9)
        self.both = WeighedSums(self.parts, ("cosine", "sine"), self.second.inks, self.inks, self.side, self.theme)
        self.play(*self.pair.stand_back(), *self.both.come(self.weighing, 1), run_time=Time.STEADY)
        for wave, probe in enumerate(self.probes):
            self.second.show(wave, self.evidence.second_reading(probe))
            self.play(self.both.pour(wave, self.second.clouds[wave], 1.2 * Time.STEADY))
        self.play(*map(Create, self.second.waves), *map(FadeIn, self.second.counters), run_time=2 * Time.QUICK)

    @beat
    def all_of_them(self) -> None:
        """Weigh every value by how much of the wave is in it, and add them all up."""
        every = [self.evidence.every_value(probe) for probe in self.probes]
        more = max(r_squared(new, one.ideal) - one.r2 for new, one in zip(every, self.probes, strict=True))
        nearly = f" Those {count_word(len(self.parts[0]))} had said nearly all of it." if 0 <= more < LITTLE else ""
        self.say(f"Now let all {self.tokens.shape[1]} speak, each as loud as the wave in it.{nearly}", lead=1.6)
        table, names = named_table(self.tokens, self.side, "x", self.theme, "all values, the loudest on top")
        forward = self.pair.come_forward(self.second.all, [table, names])
        self.play(*forward, *self.both.go_home(table.cells_of), run_time=1.5 * Time.STEADY)
        for wave, probe in enumerate(self.probes):
            self.glide(table.speak(self.evidence.loudness(probe)), self.pair.rise(wave, probe.output, every[wave]))

    @beat
    def what_for(self) -> None:
        """Close on both waves, read off together number by number, and on the question."""
        self.say(phrase("pair", self.learned), lead=1.0)
        self.drive(*self.pair.follow(), 1.6 * Time.SLOW)

    def wave_pair(self, number: str) -> WavePair:
        """Make an empty plot of the cosine and the sine of one of the two numbers."""
        names, roles = (f"cosine of {number}", f"sine of {number}"), (f"cos_{number}", f"sin_{number}")
        return WavePair(self.probes, names, roles, None, r_squared, self.stand, self.theme, reach=self.furthest)

    def add_up(self, wave: int, time: float) -> None:
        """Let a probe's values fly into their sum, faster and faster; then lay the ideal wave beneath."""
        for place, (flies, grows) in enumerate(self.weighing.additions(self.pair, wave)):
            self.play(flies, grows, run_time=max(HASTE**place * time, Time.QUICK))
        self.play(Create(self.pair.waves[wave]), run_time=Time.STEADY)
