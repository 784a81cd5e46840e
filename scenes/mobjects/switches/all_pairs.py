"""All pairs of numbers, as they come out of one column of switches: some of them lessons, all others the exam."""

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

CLOSED = 1.12  # of our own column, how much the window holds that ends on it
WIDER = 1.8  # times a column's breadth, where few columns are all there is
TRAIL = 0.25  # of a board's width, over which its cells come, where they have not all come yet
DIM = 0.5  # opacity of the exam's cells: nothing of it is known yet
SMALL = 0.06  # of its size is a board when it has gone into a number
GONE = 0.75  # of the time, until it has


def own_column(count: int, lit: int, area: Area, theme: Theme) -> LongColumn:
    """Draw our own column of switches alone, in the middle of an area, that of one number lit."""
    column = LongColumn(count, {lit: theme.cos_x}, WIDER * breadth_in(area), area.height, theme)
    return column.look((1 - CLOSED) / 2 * count, (1 + CLOSED) / 2 * count).move_to(area.center)


class AllPairs(Group):
    """Pairs (p, p) over an area, those of `lessons` (n, 2) as one board and all others as another, and their `names`.

    `column` is what they come out of: the switches of all numbers, that of one `lit`.
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
        self.boards = Group(*(PairBoard(group, ink, seen, side) for group, _, ink, seen in groups)).move_to(room.center)
        self.names.next_to(self.boards, RIGHT if wide else UP, Gap.FAR if wide else Gap.NEAR)
        super().__init__(self.boards, self.names)

    def widen(self) -> UpdateFromAlphaFunc:
        """Let the column become as wide as it is high, over the boards' place, and the switch that is lit go out."""
        column, before = self.column, self.column.points.copy()
        goal = column.copy().stretch_to_fit_width(self.boards.width).stretch_to_fit_height(CLOSED * self.boards.height)
        after = goal.move_to(self.boards).points

        def open_up(shown: LongColumn, share: float) -> None:
            shown.points = (1 - share) * before + share * after
            shown.light(self.lit, 1 - share)

        return UpdateFromAlphaFunc(column, open_up)

    def come(self, place: int) -> list[Animation]:
        """Let the cells of a group come, from the left, and its name."""
        lit = UpdateFromAlphaFunc(self.boards[place].reach(0), lambda board, share: board.reach(share))
        return [lit, FadeIn(self.names[place])]

    def go_into(self, counters: Sequence[Mobject]) -> list[Animation]:
        """Let each group go into what counts it from now on, well before the time is over; its name leaves first."""
        boards = [gone_into(counter, board) for counter, board in zip(counters, self.boards, strict=True)]
        return [*boards, FadeOut(self.names, rate_func=first_half)]


def gone_into(place: Mobject, board: PairBoard) -> UpdateFromAlphaFunc:
    """Let a board get small and go into a place; it is seen until it is nearly there."""
    start, goal = board.points.copy(), board.copy().scale(SMALL).move_to(place).points

    def go(shown: PairBoard, share: float) -> None:
        shown.points = (1 - share) * start + share * goal
        shown.set_opacity(1 - share**6)

    return UpdateFromAlphaFunc(board, go, rate_func=squish_rate_func(smooth, 0, GONE), remover=True)


class PairBoard(HeatMap):
    """Cells (p, p) [x, y] of a group of pairs in one ink (#RRGGBB), `seen` 0 … 1, from the left as far as `reach`."""

    def __init__(self, group: np.ndarray, ink: str, seen: float, side: float) -> None:
        self.inked = group[..., None] * rgba(ink) * [1, 1, 1, seen]
        super().__init__(self.inked, side, side)

    def reach(self, share: float) -> PairBoard:
        """Show the cells up to a share of the way."""
        places = np.arange(len(self.inked)) / len(self.inked)
        seen = passed(share, places, TRAIL)
        self.colors = self.inked * np.stack([*[np.ones_like(seen)] * 3, seen], axis=-1)[:, None]
        return self


def named(count: int, name: str, ink: str) -> VGroup:
    """Write how many pairs there are of a group, over its name."""
    return VGroup(words(f"{count:,}", Size.HEADLINE, ink), words(name, Size.LABEL, ink)).arrange(
        DOWN, buff=Gap.NEAR / 2
    )
