"""The spectra of many neurons as a heat map, a row each, in blocks with names and counts at their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Group,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.spectra.spectrum_bars import FOOT, SpectrumBars, frequencies_under
from transparent_box.scenes.mobjects.spectra.standing_rows import SLIT, StandingRows, floor_share
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

APART = 0.36  # units from one name to the next, at least
LARGE = 0.55  # share of the map's height that the last block, the rest, fills in close-up
FINE = 4  # rows drawn for each neuron, so that zooming is smooth
DEEP = 0.3  # units, least height of a row, about, while there are only a few
STANDS = 0.18  # share of the time of `take` after which the bars of other neurons have risen
LEAVES = squish_rate_func(smooth, 0.0, 0.1)  # pace at which the wave that became this neuron's bar leaves
TIPPED = 0.5  # share of that time after which the bars are seen from above
REST = 0.6  # share of that time after which whole rows are lit, and begin to be split into more
ALL = 0.94  # share of that time after which all rows are there
COMES = 0.35  # share of a look at the rest in which the view zooms in
GOES = 0.7  # share of that look after which it begins to zoom out
MIXED = 0.1  # least share of a neuron's variance at its second frequency for it to count as mixed
SEEN = 0.3  # units of a block in view from which its name is fully visible


class Sorted(Protocol):
    """Neurons sorted by the frequency they belong to, as in `model.analysis.winding.FrequencyMap`."""

    @property
    def shares(self) -> Floats:
        """The shares (n, m) of the frequencies 1 … m in n neurons' variances."""

    @property
    def blocks(self) -> Sequence[tuple[int, int]]:
        """Each frequency with its number of neurons, in the order of the rows."""

    @property
    def rest(self) -> int:
        """The number of neurons that belong to none, which come last."""


class SpectrumMap(Group):
    """The shares of frequencies in the variances of sorted `neurons` as brightness, a row for each, in an area.

    Rows run downward, in blocks of one frequency and a last one of the rest. `shade` maps shares in 0 … 1 to RGBA; if
    `wide`, blocks have longer names.
    """

    def __init__(
        self,
        neurons: Sorted,
        shade: Callable[[Floats], Floats],
        area: Area,
        wide: bool,
        theme: Theme,
    ) -> None:
        shares, blocks = neurons.shares, neurons.blocks
        self.sizes, inks = (
            np.array([*(size for _, size in blocks), neurons.rest]),
            [theme.text] * len(blocks) + [theme.dim],
        )
        heads = [*(turns(k) for k, _ in blocks), "mixed"]
        nouns = [" neurons" if size != 1 else " neuron" for size in self.sizes] if wide else [""] * len(heads)
        names = [f"{head}: {size}{noun}" for head, size, noun in zip(heads, self.sizes, nouns, strict=True)]
        self.names = VGroup(*(words(name, Size.LABEL, ink) for name, ink in zip(names, inks, strict=True)))
        self.times = Counter("rows ×", "99.9", "", Size.SMALL, theme.dim)
        room = max(name.width for name in (*self.names, self.times)) + 2 * Gap.NEAR
        self.area = Area(area.left, area.right - room, area.bottom + FOOT, area.top)
        self.shares, self.shade, self.theme = np.asarray(shares), shade, theme
        self.shades = shade(self.shares).transpose(1, 0, 2)[:, ::-1]
        self.map = HeatMap(self.shades, self.area.width, self.area.height).move_to(self.area.center)
        self.brackets = VGroup(*(Line(UP, DOWN, color=ink, stroke_width=3) for ink in inks))
        self.look_nearer(0.0)
        self.numerals = frequencies_under(self.area, shares.shape[1], theme)
        noun = words("turns", Size.SMALL, theme.dim).next_to(self.numerals[-1], RIGHT, Gap.NEAR)
        stand_on(self.numerals[-1].baseline, noun)
        self.numerals.add(noun)
        super().__init__(self.map, self.brackets, self.names, self.times, self.numerals)

    @property
    def sentence(self) -> str:
        """Return a sentence: how many neurons have one frequency, and how many of the rest mix several."""
        rest, keep = self.sizes[-1], sum(self.sizes[:-1])
        if not rest:
            return f"All {keep} neurons keep to one frequency each."
        mixed = float((np.sort(self.shares[-rest:], axis=1)[:, -2] >= MIXED).mean())
        some = f"Of the other {rest}, {'most' if mixed > 0.5 else 'some'} mix" if mixed < 1 else f"The other {rest} mix"
        return f"{keep} neurons keep to one frequency. {some if rest > 1 else 'The last one mixes'} several."

    def look_at_rest(self, share: float) -> None:
        """Zoom in to the rest, stay for a while, and zoom out: a share (0 … 1) of that."""
        self.look_nearer(smooth(min(share / COMES, 1.0)) - smooth(max(share - GOES, 0.0) / (1 - GOES)))

    def look_nearer(self, share: float) -> None:
        """Zoom in by a share (0 … 1), rows leaving at the top, until the rest fills more than half of the map."""
        rows = self.shades.shape[1]
        times = max(LARGE * rows / max(self.sizes[-1], 1), 1.0) ** share
        if share > 0:
            self.map.set_colors(self.shades[:, self._rows_in_view(times)])
        elif self.map.colors.shape[1] != rows:
            self.map.set_colors(self.shades)
        self._stand(times)
        self.times.go_home().show(f"{times:.1f}").set_opacity(min(2 * times - 2, 1.0))
        self.times.next_to(self.names[-1], DOWN, 0.15, aligned_edge=LEFT)

    def _stand(self, times: float) -> None:
        """Place brackets and names beside the blocks when rows are `times` their original height."""
        area, level = self.area, np.inf
        ends = area.bottom + times * area.height * (1 - np.cumsum([0, *self.sizes]) / self.sizes.sum())
        for name, line, top, bottom in zip(self.names, self.brackets, ends[:-1], ends[1:], strict=True):
            high = min(top, area.top)
            opacity, low = np.clip((high - bottom) / min(SEEN, top - bottom + 1e-9), 0, 1), min(bottom, area.top - 0.05)
            side, level = area.right + 0.12, min((high + low) / 2, level - opacity * APART)
            line.put_start_and_end_on([side, high - 0.02, 0], [side, low + 0.02, 0])
            name.next_to([side, level, 0], RIGHT, 0.15)
            VGroup(line, name).set_opacity(float(opacity))

    def _rows_in_view(self, times: float) -> NDArray[np.int64]:
        """Return the index, from the bottom, of the row at each drawn place, when rows are `times` their height.

        Only the lowest rows are then in view.
        """
        rows = self.shades.shape[1]
        places = (np.arange(FINE * rows) + 0.5) / FINE / times
        indices: NDArray[np.int64] = np.minimum(places.astype(int), rows - 1)
        return indices

    def take(self, bars: SpectrumBars, neuron: int, shares: Floats) -> list[Animation]:
        """Raise other neurons' bars behind one neuron's, tilt them until seen from above, and fill in all rows.

        Shares (n, m) are in the neurons' own order, which tells the neuron's row in the map. At first only as many rows
        as are discernible appear, from all over the map; then each is split in two, repeatedly.
        """
        area, rows = self.area, self.shades.shape[1]
        place = rows - 1 - int(np.abs(self.shares - shares[neuron]).sum(axis=1).argmin())
        often = max(round(np.log2(DEEP * rows / area.height)), 0)
        few, own = self._some(often, place)
        stand = StandingRows(self.shares[::-1][few].T, own, bars, self.shade, area, self.theme)
        tag = words(str(neuron), Size.LABEL, bars.ink)

        def come(share: float) -> None:
            floor, lit = max(floor_share(tipped(share)), 1e-3), between(share, TIPPED, REST)
            self.map.points[:, 1] = area.bottom + floor * area.height * np.array([0, 0, 1, 1])
            parted = often * between(share, REST, ALL)
            left, picture = often - int(parted), self._parted(often - int(parted), often, place)
            if parted % 1:
                picture = (1 - parted % 1) * picture + parted % 1 * self._parted(left - 1, often, place)
            picture[..., :3] = lit * picture[..., :3] + (1 - lit) * self.shade(np.zeros(1))[0, :3]
            self.map.set_colors(picture if share < ALL else self.shades)

        def move(share: float) -> None:
            floor = floor_share(tipped(share))
            stand.show(smooth(between(share, 0, STANDS)), floor).set_fill(opacity=1 - between(share, REST, ALL))
            up = (stand.stands[own] + 0.5 / stand.many) * floor * area.height
            up += between(share, REST, ALL) * ((place + 0.5) / rows * area.height - up)
            tag.next_to([area.right, area.bottom + up, 0], RIGHT, 0.15)
            tag.set_opacity(min(between(share, STANDS, TIPPED), 4 * (1 - between(share, REST, ALL)), 1.0))

        gone = UpdateFromAlphaFunc(bars[1:3], lambda group, _: group.set_fill(opacity=0))  # redrawn among the rows
        others = UpdateFromAlphaFunc(self.map, lambda _, share: come(share))
        moves = [gone, others, UpdateFromAlphaFunc(Group(stand, tag), lambda _, share: move(share), remover=True)]
        for animation in moves:
            animation.rate_func = linear
        return moves

    def _some(self, often: int, place: int) -> tuple[NDArray[np.int64], int]:
        """Return the rows, from the bottom, that are left after `often` halvings, and the index of `place` in them."""
        rows = self.shades.shape[1]
        many = max(round(rows / 2**often), 1)
        chosen, own = ((np.arange(many) + 0.5) * rows / many).astype(int), int((place + 0.5) * many / rows)
        chosen[own] = place
        return chosen, own

    def _parted(self, often: int, first: int, place: int) -> Floats:
        """Return the colors (m, r, 4) of the rows left after `often` halvings, of `first` at the start."""
        chosen, _ = self._some(often, place)
        up = (np.arange(FINE * self.shades.shape[1]) + 0.5) / (FINE * self.shades.shape[1]) * len(chosen)
        picture = self.shades[:, chosen[up.astype(int)]]
        picture[..., 3] *= 1 - (up % 1 > 1 - SLIT) * often / max(first, 1)
        return picture


def tipped(share: float) -> float:
    """Return how far (0 … 1) the floor is tilted at a share (0 … 1) of the time of `take`."""
    return float(smooth(between(share, STANDS, TIPPED)))


def between(share: float, start: float, end: float) -> float:
    """Return how much (0 … 1) of the interval from `start` to `end` has passed."""
    return min(max((share - start) / (end - start), 0.0), 1.0)
