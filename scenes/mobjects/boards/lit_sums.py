"""The table of all answers, with only those of the training pairs lit."""

from __future__ import annotations

import numpy as np
from manim import Animation, Group, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.boards.toy_desk import ToyDesk
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

AWAY = 0.7  # share by which the light is dimmed: not more, or the stage would be empty before the next picture appears
CORNER = 5  # numbers on the desk that gives the table its place, which does not depend on how many there are


class LitSums(Group):
    """A table of answers (p, p), lit at the training pairs `lessons` (n, 2), and a row of all numbers.

    The row is beside the table if `wide`, else above it. `tally` counts the training pairs and the test pairs.
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
        """Dim the picture so that what emerges from it stands out."""
        return Transform(self, self.copy().fade(AWAY))

    @property
    def place(self) -> Area:
        """The area of the table."""
        return Area.around(self.table)
