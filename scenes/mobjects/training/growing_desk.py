"""A network's structures along training, over an area: its clocks, three surfaces and its arrows, all at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, Self

import numpy as np
from manim import Animation, Group, Mobject, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import cyclic
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.clocks.ring_cloud import RingCloud
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.training.growing_chain import Closeness, GrowingChain
from transparent_box.scenes.mobjects.training.growing_picture import GrowingPicture
from transparent_box.scenes.mobjects.training.growing_surface import GrowingSurface
from transparent_box.scenes.mobjects.training.training_strip import TrainingStrip

LABEL = 3.2 * units(Size.SMALL)  # units under each picture for words
BROAD = 2.5  # times as wide as high is an area with room for three surfaces
RING = 0.28  # of such an area's width, for the clock
BELOW = 0.3  # of the height beside that clock, for arrows
LOWER = 0.35  # of another area's height, for arrows
ROUND = 0.4  # of the width above those, for the clock
WHOLE = ("answer",)  # the surface that is shown where there is room for one
SLIM = 2.0  # units of width, up to which a surface is too small to be one of three
# Of the area, what the left or the lower chain may have: those that leave as much room at both sides first.
SHARES = sorted(np.linspace(0.2, 0.6, 9), key=lambda share: abs(share - 0.4))
WAVES = {"around": "cos_x", "along": "sum"}


class Grown(Protocol):
    """The structures at f checkpoints; see `model.analysis.structures.Structures`, also for `neuron` … `along`."""

    @property
    def step(self) -> Floats:
        """(f,) steps of training."""

    @property
    def rings(self) -> Floats:
        """(f, q, 2, p) cosine and sine of every number on each clock."""

    @property
    def r2(self) -> Floats:
        """(f, q) how much of each clock's readings is a wave of its own frequency."""

    @property
    def pace(self) -> Floats:
        """(f,) 0 … 1, when in the course of what changes each was."""

    @property
    def around(self) -> Floats:
        """(f, n) complex: the arrows of the wave of x."""

    @property
    def reach(self) -> float:
        """The distance from the middle of its cell that a clock's picture reaches."""

    @property
    def scales(self) -> dict[str, float]:
        """Of each surface, the furthest that it ever gets from zero."""

    def at(self, pace: float) -> Grown:
        """All of it, f being 1, at a pace 0 … 1."""


class GrowingDesk:
    """Pictures of what has `grown`, those in `pictures` being shown at a `moment` 0 … 1, above a strip of training.

    `quiet` are the steps between which the exam lies flat, if it does; see `pace_by`. `frequencies` are the clocks'
    (q,), `names` those of the surfaces by kind; `share_of` finds the share of a surface `along` x + y or x − y.
    No mobject itself: `on_stage` and the strip's parts are.
    """

    def __init__(
        self,
        grown: Grown,
        strip: TrainingStrip,
        quiet: tuple[float, float] | None,
        frequencies: Sequence[int],
        names: Mapping[str, str],
        share_of: Callable[[Floats], float],
        along: str,
        shade: Callable[[Floats], Floats],
        area: Area,
        theme: Theme,
    ) -> None:
        self.grown, self.strip, self.frequencies, self.names = grown, strip, frequencies, names
        self.quiet, self.pacing = quiet or (), np.array([[0.0, 1.0], [0.0, 1.0]])
        self.share_of, self.along, self.shade, self.area, self.theme = share_of, along, shade, area, theme
        self.pictures, self.moment = self.overview(), 1.0
        self.show(1.0)

    def pace_by(self, known: float, stirs: float) -> Self:
        """Share out time: the lessons are known, and the exam stirs, at two moments 0 … 1.

        `pacing` (2, n) are then moments, and how far all has come by each in the paces that `grown` has.
        """
        moments, steps = [0.0, *((known, stirs) if self.quiet else ()), 1.0], [0.0, *self.quiet, self.grown.step[-1]]
        self.pacing = np.array([moments, np.interp(steps, self.grown.step, self.grown.pace)])
        return self

    def overview(self) -> list[GrowingPicture]:
        """Make one of each kind: beside the clock all surfaces, or, where that is not broad, one; arrows below."""
        area = self.area
        if area.width < BROAD * area.height:
            below, above = area.parts(LOWER, Gap.NEAR, wide=np.inf)
            ring, beside = above.parts(ROUND, Gap.NEAR, wide=0.0)
            surfaces = self._surfaces_in([beside], WHOLE)
        else:
            ring, beside = area.parts(RING, Gap.FAR)
            below, above = beside.parts(BELOW, Gap.NEAR, wide=np.inf)
            surfaces = self._surfaces_in(above.table(3, 3, Gap.NEAR))
        return [self._clocks_in([ring]), *surfaces, self._chain_in(below, "along")]

    def clocks(self) -> list[GrowingPicture]:
        """Make all clocks."""
        return [self._clocks_in(self.area.cells(len(self.frequencies), Gap.NEAR, 0.9))]

    def surfaces(self) -> list[GrowingPicture]:
        """Make the surfaces alone, without the neuron where three would be small."""
        kinds = [kind for kind in self.names if self.shows_neuron or kind != "neuron"]
        return self._surfaces_in(self.area.cells(len(kinds), Gap.NEAR, 1.1), kinds)

    @property
    def shows_neuron(self) -> bool:
        """Tell whether there is room for three surfaces."""
        return self.area.cells(3, Gap.NEAR, 1.1)[0].width > SLIM

    def moment_of(self, step: float) -> float:
        """Find the moment at which training has come to a step."""
        return float(np.interp(np.interp(step, self.grown.step, self.grown.pace), *self.pacing[::-1]))

    def chains(self, early: float, until: float) -> list[GrowingPicture]:
        """Make both chains of arrows up to a step, on one scale: side by side or stacked, as large as can be.

        Both are enlarged less and less; at an early moment, as many times as lets all of them fit.
        """
        pace = self.grown.pace[: 1 + int(np.searchsorted(self.grown.step, until))]  # and the next one after
        arrows = [getattr(self.grown, kind)[: len(pace)] for kind in WAVES]

        def scale_in(cells: Sequence[Area]) -> float:
            return min(chain.per_unit for chain in self._chains_in(cells, arrows))

        beside = [self.area.parts(share, Gap.FAR, 0.0) for share in SHARES]
        above = [self.area.parts(share, Gap.NEAR, np.inf)[::-1] for share in SHARES]
        cells = max(beside + above, key=lambda cells: round(scale_in(cells), 6))
        chains = self._chains_in(cells, arrows, scale_in(cells))
        near = Closeness(chains, arrows, pace, float(np.interp(early, *self.pacing)))
        if near.enlarges:
            max(chains, key=lambda chain: chain.spare).tell_times()
        pictures = []
        for place, kind in enumerate(WAVES):
            pictures.append(GrowingPicture([chains[place]], partial(show_nearer, near, place, kind)))
        return pictures

    def with_trail(self, color: str) -> list[GrowingPicture]:
        """Make one of each kind, and over the curves below that of the first clock's R², as far as training is."""
        trail = self.strip.trail(self.grown.step, self.grown.r2[:, 0], f"R² of {turns(self.frequencies[0])}", color)
        return [*self.overview(), GrowingPicture([trail], lambda state: trail.show(float(state.step[0])))]

    def drop_trail(self) -> Mobject:
        """Take the trail off the pictures that are shown, and return it."""
        *self.pictures, trail = self.pictures
        return trail.parts[0]

    def show(self, moment: float) -> Self:
        """Draw everything as it was at a moment."""
        self.moment, state = moment, self.grown.at(float(np.interp(moment, *self.pacing)))
        self.strip.show(float(state.step[0]))
        for picture in self.pictures:
            picture.show(state)
        return self

    def on_the_way(self, moment: float) -> Callable[[float], object]:
        """Return what shows all at a share of the way to a moment."""
        start = self.moment
        return lambda share: self.show(start + share * (moment - start))

    def turn_to(self, pictures: list[GrowingPicture]) -> list[Mobject]:
        """Change to other pictures, as they were at the start; return those that stood there."""
        leaving, self.pictures = self.on_stage, pictures
        self.show(0.0)
        return leaving

    def go_back(self, step: float) -> Animation:
        """Let the cursor, alone, go back from a step to the first."""
        return UpdateFromAlphaFunc(self.strip.live, lambda _, share: self.strip.show((1 - share) * step))

    @property
    def on_stage(self) -> list[Mobject]:
        """The pictures above the curves; arrays before type, for each change between the two takes time to draw."""
        parts = [part for picture in self.pictures for part in picture.parts]
        return sorted(parts, key=lambda part: not isinstance(part, ArrayMobject | Space))

    @property
    def spaces(self) -> list[Space]:
        """The spaces through which surfaces are seen."""
        return [part for part in self.on_stage if isinstance(part, Space)]

    @property
    def live(self) -> Group:
        """All that changes."""
        return Group(*self.on_stage, self.strip.live)

    def _clocks_in(self, cells: list[Area]) -> GrowingPicture:
        """Put the first clocks, one in each cell, every number in the color of its hour on that clock: its place."""
        found, names = self.grown.rings[:, : len(cells)], [turns(count) for count in self.frequencies[: len(cells)]]
        hours = np.outer(self.frequencies[: len(cells)], np.arange(found.shape[-1])) / found.shape[-1]
        seen = cyclic(hours, self.theme.cycle)
        r2 = self.grown.r2[-1, : len(cells)]
        rings = RingCloud(found[-1], r2, names, self.grown.reach, cells, seen, self.theme)
        return GrowingPicture(
            [rings], lambda state: rings.show(state.rings[0, : len(cells)], state.r2[0, : len(cells)])
        )

    def _surfaces_in(self, cells: list[Area], kinds: Sequence[str] = ()) -> list[GrowingPicture]:
        """Put a surface of each kind, or of some; how much is a ridge is told of all but the neuron."""
        pictures = []
        for kind, cell in zip(kinds or self.names, cells, strict=True):
            share_of = None if kind == "neuron" else self.share_of
            look = (self.shade, self.names[kind], share_of, self.along, cell, LABEL, self.theme)
            surface = GrowingSurface(getattr(self.grown, kind)[-1], self.grown.scales[kind], *look)
            pictures.append(GrowingPicture(surface.parts, partial(show_kind, surface, kind)))
        return pictures

    def _chain_in(self, cell: Area, kind: str) -> GrowingPicture:
        """Put the arrows of one wave in a cell."""
        chain = self._chain(cell, kind, getattr(self.grown, kind))
        return GrowingPicture([chain], partial(show_kind, chain, kind))

    def _chains_in(
        self, cells: Sequence[Area], arrows: Sequence[Floats], per_unit: float = np.inf
    ) -> list[GrowingChain]:
        """Put the arrows of each wave in a cell, on a scale of at most so much."""
        return [self._chain(cell, kind, one, per_unit) for cell, kind, one in zip(cells, WAVES, arrows, strict=True)]

    def _chain(self, cell: Area, kind: str, arrows: Floats, per_unit: float = np.inf) -> GrowingChain:
        name = f"wave of {'x' if kind == 'around' else self.along}"
        return GrowingChain(arrows, name, WAVES[kind], cell, LABEL, self.theme, per_unit)


def show_kind(picture: GrowingSurface | GrowingChain, kind: str, state: Grown) -> None:
    """Let a picture be what its kind is in a state."""
    picture.show(getattr(state, kind)[0])


def show_nearer(near: Closeness, place: int, kind: str, state: Grown) -> None:
    """Let a chain be what its kind is in a state, seen from as near as it is then."""
    near.show(place, getattr(state, kind)[0], float(state.pace[0]))
