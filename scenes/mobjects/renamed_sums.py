"""Sums whose numbers are called by other names while the scores of their answers stand where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, FadeIn, FadeOut, VGroup
from numpy.typing import NDArray

from scenes.look.frame import Area
from scenes.look.theme import Gap, Size, Theme
from scenes.mobjects.equation import Equation
from scenes.mobjects.lettering import words

Integers = NDArray[np.int64]
TALL = 3.6  # units high an area is in which all of it stands in one column
STEP = 0.3  # units that a name moves down as it leaves or comes


class RenamedSums(VGroup):
    """Sums (3, n) of x, y and answer in their `old` and their `new` names, the answers' scores beside them, in an area.

    `equations` are the old ones, `scores` what both networks give, `told` stands below, whatever it is.
    """

    def __init__(
        self,
        old: Integers,
        new: Integers,
        scores: Sequence[str],
        told: VGroup,
        area: Area,
        theme: Theme,
    ) -> None:
        names = [[self._equation(sums, theme) for sums in either.T] for either in (old, new)]
        widest = max(one.width for either in names for one in either)
        rows = VGroup()
        for before, after, score in zip(*names, scores, strict=True):
            number = words(score, Size.HEADLINE, theme.text)
            before.move_to([-widest / 2, 0, 0])
            after.move_to(before)
            rows.add(VGroup(before, after, number.move_to([Gap.FAR + number.width / 2, 0, 0])))
        tall = area.height > TALL
        rows.arrange(DOWN, buff=0.55 if tall else Gap.NEAR, aligned_edge=RIGHT)
        heads = VGroup(words("the sum", Size.LABEL, theme.dim), words("score of its answer", Size.LABEL, theme.dim))
        for head, place in zip(heads, (rows[0][0], rows[0][2]), strict=True):
            head.next_to(place, UP, Gap.FAR if tall else Gap.NEAR)
        heads[1].align_to(heads[0], DOWN)
        told.next_to(rows, DOWN if tall else RIGHT, 2 * Gap.FAR if tall else Gap.FAR)
        whole = VGroup(heads, rows, told)
        if heads[1].get_left()[0] < heads[0].get_right()[0] + Gap.NEAR:
            heads[1].next_to(heads[0], RIGHT, Gap.NEAR)
        area.fit(whole)
        self.heads, self.told = heads, told
        self.equations, self.renamed = VGroup(*(row[0] for row in rows)), VGroup(*(row[1] for row in rows))
        self.scores = VGroup(*(row[2] for row in rows))
        super().__init__(heads, self.equations, self.scores, told)

    def rename(self) -> list[Animation]:
        """Let the old names fall out of the sums, and the new ones fall in."""
        leaving = (FadeOut(one, shift=STEP * DOWN) for one in self.equations)
        return [*leaving, *(FadeIn(one, shift=STEP * DOWN) for one in self.renamed)]

    @staticmethod
    def _equation(sums: Integers, theme: Theme) -> Equation:
        inks = (theme.cos_x, theme.cos_y, theme.sum)
        (x, y, answer), (first, second, third) = map(str, sums), inks
        symbols = [(x, first), ("+", theme.text), (y, second), ("→", theme.text), (answer, third)]
        return Equation(symbols, Size.HEADLINE)
