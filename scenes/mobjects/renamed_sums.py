"""Sums whose numbers are called by other names while the scores of their answers stand where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, FadeIn, FadeOut, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.equation import Equation, solved
from transparent_box.scenes.mobjects.fact import Fact
from transparent_box.scenes.mobjects.lettering import stand_on, words

Integers = NDArray[np.int64]
TALL = 3.6  # units high an area is in which all of it stands in one column; and wide, in which that has heads
BOTH, DIMMED = 30.0, 0.5  # pixels of type where old and new names stand side by side; opacity of the old ones then
STEP = 0.3  # units that a name moves down as it leaves or comes
HEADS = ("the {}", "its answer’s score")


class RenamedSums(VGroup):
    """Sums (3, n) of x, y and answer in their `old` names, beside them what both networks score these answers.

    They can be called by their `new` names, beside the old ones where there is room. Of the two networks `right` sums
    are right, which `count` says.
    """

    def __init__(
        self,
        operation: Operation,
        old: Integers,
        new: Integers,
        scores: Sequence[str],
        right: str,
        area: Area,
        theme: Theme,
    ) -> None:
        tall, roomy = area.height > TALL, min(area.height, area.width) > TALL
        size, gap = (Size.HEADLINE, 0.55) if roomy else (Size.CAPTION, Gap.NEAR)
        names, widest = written(operation, (old, new), size, theme)
        both = 2 * widest * BOTH / size + 2 * Gap.FAR + words(scores[0], BOTH, theme.text).width
        self.beside = roomy and both <= area.width
        if self.beside:
            size = BOTH
            names, widest = written(operation, (old, new), size, theme)
        rows = VGroup()
        for before, after, score in zip(*names, scores, strict=True):
            before.move_to([-widest / 2 - (widest + Gap.FAR if self.beside else 0.0), 0, 0])
            number = words(score, size, theme.text)
            rows.add(
                VGroup(before, after.move_to([-widest / 2, 0, 0]), number.move_to([Gap.FAR + number.width / 2, 0, 0]))
            )
        rows.arrange(DOWN, buff=gap, aligned_edge=RIGHT)
        self.count = Fact(
            right, f"{operation.many} right, under either names", "text", theme, size=Size.HEADLINE, gap=0.2, width=2.4
        )
        self.count.next_to(rows, DOWN if tall else RIGHT, 1.5 * Gap.FAR)
        told = (head.format(operation.one) for head in HEADS if roomy)
        heads = VGroup(*(words(head, Size.LABEL, theme.dim) for head in told))
        for head, column in zip(heads, (0, 2), strict=False):
            head.next_to(rows, UP, Gap.FAR).match_x(rows[0][column])
        self.renamed_head = words("by new names", Size.LABEL, theme.dim)
        self.renamed_head.match_x(rows[0][1])
        for head in heads[:1]:
            stand_on(head.baseline, self.renamed_head)
        area.fit(VGroup(heads, rows, self.count, *([self.renamed_head] if self.beside else [])))
        self.equations, self.renamed = VGroup(*(row[0] for row in rows)), VGroup(*(row[1] for row in rows))
        self.scores = VGroup(*(row[2] for row in rows))
        kept = [self.equations, self.renamed_head] if self.beside else []
        self.all = VGroup(heads, *kept, self.renamed, self.scores, self.count)
        super().__init__(heads, self.equations, self.scores)

    def rename(self) -> list[Animation]:
        """Let the old names fall out of the sums, or dim, and the new ones fall in, or come beside them."""
        if self.beside:
            dim = [one.animate.set_opacity(DIMMED) for one in self.equations]
            return [*dim, FadeIn(self.renamed_head), *(FadeIn(one, shift=Gap.FAR * RIGHT) for one in self.renamed)]
        leaving = (FadeOut(one, shift=STEP * DOWN) for one in self.equations)
        return [*leaving, *(FadeIn(one, shift=STEP * DOWN) for one in self.renamed)]


def written(
    operation: Operation, names: Sequence[Integers], size: float, theme: Theme
) -> tuple[list[list[Equation]], float]:
    """Write sums (3, n) by each of their names, and tell how wide the widest is."""
    found = [[solved(operation, x, y, answer, theme, size) for x, y, answer in either.T] for either in names]
    return found, max(one.width for either in found for one in either)
