"""Seven neurons draw combs of dots, until the numbers get other names: then every comb is a slow wave.

The neurons are chosen by rule; their readings are those before the ReLU. The network is really run with both sets of
names (`evidence.renamed`), and the scores shown are those of both.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Group

from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half, second_half, whole_frames
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.network.live_layer import layer_asked, rooms
from transparent_box.scenes.mobjects.network.named_tracks import NamedTracks
from transparent_box.scenes.mobjects.network.other_names import OtherNames
from transparent_box.scenes.mobjects.network.renamed_sums import RenamedSums
from transparent_box.scenes.mobjects.network.track_readings import TrackReadings
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

FIRST = 3  # dots that slide one by one
SUMS = ((0.03, 0.04), (0.3, 0.5), (0.71, 0.41))  # sums that are asked with both sets of names, as shares of p


class NeuronsScene(Stage, tells_of=CLOCKS):
    """From seven numbers to seven combs, and with other names to seven waves."""

    options: ClassVar[tuple[str, ...]] = ("first",)
    first: int | None = None  # the number x, by the name it was trained with

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.x = self.chosen("first", lambda: 0, range(self.run.p))
        self.found = self.evidence.readings(self.x).in_order  # in the order of their cells in the layer
        self.count, self.names = len(self.found.neurons), self.found.names
        self.strip = self.header("MLP", (int(self.names[self.x]), 0))
        self.learned, self.renamed = bool(self.evidence.clusters), self.run.renaming.multiplier != 1
        self.seen, self.wide = number_colors(self.run.p, self.theme.sweep), self.frame.ratio > 1
        self.main, self.side = rooms(self.content, self.wide)
        self.seven_readings()
        self.y_counts_up()
        self.look_at_one()
        if self.renamed:
            self.other_names()
            self.every_dot_slides()
            self.all_of_them()
            self.answers_stand()
        self.what_are_they()
        self.close_glyph("MLP", *(found := self.two_waves_next())[0], asked=found[1])

    @beat
    def seven_readings(self) -> None:
        """Open the exam's cell of one question: the layer answers it, and the chosen neurons show their values."""
        neurons, values = self.found.neurons.tolist(), self.run.activations.mlp_pre[self.names[self.x]][self.names]
        labels = [words(f"neuron {neuron}", Size.LABEL, self.theme.text) for neuron in neurons]
        self.layer = layer_asked(self.x, values, neurons, self.main, self.theme)
        waves = self.found.fast if self.learned and self.renamed else {}
        self.tracks = NamedTracks(self.found.reaches, self.names, labels, self.seen, self.side, self.theme, waves)
        self.tracks.focus = self.found.slowed
        told = f"{self.operation.asked(self.x, 0)}: all".replace(" ", "\u00a0") + f" {values.shape[1]} neurons answer"
        self.numbers, desk = TrackReadings(self.found.values[0], self.tracks, self.theme), self.exam_told()
        empty = self.tracks.labels, self.numbers.zeros  # where their values will stand
        self.add(desk or self.strip[0])
        self.say(f"To see what it found, ask it {told} with a number. Here are {count_word(self.count)}.", lead=0.7)
        if desk:
            asked, gone = desk.opened(*self.names[[self.x, 0]].tolist())
            self.grow(asked, self.layer, gone=gone, told=[*self.strip[:1], *empty])
        else:
            self.open_glyph("MLP", self.layer, told=empty)
        self.play(self.layer.send_all(self.numbers))
        self.add(self.layer, self.tracks.labels, self.numbers)

    @beat
    def y_counts_up(self) -> None:
        """Let y run through all numbers; every reading leaves a dot."""
        drawn = "Each neuron draws a comb." if self.learned else "Each neuron draws its own row."
        self.say(f"Now y counts up by ones, and every reading leaves a dot. {drawn}", lead=1.6)
        come = map(FadeIn, self.tracks.read(0).drawn)
        self.glide(*self.numbers.set_down(), *come, time=1.5 * Time.STEADY)
        self.remove(self.numbers).add(self.tracks)
        live, p, time = Group(self.layer.live, self.tracks), self.run.p, 2.2 * Time.SLOW
        self.count_through(live, p, lambda y: (self.layer.show(y), self.tracks.read(y)), time, whole_frames(p, time))

    @beat
    def look_at_one(self) -> None:
        """Let one neuron's track fill the stage."""
        part = f"One wave makes up {percent(self.found.share(self.tracks.focus))} of it."
        jumps = "Up, down, up again: is there any order in it?" if self.learned else part
        self.say(f"Look closer at neuron {self.found.neurons[self.tracks.focus]}. {jumps}", lead=1.7)
        gone = FadeOut(self.layer, rate_func=first_half)  # gone before the track covers it
        self.play(gone, self.tracks.moving(self.content, 1.0), run_time=Time.SLOW)

    @beat
    def other_names(self) -> None:
        """Single out the first dots; one by one they slide to their other names."""
        self.signs = signs = OtherNames(tracks := self.tracks, FIRST, self.theme.text)
        told = ", ".join(f"{number} “{self.names[number]}”" for number in signs.numbers)
        self.say(f"The network never knew our names for the numbers. So let’s call {told}, and so on.", lead=1.5)
        self.drive(tracks, lambda share: tracks.single_out(signs.numbers, share), Time.QUICK)
        for number in signs.numbers:
            self.appear(name := signs.called(number, number), time=Time.QUICK)
            self.glide(*signs.rename(number, name), time=Time.STEADY)

    @beat
    def every_dot_slides(self) -> None:
        """Slide all others; none moves up or down."""
        self.say("Every dot slides to its new name. Not one moves up or down. And the comb …", lead=1.5)
        self.leave(self.signs)
        self.drive(self.tracks, self.tracks.rename_rest(), 2 * Time.SLOW)

    @beat
    def all_of_them(self) -> None:
        """Bring back the other tracks, and rename their numbers, too; lines join the dots of fast waves."""
        tracks, rest = self.tracks, [n for n in range(self.count) if n != self.tracks.focus]
        self.say(f"… is a slow wave. Slide the dots of the other {count_word(len(rest))}: waves, every one.", lead=1.7)
        self.drive(tracks, lambda share: tracks.magnify(1 - share))
        self.drive(tracks, lambda share: tracks.slide(rest, slice(None), share), 1.4 * Time.SLOW)
        if tracks.waves:  # the dots alone would be a cloud
            self.drive(tracks, tracks.thread, Time.QUICK)

    @beat
    def answers_stand(self) -> None:
        """Ask the same sums with both sets of names: the scores stay the same."""
        new, many = self.evidence.renamed, self.operation.many
        waves, side = self.parted(0.4 if self.wide else 0.5, 0.57, 0.0 if self.wide else np.inf)
        old, right = new.sums(SUMS), " and ".join(f"{count:,}" for count in dict.fromkeys(new.right))
        self.sums = RenamedSums(self.operation, old, self.names[old], new.written(SUMS), right, side, self.theme)
        self.say(f"Did we cheat? Ask these {many} under new names: every vote is the same, {new.closeness}.", lead=1.6)
        self.play(self.tracks.moving(waves, 0.0), FadeIn(self.sums, rate_func=second_half), run_time=1.6 * Time.STEADY)
        self.wait(Time.QUICK)
        self.play(*self.sums.rename(), run_time=1.4 * Time.STEADY)
        self.appear(self.sums.count, *self.strip[1:])

    @beat
    def what_are_they(self) -> None:
        """Close on all tracks, with y counting by the new names, and the strip following."""
        tracks, strip, names, x = self.tracks, self.strip[0], self.names, int(self.names[self.x])
        told = "Waves everywhere. What would two of them draw?" if self.learned else "Dots. What becomes of them?"
        self.say(f"Count by the new names. {told}" if self.renamed else told, lead=0.7)
        gone = [FadeOut(self.sums.all, run_time=Time.QUICK)] if self.renamed else []
        self.play(tracks.moving(self.content, 0.0).set_run_time(Time.SLOW), *gone)
        read, sweep = self.evidence.reading, lambda y: (strip.show(read(x, round(y))), tracks.swept(names, y))
        self.pass_through(Group(tracks, strip), self.run.p, sweep, 2 * Time.SLOW)
