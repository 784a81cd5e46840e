"""A modular sum or difference on a clock: one hand turns by x, and a second goes on from there by y, or back."""

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

X_WAY = 0.3  # radius of the arc that the hand of x has swept, as a share of the clock's
Y_WAY = 0.46  # the same for the hand of y
X_HAND = 0.6  # length of the hand of x, as a share of the radius
Y_HAND = 0.86  # length of the hand of y, as a share of the radius
HAND = 7.0  # stroke width of a hand
MOVING = 0.6  # share of the time from one sum to the next in which the hands move
WRITTEN = (-1.0, 0.8, 0.8, 2.0, 2.0, 2.6)  # values of `done` at which these parts of an equation appear
ROW = 0.9  # units, height of waves or a row of hours where height is short
BESIDE = 0.4  # units between a clock's numerals and the text at its right
TIGHT = 4.5  # units of height, up to which height is short
NUMERAL_ROOM = {True: 0.68, False: 0.5}  # units kept free around a clock for its numerals, in wide frames and others
BELOW = 0.37  # share of the height of a tall area for the text below the clock
CLOCK = 0.62  # share of the width for a clock with text at its right, at most
GOLDEN = 0.618, 0.175  # steps of x and y to the next question, as shares of all numbers: spread over the whole clock
LEAST = 0.18  # units free above and below the row of hours, at least
Solution = tuple[Operation, int, int, int, Theme]  # an operation, x, y, the answer and the theme
APPEARS = 0.2  # share of its turn in which the second hand fades in


def clock_areas(area: Area, wide: bool) -> tuple[Area, Area, Area | None]:
    """Divide an area for a clock, for text and, only where height is short, for waves or the row of hours (else None).

    The text is left of the clock if the area is `wide`, and else below it, or at its right where height is short.
    """
    if wide or (area.height > TIGHT and area.width < DECIDEDLY_WIDE * area.height):
        text, stand = area.parts(0.5 if wide else BELOW, Gap.NEAR)
        return stand, text, None
    upper, row = area.less_bottom(ROW + Gap.NEAR / 2), area.less_top(area.height - ROW)
    cut = upper.left + min(upper.height, CLOCK * upper.width)
    return upper.less_right(upper.right - cut), Area(cut + BESIDE, upper.right, upper.bottom, upper.top), row


def clock_radius(stand: Area, wide: bool) -> float:
    """Return the radius of a clock in its place, which leaves room for its numerals."""
    return min(stand.width, stand.height) / 2 - NUMERAL_ROOM[wide]


class ClockAddition(VGroup):
    """The hands of x and y on a clock face, the arcs that they have swept, and a mark at the answer.

    The second hand turns by `sign` times y from where the first ends.
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
        """Show x ± y: at `done` = 1 the first hand has turned, at 2 the second, and at 3 the answer is marked."""
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
    """Sums (x, y) done on a clock face one by one, and written in an area, with the answers of a `network` [x, y].

    `hands` is the `ClockAddition`, and `written` a flipbook of the equations. If `colors` (p, 4) are given, a
    `row` of hours counts along below the equation, or in an area of its own, `apart`; equations then take several
    lines.
    """

    def __init__(
        self,
        face: ClockFace,
        operation: Operation,
        sums: Sequence[tuple[int, int]],
        area: Area,
        theme: Theme,
        network: NDArray[np.int64] | None = None,
        colors: Floats | None = None,
        apart: Area | None = None,
    ) -> None:
        sign = operation.by_hands.sign
        self.sums, self.hands = sums, ClockAddition(face, sign, theme)
        self.row = HourRow(colors, (apart or area).width, sign, theme) if colors is not None else None
        solutions = [(operation, x, y, (x + sign * y) % face.hours, theme) for x, y in sums]
        says = ["" if network is None else f"the network says {network[x, y]}" for x, y in sums]
        if self.row and apart:
            super().__init__(self.hands, broken(solutions, says, area), self.row.shift(apart.center))
        else:
            super().__init__(self.hands, *self._in_line(solutions, says, area))
        self.written = self[1]

    def _in_line(self, solutions: Sequence[Solution], says: Sequence[str], area: Area) -> list[Mobject]:
        """Write the equations in the middle of an area, with the row, if any, between equation and network's answer."""
        ink = solutions[0][-1].text
        digit, label = (words(text, size, ink).height for text, size in (("0", Size.DISPLAY), ("y0", Size.LABEL)))
        room = area.height - label - HEIGHT  # for the equation and two gaps if there is a row
        size = Size.DISPLAY * (min(1.0, (room - 2 * LEAST) / digit) if self.row else 1.0)
        digit *= size / Size.DISPLAY
        gap = min(Gap.FAR, (room - digit) / 2) if self.row else Gap.FAR
        below = 2 * gap + HEIGHT if self.row else gap
        pages = Flipbook([written(*one, size, area, below) for one in zip(solutions, says, strict=True)])
        if not self.row:
            return [pages]
        foot = area.center[1] - (digit + label + below) / 2 + label
        return [pages, self.row.shift([area.center[0], foot + gap + HEIGHT / 2, 0])]

    def come_of(self, pair: WavePair) -> list[Animation]:
        """Let the points of two waves fall onto the row of hours, while all else fades out or in."""
        assert self.row
        goals = self.row.dots.copy(), self.row.dots.copy().set_opacity(0.0)  # two visible ones would have heavy edges
        falls = [Transform(*way, remover=True) for way in zip(pair.clouds, goals, strict=True)]
        gone = map(FadeOut, (pair.axes, *pair.waves, *pair.counters))  # singly: a group would come to the front
        return [*gone, *falls, FadeIn(self.hands, self.written, self.row.ends, self.row.tips)]

    def come_under(self, task: Mobject, note: Mobject) -> list[Any]:
        """Turn a task that stood in the same place into a note over the equation, then fade in these sums."""
        over = task.animate(rate_func=first_half).become(note.next_to(self.written, UP, Gap.NEAR))
        return [over, FadeIn(self, rate_func=second_half)]

    @property
    def turning(self) -> list[ClockAddition | HourRow]:
        """Return the parts that move with the sums: the hands, and the row if there is one."""
        return [self.hands, self.row] if self.row else [self.hands]

    def show(self, done: float, most: float = 1.0) -> Self:
        """Show the first sum at `done` in 0 … 3, see `ClockAddition.show`.

        Its equation is written as far as it is done, with an opacity of at most `most`.
        """
        for picture in self.turning:
            picture.show(*self.sums[0], done)
        for part, due in zip(self.written, WRITTEN, strict=False):
            part.set_opacity(float(np.clip((done - due) / APPEARS, 0, most)))
        return self

    def undo(self, hours: int) -> list[Animation]:
        """Turn the hands back from the first sum to 0, while their face changes to so many `hours`.

        The equation and the numerals fade out early, to make room for others.
        """
        turns = UpdateFromAlphaFunc(self, lambda _, share: self.show(3 * (1 - share), 1 - first_half(share)))
        return [FadeOut(self.hands.face.numerals, rate_func=first_half), self.hands.face.crowd(hours), turns]

    def run_through(self, share: float) -> Self:
        """Go from sum to sum, resting at each: a share (0 … 1) of the whole time."""
        last = len(self.sums) - 1
        place = min(int(share * last), last - 1)
        way = smoothstep((share * last - place) / MOVING)
        x, y = np.array(self.sums[place]) + way * (np.array(self.sums[place + 1]) - self.sums[place])
        for picture in self.turning:
            picture.show(float(x), float(y))
        self.written.show(place + (way >= 0.5))
        return self


def all_over(first: tuple[int, int], more: int, count: int) -> list[tuple[int, int]]:
    """Return a first question and `more` others of numbers below `count`, spread over the whole clock."""
    steps = np.outer(np.arange(more + 1), GOLDEN) * count
    return [(int(x), int(y)) for x, y in np.round(steps + np.array(first)) % count]


def broken(solutions: Sequence[Solution], says: Sequence[str], area: Area) -> Flipbook:
    """Write equations in an area over several lines: question, answer, and the network's answer in two lines."""
    pages = []
    equations = [solved(*one, Size.DISPLAY) for one in solutions]
    share = min(1.0, area.width / max(VGroup(*equation[:-2]).width for equation in equations))
    for one, equation, line in zip(solutions, equations, says, strict=True):
        before, verb, answer = line.rsplit(" ", 2)
        equation.scale(share)
        note = [words(part, Size.LABEL, one[-1].dim) for part in (before, f"{verb} {answer}")]
        lines = VGroup(VGroup(*equation[:-2]), VGroup(*equation[-2:]), *note)
        lines.arrange(DOWN, buff=Gap.NEAR, aligned_edge=LEFT).move_to(area.center).align_to([area.left, 0, 0], LEFT)
        pages.append(VGroup(*equation, VGroup(*note)))
    return Flipbook(pages)


def written(solution: Solution, says: str, size: float, area: Area, below: float) -> VGroup:
    """Write an equation in the middle of an area and, `below` units under it, the network's answer."""
    wide = solved(*solution, size).width
    both = VGroup(*solved(*solution, size * min(1.0, area.width / wide)))
    if says:
        both.add(words(says, Size.LABEL, solution[-1].dim).next_to(both, DOWN, below))
    return both.move_to(area.center)
