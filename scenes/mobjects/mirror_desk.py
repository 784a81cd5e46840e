"""One training opened into its board of all pairs, with what it is called and how much of them it knows."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, RIGHT, UP, FadeOut, Group, VGroup

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.mirror_board import MirrorBoard
from transparent_box.scenes.mobjects.sum_board import Table
from transparent_box.scenes.mobjects.trial_panel import TrialPanel

SHARE = 0.55  # of the area, for the board, where a panel stands beside it
CLOSED = 0.2  # of its size, as it goes back


class MirrorDesk(Group):
    """The board of `groups` of pairs, its diagonal, and counts of what is `known` of mirror images and of others.

    `seated` is a training's panel as it stands beside the board where an area is wide; elsewhere the board needs the
    room, and of the panel only the formula is left, beside the counts.
    """

    def __init__(
        self, groups: Mapping[str, Table], known: Mapping[str, float], panel: TrialPanel, area: Area, theme: Theme
    ) -> None:
        self.seated, wide = panel.copy(), area.width >= DECIDEDLY_WIDE * area.height
        first, beside = area.parts(SHARE, Gap.FAR)
        if wide:
            self.seated.move_to([beside.center[0], beside.top - panel.height / 2, 0])
        else:
            Group(*(part for part in self.seated if part is not self.seated.title)).fade(1.0)
        board = MirrorBoard(groups, 1.0, theme)
        counts = board.counts(known, DOWN if wide else RIGHT).next_to(self.seated, DOWN, Gap.FAR)
        if not wide:
            head = VGroup(self.seated.title, *counts).arrange(RIGHT, buff=Gap.FAR)
            first = area.less_top(head.height + Gap.NEAR)
            area.fit(head).shift((area.top - head.get_top()[1]) * UP)
        self.board, self.counts = board.scale(min(first.width, first.height)).move_to(first.center), counts
        self.diagonal = self.board.diagonal(theme.text)
        super().__init__(self.board, self.diagonal, self.counts)

    def close_into(self, panel: TrialPanel) -> FadeOut:
        """Let all of it go back into where its training's panel stands among others."""
        return FadeOut(self, target_position=panel, scale=CLOSED)
