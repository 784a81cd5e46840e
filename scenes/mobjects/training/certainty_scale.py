"""A legend of brightness: under each name of a group a bar from no chance to certainty, and how sure that group is."""

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
BAR = 0.2  # units high is a bar
MARK = 0.34  # units high is the mark on it
BELOW = 0.1  # units from a name to the mark
NEARER = 0.4 * Gap.NEAR  # from the mark to the ends of the bar


class CertaintyScale(Group):
    """Under each name of a legend a bar, `width` units or as wide as the name, in its group's color (#RRGGBB).

    A cell of it is as bright as the board's cells of that chance; under bars that no other one stands under, its ends
    are told. At first nothing is drawn, see `unrolled`.
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
        """Let the marks stand where groups are so sure, 0 … 1 each."""
        for bar, mark, chance in zip(self.bars, self.marks, chances, strict=True):
            start, end = bar.points[0], bar.points[1]
            mark.move_to(start + chance * (end - start)).match_y(bar)
        return self

    def light(self, share: float) -> Self:
        """Let the bars be there as far as a share of them, where the marks stand."""
        for bar in self.bars:
            bar.colors[:, 0, 3] = self.chances <= share
        self.marks.set_stroke(opacity=min(1.0, 8 * share))
        self.ends.set_opacity(share)
        return self.show([share] * len(self.bars))

    def unrolled(self) -> Animation:
        """Let the marks run from no chance to certainty, and leave the bars behind them."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.light(share))


def room_below() -> float:
    """Find how many units such a bar takes below a name, with its ends."""
    return BELOW + MARK + NEARER + words(percent(0.0), Size.SMALL, "#000000").height
