"""Scores as bars up and down from zero, each in the color of its height, so that the spike among them glows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, UP, Group, VGroup

from transparent_box.scenes.look.colormaps import oklab, ramp, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.bars import Bars, corners
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

WIDE = 0.66  # of the room that a bar has
HEAD = 0.45  # units kept above the highest
APART = 0.16  # in OKLab's lightness, from the ground: flat bars are not lit


class ScoreBars(Bars):
    """Values (n,) of the places `first`, `first` + 1, …, over an area which −`low` … `high` fills.

    `numerals` name some of the places, below.
    """

    def __init__(
        self, values: Floats, first: int, reach: tuple[float, float], named: Sequence[int], area: Area, theme: Theme
    ) -> None:
        self.first, self.theme = first, theme
        low, self.high = reach
        self.shades = apart(theme.heights, theme.ground)
        room = Area(area.left, area.right, area.bottom + 1.4 * units(Size.SMALL), area.top - HEAD)
        super().__init__(values, -low, self.high, self.inks(values), room, theme.grid, WIDE)
        self.numerals = VGroup(*(self._numeral(place) for place in named))

    def show(self, values: Floats, lift: float = 0.0) -> Self:
        """Be as high as values (n,) are, and as bright."""
        self.shape.set_colors(corners(self.inks(values)))
        return super().show(values, lift)

    def inks(self, values: Floats) -> Floats:
        """(n, 4) the RGBA of values (n,)."""
        darkest, lightest = self.shades
        shares = darkest + (lightest - darkest) * np.clip((values / self.high + 1) / 2, 0, 1)
        return ramp(self.theme.heights, shares)

    def tip(self, place: int) -> Floats:
        """(3,) the end of a place's bar."""
        number = place - self.first
        return self.foot(number) + self.per_unit * self.values[number] * UP

    def mark(self, place: int) -> Group:
        """Mark the end of a place's bar."""
        return marks(self.tip(place), self.theme.accent, self.theme.ground)

    def _numeral(self, place: int) -> Lettering:
        sign = "−" if place < 0 else ""
        numeral = words(f"{sign}{abs(place)}", Size.SMALL, self.theme.dim)
        across = self.foot(place - self.first)[0]
        inside = np.clip(across, self.area.left + numeral.width / 2, self.area.right - numeral.width / 2)
        return numeral.next_to([inside, self.area.bottom, 0], DOWN, 0.14)


def apart(codes: Sequence[str], ground: str) -> tuple[float, float]:
    """The first and last place along a ramp that stand out from the ground."""
    places = np.linspace(0, 1, 101)
    lightness = oklab(ramp(codes, places)[:, :3])[:, 0] - oklab(rgb(ground))[0]
    seen = places[np.abs(lightness) >= APART]
    return float(seen[0]), float(seen[-1])
