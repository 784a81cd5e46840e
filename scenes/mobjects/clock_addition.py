"""A sum on a clock, or a difference: one hand turns by the first number, another from there by the second, or back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, Dot, Group, Line, ManimColor, VGroup, VMobject, interpolate_color
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.clock_face import ClockFace
from transparent_box.scenes.mobjects.equation import solved
from transparent_box.scenes.mobjects.fact import Flipbook
from transparent_box.scenes.mobjects.lettering import words

X_WAY, Y_WAY = 0.3, 0.46  # of the radius, where the ways that the hands have gone begin
X_HAND, Y_HAND = 0.6, 0.86  # of the radius, their lengths
HAND = 7.0  # stroke width
MOVING = 0.6  # of the time between two sums
WRITTEN = (-1.0, 0.8, 0.8, 2.0, 2.0, 2.6)  # what is done when x, +, y, →, the sum and the network's answer come
APPEARS = 0.2  # of its turn, in which the second hand comes out of the first


class ClockAddition(VGroup):
    """Two hands on a face and the ways that they have gone; x and y in the theme's colours, the answer where it ends.

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
        first, second, landed = (smooth(done - part) for part in (0, 1, 2))
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

    `hands` do the sums, `written` are the equations, of which one is shown.
    """

    def __init__(
        self,
        face: ClockFace,
        operation: Operation,
        sums: Sequence[tuple[int, int]],
        area: Area,
        theme: Theme,
        network: NDArray[np.int64] | None = None,
    ) -> None:
        self.sums, self.hands = sums, ClockAddition(face, operation.by_hands.sign, theme)
        self.written = Flipbook([self._written(operation, x, y, face.hours, area, theme, network) for x, y in sums])
        super().__init__(self.hands, self.written)

    @staticmethod
    def _written(
        operation: Operation, x: int, y: int, hours: int, area: Area, theme: Theme, network: NDArray[np.int64] | None
    ) -> VGroup:
        told = operation, x, y, (x + operation.by_hands.sign * y) % hours, theme
        wide = solved(*told, Size.DISPLAY).width
        both = VGroup(*solved(*told, Size.DISPLAY * min(1.0, area.width / wide)))
        if network is not None:
            says = words(f"the network says {network[x, y]}", Size.LABEL, theme.dim)
            both.add(says.next_to(both, DOWN, Gap.FAR))
        return both.move_to(area.center)

    def show(self, done: float) -> Self:
        """Set the first sum to where it is at 0 … 3; see `ClockAddition.show`. It is written as far as it is done."""
        self.hands.show(*self.sums[0], done)
        for part, due in zip(self.written, WRITTEN, strict=False):
            part.set_opacity(float(np.clip((done - due) / APPEARS, 0, 1)))
        return self

    def run_through(self, share: float) -> Self:
        """Go from sum to sum, resting at each; at 0 … 1 of all the time."""
        last = len(self.sums) - 1
        place = min(int(share * last), last - 1)
        way = smooth((share * last - place) / MOVING)
        x, y = np.array(self.sums[place]) + way * (np.array(self.sums[place + 1]) - self.sums[place])
        self.hands.show(float(x), float(y))
        self.written.show(place + (way >= 0.5))
        return self


def smooth(share: float) -> float:
    """Start and end gently between 0 and 1."""
    held = min(max(share, 0.0), 1.0)
    return held * held * (3 - 2 * held)
