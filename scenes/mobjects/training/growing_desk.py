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

LABEL = 3.2 * units(Size.SMALL)  # units below each picture for text
BROAD = 2.5  # an area at least this many times as wide as high has room for three surfaces
RING = 0.28  # share of such an area's width for the clock
BELOW = 0.3  # share of the height beside that clock for arrows
LOWER = 0.35  # share of another area's height for arrows
ROUND = 0.4  # share of the width above those for the clock
WHOLE = ("answer",)  # the surface shown if there is room for one
SLIM = 2.0  # units of width up to which a cell is too small for a surface
# Shares of the area tried for the left or lower chain, the most balanced first.
SHARES = sorted(np.linspace(0.2, 0.6, 9), key=lambda share: abs(share - 0.4))
WAVES = {"around": "cos_x", "along": "sum"}


class Grown(Protocol):
    """The structures at f checkpoints; see `model.analysis.structures.Structures`, also for `neuron` … `along`."""

    @property
    def step(self) -> Floats:
        """The steps (f,) of training."""

    @property
    def rings(self) -> Floats:
        """The cosine and sine (f, q, 2, p) of every number on each clock."""

    @property
    def r2(self) -> Floats:
        """The R² (f, q) of each clock's readings: how much of them is a wave of its own frequency."""

    @property
    def pace(self) -> Floats:
        """The share (f,), 0 … 1, of all change that has happened by each checkpoint."""

    @property
    def around(self) -> Floats:
        """The complex arrows (f, n) of the wave of x."""

    @property
    def reach(self) -> float:
        """The distance that a clock's picture reaches from the middle of its cell."""

    @property
    def scales(self) -> dict[str, float]:
        """The furthest that each surface ever gets from zero."""

    def at(self, pace: float) -> Grown:
        """Return the structures, with f = 1, interpolated at a pace 0 … 1."""


class GrowingDesk:
    """Pictures of structures that have `grown` along a training, at a `moment` 0 … 1, above a strip of the training.

    `pictures` are the ones that are shown now. `quiet` are the steps between which the exam is flat, if it is; see
    `pace_by`. `frequencies` (q,) are the clocks', `names` those of the surfaces by kind; `share_of` measures the share
    of a surface `along` x + y or x − y. It is not itself a mobject: `on_stage` and the strip's parts are.
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
        """Allocate time so that the lessons are known, and the exam stirs, at two moments 0 … 1.

        `pacing` (2, n) are then moments, and the paces of `grown` at each of them.
        """
        moments, steps = [0.0, *((known, stirs) if self.quiet else ()), 1.0], [0.0, *self.quiet, self.grown.step[-1]]
        self.pacing = np.array([moments, np.interp(steps, self.grown.step, self.grown.pace)])
        return self

    def overview(self) -> list[GrowingPicture]:
        """Make one picture of each kind: a clock beside all surfaces, or beside one in a narrow area; arrows below."""
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
        """Make pictures of all clocks."""
        return [self._clocks_in(self.area.cells(len(self.frequencies), Gap.NEAR, 0.9))]

    def surfaces(self) -> list[GrowingPicture]:
        """Make pictures of the surfaces alone, without the neuron if three would be small."""
        kinds = [kind for kind in self.names if self.shows_neuron or kind != "neuron"]
        return self._surfaces_in(self.area.cells(len(kinds), Gap.NEAR, 1.1), kinds)

    @property
    def shows_neuron(self) -> bool:
        """Whether there is room for three surfaces."""
        return self.area.cells(3, Gap.NEAR, 1.1)[0].width > SLIM

    def moment_of(self, step: float) -> float:
        """Find the moment at which training reaches a step."""
        return float(np.interp(np.interp(step, self.grown.step, self.grown.pace), *self.pacing[::-1]))

    def chains(self, early: float, until: float) -> list[GrowingPicture]:
        """Make pictures of both chains of arrows up to a step, on one scale, in the layout that makes them largest.

        Both are enlarged, and less and less; at the moment `early` as much as there is room for.
        """
        pace = self.grown.pace[: 1 + int(np.searchsorted(self.grown.step, until))]  # and the checkpoint after it
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
        """Make the overview, and over the curves below a curve of the first clock's R², as far as training is."""
        trail = self.strip.trail(self.grown.step, self.grown.r2[:, 0], f"R² of {turns(self.frequencies[0])}", color)
        return [*self.overview(), GrowingPicture([trail], lambda state: trail.show(float(state.step[0])))]

    def drop_trail(self) -> Mobject:
        """Remove the trail from the pictures that are shown, and return it."""
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
        """Return a function of a share 0 … 1 of the way to a moment that shows everything there."""
        start = self.moment
        return lambda share: self.show(start + share * (moment - start))

    def turn_to(self, pictures: list[GrowingPicture]) -> list[Mobject]:
        """Change to other pictures, as they were at the start; return the mobjects of the old ones."""
        leaving, self.pictures = self.on_stage, pictures
        self.show(0.0)
        return leaving

    def go_back(self, step: float) -> Animation:
        """Move the cursor alone back from a step to the first."""
        return UpdateFromAlphaFunc(self.strip.live, lambda _, share: self.strip.show((1 - share) * step))

    @property
    def on_stage(self) -> list[Mobject]:
        """The pictures' mobjects; arrays before text, since each change between the two slows down drawing."""
        parts = [part for picture in self.pictures for part in picture.parts]
        return sorted(parts, key=lambda part: not isinstance(part, ArrayMobject | Space))

    @property
    def spaces(self) -> list[Space]:
        """The spaces through which surfaces are seen."""
        return [part for part in self.on_stage if isinstance(part, Space)]

    @property
    def live(self) -> Group:
        """Everything that changes."""
        return Group(*self.on_stage, self.strip.live)

    def _clocks_in(self, cells: list[Area]) -> GrowingPicture:
        """Draw the first clocks, one in each cell, every number in the color of its place on that clock."""
        points, names = self.grown.rings[:, : len(cells)], [turns(count) for count in self.frequencies[: len(cells)]]
        hours = np.outer(self.frequencies[: len(cells)], np.arange(points.shape[-1])) / points.shape[-1]
        colors = cyclic(hours, self.theme.cycle)
        r2 = self.grown.r2[-1, : len(cells)]
        rings = RingCloud(points[-1], r2, names, self.grown.reach, cells, colors, self.theme)
        return GrowingPicture(
            [rings], lambda state: rings.show(state.rings[0, : len(cells)], state.r2[0, : len(cells)])
        )

    def _surfaces_in(self, cells: list[Area], kinds: Sequence[str] = ()) -> list[GrowingPicture]:
        """Draw a surface of each kind, or of some; all but the neuron with the share that is a ridge."""
        pictures = []
        for kind, cell in zip(kinds or self.names, cells, strict=True):
            share_of = None if kind == "neuron" else self.share_of
            look = (self.shade, self.names[kind], share_of, self.along, cell, LABEL, self.theme)
            surface = GrowingSurface(getattr(self.grown, kind)[-1], self.grown.scales[kind], *look)
            pictures.append(GrowingPicture(surface.parts, partial(show_kind, surface, kind)))
        return pictures

    def _chain_in(self, cell: Area, kind: str) -> GrowingPicture:
        """Draw the arrows of one wave in a cell."""
        chain = self._chain(cell, kind, getattr(self.grown, kind))
        return GrowingPicture([chain], partial(show_kind, chain, kind))

    def _chains_in(
        self, cells: Sequence[Area], arrows: Sequence[Floats], per_unit: float = np.inf
    ) -> list[GrowingChain]:
        """Draw the arrows of each wave in a cell, on a scale of `per_unit` at most."""
        return [self._chain(cell, kind, one, per_unit) for cell, kind, one in zip(cells, WAVES, arrows, strict=True)]

    def _chain(self, cell: Area, kind: str, arrows: Floats, per_unit: float = np.inf) -> GrowingChain:
        name = f"wave of {'x' if kind == 'around' else self.along}"
        return GrowingChain(arrows, name, WAVES[kind], cell, LABEL, self.theme, per_unit)


def show_kind(picture: GrowingSurface | GrowingChain, kind: str, state: Grown) -> None:
    """Show the structure of a kind in a state."""
    picture.show(getattr(state, kind)[0])


def show_nearer(near: Closeness, place: int, kind: str, state: Grown) -> None:
    """Show the chain of a kind in a state, at the zoom it has then."""
    near.show(place, getattr(state, kind)[0], float(state.pace[0]))
