"""One line of opaque words that is being written: how many characters it has so far, and how many it may have."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import UP, DashedLine, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import WrappedLines
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

BEYOND = 1  # characters of space after the line's end


class FillingLine(VGroup):
    """A line of opaque words with `lengths` (n,) in letters, at the foot of an area; it may hold `width` characters.

    A blank separates two words. `write` shows the line's first characters, and their count below its end.
    """

    def __init__(self, lengths: Floats, width: int, area: Area, theme: Theme) -> None:
        page = WrappedLines(np.zeros(0), lengths, width, BEYOND, area, theme)
        self.letter, self.left, self.limit = page.letter, page.left, area.right
        self.blocks, self.lengths = page.after, np.asarray(lengths)
        self.starts = np.cumsum(self.lengths + 1) - self.lengths - 1
        self.counter = Counter("count", f"{width}", "", Size.LABEL, theme.text)
        foot = area.bottom + self.counter.height + Gap.NEAR / 2
        self.blocks.shift([0, foot - self.blocks.get_bottom()[1], 0])
        self.whole = [block.points.copy() for block in self.blocks]
        self.counter.shift([0, area.bottom - self.counter.get_bottom()[1], 0])
        top = self.blocks.get_top()[1] + Gap.NEAR / 2
        end = page.at(width + BEYOND / 4, 0)[0]
        self.edge = DashedLine([end, foot - Gap.NEAR / 4, 0], [end, top, 0], color=theme.dim, stroke_width=2)
        name = words(f"width {width}", Size.LABEL, theme.text).next_to(self.edge, UP, Gap.NEAR / 2)
        name.shift([min(0.0, area.right - name.get_right()[0]), 0, 0])
        super().__init__(self.blocks, self.counter, self.edge, name)
        self.write(0)

    def write(self, count: float) -> Self:
        """Show the first `count` characters of the line."""
        for block, points, start, length in zip(self.blocks, self.whole, self.starts, self.lengths, strict=True):
            share = float(np.clip((count - start) / length, 0, 1))
            left = points[:, 0].min()
            block.set_points(np.column_stack([left + share * (points[:, 0] - left), points[:, 1:]]))
            block.set_stroke(opacity=float(share > 0)).set_fill(opacity=float(share > 0))
        self.counter.show(f"{int(count)}")
        end = float(np.clip(self.left + count * self.letter, self.left + self.counter.width, self.limit))
        self.counter.shift([end - self.counter.get_right()[0], 0, 0])
        return self
