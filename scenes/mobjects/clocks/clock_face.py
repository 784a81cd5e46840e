"""A clock with any number of hours, whose hand may make several turns while it counts through them."""

from __future__ import annotations

import numpy as np
from manim import Annulus, Circle, Dot, Line, Rotate, UpdateFromAlphaFunc, VGroup, VMobject
from manim.utils.bezier import get_smooth_cubic_bezier_handle_points

from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words

Point = np.ndarray
OUTSIDE, INSIDE = 0.17, 0.2  # gaps between ring and numerals, as shares of the radius: room for points near the ring
FEW = 12  # hours up to which ticks are long
LONG = 0.08  # length of such a tick, as a share of the radius
SHORT = 0.05  # length of a tick where there are more hours
WINDING = 0.055  # share of the radius by which a sweep moves outward with every turn


class ClockFace(VGroup):
    """A clock with `hours` hours, of which hour n is at `turns`·n/`hours` full turns, clockwise from the top.

    A ring has a tick for every hour; the hours `numerals` are written outside it and the hours `later` inside.
    `written` maps an hour to its numeral; `radius` is in units, and `zero_as` is the text for hour 0.
    """

    def __init__(
        self,
        hours: int,
        turns: int,
        numerals: list[int],
        later: list[int],
        radius: float,
        theme: Theme,
        zero_as: str = "0",
    ) -> None:
        line_color, text_color, size = theme.grid, theme.text, Size.LABEL
        super().__init__()
        self.hours, self.turns, self.radius = hours, turns, radius
        self.ring = Circle(radius, color=line_color, stroke_width=2.5)
        self.ticks = self._ticks(line_color)
        self.pivot = Dot(radius=0.06, color=text_color)
        self.numerals = VGroup(*(self._numeral(hour, size, text_color, zero_as) for hour in numerals))
        self.later = VGroup(*(self._numeral(hour, size, text_color, "0", -1) for hour in later))
        self.written = dict(zip([*numerals, *later], [*self.numerals, *self.later], strict=True))
        self.add(self.ring, self.ticks, self.numerals, self.later, self.pivot)

    def _ticks(self, color: str) -> VMobject:
        return self._divide(VMobject(stroke_color=color, stroke_width=2), self.hours, tick(self.hours), np.zeros(3))

    def _divide(self, ticks: VMobject, hours: float, length: float, middle: Point) -> VMobject:
        """Draw ticks for a number of hours that may be fractional."""
        ticks.clear_points()
        for hour in range(int(np.ceil(hours))):
            outward = self.direction(2 * np.pi * self.turns * hour / hours) * self.radius
            ticks.start_new_path(middle + outward).add_line_to(middle + outward * (1 - length))
        return ticks

    def crowd(self, hours: int) -> UpdateFromAlphaFunc:
        """Let ticks crowd together as more appear at the end, or spread as some leave, until there are `hours`."""

        def stand(ticks: VMobject, share: float) -> None:
            places, length = (start + share * (end - start) for start, end in zip(*ends, strict=True))
            self._divide(ticks, places, length, self.middle)

        ends = [(count, tick(count)) for count in (self.hours, hours)]
        return UpdateFromAlphaFunc(self.ticks, stand)

    def _numeral(self, hour: int, size: float, color: str, zero_as: str, side: int = 1) -> VMobject:
        numeral = words(zero_as if hour == 0 else str(hour), size, color)
        gap = (OUTSIDE if side > 0 else INSIDE) * self.radius + max(numeral.width, numeral.height) / 2
        return numeral.move_to(self.direction(self.angle(hour)) * (self.radius + side * gap))

    def angle(self, hour: float) -> float:
        """Return an hour's angle in radians, clockwise from the top, not wrapped: full turns count."""
        return 2 * np.pi * self.turns * hour / self.hours

    @staticmethod
    def direction(angle: float) -> Point:
        """Return the unit vector (3,) at an angle (radians) clockwise from the top."""
        return np.array([np.sin(angle), np.cos(angle), 0.0])

    @property
    def middle(self) -> Point:
        """Return the point (3,) that the hands turn about."""
        return self.pivot.get_center()

    def place(self, hour: float, share: float = 1.0) -> Point:
        """Return the point (3,) of an hour at a share of the radius."""
        return self.middle + self.direction(self.angle(hour)) * self.ring.width / 2 * share

    def hand(self, hour: float, color: str, share: float = 0.86, width: float = 7) -> VGroup:
        """Draw a hand that points at an hour, as long as a share of the radius, with a round tip."""
        tip = self.place(hour, share)
        line = Line(self.middle, tip, color=color, stroke_width=width)
        return VGroup(line, Dot(tip, radius=0.012 * width, color=color), Dot(self.middle, radius=0.09, color=color))

    def turn(self, hand: VMobject, hours: float, **options: float) -> Rotate:
        """Return an animation that turns a hand on by some hours."""
        return Rotate(hand, angle=-self.angle(hours), about_point=self.middle, **options)

    def sweep(self, start: float, hours: float, color: str, share: float, width: float = 6) -> VMobject:
        """Draw the arc that a hand sweeps in `hours` from `start` on, spiraling outward so that turns stay apart."""
        angles = np.linspace(self.angle(start), self.angle(start + hours), max(8, int(abs(self.angle(hours)) * 24)))
        radii = self.ring.width / 2 * (share + WINDING * np.abs(angles - angles[0]) / (2 * np.pi))
        middle = self.middle
        places = np.array([middle + r * self.direction(angle) for r, angle in zip(radii, angles, strict=True)])
        # The same as `set_points_smoothly`, without its comparison of each curve's end with the next one's start.
        towards, from_ = get_smooth_cubic_bezier_handle_points(places)
        curves = np.stack([places[:-1], towards, from_, places[1:]], axis=1)
        return VMobject(stroke_color=color, stroke_width=width).set_points(curves.reshape(-1, 3))

    def mark(self, hour: float, color: str) -> Annulus:
        """Draw a small ring round an hour's point."""
        return Annulus(inner_radius=0.1, outer_radius=0.14, color=color).move_to(self.place(hour))


def tick(hours: int) -> float:
    """Return the length of a tick, as a share of the radius."""
    return LONG if hours <= FEW else SHORT


def legible_numerals(
    hours: int, turns: int, closest: float = 0.36, steps: tuple[int, ...] = (1, 2, 5, 10, 20)
) -> tuple[list[int], list[int]]:
    """Choose the hours to write: those of the hand's first turn, and those of its second with the one next to 0.

    They are multiples of the smallest of `steps` that keeps them `closest` radians apart, as far as there is room.
    """
    full, ahead = 2 * np.pi, pow(turns, -1, hours)

    def chosen(candidates: list[int], apart_by: float) -> list[int]:
        kept: list[int] = []
        for hour in candidates:
            apart = [abs(turns * (hour - other) % hours) for other in kept]
            if all(min(gap, hours - gap) * full / hours >= apart_by for gap in apart):
                kept.append(hour)
        return sorted(kept)

    step = next((step for step in steps if full * turns * step / hours >= closest), hours)
    rounds = [hour * turns // hours for hour in range(hours)]
    first = chosen([hour for hour in range(0, hours, step) if rounds[hour] == 0], closest)
    second = [hour for hour in range(0, hours, 2 * step) if rounds[hour] == 1]  # there is less room inside
    return first, chosen([ahead, *second], 1.5 * closest) if turns > 1 else []
