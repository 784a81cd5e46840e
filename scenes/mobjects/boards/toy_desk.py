"""A toy's table of sums, empty at first, beside a row of its numbers and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    PI,
    RIGHT,
    UP,
    FadeIn,
    Group,
    Mobject,
    ReplacementTransform,
    Transform,
    Triangle,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import number
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.counting_row import ABOVE
from transparent_box.scenes.mobjects.boards.sum_table import ROOM, SumTable, tile
from transparent_box.scenes.mobjects.words.lettering import formula, words
from transparent_box.scenes.mobjects.words.tally import Tally

BAR = 0.55  # units that the row of numbers is high
DEAR_ROOM = 0.45  # units beside the table for its numbers where height is dear
DEAR_BAR = 0.4  # units that the row is high there
SHARE = 0.5  # of an area for the table, beside the row
LATE = 0.25, 0.75  # shares of a time: it appears between them, when what sinks into the table is small
ROW = 2.1  # units above the table for the row and what is told
DEAR_ROW = 1.12  # units for them where they stand side by side
BESIDE = 0.53  # of the width for what is told, there
APART = 0.18  # units between what stands near each other there
NAME = 0.45  # units beyond its numbers for the name of an axis
PIN = 0.13  # units that what points at the row is high
BACK = 0.95  # units that the way back to the row's start is high, at most


class ToyDesk(Group):
    """The empty table of `count` numbers and, beside it (`wide`) or above it, a row of them with room above to tell.

    It is of x + sign·y. `heads` are the numbers beside the table, `names` those of x and y, `told` the area above the
    row, or left of it where height is dear; `asked` are a question that needs no coming round and two that do.
    """

    def __init__(self, count: int, sign: int, area: Area, wide: bool, theme: Theme) -> None:
        numbers, self.sign, last, self.theme = np.arange(count), sign, count - 1, theme
        self.asked = ((1, last - 2), (1, last), (last, 2)) if sign > 0 else ((last - 1, 1), (1, 2), (0, 2))
        above = wide or area.width < area.height - ROW  # whether there is room for the name of y
        self.inside = not above  # height is dear: whether the row's own ends are written on it
        room, high = (DEAR_ROOM, DEAR_BAR) if self.inside else (ROOM, BAR)
        first, second, side = self._seats(area, wide, above, room)
        table = np.add.outer(numbers, sign * numbers) % count
        self.table = SumTable(table, count, side, side, Size.LABEL + 5, theme)
        self.table.move_to(first.center).shift((room - NAME if above else room) / 2 * (UP + RIGHT))
        self.table.room = room
        told, second = second.parts(BESIDE, Gap.NEAR) if self.inside else (second, second)
        below = high / 2 + (Gap.NEAR / 4 if self.inside else Gap.NEAR / 2 + ROOM / 2)
        foot = second.bottom + (0.36 * second.height if wide else below)
        self.bar = SumTable(numbers[:, None], count, second.width - Gap.NEAR, high, Size.LABEL + 5, theme)
        self.bar.move_to([second.center[0], foot, 0])
        self.bar.fill([(number, 0) for number in range(count)]).interpolate(1)
        self.told = told if self.inside else told.less_bottom(foot + high / 2 + Gap.NEAR - told.bottom)
        self.bows_under = second.top
        self.heads = self.table.heads(range(count), Size.LABEL, (theme.text, theme.text), room)
        letters = formula("x", Size.LABEL + 6, theme.cos_x), formula("y", Size.LABEL + 6, theme.cos_y)
        self.names = self.table.names(letters, room, NAME, above)
        super().__init__(self.table, self.bar, self.names)

    @staticmethod
    def _seats(area: Area, wide: bool, above: bool, room: float) -> tuple[Area, Area, float]:
        """Places for the table with its numbers and names and for the row, and how wide the table is, in units."""
        if wide:
            first, second = area.parts(SHARE, 2 * Gap.NEAR)
            return first, second, min(first.width, first.height) - ROOM - NAME
        head = room + (NAME + APART if above else 0.0)
        row = ROW if above else DEAR_ROW
        side = min(area.height - row - head, area.width - room - NAME * (1 if above else 2) - APART)
        return area.less_top(area.height - side - head), area.less_bottom(side + head + APART), side

    def come_late(self) -> FadeIn:
        """Appear when what sinks into the table meanwhile is too small to be seen through it."""
        return FadeIn(self, rate_func=squish_rate_func(smooth, *LATE))

    def seated(self) -> list[Transform]:
        """Let copies of the row's numbers go to their seats below the table, and to those left of it."""
        digits = [digit.copy() for digit in (*self.bar.digits, *self.bar.digits)]
        return [
            ReplacementTransform(digit.set_fill(head.get_color(), 0), head)
            for digit, head in zip(digits, self.heads, strict=True)
        ]

    def solved(self, asked: Sequence[tuple[str, str]], x: int, y: int) -> VGroup:
        """Write signs that ask for x ± y, whatever their colors elsewhere, and a tile of what is in their cell.

        Here a color is a number, so that all but the tile is plain. What is past the end of the table comes before it;
        of the toy's it does not, for there the row shows how it comes round.
        """
        count, whole, theme = self.table.count, x + self.sign * y, self.theme
        past = (number(whole), "→") if whole not in range(count) and len(self.heads) != 2 * count else ()
        signs = [words(sign, Size.HEADLINE, theme.text) for sign in (*(sign for sign, _ in asked), "=", *past)]
        return VGroup(*signs, tile(whole % count, count, theme)).arrange(RIGHT, buff=units(Size.HEADLINE) * 0.32)

    def raised(self, told: Mobject) -> Mobject:
        """Put what is told at the top of the room above the row, or in the middle of that beside it."""
        height = self.told.center[1] if self.inside else self.told.top - told.height / 2
        return told.move_to([self.told.center[0], height, 0])

    def tally(self, *names: tuple[str, str], most: int) -> Tally:
        """Count things, by their names and inks (#RRGGBB), in the middle of the room to tell."""
        tally = Tally(names, most).squeeze(self.told.width)
        tally.move_to(self.told.center)
        return tally

    def leave(self, count: int, tally: Tally) -> list[UpdateFromAlphaFunc]:
        """Let the camera leave for `count` numbers, while a tally counts those in view and what they come to."""
        start = self.table.count

        def tell(_: Mobject, alpha: float) -> None:
            shown = round(start * (count / start) ** alpha)
            tally.show(shown, shown**2)

        return [*(one.leave(count, self.sign) for one in (self.table, self.bar)), UpdateFromAlphaFunc(tally, tell)]

    def pin(self, total: int) -> Triangle:
        """Point from above at the color in the row that is a total's."""
        pin = Triangle(stroke_width=0, fill_opacity=1, color=self.theme.text).rotate(PI).scale_to_fit_height(PIN)
        edge = self.bar.cells.cell(total, 0) + self.bar.cells.cell_size[1] / 2 * UP
        return pin.next_to(edge, UP, Gap.NEAR / 6)

    def free(self, told: Mobject) -> float:
        """Find how high over what runs on the row a bow may be, below what is told."""
        under = self.bows_under if self.inside else told.get_bottom()[1] - ABOVE
        return float(min(BACK, under - self.bar.get_top()[1] - ABOVE))

    def places(self, within: bool) -> list[tuple[int, int]]:
        """Find the cells whose answer is a number without coming round, or those where it is none, row by row."""
        numbers = range(len(self.table.sums))
        return [(x, y) for y in numbers for x in numbers if (x + self.sign * y in numbers) == within]

    def ends(self, size: float, ink: str) -> VGroup:
        """The first, middle and last number beside the table, and below the row, or on it where height is dear."""
        last = self.table.count - 1
        numbers = (0, (last + 1) // 2, last)
        below = self.bar.heads(numbers, size, (self.theme.ground if self.inside else ink,), ROOM)
        if self.inside:
            for numeral in below:
                half, edge = numeral.width / 2 + Gap.NEAR / 2, self.bar.cells.width / 2
                numeral.set_x(self.bar.get_x() + np.clip(numeral.get_x() - self.bar.get_x(), half - edge, edge - half))
                numeral.set_y(self.bar.get_y())
        return VGroup(self.table.heads(numbers, size, (ink, ink), self.table.room), below)
