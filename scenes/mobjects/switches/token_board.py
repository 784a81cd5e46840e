"""The board a language model plays on: pieces of text, their numbers, and under each a column of all there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Arrow,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    LaggedStart,
    Line,
    Rectangle,
    Transform,
    VGroup,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.switches.long_column import LongColumn, zoomed
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

PITCHES = 7.4  # in the board's width: five columns, a way across, and one column
BREADTH = 0.56  # of a pitch: a column's width
UNDER = 1.35  # of a piece's size, from the line that it stands on to that of its number
SPARK = 0.07  # units, radius of what runs on from a lit switch
PALE = 0.4  # opacity of a frame at its column: where there are two lines of them, they cross on their ways
UNSEEN = 1.7  # times as far as it takes to be as thin as they are go lines that come back: they are gone for a while
POINTER = 0.2  # units: from a column out to where one points at it

Piece = tuple[str, int]  # of text, and its number


class TokenBoard(Group):
    """`asked` pieces with their columns of `count` switches over an area, and at its right the one that is `given`.

    `heads` are pieces over their numbers, `columns` stand below them, `pointers` where their lit switches are; `out` is
    the column that comes out, `ends` what it is seen from and to, `mark` and `answer` stand over it; all columns are
    dark at first. `view` says how many switches are seen, `source` who numbered them.
    """

    def __init__(
        self, asked: Sequence[Piece], given: Piece, count: int, source: str, area: Area, near: float, theme: Theme
    ) -> None:
        self.asked, self.given, self.count, self.near, self.theme = asked, given, count, near, theme
        self.pitch = pitch_in(area, len(asked))
        self.source = words(source, Size.SMALL, theme.dim)
        self.view = Counter("switches in view:", f"{count:,}", "", Size.LABEL, theme.text)
        foot = self._foot(area)
        self.heads = VGroup(*(self._head(*piece, theme.text) for piece in asked))
        self.answer = self._head(*given, theme.sum)
        places = [area.left + (number + 0.5) * self.pitch for number in range(len(asked))]
        places.append(area.right - self.pitch / 2)
        for head, place in zip((*self.heads, self.answer), places, strict=True):
            head.shift([place - head.get_x(), area.top - units(head[0].size) - head[0].baseline, 0])
        top = min(head.get_bottom()[1] for head in (*self.heads, self.answer)) - Gap.NEAR
        columns = [LongColumn(count, {}, BREADTH * self.pitch, top - foot, theme) for _ in places]
        for column, place in zip(columns, places, strict=True):
            column.move_to([place, (top + foot) / 2, 0])
        self.columns, self.out = Group(*columns[:-1]), columns[-1]
        self.mark = words("?", Size.HEADLINE, theme.sum).move_to(self.answer)
        self.flow = Arrow(LEFT / 2, RIGHT / 2, buff=0, color=theme.dim, stroke_width=4, tip_length=0.2)
        self.flow.move_to((self.columns[-1].get_right() + self.out.get_left()) / 2)
        self.ends = VGroup(*(Counter(name, f"{count:,}", "", Size.SMALL, theme.dim) for name in ("from", "to")))
        for end, side in zip(self.ends, (UP, DOWN), strict=True):
            end.next_to(self.out, LEFT, Gap.NEAR).align_to(self.out, side)
        self.pointers = VGroup(*(Line(LEFT * POINTER, LEFT * 0, color=theme.accent, stroke_width=4) for _ in asked))
        self.step_to(near)
        self.enter(0.0)
        super().__init__(self.heads, self.mark, self.columns, self.out, self.view, self.source)

    def open(self, frames: VGroup) -> list[Animation]:
        """Let each frame grow, paler, round the place of its column: that of the mark round what is to come out."""
        seats = []
        for frame, one in zip(frames, [*self.columns, self.out], strict=True):
            seat = Rectangle(width=one.width, height=one.height, stroke_width=3).move_to(one)
            seats.append(seat.set_stroke(frame.get_stroke_color(), opacity=PALE))
        return [*map(Transform, frames, seats)]

    def step_to(self, shown: float) -> None:
        """Show so many switches of each column, the one that is on in the middle while it can be."""
        for column, pointer, (_, number) in zip(self.columns, self.pointers, self.asked, strict=True):
            column.look_around(number, shown)
            pointer.next_to(column.seat(number) + column.width / 2 * LEFT, LEFT, 0)
        self.view.show(f"{round(shown):,}")

    def enter(self, share: float) -> None:
        """Show what comes out, from the whole of it to the neighbors of the answer."""
        shown = zoomed(self.count, self.near, share)
        self.out.look_around(self.given[1], shown)
        self.view.show(f"{round(shown):,}")
        for end, number in zip(self.ends, (self.out.low, self.out.high - 1), strict=True):
            end.show(f"{round(number):,}")

    def turn_on(self, place: int, share: float) -> None:
        """Turn the switch of one of the asked pieces on, so far."""
        self.columns[place].light({self.asked[place][1]: self.theme.accent} if share else {}, share)

    def thin_and_back(self, share: float) -> None:
        """Draw the lit switches of the columns as thin as they are, halfway, and then as lines again."""
        for column in self.columns:
            column.thin(min(1.0, UNSEEN * float(np.sin(np.pi * share))))

    def come_closer(self, area: Area, share: float) -> Any:
        """Let what comes out stand in the middle of an area, so much of it wide, with room for its ends at its left."""
        breadth, room = share * area.width, self.ends.width + Gap.NEAR
        left = max(area.center[0] - breadth / 2, area.left + room)
        self.ends.shift((left - self.out.get_left()[0]) * RIGHT)
        return self.out.animate.stretch(breadth / self.out.width, 0).set_x(left + breadth / 2)

    def answers(self) -> list[Animation]:
        """Let the given piece come out of its switch, at its right, to where the mark is, which goes."""
        end = self.out.seat(self.given[1]) + self.out.width / 2 * RIGHT
        return [FadeOut(self.mark), FadeIn(self.answer, target_position=end)]

    def sparks(self) -> VGroup:
        """Dots on the lit switches of the columns, as they are seen now, in the order in which they are read."""
        seats = (column.seat(number) for column, (_, number) in zip(self.columns, self.asked, strict=True))
        return VGroup(*(Dot(seat, SPARK, color=self.theme.accent) for seat in seats))

    def run_on(self, sparks: VGroup) -> LaggedStart:
        """Let sparks run to where the column comes out, one after the other."""
        return LaggedStart(*(spark.animate.move_to(self.out.get_left()) for spark in sparks), lag_ratio=0.15)

    def _foot(self, area: Area) -> float:
        """Place what stands below the columns, in one line or two, and return the height where they end."""
        foot = VGroup(self.view, self.source)
        if sum(part.width for part in foot) + Gap.FAR < area.width:
            self.view.move_to([area.left, area.bottom, 0], LEFT + DOWN)
            self.source.move_to([area.right, self.view.get_y(), 0], RIGHT)
            stand_on(self.view.baseline, self.source)
        else:
            foot.arrange(DOWN, buff=Gap.NEAR / 2).move_to([0, area.bottom, 0], DOWN)
        return float(foot.get_top()[1]) + Gap.NEAR

    def _head(self, piece: str, number: int, ink: str) -> VGroup:
        """A piece of text over its number, lines apart."""
        head = VGroup(words(piece, Size.LABEL, ink), Counter("", f"{number:,}", "", Size.SMALL, self.theme.dim))
        return tell(head, number)


def tell(head: VGroup, number: int) -> VGroup:
    """Write a number under a piece of text."""
    name, numeral = head
    stand_on(name.baseline - UNDER * units(name.size), numeral.show(f"{number:,}").set_x(name.get_x()))
    return head


def pitch_in(area: Area, asked: int = 5) -> float:
    """Measure how far apart columns are over an area, where so many pieces are asked."""
    return area.width / (PITCHES - 5 + asked)


def breadth_in(area: Area) -> float:
    """Measure how broad a column is over an area."""
    return BREADTH * pitch_in(area)
