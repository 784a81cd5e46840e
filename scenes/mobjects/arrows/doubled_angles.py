"""Angles that open to their doubles, each on a circle of its own, above or beside its degrees and its weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    interpolate_color,
    smooth,
    squish_rate_func,
)
from manim.utils.color import ManimColor

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.arrows.angle_hands import AngleHands
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

LINE = 1.2  # line spacing, in type sizes
SIZE, LOW_SIZE = Size.HEADLINE - 6, Size.LABEL + 3  # type size; the second is for low areas

GOES = squish_rate_func(smooth, 0.0, 0.75)  # rate at which the arrows' board fades: seen until the hands move


class DoubledAngles(Group):
    """Hands at `phases` (n,) in radians, measured from the first, with their degrees and `weights` (n,), in an area.

    A hand whose double points right is in the color of text, the others are dim. A negative weight turns a double by
    180°.
    """

    def __init__(self, phases: Floats, weights: Sequence[float], area: Area, theme: Theme) -> None:
        angles = from_the_first(phases)
        colors, size = sides(angles, theme), LOW_SIZE if area.is_low else SIZE
        self.weights = VGroup(
            *(words(weight(value), size, color) for value, color in zip(weights, colors, strict=True))
        )
        line, aside = LINE * units(size), max(one.width for one in self.weights) + Gap.NEAR
        discs, beside = rooms(area, len(angles), 2 * line + Gap.NEAR / 2, aside)
        radius = radius_in(discs)
        self.hands = AngleHands(angles, radius, colors, theme.grid, [disc.center for disc in discs])
        self.numbers, self.text, self.minus = VGroup(), theme.text, np.asarray(weights) < 0
        for disc, number, color in zip(discs, self.weights, colors, strict=True):
            way = [radius + Gap.NEAR / 2 + aside / 2, line, 0] if beside else [0, -radius - Gap.NEAR / 2, 0]
            place = np.array(disc.center) + way
            self.numbers.add(Counter("", "360", "°", size, color).move_to(place - [0, line / 2, 0]))
            number.move_to(place - [0, 1.5 * line, 0])
        self.live = VGroup(self.hands, self.numbers)  # the parts that change while angles open
        super().__init__(self.live, self.weights)
        self.show(0.0)

    def rising(self, arrows: Floats, color: str, board: Mobject) -> list[Animation]:
        """Turn arrows (n, 2, 3) on a board into the hands, as `AngleHands.rising` does; the board fades late."""
        gone, come = FadeOut(board, rate_func=GOES), FadeIn(self.numbers, rate_func=second_half)
        return [gone, self.hands.rising(arrows, color), come]

    def turned_by_signs(self) -> list[Animation]:
        """Fade in the weights; each negative one then turns its hand by 180°: what pointed left points right."""
        turn = UpdateFromAlphaFunc(self.live, lambda _, share: self.show(1.0, share), rate_func=second_half)
        return [FadeIn(self.weights, rate_func=first_half), turn]

    def show(self, share: float, round_by: float = 0.0) -> Self:
        """Open the angles one after another, a share 0 … 1 of the way to all doubles; the first is 0° and stays.

        Hands with a negative weight are turned by a share `round_by` of 180°, and brighten with it.
        """
        angles = self.hands.angles
        each = np.clip(share * (len(angles) - 1) - np.arange(-1, len(angles) - 1), 0, 1)
        factors = 1 + np.array([float(smooth(one)) for one in each])
        more = np.pi * round_by * self.minus
        self.hands.show(factors, more)
        brighter = zip(self.hands.colors, round_by * self.minus, strict=True)
        self.hands.shade([interpolate_color(own, ManimColor(self.text), bright) for own, bright in brighter])
        for number, degrees in zip(self.numbers, np.degrees(factors * angles + more), strict=True):
            number.show(f"{round(degrees) % 360}")
        return self


def rooms(area: Area, count: int, below: float, aside: float) -> tuple[list[Area], bool]:
    """Find cells with room for text below or beside, whichever makes circles largest; the flag says it is beside."""
    gap = Gap.NEAR if area.is_low else Gap.FAR
    tables = [area.table(count, columns, gap) for columns in range(count, 0, -1) if count % columns == 0]
    under = [([cell.less_bottom(below) for cell in table], False) for table in tables]
    beside = [([cell.less_right(aside) for cell in table], True) for table in tables]
    return max(under + beside, key=lambda layout: radius_in(layout[0]))


def radius_in(discs: Sequence[Area]) -> float:
    """Return the largest radius of equal circles in these areas, clear of their edges."""
    return min(min(disc.width, disc.height) for disc in discs) / 2 - Gap.NEAR / 4


def from_the_first(phases: Floats) -> Floats:
    """Measure phases (n,) from the first one on, in radians, 0 … 2π."""
    angles: Floats = (phases - phases[0]) % (2 * np.pi)
    return angles


def sides(angles: Floats, theme: Theme) -> list[str]:
    """Choose each angle's color: that of text if its double points right, dim if it points left."""
    return [theme.text if np.cos(2 * angle) > 0 else theme.dim for angle in angles]
