"""Training once more, and above the flat curves everything that was found: it was being built all the time.

Storyboard row 20. The structures are the final network's, read in earlier ones (`evidence.structures`): one scale for
all of training each, and time runs so that as much changes in every second.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Group, Mobject, UpdateFromAlphaFunc, linear

from scenes.look.colormaps import viridis
from scenes.look.frame import Area
from scenes.look.numbers import count_word, percent
from scenes.look.theme import Gap, Size, Time, units
from scenes.mobjects.array_mobject import ArrayMobject
from scenes.mobjects.growing_chain import GrowingChain
from scenes.mobjects.growing_picture import GrowingPicture
from scenes.mobjects.growing_surface import GrowingSurface
from scenes.mobjects.ring_cloud import RingCloud
from scenes.mobjects.space import Space
from scenes.mobjects.training_strip import TrainingStrip
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

STRIP = {"16:9": 0.36, "1:1": 0.44, "4:5": 0.38, "9:16": 0.32}  # of the picture's height, for the curves
RUN = 3.0 * Time.SLOW
SEVEN = 7
REACH = 95  # percentile of all values that the probes ever read, which a clock's cell shows
LABEL = 3 * units(Size.SMALL)
WAVES = {"around": ("wave of x", "cos_x"), "along": ("wave of x + y", "sum")}


class ReplayScene(Stage):
    """The structures of the network as they grow, above the curves that do not show it."""

    options: ClassVar[tuple[str, ...]] = ("until",)
    until: int | None = None  # a step

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.frequency = self.evidence.shown_frequency  # or, where none has formed, a sentence that says so
        self.answer = SEVEN % self.run.p
        last = int(self.run.checkpoints.steps[-1])
        until = self.chosen("until", lambda: last, range(1, last + 1))
        self.found = self.evidence.structures(until, self.answer)
        below, self.area = self.frame.picture.parts(STRIP[self.frame.aspect], Gap.FAR, wide=np.inf)
        self.pace, self.strip = 1.0, TrainingStrip(self.run.history, self.found.step, below, self.theme)
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
        self.add(self.strip.fixed, *self.on_stage, self.strip.live)
        self.say("Where does all of this come from? Wind its training back to the start.")
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
        cells = dict(zip(WAVES, self.area.parts(0.4, Gap.FAR), strict=True))
        self.say("And the arrows, one a neuron. Next to nothing; then one chain curls shut, and the other points.")
        per_unit = min(self.chain_in(cell, kind).parts[0].per_unit for kind, cell in cells.items())
        self.turn_to([self.chain_in(cell, kind, per_unit) for kind, cell in cells.items()])

    @beat
    def all_at_once(self) -> None:
        """Everything together once more, and the exam's curve below it."""
        self.say("Once more, all of it. While the curves lay flat, it was building all the time.")
        self.turn_to(self.overview())

    @beat
    def can_it_be_measured(self) -> None:
        """Close on the finished structures, and the question."""
        self.say("You can see it. Can you measure it?")
        self.wait(Time.HOLD)

    # Pictures, and how they run.

    def overview(self) -> list[GrowingPicture]:
        """One of each kind side by side."""
        cells = self.area.cells(5, Gap.NEAR, 0.9)
        return [self.clocks_in(cells[:1]), *self.surfaces_in(cells[1:4]), self.chain_in(cells[4], "along")]

    def clocks_in(self, cells: list[Area]) -> GrowingPicture:
        """The first clocks, one in each cell."""
        found, clocks = self.found.rings[:, : len(cells)], self.run.clocks[: len(cells)]
        names = [f"{clock.frequency} {'turn' if clock.frequency == 1 else 'turns'}" for clock in clocks]
        reach = float(np.percentile(np.abs(self.found.rings), REACH))
        seen = viridis(np.linspace(*self.theme.sweep, self.run.p))
        rings = RingCloud(found[-1], names, reach, cells, seen, LABEL, self.theme)
        return GrowingPicture([rings], lambda state: rings.show(state.rings[0, : len(cells)]))

    def surfaces_in(self, cells: list[Area]) -> list[GrowingPicture]:
        """A neuron, an output and a score; how much runs along x + y is told of the latter two."""
        found, evidence, output = self.found, self.evidence, self.evidence.diagonal_output[0]
        names = {"neuron": f"neuron {evidence.shown_neuron}", "output": f"output {output}"}
        names["answer"] = f"score for {self.answer}"
        pictures = []
        for (kind, name), cell in zip(names.items(), cells, strict=True):
            share_of = None if kind == "neuron" else evidence.share_along_sum
            look = (self.heights, name, share_of, cell, LABEL, self.theme)
            surface = GrowingSurface(getattr(found, kind)[-1], found.scales[kind], *look)
            pictures.append(GrowingPicture(surface.parts, partial(show_surface, surface, kind)))
        return pictures

    def chain_in(self, cell: Area, kind: str, per_unit: float = np.inf) -> GrowingPicture:
        """The arrows of one wave, in a cell."""
        name, role = WAVES[kind]
        chain = GrowingChain(getattr(self.found, kind), name, role, cell, LABEL, self.theme, per_unit)
        return GrowingPicture([chain], lambda state: chain.show(getattr(state, kind)[0]))

    @property
    def on_stage(self) -> list[Mobject]:
        """What is drawn above the curves; arrays before type, for each change between the two takes time to draw."""
        parts = [part for picture in self.pictures for part in picture.parts]
        return sorted(parts, key=lambda part: not isinstance(part, ArrayMobject | Space))

    def turn_to(self, pictures: list[GrowingPicture]) -> None:
        """Wind back to the start with other pictures, and let training run."""
        leaving, self.pictures, start = self.on_stage, pictures, self.pace
        for picture in pictures:
            picture.show(self.found.at(0.0))
        back = UpdateFromAlphaFunc(self.strip.live, lambda _, share: self.strip.show(self.step_at(start * (1 - share))))
        self.add(*(part for part in self.on_stage if isinstance(part, Space)))
        fades = [change(part) for change, parts in ((FadeOut, leaving), (FadeIn, self.on_stage)) for part in parts]
        self.play(back, *(fade for fade in fades if not isinstance(fade.mobject, Space)), run_time=Time.STEADY)
        self.pace = 0.0
        self.run_to(1.0, RUN)

    def step_at(self, pace: float) -> float:
        """The step at a pace 0 … 1."""
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
        live = Group(*self.on_stage, self.strip.live)
        self.drive(live, lambda share: self.show(start + share * (pace - start)), run_time, linear)


def show_surface(surface: GrowingSurface, kind: str, state: Any) -> None:
    """Be the surface of a kind as it is in a state."""
    surface.show(getattr(state, kind)[0])
