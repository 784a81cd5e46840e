"""A column with more switches than a picture has pixels, seen through a window of any size without aliasing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Self

import numpy as np

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap

BANDS = 1400  # in which any window is drawn: more than it has pixels at 1080p
RULE = 0.07  # share of a switch's height left free above it, and below it
EVEN = 0.45  # share of the panel's color in the color of a switch; the rest is the grid's
TURNS = {1: 0.1, 10: 0.03}  # by which that alternates from one switch to the next, and from ten to ten (visible longer)
THIN = 0.006  # least height of a lit switch, as a share of the window's: its own could be a hundredth of a pixel
BLUR = (0.25, 0.5, 0.25)  # weights of a band and its neighbors, so that switches about as high as a band do not shimmer


class LongColumn(HeatMap):
    """A column of `count` switches, number 0 at the top; `lit` maps the numbers of those on to colors (#RRGGBB).

    The window shows the switches from `low` to `high`, counted from the top. Each band of the picture has the mean
    color of the switches in it (a box filter by running sums). Single switches and tens alternate in shade, which
    averages to one even tone when thousands are in view. A lit switch stays visible as a line until `thin` gives it its
    true height. `uncover` shows only a share of the window's height, from the top.
    """

    def __init__(self, count: int, lit: Mapping[int, str], width: float, height: float, theme: Theme) -> None:
        self.count, self.low, self.high = count, 0.0, float(count)
        self.shades, self.thinned, self.uncovered = (theme.panel, theme.grid), 0.0, 1.0
        super().__init__(np.zeros((1, BANDS, 4)), width, height, smooth=True)
        self.light(lit)

    @property
    def switches(self) -> Floats:
        """Return the colors (count, 4) of all switches when none is on."""
        return switches(self.count, *self.shades)

    def light(self, lit: Mapping[int, str], share: float = 1.0) -> Self:
        """Switch on the numbers of `lit`, by a share (0 … 1), and all others off."""
        self.lit, self.share = tuple(lit.items()), float(share)
        return self.look(self.low, self.high)

    def thin(self, share: float) -> Self:
        """Thin the lines of lit switches by a share (0 … 1) of the way to their true height."""
        self.thinned = share
        return self.look(self.low, self.high)

    def uncover(self, share: float) -> Self:
        """Show a share (0 … 1) of the window's height, from the top, and nothing below."""
        self.uncovered = share
        return self.look(self.low, self.high)

    def look(self, low: float, high: float) -> Self:
        """Show the switches from `low` to `high`; beyond the ends of the column nothing is drawn."""
        self.low, self.high = low, high
        cuts = np.linspace(low, high, BANDS + 1)
        running = sums_down(self.count, *self.shades)
        sums = np.stack([np.interp(cuts, edges(self.count), channel) for channel in running], axis=-1)
        bands = np.diff(sums, axis=0) * BANDS / (high - low)
        for number, ink in self.lit:
            covered = self._covered(number, cuts)
            bands += self.share * covered[:, None] * (rgba(ink) - bands)
        padded = np.pad(bands, ((1, 1), (0, 0)), mode="edge")
        bands = np.sum([share * padded[place : place + BANDS] for place, share in enumerate(BLUR)], axis=0)
        bands[round(self.uncovered * BANDS) :] = 0.0
        solid = np.maximum(bands[:, 3:], 1e-9)
        self.colors = np.concatenate([bands[:, :3] / solid, bands[:, 3:]], axis=-1)[None, ::-1]
        return self

    def look_around(self, number: float, shown: float) -> Self:
        """Show `shown` switches with one number in the middle, or as near to it as the ends of the column allow."""
        return self.look(*window(number + 0.5, shown, self.count))

    def seat(self, number: float) -> Floats:
        """Return the center (3,) of a switch, in the window or beyond it."""
        share = (number + 0.5 - self.low) / (self.high - self.low)
        top, foot = (self.points[3] + self.points[2]) / 2, (self.points[0] + self.points[1]) / 2
        place: Floats = top + share * (foot - top)
        return place

    def _covered(self, number: int, cuts: Floats) -> Floats:
        """Return the share (BANDS,) of each band between `cuts` that a lit switch covers."""
        line = (1 - self.thinned) * THIN * (self.high - self.low)
        thick, middle = max(1 - 2 * RULE, line), number + 0.5
        if self.low <= middle <= self.high:  # even at an end, show the whole line
            middle = float(np.clip(middle, self.low + thick / 2, self.high - thick / 2))
        taken: Floats = np.diff(np.clip(cuts - middle + thick / 2, 0, thick)) / np.diff(cuts)
        return taken


# Cached here rather than in the mobjects, which are copied: these have hundreds of thousands of values each.


@lru_cache(maxsize=4)
def switches(count: int, panel: str, grid: str) -> Floats:
    """Return the colors (count, 4) of switches, alternating in shade from one to the next and from ten to ten."""
    numbers = np.arange(count)[:, None]
    turns = [far * (1 - 2 * (numbers // power % 2)) for power, far in TURNS.items()]
    share = np.clip(EVEN + np.sum(turns, axis=0), 0, 1)
    shaded: Floats = share * rgba(panel) + (1 - share) * rgba(grid)
    return shaded


@lru_cache(maxsize=4)
def edges(count: int) -> Floats:
    """Return the upper and lower edges (2·count,) of the switches, in switches from the top."""
    return (np.arange(count)[:, None] + [RULE, 1 - RULE]).reshape(-1)


@lru_cache(maxsize=4)
def sums_down(count: int, panel: str, grid: str) -> Floats:
    """Return the running sums (4, 2·count) of the colors at those edges when no switch is on."""
    whole = (1 - 2 * RULE) * np.cumsum(switches(count, panel, grid), axis=0)
    ends = np.stack([np.vstack([np.zeros((1, 4)), whole[:-1]]), whole], axis=1)
    return np.ascontiguousarray(ends.reshape(-1, 4).T)


def zoomed(start: float, end: float, share: float) -> float:
    """Return the number of switches in view at a share (0 … 1) of an exponential zoom."""
    return float(start * (end / start) ** share)


def window(middle: float, wide: float, whole: float) -> tuple[float, float]:
    """Return the ends of a window of a width within 0 … `whole`, as near around the middle as that allows."""
    low = float(np.clip(middle - wide / 2, 0, max(whole - wide, 0)))
    return low, low + wide
