"""A sum on a clock, or a difference: one hand turns by the first number, another from there by the second, or back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    Line,
    ManimColor,
    Mobject,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    interpolate_color,
    smoothstep,
)
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace
from transparent_box.scenes.mobjects.clocks.hour_row import HEIGHT, HourRow
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.words.equation import solved
from transparent_box.scenes.mobjects.words.fact import Flipbook
from transparent_box.scenes.mobjects.words.lettering import words

X_WAY = 0.3  # of the radius, where the way that the hand of x has gone is drawn
Y_WAY = 0.46  # of the radius, where that of y is
X_HAND = 0.6  # of the radius, the hand of x
Y_HAND = 0.86  # of the radius, the hand of y
HAND = 7.0  # stroke width
MOVING = 0.6  # of the time between two sums
WRITTEN = (-1.0, 0.8, 0.8, 2.0, 2.0, 2.6)  # what is done when x, +, y, →, the sum and the network's answer come
ROW = 0.9  # units, where height is dear, for waves or a row of hours
BESIDE = 0.4  # units between a clock's numerals and what is told at its right
DEAR = 4.5  # units of height, up to which height is dear
NUMERAL_ROOM = {True: 0.68, False: 0.5}  # units kept free round a clock for its numerals, in wide frames and others
BELOW = 0.37  # of the height of an area that is not wide, for what is told below
CLOCK = 0.62  # of the width, at most, for a clock with squares beside it
GOLDEN = 0.618, 0.175  # of all numbers, by which the next question's two differ: they come all over the clock
LEAST = 0.18  # units above and below the row of hours, at least
Told = tuple[Operation, int, int, int, Theme]  # a question of an operation, x, y and the answer
APPEARS = 0.2  # of its turn, in which the second hand comes out of the first


def clock_areas(area: Area, wide: bool) -> tuple[Area, Area, Area | None]:
    """Part an area for a clock, for what is told of it, and, only where height is dear, for waves or the row of hours.

    What is told stands at the left of the clock if the area is `wide`, else below it, or, where height is dear, as it
    is in squares, at its right.
    """
    if wide or (area.height > DEAR and area.width < DECIDEDLY_WIDE * area.height):
        told, stand = area.parts(0.5 if wide else BELOW, Gap.NEAR)
        return stand, told, None
    upper, row = area.less_bottom(ROW + Gap.NEAR / 2), area.less_top(area.height - ROW)
    cut = upper.left + min(upper.height, CLOCK * upper.width)
    return upper.less_right(upper.right - cut), Area(cut + BESIDE, upper.right, upper.bottom, upper.top), row


def clock_radius(stand: Area, wide: bool) -> float:
    """Return the radius of a clock in its place, which leaves room for its numerals."""
    return min(stand.width, stand.height) / 2 - NUMERAL_ROOM[wide]


class ClockAddition(VGroup):
    """Two hands on a face and the ways that they have gone; x and y in the theme's colors, the answer where it ends.

    The second hand goes on by `sign` times y.
    """

    def __init__(self, face: ClockFace, sign: int, theme: Theme) -> None:
        self.sign = sign
        self.face, self.inks = face, [ManimColor(ink) for ink in (theme.cos_x, theme.cos_y, theme.sum)]
        self.x_way, self.y_way = (VMobject(stroke_color=ink, stroke_width=6) for ink in self.inks[:2])
        self.x_hand, self.y_hand = (self._hand(ink) for ink in self.inks[:2])
        self.mark = face.mark(0, theme.sum)
        super().__init__(self.x_way, self.y_way, self.x_hand, self.y_hand, self.mark)
        self.show(0, 0, 0)

    def _hand(self, ink: ManimColor) -> VGroup:
        line = Line(color=ink, stroke_width=HAND)
        return VGroup(line, Dot(radius=0.012 * HAND, color=ink), Dot(self.face.middle, radius=0.09, color=ink))

    def _point(self, hand: VGroup, hour: float, share: float) -> None:
        tip = self.face.place(hour, share)
        hand[0].put_start_and_end_on(self.face.middle, tip)
        hand[1].move_to(tip)

    def show(self, x: float, y: float, done: float = 3.0) -> Self:
        """Set it to x and y: at 1 of `done` the first hand has turned, at 2 the second, at 3 the answer is marked."""
        y *= self.sign
        first, second, landed = (smoothstep(done - part) for part in (0, 1, 2))
        self._point(self.x_hand, x * first, X_HAND)
        self._point(self.y_hand, x * first + y * second, Y_HAND)
        self.x_way.set_points(self.face.sweep(0, x * first, self.inks[0].to_hex(), X_WAY).points)
        self.y_way.set_points(self.face.sweep(x, y * second, self.inks[1].to_hex(), Y_WAY).points)
        self.y_way.set_stroke(opacity=float(second > 0))
        self.y_hand.set_opacity(min(second / APPEARS, 1.0))
        self.y_hand.set_color(interpolate_color(self.inks[1], self.inks[2], landed))
        self.mark.move_to(self.face.place(x + y)).set_opacity(landed)
        return self


class ClockSums(Group):
    """Questions (x, y) done on a face one by one, and written in an area, with what the `network` [x, y] says.

    `hands` do the sums, `written` are the equations, of which one is shown; where hours are `seen` in colors (p, 4), a
    `row` of them below the equation counts along, or in an area of its own, `apart`: then equations are broken.
    """

    def __init__(
        self,
        face: ClockFace,
        operation: Operation,
        sums: Sequence[tuple[int, int]],
        area: Area,
        theme: Theme,
        network: NDArray[np.int64] | None = None,
        seen: Floats | None = None,
        apart: Area | None = None,
    ) -> None:
        sign = operation.by_hands.sign
        self.sums, self.hands = sums, ClockAddition(face, sign, theme)
        self.row = HourRow(seen, (apart or area).width, sign, theme) if seen is not None else None
        told = [(operation, x, y, (x + sign * y) % face.hours, theme) for x, y in sums]
        says = ["" if network is None else f"the network says {network[x, y]}" for x, y in sums]
        if self.row and apart:
            super().__init__(self.hands, broken(told, says, area), self.row.shift(apart.center))
        else:
            super().__init__(self.hands, *self._in_line(told, says, area))
        self.written = self[1]

    def _in_line(self, told: Sequence[Told], says: Sequence[str], area: Area) -> list[Mobject]:
        """Write all in the middle of an area, the row, if there is one, between an equation and what is said of it."""
        ink = told[0][-1].text
        digit, label = (words(text, size, ink).height for text, size in (("0", Size.DISPLAY), ("y0", Size.LABEL)))
        room = area.height - label - HEIGHT  # for the equation and two gaps, where there is a row
        size = Size.DISPLAY * (min(1.0, (room - 2 * LEAST) / digit) if self.row else 1.0)
        digit *= size / Size.DISPLAY
        gap = min(Gap.FAR, (room - digit) / 2) if self.row else Gap.FAR
        below = 2 * gap + HEIGHT if self.row else gap
        pages = Flipbook([written(*one, size, area, below) for one in zip(told, says, strict=True)])
        if not self.row:
            return [pages]
        foot = area.center[1] - (digit + label + below) / 2 + label
        return [pages, self.row.shift([area.center[0], foot + gap + HEIGHT / 2, 0])]

    def come_of(self, pair: WavePair) -> list[Animation]:
        """Let the points of two waves fall onto the row of hours, while all else of the two goes, and of this comes."""
        assert self.row
        goals = self.row.dots.copy(), self.row.dots.copy().set_opacity(0.0)  # where two are, edges would be heavier
        falls = [Transform(*way, remover=True) for way in zip(pair.clouds, goals, strict=True)]
        gone = map(FadeOut, (pair.axes, *pair.waves, *pair.counters))  # one by one, or they would come to the front
        return [*gone, *falls, FadeIn(self.hands, self.written, self.row.ends, self.row.tips)]

    def come_under(self, task: Mobject, note: Mobject) -> list[Any]:
        """Let what stood in its place become a note over what is written, and then all come."""
        over = task.animate(rate_func=first_half).become(note.next_to(self.written, UP, Gap.NEAR))
        return [over, FadeIn(self, rate_func=second_half)]

    @property
    def turning(self) -> list[ClockAddition | HourRow]:
        """Return the pictures in which the sums are done."""
        return [self.hands, self.row] if self.row else [self.hands]

    def show(self, done: float, most: float = 1.0) -> Self:
        """Set the first sum to where it is at 0 … 3; see `ClockAddition.show`.

        It is written as far as it is done, with such an opacity at most.
        """
        for picture in self.turning:
            picture.show(*self.sums[0], done)
        for part, due in zip(self.written, WRITTEN, strict=False):
            part.set_opacity(float(np.clip((done - due) / APPEARS, 0, most)))
        return self

    def undo(self, hours: int) -> list[Animation]:
        """Turn the hands back from the first sum to where they began, as their face gets so many hours.

        What is written of either goes early, for others to come.
        """
        turns = UpdateFromAlphaFunc(self, lambda _, share: self.show(3 * (1 - share), 1 - first_half(share)))
        return [FadeOut(self.hands.face.numerals, rate_func=first_half), self.hands.face.crowd(hours), turns]

    def run_through(self, share: float) -> Self:
        """Go from sum to sum, resting at each; at 0 … 1 of all the time."""
        last = len(self.sums) - 1
        place = min(int(share * last), last - 1)
        way = smoothstep((share * last - place) / MOVING)
        x, y = np.array(self.sums[place]) + way * (np.array(self.sums[place + 1]) - self.sums[place])
        for picture in self.turning:
            picture.show(float(x), float(y))
        self.written.show(place + (way >= 0.5))
        return self


def all_over(first: tuple[int, int], more: int, count: int) -> list[tuple[int, int]]:
    """Find so many more questions after a first one, of numbers below a count, that come all over the clock."""
    steps = np.outer(np.arange(more + 1), GOLDEN) * count
    return [(int(x), int(y)) for x, y in np.round(steps + np.array(first)) % count]


def broken(told: Sequence[Told], says: Sequence[str], area: Area) -> Flipbook:
    """Write questions in an area, the answer below each, and below that, in two lines, what the network says."""
    pages = []
    equations = [solved(*one, Size.DISPLAY) for one in told]
    share = min(1.0, area.width / max(VGroup(*equation[:-2]).width for equation in equations))
    for one, equation, line in zip(told, equations, says, strict=True):
        before, verb, answer = line.rsplit(" ", 2)
        equation.scale(share)
        note = [words(part, Size.LABEL, one[-1].dim) for part in (before, f"{verb} {answer}")]
        lines = VGroup(VGroup(*equation[:-2]), VGroup(*equation[-2:]), *note)
        lines.arrange(DOWN, buff=Gap.NEAR, aligned_edge=LEFT).move_to(area.center).align_to([area.left, 0, 0], LEFT)
        pages.append(VGroup(*equation, VGroup(*note)))
    return Flipbook(pages)


def written(told: Told, says: str, size: float, area: Area, below: float) -> VGroup:
    """Write a question that is answered, in the middle of an area, and so many units below it what the network says."""
    wide = solved(*told, size).width
    both = VGroup(*solved(*told, size * min(1.0, area.width / wide)))
    if says:
        both.add(words(says, Size.LABEL, told[-1].dim).next_to(both, DOWN, below))
    return both.move_to(area.center)
