"""Rows of bars behind each other on a floor that tilts until they are seen from above, as cells of a heat map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import ManimColor, Rectangle, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.spectra.spectrum_bars import BREADTH, LOWEST, SpectrumBars, across

SEEN = 0.08  # least share of the height for a bar of other rows: many low bars would merge into gray
SLIT = 0.08  # gap between rows as a share of their depth


class StandingRows(VGroup):
    """n rows of bars for shares (m, n), nearest first; the row at `place` has the heights of the bars `own`.

    `shade` maps shares to RGBA. Seen from above, the floor fills the area.
    """

    def __init__(
        self, shares: Floats, place: int, own: SpectrumBars, shade: Callable[[Floats], Floats], area: Area, theme: Theme
    ) -> None:
        self.area, self.many, self.place = area, shares.shape[1], place
        heights = np.where(shares > SEEN, shares, 0.0)
        heights[:, place] = np.maximum(own.heights / own.highest, LOWEST / area.height)
        rows, columns = np.argwhere(heights.T > 0)[::-1].T  # furthest first, so that nearer ones are drawn over them
        lit = (rows == place) & np.isin(columns + 1, own.lit)
        order = np.argsort(lit, kind="stable")  # lit bars last, so that others do not hide them
        self.rows, self.columns, lit = rows[order], columns[order], lit[order]
        self.heights, self.one = heights.T[self.rows, self.columns], Rectangle(width=1, height=1).points
        spots = shade(shares).transpose(1, 0, 2)[self.rows, self.columns, :3]
        inks = np.where(lit, own.ink, np.where(self.rows == place, theme.grid, theme.dim))
        super().__init__()
        for ink, spot in zip(inks, spots, strict=True):
            for color in (ManimColor(spot), ManimColor(str(ink))):
                self.add(Rectangle(width=1, height=1, stroke_width=0, fill_color=color, fill_opacity=1))
        self.stands = np.linspace(0, 1, self.many, endpoint=False)
        self.last = len(shares)
        self.show(0.0, 0.0)

    def show(self, grown: float, floor: float) -> Self:
        """Set how far (0 … 1) the other rows have grown, and the floor's share of the height; see `floor_share`."""
        area = self.area
        breadth = area.width / self.last * (BREADTH + (1 - BREADTH) * floor)
        deep, share = floor * area.height * (1 - SLIT) / self.many, np.where(self.rows == self.place, 1.0, grown)
        lows = area.bottom + floor * area.height * self.stands[self.rows]
        highs = lows + (1 - floor) * area.height * self.heights * share
        for bar, (column, low, high) in enumerate(zip(self.columns, lows, highs, strict=True)):
            seat = across(area, column + 1, self.last)
            for part, start, end in ((self[2 * bar], high, high + deep), (self[2 * bar + 1], low, high)):
                part.points = self.one * [breadth, max(end - start, 1e-4), 1] + [seat, (start + end) / 2, 0]
        return self


def floor_share(tipped: float) -> float:
    """Return the share of the picture's height that a floor takes when tilted by 0 … 1; bars have the rest."""
    angle = tipped * np.pi / 2
    return float(np.sin(angle) / (np.sin(angle) + np.cos(angle)))
