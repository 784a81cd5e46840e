"""The strengths of waves by frequency: a few lit, each above its numeral, and pale once they are taken out."""

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

TOP = 1.2  # height of the area, in multiples of the strongest wave
APART = 0.1  # units between two numerals, so that 5 and 6 are not read as 56
GONE = 0.5  # opacity of the numeral of a wave that is taken out
WAS = 0.22  # opacity of the bar of a wave that is taken out
UNDER = 0.12  # units from bars, or waves over them, down to numerals


class WaveStrengths(Bars):
    """Bars of the strengths of the waves of all frequencies; those that `taken_out` takes out are lit and numbered.

    Each of these has one of the `numerals`, and a pale bar in `before`, which shows how high it was once it is gone.
    Neither is a submobject.
    """

    def __init__(self, taken_out: TakenOut, area: Area, theme: Theme) -> None:
        self.taken_out, strength, frequencies = taken_out, taken_out.strength, taken_out.frequencies
        is_key, top = np.isin(np.arange(1, len(strength) + 1), frequencies)[:, None], TOP * float(strength.max())
        shades = np.where(is_key, rgba(theme.sum), rgba(theme.grid))
        super().__init__(strength, 0.0, top, shades, area, theme.grid)
        self.before = Bars(strength, 0.0, top, np.where(is_key, shades * [1, 1, 1, WAS], 0.0), area, theme.grid).shape
        self.numerals = {
            k: words(str(k), Size.LABEL, theme.sum).next_to(self.foot(k - 1), DOWN, UNDER) for k in frequencies
        }
        part_neighbors(self.in_order)

    @property
    def in_order(self) -> list[Lettering]:
        """The numerals from left to right."""
        return [self.numerals[k] for k in sorted(self.numerals)]

    def leave(self, parts: Floats) -> None:
        """Show a share (q,) of each numbered wave; its numeral pales with it."""
        heights = self.taken_out.strength.copy()
        for k, part in zip(self.taken_out.frequencies, parts.tolist(), strict=True):
            heights[k - 1] *= part
            self.numerals[k].set_opacity(max(part, GONE))
        self.show(heights)


def part_neighbors(numerals: list[Lettering]) -> None:
    """Move numerals, given from left to right, apart where they touch, both by the same distance."""
    for left, right in len(numerals) * list(pairwise(numerals)):  # moving one away may push it into the next
        short = left.get_right()[0] + APART - right.get_left()[0]
        if short > 0:
            left.shift(0.5 * short * LEFT)
            right.shift(0.5 * short * RIGHT)
