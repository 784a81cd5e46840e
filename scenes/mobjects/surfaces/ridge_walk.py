"""A walk along all pairs with one answer, each written out as the dot reaches it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import gently
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.mobjects.words.equation import solved
from transparent_box.scenes.mobjects.words.fact import Flipbook

LIFT = 0.16  # units from the surface up to the dot
LIT, BESIDE = 2, 3  # sums on either side of an answer that stay lit with its ridge; over how many more the light fades
DIMMED = 0.5  # share of the background in the colors away from a ridge


class RidgeWalk(Sharing, Group):
    """A dot that visits all p pairs (x, y) of an `answer` on a relief of `values`, and each pair as an equation.

    Pair number n has y = n, and the x that gives the answer modulo p: they lie on one ridge, then on another. The dot
    is drawn over the picture and not in the relief's space, so that the surface need not be drawn again as it walks.
    """

    shared = ("relief", "values")

    def __init__(
        self, relief: Relief, values: Floats, operation: Operation, answer: int, area: Area, theme: Theme
    ) -> None:
        self.relief, self.values, self.answer, self.theme = relief, values, answer, theme
        self.sign = operation.by_hands.sign
        self.pairs = [((answer - self.sign * n) % relief.count, n) for n in range(relief.count)]
        lines = [solved(operation, *pair, answer, theme, Size.HEADLINE) for pair in self.pairs]
        share = min(1.0, area.width / max(line.width for line in lines))
        self.equations = Flipbook([line.scale(share).move_to(area.center) for line in lines])
        self.dot = marks(self.place(0), theme.accent, theme.ground)
        super().__init__(self.dot, self.equations)
        self.set_z_index(1)  # in front of ridges that are added later

    def place(self, number: int) -> Floats:
        """Find the point (1, 3) of the frame where a pair on the surface is seen now."""
        return self.relief.space.project(self.relief.at(*self.pairs[number], self.values, LIFT))

    @property
    def crosses(self) -> bool:
        """Whether the walk crosses an edge, to a second ridge."""
        return self.answer + 1 < self.relief.count if self.sign > 0 else self.answer > 0

    def ridges(self, theme: Theme) -> list[Group]:
        """Draw the answer's ridge and the second one, which may be empty."""
        lines = SumLines(self.relief, self.values, self.sign, theme)
        return [lines.line(self.answer), lines.line(self.answer + self.sign * self.relief.count)]

    def light_up(self, field: HeightField) -> None:
        """Dim a surface like the relief's toward the background, everywhere but on the answer's ridges."""
        x, y = np.meshgrid(*(np.linspace(0, self.relief.count - 1, many) for many in field.shape), indexing="ij")
        beyond = (x + self.sign * y - self.answer) % self.relief.count
        away = np.minimum(beyond, self.relief.count - beyond)
        share = DIMMED * gently(np.clip((away - LIT) / BESIDE, 0, 1))[..., None]
        colors = np.reshape(field.colors, (*away.shape, 4))
        dimmed = (1 - share) * colors + share * rgba(self.theme.ground)
        field.set_colors(dimmed.reshape(field.colors.shape))

    def show(self, number: int) -> Self:
        """Stand on pair `number` and write it."""
        for part in self.dot:
            part.set_positions(self.place(number))
        self.equations.show(number)
        return self

    def over(self, start: int, end: int) -> Callable[[float], object]:
        """Return a function of a share 0 … 1 that walks from one pair to another."""
        return lambda share: self.show(round(start + share * (end - start)))
