"""Several values over the same numbers, each with what it is multiplied by, and how they are added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Protocol

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    MoveToTarget,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.rates import first_half, gently
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.waves.wave_tracks import FILL, LABEL_GAP, WaveTracks
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

SMALL = 0.6  # of a point, that one is which has not been added yet
AIRY = 1.25  # times their size, from one weight to the next, where their names have room
TIGHT = 0.8  # times their size, from one weight to the next, at least
FINE = 0.09  # of the height from one weight to the next, at most, the radius of a value's points
FLIGHT = 0.4  # of the time in which a sum's values fly, that each number's take
LANDING = 0.8  # of a number's flight, from when on its point comes
COME = squish_rate_func(smooth, 0.35, 1.0)  # when other sums come, as one that stood alone goes to its place
# Of the time in which values go to where they stand among all: when they set out, are there, and are gone.
HOME = 0.15, 0.7, 1.0
FLIES, GROWS = squish_rate_func(smooth, 0.0, 0.8), squish_rate_func(smooth, 0.4, 1.0)  # a value, and the sum by it
ARRIVED = 0.2  # opacity of points that fly into the sum, when they are there


class Weighed(Protocol):
    """A value and its weight; see `model.analysis.probes.Weighed`."""

    @property
    def column(self) -> int:
        """Its place among all values."""

    @property
    def weight(self) -> float:
        """The number that it is multiplied by."""

    @property
    def values(self) -> Floats:
        """(p,) its values, less their mean."""

    @property
    def part(self) -> Floats:
        """(p,) what it adds to the sum."""


class WeighedSums(Group):
    """The weights of several sums, each with its value beside it: points of colors `seen` (p, 4).

    Below the other stands each sum where the area is high enough, headed by its name, and as wide as it stands alone
    (see `Weighing`); elsewhere they share the width, and where names have no room, weights are written in their inks.
    Each sum is a group of what is written, the values, and what flies from them into a sum, which is not seen before.
    """

    def __init__(
        self,
        sums: Sequence[Sequence[Weighed]],
        names: Sequence[str],
        inks: Sequence[str],
        seen: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        blocks, deep, self.headed = seats_of([len(parts) for parts in sums], area)
        self.sums, self.seen, self.pitch = sums, seen, blocks[0].height / (deep + self.headed)
        super().__init__()
        for parts, name, ink, block in zip(sums, names, inks, blocks, strict=True):
            heads = [words(name, Size.LABEL, ink)] if self.headed else []
            texts = [words(weight(part.weight), Size.SMALL, theme.text if heads else ink) for part in parts]
            points, radius = self._seated(parts, heads, texts, block, deep), min(SMALL * POINT, FINE * self.pitch)
            shades = np.tile(seen, (len(parts), 1))
            clouds = [PointCloud(points, shades * [1, 1, 1, opacity], radius) for opacity in (1, 0)]
            self.add(Group(VGroup(*heads, *texts), *clouds))

    def _seated(
        self, parts: Sequence[Weighed], heads: list[Lettering], texts: list[Lettering], block: Area, deep: int
    ) -> Floats:
        """Seat what is written of a sum in its block, in columns of so many rows; (n p, 3) where its values stand."""
        apart, wide = block.width / -(-len(parts) // deep), max(text.width for text in texts)
        unit = max(float(np.abs(part.values).max()) for part in parts)
        points = np.zeros((len(parts), len(self.seen), 3))
        for head in heads:
            head.move_to([block.left, block.top - self.pitch / 2, 0], LEFT)
        for number, (text, part) in enumerate(zip(texts, parts, strict=True)):
            column, row = divmod(number, deep)
            start, level = block.left + apart * column, block.top - self.pitch * (row + self.headed + 0.5)
            text.move_to([start + wide, level, 0], RIGHT)
            points[number, :, 0] = np.linspace(start + wide + LABEL_GAP, start + apart - LABEL_GAP / 2, len(self.seen))
            points[number, :, 1] = level + FILL * self.pitch * part.values / max(unit, 1e-9)
        return points.reshape(-1, 3)

    def come(self, alone: Weighing, number: int) -> list[Animation]:
        """Let one sum, which stood alone, go to its place among all of them, and the others come."""
        written, values, _ = self[number]
        seats = zip(alone.tracks.labels, written[self.headed :], strict=True)
        new = [*written[: self.headed], *(part for one in self if one is not self[number] for part in one[:2])]
        moves = [ReplacementTransform(label, text) for label, text in seats]
        leave = FadeOut(alone.tracks.zeros, alone.tracks.line, rate_func=first_half)
        return [*moves, ReplacementTransform(alone.tracks.cloud, values), leave, FadeIn(*new, rate_func=COME)]

    def go_home(self, cells_of: Callable[[int], Floats]) -> list[Animation]:
        """Let all values fly to where they stand among all others, each in its row of cells (p, 3), and go there."""
        moves: list[Animation] = []
        for parts, (written, values, flying) in zip(self.sums, self, strict=True):
            start, shades = values.points.copy(), values.colors.copy()
            home = np.concatenate([cells_of(part.column) for part in parts])

            def go(gone: Group, share: float, start: Floats = start, ink: Floats = shades, end: Floats = home) -> None:
                there, seen = smooth(np.interp(share, HOME[:2], (0, 1))), np.interp(share, HOME[1:], (1, 0))
                gone[0].set_positions(start + there * (end - start)).set_colors(dimmed(ink, np.full(len(ink), seen)))

            flies = UpdateFromAlphaFunc(Group(values, flying), go, rate_func=linear, remover=True, introducer=True)
            moves += [FadeOut(written, rate_func=first_half), flies]
        return moves

    def pour(self, number: int, cloud: PointCloud, time: float) -> Animation:
        """Let one sum's values fly to its points (p, 3), all of a number into its one, the first number first."""
        (_, values, flying), seen, end = self[number], cloud.colors.copy(), cloud.points.copy()
        start, shades = values.points.reshape(-1, *end.shape), values.colors

        def go(_: Mobject, share: float) -> None:
            gone = gently(passed(share, np.linspace(0, 1, len(end)), FLIGHT))
            there = np.clip((gone - LANDING) / (1 - LANDING), 0, 1)
            flying.set_positions((start + gone[:, None] * (end - start)).reshape(-1, 3))
            flying.set_colors(dimmed(shades, np.tile(np.where(gone > 0, 1 - there, 0), len(start))))
            cloud.set_colors(dimmed(seen, there))

        return UpdateFromAlphaFunc(Group(flying, cloud), go, run_time=time, rate_func=linear)


class Weighing(Group):
    """Values with their weights, one below the other in an area; points of `seen` colors (p, 4)."""

    def __init__(self, parts: Sequence[Weighed], seen: Floats, area: Area, theme: Theme) -> None:
        values = np.array([part.values for part in parts]).T
        self.parts, self.seen = parts, seen
        self.values = values / max(float(np.abs(values).max()), 1e-9)
        labels = [words(weight(part.weight), Size.SMALL, theme.text) for part in parts]
        self.tracks = WaveTracks(labels, seen, area.width, area.height, SMALL * POINT, grid=theme.grid)
        self.tracks.move_to(area.center)
        self.tracks.show(self.values, len(seen))
        super().__init__(self.tracks, self.tracks.drawn)

    def places(self, track: int) -> Floats:
        """(p, 3) where one track's values stand."""
        found: Floats = self.tracks.places(self.values)[track]
        return found

    def come(self, lone: PointCloud, column: int) -> list[Any]:
        """Let the values of a column, which stood alone, take their place, if they are among these, as others come.

        The weights have to come after that: they would be in its way.
        """
        columns = [part.column for part in self.parts]
        there = lone.animate.set_positions(self.places(columns.index(column))) if column in columns else FadeOut(lone)
        return [there, FadeIn(self.tracks.zeros, *self.tracks.drawn)]

    def additions(self, pair: WavePair, wave: int) -> Iterator[tuple[Animation, Animation]]:
        """Let each track's points fly to the sum so far in a pair of waves, and that go on by them as they arrive."""
        sums = sums_of(self.parts, pair.measured[wave].output)
        for track, (total, after) in enumerate(pairwise(sums)):
            flying, grows = PointCloud(self.places(track), self.seen, SMALL * POINT), pair.rise(wave, total, after)
            flying.generate_target().set_positions(pair.places(after)).set_opacity(ARRIVED)
            grows.rate_func = GROWS
            yield MoveToTarget(flying, rate_func=FLIES, remover=True), grows


def sums_of(parts: Sequence[Weighed], whole: Floats) -> list[Floats]:
    """Add up the parts (p,) of what they make together one by one, from its mean on."""
    return [*accumulate([part.part for part in parts], np.add, initial=np.full(len(whole), float(whole.mean())))]


def second_mix(parts: Sequence[Sequence[Weighed]]) -> str:
    """Name the second of two mixes, by whether all its values are others than those of the first."""
    first, second = ({part.column for part in mix} for mix in parts)
    return "Another mix of values" if first & second else "Other values, other weights"


def furthest(sums: Sequence[Sequence[Weighed]], wholes: Sequence[Floats]) -> float:
    """Find how far from zero any of several sums comes as it is added up."""
    return float(max(np.abs(sums_of(parts, whole)).max() for parts, whole in zip(sums, wholes, strict=True)))


def dimmed(colors: Floats, shares: Floats) -> Floats:
    """Colors (n, 4), each with a share (n,) of its opacity."""
    found: Floats = colors * np.column_stack([np.ones((len(colors), 3)), shares])
    return found


def seats_of(counts: Sequence[int], area: Area) -> tuple[list[Area], int, bool]:
    """Find a block for each of several lists, how many rows one has, as many as fit, and whether it has one for a name.

    One block stands below the other, if all rows have air then; else side by side.
    """
    size, most = units(Size.SMALL), max(counts)
    if area.height >= AIRY * size * len(counts) * (most + 1):
        return area.table(len(counts), 1, 0.0), most, True
    fit = max(1, min(int(area.height / (TIGHT * size)), most))
    deep = -(-most // -(-most // fit))  # the columns are as long as each other
    return area.table(len(counts), len(counts), Gap.NEAR), deep, area.height >= AIRY * size * (deep + 1)
