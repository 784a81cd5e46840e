"""The pictures with which chapters open, and which the chapters before them hand over."""

from __future__ import annotations

import numpy as np
from manim import DEGREES, Group, Mobject, VMobject

from transparent_box.model.analysis.loops import Loops
from transparent_box.model.analysis.scores import AddedOutputs
from transparent_box.model.analysis.winding import Winding
from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import SHARED, TURNED_ALIKE
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.clocks.clock_addition import ClockSums, clock_areas, clock_radius
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace
from transparent_box.scenes.mobjects.spectra.fitted_wave import FittedWave
from transparent_box.scenes.mobjects.surfaces.outputs_added import OutputsAdded
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.surfaces.two_products import two_products
from transparent_box.scenes.mobjects.training.training_strip import TrainingStrip, whole_strip
from transparent_box.scenes.mobjects.waves.pair_plots import PairPlots, rooms
from transparent_box.scenes.mobjects.waves.value_table import ValueTable, named_table, table_below_switches
from transparent_box.scenes.mobjects.waves.wave_tracks import WaveTracks, tracks_in
from transparent_box.scenes.stage.furniture import Furniture

SEVEN = 7  # the answer whose votes are added up, modulo p
TURNED = -35 * DEGREES  # azimuth of outputs, which are seen turned a little


class Openings(Furniture):
    """Abstract: first pictures of chapters, which are the last of the chapters before.

    A method named `…_next` makes the mobjects on which the next chapter opens, with its usual options; none where that
    chapter has nothing to show of the run.
    """

    def two_waves_next(self) -> tuple[list[Mobject], list[Mobject]]:
        """Make two neurons' waves, and the empty plot of one against the other."""
        if len(self.run.checkpoints.steps) < 2 or len(self.evidence.loop_neurons()) < 2:
            return [], []
        tracks, plots = self.two_waves(self.evidence.training.final_loops())
        return [tracks, tracks.drawn], [plots.frame]

    def two_waves(self, sweep: Loops) -> tuple[WaveTracks, PairPlots]:
        """Draw the waves of the clearest pair at the end of training, and plots for all pairs, of which one is open."""
        main, side = rooms(self.content, self.frame.ratio, low=True)
        inks = number_colors(self.run.p, self.theme.sweep)
        reaches, pair = sweep.reaches[-1], sweep.clearest_pair
        named = [f"neuron {sweep.neurons[neuron]}" for neuron in pair]
        tracks = tracks_in(side, named, inks, self.theme).show(reaches[:, pair], self.run.p)
        plots = PairPlots(inks, [str(neuron) for neuron in sweep.neurons], pair, main, self.theme)
        return tracks, plots.open(0).show(reaches, -1)

    def wave_next(self) -> list[Mobject]:
        """Make the plot of a wave whose speed the next chapter asks for: axes, a line through the points, and these."""
        if not self.evidence.clusters:
            return []
        readings = self.evidence.readings()
        fitted = self.fitted_wave(self.evidence.winding(int(readings.neurons[readings.slowed])))
        return [fitted.plot, fitted.thread, fitted.cloud]

    def fitted_wave(self, winding: Winding) -> FittedWave:
        """Plot a neuron's readings over the content, with the wave that will be fitted to them."""
        colors = number_colors(self.run.p, self.theme.sweep)
        return FittedWave(winding.values, winding.wave, f"neuron {winding.neuron}", colors, self.content, self.theme)

    def values_of_numbers(self) -> tuple[ValueTable, VMobject, VMobject]:
        """Make the table of all values of all numbers, the text around it, and a ring around the values of 0."""
        table, named = named_table(self.run.tokens.astype(float), self.content, "x", self.theme)
        return table, named, table.ring_number(0, self.theme.accent)

    def twelve_hours(self) -> tuple[ClockFace, ClockSums]:
        """Make a clock of twelve hours and a sum done on it; so far only the hand of the first number has turned."""
        stand, text_area, _ = clock_areas(self.content, wide := self.frame.ratio > 1)
        face = ClockFace(12, 1, list(range(12)), [], clock_radius(stand, wide), self.theme, "12").shift(stand.center)
        return face, ClockSums(face, self.operation, [self.operation.by_hands.hours], text_area, self.theme).show(1)

    def switches_next(self) -> list[Mobject]:
        """Make the table of all values, and the switches with which the next chapter calls up its columns."""
        return [] if SHARED.refuses(self.run.config.operation) else [*self.switched_values()]

    def switched_values(self) -> tuple[ValueTable, VMobject]:
        """Make the table of all values of all numbers, and above it the switches that call up its columns."""
        return table_below_switches(self.run.tokens.astype(float), self.content, self.theme)

    def products_next(self) -> list[Mobject]:
        """Make the surfaces of two neurons' products."""
        if TURNED_ALIKE.refuses(self.run.config.operation) or not self.evidence.clusters:
            return []
        pair, wide = self.evidence.products(self.evidence.shown_frequency), self.frame.ratio > 1
        return [*two_products(pair.plain, self.in_role("text"), wide, self.content).fields]

    def training_next(self) -> TrainingStrip | None:
        """Draw the run's training along the foot, as it was at the end, with the snapshots that are to be replayed."""
        steps = self.run.checkpoints.steps
        if len(steps) < 2:
            return None
        told = self.run.history, self.evidence.training.snapshots(int(steps[-1]))
        return whole_strip(self.frame.picture, self.frame.aspect, *told, self.theme)

    @property
    def usual_answer(self) -> int:
        """The answer whose votes are added up, if no other is chosen."""
        return SEVEN % self.run.p

    @property
    def output_areas(self) -> tuple[Area, Area]:
        """The areas of the text on an output and of its surface; in a square frame the text is below."""
        return self.content.parts(0.26, Gap.NEAR, wide=2.0)

    def outputs_for(self, answer: int, added: AddedOutputs) -> tuple[OutputsAdded, Group]:
        """Make the largest of the outputs `added` for an answer, to which the others will be added, and its axes."""
        p, (side, stand) = self.run.p, self.output_areas
        relief = Relief(np.zeros((p, p)), self.heights, 1.0, 1.0, 2, (OBLIQUE[0], TURNED))
        relief.fill(stand.inside(Gap.NEAR), below=0.8)
        panel = OutputsAdded(relief, added, self.run.totals == answer, answer, side, self.theme)
        return panel.point_out(0.0), self.axes_of(relief)
