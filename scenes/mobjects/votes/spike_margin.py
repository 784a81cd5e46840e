"""The margin of one bar over all others: a line level with the best of those, and a bracket from there up."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Line, VGroup, VMobject

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars
from transparent_box.scenes.mobjects.words.counter import Counter

LINE = 2.5  # stroke width of the bracket
THIN = 1.5  # stroke width of the line
TIP = 0.08  # units, the bracket's ends
ABOVE = 0.08  # units between the line and text above it


class SpikeMargin(VGroup):
    """The lead of the bar at place 0 over the next best one, `most` at most, on one `side` of it: −1 left, 1 right."""

    def __init__(self, bars: ScoreBars, most: float, side: int, theme: Theme) -> None:
        self.bars, self.side = bars, side
        self.level = Line(color=theme.text, stroke_width=THIN)
        self.bracket = VMobject(stroke_color=theme.text, stroke_width=LINE)
        self.number = Counter("+", f"{most:.1f}", "", Size.LABEL + 5, theme.text)
        super().__init__(self.level, self.bracket, self.number)
        self.show()

    @property
    def next_best(self) -> float:
        """The value of the highest other bar."""
        return float(np.delete(self.bars.values, -self.bars.first).max())

    def show(self) -> Self:
        """Measure the bars as they are now; the margin is 0 if another bar is higher."""
        bars, (across, top, _) = self.bars, self.bars.tip(0)
        low = bars.foot(0)[1] + bars.per_unit * self.next_best
        high = max(float(top), low)
        self.level.put_start_and_end_on([bars.area.left, low, 0], [bars.area.right, low, 0])
        upright, end = across + self.side * Gap.NEAR, across + self.side * (Gap.NEAR - TIP)
        path = [(end, low), (upright, low), (upright, high), (end, high)]
        self.bracket.set_points_as_corners([np.array([*place, 0.0]) for place in path])
        self.number.go_home().show(f"{max(bars.values[-bars.first] - self.next_best, 0.0):.1f}")
        beside = upright + self.side * (0.5 * Gap.NEAR + self.number.width / 2)
        self.number.move_to([beside, max((low + high) / 2, low + self.number.height / 2 + ABOVE), 0])
        return self
