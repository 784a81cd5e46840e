"""All pairs on one board: the training pairs lit, the others lit group by group by their accuracies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import DOWN, UpdateFromAlphaFunc, VGroup
from manim.typing import Vector3D

from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.boards.sum_board import GLOW, SumBoard, Table
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import words

LANDS = 0.9  # share of a mirror image's way over the diagonal after which it lights the cell that it lands on


class MirrorBoard(SumBoard):
    """Groups of pairs, masks (p, p) [x, y] by name: "lessons" in the training set's color, others in the test set's.

    The groups "lessons" and "mirrors" are needed. `copies` are the training pairs whose mirror images are test pairs,
    seen while they turn over the diagonal; `side` is the board's, in units.
    """

    def __init__(self, groups: Mapping[str, Table], side: float, theme: Theme) -> None:
        inks = {name: theme.train if name == "lessons" else theme.test for name in groups}
        super().__init__([(group, inks[name]) for name, group in groups.items()], theme.panel, side)
        self.theme = theme
        self.groups, self.chances = groups, groups["lessons"].astype(float)
        self.copies = HeatMap(np.zeros_like(self.certain), side, side)
        self.add(self.copies)
        self.show(self.chances)

    def count(self, name: str, share: float) -> VGroup:
        """Write an accuracy over the name of its group."""
        lines = words(percent(share, 1), Size.HEADLINE, self.theme.test), words(name, Size.LABEL, self.theme.dim)
        return VGroup(*lines).arrange(DOWN, buff=Gap.NEAR / 2)

    def counts(self, shares: Mapping[str, float], way: Vector3D) -> VGroup:
        """Write the accuracies of mirror images and of all other test pairs, arranged in a direction."""
        named = ("of mirror images", shares["mirrors"]), ("of all others", shares["others"])
        return VGroup(*(self.count(*pair) for pair in named)).arrange(way, buff=Gap.FAR)

    def light(self, name: str, share: float) -> UpdateFromAlphaFunc:
        """Light a group by its accuracy `share` (0 … 1); mirror images first turn over from their training pairs."""
        before, after = self.chances, np.where(self.groups[name], share, self.chances)
        self.chances = after

        def shine(board: MirrorBoard, way: float) -> None:
            lit = way
            if name == "mirrors":
                board.turn_over(way, share)
                lit = max(0.0, (way - LANDS) / (1 - LANDS))
            board.show(before + lit * (after - before))

        return UpdateFromAlphaFunc(self, shine)

    def turn_over(self, way: float, share: float) -> None:
        """Turn the copies a share `way` over the diagonal, toward cells that are lit by an accuracy `share`.

        Once there (`way` is 1) they are transparent.
        """
        taught, colors = self.groups["mirrors"].T, np.zeros_like(self.certain)
        mirrored = (self.dark + share**GLOW * (self.certain - self.dark)).transpose(1, 0, 2)
        if way < 1:
            colors[taught] = ((1 - way) * self.certain + way * mirrored)[taught]
        self.copies.set_colors(colors)
        self.copies.points = (1 - way) * self.points + way * self.points[[0, 3, 2, 1]]
