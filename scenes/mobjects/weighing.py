"""Several values over the same numbers, each with what it is multiplied by, and how they are added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from manim import Animation, Group

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.wave_pair import WavePair
from transparent_box.scenes.mobjects.wave_tracks import WaveTracks

SMALL = 0.6  # of a point, that one is which has not been added yet
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

    def additions(self, pair: WavePair, wave: int, start: float) -> Iterator[tuple[PointCloud, Animation]]:
        """Each track's points, on their way to the sum so far in a pair of waves, and how the sum goes on by them."""
        total = np.full(len(self.seen), start)
        for track, entry in enumerate(self.parts):
            flying, after = PointCloud(self.places(track), self.seen, SMALL * POINT), total + entry.part
            flying.generate_target().set_positions(pair.places(after)).set_opacity(ARRIVED)
            yield flying, pair.rise(wave, total, after)
            total = after
