"""All clocks of a network beside the board of all sums, which lights up as far as they read the sums right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from manim import Animation, Dot, Group, Line, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, turns
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.clock_portrait import LABEL_GAP, ClockPortrait
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.right_board import RightBoard
from transparent_box.scenes.mobjects.sum_board import Table

CLOCKS = 0.54  # of the width, or where it is narrow CLOCKS_BELOW of the height, and IN_ROWS where that is large
CLOCKS_BELOW, IN_ROWS = 0.38, 0.52
HIGH = 1.2  # times its width is an area high, from which there is room for two rows of clocks
HAND, SPOT = 0.75, 0.1  # of a clock's radius, how long its hand is; units, the radius of the dot on the board
COMES, READ = 0.2, 0.12  # of the time in which a sum is read, until it begins; y in it, of p: few turns of any hand
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

    `many` says what those are, and `seen` are colors (p, 4).

    `portraits` and `board` are its parts; `right` begins with what no clock reads, which is nothing.
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
        below = IN_ROWS if area.height > HIGH * area.width else CLOCKS_BELOW
        left, stand = area.parts(CLOCKS if wide else below, Gap.FAR)
        cells, label = left.cells(len(clocks), Gap.NEAR, 0.8), units(Size.LABEL) + LABEL_GAP
        radius = min(cells[0].width / 2, (cells[0].height - label) / 2) / AIR
        self.portraits, self.turns, self.theme = [], [clock.frequency for clock in clocks], theme
        for clock, cell in zip(clocks, cells, strict=True):
            name = words(turns(clock.frequency), Size.LABEL, theme.dim)
            portrait = ClockPortrait(clock.points, seen, radius, label=name, ring_color=theme.grid)
            self.portraits.append(portrait.shift(np.add(cell.center, [0, label / 2, 0])))
        self.right = [np.zeros_like(right[0]), *right]
        self.board = RightBoard(self.right[0], f"{many} read right", stand, theme)
        super().__init__(*self.portraits, self.board)

    def join(self, clock: int) -> Animation:
        """Light what is read right as soon as one more clock is read."""
        return self.board.change(self.right[clock], self.right[clock + 1])

    def read(self, x: int, sign: int) -> tuple[VGroup, Callable[[float], None]]:
        """Make a hand for each clock, at x, and a dot at x and 0 on the board; and what moves them all on by some y."""
        count = len(self.right[0])
        hands = VGroup(*(Line(color=self.theme.text, stroke_width=4) for _ in self.turns))
        dot, y = Dot(radius=SPOT, color=self.theme.text).set_stroke(self.theme.ground, 2), round(READ * count)
        start, end = self.board.board.cell(x, 0), self.board.board.cell(x, y)

        def go(share: float) -> None:
            gone, seen = max(share - COMES, 0.0) / (1 - COMES), min(share / COMES, 1.0)
            for hand, portrait, k in zip(hands, self.portraits, self.turns, strict=True):
                angle, reach = 2 * np.pi * k * (x + sign * gone * y) / count, HAND * portrait.ring.width / 2
                middle = portrait.ring.get_center()
                hand.put_start_and_end_on(middle, middle + reach * np.array([np.sin(angle), np.cos(angle), 0.0]))
            dot.move_to(start + gone * (end - start)).set_opacity(seen)
            hands.set_stroke(opacity=seen)

        go(0.0)
        return VGroup(hands, dot), go


def all_told(right: Sequence[Table]) -> str:
    """Say how many questions all clocks read right, and how many clocks were enough; `right` as `ClockRound` has it."""
    whole, read = right[0].size, int(right[-1].sum())
    if read < whole:
        return f"{read:,} of {whole:,} right."
    enough = next(count for count in range(len(right)) if all(later.all() for later in right[count:]))
    some = f"; {count_word(enough)} {'were' if enough > 1 else 'was'} enough" if enough < len(right) - 1 else ""
    return f"All {whole:,} right{some}."
