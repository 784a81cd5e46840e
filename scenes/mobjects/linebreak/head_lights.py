"""Bars of heads' attention to the line's width, each above the place in a line that its head looks ahead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    DashedLine,
    Line,
    Rectangle,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
)

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.linebreak.head_curves import clean_colors
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import WrappedLines
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import Lettering, lettering, words

BROAD = 0.85  # width of a bar, as a share of its cell
LEAST = 1.5  # characters, least width of a bar
BROADEST = 0.5  # units, greatest width of a bar
CLEAR = 3  # characters between the ground and the end of the line, where the width is written
ASIDE = 1.4  # text beside the bars keeps this many times as far from the line's end as the furthest head looks
NAMED = "attention to the line’s width, by how far ahead"
SCALE = 1.2  # units for a numeral between text and bars
DROP = 0.5  # opacity of the line from a bar down to its place in the text
FLAT = 0.07  # units, height of the swatch that a bar grows out of


class HeadLights(VGroup):
    """Attention (n, h), 0 … 1, of heads that look `ahead` (h,) characters, after n words of a page's second line.

    The bars stand above the page, in an area, each that many characters before the end of the line. At first one word
    is read. `frame` is everything but the bars.
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
        self.foot, broad = float(page.edge_name.get_bottom()[1]), min(_room(ahead) * page.letter, BROADEST)
        self.bars, self.numerals, drops = VGroup(), VGroup(), VGroup()
        low = float(page.after.get_bottom()[1])
        for distance, color in zip(ahead, clean_colors(len(ahead), theme), strict=True):
            foot = page.at(page.characters - distance, self.foot)
            self.bars.add(Rectangle(width=broad, height=1.0, stroke_width=0).set_fill(color, 1).move_to(foot))
            self.numerals.add(words(f"{distance:.0f}", Size.SMALL, theme.text).next_to(foot, DOWN, Gap.NEAR / 3))
            start, end = ([foot[0], height, 0] for height in (self.numerals.get_bottom()[1] - Gap.NEAR / 4, low))
            drop = DashedLine(start, end, color=color, stroke_width=2)
            drops.add(drop.set_stroke(opacity=DROP))
        first, last = (page.characters - away for away in (ASIDE * max(ahead), CLEAR))
        self.heading = self._head(page.at(first, self.foot)[0], area, theme)
        self.reach = self.top - self.foot
        ground, whole = (
            Line(page.at(first, high), page.at(last, high), color=theme.grid, stroke_width=1.5)
            for high in (self.foot, self.top)
        )
        scale = words(percent(1), Size.SMALL, theme.dim).next_to(whole, LEFT, Gap.NEAR / 2)
        self.frame = VGroup(ground, whole, scale, drops, self.numerals, self.heading)
        super().__init__(self.frame, self.bars)
        self.show(0.0)

    def _head(self, left: float, area: Area, theme: Theme) -> Lettering:
        """Write what the bars are, left of them in a wide area, otherwise above; set the height of their top."""
        beside, low = area.width > DECIDEDLY_WIDE * area.height, units(Size.SMALL) / 2
        room = left - area.left - SCALE if beside else area.width
        heading = lettering(NAMED, Size.LABEL, theme.text, room, "left").align_to([area.left, area.top, 0], UP + LEFT)
        self.top = area.top - low if beside else float(heading.get_bottom()[1]) - Gap.NEAR / 2 - low
        return heading

    def come_of(self, names: Sequence[VGroup]) -> list[Animation]:
        """Turn the swatch at the name of each head's curve into its bar."""
        moves: list[Animation] = []
        for (swatch, _), bar in zip(names, self.bars, strict=True):
            flat = bar.copy().stretch_to_fit_width(swatch.width).stretch_to_fit_height(FLAT).move_to(swatch)
            moves.append(ReplacementTransform(flat, bar))
        return moves

    def show(self, place: float) -> Self:
        """Show the bars after word `place`, or between two words."""
        for bar, shares in zip(self.bars, self.attention.T, strict=True):
            high = max(float(np.interp(place, np.arange(len(shares)), shares)), 1e-3) * self.reach
            bar.stretch_to_fit_height(high).move_to([bar.get_x(), self.foot + high / 2, 0])
        return self

    def on_to(self, place: int) -> UpdateFromAlphaFunc:
        """Move on to word `place` from the word before it."""
        return UpdateFromAlphaFunc(self, lambda lights, share: lights.show(place - 1 + share))


def _room(ahead: Collection[float]) -> float:
    """Return the greatest width of a bar, in characters, at which none reaches another or the end of the ground."""
    near = sorted(ahead)
    return max(LEAST, BROAD * float(min([2 * (near[0] - CLEAR), *np.diff(near)])))
