"""All pairs of numbers as boards of cells, one for the training pairs and one for the test pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.switches.long_column import LongColumn
from transparent_box.scenes.mobjects.switches.token_board import breadth_in
from transparent_box.scenes.mobjects.words.lettering import words

CLOSED = 1.12  # height of the window that closes on our own column, in heights of that column
WIDER = 1.8  # times the width of a column, where only few columns are shown
TRAIL = 0.25  # share of a board's width over which cells are fading in at a time
DIM = 0.5  # opacity of the test pairs' cells: the network knows none of them yet
SMALL = 0.06  # share of its size to which a board shrinks on its way into a counter
GONE = 0.75  # share of the time that this takes


def own_column(count: int, lit: int, area: Area, theme: Theme) -> LongColumn:
    """Draw the network's own column of `count` switches, with number `lit` switched on, in the middle of an area."""
    column = LongColumn(count, {lit: theme.cos_x}, WIDER * breadth_in(area), area.height, theme)
    return column.look((1 - CLOSED) / 2 * count, (1 + CLOSED) / 2 * count).move_to(area.center)


class AllPairs(Group):
    """All p × p pairs in an area: a board of the training pairs `lessons` (n, 2), one of all others, and their `names`.

    `column` is the picture they emerge from: a column of p + 1 switches, with number `lit` switched on.
    """

    def __init__(self, p: int, lessons: Floats, lit: int, area: Area, theme: Theme) -> None:
        self.column, self.lit = own_column(p + 1, lit, area, theme), {lit: theme.cos_x}
        known, wide = np.zeros((p, p), dtype=bool), area.width > DECIDEDLY_WIDE * area.height
        known[tuple(np.transpose(lessons))] = True
        groups = (known, "lessons", theme.train, 1.0), (~known, "in the exam", theme.test, DIM)
        self.names = VGroup(*(named(int(group.sum()), name, ink) for group, name, ink, _ in groups))
        self.names.arrange(DOWN if wide else RIGHT, buff=Gap.FAR)
        room = area if wide else area.less_top(self.names.height + Gap.NEAR)
        side = min(room.width, room.height)
        self.boards = Group(*(PairBoard(group, ink, opacity, side) for group, _, ink, opacity in groups)).move_to(
            room.center
        )
        self.names.next_to(self.boards, RIGHT if wide else UP, Gap.FAR if wide else Gap.NEAR)
        super().__init__(self.boards, self.names)

    def widen(self) -> UpdateFromAlphaFunc:
        """Widen the column until it covers the boards' place, while its lit switch goes out."""
        column, before = self.column, self.column.points.copy()
        goal = column.copy().stretch_to_fit_width(self.boards.width).stretch_to_fit_height(CLOSED * self.boards.height)
        after = goal.move_to(self.boards).points

        def open_up(shown: LongColumn, share: float) -> None:
            shown.points = (1 - share) * before + share * after
            shown.light(self.lit, 1 - share)

        return UpdateFromAlphaFunc(column, open_up)

    def come(self, place: int) -> list[Animation]:
        """Fade in a group's name, and its cells from left to right."""
        lit = UpdateFromAlphaFunc(self.boards[place].reach(0), lambda board, share: board.reach(share))
        return [lit, FadeIn(self.names[place])]

    def go_into(self, counters: Sequence[Mobject]) -> list[Animation]:
        """Shrink each board into its counter, well before the time is over; the names fade out first."""
        boards = [gone_into(counter, board) for counter, board in zip(counters, self.boards, strict=True)]
        return [*boards, FadeOut(self.names, rate_func=first_half)]


def gone_into(place: Mobject, board: PairBoard) -> UpdateFromAlphaFunc:
    """Shrink a board and move it into a mobject; it stays visible until it is nearly there."""
    start, goal = board.points.copy(), board.copy().scale(SMALL).move_to(place).points

    def go(shown: PairBoard, share: float) -> None:
        shown.points = (1 - share) * start + share * goal
        shown.set_opacity(1 - share**6)

    return UpdateFromAlphaFunc(board, go, rate_func=squish_rate_func(smooth, 0, GONE), remover=True)


class PairBoard(HeatMap):
    """The cells of a group of pairs, a mask (p, p) [x, y], in one color (#RRGGBB) of an opacity `opacity` (0 … 1)."""

    def __init__(self, group: np.ndarray, ink: str, opacity: float, side: float) -> None:
        self.inked = group[..., None] * rgba(ink) * [1, 1, 1, opacity]
        super().__init__(self.inked, side, side)

    def reach(self, share: float) -> PairBoard:
        """Show the cells from the left up to a share (0 … 1) of the width."""
        places = np.arange(len(self.inked)) / len(self.inked)
        opacities = passed(share, places, TRAIL)
        self.colors = self.inked * np.stack([*[np.ones_like(opacities)] * 3, opacities], axis=-1)[:, None]
        return self


def named(count: int, name: str, ink: str) -> VGroup:
    """Write the number of pairs in a group over its name."""
    return VGroup(words(f"{count:,}", Size.HEADLINE, ink), words(name, Size.LABEL, ink)).arrange(
        DOWN, buff=Gap.NEAR / 2
    )
