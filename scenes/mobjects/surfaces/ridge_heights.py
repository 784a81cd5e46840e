"""Bars of two ridges' heights, which grow on one scale, and between their ends the lead of one over the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Rectangle, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

BAR = 0.55  # share of a row's height that a bar takes
LEAST = 1e-3  # units, width of a bar of height zero
LINE = 2.5  # pixels, stroke width of the bracket


class RidgeHeights(VGroup):
    """The bar of a named ridge above that of the next highest one, in an area; `most` is the height of a full bar."""

    def __init__(self, name: str, most: float, area: Area, theme: Theme) -> None:
        self.most, self.rows = most, (area.center[1] + area.height / 4, area.center[1] - area.height / 4)
        inks = theme.sum, theme.dim
        names = [words(each, Size.LABEL, ink) for each, ink in zip((name, "next"), inks, strict=True)]
        self.left = area.left + max(one.width for one in names) + Gap.NEAR
        for one, level in zip(names, self.rows, strict=True):
            one.move_to([self.left - Gap.NEAR - one.width / 2, level, 0])
        self.margin = Counter("+", f"{most:.1f}", "", Size.HEADLINE - 8, theme.text)
        self.room = area.right - self.margin.width - Gap.NEAR - self.left
        self.thick = BAR * area.height / 2
        self.bars = VGroup(*(Rectangle(stroke_width=0, fill_color=ink, fill_opacity=1) for ink in inks))
        self.bracket = VMobject(stroke_color=theme.text, stroke_width=LINE)
        super().__init__(*names, self.bars, self.bracket, self.margin)
        self.show(most, most)

    def show(self, top: float, other: float) -> Self:
        """Show the heights of the two ridges; the margin is zero if the other one is higher."""
        ends = [self.left + self.room * max(height, 0.0) / self.most for height in (top, other)]
        for bar, end, level in zip(self.bars, ends, self.rows, strict=True):
            wide = max(end - self.left, LEAST)
            bar.points = Rectangle(width=wide, height=self.thick).move_to([self.left + wide / 2, level, 0]).points
        low, high = sorted((ends[1], max(ends)))
        up, level = self.thick / 2, self.rows[1]
        path = [
            (low, level + up),
            (low, level - up),
            (low, level),
            (high, level),
            (high, level - up),
            (high, level + up),
        ]
        self.bracket.set_points_as_corners([np.array([*place, 0.0]) for place in path])
        self.margin.show(f"{max(top - other, 0.0):.1f}")
        self.margin.move_to([max(ends) + Gap.NEAR + self.margin.width / 2, level, 0])
        return self
