"""One training opened into its board of all pairs, with what it is called and how much of them it knows."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, RIGHT, UP, Animation, FadeIn, FadeOut, Group, Transform, VGroup, smooth, squish_rate_func
from manim.utils.rate_functions import ease_in_out_sine

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boards.mirror_board import MirrorBoard
from transparent_box.scenes.mobjects.boards.sum_board import Table
from transparent_box.scenes.mobjects.training.trial_panel import TrialPanel

SHARE = 0.55  # of the area, for the board, where a panel stands beside it
CLOSED = 0.2  # of its size, as it comes and goes
OPENS = 0.05  # of the time in which the mirror comes, until it begins to
CLEARED = 0.4  # of that time, until all else is gone
GOES = squish_rate_func(smooth, 0.0, 0.4)  # how its counts go
COMES = squish_rate_func(smooth, 0.52, 0.85)  # how all other counts come


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

    def open_out_of(self, panel: TrialPanel, others: Group) -> list[Animation]:
        """Let the board come out of its training's panel, which takes its seat, as soon as all others fade."""
        gone, come = squish_rate_func(smooth, 0.0, CLEARED), squish_rate_func(ease_in_out_sine, OPENS, 1.0)
        board = FadeIn(self.board, target_position=panel.copy(), scale=CLOSED, rate_func=come)
        return [FadeOut(others, rate_func=gone), Transform(panel, self.seated, rate_func=come), board]

    def close_into(self, panel: TrialPanel, closed: TrialPanel, others: Group) -> list[Animation]:
        """Let the board go back into its training's panel, which takes its place among all others as they come."""
        shut = Group(self.board, self.diagonal)
        moves = [FadeOut(shut, target_position=closed, scale=CLOSED), Transform(panel, closed)]
        for move in moves:
            move.rate_func = ease_in_out_sine
        return [*moves, FadeOut(self.counts, rate_func=GOES), FadeIn(others, rate_func=COMES)]
