"""Scores as bars up and down from zero, each colored by its height, so that the spike among them glows."""

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

WIDE = 0.66  # width of a bar, as a share of its cell
HEAD = 0.45  # units kept free above the highest bar
APART = 0.16  # least difference from the background in OKLab lightness: flat bars are not lit


class ScoreBars(Bars):
    """Bars of values (n,) at the places `first`, `first` + 1, …, in an area; `reach` is (−lowest, highest).

    `numerals` label the places in `named`, below the bars.
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
        """Show values (n,), in height and in color, `lift` units higher."""
        self.shape.set_colors(corners(self.inks(values)))
        return super().show(values, lift)

    def inks(self, values: Floats) -> Floats:
        """Return the RGBA (n, 4) of values (n,)."""
        darkest, lightest = self.shades
        shares = darkest + (lightest - darkest) * np.clip((values / self.high + 1) / 2, 0, 1)
        return ramp(self.theme.heights, shares)

    def tip(self, place: int) -> Floats:
        """Return the point (3,) at the end of a place's bar."""
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
    """Find the first and last place along a ramp that contrast with the background."""
    places = np.linspace(0, 1, 101)
    lightness = oklab(ramp(codes, places)[:, :3])[:, 0] - oklab(rgb(ground))[0]
    legible = places[np.abs(lightness) >= APART]
    return float(legible[0]), float(legible[-1])
