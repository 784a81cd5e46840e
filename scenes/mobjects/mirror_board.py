"""All pairs on one board: its lessons lit, and the rest of it lit group by group as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import UpdateFromAlphaFunc

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.sum_board import SumBoard, Table


class MirrorBoard(SumBoard):
    """Groups (p, p) of pairs [x, y] by name, "lessons" in the colour of what was taught, all others in the exam's."""

    def __init__(self, groups: Mapping[str, Table], side: float, theme: Theme) -> None:
        inks = {name: theme.train if name == "lessons" else theme.test for name in groups}
        super().__init__([(group, inks[name]) for name, group in groups.items()], theme.panel, side)
        self.groups, self.chances = groups, groups["lessons"].astype(float)
        self.show(self.chances)

    def light(self, name: str, share: float) -> UpdateFromAlphaFunc:
        """Light a group as far as its share right (0 … 1)."""
        before, after = self.chances, np.where(self.groups[name], share, self.chances)
        self.chances = after
        return UpdateFromAlphaFunc(self, lambda board, alpha: board.show(before + alpha * (after - before)))
