"""Bars for how much of each frequency there is; some of them lit."""

from __future__ import annotations

from collections.abc import Sequence
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

BREADTH = 0.62  # of the room for a bar
FOOT = 0.42  # units below the bars for numerals
ARRIVES = squish_rate_func(smooth, 0.88, 1.0)  # when bars rise, on the way of what closes up into one of them
LOWEST = 0.012  # units high a bar is at least, so that it is seen to be there


class SpectrumBars(VGroup):
    """Heights (m,) of frequencies 1 … m in units of `highest`, over an area; the frequencies `lit` in another color.

    `title` stands above. Without `numerals` nothing is written below.
    """

    def __init__(
        self,
        heights: Floats,
        highest: float,
        lit: Sequence[int],
        area: Area,
        theme: Theme,
        title: Mobject | None = None,
        numerals: bool = True,
    ) -> None:
        self.ink = theme.accent
        self.heights, self.highest, self.lit = np.asarray(heights), highest, np.asarray(lit, dtype=int)
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
        """Find where a frequency stands, in units."""
        return across(self.area, frequency, len(self.heights))

    def top(self, frequency: int) -> Floats:
        """(3,) the middle of a bar's upper end."""
        up = self.area.height * self.heights[frequency - 1] / self.highest
        return np.array([self.across(frequency), self.area.bottom + max(up, LOWEST), 0.0])

    def ends(self, frequency: int) -> tuple[Floats, Floats]:
        """Find the middle of a bar's lower end and of its upper one, (3,) each."""
        return np.array([self.across(frequency), self.area.bottom, 0.0]), self.top(frequency)

    def tag(self, frequency: int) -> VMobject:
        """Write a frequency beside its bar's upper end, where there is more room, and keep that."""
        end, way = self.top(frequency), RIGHT if 2 * frequency <= len(self.heights) else LEFT
        named = words(turns(frequency), Size.LABEL, self.ink)
        aside = BREADTH * self.area.width / len(self.heights) / 2 + 0.15 + named.width / 2
        named.move_to(end + aside * way + named.height / 2 * DOWN)
        self.add(named)
        return named

    def show(self, until: float) -> Self:
        """Draw the bars up to a frequency; each grows from half a step before its own."""
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
        """Sink so far into the axis, all at once."""
        standing = self.highest
        self.highest = standing / max(1 - share, 1e-6)
        self.show(len(self.heights))
        self.highest = standing
        return self

    def rising(self) -> Animation:
        """Let the bars rise out of the axis as what closes up into one of them arrives there."""
        bars = VGroup(self.plain, self.bright)
        return UpdateFromAlphaFunc(bars, lambda _, share: self.flatten(1 - ARRIVES(share)))


def across(area: Area, frequency: float, last: int) -> float:
    """Find where a frequency of 1 … `last` stands over an area, in units."""
    return area.left + area.width * (frequency - 0.5) / last


def frequencies_under(area: Area, last: int, theme: Theme) -> VGroup:
    """Write some of the frequencies 1 … `last` under where they stand over an area, none up against the last."""
    numerals = []
    for k in (1, *range(10, last - 2, 10), last):
        seat = [across(area, k, last), area.bottom, 0]
        numerals.append(words(str(k), Size.SMALL, theme.dim).next_to(seat, DOWN, 0.14))
    room = numerals[-1].get_left()[0] - 0.14
    return VGroup(*(numeral for numeral in numerals[:-1] if numeral.get_right()[0] < room), numerals[-1])
