"""Many neurons' spectra, a row each, in blocks that are named and counted at their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
LARGE = 0.55  # of the map's height, for the rest when it is looked at
FINE = 4  # rows drawn for each neuron, for them to grow
DEEP = 0.3  # units high is a row, at least about, while few are there
STANDS = 0.18  # of the time in which a neuron's bars are taken, until those of others have risen
LEAVES = squish_rate_func(smooth, 0.0, 0.1)  # how a wave leaves then that closed up into that neuron's bar
TIPPED = 0.5  # of that time, until one looks down on them
REST = 0.6  # of that time, until the spots lie among all that is in their rows, and the rows begin to be parted
ALL = 0.94  # of that time, until all rows are there
COMES = 0.35  # of a look at the rest, until one is near
GOES = 0.7  # of that look, until one begins to go back
MIXED = 0.1  # of a row's variance, what a second frequency holds at least where several are mixed
SEEN = 0.3  # units of a block in sight, from which its name is wholly seen


class SpectrumMap(Group):
    """Shares (n, m) of frequencies 1 … m as brightness, rows downward, in blocks of (frequency, rows) and a rest.

    `shade` makes RGBA of shares in 0 … 1; where it is `wide`, blocks have longer names.
    """

    def __init__(
        self,
        shares: Floats,
        blocks: Sequence[tuple[int, int]],
        rest: int,
        shade: Callable[[Floats], Floats],
        area: Area,
        wide: bool,
        theme: Theme,
    ) -> None:
        self.sizes, inks = np.array([*(size for _, size in blocks), rest]), [theme.text] * len(blocks) + [theme.dim]
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
    def told(self) -> str:
        """Say how many rows keep to one frequency, and of the rest how many mix several."""
        rest, keep = self.sizes[-1], sum(self.sizes[:-1])
        if not rest:
            return f"All {keep} neurons keep to one frequency each."
        mixed = float((np.sort(self.shares[-rest:], axis=1)[:, -2] >= MIXED).mean())
        some = f"Of the other {rest}, {'most' if mixed > 0.5 else 'some'} mix" if mixed < 1 else f"The other {rest} mix"
        return f"{keep} neurons keep to one frequency. {some if rest > 1 else 'The last one mixes'} several."

    def look_at_rest(self, share: float) -> None:
        """Go near to the rest, stay for a while, and go back, as far as is told."""
        self.look_nearer(smooth(min(share / COMES, 1.0)) - smooth(max(share - GOES, 0.0) / (1 - GOES)))

    def look_nearer(self, share: float) -> None:
        """Let all rows grow alike, those above leaving at the top, until the rest fills more than half of the map."""
        rows = self.shades.shape[1]
        times = max(LARGE * rows / max(self.sizes[-1], 1), 1.0) ** share
        if share > 0:
            self.map.set_colors(self.shades[:, self._seen(times)])
        elif self.map.colors.shape[1] != rows:
            self.map.set_colors(self.shades)
        self._stand(times)
        self.times.go_home().show(f"{times:.1f}").set_opacity(min(2 * times - 2, 1.0))
        self.times.next_to(self.names[-1], DOWN, 0.15, aligned_edge=LEFT)

    def _stand(self, times: float) -> None:
        """Put brackets and names beside blocks so many times as high as all are together in the map, as far as seen."""
        area, level = self.area, np.inf
        ends = area.bottom + times * area.height * (1 - np.cumsum([0, *self.sizes]) / self.sizes.sum())
        for name, line, top, bottom in zip(self.names, self.brackets, ends[:-1], ends[1:], strict=True):
            high = min(top, area.top)
            seen, low = np.clip((high - bottom) / min(SEEN, top - bottom + 1e-9), 0, 1), min(bottom, area.top - 0.05)
            side, level = area.right + 0.12, min((high + low) / 2, level - seen * APART)
            line.put_start_and_end_on([side, high - 0.02, 0], [side, low + 0.02, 0])
            name.next_to([side, level, 0], RIGHT, 0.15)
            VGroup(line, name).set_opacity(float(seen))

    def _seen(self, times: float) -> NDArray[np.int64]:
        """Find which row, from the bottom, is at each of the places that are drawn.

        Rows are so many times as high as all are together in the map, and so many are too low to be seen.
        """
        rows = self.shades.shape[1]
        places = (np.arange(FINE * rows) + 0.5) / FINE / times
        found: NDArray[np.int64] = np.minimum(places.astype(int), rows - 1)
        return found

    def take(self, bars: SpectrumBars, neuron: int, shares: Floats) -> list[Animation]:
        """Let other neurons' bars rise with a neuron's and tip them until a spot is left of each; all rows come.

        Shares (n, m) are those of all as they are numbered: its place is where they are the row's. So many come first
        as can be told apart, from all over the map; then each row is parted in two, again and again.
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
            left, seen = often - int(parted), self._parted(often - int(parted), often, place)
            if parted % 1:
                seen = (1 - parted % 1) * seen + parted % 1 * self._parted(left - 1, often, place)
            seen[..., :3] = lit * seen[..., :3] + (1 - lit) * self.shade(np.zeros(1))[0, :3]
            self.map.set_colors(seen if share < ALL else self.shades)

        def move(share: float) -> None:
            floor = floor_share(tipped(share))
            stand.show(smooth(between(share, 0, STANDS)), floor).set_fill(opacity=1 - between(share, REST, ALL))
            up = (stand.stands[own] + 0.5 / stand.many) * floor * area.height
            up += between(share, REST, ALL) * ((place + 0.5) / rows * area.height - up)
            tag.next_to([area.right, area.bottom + up, 0], RIGHT, 0.15)
            tag.set_opacity(min(between(share, STANDS, TIPPED), 4 * (1 - between(share, REST, ALL)), 1.0))

        gone = UpdateFromAlphaFunc(bars[1:3], lambda group, _: group.set_fill(opacity=0))  # these stand among the rows
        others = UpdateFromAlphaFunc(self.map, lambda _, share: come(share))
        moves = [gone, others, UpdateFromAlphaFunc(Group(stand, tag), lambda _, share: move(share), remover=True)]
        for one in moves:
            one.rate_func = linear
        return moves

    def _some(self, often: int, place: int) -> tuple[NDArray[np.int64], int]:
        """Find which rows are there while all are halved so often, from the bottom, and which is that at a place."""
        rows = self.shades.shape[1]
        many = max(round(rows / 2**often), 1)
        found, own = ((np.arange(many) + 0.5) * rows / many).astype(int), int((place + 0.5) * many / rows)
        found[own] = place
        return found, own

    def _parted(self, often: int, first: int, place: int) -> Floats:
        """Make the colors (m, r, 4) of the rows that are there while all are halved so often, of so often at first."""
        found, _ = self._some(often, place)
        up = (np.arange(FINE * self.shades.shape[1]) + 0.5) / (FINE * self.shades.shape[1]) * len(found)
        seen = self.shades[:, found[up.astype(int)]]
        seen[..., 3] *= 1 - (up % 1 > 1 - SLIT) * often / max(first, 1)
        return seen


def tipped(share: float) -> float:
    """Find how far the floor is tipped, a share of the time in which a neuron's bars are taken."""
    return float(smooth(between(share, STANDS, TIPPED)))


def between(share: float, start: float, end: float) -> float:
    """Find how far a time from one share to another is through, 0 … 1."""
    return min(max((share - start) / (end - start), 0.0), 1.0)
