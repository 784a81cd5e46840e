"""Columns that roll like reels, each from its first switch to its own, with a number in every row that is in view."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, ManimColor, VGroup, interpolate_color, smooth

from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard, tell
from transparent_box.scenes.mobjects.words.counter import Counter

NEXT = 0.3  # of a reel's time, after which the one beside it starts
ROLLS = 0.8  # of that time, until a reel stands and its switch goes on
COMES = 0.12  # of that time, until its number has come
CLEAR = 0.15  # units on both sides of a number in its row
LEGIBLE = 0.75  # units high are rows whose numbers are wholly seen
GONE = 0.5  # units high are rows whose numbers are not


class TokenReels(Group):
    """The columns of a board, `shown` switches of each in view, from the top; `rows` (columns) of numbers on them.

    Where a column is too narrow there are no `rows`. The numbers under the pieces of text run along as columns roll.
    """

    def __init__(self, board: TokenBoard, shown: int, theme: Theme) -> None:
        self.board, self.shown, self.theme = board, shown, theme
        widest = max((f"{number + shown:,}" for _, number in board.asked), key=len)
        made = [VGroup(*(Counter("", widest, "", Size.LABEL, theme.dim) for _ in range(shown))) for _ in board.asked]
        broad = max(number.number.width for number in made[0]) + 2 * CLEAR
        self.rows = VGroup(*made) if broad < board.columns[0].width else VGroup()
        super().__init__(board.columns, board.view, board.heads, self.rows)
        self.roll(0.0)

    def roll(self, share: float) -> Self:
        """Roll one column after the other, a share of the time of all; where it stands, its switch goes on."""
        board = self.board
        board.view.show(f"{self.shown}")
        for place, (column, head, (_, number)) in enumerate(zip(board.columns, board.heads, board.asked, strict=True)):
            own = float(np.clip(share * (1 + NEXT * (len(board.asked) - 1)) - NEXT * place, 0, 1))
            at = round(number * smooth(min(own / ROLLS, 1.0)))
            low = min(max(at - self.shown // 2, 0), board.count - self.shown)
            column.look(low, low + self.shown)
            lit = max(own - ROLLS, 0.0) / (1 - ROLLS)
            board.turn_on(place, lit)
            tell(head, at)[1].set_opacity(min(own / COMES, 1.0))
            for row in self.rows[place : place + 1]:
                self._number(place, row, lit)
        return self

    def step_to(self, shown: float) -> Self:
        """Show so many switches of each, all numbers where their rows are, as long as they can be read."""
        self.board.step_to(shown)
        high = self.board.columns[0].height / shown
        for place, row in enumerate(self.rows):
            self._number(place, row, 1.0).set_opacity(float(np.clip((high - GONE) / (LEGIBLE - GONE), 0, 1)))
        return self

    def _number(self, place: int, row: VGroup, lit: float) -> VGroup:
        """Write the numbers of the switches that a column has in view; that of one which is lit is dark."""
        column, (_, own) = self.board.columns[place], self.board.asked[place]
        first = round((column.low + column.high - self.shown) / 2)
        inks = ManimColor(self.theme.dim), ManimColor(self.theme.ground)
        for number, told in enumerate(row, first):
            told.show(f"{number:,}").move_to(column.seat(number))
            told.set_color(interpolate_color(*inks, lit * (number == own)))
        return row
