"""A language model's input and output: tokens, their numbers, and under each a column of switches for all tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
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
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.switches.long_column import LongColumn
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

PITCHES = 7.4  # distances between columns in the board's width: five columns, a gap, and one column
BREADTH = 0.56  # width of a column, as a share of that distance
UNDER = 1.35  # from a token's baseline to that of its number, in sizes of its type
SPARK = 0.07  # units, radius of the spark that leaves a lit switch
PALE = 0.4  # opacity of a frame at its column: frames from two lines cross on their ways
UNSEEN = 1.7  # times as far as to their true height lines are thinned: they are out of sight for a while
POINTER = 0.2  # units, length of a pointer at a column

Piece = tuple[str, int]  # the text of a token, and its number


class TokenBoard(Group):
    """The `asked` tokens (text, number) with columns of `count` switches, and at the right the `given` one, in an area.

    `heads` are the tokens over their numbers, `columns` the columns below, and `pointers` mark their lit switches.
    `out` is the output column; `mark` and `answer` stand over it.
    All columns are dark at first, with `near` switches in view in the input's; `view` counts them, and `source` cites
    the vocabulary.
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
        self.pointers = VGroup(*(Line(LEFT * POINTER, LEFT * 0, color=theme.accent, stroke_width=4) for _ in asked))
        self.step_to(near)
        super().__init__(self.heads, self.mark, self.columns, self.out, self.view, self.source)

    def open(self, frames: VGroup) -> list[Animation]:
        """Turn each frame, made paler, into the outline of its column; the question mark's goes to the output."""
        seats = []
        for frame, one in zip(frames, [*self.columns, self.out], strict=True):
            seat = Rectangle(width=one.width, height=one.height, stroke_width=3).move_to(one)
            seats.append(seat.set_stroke(frame.get_stroke_color(), opacity=PALE))
        return [*map(Transform, frames, seats)]

    def step_to(self, shown: float) -> None:
        """Show `shown` switches of each input column, with the lit one in the middle where possible."""
        for column, pointer, (_, number) in zip(self.columns, self.pointers, self.asked, strict=True):
            column.look_around(number, shown)
            pointer.next_to(column.seat(number) + column.width / 2 * LEFT, LEFT, 0)
        self.view.show(f"{round(shown):,}")

    def turn_on(self, place: int, share: float) -> None:
        """Switch on the token of one input column, by a share (0 … 1)."""
        self.columns[place].light({self.asked[place][1]: self.theme.accent} if share else {}, share)

    def thin_and_back(self, share: float) -> None:
        """Thin the lit switches' lines to their true height halfway through, and then restore them."""
        for column in self.columns:
            column.thin(min(1.0, UNSEEN * float(np.sin(np.pi * share))))

    @property
    def below_heads(self) -> Area:
        """The area below the tokens and above the text at the foot."""
        first, last = self.columns[0], self.out
        beside = (self.pitch - last.width) / 2  # columns stand in the middle of their places
        left, right = first.get_left()[0] - beside, last.get_right()[0] + beside
        return Area(float(left), float(right), float(last.get_bottom()[1]), float(last.get_top()[1]))

    def answers(self, seat: Floats) -> list[Animation]:
        """Move the given token from the seat of its switch to the place of the question mark, which fades out."""
        return [FadeOut(self.mark), FadeIn(self.answer, target_position=seat)]

    def sparks(self) -> VGroup:
        """Draw dots on the lit switches of the input columns, in reading order."""
        seats = (column.seat(number) for column, (_, number) in zip(self.columns, self.asked, strict=True))
        return VGroup(*(Dot(seat, SPARK, color=self.theme.accent) for seat in seats))

    def run_on(self, sparks: VGroup) -> LaggedStart:
        """Let sparks run to the output column, one after the other."""
        return LaggedStart(*(spark.animate.move_to(self.out.get_left()) for spark in sparks), lag_ratio=0.15)

    def _foot(self, area: Area) -> float:
        """Place the text below the columns, in one line or two, and return the height at which columns end."""
        foot = VGroup(self.view, self.source)
        if sum(part.width for part in foot) + Gap.FAR < area.width:
            self.view.move_to([area.left, area.bottom, 0], LEFT + DOWN)
            self.source.move_to([area.right, self.view.get_y(), 0], RIGHT)
            stand_on(self.view.baseline, self.source)
        else:
            foot.arrange(DOWN, buff=Gap.NEAR / 2).move_to([0, area.bottom, 0], DOWN)
        return float(foot.get_top()[1]) + Gap.NEAR

    def _head(self, piece: str, number: int, ink: str) -> VGroup:
        """Write a token over its number."""
        head = VGroup(words(piece, Size.LABEL, ink), Counter("", f"{number:,}", "", Size.SMALL, self.theme.dim))
        return tell(head, number)


def tell(head: VGroup, number: int) -> VGroup:
    """Show a number under a token."""
    name, numeral = head
    stand_on(name.baseline - UNDER * units(name.size), numeral.show(f"{number:,}").set_x(name.get_x()))
    return head


def pitch_in(area: Area, inputs: int = 5) -> float:
    """Return the distance between columns in an area with `inputs` input tokens, in units."""
    return area.width / (PITCHES - 5 + inputs)


def breadth_in(area: Area) -> float:
    """Return the width of a column in an area, in units."""
    return BREADTH * pitch_in(area)
