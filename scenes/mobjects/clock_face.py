"""A clock with any number of hours, whose hand may turn several times while it counts through them."""

from __future__ import annotations

import numpy as np
from manim import Annulus, Circle, Dot, Line, Rotate, VGroup, VMobject

from scenes.mobjects.lettering import words

Point = np.ndarray
WINDING = 0.055  # of the radius, gained by a sweep with every turn


class ClockFace(VGroup):
    """A ring, a tick for every hour, and some numerals outside it.

    Hour n stands at `turns`·n/`hours` of a full turn, clockwise from the top. `numerals` are the hours written out.
    """

    def __init__(
        self,
        hours: int,
        turns: int,
        numerals: list[int],
        radius: float,
        *,
        size: float,
        line_color: str,
        text_color: str,
        zero_as: str | None = None,
    ) -> None:
        super().__init__()
        self.hours, self.turns, self.radius = hours, turns, radius
        self.ring = Circle(radius, color=line_color, stroke_width=2.5)
        self.ticks = self._ticks(line_color)
        self.pivot = Dot(radius=0.06, color=text_color)
        self.numerals = VGroup(*(self._numeral(hour, size, text_color, zero_as) for hour in numerals))
        self.add(self.ring, self.ticks, self.numerals, self.pivot)

    def _ticks(self, color: str) -> VMobject:
        ticks = VMobject(stroke_color=color, stroke_width=2)
        length = 0.08 if self.hours <= 12 else 0.05
        for hour in range(self.hours):
            outward = self.direction(self.angle(hour))
            ticks.start_new_path(outward * self.radius)
            ticks.add_line_to(outward * self.radius * (1 - length))
        return ticks

    def _numeral(self, hour: int, size: float, color: str, zero_as: str | None) -> VMobject:
        numeral = words(zero_as if hour == 0 and zero_as else str(hour), size, color)
        gap = 0.36 + max(numeral.width, numeral.height) / 2
        return numeral.move_to(self.direction(self.angle(hour)) * (self.radius + gap))

    def angle(self, hour: float) -> float:
        """Radians clockwise from the top, not folded: the hand has really turned this far."""
        return 2 * np.pi * self.turns * hour / self.hours

    @staticmethod
    def direction(angle: float) -> Point:
        """Unit vector at an angle clockwise from the top."""
        return np.array([np.sin(angle), np.cos(angle), 0.0])

    @property
    def middle(self) -> Point:
        """Where the hands turn."""
        return self.pivot.get_center()

    def place(self, hour: float, share: float = 1.0) -> Point:
        """The point at an hour, at a share of the radius."""
        return self.middle + self.direction(self.angle(hour)) * self.ring.width / 2 * share

    def hand(self, hour: float, color: str, share: float = 0.86, width: float = 7) -> VGroup:
        """A hand at an hour, with a round tip."""
        tip = self.place(hour, share)
        line = Line(self.middle, tip, color=color, stroke_width=width)
        return VGroup(line, Dot(tip, radius=0.012 * width, color=color), Dot(self.middle, radius=0.09, color=color))

    def turn(self, hand: VMobject, hours: float, **options: float) -> Rotate:
        """The animation of a hand going on by some hours."""
        return Rotate(hand, angle=-self.angle(hours), about_point=self.middle, **options)

    def sweep(self, start: float, hours: float, color: str, share: float, width: float = 6) -> VMobject:
        """The way a hand goes from hour `start` on: an arc that winds outward, so that full turns stay apart."""
        angles = np.linspace(self.angle(start), self.angle(start + hours), max(8, int(abs(self.angle(hours)) * 24)))
        radii = self.ring.width / 2 * (share + WINDING * (angles - angles[0]) / (2 * np.pi))
        path = VMobject(stroke_color=color, stroke_width=width)
        places = [self.middle + radius * self.direction(angle) for radius, angle in zip(radii, angles, strict=True)]
        return path.set_points_smoothly(places)

    def mark(self, hour: float, color: str) -> Annulus:
        """A small ring round an hour's place."""
        return Annulus(inner_radius=0.1, outer_radius=0.14, color=color).move_to(self.place(hour))


def legible_numerals(
    hours: int, turns: int, closest: float = 0.32, steps: tuple[int, ...] = (1, 2, 5, 10, 20)
) -> list[int]:
    """Which hours to write out: multiples of the smallest round step that keeps them `closest` radians apart."""
    for step in steps:
        chosen = np.arange(0, hours, step)
        places = np.sort(2 * np.pi * turns * chosen / hours % (2 * np.pi))
        gaps = np.diff(places, append=places[0] + 2 * np.pi)
        if gaps.min() >= closest:
            return [int(hour) for hour in chosen]
    return [0]
