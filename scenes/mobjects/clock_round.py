"""All clocks of a network beside the board of all sums, which lights up as far as they read the sums right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from manim import Animation, Group

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.clock_portrait import LABEL_GAP, ClockPortrait
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.right_board import RightBoard
from transparent_box.scenes.mobjects.sum_board import Table

CLOCKS = 0.54  # of the width, or where it is narrow CLOCKS_BELOW of the height
CLOCKS_BELOW = 0.38
AIR = 1.08  # a clock's points may stand outside its ring by so much of its radius


class Clock(Protocol):
    """See `model.analysis.clock.Clock`."""

    @property
    def frequency(self) -> int:
        """The number of times that its hand turns."""

    @property
    def points(self) -> Floats:
        """(p, 2) cosine and sine of every number."""


class ClockRound(Group):
    """Clocks, and for the first one, two, … of them which questions (p, p) are read right.

    `many` says what those are, and `seen` are colours (p, 4).

    `portraits` and `board` are its parts.
    """

    def __init__(
        self,
        clocks: Sequence[Clock],
        right: Sequence[Table],
        many: str,
        seen: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        wide = area.width > area.height * 1.3
        left, stand = area.parts(CLOCKS if wide else CLOCKS_BELOW, Gap.FAR)
        cells, label = left.cells(len(clocks), Gap.NEAR, 0.8), units(Size.LABEL) + LABEL_GAP
        radius = min(cells[0].width / 2, (cells[0].height - label) / 2) / AIR
        self.portraits = []
        for clock, cell in zip(clocks, cells, strict=True):
            k = clock.frequency
            name = words(turns(k), Size.LABEL, theme.dim)
            portrait = ClockPortrait(clock.points, seen, radius, label=name, ring_color=theme.grid)
            self.portraits.append(portrait.shift(np.add(cell.center, [0, label / 2, 0])))
        self.right = [np.zeros_like(right[0]), *right]
        self.board = RightBoard(self.right[0], f"{many} read right", stand, theme)
        super().__init__(*self.portraits, self.board)

    def join(self, clock: int) -> Animation:
        """Light what is read right as soon as one more clock is read."""
        return self.board.change(self.right[clock], self.right[clock + 1])
