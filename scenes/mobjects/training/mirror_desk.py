"""One training opened into its board of all pairs, with its name and how many of the pairs it knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine, ease_out_cubic

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boards.mirror_board import MirrorBoard
from transparent_box.scenes.mobjects.boards.sum_board import Table
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.training.trial_panel import TrialPanel

SHARE = 0.55  # share of the area for the board, with a panel beside it
CLOSED = 0.2  # size of the board as it appears and disappears
OPENS = 0.05  # share of the time after which the board starts to appear
SEEN = 0.35  # share of its way by which it is fully seen
CLEARED = 0.4  # share of that time by which everything else has faded
GOES = squish_rate_func(smooth, 0.0, 0.4)  # rate at which its counts fade
COMES = squish_rate_func(smooth, 0.52, 0.85)  # rate at which all other counts appear


class MirrorDesk(Group):
    """The board of `groups` of pairs (p, p), with its diagonal and the shares `known` of mirror images and of others.

    `seated` is the training's panel, placed beside the board in a wide area; otherwise only its formula is kept, beside
    the counts.
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
        """Let the board come out of its training's panel, which moves to its seat, once all others have faded."""
        gone, come = squish_rate_func(smooth, 0.0, CLEARED), squish_rate_func(ease_in_out_sine, OPENS, 1.0)
        stand = self._on_its_way(Group(self.board), panel.get_center())
        board = UpdateFromAlphaFunc(self.board, lambda _, share: stand(share, min(share / SEEN, 1.0)), rate_func=come)
        stand(0.0, 0.0)
        # The panel moves out of the board's way.
        sits = Transform(panel, self.seated, rate_func=lambda time: ease_out_cubic(come(time)))
        return [FadeOut(others, rate_func=gone), sits, board]

    def close_into(self, panel: TrialPanel, closed: TrialPanel, others: Group) -> list[Animation]:
        """Let the board go back into its training's panel, which moves to its place among the others."""
        shut, pace = Group(self.board, self.diagonal), ease_in_out_sine
        stand = self._on_its_way(shut, closed.get_center())
        board = UpdateFromAlphaFunc(shut, lambda _, share: stand(1 - share, 1 - share), rate_func=pace, remover=True)
        moves = [board, Transform(panel, closed, rate_func=pace)]
        return [*moves, FadeOut(self.counts, rate_func=GOES), FadeIn(others, rate_func=COMES)]

    @staticmethod
    def _on_its_way(board: Group, start: Floats) -> Callable[[float, float], None]:
        """Return a function of (share of the way, opacity) that moves a board out of its small beginning `start`.

        It moves away sooner than it grows, so that the large board crosses no panel beside it.
        """
        parts, middle = board.family_members_with_points(), board.get_center()
        whole = [part.points - middle for part in parts]

        def stand(share: float, opacity: float) -> None:
            place = middle + (1 - ease_out_cubic(share)) * (start - middle)
            for part, points in zip(parts, whole, strict=True):
                part.points = place + (CLOSED + share * (1 - CLOSED)) * points
                part.set_opacity(opacity) if isinstance(part, ArrayMobject) else part.set_stroke(opacity=opacity)

        return stand
