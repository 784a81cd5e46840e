"""Many neurons' spectra, a row each, in blocks that are named and counted at their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Group, Line, UpdateFromAlphaFunc, VGroup, smooth
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import stand_on, words
from transparent_box.scenes.mobjects.spectrum_bars import FOOT, SpectrumBars, frequencies_under

APART = 0.36  # units from one name to the next, at least
LARGE = 0.55  # of the map's height, for the rest when it is looked at
FINE = 4  # rows drawn for each neuron, for them to grow
DEEP = 0.3  # units high is a neuron's row while it is alone
TIPPED = 0.24  # of the time in which a neuron is taken, until its bars are tipped over
NEAR = 0.44  # of that time, until its neighbors are there
AWAY = 0.52  # of that time, until one begins to step back, so that all rows are seen at the end
FRONT = 0.3  # of the neighbors, those that come at a time
SLIT = 0.08  # of a row's height, what parts it from the next while one is near
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
        self.shares = np.asarray(shares)
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
            self.map.set_colors(self.shades[:, self._seen(times, 0.0)[0]])
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

    def _seen(self, times: float, low: float) -> tuple[NDArray[np.int64], Floats]:
        """Find which row, from the bottom, is at each of the places that are drawn, and how far up in it a place is.

        Rows are so many times as high as all are together in the map, and so many are too low to be seen.
        """
        rows = self.shades.shape[1]
        places = low + (np.arange(FINE * rows) + 0.5) / FINE / times
        found = np.minimum(places.astype(int), rows - 1)
        return found, places - found

    def take(self, bars: SpectrumBars, neuron: int, shares: Floats) -> list[Animation]:
        """Tip a neuron's bars until they are a row, seen from above; its neighbors come, and then all are seen.

        Shares (n, m) are those of all as they are numbered: its place is where they are the row's. Near by, rows are as
        high as it is alone; the further away, the more of them there are, and the lower.
        """
        area, rows = self.area, self.shades.shape[1]
        place = rows - 1 - int(np.abs(self.shares - shares[neuron]).sum(axis=1).argmin())
        row, tag = HeatMap(self.shades[:, place][:, None], area.width, 1), words(str(neuron), Size.LABEL, bars.ink)
        start, most = np.add(row.points, [area.center[0], 0, 0]), max(DEEP * rows / area.height, 1.0)
        below = min(place / max(rows - rows / most, 1e-9), 1.0)  # of the rows that are out of sight, those below

        def seen_from(share: float) -> tuple[float, float]:
            times = most ** (1 - smooth(max(share - AWAY, 0.0) / (1 - AWAY)))
            return times, below * (rows - rows / times)

        def come(share: float) -> None:
            (times, low), here = seen_from(share), np.clip((share - TIPPED) / (NEAR - TIPPED), 0, 1)
            seen, up = self._seen(times, low)
            colors = self.shades.copy()
            if times > 1 or here < 1:
                there = passed(here, np.minimum(np.abs(seen - place) * most / rows, 1.0), FRONT)
                colors = self.shades[:, seen]
                colors[..., 3] *= there * (1 - (up < SLIT) * (times - 1) / max(most - 1, 1e-9))
            self.map.set_colors(colors)

        def move(share: float) -> None:
            (times, low), tipped = seen_from(share), smooth(min(share / TIPPED, 1.0))
            there, one = smooth(np.clip((share - TIPPED) / (NEAR - TIPPED), 0, 1)), times * area.height / rows
            middle = area.bottom + tipped * one / 2 + there * (place - low) * one
            row.points[:] = start * [1, tipped * one, 1] + [0, middle, 0]
            tag.next_to([area.right, middle, 0], RIGHT, 0.15).set_opacity(tipped * min(4 - 4 * share, 1.0))

        tip = UpdateFromAlphaFunc(bars, lambda _, share: bars.flatten(smooth(min(share / TIPPED, 1.0))))
        others = UpdateFromAlphaFunc(self.map, lambda _, share: come(share))
        return [tip, others, UpdateFromAlphaFunc(Group(row, tag), lambda _, share: move(share), remover=True)]
