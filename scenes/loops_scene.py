"""Seven neurons draw waves, any two of them draw a loop, and before the network understood there were no loops.

Storyboard rows 9 and 10. The neurons are chosen by rule, their values are those before the ReLU, and each neuron keeps
one scale from the first beat to the last, all through training.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import ClassVar

import numpy as np
from manim import DOWN, FadeIn, FadeOut, Group, Mobject, UpdateFromAlphaFunc, VGroup, linear

from scenes.look.colormaps import ramp, rgba, viridis
from scenes.look.numbers import count_word, percent
from scenes.look.theme import HEADLINE, HOLD, LABEL, QUICK, SLOW, SMALL, STEADY, WIDE_GAP
from scenes.mobjects.accuracy_panel import AccuracyPanel
from scenes.mobjects.lettering import words
from scenes.mobjects.live_layer import LiveLayer
from scenes.mobjects.pair_plots import PairPlots
from scenes.mobjects.projection_guides import ProjectionGuides
from scenes.mobjects.token_columns import TokenCells
from scenes.mobjects.wave_tracks import WaveTracks
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

PLOT_SHARE = 0.53  # of the picture
BRIGHTEST = 99.0  # percentile of a layer's values that gets the strongest colour
DIMMED = 0.45  # what is left of the points while one of them runs
HEAD = 0.6  # units above the switches for the symbols
DESCENT = 0.32  # of a y's height, below the line it stands on
WIDE_COLUMNS = 1.2  # units, from which large symbols fit above them
TINY = 0.024  # radius of a point where all plots are seen
SOME = 0.034  # of one on a track


class LoopsScene(Stage):
    """From a layer at work to loops in every plot, and back to where there were none."""

    options: ClassVar[tuple[str, ...]] = ("frequency", "first")
    frequency: int | None = None  # of all neurons; by rule they are of several
    first: int | None = None  # the number x, which stands still: 0

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.x = self.chosen("first", lambda: 0, range(self.run.p))
        self.sweep = self.evidence.loops(self.one_frequency(), self.x)
        self.reaches, self.count = self.sweep.reaches[-1], len(self.sweep.neurons)
        self.pair = self.sweep.clearest_pair
        self.learned = bool(self.evidence.clusters)
        self.inks = viridis(np.linspace(*self.theme.sweep, self.run.p))
        first, second = self.content.parts(PLOT_SHARE, WIDE_GAP)
        self.main, self.side = (first, second) if first.top == second.top else (second, first)
        self.every_neuron_answers()
        self.some_draw_waves()
        self.one_against_another()
        self.every_pair()
        self.the_sweep_runs_round()
        self.turn_the_figure()
        self.wind_training_back()
        self.before_it_understood()

    @beat
    def every_neuron_answers(self) -> None:
        """Open on the whole layer's answer to one question, the chosen neurons ringed."""
        self.layer, self.tracks = self.live_layer(), self.wave_tracks()
        self.tracks.show(self.reaches, 0)
        self.add(self.header("MLP"), self.tracks, self.layer, self.tracks.drawn)
        width = self.run.config.d_mlp
        self.say(f"Ask {self.x} + 0: each of {width} neurons gives a number, orange above zero, blue below.")
        self.wait(HOLD)

    @beat
    def some_draw_waves(self) -> None:
        """y runs through all numbers; what the chosen neurons say is written down."""
        shape = "they draw waves" if self.learned else "no waves yet"
        self.say(f"Let y count up and write down what {count_word(self.count)} of them say: {shape}.")
        live = Group(self.layer.live, self.tracks.drawn)
        self.wait(STEADY)
        self.play(UpdateFromAlphaFunc(live, self.counting(self.write_down)), run_time=3.4 * SLOW, rate_func=linear)
        self.wait(STEADY)

    @beat
    def one_against_another(self) -> None:
        """Two of the waves: one sets the way across, the other the way up."""
        self.plots = self.pair_plots()
        guides = self.guides()
        i, j = (str(self.sweep.neurons[n]) for n in self.pair)
        figure = "the points run round a loop" if self.learned else "the points stray about"
        self.say(f"Let neuron {i} set the way across and {j} the way up: {figure}.")
        self.play(FadeOut(self.layer), FadeIn(self.plots.frame), run_time=QUICK)
        self.play(FadeIn(guides), run_time=QUICK)
        live = Group(self.plots.cloud, guides)

        def draw(y: int) -> None:
            self.plots.show(self.reaches, until=y)
            guides.show(y)

        self.play(UpdateFromAlphaFunc(live, self.counting(draw)), run_time=2.4 * SLOW, rate_func=linear)
        self.wait(STEADY)
        self.play(FadeOut(guides), run_time=QUICK)

    @beat
    def every_pair(self) -> None:
        """The plot takes its place among those of all pairs."""
        plots = self.count**2
        self.say(f"Now every one of the {count_word(self.count)} against every other: {plots} plots.")
        self.add(self.plots)
        self.wait(STEADY)

        def open_up(alpha: float) -> None:
            self.plots.open(alpha).show(self.reaches)

        self.animate(self.plots, open_up, SLOW)
        self.wait(2 * HOLD)

    @beat
    def the_sweep_runs_round(self) -> None:
        """One sweep of y is a way through all plots at once."""
        line = "As y counts up, one point runs along every wave and round every loop."
        self.say(line if self.learned else "As y counts up, one point runs through every plot.")
        self.running = Group(self.plots.cloud, self.plots.runner, self.tracks.cursor)
        self.wait(STEADY)
        self.animate(self.running, lambda alpha: self.run_round(alpha, 0, 0), 2.4 * SLOW, linear)
        self.wait(STEADY)

    @beat
    def turn_the_figure(self) -> None:
        """The sweep is the depth of the figure: from the side every loop is its wave."""
        shape = "every loop is a wave again" if self.learned else "each is a track again"
        self.say(f"The count is the third direction. Turn the figures to the side, and {shape}.")
        self.wait(STEADY)
        self.animate(self.running, lambda alpha: self.run_round(alpha, alpha, alpha), SLOW)
        self.wait(HOLD)
        self.animate(self.running, lambda alpha: self.run_round(alpha, 1 - alpha, 1), SLOW)

    @beat
    def wind_training_back(self) -> None:
        """The same plots, on the same scale, at every checkpoint back to the memorising one."""
        self.panel = self.accuracy_panel()
        last = float(self.sweep.pace[self.sweep.memorized])
        how = "loops swell past their plots and fall apart" if self.learned else "the points wander"
        self.say(f"Wind training back, on one and the same scale: {how}.")
        leaving = Group(self.tracks, self.tracks.drawn, self.tracks.cursor, self.plots.runner)
        self.plots.show(self.reaches)
        self.play(FadeOut(leaving), FadeIn(self.panel), run_time=STEADY)
        self.wait(STEADY)
        both = Group(self.plots.cloud, self.panel.marker, self.panel.dots)
        self.animate(both, lambda alpha: self.go_to(1 + (last - 1) * alpha), 3.6 * SLOW)

    @beat
    def before_it_understood(self) -> None:
        """Close on the plots of the network that had learned its examples by heart."""
        sweep, place = self.sweep, self.sweep.memorized
        seen, unseen = sweep.train_accuracy[place], sweep.test_accuracy[place]
        clear = self.learned and sweep.wave_shares[place].mean() < 0.5
        line = f"At step {sweep.step[place]:,} it knew {percent(seen)} of what it had seen"
        line += f", {percent(unseen)} of the rest{', and had no loop' if clear else ''}."
        self.say(line)
        self.play(FadeIn(self.panel.readings(seen, unseen, LABEL)), run_time=STEADY)
        self.wait(2 * HOLD)

    def one_frequency(self) -> int | None:
        """The option's, checked; None for neurons of several."""
        clusters = sorted(self.evidence.clusters)
        return None if self.frequency is None else self.chosen("frequency", lambda: clusters[0], clusters)

    # What moves.

    def animate(
        self,
        live: Mobject,
        change: Callable[[float], object],
        run_time: float,
        pace: Callable[[float], float] | None = None,
    ) -> None:
        """Play `change`, a function of 0 … 1, on what it moves."""
        move = UpdateFromAlphaFunc(live, lambda _, alpha: change(alpha))
        self.play(move, run_time=run_time, rate_func=pace or self.ease)

    def counting(self, change: Callable[[int], object]) -> Callable[[Mobject, float], object]:
        """What shows one number y after the other."""
        return lambda _, alpha: change(min(int(alpha * self.run.p), self.run.p - 1))

    def write_down(self, y: int) -> None:
        """The layer at y, and the tracks up to there."""
        self.layer.show(y)
        self.tracks.show(self.reaches, y)

    def run_round(self, round_of_y: float, turned: float, bright: float) -> None:
        """The point on its way (0 … 1) through y, the figure turned so far to the side, the others so bright."""
        y = int(max(round_of_y * self.run.p - 1e-6, 0)) % self.run.p
        angle, strength = pi / 2 * turned, DIMMED + (1 - DIMMED) * bright
        self.plots.show(self.reaches, angle, strength).run_at(self.reaches, y, angle)
        self.tracks.point_at(y)

    def go_to(self, pace: float) -> None:
        """The plots and the marker at a place along training."""
        step, reaches = self.sweep.at(pace)
        self.plots.show(reaches)
        self.panel.mark(step)

    # Pictures.

    def live_layer(self) -> LiveLayer:
        """The question's switches and all neurons of the layer, for every y."""
        p, theme = self.run.p, self.theme
        inks = np.array([rgba(ink) for ink in (theme.cos_x, theme.cos_y, theme.text)])
        switches = TokenCells(rgba(theme.panel), rgba(theme.grid), inks, rgba(theme.sum))
        questions = np.array([switches.question((self.x, y), p + 1) for y in range(p)])
        values = self.run.activations.mlp_pre[self.x]
        strongest = float(np.percentile(np.abs(values), BRIGHTEST))
        cells = ramp(theme.signed, np.clip(0.5 + values / strongest / 2, 0, 1))
        size = (self.main.width, self.main.height - HEAD)
        layer = LiveLayer(questions, cells, self.sweep.neurons.tolist(), *size, ring=theme.accent, dim=theme.dim)
        layer.move_to(self.main.center).shift(HEAD / 2 * DOWN)
        symbols = zip((str(self.x), "y", "="), (theme.cos_x, theme.cos_y, theme.text), strict=True)
        large = HEADLINE if layer.asked.width > WIDE_COLUMNS else LABEL
        heads = VGroup(*(layer.asked.head(n, text, large, ink) for n, (text, ink) in enumerate(symbols)))
        heads[1].align_to(heads[0], DOWN).shift(DESCENT * heads[1].height * DOWN)  # y stands on the digits' line
        layer.add(heads)
        return layer

    def wave_tracks(self) -> WaveTracks:
        """An empty track for each chosen neuron."""
        name = "neuron " if self.side.width > 5 else ""
        labels = [words(f"{name}{neuron}", SMALL, self.theme.dim) for neuron in self.sweep.neurons]
        grid, accent, size = self.theme.grid, self.theme.accent, (self.side.width, self.side.height)
        return WaveTracks(labels, self.inks, *size, SOME, grid=grid, accent=accent).move_to(self.side.center)

    def pair_plots(self) -> PairPlots:
        """All plots, the first of them opened alone."""
        side = min(self.main.width, self.main.height)
        radius = TINY * min(1.0, side / 5)
        plots = PairPlots(self.count, self.inks, side, radius, self.pair, grid=self.theme.grid)
        return plots.move_to(self.main.center).open(0).show(self.reaches, until=-1)

    def guides(self) -> ProjectionGuides:
        """The legs to the running point of the first plot, and the dots on the two waves they come from."""
        i, j = self.pair
        tracks, colors = self.tracks.places(self.reaches), (self.theme.text, self.theme.accent)
        places = self.plots.places(self.reaches)[self.plots.first]
        middle = self.plots.middles[self.plots.first]
        return ProjectionGuides(middle, places, tracks[j], tracks[i], up_color=colors[1], side_color=colors[0])

    def accuracy_panel(self) -> AccuracyPanel:
        """The run's accuracies, where the waves were."""
        history = self.run.history
        size = (self.side.width, min(self.side.height, 4.4))
        accuracies = [history.train_accuracy, history.test_accuracy]
        colors = self.colors("grid", "dim", "train", "test", "accent")
        panel = AccuracyPanel(history.step, accuracies, *size, size=SMALL, colors=colors)
        return panel.move_to(self.side.center)
