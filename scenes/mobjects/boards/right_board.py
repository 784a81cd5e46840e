"""All sums as one board, lit where the answer is right, and the count of those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, Animation, Group, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.sum_board import SumBoard, Table
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.fact import Fact

HEAD = 1.5 * units(Size.HEADLINE)  # units above the board for the count


class RightBoard(Group):
    """A board of sums, lit where a mask `right` (p, p) [x, y] is true, under their `name` and count, in an area."""

    def __init__(self, right: Table, name: str, area: Area, theme: Theme) -> None:
        side = min(area.width, area.height - HEAD)
        self.board = SumBoard([(np.ones_like(right, dtype=bool), theme.sum)], theme.panel, side)
        self.counter = Counter(f"{name}:", f"{right.size:,}", "", Size.CAPTION, theme.sum)
        x, y, _ = area.center
        self.board.move_to([x, y - HEAD / 2, 0])
        self.counter.move_to([x, y + side / 2 + 0.1 * HEAD, 0])
        self.hairs = self.board.hairs(theme.ground)
        super().__init__(self.board, self.hairs, self.counter)
        self.show(right.astype(float))

    def show(self, right: Floats, light: Floats | None = None) -> None:
        """Show the sum of `right` (p, p, 0 … 1) as the count, and light the cells by it, or by `light` if given."""
        self.board.show(right if light is None else light)
        self.counter.show(f"{round(float(right.sum())):,}")

    def change(self, before: Table, after: Table) -> Animation:
        """Blend from one mask (p, p) to another, board and count."""
        start, end = before.astype(float), after.astype(float)
        return UpdateFromAlphaFunc(self, lambda _, share: self.show(start + share * (end - start)))


class RightCounts(VGroup):
    """Counts, each over its meaning (count, text), in an area: one below the other if `stacked`, else side by side."""

    def __init__(self, counts: Sequence[tuple[int, str]], area: Area, stacked: bool, theme: Theme) -> None:
        look = {"size": Size.HEADLINE, "gap": 0.2, "width": area.width if stacked else (area.width - Gap.FAR) / 2}
        super().__init__(*(Fact(f"{many:,}", said, "text", theme, **look) for many, said in counts))
        self.arrange(DOWN if stacked else RIGHT, buff=Gap.FAR).move_to(area.center)
