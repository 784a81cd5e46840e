"""Many neurons' spectra, a row each, in blocks that are named and counted at their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Group, Line, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import stand_on, words
from transparent_box.scenes.mobjects.spectrum_bars import FOOT, SpectrumBars, frequencies_under

APART = 0.36  # units from one name to the next, at least
LARGE, FINE = 0.55, 4  # of the map's height, for the rest when it is looked at; rows drawn for each, for it to grow


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
        names = [f"{turns(k) if wide else k}: {size}" for k, size in blocks]
        names.append(f"mixed: {rest}" if wide else f"rest: {rest}")
        self.names = VGroup(*(words(name, Size.LABEL, ink) for name, ink in zip(names, inks, strict=True)))
        room = max(name.width for name in self.names) + 2 * Gap.NEAR
        self.area = Area(area.left, area.right - room, area.bottom + FOOT, area.top)
        self.shades = shade(np.asarray(shares)).transpose(1, 0, 2)[:, ::-1]
        self.map = HeatMap(self.shades, self.area.width, self.area.height).move_to(self.area.center)
        self.brackets = VGroup(*(Line(UP, DOWN, color=ink, stroke_width=3) for ink in inks))
        self._stand(self.sizes / self.sizes.sum())
        self.numerals = frequencies_under(self.area, shares.shape[1], theme)
        noun = words("turns", Size.SMALL, theme.dim).next_to(self.numerals[-1], RIGHT, Gap.NEAR)
        stand_on(self.numerals[-1].baseline, noun)
        self.numerals.add(noun)
        super().__init__(self.map, self.brackets, self.names, self.numerals)

    def look_at_rest(self, share: float) -> None:
        """Let the rest's rows grow, as far as is told, until they fill more than half of the map."""
        plain = self.sizes / self.sizes.sum()
        larger = np.append((1 - LARGE) * plain[:-1] / plain[:-1].sum(), LARGE)
        shares = plain + share * (larger - plain)
        rows = self.shades.shape[1]
        # From the top, where each row that is drawn lies among the neurons.
        places = (np.arange(FINE * rows) + 0.5) / (FINE * rows)
        drawn = np.interp(places, np.cumsum([0, *shares]), np.cumsum([0, *self.sizes])).astype(int)
        self.map.set_colors(self.shades[:, rows - 1 - np.minimum(drawn, rows - 1)][:, ::-1])
        self._stand(shares)

    def _stand(self, shares: Floats) -> None:
        """Put brackets and names beside blocks that have these shares of the map's height."""
        ends, level = self.area.top - self.area.height * np.cumsum([0, *shares]), np.inf
        for name, line, top, bottom in zip(self.names, self.brackets, ends[:-1], ends[1:], strict=True):
            side, level = self.area.right + 0.12, min((top + bottom) / 2, level - APART)
            line.put_start_and_end_on([side, top - 0.02, 0], [side, bottom + 0.02, 0])
            name.next_to([side, level, 0], RIGHT, 0.15)

    def take(self, bars: SpectrumBars) -> list[Animation]:
        """Let one neuron's bars sink, and then all rows come from the top."""
        flatten = UpdateFromAlphaFunc(bars, lambda _, share: bars.flatten(min(4 * share, 1.0)))
        return [flatten, UpdateFromAlphaFunc(self.map, lambda _, share: self.fill(max(share - 0.1, 0) / 0.9))]

    def fill(self, share: float) -> None:
        """Draw the rows from the top, a share of all."""
        colors = self.shades.copy()
        rows = colors.shape[1]
        colors[:, : rows - round(share * rows), 3] = 0
        self.map.set_colors(colors)
