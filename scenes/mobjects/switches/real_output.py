"""A network's output: its last column of toggles, each switched on as far as its symbol is probable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.early import unless_right
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import nines
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.switches.toggle_board import ToggleBoard
from transparent_box.scenes.mobjects.switches.toy_boards import HEAD, IDLE, NAMES
from transparent_box.scenes.mobjects.switches.toy_task import COLUMNS, flow_arrow
from transparent_box.scenes.mobjects.words.lettering import words

FOOT = 0.45  # units below the columns for an axis' labels
# Widths of a board, of the gap between two, and of the gap to the probabilities: units, or shares of a narrow width.
WIDE, NARROW = (2.8, 1.2, 0.5), (0.19, 0.1, 0.03)
NOTHING = 0.01  # probability below which the rest is called almost nothing
SEEN = 0.005  # probability above which a toggle is visibly on


@dataclass(frozen=True)
class RealAreas:
    """The areas of a network's input (`asked`), its output (`given`) and the probabilities (`rest`), without labels.

    `alone` is the area of the input when it stands beside nothing but a lens, which has `close`; `aside` is how far
    right input and output stand while there are no probabilities.
    """

    asked: Area
    given: Area
    rest: Area
    alone: Area
    close: Area

    @classmethod
    def of(cls, area: Area, wide: bool) -> RealAreas:
        """Divide an area; `wide` tells whether it is wide enough for widths in units."""
        breadth, gap, aside = WIDE if wide else (share * area.width for share in NARROW)
        first, last, start, end, rest = np.cumsum([area.left + NAMES, breadth, gap, breadth, aside])
        rows, left = (area.bottom + FOOT, area.top - HEAD), area.center[0] - breadth / 2 if wide else first
        return cls(
            Area(first, last, *rows),
            Area(start, end, *rows),
            Area(rest, area.right, *rows),
            Area(left, left + breadth, *rows),
            Area(left + breadth + Gap.FAR, area.right, *rows),
        )

    @property
    def onward(self) -> Floats:
        """The shift (3,) from the input's place alone to its place beside the output."""
        onward: Floats = self.aside + (self.asked.center[0] - self.alone.center[0]) * RIGHT
        return onward

    @property
    def aside(self) -> Floats:
        """The shift (3,) of input and output from their place beside the probabilities to the middle."""
        aside: Floats = (self.rest.width - Gap.NEAR) / 2 * RIGHT
        return aside


class RealOutput(VGroup):
    """Probabilities (n,) of the numbers and, last, of "=", as toggles in an area, all off at first.

    `boards` are the unused columns and the output column, `says` is the likeliest symbol, `share` its probability as
    text of `size` pixels, and `rest` says in words how much is left for the others.
    """

    def __init__(self, chances: Floats, area: Area, size: float, theme: Theme) -> None:
        self.theme = theme
        self.chances, self.best, self.last = chances, int(chances.argmax()), len(chances) - 1
        self.lit, step = np.flatnonzero(chances > SEEN), area.width / COLUMNS
        on = [(0, self._row(number), theme.sum) for number in self.lit.tolist()]
        self.out = ToggleBoard(1, len(chances), step, area.height, theme, on).show(shares=0 * self.lit)
        self.out.move_to([area.right - step / 2, area.center[1], 0])
        idle = ToggleBoard(COLUMNS - 1, len(chances), step, area.height, theme).next_to(self.out, LEFT, 0)
        idle.columns.set_opacity(IDLE)
        self.names = [*map(str, range(self.last)), "="]
        self.boards, self.says = VGroup(idle, self.out), self.names[self.best]
        self.head = self.out.head(0, self.says, theme.sum)
        self.share_text = nines(chances[self.best])
        self.rest = "almost nothing" if 1 - chances[self.best] < NOTHING else "what is left"
        self.share = words(self.share_text, size, theme.sum)
        self.share.next_to(self.out.place(0, self._row(self.best)) + step / 2 * RIGHT, RIGHT, Gap.NEAR)
        super().__init__(self.boards, self.head)

    def asked_by(self, board: ToggleBoard, areas: RealAreas) -> Self:
        """Stand beside the board of a question, without probabilities, and draw an arrow from that board."""
        self.flow = flow_arrow(board.copy().move_to(areas.asked.center), self.boards, self.theme.dim)
        self.add(self.flow)
        self.share.shift(areas.aside)
        self.shift(areas.aside)
        return self

    def said(self, right: int) -> str:
        """Return a sentence: the likeliest symbol and its probability, and the right answer if that is another."""
        return f"The trained network gives {self.share_text} to {self.says}.{unless_right(self.says, right)}"

    def heights(self) -> Floats:
        """Return the heights (n,) of the toggles in the frame."""
        return np.array([self.out.place(0, self._row(number))[1] for number in range(len(self.chances))])

    def light_up(self) -> list[Animation]:
        """Switch the toggles on by their probabilities, and fade in the likeliest symbol with its probability."""
        lit = UpdateFromAlphaFunc(self.out, lambda _, share: self.out.show(shares=share * self.chances[self.lit]))
        return [lit, FadeIn(self.head), FadeIn(self.share)]

    def _row(self, number: int) -> int:
        return number if number < self.last else -1
