"""Angles that open to their doubles, each on a circle of its own, over or beside its number and its weight."""

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

LINE = 1.2  # of the type's size, from a line to the next
SIZE, LOW_SIZE = Size.HEADLINE - 6, Size.LABEL + 3  # the latter where room is dear

GOES = squish_rate_func(smooth, 0.0, 0.75)  # how a board goes that hands rise from: seen until they are on their way


class DoubledAngles(Group):
    """`hands` at phases (n,) in radians from the first one on, `numbers` of degrees, and `weights` (n,), in an area.

    Whose double points to the right is in the color of text, the others are dim. A minus turns a double round.
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
        for disc, told, color in zip(discs, self.weights, colors, strict=True):
            way = [radius + Gap.NEAR / 2 + aside / 2, line, 0] if beside else [0, -radius - Gap.NEAR / 2, 0]
            place = np.array(disc.center) + way
            self.numbers.add(Counter("", "360", "°", size, color).move_to(place - [0, line / 2, 0]))
            told.move_to(place - [0, 1.5 * line, 0])
        self.live = VGroup(self.hands, self.numbers)  # what changes
        super().__init__(self.live, self.weights)
        self.show(0.0)

    def rising(self, arrows: Floats, color: str, board: Mobject) -> list[Animation]:
        """Come from where arrows lie on a board, as `AngleHands` do; that is seen until they are on their way."""
        gone, told = FadeOut(board, rate_func=GOES), FadeIn(self.numbers, rate_func=second_half)
        return [gone, self.hands.rising(arrows, color), told]

    def turned_by_signs(self) -> list[Animation]:
        """Tell the weights; then a minus turns its hand round, so that what pointed left points right."""
        turn = UpdateFromAlphaFunc(self.live, lambda _, share: self.show(1.0, share), rate_func=second_half)
        return [FadeIn(self.weights, rate_func=first_half), turn]

    def show(self, share: float, round_by: float = 0.0) -> Self:
        """Open the angles one after the other, so far on the way to all doubles; the first is none, and stays.

        Hands with a minus are turned half round by a share, and are as bright as others by then.
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
    """Find cells of an area less room for words below, or beside, where circles are largest; tell whether beside."""
    gap = Gap.NEAR if area.is_low else Gap.FAR
    tables = [area.table(count, columns, gap) for columns in range(count, 0, -1) if count % columns == 0]
    under = [([cell.less_bottom(below) for cell in table], False) for table in tables]
    beside = [([cell.less_right(aside) for cell in table], True) for table in tables]
    return max(under + beside, key=lambda found: radius_in(found[0]))


def radius_in(discs: Sequence[Area]) -> float:
    """Find how large circles are in areas, clear of their edges."""
    return min(min(disc.width, disc.height) for disc in discs) / 2 - Gap.NEAR / 4


def from_the_first(phases: Floats) -> Floats:
    """Measure phases (n,) from the first one on, all the way round, in radians."""
    angles: Floats = (phases - phases[0]) % (2 * np.pi)
    return angles


def sides(angles: Floats, theme: Theme) -> list[str]:
    """Find each angle's color: that of text where its double points to the right, dim where it points to the left."""
    return [theme.text if np.cos(2 * angle) > 0 else theme.dim for angle in angles]
