"""Several values over the same numbers, each with its weight, and their weighted sum."""

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

SMALL = 0.6  # size of points that have not been added yet, in POINTs
AIRY = 1.25  # distance from one weight to the next, in sizes of the type, where there is room for the sums' names
TIGHT = 0.8  # least distance from one weight to the next, in sizes of the type
FINE = 0.09  # radius of a value's points, as a share of that distance, at most
FLIGHT = 0.4  # share of the time in which a sum's values fly that each number takes
LANDING = 0.8  # share of a number's flight after which its point fades in
COME = squish_rate_func(smooth, 0.35, 1.0)  # pace at which other sums fade in while the first moves to its place
# Shares of the time at which values set out for their places among all others, have arrived, and have faded out.
HOME = 0.15, 0.7, 1.0
FLIES, GROWS = squish_rate_func(smooth, 0.0, 0.8), squish_rate_func(smooth, 0.4, 1.0)  # paces of a value and of the sum
ARRIVED = 0.2  # opacity with which points arrive at the sum


class Weighed(Protocol):
    """A value and its weight, as in `model.analysis.probes.Weighed`."""

    @property
    def column(self) -> int:
        """Its index among all values."""

    @property
    def weight(self) -> float:
        """The factor that it is multiplied by."""

    @property
    def values(self) -> Floats:
        """Its values (p,) minus their mean."""

    @property
    def part(self) -> Floats:
        """Its contribution (p,) to the sum."""


class WeighedSums(Group):
    """The terms of several sums in an area: each weight with its value beside it, as points in `colors` (p, 4).

    Where the area is high enough, sums stand below each other, each under its name and as wide as alone (see
    `Weighing`). Elsewhere they share the width, and without room for names the weights have the sums' `inks` (#RRGGBB).
    Each sum is a group: its texts, its values, and copies of these, transparent at first, that fly into a sum.
    """

    def __init__(
        self,
        sums: Sequence[Sequence[Weighed]],
        names: Sequence[str],
        inks: Sequence[str],
        colors: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        blocks, deep, self.headed = seats_of([len(parts) for parts in sums], area)
        self.sums, self.colors, self.pitch = sums, colors, blocks[0].height / (deep + self.headed)
        super().__init__()
        for parts, name, ink, block in zip(sums, names, inks, blocks, strict=True):
            heads = [words(name, Size.LABEL, ink)] if self.headed else []
            texts = [words(weight(part.weight), Size.SMALL, theme.text if heads else ink) for part in parts]
            points, radius = self._seated(parts, heads, texts, block, deep), min(SMALL * POINT, FINE * self.pitch)
            shades = np.tile(colors, (len(parts), 1))
            clouds = [PointCloud(points, shades * [1, 1, 1, opacity], radius) for opacity in (1, 0)]
            self.add(Group(VGroup(*heads, *texts), *clouds))

    def _seated(
        self, parts: Sequence[Weighed], heads: list[Lettering], texts: list[Lettering], block: Area, deep: int
    ) -> Floats:
        """Place a sum's texts in its block, in columns of `deep` rows, and return the points (n·p, 3) of its values."""
        apart, wide = block.width / -(-len(parts) // deep), max(text.width for text in texts)
        unit = max(float(np.abs(part.values).max()) for part in parts)
        points = np.zeros((len(parts), len(self.colors), 3))
        for head in heads:
            head.move_to([block.left, block.top - self.pitch / 2, 0], LEFT)
        for number, (text, part) in enumerate(zip(texts, parts, strict=True)):
            column, row = divmod(number, deep)
            start, level = block.left + apart * column, block.top - self.pitch * (row + self.headed + 0.5)
            text.move_to([start + wide, level, 0], RIGHT)
            points[number, :, 0] = np.linspace(
                start + wide + LABEL_GAP, start + apart - LABEL_GAP / 2, len(self.colors)
            )
            points[number, :, 1] = level + FILL * self.pitch * part.values / max(unit, 1e-9)
        return points.reshape(-1, 3)

    def come(self, alone: Weighing, number: int) -> list[Animation]:
        """Move one sum, which stood alone, to its place among all, and fade in the others."""
        written, values, _ = self[number]
        seats = zip(alone.tracks.labels, written[self.headed :], strict=True)
        new = [*written[: self.headed], *(part for other in self if other is not self[number] for part in other[:2])]
        moves = [ReplacementTransform(label, text) for label, text in seats]
        leave = FadeOut(alone.tracks.zeros, alone.tracks.line, rate_func=first_half)
        return [*moves, ReplacementTransform(alone.tracks.cloud, values), leave, FadeIn(*new, rate_func=COME)]

    def go_home(self, cells_of: Callable[[int], Floats]) -> list[Animation]:
        """Let all values fly to their cells (p, 3) in a table of all values, and fade out there."""
        moves: list[Animation] = []
        for parts, (written, values, flying) in zip(self.sums, self, strict=True):
            start, shades = values.points.copy(), values.colors.copy()
            home = np.concatenate([cells_of(part.column) for part in parts])

            def go(gone: Group, share: float, start: Floats = start, ink: Floats = shades, end: Floats = home) -> None:
                way, opacity = smooth(np.interp(share, HOME[:2], (0, 1))), np.interp(share, HOME[1:], (1, 0))
                gone[0].set_positions(start + way * (end - start)).set_colors(dimmed(ink, np.full(len(ink), opacity)))

            flies = UpdateFromAlphaFunc(Group(values, flying), go, rate_func=linear, remover=True, introducer=True)
            moves += [FadeOut(written, rate_func=first_half), flies]
        return moves

    def pour(self, number: int, cloud: PointCloud, time: float) -> Animation:
        """Let one sum's values fly into its p points, one number after the other, in `time` seconds."""
        (_, values, flying), colors, end = self[number], cloud.colors.copy(), cloud.points.copy()
        start, shades = values.points.reshape(-1, *end.shape), values.colors

        def go(_: Mobject, share: float) -> None:
            gone = gently(passed(share, np.linspace(0, 1, len(end)), FLIGHT))
            landed = np.clip((gone - LANDING) / (1 - LANDING), 0, 1)
            flying.set_positions((start + gone[:, None] * (end - start)).reshape(-1, 3))
            flying.set_colors(dimmed(shades, np.tile(np.where(gone > 0, 1 - landed, 0), len(start))))
            cloud.set_colors(dimmed(colors, landed))

        return UpdateFromAlphaFunc(Group(flying, cloud), go, run_time=time, rate_func=linear)


class Weighing(Group):
    """Values with their weights, one below the other in an area, as points in `colors` (p, 4)."""

    def __init__(self, parts: Sequence[Weighed], colors: Floats, area: Area, theme: Theme) -> None:
        values = np.array([part.values for part in parts]).T
        self.parts, self.colors = parts, colors
        self.values = values / max(float(np.abs(values).max()), 1e-9)
        labels = [words(weight(part.weight), Size.SMALL, theme.text) for part in parts]
        self.tracks = WaveTracks(labels, colors, area.width, area.height, SMALL * POINT, grid=theme.grid)
        self.tracks.move_to(area.center)
        self.tracks.show(self.values, len(colors))
        super().__init__(self.tracks, self.tracks.drawn)

    def places(self, track: int) -> Floats:
        """Return the points (p, 3) of one track's values."""
        points: Floats = self.tracks.places(self.values)[track]
        return points

    def come(self, lone: PointCloud, column: int) -> list[Any]:
        """Move the points of one value, which stood alone, to its track, or fade it out if it has none; others fade in.

        The weights have to be added after that: they would be in its way.
        """
        columns = [part.column for part in self.parts]
        arrive = lone.animate.set_positions(self.places(columns.index(column))) if column in columns else FadeOut(lone)
        return [arrive, FadeIn(self.tracks.zeros, *self.tracks.drawn)]

    def additions(self, pair: WavePair, wave: int) -> Iterator[tuple[Animation, Animation]]:
        """Yield two animations for each track: its points fly to the sum so far in a pair of waves, and that grows."""
        sums = sums_of(self.parts, pair.measured[wave].output)
        for track, (total, after) in enumerate(pairwise(sums)):
            flying, grows = PointCloud(self.places(track), self.colors, SMALL * POINT), pair.rise(wave, total, after)
            flying.generate_target().set_positions(pair.places(after)).set_opacity(ARRIVED)
            grows.rate_func = GROWS
            yield MoveToTarget(flying, rate_func=FLIES, remover=True), grows


def sums_of(parts: Sequence[Weighed], whole: Floats) -> list[Floats]:
    """Return the partial sums (p,) of the parts, starting from the mean of the whole."""
    return [*accumulate([part.part for part in parts], np.add, initial=np.full(len(whole), float(whole.mean())))]


def second_mix(parts: Sequence[Sequence[Weighed]]) -> str:
    """Describe the second of two weighted sums by whether it shares any values with the first."""
    first, second = ({part.column for part in mix} for mix in parts)
    return "Another mix of values" if first & second else "Other values, other weights"


def furthest(sums: Sequence[Sequence[Weighed]], wholes: Sequence[Floats]) -> float:
    """Return the largest distance from zero of any partial sum of several sums."""
    return float(max(np.abs(sums_of(parts, whole)).max() for parts, whole in zip(sums, wholes, strict=True)))


def dimmed(colors: Floats, shares: Floats) -> Floats:
    """Multiply the opacities of colors (n, 4) by shares (n,)."""
    dim: Floats = colors * np.column_stack([np.ones((len(colors), 3)), shares])
    return dim


def seats_of(counts: Sequence[int], area: Area) -> tuple[list[Area], int, bool]:
    """Return an area for each of several lists, the rows in each, and whether there is one more row for a name.

    The areas are stacked if rows then have enough space, else side by side.
    """
    size, most = units(Size.SMALL), max(counts)
    if area.height >= AIRY * size * len(counts) * (most + 1):
        return area.table(len(counts), 1, 0.0), most, True
    fit = max(1, min(int(area.height / (TIGHT * size)), most))
    deep = -(-most // -(-most // fit))  # columns of equal length
    return area.table(len(counts), len(counts), Gap.NEAR), deep, area.height >= AIRY * size * (deep + 1)
