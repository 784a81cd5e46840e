"""A column of more switches than a picture has pixels: all of them drawn, through a window of any size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Self

import numpy as np

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap

BANDS = 1400  # that a window is drawn in, whatever it holds: more than it has pixels at 1080p
RULE = 0.07  # share of a switch left free above and below it
EVEN = 0.45  # of the panel's color in a switch
TURNS = {1: 0.1, 10: 0.03}  # how far every other one is from that, and every other ten, which go on a little longer
THIN = 0.006  # of the window's height, a lit switch at least: as it is, it would be a hundredth of a pixel
BLUR = (0.25, 0.5, 0.25)  # of a band and its neighbors: switches about as high as a band do not shimmer


class LongColumn(HeatMap):
    """`count` switches, number 0 at the top, of which some are on: number → ink (#RRGGBB).

    `low` … `high` is the window, in switches from the top. A band of the picture has the mean color of all that it
    shows (a box filter, by the running sum over the column). Only ones and tens are shaded in turn: the more are seen,
    the finer they are, and thousands are one even tone. What is lit stays in sight, as a line, until it is drawn as
    `thin` as it is. Of the window's height a share is `uncovered`, from the top.
    """

    def __init__(self, count: int, lit: Mapping[int, str], width: float, height: float, theme: Theme) -> None:
        self.count, self.low, self.high = count, 0.0, float(count)
        self.shades, self.thinned, self.uncovered = (theme.panel, theme.grid), 0.0, 1.0
        super().__init__(np.zeros((1, BANDS, 4)), width, height, smooth=True)
        self.light(lit)

    @property
    def switches(self) -> Floats:
        """(count, 4) the colors of all switches when none is on."""
        return switches(self.count, *self.shades)

    def light(self, lit: Mapping[int, str], share: float = 1.0) -> Self:
        """Turn switches on, so far (0 … 1), and all others off."""
        self.lit, self.share = tuple(lit.items()), float(share)
        return self.look(self.low, self.high)

    def thin(self, share: float) -> Self:
        """Draw what is lit thinner by a share of what it is too thick."""
        self.thinned = share
        return self.look(self.low, self.high)

    def uncover(self, share: float) -> Self:
        """Show so much of the window's height, from the top, and nothing below."""
        self.uncovered = share
        return self.look(self.low, self.high)

    def look(self, low: float, high: float) -> Self:
        """Show the switches between two places, which may lie beyond the ends: there is nothing there."""
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
        """Show so many switches with one in the middle, or as near to it as the ends of the column let it be."""
        low = float(np.clip(number + 0.5 - shown / 2, 0, max(self.count - shown, 0)))
        return self.look(low, low + shown)

    def seat(self, number: float) -> Floats:
        """(3,) where a switch stands at the column's middle line, in the window or beyond it."""
        share = (number + 0.5 - self.low) / (self.high - self.low)
        top, foot = (self.points[3] + self.points[2]) / 2, (self.points[0] + self.points[1]) / 2
        found: Floats = top + share * (foot - top)
        return found

    def _covered(self, number: int, cuts: Floats) -> Floats:
        """(BANDS,) how much of each band between `cuts` a lit switch takes: a line, unless that is thinned."""
        line = (1 - self.thinned) * THIN * (self.high - self.low)
        thick, middle = max(1 - 2 * RULE, line), number + 0.5
        if self.low <= middle <= self.high:  # the whole of the line, though it be at an end
            middle = float(np.clip(middle, self.low + thick / 2, self.high - thick / 2))
        taken: Floats = np.diff(np.clip(cuts - middle + thick / 2, 0, thick)) / np.diff(cuts)
        return taken


# Of one column, and not held by it: hundreds of thousands of values each.


@lru_cache(maxsize=4)
def switches(count: int, panel: str, grid: str) -> Floats:
    """(count, 4) switches' colors: ones and tens shaded in turn."""
    numbers = np.arange(count)[:, None]
    turns = [far * (1 - 2 * (numbers // power % 2)) for power, far in TURNS.items()]
    share = np.clip(EVEN + np.sum(turns, axis=0), 0, 1)
    shaded: Floats = share * rgba(panel) + (1 - share) * rgba(grid)
    return shaded


@lru_cache(maxsize=4)
def edges(count: int) -> Floats:
    """(2 count,) where switches begin and end, from the top."""
    return (np.arange(count)[:, None] + [RULE, 1 - RULE]).reshape(-1)


@lru_cache(maxsize=4)
def sums_down(count: int, panel: str, grid: str) -> Floats:
    """(4, 2 count) the running sums over the column's colors at these edges when no switch is turned on."""
    whole = (1 - 2 * RULE) * np.cumsum(switches(count, panel, grid), axis=0)
    ends = np.stack([np.vstack([np.zeros((1, 4)), whole[:-1]]), whole], axis=1)
    return np.ascontiguousarray(ends.reshape(-1, 4).T)


def zoomed(start: float, end: float, share: float) -> float:
    """Count the switches shown at a share of a zoom: by the same factor in the same time."""
    return float(start * (end / start) ** share)
