"""A value's points in a row, cut after every full turn of the winding: the pieces that overlap on the circle."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from manim import LEFT, UP, Animation, FadeIn, Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.spectra.spectrum_bars import Spectrum, SpectrumBars
from transparent_box.scenes.mobjects.words.lettering import words

LOWER = 0.6  # share of an area's height for bars below a row
LOW = 1.6  # units, least height of a row
DOT = 0.04  # units, radius of a point
RULE = 0.016  # units, width of a cut


class Plotted(Protocol):
    """A plot whose p points are at `spots` (p, 3), in `colors` (p, 4), as those of a `FittedWave` are."""

    spots: Floats
    colors: Floats


class TurnedRow(Group):
    """The points (p, 3) of a plot in `colors` (p, 4), scaled to an area, with cuts into at most `most` pieces."""

    def __init__(self, points: Floats, colors: Floats, name: str, most: int, area: Area, theme: Theme) -> None:
        self.title = words(f"{name}, cut at every turn", Size.SMALL, theme.dim)
        self.title.move_to([area.left, area.top, 0], LEFT + UP)
        self.area, self.start, self.most = area.less_top(self.title.height + Gap.NEAR), np.array(points), most
        across, up = np.ptp(self.start[:, 0]), max(float(np.ptp(self.start[:, 1])), 1e-9)
        middle = (self.start.min(axis=0) + self.start.max(axis=0)) / 2
        factors = np.array([(self.area.width - 2 * DOT) / across, (self.area.height - 2 * DOT) / up, 0.0])
        self.end = self.area.center + (self.start - middle) * factors
        self.cloud = PointCloud(self.end, colors, DOT)
        self.cuts = PolylineSet(np.zeros((most + 1, 2, 3)), np.tile(rgba(theme.grid), (most + 1, 1)), RULE)
        super().__init__(self.cuts, self.cloud, self.title)
        self.show(0.0)

    def show(self, turns: float) -> Self:
        """Place cuts at the start and after each of `turns` turns; those that are not needed lie at the end."""
        left, right = self.area.left, self.area.right
        spacing = (right - left) / max(turns, 1e-9)
        places = np.minimum(left + np.arange(self.most + 1) * spacing, right)
        ends = [
            np.stack([places, np.full_like(places, y), 0 * places], axis=1) for y in (self.area.bottom, self.area.top)
        ]
        self.cuts.set_curves(np.stack(ends, axis=1))
        return self

    def come(self) -> list[Animation]:
        """Shrink the plot's points into the row; cuts and title fade in late."""

        def move(share: float) -> None:
            self.cloud.set_positions((1 - share) * self.start + share * self.end)
            self.cloud.radius = (1 - share) * POINT + share * DOT

        shrinks = UpdateFromAlphaFunc(self.cloud, lambda _, share: move(share))
        return [shrinks, FadeIn(self.cuts, self.title, rate_func=second_half)]


def row_and_bars(
    plot: Plotted, name: str, spectrum: Spectrum, area: Area, theme: Theme
) -> tuple[TurnedRow | None, SpectrumBars]:
    """Make a row of a plot's points over the bars of a spectrum, in an area.

    The row is None where it would be too low or its title too wide.
    """
    low, high = area.parts(LOWER, Gap.NEAR, wide=np.inf)
    row = TurnedRow(plot.spots, plot.colors, name, len(spectrum.heights), high, theme) if high.height >= LOW else None
    if row and row.title.width > high.width:
        row = None
    below = low if row else area
    title = words("how far the mean is from the middle, by turns", Size.SMALL, theme.dim, below.width)
    return row, SpectrumBars(spectrum, below, theme, title)
