"""The table of sums of a toy with few numbers, empty at first, beside a row of its numbers and room for text."""

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

BAR = 0.55  # units, height of the row of numbers
TIGHT_ROOM = 0.45  # units beside the table for its numbers where height is short
TIGHT_BAR = 0.4  # units, height of the row there
SHARE = 0.5  # share of a wide area for the table, with the row beside it
LATE = 0.25, 0.5  # shares of the run time between which the desk fades in, when what shrinks into the table is small
ROW = 2.1  # units above the table for the row and the text
TIGHT_ROW = 1.12  # units for them where they are side by side
BESIDE = 0.53  # share of the width for the text there
APART = 0.18  # units between table and row where they are stacked
NAME = 0.45  # units beyond the numbers for the name of an axis
PIN = 0.13  # units, height of the pointer at the row
BACK = 0.95  # units, height of the arc back to the row's start, at most


class ToyDesk(Group):
    """An empty table of x + sign·y for `count` numbers and, beside it (if `wide`) or above it, a row of them and text.

    `heads` are the numbers beside the table, `names` its letters x and y, `text_area` the area for text above the row,
    or left of the row where height is short. `pairs` are three pairs (x, y): the first does not wrap around, the
    others do.
    """

    def __init__(self, count: int, sign: int, area: Area, wide: bool, theme: Theme) -> None:
        numbers, self.sign, last, self.theme = np.arange(count), sign, count - 1, theme
        self.pairs = ((1, last - 2), (1, last), (last, 2)) if sign > 0 else ((last - 1, 1), (1, 2), (0, 2))
        above = wide or area.width < area.height - ROW  # there is room for the name of y
        self.inside = not above  # height is short, so the row's end numbers are written on it
        room, high = (TIGHT_ROOM, TIGHT_BAR) if self.inside else (ROOM, BAR)
        first, second, side = self._seats(area, wide, above, room)
        table = np.add.outer(numbers, sign * numbers) % count
        self.table = SumTable(table, count, side, side, Size.LABEL + 5, theme)
        self.table.move_to(first.center).shift((room - NAME if above else room) / 2 * (UP + RIGHT))
        self.table.room = room
        text_area, second = second.parts(BESIDE, Gap.NEAR) if self.inside else (second, second)
        below = high / 2 + (Gap.NEAR / 4 if self.inside else Gap.NEAR / 2 + ROOM / 2)
        foot = second.bottom + (0.36 * second.height if wide else below)
        self.bar = SumTable(numbers[:, None], count, second.width - Gap.NEAR, high, Size.LABEL + 5, theme)
        self.bar.move_to([second.center[0], foot, 0])
        self.bar.fill([(number, 0) for number in range(count)]).interpolate(1)
        self.text_area = (
            text_area if self.inside else text_area.less_bottom(foot + high / 2 + Gap.NEAR - text_area.bottom)
        )
        self.bows_under = second.top
        self.heads = self.table.heads(range(count), Size.LABEL, (theme.text, theme.text), room)
        letters = formula("x", Size.LABEL + 6, theme.cos_x), formula("y", Size.LABEL + 6, theme.cos_y)
        self.names = self.table.names(letters, room, NAME, above)
        super().__init__(self.table, self.bar, self.names)

    @staticmethod
    def _seats(area: Area, wide: bool, above: bool, room: float) -> tuple[Area, Area, float]:
        """Return the areas of the table (with numbers and names) and of the row, and the table's width in units."""
        if wide:
            first, second = area.parts(SHARE, 2 * Gap.NEAR)
            return first, second, min(first.width, first.height) - ROOM - NAME
        head = room + (NAME + APART if above else 0.0)
        row = ROW if above else TIGHT_ROW
        side = min(area.height - row - head, area.width - room - NAME * (1 if above else 2) - APART)
        return area.less_top(area.height - side - head), area.less_bottom(side + head + APART), side

    def come_late(self) -> FadeIn:
        """Fade in only when what shrinks into the table meanwhile is too small to show through it."""
        return FadeIn(self, rate_func=squish_rate_func(smooth, *LATE))

    def seated(self) -> list[Transform]:
        """Move copies of the row's numbers to their places below and left of the table."""
        digits = [digit.copy() for digit in (*self.bar.digits, *self.bar.digits)]
        return [
            ReplacementTransform(digit.set_fill(head.get_color(), 0), head)
            for digit, head in zip(digits, self.heads, strict=True)
        ]

    def solved(self, parts: Sequence[tuple[str, str]], x: int, y: int) -> VGroup:
        """Write the signs of the question x ± y in plain text color, an equals sign, and a tile of the answer.

        Colors mean numbers here, so that only the tile has one. A sum that wraps around is written out before the tile,
        except for the toy, whose row shows the wrapping.
        """
        count, whole, theme = self.table.count, x + self.sign * y, self.theme
        past = (number(whole), "→") if whole not in range(count) and len(self.heads) != 2 * count else ()
        signs = [words(sign, Size.HEADLINE, theme.text) for sign in (*(sign for sign, _ in parts), "=", *past)]
        return VGroup(*signs, tile(whole % count, count, theme)).arrange(RIGHT, buff=units(Size.HEADLINE) * 0.32)

    def raised(self, text: Mobject) -> Mobject:
        """Move text to the top of the area above the row, or to the middle of the one beside it."""
        height = self.text_area.center[1] if self.inside else self.text_area.top - text.height / 2
        return text.move_to([self.text_area.center[0], height, 0])

    def tally(self, *names: tuple[str, str], most: int) -> Tally:
        """Make a tally of names (text, #RRGGBB) in the middle of the area for text."""
        tally = Tally(names, most).squeeze(self.text_area.width)
        tally.move_to(self.text_area.center)
        return tally

    def leave(self, count: int, tally: Tally) -> list[UpdateFromAlphaFunc]:
        """Zoom out to `count` numbers, while a tally counts the numbers in view and their pairs."""
        start = self.table.count

        def tell(_: Mobject, alpha: float) -> None:
            shown = round(start * (count / start) ** alpha)
            tally.show(shown, shown**2)

        return [*(part.leave(count, self.sign) for part in (self.table, self.bar)), UpdateFromAlphaFunc(tally, tell)]

    def pin(self, total: int) -> Triangle:
        """Draw a pointer above a total's cell in the row."""
        pin = Triangle(stroke_width=0, fill_opacity=1, color=self.theme.text).rotate(PI).scale_to_fit_height(PIN)
        edge = self.bar.cells.cell(total, 0) + self.bar.cells.cell_size[1] / 2 * UP
        return pin.next_to(edge, UP, Gap.NEAR / 6)

    def free(self, text: Mobject) -> float:
        """Return how high in units an arc over the row may be without touching the text above it."""
        under = self.bows_under if self.inside else text.get_bottom()[1] - ABOVE
        return float(min(BACK, under - self.bar.get_top()[1] - ABOVE))

    def places(self, within: bool) -> list[tuple[int, int]]:
        """List the cells whose x ± y does not wrap around (`within`), or those where it does, row by row."""
        numbers = range(len(self.table.sums))
        return [(x, y) for y in numbers for x in numbers if (x + self.sign * y in numbers) == within]

    def ends(self, size: float, ink: str) -> VGroup:
        """Write the first, middle and last number beside the table and below the row (on it where height is short)."""
        last = self.table.count - 1
        numbers = (0, (last + 1) // 2, last)
        below = self.bar.heads(numbers, size, (self.theme.ground if self.inside else ink,), ROOM)
        if self.inside:
            for numeral in below:
                half, edge = numeral.width / 2 + Gap.NEAR / 2, self.bar.cells.width / 2
                numeral.set_x(self.bar.get_x() + np.clip(numeral.get_x() - self.bar.get_x(), half - edge, edge - half))
                numeral.set_y(self.bar.get_y())
        return VGroup(self.table.heads(numbers, size, (ink, ink), self.table.room), below)
