"""A task of the toy as toggles: three columns of a question and the output column, without labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Arrow, Mobject, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.switches.toggle_board import SHAPE, On, ToggleBoard

COLUMNS = 3  # x, y and "="
ACROSS = 5.0  # width of a riddle's tile in columns: three, room for an arrow, and one

Numbers = tuple[int, int]
Integers = NDArray[np.int64]


class ToyTask(VGroup):
    """A question (x, y) and its answer from a `table` [x, y], without labels; the answer is switched off at first.

    `inputs` are the three columns of the question, `out` is the output column, and `flow` an arrow from one to the
    other. Columns are `step` units apart; the `inks` (#RRGGBB) are those of x, y, "=" and the answer.
    """

    def __init__(self, numbers: Numbers, table: Integers, step: float, inks: Sequence[str], theme: Theme) -> None:
        count = len(table) + 1
        self.numbers, height = numbers, count * step / SHAPE
        self.total = int(table[numbers])
        on: list[On] = [(n, number, ink) for n, (number, ink) in enumerate(zip((*numbers, -1), inks, strict=False))]
        self.inputs = ToggleBoard(COLUMNS, count, step, height, theme, on)
        self.out = ToggleBoard(1, count, step, height, theme, [(0, self.total, inks[-1])]).show(shares=[0.0])
        self.out.next_to(self.inputs, RIGHT, (ACROSS - COLUMNS - 1) * step)
        self.flow = flow_arrow(self.inputs, self.out, theme.dim).scale(min(1.0, step))
        super().__init__(self.inputs, self.out, self.flow)


def flow_arrow(start: Mobject, end: Mobject, color: str) -> Arrow:
    """Draw an arrow from one mobject to another: downward if that is wholly below, else to the right."""
    below = end.get_top()[1] < start.get_bottom()[1]
    sides = (DOWN, UP) if below else (RIGHT, LEFT)
    middle, way = (start.get_edge_center(sides[0]) + end.get_edge_center(sides[1])) / 2, sides[0]
    return Arrow(middle - 0.3 * way, middle + 0.3 * way, buff=0, color=color, stroke_width=4, tip_length=0.2)
