"""Several values over the same numbers, one track above the other; all points are one cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Self

import numpy as np
from manim import Group, Line, ManimColor, Mobject, VGroup, smooth

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.waves.pair_plots import PairPlots
from transparent_box.scenes.mobjects.words.lettering import words

FILL = 0.42  # height of a value of 1 above a track's middle, as a share of the track's height
LABEL_GAP = 0.2
HIGHEST = 2.33  # units, height of a track, at most
LEAST = 0.38  # units, height of each of many tracks, at least
FINE = 0.65  # radius of a track's points, in POINTs
OPENS = 0.24  # share of a count in which the plots open
COME = 0.16  # share of it after which tracks fade in beside them


class WaveTracks(VGroup):
    """n tracks in `width` × `height` units with n labels at their left; each track's points have `colors` (p, 4).

    `drawn`, the points and the line through them, has to be added separately.
    """

    def __init__(
        self,
        labels: Sequence[Mobject],
        colors: Floats,
        width: float,
        height: float,
        radius: float,
        *,
        grid: str,
    ) -> None:
        count = len(labels)
        self.inks, self.pitch = np.array(colors), height / count
        room = max(label.width for label in labels) + LABEL_GAP
        levels = [height / 2 - (track + 0.5) * self.pitch for track in range(count)]
        left, right = room - width / 2, width / 2
        self.zeros = VGroup(*(Line([left, y, 0], [right, y, 0], color=grid, stroke_width=1.2) for y in levels))
        self.labels = VGroup(*labels)
        for label, level in zip(labels, levels, strict=True):
            label.move_to([left - LABEL_GAP - label.width / 2, level, 0])
        super().__init__(self.zeros, self.labels)
        self.line = PolylineSet(
            [*np.zeros((count, len(colors), 3))], np.tile([*ManimColor(grid).to_rgb(), 0.8], (count, 1)), 0.5 * radius
        )
        self.cloud = PointCloud(np.zeros((count * len(colors), 3)), np.tile(colors, (count, 1)), radius)
        self.drawn = Group(self.line, self.cloud)

    def places(self, values: Floats) -> Floats:
        """Return the current points (n, p, 3) of values (p, n)."""
        starts = np.array([line.get_start() for line in self.zeros])
        ends = np.array([line.get_end() for line in self.zeros])
        share = np.linspace(0, 1, len(values))[None, :, None]
        placed = starts[:, None] + share * (ends - starts)[:, None]
        placed[..., 1] += FILL * self.pitch * np.asarray(values).T
        points: Floats = placed
        return points

    def show(self, values: Floats, until: float) -> Self:
        """Show values (p, n) of the numbers up to `until`, and a line that grows from the last to the next."""
        colors = np.tile(self.inks, (len(self.zeros), 1, 1))
        colors[:, np.arange(len(self.inks)) > until, 3] = 0
        places = self.places(values)
        self.cloud.set_positions(places.reshape(-1, 3)).set_colors(colors.reshape(-1, 4))
        end = min(until, len(self.inks) - 1)
        places[:, int(end) + 1 :] = part_way(places.swapaxes(0, 1), max(end, 0))[:, None]
        self.line.set_curves(places)
        return self


class WavesBeside(Group):
    """A track with small points for each neuron in an area, beside plots; `colors` (p, 4) are those of the points.

    Where the area is narrow or tracks would be too low, it is empty and `there` is 0, else 1.
    """

    def __init__(self, neurons: Iterable[int], colors: Floats, area: Area, theme: Theme) -> None:
        self.tracks = tracks_in(area, [f"neuron {neuron}" for neuron in neurons], colors, theme, FINE * POINT)
        self.there = int(self.tracks.pitch > LEAST and area.width > area.height)
        super().__init__(*([self.tracks, self.tracks.drawn] if self.there else []))

    def show(self, values: Floats, until: float) -> Self:
        """Show values (p, n) up to a number."""
        self.tracks.show(values, until)
        return self

    def see(self, share: float) -> Self:
        """Set the opacity (0 … 1) of all of it."""
        if self.there:
            for part in (*self.tracks.drawn, self.tracks.labels):
                part.set_opacity(share)
            self.tracks.zeros.set_stroke(opacity=share)
        return self

    def as_they_open(self, plots: PairPlots, values: Floats, start: Area, end: Area) -> Callable[[float], object]:
        """Return a function of a share (0 … 1) that opens plots, moves them to another area, and counts all numbers.

        Counting meanwhile leaves no plot empty. The tracks fade in, up to the current number, once there is room for
        them.
        """

        def move(share: float) -> None:
            until, opened = share * (len(values) - 1), float(smooth(min(share / OPENS, 1.0)))
            plots.stand(start, end, opened).open(opened).show(values, until, keep_first=True)
            self.show(values, until).see(float(np.clip((share - COME) / (OPENS - COME), 0, 1)))

        return move


def tracks_in(area: Area, names: Sequence[str], colors: Floats, theme: Theme, radius: float = POINT) -> WaveTracks:
    """Make an empty track for each name in an area, each at most `HIGHEST` units high."""
    area = area.no_higher(HIGHEST * len(names))
    labels = [words(name, Size.LABEL, theme.text) for name in names]
    tracks = WaveTracks(labels, colors, area.width, area.height, radius, grid=theme.grid)
    return tracks.move_to(area.center)
