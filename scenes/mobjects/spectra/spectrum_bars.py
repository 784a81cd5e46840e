"""A spectrum as bars, some of them lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Line,
    Mobject,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

BREADTH = 0.62  # width of a bar as a share of the distance to the next
FOOT = 0.42  # units below the bars for the numerals
ARRIVES = squish_rate_func(smooth, 0.88, 1.0)  # pace at which bars rise as a wave arrives that becomes one of them
LOWEST = 0.012  # units, least height of a bar, so that it stays visible


@dataclass(frozen=True)
class Spectrum:
    """A spectrum as bars show it: a height for each of the frequencies 1 … m, some of which are lit."""

    heights: Floats  # (m,)
    highest: float  # the height of a bar that fills its area
    lit: Sequence[int]  # frequencies


class SpectrumBars(VGroup):
    """The bars of a spectrum in an area; those that are lit are in color.

    A `title` may stand above; without `numerals` there is no text below.
    """

    def __init__(
        self,
        spectrum: Spectrum,
        area: Area,
        theme: Theme,
        title: Mobject | None = None,
        numerals: bool = True,
    ) -> None:
        self.ink = theme.accent
        self.spectrum, self.heights, self.highest = spectrum, np.asarray(spectrum.heights), spectrum.highest
        self.lit = np.asarray(spectrum.lit, dtype=int)
        room = area.less_top(title.height + 0.2 if title else 0.0)
        self.area = room.less_bottom(FOOT if numerals else 0.0)
        floor, self.one = self.area.bottom, Rectangle(width=1, height=1).points
        self.axis = Line([area.left, floor, 0], [area.right, floor, 0], color=theme.grid, stroke_width=1.5)
        self.plain = VMobject(stroke_width=0, fill_color=theme.grid, fill_opacity=1)
        self.bright = VMobject(stroke_width=0, fill_color=theme.accent, fill_opacity=1)
        super().__init__(self.axis, self.plain, self.bright)
        last = len(self.heights)
        self.numerals = frequencies_under(self.area, last, theme) if numerals else VGroup()
        for numeral in self.numerals:
            numeral.shift([min(area.right - numeral.get_right()[0], 0.0), 0, 0])
        self.add(self.numerals)
        if title:
            self.add(title.move_to([room.center[0], room.top + 0.2 + title.height / 2, 0]))
        self.show(last)

    def across(self, frequency: float) -> float:
        """Return the x of a frequency, in units."""
        return across(self.area, frequency, len(self.heights))

    def top(self, frequency: int) -> Floats:
        """Return the center (3,) of a bar's upper end."""
        up = self.area.height * self.heights[frequency - 1] / self.highest
        return np.array([self.across(frequency), self.area.bottom + max(up, LOWEST), 0.0])

    def ends(self, frequency: int) -> tuple[Floats, Floats]:
        """Return the centers (3,) of a bar's lower and upper ends."""
        return np.array([self.across(frequency), self.area.bottom, 0.0]), self.top(frequency)

    def tag(self, frequency: int) -> VMobject:
        """Add a frequency's name beside its bar's upper end, on the side with more room, and return it."""
        end, way = self.top(frequency), RIGHT if 2 * frequency <= len(self.heights) else LEFT
        named = words(turns(frequency), Size.LABEL, self.ink)
        aside = BREADTH * self.area.width / len(self.heights) / 2 + 0.15 + named.width / 2
        named.move_to(end + aside * way + named.height / 2 * DOWN)
        self.add(named)
        return named

    def show(self, until: float) -> Self:
        """Draw the bars up to a frequency; each grows during half a step before and after its own."""
        breadth, floor = BREADTH * self.area.width / len(self.heights), self.area.bottom
        bars: dict[bool, list[Floats]] = {True: [], False: []}
        for k in range(1, min(int(until + 0.5), len(self.heights)) + 1):
            end, grown = self.top(k), min(2 * (until - k) + 1, 1.0)
            height = max(grown * (end[1] - floor), 1e-4)
            bars[k in self.lit].append(self.one * [breadth, height, 1] + [end[0], floor + height / 2, 0])
        for group, points in ((self.plain, bars[False]), (self.bright, bars[True])):
            group.points = np.concatenate([np.zeros((0, 3)), *points])
        return self

    def flatten(self, share: float) -> Self:
        """Flatten all bars toward the axis by a share (0 … 1)."""
        standing = self.highest
        self.highest = standing / max(1 - share, 1e-6)
        self.show(len(self.heights))
        self.highest = standing
        return self

    def rising(self) -> Animation:
        """Let the bars rise from the axis just as the wave that becomes one of them arrives."""
        bars = VGroup(self.plain, self.bright)
        return UpdateFromAlphaFunc(bars, lambda _, share: self.flatten(1 - ARRIVES(share)))


def across(area: Area, frequency: float, last: int) -> float:
    """Return the x of a frequency of 1 … `last` in an area, in units."""
    return area.left + area.width * (frequency - 0.5) / last


def frequencies_under(area: Area, last: int, theme: Theme) -> VGroup:
    """Write some of the frequencies 1 … `last` below an area at their x, none too close to the last."""
    numerals = []
    for k in (1, *range(10, last - 2, 10), last):
        seat = [across(area, k, last), area.bottom, 0]
        numerals.append(words(str(k), Size.SMALL, theme.dim).next_to(seat, DOWN, 0.14))
    room = numerals[-1].get_left()[0] - 0.14
    return VGroup(*(numeral for numeral in numerals[:-1] if numeral.get_right()[0] < room), numerals[-1])
