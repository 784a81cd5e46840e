"""Every neuron's wave has one of a few frequencies; which ones, chance decides.

Storyboard row 11. A neuron's readings before the ReLU are wound round a circle and their mean is the bar: a Fourier
transform. All neurons' rows are shares of variance over all sums; one that no frequency explains well stands apart.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import Create, FadeIn, Group, VGroup, linear

from model.storage import RunError
from model.sweeps.seeds import read_seeds
from scenes.look.colormaps import viridis
from scenes.look.numbers import count_word, decimal, percent
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.seed_panels import SeedPanels
from scenes.mobjects.spectrum_bars import SpectrumBars
from scenes.mobjects.spectrum_map import SpectrumMap
from scenes.mobjects.wave_panel import WavePanel
from scenes.mobjects.winding_circle import WindingCircle
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

BEYOND = 1.15  # of the furthest reading, how far the plot reaches


class SpectrumScene(Stage):
    """From one neuron's points to a bar, to all neurons' bars, to what other seeds chose."""

    options: ClassVar[tuple[str, ...]] = ("neuron", "first")
    neuron: int | None = None
    first: int | None = None  # the number x, which stands still: 0

    def construct(self) -> None:
        """The chapter's table of contents."""
        if not self.evidence.clusters:
            raise RunError(f"{self.run.folder} has no frequencies to show: it has not generalised.")
        found, p = self.evidence.readings(), self.run.p
        shown = self.chosen("neuron", lambda: int(found.neurons[found.slowed]), range(self.run.config.d_mlp))
        self.winding = self.evidence.winding(shown, self.chosen("first", lambda: 0, range(p)))
        self.most, self.seen = (p - 1) // 2, viridis(np.linspace(*self.theme.sweep, p))
        self.keys = self.run.key_frequencies
        self.k, self.amplitude, self.phase, self.r2 = self.winding.wave
        self.reach = float(np.abs(self.winding.values).max())
        self.main, self.side = self.content.parts(0.42, Gap.FAR)
        self.seeds = [seed for seed in read_seeds() if seed.config.p == p]
        self.how_often()
        self.wind_it()
        self.every_frequency()
        self.lay_it_back()
        self.all_neurons()
        self.left_over()
        if self.seeds:
            self.other_seeds()
        self.why_these()

    @beat
    def how_often(self) -> None:
        """Open on one neuron's points."""
        title = words(f"neuron {self.winding.neuron}", Size.LABEL, self.theme.text)
        code = f"{decimal(self.amplitude)} dot cos({self.k} dot 2 pi y\\/{self.run.p} {self.phase:+.2f})"
        fact = formula(
            f"{code.replace('-', '- ').replace('+', '+ ')} quad R^2 = {decimal(self.r2, 3)}",
            Size.LABEL,
            self.theme.accent,
        )
        self.panel = WavePanel(self.run.p, BEYOND, self.content, (title, fact), self.theme)
        self.plot = VGroup(*self.panel[:2], self.panel.title)
        self.cloud = PointCloud(self.panel.places(self.winding.values / self.reach), self.seen, POINT)
        self.add(self.header("MLP"), self.plot, self.cloud)
        self.say(f"How often does neuron {self.winding.neuron} go up and down while y counts to {self.run.p - 1}?")
        self.wait(Time.HOLD)

    @beat
    def wind_it(self) -> None:
        """Take the points together on an upright, and wind them round a circle, once and twice."""
        self.circle = WindingCircle(self.winding.wound, self.reach, self.seen, self.most, self.main, self.theme)
        self.say("Wind the points round a circle. At a wrong speed they cancel: their mean stays in the middle.")
        frame = Group(self.circle.ring, self.circle.cross, self.circle.counter)
        self.appear(frame, instead_of=self.plot)
        self.glide(self.cloud.animate.set_positions(self.circle.cloud.points), time=Time.STEADY)
        self.remove(self.cloud, *frame)
        self.add(self.circle)
        self.drive(self.circle, lambda share: self.circle.turn(share), 1.4 * Time.SLOW)

    @beat
    def every_frequency(self) -> None:
        """Try all numbers of turns; how far the mean gets is the height of a bar."""
        self.bars = SpectrumBars(self.winding.amplitudes, self.amplitude, [self.k], self.side, self.theme).show(0)
        self.say(f"Try every speed, up to {self.most} turns. Only once, the points agree: at {count_word(self.k)}.")
        self.play(FadeIn(self.bars), run_time=Time.QUICK)

        def go(share: float) -> None:
            turns = 1 + share * (self.most - 1)
            self.circle.turn(turns)
            self.bars.show(turns)

        live = Group(self.circle, self.bars)
        near = (self.k - 0.5) / self.most
        self.drive(live, lambda share: go(share), 4 * Time.SLOW, lambda time: slow_at_first(time, near))
        self.glide(self.circle.animate.turn(self.k), time=Time.STEADY)

    @beat
    def lay_it_back(self) -> None:
        """Lay the wave of that bar over the points, with its numbers."""
        start = self.circle.cloud.points
        self.cloud.set_positions(start)
        self.wave = self.panel.wave(self.k, -self.phase, self.theme.accent, amplitude=self.amplitude / self.reach)
        self.say("The mean tells how high that wave is and where it begins. Lay it back over the points.")
        self.remove(self.circle)
        self.add(self.circle.ring, self.cloud)
        self.appear(self.plot, instead_of=[self.circle.ring, self.bars], time=Time.STEADY)
        there = self.panel.places(self.winding.values / self.reach)
        self.glide(self.cloud.animate.set_positions(there))
        self.play(Create(self.wave), FadeIn(self.panel.fact), run_time=Time.SLOW)

    @beat
    def all_neurons(self) -> None:
        """Show all neurons' spectra as rows, sorted."""
        found, named = self.evidence.frequency_map, self.frame.ratio > 1
        names = [f"k = {k}: {size} neurons" if named else f"{k}: {size}" for k, size in found.blocks]
        sizes = [size for _, size in found.blocks]
        rest = [f"less pure: {found.rest}" if named else f"–: {found.rest}"]
        self.map = SpectrumMap(
            found.shares, [*sizes, found.rest], [*names, *rest], self.heights, self.content, self.theme
        )
        many = "One frequency" if len(sizes) == 1 else f"{count_word(len(sizes)).capitalize()} frequencies"
        self.say(f"Now all {len(found.shares)} neurons, a row each: bright where a frequency is strong. {many}.")
        self.appear(self.map.numerals, instead_of=[self.plot, self.cloud, self.wave, self.panel.fact])
        self.map.fill(0)
        self.add(self.map.map)
        self.drive(self.map.map, self.map.fill, 2 * Time.SLOW, linear)
        self.appear(*self.map.brackets[:-1], *self.map.names[:-1])

    @beat
    def left_over(self) -> None:
        """Count those that belong to none."""
        rest, total = self.evidence.frequency_map.rest, self.run.config.d_mlp
        self.say(
            f"{total - rest} neurons keep to one of them. The other {rest} are less pure: they stand at the bottom."
        )
        self.appear(self.map.brackets[-1], self.map.names[-1])

    @beat
    def other_seeds(self) -> None:
        """Show what the same training chose from other seeds."""
        shares, sizes = self.evidence.trained_spectrum
        own = (np.flatnonzero(sizes) + 1).tolist()
        spectra = [(shares, own), *((seed.shares, seed.frequencies) for seed in self.seeds)]
        taught = (
            f"The others: {percent(self.seeds[0].config.fraction)} of all sums, {self.seeds[0].config.steps:,} steps."
        )
        note = f"{taught} Frequencies are those by the names that each was trained with."
        self.panels = SeedPanels(spectra, "this one", note, self.content, self.theme)
        different = len({tuple(lit) for _, lit in spectra})
        all_differ = "each chose its own" if different == len(spectra) else f"{different} different choices"
        self.say(f"Why these? Start {count_word(len(self.seeds))} networks from other random numbers: {all_differ}.")
        self.appear(self.panels[0], self.panels.note, instead_of=self.map)
        for panel in self.panels[1:]:
            self.appear(panel, time=Time.QUICK)

    @beat
    def why_these(self) -> None:
        """Close on the choice."""
        many = count_word(len(self.keys))
        chance = "Chance picks the frequencies. But it is waves, every time."
        self.say(chance if self.seeds else f"{many.capitalize()} out of {self.most}. Why these?")
        self.wait(Time.HOLD)


def slow_at_first(time: float, share: float) -> float:
    """Take half of the time for a share of the way, and the other half for the rest."""
    return 2 * time * share if time < 0.5 else share + (2 * time - 1) * (1 - share)
