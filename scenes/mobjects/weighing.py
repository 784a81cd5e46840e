"""Several values over the same numbers, each with what it is multiplied by, and how they are added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from manim import RIGHT, Animation, Group, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import POINT, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.wave_pair import WavePair
from transparent_box.scenes.mobjects.wave_tracks import WaveTracks

SMALL = 0.6  # of a point, that one is which has not been added yet
AIRY, LOOSE = 1.35, 1.6  # times their size, from one line to the next, numbers have air, and larger ones
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


class WeightColumns(VGroup):
    """The weights alone of several sums, a column each in an area, headed by a name in its ink."""

    def __init__(
        self, sums: Sequence[Sequence[Weighed]], names: Sequence[str], inks: Sequence[str], area: Area, theme: Theme
    ) -> None:
        super().__init__()
        most, fit = max(map(len, sums)), int(area.height / (AIRY * units(Size.SMALL))) - 1
        deep = -(-most // -(-most // max(1, min(fit, most))))  # as many rows as fit, the columns as long as each other
        pitch, block = area.height / (deep + 1), area.width / len(sums)
        size = Size.LABEL if pitch > LOOSE * units(Size.LABEL) else Size.SMALL
        for place, (parts, name, ink) in enumerate(zip(sums, names, inks, strict=True)):
            left, texts = area.left + place * block, [words(weight(part.weight), size, theme.text) for part in parts]
            wide, apart = max(text.width for text in texts), block / -(-most // deep)
            for number, text in enumerate(texts):
                column, row = divmod(number, deep)
                text.move_to([left + apart * (column + 0.5) + wide / 2, area.top - pitch * (row + 1.5), 0], RIGHT)
            head = words(name, Size.LABEL, ink).move_to([left + block / 2, area.top - pitch / 2, 0])
            self.add(VGroup(head, *texts))


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
