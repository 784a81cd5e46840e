"""Several values over the same numbers, each with what it is multiplied by, and how they are added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from manim import RIGHT, Animation, FadeIn, Group, Mobject, UpdateFromAlphaFunc, VGroup, linear

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.rates import gently
from transparent_box.scenes.look.theme import POINT, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.wave_pair import WavePair
from transparent_box.scenes.mobjects.wave_tracks import WaveTracks

SMALL = 0.6  # of a point, that one is which has not been added yet
AIRY, LOOSE = 1.35, 1.6  # times their size, from one line to the next, numbers have air, and larger ones
BESIDE, HIGH, FINE = 0.8, 0.42, 0.05  # of the width left by a weight, its values; of a row's height, these and a point
SLIM, DOUBLE, WHOLE = 0.8, 2.2, 0.9  # units that are narrow; times its size, two lines of lettering; of a width
RAISED, SUNK, LOW = 0.26, 0.24, 0.22  # of a row's height: of two lines the upper and the lower, and its values
FLIGHT, LANDING = 0.4, 0.8  # of the time in which a sum's values fly, that each number's take; when their point comes
COMES = 0.35  # of that time, a column's
ARRIVED = 0.2  # opacity of points that fly into the sum, when they are there


class Weighed(Protocol):
    """A value and its weight; see `model.analysis.probes.Weighed`."""

    @property
    def weight(self) -> float:
        """The number that it is multiplied by."""

    @property
    def values(self) -> Floats:
        """(p,) its values, less their mean."""

    @property
    def part(self) -> Floats:
        """(p,) what it adds to the sum."""


class WeightColumns(Group):
    """The weights of several sums, a column each in an area, headed by a name in its ink; beside each its values.

    These are small waves in colors `seen` (p, 4); they lie under the weights where beside them there is no width. Each
    column is a group of what is written, the values, and what flies from them into a sum, which is not seen before.
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
        most, fit = max(map(len, sums)), int(area.height / (AIRY * units(Size.SMALL))) - 1
        deep = -(-most // -(-most // max(1, min(fit, most))))  # as many rows as fit, the columns as long as each other
        pitch, block = area.height / (deep + 1), area.width / len(sums)
        size = Size.LABEL if pitch > LOOSE * units(Size.LABEL) else Size.SMALL
        super().__init__()
        for place, (parts, name, ink) in enumerate(zip(sums, names, inks, strict=True)):
            left, texts = area.left + place * block, [words(weight(part.weight), size, theme.text) for part in parts]
            wide, apart = max(text.width for text in texts), block / -(-most // deep)
            room, unit = (apart - wide) * BESIDE, max(float(np.abs(part.values).max()) for part in parts)
            under = room < SLIM and pitch > DOUBLE * units(size)  # values have more width there than beside weights
            first, last, high = (0.0, WHOLE * apart, LOW) if under else (wide + room / 4, wide + room, HIGH)
            points = np.zeros((len(parts), len(seen), 3))
            for number, (text, part) in enumerate(zip(texts, parts, strict=True)):
                column, row = divmod(number, deep)
                start, level = left + apart * column, area.top - pitch * (row + 1.5)
                text.move_to([start + wide, level + under * RAISED * pitch, 0], RIGHT)
                points[number, :, 0] = start + np.linspace(first, last, len(seen))
                points[number, :, 1] = level - under * SUNK * pitch + high * pitch * part.values / max(unit, 1e-9)
            head = words(name, Size.LABEL, ink).move_to([left + block / 2, area.top - pitch / 2, 0])
            shades, radius = np.tile(seen, (len(parts), 1)), min(SMALL * POINT, FINE * pitch * (high / HIGH) ** 0.5)
            clouds = [PointCloud(points.reshape(-1, 3), shades * [1, 1, 1, opacity], radius) for opacity in (1, 0)]
            self.add(Group(VGroup(head, *texts), *clouds))

    @property
    def first(self) -> list[Mobject]:
        """The first column, without what flies."""
        return list(self[0][:2])

    def pour(self, number: int, cloud: PointCloud, time: float) -> list[Animation]:
        """Let one sum's values fly to its points (p, 3), all of a number into its one, the first number first.

        A column after the first one comes only as it flies: it would stand in the way of those before it.
        """
        (written, values, flying), seen, end = self[number], cloud.colors.copy(), cloud.points.copy()
        start, shades = values.points.reshape(-1, *end.shape), values.colors

        def go(_: Mobject, share: float) -> None:
            gone = gently(passed(share, np.linspace(0, 1, len(end)), FLIGHT))
            there = np.clip((gone - LANDING) / (1 - LANDING), 0, 1)
            flying.set_positions((start + gone[:, None] * (end - start)).reshape(-1, 3))
            flying.set_colors(dimmed(shades, np.tile(np.where(gone > 0, 1 - there, 0), len(start))))
            cloud.set_colors(dimmed(seen, there))

        flies = UpdateFromAlphaFunc(Group(flying, cloud), go, run_time=time, rate_func=linear)
        return [flies, *([FadeIn(written, values, run_time=COMES * time)] if number else [])]


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

    def additions(self, pair: WavePair, wave: int) -> Iterator[tuple[PointCloud, Animation]]:
        """Each track's points, on their way to the sum so far in a pair of waves, and how the sum goes on by them."""
        total = np.full(len(self.seen), float(pair.measured[wave].output.mean()))
        for track, entry in enumerate(self.parts):
            flying, after = PointCloud(self.places(track), self.seen, SMALL * POINT), total + entry.part
            flying.generate_target().set_positions(pair.places(after)).set_opacity(ARRIVED)
            yield flying, pair.rise(wave, total, after)
            total = after


def dimmed(colors: Floats, shares: Floats) -> Floats:
    """Colors (n, 4), each with a share (n,) of its opacity."""
    found: Floats = colors * np.column_stack([np.ones((len(colors), 3)), shares])
    return found
