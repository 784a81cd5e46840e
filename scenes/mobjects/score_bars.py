"""Scores as bars up and down from zero, each in the color of its height, so that the spike among them glows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, Group, Line, VGroup

from scenes.look.colormaps import oklab, ramp, rgb
from scenes.look.frame import Area
from scenes.look.theme import Size, Theme, units
from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.lettering import Lettering, words
from scenes.mobjects.marks import dotted, marks
from scenes.mobjects.pane import Pane
from scenes.mobjects.polyline_set import PolylineSet

WIDE = 0.66  # of the room that a bar has
HEAD = 0.45  # units kept above the highest
APART = 0.16  # in OKLab's lightness, from the ground: flat bars are not lit


class ScoreBars(Group):
    """Values (n,) of the places `first`, `first` + 1, …, over an area which −`low` … `high` fills.

    `numerals` name some of the places, below; `bars` are one pane, `zero` the line they stand on.
    """

    def __init__(
        self, values: Floats, first: int, reach: tuple[float, float], named: Sequence[int], area: Area, theme: Theme
    ) -> None:
        self.first, self.count, self.theme = first, len(values), theme
        self.low, self.high = reach
        foot = 1.4 * units(Size.SMALL)
        self.area = Area(area.left, area.right, area.bottom + foot, area.top - HEAD)
        self.per_unit = self.area.height / (self.low + self.high)
        self.level = self.area.bottom + self.low * self.per_unit
        self.pitch = self.area.width / self.count
        ends = [[self.area.left, self.level, 0], [self.area.right, self.level, 0]]
        self.shades = apart(theme.heights, theme.ground)
        self.zero = Line(*ends, color=theme.grid, stroke_width=1.5)
        self.numerals = VGroup(*(self._numeral(place) for place in named))
        self.bars = Pane(np.zeros((4 * self.count, 2, 3)), np.zeros((4 * self.count, 2, 4)))
        super().__init__(self.zero, self.bars)
        self.show(values)

    def show(self, values: Floats) -> Self:
        """Be as high as values (n,) are."""
        self.values = values
        middle = self.area.left + (np.arange(self.count) + 0.5) * self.pitch
        half = WIDE * self.pitch / 2
        top = self.level + self.per_unit * values
        across = np.stack([middle - half, middle - half, middle + half, middle + half], axis=1)
        flat = np.full(self.count, self.level)
        up = np.stack([flat, top, top, flat], axis=1)
        grid = np.zeros((self.count, 4, 2, 3))
        grid[..., 0], grid[..., 0, 1], grid[..., 1, 1] = across[..., None], self.level, up
        self.bars.set_grid(grid.reshape(-1, 2, 3))
        darkest, lightest = self.shades
        shares = darkest + (lightest - darkest) * np.clip((values / self.high + 1) / 2, 0, 1)
        colors = np.repeat(ramp(self.theme.heights, shares), 8, axis=0)
        self.bars.set_colors(colors.reshape(-1, 2, 4))
        return self

    def tip(self, place: int) -> Floats:
        """(3,) the end of a place's bar."""
        number = place - self.first
        across = self.area.left + (number + 0.5) * self.pitch
        return np.array([across, self.level + self.per_unit * self.values[number], 0.0])

    def mark(self, place: int) -> Group:
        """Mark the end of a place's bar."""
        return marks(self.tip(place), self.theme.accent, self.theme.ground)

    def held_against(self, place: int, other: int) -> PolylineSet:
        """Carry the height of one place's bar over to another's as a dotted line."""
        start = self.tip(place)
        return dotted(start, np.array([self.tip(other)[0], start[1], 0.0]), self.theme.text)

    def _numeral(self, place: int) -> Lettering:
        sign = "−" if place < 0 else ""
        numeral = words(f"{sign}{abs(place)}", Size.SMALL, self.theme.dim)
        across = self.area.left + (place - self.first + 0.5) * self.pitch
        inside = np.clip(across, self.area.left + numeral.width / 2, self.area.right - numeral.width / 2)
        return numeral.next_to([inside, self.area.bottom, 0], DOWN, 0.14)


def apart(codes: Sequence[str], ground: str) -> tuple[float, float]:
    """The first and last place along a ramp that stand out from the ground."""
    places = np.linspace(0, 1, 101)
    lightness = oklab(ramp(codes, places)[:, :3])[:, 0] - oklab(rgb(ground))[0]
    seen = places[np.abs(lightness) >= APART]
    return float(seen[0]), float(seen[-1])
