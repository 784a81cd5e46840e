"""A column of more switches than a picture has pixels: all of them drawn, through a window of any size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Self

import numpy as np

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.heat_map import HeatMap

BANDS = 1400  # that a window is drawn in, whatever it holds: more than it has pixels at 1080p
RULE = 0.07  # share of a switch left free above and below it
EVEN, TURNS = 0.45, 0.065  # of the panel's colour in a switch, and how far tens, hundreds … differ in turn from it
APART = 1.5  # how much neighbours differ where columns are repeated, as those numbers differ
BLUR = (0.25, 0.5, 0.25)  # of a band and its neighbours: switches about as high as a band do not shimmer

# A column's count of switches and its lit ones with their inks, where there is more than one of it.
Repeated = tuple[int, tuple[tuple[int, str], ...]] | tuple[()]


class LongColumn(HeatMap):
    """`count` switches, number 0 at the top, of which some are on: number → ink (#RRGGBB).

    `low` … `high` is the window, in switches from the top. A band of the picture has the mean colour of all that it
    shows (a box filter, by the running sum over the column), so a lit switch among thousands fades as it should.
    Switches, tens, hundreds, thousands … are shaded in turn: at every distance there is something that shrinks.
    `often` such columns may stand below each other: what is lit is lit in each, and ones, tens … of them are shaded in
    turn, too, from the middlemost on.
    """

    def __init__(
        self, count: int, lit: Mapping[int, str], width: float, height: float, theme: Theme, often: int = 1
    ) -> None:
        self.count, self.low, self.high = count * often, 0.0, float(count * often)
        repeated = (count, tuple(lit.items())) if often > 1 else ()
        self.shades = theme.panel, theme.grid, repeated
        super().__init__(np.zeros((1, BANDS, 4)), width, height, smooth=True)
        self.light({} if repeated else lit)

    @property
    def switches(self) -> Floats:
        """(count, 4) the colours of all switches when none is on."""
        return switches(self.count, *self.shades)

    def light(self, lit: Mapping[int, str], share: float = 1.0) -> Self:
        """Turn switches on, so far (0 … 1), and all others off."""
        self.lit, self.share = tuple(lit.items()), float(share)
        return self.look(self.low, self.high)

    def look(self, low: float, high: float) -> Self:
        """Show the switches between two places, which may lie beyond the ends: there is nothing there."""
        self.low, self.high = low, high
        cuts = np.linspace(low, high, BANDS + 1)
        running = sums_down(self.count, *self.shades)
        sums = np.stack([np.interp(cuts, edges(self.count), channel) for channel in running], axis=-1)
        for number, ink in self.lit:
            passed = np.clip(cuts - number - RULE, 0, 1 - 2 * RULE)[:, None]
            sums += passed * self.share * (rgba(ink) - self.switches[number])
        bands = np.diff(sums, axis=0) * BANDS / (high - low)
        padded = np.pad(bands, ((1, 1), (0, 0)), mode="edge")
        bands = np.sum([share * padded[place : place + BANDS] for place, share in enumerate(BLUR)], axis=0)
        solid = np.maximum(bands[:, 3:], 1e-9)
        self.colors = np.concatenate([bands[:, :3] / solid, bands[:, 3:]], axis=-1)[None, ::-1]
        return self

    def look_around(self, number: float, shown: float) -> Self:
        """Show so many switches with one in the middle, or as near to it as the ends of the column let it be."""
        low = float(np.clip(number + 0.5 - shown / 2, 0, max(self.count - shown, 0)))
        return self.look(low, low + shown)

    def look_about(self, number: float, shown: float, height: float) -> Self:
        """Show so many switches round one, as `look_around` does, in as many units of height about the same middle."""
        self.stretch_to_fit_height(height)
        return self.look_around(number, shown)

    def seat(self, number: float) -> Floats:
        """(3,) where a switch stands at the column's middle line, in the window or beyond it."""
        share = (number + 0.5 - self.low) / (self.high - self.low)
        top, foot = (self.points[3] + self.points[2]) / 2, (self.points[0] + self.points[1]) / 2
        found: Floats = top + share * (foot - top)
        return found


# Of one column and its copies, and not held by them: hundreds of thousands of values each.


@lru_cache(maxsize=4)
def switches(count: int, panel: str, grid: str, repeated: Repeated = ()) -> Floats:
    """(count, 4) switches' colours: ones, tens, hundreds … shaded in turn; so in each column that is repeated."""
    numbers = np.arange(count)[:, None]
    within, lit = repeated or (count, ())
    powers, often = 10 ** np.arange(len(str(within))), count // within
    turns = ((numbers % within // powers % 2 - 0.5) * np.where(powers == 1, 1.5, 1)).sum(axis=1, keepdims=True)
    if often > 1:  # the middlemost is shaded as one alone would be, and the others by how far they are from it
        powers = np.arange(len(str(often)))
        away = abs(numbers // within - often // 2) // 10**powers % 2
        turns += APART * (away * (-1.0) ** powers).sum(axis=1, keepdims=True)  # ones darker, tens lighter, …
    share = np.clip(EVEN - 2 * TURNS * turns, 0, 1)
    shaded: Floats = share * rgba(panel) + (1 - share) * rgba(grid)
    for number, ink in lit:
        shaded[number::within] = rgba(ink)
    return shaded


@lru_cache(maxsize=4)
def edges(count: int) -> Floats:
    """(2 count,) where switches begin and end, from the top."""
    return (np.arange(count)[:, None] + [RULE, 1 - RULE]).reshape(-1)


@lru_cache(maxsize=4)
def sums_down(count: int, panel: str, grid: str, repeated: Repeated = ()) -> Floats:
    """(4, 2 count) the running sums over the column's colours at these edges when no switch is turned on."""
    whole = (1 - 2 * RULE) * np.cumsum(switches(count, panel, grid, repeated), axis=0)
    ends = np.stack([np.vstack([np.zeros((1, 4)), whole[:-1]]), whole], axis=1)
    return np.ascontiguousarray(ends.reshape(-1, 4).T)


def zoomed(start: float, end: float, share: float) -> float:
    """Count the switches shown at a share of a zoom: by the same factor in the same time."""
    return float(start * (end / start) ** share)
