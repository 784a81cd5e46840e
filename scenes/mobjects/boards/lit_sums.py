"""The table of all answers, of which only the lessons are lit."""

from __future__ import annotations

import numpy as np
from manim import Animation, Group, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.boards.toy_desk import ToyDesk
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

AWAY = 0.7  # of their light: most, but not so much that the stage is empty before anything comes out of them
CORNER = 5  # numbers of the desk in whose place the table stands: their size does not depend on how many there are


class LitSums(Group):
    """Answers (p, p), lit where lessons (n, 2) are, with the row of all numbers, beside it (`wide`) or below.

    `tally` counts the lessons and all other pairs.
    """

    def __init__(self, answers: Floats, lessons: Floats, area: Area, wide: bool, theme: Theme) -> None:
        p, desk = len(answers), ToyDesk(CORNER, 1, area, wide, theme)
        desk.table.plain()
        desk.bar.plain()
        shares = np.zeros(answers.shape)
        shares[tuple(np.transpose(lessons))] = 1.0
        desk.table.show(answers, p, shares)
        desk.bar.show(np.arange(p)[:, None], p, np.ones((p, 1)))
        self.table, self.tally = desk.table, desk.tally(("lessons", theme.text), ("in the exam", theme.dim), most=p**2)
        self.tally.show(len(lessons), p**2 - len(lessons))
        super().__init__(self.table, desk.bar, self.tally)

    def darken(self) -> Animation:
        """Let most of their light go, so that what comes out of them is seen."""
        return Transform(self, self.copy().fade(AWAY))

    @property
    def place(self) -> Area:
        """The place of the table."""
        return Area.around(self.table)
