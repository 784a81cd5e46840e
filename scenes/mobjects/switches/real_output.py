"""A network's output: its last column of toggles, each as far on as it is likely."""

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

FOOT = 0.45  # units below the columns for what an axis says
# A board's width, between two, and from them to the probabilities: in units, and as shares of a narrow area's width.
WIDE, NARROW = (2.8, 1.2, 0.5), (0.19, 0.1, 0.03)
NOTHING = 0.01  # probability that is almost nothing, if less
SEEN = 0.005  # probability from which a toggle is seen to be on


@dataclass(frozen=True)
class RealAreas:
    """The areas of the network's input, its output and their probabilities, names around them left out.

    `alone` is where the input stands with nothing beside it but `close`, a lens; `aside` how far to the right input and
    output stand without the probabilities.
    """

    asked: Area
    given: Area
    rest: Area
    alone: Area
    close: Area

    @classmethod
    def of(cls, area: Area, wide: bool) -> RealAreas:
        """Part an area."""
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
        """(3,) from where the input stands alone to where it does beside the output."""
        onward: Floats = self.aside + (self.asked.center[0] - self.alone.center[0]) * RIGHT
        return onward

    @property
    def aside(self) -> Floats:
        """(3,) from where input and output stand beside the probabilities to the middle."""
        aside: Floats = (self.rest.width - Gap.NEAR) / 2 * RIGHT
        return aside


class RealOutput(VGroup):
    """The probabilities (n,) of numbers and "=", which is the last, as toggles in an area, all off at first.

    `boards` are the column that counts and those that do not, `share` is what the likeliest, `says`, is given, and
    `rest` says how much the others are.
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
        self.told = nines(chances[self.best])
        self.rest = "almost nothing" if 1 - chances[self.best] < NOTHING else "what is left"
        self.share = words(self.told, size, theme.sum)
        self.share.next_to(self.out.place(0, self._row(self.best)) + step / 2 * RIGHT, RIGHT, Gap.NEAR)
        super().__init__(self.boards, self.head)

    def asked_by(self, board: ToggleBoard, areas: RealAreas) -> Self:
        """Stand beside the board of a question, without the probabilities, and let an arrow point from that."""
        self.flow = flow_arrow(board.copy().move_to(areas.asked.center), self.boards, self.theme.dim)
        self.add(self.flow)
        self.share.shift(areas.aside)
        self.shift(areas.aside)
        return self

    def said(self, right: int) -> str:
        """Say what the column that counts gives most to, and what that should be where it is another."""
        return f"The trained network gives {self.told} to {self.says}.{unless_right(self.says, right)}"

    def heights(self) -> Floats:
        """(n,) where the toggles are in the frame."""
        return np.array([self.out.place(0, self._row(number))[1] for number in range(len(self.chances))])

    def light_up(self) -> list[Animation]:
        """Turn the toggles on as far as the network does, and say what the likeliest is given."""
        lit = UpdateFromAlphaFunc(self.out, lambda _, share: self.out.show(shares=share * self.chances[self.lit]))
        return [lit, FadeIn(self.head), FadeIn(self.share)]

    def _row(self, number: int) -> int:
        return number if number < self.last else -1
