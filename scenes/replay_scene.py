"""Training once more, and above the flat curves everything that was found: it was being built all the time.

Storyboard row 20. The structures are the final network's, read in earlier ones (`evidence.structures`): one scale for
all of training each, and time runs so that as much changes in every second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from manim import DOWN, FadeIn, FadeOut, Group, Mobject, UpdateFromAlphaFunc, VGroup, linear

from model.analysis.structures import Structures
from scenes.look.colormaps import viridis
from scenes.look.frame import Area
from scenes.look.numbers import count_word, percent
from scenes.look.theme import Gap, Size, Time, units
from scenes.mobjects.counter import Counter, tenths
from scenes.mobjects.growing_chain import GrowingChain
from scenes.mobjects.lettering import words
from scenes.mobjects.relief import Relief
from scenes.mobjects.ring_cloud import RingCloud
from scenes.mobjects.space import Space
from scenes.mobjects.training_strip import TrainingStrip
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

STRIP, TALL_STRIP = 0.36, 0.32  # of the picture's height, for the curves; where it is tall
RUN = 3.0 * Time.SLOW
SEVEN = 7
RISE = 1.2
REACH = 92  # percentile of all values that the probes ever read, which a clock's cell shows
LABEL = 3 * units(Size.SMALL)


@dataclass(frozen=True)
class Picture:
    """Something that is drawn above the curves, and what draws it as it was at a time."""

    parts: list[Mobject]
    show: Callable[[Structures], object]


class ReplayScene(Stage):
    """The structures of the network as they grow, above the curves that do not show it."""

    options: ClassVar[tuple[str, ...]] = ("until",)
    until: int | None = None  # a step

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.frequency, self.answer = self.evidence.shown_frequency, SEVEN % self.run.p
        last = int(self.run.checkpoints.steps[-1])
        until = self.chosen("until", lambda: last, range(1, last + 1))
        self.found = self.evidence.structures(until, self.answer)
        share = STRIP if self.frame.ratio > 1 else TALL_STRIP
        below, self.area = self.frame.picture.parts(share, Gap.FAR, wide=np.inf)
        self.strip = TrainingStrip(self.run.history, self.found.step, below, self.theme)
        self.wind_back()
        self.clocks()
        self.surfaces()
        self.arrows()
        self.all_at_once()
        self.can_it_be_measured()

    @beat
    def wind_back(self) -> None:
        """Open on all of it, finished; then back to the first step."""
        self.pictures = self.overview()
        self.show(1.0)
        self.add(self.strip, *self.on_stage)
        self.say("All of this stands when training is over. Now wind it back to the start.")
        self.wait(Time.HOLD)
        self.run_to(0.0, 1.4 * Time.SLOW)

    @beat
    def clocks(self) -> None:
        """All clocks, from noise to rings."""
        clocks = self.clocks_in(self.area.cells(len(self.run.clocks), Gap.NEAR, 0.9))
        many = count_word(len(self.run.clocks)).capitalize()
        self.say(f"{many} clocks, every number a dot. First a cloud. Then a hole opens, and the ring is there.")
        self.turn_to([clocks])

    @beat
    def surfaces(self) -> None:
        """One neuron, one output, one score: noise until ridges come through."""
        share = percent(self.evidence.share_along_sum(self.found.answer[-1].astype(float)))
        self.say(
            f"A neuron, an output, the score for {self.answer}. Noise everywhere, then ridges: {share} along x + y."
        )
        self.turn_to(self.surfaces_in(self.area.cells(3, Gap.NEAR, 1.1)))

    @beat
    def arrows(self) -> None:
        """The chains of arrows: one curls shut, the other learns to point."""
        first, second = self.area.parts(0.5, Gap.FAR)
        self.say("And the arrows, one a neuron. A scribble. Then it learns where to point.")
        self.turn_to([self.chain_in(first, "around"), self.chain_in(second, "along")])

    @beat
    def all_at_once(self) -> None:
        """Everything together once more, and the exam's curve below it."""
        self.say("Once more, all of it. The lines lie flat, and it was building all the time.")
        self.turn_to(self.overview())

    @beat
    def can_it_be_measured(self) -> None:
        """Close on the finished structures, and the question."""
        self.say("One can see it. Can one measure it, too?")
        self.wait(Time.HOLD)

    # Pictures, and how they run.

    def overview(self) -> list[Picture]:
        """One of each kind side by side."""
        cells = self.area.cells(5, Gap.NEAR, 0.9)
        return [self.clocks_in(cells[:1]), *self.surfaces_in(cells[1:4]), self.chain_in(cells[4], "along")]

    def clocks_in(self, cells: list[Area]) -> Picture:
        """The first clocks, one in each cell."""
        found, clocks = self.found.rings[:, : len(cells)], self.run.clocks[: len(cells)]
        names = [f"{clock.frequency} {'turn' if clock.frequency == 1 else 'turns'}" for clock in clocks]
        reach = float(np.percentile(np.abs(self.found.rings), REACH))
        seen = viridis(np.linspace(*self.theme.sweep, self.run.p))
        rings = RingCloud(found[-1], names, reach, cells, seen, self.theme)
        return Picture([rings], lambda state: rings.show(state.rings[0, : len(cells)]))

    def surfaces_in(self, cells: list[Area]) -> list[Picture]:
        """A neuron, an output and a score, each with its name and how much of it runs along x + y."""
        output, _ = self.evidence.diagonal_output
        titles = (f"neuron {self.evidence.shown_neuron}", f"output {output}", f"score for {self.answer}")
        return [
            self.surface(cell, kind, title)
            for cell, kind, title in zip(cells, ("neuron", "output", "answer"), titles, strict=True)
        ]

    def surface(self, cell: Area, kind: str, title: str) -> Picture:
        """One surface at its scale for all of training."""
        relief = Relief(getattr(self.found, kind)[-1], self.heights, self.found.scales[kind], RISE)
        relief.fill(cell.less_bottom(LABEL))
        name = words(title, Size.SMALL, self.theme.dim)
        share = Counter("along x + y", "99.9", "%", Size.SMALL, self.theme.sum)
        told = VGroup(name, share).arrange(DOWN, buff=0.1)
        told.move_to([cell.center[0], cell.bottom + told.height / 2, 0])

        def show(state: Structures) -> None:
            surface = getattr(state, kind)[0]
            relief.show(surface)
            share.show(tenths(self.evidence.share_along_sum(surface)))

        return Picture([relief.space, relief.field, told], show)

    def chain_in(self, cell: Area, kind: str) -> Picture:
        """The arrows of one wave."""
        name, role = {"around": ("wave of x", "cos_x"), "along": ("wave of x + y", "sum")}[kind]
        chain = GrowingChain(getattr(self.found, kind), name, role, cell, self.theme)
        return Picture([chain], lambda state: chain.show(getattr(state, kind)[0]))

    @property
    def on_stage(self) -> list[Mobject]:
        """What is drawn above the curves."""
        return [part for picture in self.pictures for part in picture.parts]

    def turn_to(self, pictures: list[Picture]) -> None:
        """Wind back to the start with other pictures, and let training run."""
        leaving, self.pictures = self.on_stage, pictures
        start = self.pace
        for picture in pictures:
            picture.show(self.found.at(0.0))
        rewind = UpdateFromAlphaFunc(self.strip, lambda _, share: self.strip.show(self.at(start * (1 - share))))
        spaces = [part for part in self.on_stage if isinstance(part, Space)]
        self.add(*spaces)
        self.play(
            rewind,
            *(FadeOut(part) for part in leaving if not isinstance(part, Space)),
            *(FadeIn(part) for part in self.on_stage if part not in spaces),
            run_time=Time.STEADY,
        )
        self.pace = 0.0
        self.run_to(1.0, RUN)

    def at(self, pace: float) -> float:
        """The step at a pace."""
        return float(np.interp(pace, self.found.pace, self.found.step))

    def show(self, pace: float) -> None:
        """Draw everything as it was at a pace."""
        self.pace, state = pace, self.found.at(pace)
        self.strip.show(float(state.step[0]))
        for picture in self.pictures:
            picture.show(state)

    def run_to(self, pace: float, run_time: float) -> None:
        """Let training run, or run back, so that as much changes in every second."""
        start = self.pace
        live = Group(self.strip, *self.on_stage)
        self.drive(live, lambda share: self.show(start + share * (pace - start)), run_time, linear)
