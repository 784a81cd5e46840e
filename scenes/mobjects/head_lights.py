"""Bars over the places in a line that attention heads look ahead to, as high as each looks at the line's width."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, DashedLine, Line, Rectangle, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.head_curves import clean_colors
from transparent_box.scenes.mobjects.lettering import lettering, words
from transparent_box.scenes.mobjects.wrapped_lines import WrappedLines

BROAD, BROADEST = 2.6, 0.5  # characters that a bar is broad, and units at most
CLEAR = 3  # characters between the ground and the end of the line, the number of which stands there
ASIDE = 1.4  # times as far from the line's end as the furthest head looks, all that is written beside the bars ends
NAMED = "attention to the line’s width, by how far ahead a head looks"
DROP = 0.5  # opacity of what leads from a bar down to its place in the line


class HeadLights(VGroup):
    """Attention (n, h), 0 … 1, after each of n words of a page's second line, by heads that look `ahead` (h,).

    Each stands over the page, in an area, so many characters before the end of its lines. At first one word is read.
    """

    def __init__(
        self,
        page: WrappedLines,
        attention: Floats,
        ahead: Collection[float],
        area: Area,
        theme: Theme,
    ) -> None:
        self.attention = np.asarray(attention, dtype=np.float64)
        self.foot, broad = float(page.edge_name.get_bottom()[1]), min(BROAD * page.letter, BROADEST)
        self.bars, self.numerals, drops = VGroup(), VGroup(), VGroup()
        low = float(page.after.get_bottom()[1])
        for distance, color in zip(ahead, clean_colors(len(ahead), theme), strict=True):
            foot = page.at(page.characters - distance, self.foot)
            self.bars.add(Rectangle(width=broad, height=1.0, stroke_width=0).set_fill(color, 1).move_to(foot))
            self.numerals.add(words(f"{distance:.0f}", Size.SMALL, theme.text).next_to(foot, DOWN, Gap.NEAR / 3))
            start, end = ([foot[0], height, 0] for height in (self.numerals.get_bottom()[1] - Gap.NEAR / 4, low))
            drop = DashedLine(start, end, color=color, stroke_width=2)
            drops.add(drop.set_stroke(opacity=DROP))
        self.reach = area.top - self.foot
        furthest = page.at(page.characters - ASIDE * max(ahead), self.foot)
        ground = Line(furthest, page.at(page.characters - CLEAR, self.foot), color=theme.grid, stroke_width=1.5)
        self.told = lettering(NAMED, Size.LABEL, theme.text, furthest[0] - area.left - Gap.NEAR, "left")
        self.told.next_to(furthest, LEFT, Gap.NEAR).align_to([area.left, area.top, 0], UP + LEFT)
        super().__init__(ground, drops, self.bars, self.numerals, self.told)
        self.show(0.0)

    def show(self, place: float) -> Self:
        """Raise the bars as after a word, or on the way from one to the next."""
        for bar, seen in zip(self.bars, self.attention.T, strict=True):
            high = max(float(np.interp(place, np.arange(len(seen)), seen)), 1e-3) * self.reach
            bar.stretch_to_fit_height(high).move_to([bar.get_x(), self.foot + high / 2, 0])
        return self

    def on_to(self, place: int) -> UpdateFromAlphaFunc:
        """Go from the word before on to a word."""
        return UpdateFromAlphaFunc(self, lambda lights, share: lights.show(place - 1 + share))
