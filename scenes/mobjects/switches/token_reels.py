"""Columns that roll like reels from their first switch to their token's, with a number in every row in view."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, ManimColor, VGroup, interpolate_color, smooth

from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard, tell
from transparent_box.scenes.mobjects.words.counter import Counter

NEXT = 0.3  # share of a reel's time after which the next one starts
ROLLS = 0.8  # share of that time after which a reel stops and its switch goes on
COMES = 0.12  # share of that time in which its number fades in
CLEAR = 0.15  # units free at both sides of a number in its row
LEGIBLE = 0.75  # units, height of rows from which numbers are fully visible
GONE = 0.5  # units, height of rows below which they are hidden


class TokenReels(Group):
    """The columns of a token board, with `shown` switches of each in view, first from the top, and numbers on them.

    `rows` holds the numbers, a group for each column, or nothing where columns are too narrow. The numbers under the
    tokens count along as the columns roll.
    """

    def __init__(self, board: TokenBoard, shown: int, theme: Theme) -> None:
        self.board, self.shown, self.theme = board, shown, theme
        widest = max((f"{number + shown:,}" for _, number in board.asked), key=len)
        rows = [VGroup(*(Counter("", widest, "", Size.LABEL, theme.dim) for _ in range(shown))) for _ in board.asked]
        broad = max(number.number.width for number in rows[0]) + 2 * CLEAR
        self.rows = VGroup(*rows) if broad < board.columns[0].width else VGroup()
        super().__init__(board.columns, board.view, board.heads, self.rows)
        self.roll(0.0)

    def roll(self, share: float) -> Self:
        """Roll the columns one after the other, a share (0 … 1) of the time; each switch goes on as its reel stops."""
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
        """Show `shown` switches of each column, with numbers on their rows as long as they are legible."""
        self.board.step_to(shown)
        high = self.board.columns[0].height / shown
        for place, row in enumerate(self.rows):
            self._number(place, row, 1.0).set_opacity(float(np.clip((high - GONE) / (LEGIBLE - GONE), 0, 1)))
        return self

    def _number(self, place: int, row: VGroup, lit: float) -> VGroup:
        """Write the numbers of the switches in a column's view; that of the lit one turns dark by a share `lit`."""
        column, (_, own) = self.board.columns[place], self.board.asked[place]
        first = round((column.low + column.high - self.shown) / 2)
        inks = ManimColor(self.theme.dim), ManimColor(self.theme.ground)
        for number, counter in enumerate(row, first):
            counter.show(f"{number:,}").move_to(column.seat(number))
            counter.set_color(interpolate_color(*inks, lit * (number == own)))
        return row
