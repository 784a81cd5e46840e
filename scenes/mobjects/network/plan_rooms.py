"""Areas for a plan, the text on it, and sums that are read off it: below each other, or in a chain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.words.equation import Equation
from transparent_box.scenes.mobjects.words.lettering import escape

WIDE = 2.0  # an area at least this many times as wide as high has room for text beside a square
ASIDE = 0.3  # share of an area for sums below each other
CHAINS = 0.2  # share of an area for two chains of sums
BESIDE = 0.57  # share of an area for a curve beside a plan
BELOW = 0.38  # share of an area for a curve below a plan
APART = 0.35  # units between sums below each other
BETWEEN = 0.5  # gap between links of a chain, in heights of a sum


class PlanRooms:
    """An area divided into where a plan will `stand` and two `halves`, one for the sums of either half of a ridge.

    In wide areas these are beside the plan, in tall ones below it. In areas between, sums are `chained`: 6 + 27 = 16 +
    17 = 33.
    """

    def __init__(self, area: Area) -> None:
        self.area, self.wide = area, area.width >= WIDE * area.height
        self.chained = not self.wide and area.width >= area.height
        side, self.stand = area.parts(CHAINS if self.chained else ASIDE, Gap.NEAR, WIDE)
        if self.wide:
            self.halves = side.cells(2, Gap.FAR, 1.4)
        elif self.chained:
            self.halves = [*reversed(side.parts(0.5, Gap.NEAR / 2, wide=np.inf))]
        else:
            self.halves = [*side.parts(0.4, Gap.FAR, wide=0.0)]

    @property
    def with_a_curve(self) -> tuple[Area, Area]:
        """Areas for the plan and for a curve, which is beside or below it."""
        if self.wide:
            return self.area.parts(1 - BESIDE, Gap.NEAR, WIDE)
        below, above = self.area.parts(BELOW, Gap.NEAR, WIDE)
        return above, below

    def write(self, half: int, sums: Sequence[Equation]) -> VGroup:
        """Place sums of one total in a half's area, to be shown one by one; in a chain only the last has the total."""
        if self.chained:
            said = [one[: [part.markup for part in one].index(escape("=")) + 1] for one in sums[:-1]]
            written = VGroup(*said, *sums[-1:]).arrange(RIGHT, buff=BETWEEN * sums[0].height)
        else:
            written = VGroup(*sums).arrange(DOWN, buff=APART, aligned_edge=RIGHT)
        self.halves[half].fit(written)
        return written
