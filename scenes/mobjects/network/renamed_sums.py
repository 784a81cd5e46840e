"""Sums whose numbers get other names, while the scores of their answers stay where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, ORIGIN, RIGHT, UP, Animation, FadeIn, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.equation import Equation, solved
from transparent_box.scenes.mobjects.words.fact import Fact, FactLine
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

Integers = NDArray[np.int64]
TALL = 3.6  # units: in an area taller than that, the count is above its meaning; if it is also wide, type is larger
LARGE = 30.0  # pixels of that type, and of a count before its meaning
DIMMED = 0.5  # opacity of the old names once the new ones are there
LOOSE = 0.45  # units, greatest gap between two lines
LAST = 1.5  # gap between the last line and the count, in gaps between lines
OVER = 0.16  # units between old names and the new ones below them
HEADS = ("the {}", "under new names")
SCORE = {True: "votes for its answer", False: "its votes"}  # label of the scores, in large type and otherwise


class RenamedSums(VGroup):
    """Sums (3, n) of x, y and answer under `old` names, each beside the network's score for that answer.

    They can be renamed: the `new` names appear between the two or, in a narrow area, below the old ones. `scores` are
    the n scores under the old names and those under the new ones, which replace them. `count` says that `right` sums
    are right under either names.
    """

    def __init__(
        self,
        operation: Operation,
        old: Integers,
        new: Integers,
        scores: tuple[Sequence[str], Sequence[str]],
        right: str,
        area: Area,
        theme: Theme,
    ) -> None:
        large = min(area.height, area.width) > TALL
        size = LARGE if large else Size.CAPTION
        names, self.widest = written(operation, (old, new), size, theme)
        numbers = [self._asked_twice(*both, size, theme) for both in zip(*scores, strict=True)]
        free = area.width - 2 * self.widest - max(number.width for number in numbers)
        self.beside = free >= 2 * Gap.NEAR
        self.gap = min(free / 2, Gap.FAR) if self.beside else Gap.NEAR
        headings = [words(head.format(operation.one), Size.LABEL, theme.dim) for head in (*HEADS, SCORE[large])]
        lines = [self._line(*three) for three in zip(*names, numbers, strict=True)]
        heads = self._line(*headings)
        if self.beside:
            stand_on(headings[0].baseline, *headings[1:])
        meaning = f"{operation.many} right, under either set of names"
        if area.height > TALL:
            self.count: VGroup = Fact(right, meaning, "text", theme, size=Size.HEADLINE, gap=0.2, width=2.4)
        else:
            self.count = FactLine(right, meaning, "text", theme, size=LARGE, gap=0.2)
        self.count.match_x(VGroup(*lines))
        self._stack([heads, *lines, self.count], area.height)
        area.fit(VGroup(heads, *lines, self.count))
        self.equations, self.renamed, self.scores = (VGroup(*column) for column in zip(*lines, strict=True))
        first, self.renamed_head, last = heads
        self.all = VGroup(*heads, self.equations, self.renamed, self.scores, self.count)
        super().__init__(first, last, self.equations, self.scores)

    @staticmethod
    def _asked_twice(first: str, again: str, size: float, theme: Theme) -> VGroup:
        """Write a score and, hidden over it, that of the same sum under the new names."""
        visible, hidden = (words(score, size, theme.text) for score in (first, again))
        return VGroup(visible, hidden.move_to(visible, RIGHT).set_opacity(0))

    def _line(self, old: VGroup, new: VGroup, score: VGroup) -> VGroup:
        """Place new names beside or below old ones, and a score on their right."""
        step = self.widest + self.gap
        for one in (old, new, score):
            one.move_to(ORIGIN)
        score.set_x(step - (self.widest - score.width) / 2)
        if self.beside:
            return VGroup(old.set_x(-step), new, score)
        old.next_to(new, UP, OVER)
        return VGroup(old, new, score.set_y((old.get_y() + new.get_y()) / 2))

    @staticmethod
    def _stack(lines: Sequence[VGroup], height: float) -> None:
        """Place lines below each other, as loosely as a height allows."""
        parts = [1.0] * (len(lines) - 2) + [LAST]
        loose = min(LOOSE, (height - sum(line.height for line in lines)) / sum(parts))
        for above, line, part in zip(lines, lines[1:], parts, strict=False):
            line.set_y(above.get_bottom()[1] - part * loose - line.height / 2)

    def rename(self) -> list[Animation]:
        """Let the new names come out of the old ones, which dim; the scores fade, and come back for the new ones."""
        dim = [one.animate.set_opacity(DIMMED) for one in self.equations]
        way = Gap.FAR * RIGHT if self.beside else OVER * DOWN
        go = [first.animate(rate_func=first_half).set_opacity(0) for first, _ in self.scores]
        again = [score.animate(rate_func=second_half).set_opacity(1) for _, score in self.scores]
        come = [FadeIn(self.renamed_head), *(FadeIn(one, shift=way) for one in self.renamed)]
        return [*dim, *go, *come, *again]


def written(
    operation: Operation, names: Sequence[Integers], size: float, theme: Theme
) -> tuple[list[list[Equation]], float]:
    """Write sums (3, n) under each of their names; return the width of the widest, too."""
    equations = [[solved(operation, x, y, answer, theme, size) for x, y, answer in either.T] for either in names]
    return equations, max(one.width for either in equations for one in either)
