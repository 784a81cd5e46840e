"""Every neuron's wave has one of a few frequencies; which ones is left to chance.

A neuron's readings before the ReLU are wound around a circle, and their mean is the bar: a Fourier transform. The rows
of all neurons are shares of variance over all sums; a neuron that no frequency explains well is set apart.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from manim import FadeIn, FadeOut, Group, linear, rate_functions

from transparent_box.model.storage import LacksError
from transparent_box.model.sweeps.seeds import read_seeds
from transparent_box.scenes.look.colormaps import number_colors, ramp
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.spectra.seed_panels import SeedPanels
from transparent_box.scenes.mobjects.spectra.spectrum_bars import Spectrum, SpectrumBars
from transparent_box.scenes.mobjects.spectra.spectrum_map import LEAVES, SpectrumMap
from transparent_box.scenes.mobjects.spectra.traced_wave import TracedWave
from transparent_box.scenes.mobjects.spectra.turned_row import row_and_bars
from transparent_box.scenes.mobjects.spectra.winding_circle import WindingCircle, for_circle_and_bars
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage


class SpectrumScene(Stage, tells_of=CLOCKS):
    """From one neuron's points to a bar, to all neurons' bars, to what other seeds chose."""

    options: ClassVar[tuple[str, ...]] = ("neuron", "first")
    neuron: int | None = None
    first: int | None = None  # the number x, which is fixed: 0

    def construct(self) -> None:
        """The chapter's table of contents."""
        if not self.evidence.clusters:
            raise LacksError(f"{self.run.folder} has no frequencies to show: it has not generalized.")
        readings, p, learned = self.evidence.readings(), self.run.p, self.run.config.operation
        shown = self.chosen("neuron", lambda: int(readings.neurons[readings.slowed]), range(self.run.config.d_mlp))
        self.winding = self.evidence.winding(shown, self.chosen("first", lambda: 0, range(p)))
        self.k, self.most, self.inks = self.winding.wave[0], (p - 1) // 2, number_colors(p, self.theme.sweep)
        self.main, self.side = for_circle_and_bars(self.content, self.frame.ratio > 1)
        self.seeds = [seed for seed in read_seeds() if (seed.config.p, seed.config.operation) == (p, learned)]
        self.how_often()
        self.wind_it()
        self.every_frequency()
        self.lay_it_back()
        self.all_neurons()
        self.left_over()
        if self.seeds:
            self.other_seeds()
        self.why_these()
        self.close_glyph("embed", (values := self.values_of_numbers())[0], asked=values[1:])

    @beat
    def how_often(self) -> None:
        """Open on one neuron's points, which were left standing, and count through them."""
        self.name, self.fitted = f"neuron {self.winding.neuron}", self.fitted_wave(self.winding)
        self.add(self.header("MLP"), self.fitted.plot, counted := Group(self.fitted.thread, self.fitted.cloud))
        often = f"How often does {self.name} go up and down as y counts to {self.run.p - 1}?"
        self.say(f"Each wave has a speed. {often}", lead=1.1)
        self.drive(counted, self.fitted.count, 1.6 * Time.SLOW, linear)

    @beat
    def wind_it(self) -> None:
        """Gather the points on a vertical line, and wind them once (if that is right, twice and back)."""
        self.spectrum = Spectrum(self.winding.amplitudes, self.winding.wave[1], [self.k])
        row, bars = row_and_bars(self.fitted, self.name, self.spectrum, self.side, self.theme)
        self.circle = WindingCircle(self.winding.wound, bars, self.inks, self.main, self.theme, row)
        cancel = "At the wrong speed they cancel: the mean stays in the middle."
        self.say(f"Wind the points around a circle. {cancel}", lead=2)
        self.remove(self.fitted.plot, self.fitted.cloud)
        self.play(*self.fitted.make_room(self.circle), run_time=Time.STEADY)
        self.play(*self.fitted.roll_up(self.circle), run_time=Time.STEADY)
        self.remove(self.fitted.cloud, self.circle.frame).add(self.circle)
        self.drive(self.circle, self.circle.draw if self.k > 1 else self.circle.once, 1.2 * Time.SLOW)
        self.play(self.circle.meeting(), run_time=0.8 * Time.SLOW)

    @beat
    def every_frequency(self) -> None:
        """Try all numbers of turns; the distance of the mean is the height of a bar."""
        most, circle, once = self.most, self.circle, f"only once, at {count_word(self.k)}"
        self.say(f"Try every speed, up to {most} turns. The points agree {once}: the wave’s frequency.", lead=0.9)
        self.drive(circle, circle.between(int(self.k > 1), self.k), 1.4 * Time.SLOW, rate_functions.ease_out_quad)
        self.play(circle.meeting(), FadeIn(circle.mark_mean(self.k)), run_time=Time.HOLD)
        self.drive(circle, circle.between(self.k, most), 1.4 * Time.SLOW, rate_functions.ease_in_quad)
        self.drive(circle, lambda share: circle.settle(most, self.k, share), Time.STEADY)

    @beat
    def lay_it_back(self) -> None:
        """Measure the mean, and unwind the points beside the circle; as the arrow turns, its tip traces their wave."""
        circle, place = self.circle, (self.content, self.frame.ratio > 1, self.theme)
        self.traced = traced = TracedWave(circle, self.fitted, self.k, *place)
        self.say("The mean tells how high that wave is and where it begins. Turn its arrow: the tip draws the wave.")
        self.remove(circle).add(*circle.rest, traced)
        for moves, share in (traced.measure(), 1.3), (traced.make_room(), 0.4), (traced.come(), 1.3):
            self.glide(*moves, time=share * Time.STEADY)
        self.drive(traced.take_up_the_pen(), traced.draw, 1.4 * Time.SLOW, linear)
        self.appear(traced.plot.fact, time=Time.QUICK)

    @beat
    def all_neurons(self) -> None:
        """Let other neurons' bars rise, look down on them, and show all spectra as rows, sorted."""
        neurons, place = self.evidence.frequency_map, (self.content, self.frame.ratio > 1, self.theme)
        self.map = SpectrumMap(neurons, partial(ramp, self.theme.neurons[1:]), *place)
        columns = "one column" if len(neurons.blocks) == 1 else f"{count_word(len(neurons.blocks))} columns"
        self.say(f"From above, each bar is a spot. Give all {len(neurons.shares)} neurons a row: {columns}.", lead=1.2)
        bars, wave = SpectrumBars(self.spectrum, self.map.area, self.theme, numerals=False), self.traced.plot
        comes = bars.rising(), FadeIn(bars.axis, self.map.numerals)
        self.glide(*self.traced.gather(*bars.ends(self.k)), *comes, time=Time.HOLD)
        self.add(bars, wave.curve, wave.cloud)
        taken = self.map.take(bars, self.winding.neuron, self.evidence.neuron_fve)
        self.play(*taken, FadeOut(wave.cloud, wave.curve, rate_func=LEAVES), run_time=1.9 * Time.SLOW)
        self.appear(*self.map.brackets[:-1], *self.map.names[:-1], instead_of=bars)

    @beat
    def left_over(self) -> None:
        """Count the neurons that belong to no frequency, and look at them: more than one spot in each row."""
        self.say(self.map.sentence, lead=1.2)
        self.appear(self.map.brackets[-1], self.map.names[-1])
        self.drive(self.map, self.map.look_at_rest, 1.7 * Time.SLOW, linear)

    @beat
    def other_seeds(self) -> None:
        """Show what the same training chose with other seeds."""
        spectra = [(self.evidence.neuron_fve.mean(axis=0), sorted(self.evidence.clusters))]
        spectra += [(seed.shares, seed.frequencies) for seed in (one.renamed(self.run.renaming) for one in self.seeds)]
        recipe, many = self.seeds[0].config, count_word(len(self.seeds))
        note = f"The others saw {percent(recipe.fraction)} of all {self.operation.many}, for {recipe.steps:,} steps."
        self.panels = SeedPanels(spectra, "ours", note, self.content, self.theme)
        different = len({tuple(lit) for _, lit in spectra})
        how = "each finds its own" if different == len(spectra) else f"{different} different choices"
        self.say(f"Why these frequencies? Start {many} networks from other random numbers: {how}.", lead=2.0)
        self.glide(*self.panels.lie_down(self.map), time=Time.STEADY)
        self.play(*self.panels.spread())
        self.add(self.panels)

    @beat
    def why_these(self) -> None:
        """Close on the choice."""
        many = count_word(len(self.evidence.clusters)).capitalize()
        chance = "Chance picks which ones. But it’s waves, every time. Where do they come from?"
        self.say(chance if self.seeds else f"{many} out of {self.most} frequencies. Why these?", lead=0.9)
        if self.seeds:
            self.drive(self.panels, self.panels.call, 0.84 * Time.SLOW, linear)
