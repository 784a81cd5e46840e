"""Any two of the waves draw a loop, and before the network understood there were no loops.

The neurons are chosen by rule; their values are those before the ReLU. As training is rewound, the frame of the first
plot grows to hold all that appears, and its former frame stays inside it.
"""

from __future__ import annotations

from typing import ClassVar

from manim import Group, linear

from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.waves.accuracy_panel import AccuracyPanel
from transparent_box.scenes.mobjects.waves.growing_frame import AlongTraining, GrowingFrame
from transparent_box.scenes.mobjects.waves.moved_point import MovedPoint
from transparent_box.scenes.mobjects.waves.pair_plots import rooms
from transparent_box.scenes.mobjects.waves.wave_tracks import WavesBeside
from transparent_box.scenes.mobjects.waves.wave_tube import WaveTube
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage


class LoopsScene(Stage, tells_of=CLOCKS):
    """From two waves to a loop, to loops in every plot, and back to where there were none."""

    options: ClassVar[tuple[str, ...]] = ("frequency", "first")
    frequency: int | None = None  # of all neurons; by default they are of several
    first: int | None = None  # the number x, which is fixed: 0

    def construct(self) -> None:
        """The chapter's table of contents."""
        clusters, p = sorted(self.evidence.clusters), self.run.p
        k = None if self.frequency is None else self.chosen("frequency", lambda: clusters[0], clusters)
        self.sweep = self.evidence.training.loops(k, self.chosen("first", lambda: 0, range(p)))
        self.reaches, self.pair = self.sweep.reaches[-1], self.sweep.clearest_pair
        self.learned = bool(clusters)
        self.start, (self.lost, self.widest) = float(self.sweep.pace[self.sweep.memorized]), self.sweep.turns
        self.named = [f"neuron {self.sweep.neurons[n]}" for n in self.pair]
        self.inks = number_colors(p, self.theme.sweep)
        self.main, self.side = rooms(self.content, self.frame.ratio, low=True)
        self.one_against_another()
        self.round_a_loop()
        self.turn_it()
        self.every_pair()
        self.wind_training_back()
        self.before_it_understood()
        self.forward_again()
        self.close_glyph("MLP", *self.wave_next())

    @beat
    def one_against_another(self) -> None:
        """Open on two neurons' waves and an empty plot, left standing: one moves a point across, the other up."""
        self.tracks, self.plots = self.two_waves(self.sweep)
        self.add(self.header("MLP"), self.tracks, self.tracks.drawn, self.plots.frame)
        places = self.tracks.places(self.reaches[:, self.pair])
        self.grown = GrowingFrame(self.plots, "the loop’s frame" if self.learned else "the last frame", self.theme)
        self.moved = MovedPoint(*self.plots.in_first(self.reaches), places, self.theme)
        of_what = "of the waves" if self.learned else "neurons"
        one_by_one = "One moves a point across, the other up and down"
        self.say(f"Take two {of_what}. {one_by_one}. What shape does it draw?", lead=1.1)
        for way in range(2):
            self.play(*self.moved.come(way), run_time=Time.QUICK)
            self.drive(*self.moved.swing(way), 1.4 * Time.STEADY, linear)

    @beat
    def round_a_loop(self) -> None:
        """Let y count up, slowly at first."""
        shape = "The points run around a loop." if self.learned else "Where do the points go?"
        self.say(f"Let y count up. {shape}", lead=0.7)
        live, slowly = Group(self.plots.lines, self.plots.cloud, self.moved), lambda share: share**1.6
        show, reaches = self.plots.show, self.reaches
        self.pass_through(live, self.run.p, lambda y: (show(reaches, y), self.moved.show(y)), 2.5 * Time.SLOW, slowly)

    @beat
    def turn_it(self) -> None:
        """Make y the depth of the figure, and turn it to the side and back."""
        self.tube = WaveTube(self.reaches[:, self.pair], self.inks, self.named, self.content, self.theme)
        self.in_front = self.plots.lying_over(*self.tube.front)
        front, aside = ("a loop", "a wave") if self.learned else ("a figure", "a track")
        self.say(f"Now let y be the depth. From the front, {front}. From the side, {aside}.", lead=1.1)
        plots, start, end = self.plots, self.main, self.in_front  # the tube's loop lies on theirs there
        loop = [plots.frame, plots.lines, plots.cloud]
        self.leave(self.tracks, self.tracks.drawn, self.moved)
        self.drive(Group(*loop), lambda share: plots.stand(start, end, share).show(self.reaches), Time.STEADY)
        self.appear(self.tube, instead_of=loop)
        self.drive(self.tube, self.tube.turn, 2 * Time.SLOW)
        self.wait(Time.QUICK)
        self.drive(self.tube, lambda share: self.tube.turn(1 - share), Time.SLOW)

    @beat
    def every_pair(self) -> None:
        """Let the plot take its place among those of all pairs, which y draws as it counts up."""
        plots, many = self.plots, len(self.sweep.neurons)
        pairs = count_word(len(plots.cells) - many)
        self.say(f"Do the same with all {count_word(many)} neurons: {pairs} pairs, one plot each.", lead=1.0)
        self.appear(plots, instead_of=self.tube)
        self.waves = waves = WavesBeside(self.sweep.neurons, self.inks, self.side, self.theme).show(self.reaches, 0)
        start, end = self.in_front, self.main if waves.there else self.content
        self.spread = end  # the area of all plots
        opening = waves.as_they_open(plots, self.reaches, start, end)
        self.drive(Group(plots, waves), opening, 2.8 * Time.SLOW, linear)

    @beat
    def wind_training_back(self) -> None:
        """Zoom in on the first plot again, and rewind training: its loop is lost, and then its frame must grow."""
        self.main, self.side = rooms(self.content, self.frame.ratio)
        self.panel, widest = AccuracyPanel(self.run.history, self.side, self.theme), self.sweep.widths.max()
        grows = f", and its frame must grow {widest:.0f}-fold to hold the points" if widest >= 2 else ""
        back = f"the loop falls apart{grows}" if self.sweep.loses_waves else "the points wander"
        self.say(f"Wind training back: {back}.", lead=0.9)
        self.leave(self.waves)
        plots, start, end = self.plots, self.spread, self.main
        self.drive(plots, lambda share: plots.stand(start, end, share).open(1 - share).show(self.reaches), 1.8)
        self.live = Group(self.plots, self.panel.cursor, self.grown)
        self.way = way = AlongTraining(self.grown, self.sweep, self.panel.mark)
        way.stand(1.0, 1.0)
        self.appear(self.panel, self.grown, time=Time.QUICK)
        for here, there in ((1.0, self.lost), (self.lost, self.widest)):
            self.drive(self.live, way.go_back(here, there), 0.8 * Time.STEADY + Time.SLOW)

    @beat
    def before_it_understood(self) -> None:
        """Rewind further, to the network that had memorized its examples, and look at it up close."""
        sweep, place = self.sweep, self.sweep.memorized
        seen, unseen = sweep.train_accuracy[place], sweep.test_accuracy[place]
        clear = self.learned and sweep.wave_shares[place].mean() < 0.5
        line = f"Step {sweep.step[place]:,}: the network knows {percent(seen)} of what it saw"
        self.say(f"{line}, {percent(unseen)} of the rest{', and has no loop' if clear else ''}.", lead=0.7)
        self.drive(self.live, self.way.go_in(self.widest, self.start), 1.3 * Time.SLOW)
        self.readings = self.panel.readings(seen, unseen, Size.LABEL)
        self.appear(self.readings, time=Time.QUICK)

    @beat
    def forward_again(self) -> None:
        """Run forward in seconds: the first loop emerges from the scatter, and fills the stage."""
        late, here = self.sweep.loop_comes_last, "there it is" if self.learned else "this is how far it came"
        comes = "first a streak, from one wave alone. The loop comes last" if late else here
        self.say(f"Forward again: {comes}.{' How fast is each wave?' if self.learned else ''}", lead=0.6)
        self.leave(self.readings)
        self.drive(self.live, self.way.go_out(self.start, self.widest), 1.2 * Time.STEADY)
        self.drive(self.live, self.way.go(self.widest, self.lost), 1.5 * Time.STEADY)
        self.drive(self.live, self.way.go(self.lost, 1.0), 1.2 * Time.SLOW)
        self.leave(self.panel, self.grown)
        plots, start, end = self.plots, self.main, self.content
        self.drive(plots, lambda share: plots.stand(start, end, share).show(self.reaches), Time.STEADY)
