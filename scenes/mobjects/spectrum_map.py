"""Many neurons' spectra, a row each, in blocks that are named and counted at their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import RIGHT, Group, Line, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.spectrum_bars import FOOT, frequencies_under

APART = 0.36  # units from one name to the next, at least


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
        sizes, inks = [*(size for _, size in blocks), rest], [theme.text] * len(blocks) + [theme.dim]
        names = [f"k = {k}: {size} neurons" if wide else f"{k}: {size}" for k, size in blocks]
        names.append(f"less pure: {rest}" if wide else f"rest: {rest}")
        self.names = VGroup(*(words(name, Size.LABEL, ink) for name, ink in zip(names, inks, strict=True)))
        room = max(name.width for name in self.names) + 2 * Gap.NEAR
        self.area = Area(area.left, area.right - room, area.bottom + FOOT, area.top)
        self.shades = shade(np.asarray(shares)).transpose(1, 0, 2)[:, ::-1]
        self.map = HeatMap(self.shades, self.area.width, self.area.height).move_to(self.area.center)
        ends = self.area.top - self.area.height * np.cumsum([0, *sizes]) / sum(sizes)
        self.brackets, level = VGroup(), np.inf
        for name, top, bottom, ink in zip(self.names, ends[:-1], ends[1:], inks, strict=True):
            side, level = self.area.right + 0.12, min((top + bottom) / 2, level - APART)
            self.brackets.add(Line([side, top - 0.02, 0], [side, bottom + 0.02, 0], color=ink, stroke_width=3))
            name.next_to([side, level, 0], RIGHT, 0.15)
        self.numerals = frequencies_under(self.area, shares.shape[1], theme)
        super().__init__(self.map, self.brackets, self.names, self.numerals)

    def fill(self, share: float) -> None:
        """Draw the rows from the top, a share of all."""
        colors = self.shades.copy()
        rows = colors.shape[1]
        colors[:, : rows - round(share * rows), 3] = 0
        self.map.set_colors(colors)
