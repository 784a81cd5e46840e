"""The places where "=" looks: for each head a map of all sums, and a bar shared out between x, y and "=" itself."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Dot, Group, Line, Rectangle, VGroup

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import stand_on, words

BAR, LOW_BAR = 0.3, 0.2  # units high, and where height is dear
BETWEEN = 0.4  # units from one head's map to the next
SPOT = 0.09  # units, the radius of the dot on a map
WAITS = 0.3  # opacity of what has not been taken into a mean yet


class AttentionHeads(Group):
    """Attention [x, y, h, 3] of each head in an area: maps colored by x's share against y's, bars of one sum's shares.

    `maps`, `spots`, `bars`, `means` (how the bars are shared out on average, in words) and `key` are its parts; `rows`,
    a line for the row of each map that is being taken in, stand beside.
    """

    def __init__(self, pattern: Floats, area: Area, theme: Theme) -> None:
        self.pattern, self.mean = pattern, pattern.mean(axis=(0, 1), dtype=np.float64)
        inks, label = (theme.cos_x, theme.cos_y), units(Size.LABEL)
        named = ("across: x, upward: y", theme.dim), ("looks at x", theme.cos_x), ("looks at y", theme.cos_y)
        self.key = VGroup(*(words(said, Size.SMALL, ink) for said, ink in named)).arrange(RIGHT, Gap.FAR)
        stand_on(self.key[0].baseline, *self.key)
        room, count = area.less_bottom(self.key.height + Gap.NEAR), pattern.shape[2]
        cells, bar, gap = room.cells(count, BETWEEN, 0.85), BAR, Gap.NEAR
        if area.is_low and cells[-1].bottom < cells[0].bottom:  # rows of them where height is dear
            cells, bar, gap = room.cells(count, Gap.NEAR, 0.85), LOW_BAR, Gap.NEAR / 2
        means = [self._mean(shares, theme) for shares in self.mean]
        beside, below = max(text.width for text in means) + Gap.NEAR, bar + gap
        under, cell = 1.4 * label + Gap.NEAR, cells[0]
        sides = min(cell.width, cell.height - below - under), min(cell.width - beside, cell.height - below)
        side = max(sides)  # the means stand below the bar, or, where that lets the map be larger, beside it
        under, beside = (under, 0.0) if sides[0] >= sides[1] else (0.0, beside)
        self.length, self.maps, self.bars, self.means = side + beside, Group(), VGroup(), VGroup(*means)
        for head, cell in enumerate(cells):
            to_x, to_y = pattern[:, :, head, 0], pattern[:, :, head, 1]
            share = to_x / np.maximum(to_x + to_y, np.finfo(float).tiny)
            x, y, _ = cell.center
            shades = ramp((theme.cos_y, theme.panel, theme.cos_x), share)
            board = HeatMap(shades, side, side).move_to([x - beside / 2, y + (below + under) / 2, 0])
            parts = VGroup(*(Rectangle(width=1, height=bar, stroke_width=0, fill_opacity=1) for _ in range(3)))
            for part, ink in zip(parts, (*inks, theme.grid), strict=True):
                part.set_fill(ink)
            self.maps.add(board)
            self.bars.add(parts.move_to([x, board.get_bottom()[1] - gap - bar / 2, 0]))
            text = means[head]
            if beside:
                text.arrange(DOWN, Gap.NEAR).next_to(board, RIGHT, Gap.NEAR)
            else:
                text.arrange(RIGHT, max(side - text[0].width - text[1].width, Gap.NEAR)).next_to(parts, DOWN, 0.14)
        low = min(float(part.get_bottom()[1]) for part in (*self.means, *self.bars))
        self.key.move_to([area.center[0], max(low - Gap.FAR, area.bottom) + self.key.height / 2, 0])
        self.spots = VGroup(*(Dot(radius=SPOT, color=theme.text).set_stroke(theme.ground, 2) for _ in cells))
        self.rows = VGroup(*(Line(color=theme.text, stroke_width=4) for _ in cells))
        super().__init__(self.maps, self.bars, self.means, self.key)
        self.move_to(area.center).add(self.spots)
        self.show(0, 0)

    @staticmethod
    def _mean(shares: Floats, theme: Theme) -> VGroup:
        named = zip(("x", "y"), shares, (theme.cos_x, theme.cos_y), strict=False)
        texts = [words(f"{name} {percent(share)}", Size.LABEL, ink) for name, share, ink in named]
        return VGroup(*texts).arrange(DOWN, Gap.NEAR)

    def show(self, x: int, y: int) -> Self:
        """Stand at one sum: dots on the maps, bars shared out."""
        for head, spot in enumerate(self.spots):
            spot.move_to(self.maps[head].cell(x, y))
        return self.share_out(self.pattern[x, y])

    def reach_across(self, x: int, share: float) -> None:
        """Let the dots, at x and the last y, become so far their rows; the bars go to the means of those."""
        last = self.pattern.shape[1] - 1
        for line, spot, board in zip(self.rows, self.spots, self.maps, strict=True):
            here, ends = board.cell(x, last), (board.cell(0, last), board.cell(last, last))
            line.put_start_and_end_on(*(here + max(share, 1e-3) * (end - here) for end in ends))
            spot.set_opacity(1 - share)
        self._light(last, 1 - share * (1 - WAITS))
        self.share_out((1 - share) * self.pattern[x, last] + share * self.pattern[:, last].mean(axis=0))

    def take_in(self, share: float) -> None:
        """Share the bars out by the mean of so many rows of sums, from the last one down; those are lit."""
        row = round((1 - share) * (self.pattern.shape[1] - 1))
        for line, board in zip(self.rows, self.maps, strict=True):
            line.set_y(board.cell(0, row)[1])
        self._light(row, WAITS)
        self.share_out(self.pattern[:, row:].mean(axis=(0, 1)))

    def _light(self, row: int, below: float) -> None:
        """Light the maps from a row up, and those below it so far."""
        for board in self.maps:
            colors = board.colors.copy()
            colors[:, row:, 3], colors[:, :row, 3] = 1.0, below
            board.colors = colors

    def share_out(self, shares: Floats) -> Self:
        """Divide the bars by shares (h, 3)."""
        for bar, found, board in zip(self.bars, shares, self.maps, strict=True):
            left = board.get_left()[0]
            for part, share in zip(bar, found, strict=True):
                width = max(float(share) * self.length, 1e-4)
                part.stretch_to_fit_width(width).move_to([left + width / 2, part.get_y(), 0])
                left += width
        return self
