"""A legend of brightness: below each group's name a bar from no chance to certainty, marked at the group's mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Group, Line, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.boards.sum_board import glow
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import words

STEPS = 160  # cells of a bar
BAR = 0.2  # units, height of a bar
MARK = 0.34  # units, height of the mark on it
BELOW = 0.1  # units from a name down to the mark
NEARER = 0.4 * Gap.NEAR  # units from the mark down to the labels of the bar's ends


class CertaintyScale(Group):
    """Below each name of a legend a bar in its group's color (#RRGGBB), `width` units or as wide as the name.

    Its cells are as bright as a board's cells of that probability; the lowest bars have labels at their ends. At first
    nothing is drawn; see `unrolled`.
    """

    def __init__(self, legend: VGroup, colors: Sequence[str], width: float | None, theme: Theme) -> None:
        self.chances = np.linspace(0, 1, STEPS)
        self.bars, self.marks, self.ends = Group(), VGroup(), VGroup()
        for name, color in zip(legend, colors, strict=True):
            shade = glow(self.chances, rgba(theme.panel), rgba(color))[:, None]
            bar = HeatMap(shade, width or name.width, BAR, smooth=True)
            bar.move_to(name).shift([0, name.get_bottom()[1] - BELOW - MARK / 2 - name.get_y(), 0])
            self.bars.add(bar)
            self.marks.add(Line([0, -MARK / 2, 0], [0, MARK / 2, 0], color=theme.accent, stroke_width=5))
        lowest = min(bar.get_y() for bar in self.bars)
        for bar in self.bars:
            for chance, side in ((0.0, LEFT), (1.0, RIGHT)) if bar.get_y() - lowest < BAR else ():
                end = words(percent(chance), Size.SMALL, theme.dim).next_to(bar, DOWN, (MARK - BAR) / 2 + NEARER)
                self.ends.add(end.align_to(bar, side))
        super().__init__(self.bars, self.marks, self.ends)
        self.light(0.0)

    def show(self, chances: Sequence[float]) -> Self:
        """Move each group's mark to its mean probability, 0 … 1."""
        for bar, mark, chance in zip(self.bars, self.marks, chances, strict=True):
            start, end = bar.points[0], bar.points[1]
            mark.move_to(start + chance * (end - start)).match_y(bar)
        return self

    def light(self, share: float) -> Self:
        """Show the bars up to a share 0 … 1 of their length, with the marks at that end."""
        for bar in self.bars:
            bar.colors[:, 0, 3] = self.chances <= share
        self.marks.set_stroke(opacity=min(1.0, 8 * share))
        self.ends.set_opacity(share)
        return self.show([share] * len(self.bars))

    def unrolled(self) -> Animation:
        """Run the marks from no chance to certainty; the bars appear behind them."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.light(share))


def room_below() -> float:
    """Return the units that a bar with its labels takes below a name."""
    return BELOW + MARK + NEARER + words(percent(0.0), Size.SMALL, "#000000").height
