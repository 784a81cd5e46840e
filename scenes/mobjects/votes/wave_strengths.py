"""The strengths of waves by frequency: a few of them lit, each over its numeral, and pale where they are taken out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.bars import Bars
from transparent_box.scenes.mobjects.votes.taken_out import TakenOut
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

TOP = 1.2  # times the strongest wave, how far the area reaches
APART = 0.1  # units between two numerals: 5 and 6 are not 56
GONE = 0.5  # opacity of the numeral of a wave that is gone
WAS = 0.22  # opacity of the bar that such a wave was
UNDER = 0.12  # units from bars to their numerals


class WaveStrengths(Bars):
    """Strengths of the waves of all frequencies in an area; those that are taken out, as is `found`, are named.

    Each of these has one of the `numerals`, and a pale bar of `before`, as high as it was, which is seen once it has
    gone. Neither are part of it.
    """

    def __init__(self, found: TakenOut, area: Area, theme: Theme) -> None:
        self.found, strength, frequencies = found, found.strength, found.frequencies
        told, top = np.isin(np.arange(1, len(strength) + 1), frequencies)[:, None], TOP * float(strength.max())
        shades = np.where(told, rgba(theme.sum), rgba(theme.grid))
        super().__init__(strength, 0.0, top, shades, area, theme.grid)
        self.before = Bars(strength, 0.0, top, np.where(told, shades * [1, 1, 1, WAS], 0.0), area, theme.grid).shape
        self.numerals = {
            k: words(str(k), Size.LABEL, theme.sum).next_to(self.foot(k - 1), DOWN, UNDER) for k in frequencies
        }
        part_neighbors(self.in_order)

    @property
    def in_order(self) -> list[Lettering]:
        """The numerals from left to right."""
        return [self.numerals[k] for k in sorted(self.numerals)]

    def leave(self, parts: Floats) -> None:
        """Show so much of each wave (q,) that is named; its numeral pales as it goes."""
        heights = self.found.strength.copy()
        for k, part in zip(self.found.frequencies, parts.tolist(), strict=True):
            heights[k - 1] *= part
            self.numerals[k].set_opacity(max(part, GONE))
        self.show(heights)


def part_neighbors(numerals: list[Lettering]) -> None:
    """Move numerals, from left to right, out of each other's way, two neighbors equally far."""
    for left, right in len(numerals) * list(pairwise(numerals)):  # what has given way to one may be in another's
        short = left.get_right()[0] + APART - right.get_left()[0]
        if short > 0:
            left.shift(0.5 * short * LEFT)
            right.shift(0.5 * short * RIGHT)
