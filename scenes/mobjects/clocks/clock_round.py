"""All clocks of a network beside the board of all sums, which lights up where the clocks read the right answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Dot,
    FadeIn,
    Group,
    Line,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, fold, turns
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.right_board import RightBoard
from transparent_box.scenes.mobjects.boards.sum_board import Table
from transparent_box.scenes.mobjects.clocks.clock_portrait import LABEL_GAP, ClockPortrait
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

LEAD = ("typical lead over the next answer:", "lead over the next:", "lead:")  # from long to short
BRIGHTENS = 0.3  # share of the time in which a clock joins in which the earlier lead fades in
UNDER = 2.2  # room for the lead below the board, in heights of its text
FAINT = 0.3  # brightness of a right answer with a lead of 0
MANY = 4  # factor from which it is written in digits
CLOCKS = 0.54  # share of the width for the clocks in a wide area
CLOSER = 0.42  # share of the width for the clocks in a slightly wide area
IN_ROWS = 0.52  # share of the height for the clocks below the board in any other area
BESIDE = 1.2  # aspect ratio from which an area is slightly wide, with the board beside the clocks
ROOMY = 1.3  # aspect ratio from which it is wide
HAND = 0.75  # length of a hand, as a share of its clock's radius
SPOT = 0.1  # units, radius of the dot on the board
COMES = 0.2  # share of the time in which a sum is read before the hands turn
READ = 0.12  # y of that sum, as a share of p: few turns of any hand
LATER = squish_rate_func(smooth, 0.3, 0.9)  # pace at which the board fades in, when the last picture is nearly gone
AIR = 1.08  # reach of a clock's points, in radii: some lie outside the ring


class Clock(Protocol):
    """A frequency and its points for every number, as in `model.analysis.clock.Clock`."""

    @property
    def frequency(self) -> int:
        """The number of full turns of the hand within p numbers."""

    @property
    def points(self) -> Floats:
        """The cosine and sine (p, 2) of every number."""


class ClockRound(Group):
    """Clocks beside a board of which sums the first one, two, … of them read right, and by what lead.

    For each count of clocks, from 1 on, `right` has a mask (p, p) of right answers and `leads` their leads (p, p) over
    the next answer. `many` names the sums, and `colors` are the clocks' colors (p, 4). Its parts are `portraits`, the
    clocks; `board`, brighter where the lead is larger; `lead`, the median lead; and `before`, that of the fewest clocks
    that read everything right. The attribute `right` starts with the mask for no clocks.
    """

    def __init__(
        self,
        clocks: Sequence[Clock],
        right: Sequence[Table],
        leads: Sequence[Floats],
        many: str,
        colors: Floats,
        area: Area,
        theme: Theme,
    ) -> None:
        shape = area.width / area.height
        share = CLOCKS if shape > ROOMY else CLOSER if shape > BESIDE else IN_ROWS
        left, stand = area.parts(share, Gap.FAR, wide=BESIDE)
        gap = Gap.NEAR / 2 if share == CLOSER else Gap.NEAR
        cells, label = left.cells(len(clocks), gap, 0.8), units(Size.LABEL) + LABEL_GAP
        radius = min(cells[0].width / 2, (cells[0].height - label) / 2) / AIR
        self.portraits, self.turns, self.theme = [], [clock.frequency for clock in clocks], theme
        for clock, cell in zip(clocks, cells, strict=True):
            name = words(turns(clock.frequency), Size.LABEL, theme.dim)
            portrait = ClockPortrait(clock.points, colors, radius, label=name, ring_color=theme.grid)
            self.portraits.append(portrait.shift(np.add(cell.center, [0, label / 2, 0])))
        none, most = np.zeros(right[0].shape), max(float(leads[-1].max()), np.finfo(float).tiny)
        self.right = [none, *(1.0 * read for read in right)]
        lit = [FAINT + (1 - FAINT) * np.clip(lead / most, 0, 1) for lead in (none, *leads)]
        self.lights = [read * light for read, light in zip(self.right, lit, strict=True)]
        self.medians = np.array([0.0, *(np.median(lead) for lead in leads)])
        self.enough = enough(self.right)
        self.before = self._before()
        self.board, self.lead = self._board_and_lead(none, f"{many} read right", stand)
        super().__init__(*self.portraits, self.board, self.lead, self.before)
        self.show(0)

    def _before(self) -> VGroup:
        """Write the median lead of the clocks that were enough, or nothing if all are needed."""
        if self.enough is None or self.enough == len(self.turns):
            return VGroup()
        return words(f"with {count_word(self.enough)}: {self.medians[self.enough]:.1f}", Size.LABEL, self.theme.dim)

    def _board_and_lead(self, none: Floats, name: str, area: Area) -> tuple[RightBoard, Counter]:
        """Place the lead beside the board if there is room, or else below it.

        The earlier lead stands under it, or beside it.
        """
        counters = [Counter(said, f"{self.medians.max():.1f}", "", Size.LABEL, self.theme.text) for said in LEAD]
        board, least = RightBoard(none, name, area, self.theme), max(counters[-1].width, self.before.width)
        right, left = area.right - board.board.get_right()[0] - Gap.NEAR, board.board.get_left()[0] - area.left
        if least <= right + min(left, Gap.FAR):
            board.shift([min(right - least, 0.0), 0, 0])
            lead = next(one for one in counters if one.width <= max(right, least))
            lead.next_to(board.board, RIGHT, Gap.NEAR, aligned_edge=DOWN)
            if self.before:
                self.before.align_to(lead, LEFT)
                stand_on(lead.baseline, self.before)
                lead.shift([0, UNDER * self.before.height, 0])
            return board, lead
        more = self.before.width + Gap.NEAR if self.before else 0.0
        lead = next((one for one in counters if one.width + more <= area.width), counters[-1])
        board = RightBoard(none, name, area.less_bottom(UNDER * lead.height), self.theme)
        lead.next_to(board.board, DOWN, (UNDER - 1) / 2 * lead.height).shift([-more / 2, 0, 0])
        if self.before:
            stand_on(lead.baseline, self.before.next_to(lead, RIGHT, Gap.NEAR))
        return board, lead

    def come_of(self, ring: VMobject, cloud: PointCloud) -> list[Animation]:
        """Turn a large clock's ring and points into the first clock, its ring into all others', and fade in the rest.

        Points of the others are not shown yet.
        """
        first, *others = self.portraits
        pairs = (*((ring.copy(), portrait.ring) for portrait in others), (ring, first.ring), (cloud, first.cloud))
        shown = first.label, self.board, self.lead
        return [*(ReplacementTransform(*pair) for pair in pairs), FadeIn(*shown, rate_func=LATER)]

    def join(self, clock: int) -> Animation:
        """Light the sums that are right once one more clock is read, brighter where the lead is larger."""
        live = Group(self.board, self.lead, self.before)
        return UpdateFromAlphaFunc(live, lambda _, share: self.show(clock + share))

    def show(self, count: float) -> Self:
        """Show what the first `count` clocks read; fractions interpolate linearly."""
        self.board.show(part_way(self.right, count), part_way(self.lights, count))
        self.lead.show(f"{max(part_way(self.medians, count), 0.0):.1f}")
        self.before.set_opacity(float(np.clip((count - (self.enough or 0)) / BRIGHTENS, 0, 1)))
        return self

    def read(self, x: int, sign: int) -> tuple[VGroup, Callable[[float], None]]:
        """Return hands at x and a dot at (x, 0) on the board, and a function of a share (0 … 1) that adds a y."""
        count = len(self.right[0])
        hands = VGroup(*(Line(color=self.theme.text, stroke_width=4) for _ in self.turns))
        dot, y = Dot(radius=SPOT, color=self.theme.text).set_stroke(self.theme.ground, 2), round(READ * count)
        start, end = self.board.board.cell(x, 0), self.board.board.cell(x, y)

        def go(share: float) -> None:
            gone, opacity = max(share - COMES, 0.0) / (1 - COMES), min(share / COMES, 1.0)
            for hand, portrait, k in zip(hands, self.portraits, self.turns, strict=True):
                angle, reach = 2 * np.pi * k * (x + sign * gone * y) / count, HAND * portrait.ring.width / 2
                middle = portrait.ring.get_center()
                hand.put_start_and_end_on(middle, middle + reach * np.array([np.sin(angle), np.cos(angle), 0.0]))
            dot.move_to(start + gone * (end - start)).set_opacity(opacity)
            hands.set_stroke(opacity=opacity)

        go(0.0)
        return VGroup(hands, dot), go


def all_told(right: Sequence[Floats], medians: Sequence[float] | Floats) -> str:
    """Return a sentence: how many sums all clocks read right, how many clocks were enough, and what the others add.

    `right` and `medians` are the attributes of `ClockRound`.
    """
    whole, read = right[0].size, int(right[-1].sum())
    if read < whole:
        return f"{read:,} of {whole:,} right."
    last, few = len(right) - 1, enough(right)
    if few is None or few == last:
        return f"All {whole:,} right."
    others, one = ("the last", "s") if last == few + 1 else (f"the last {count_word(last - few)}", "")
    were, ratio = "were" if few > 1 else "was", medians[-1] / max(medians[few], np.finfo(float).tiny)
    adds = f"; {others} {widens(ratio, one)}" if ratio > 1 else ""
    return f"All {whole:,} right. {count_word(few).capitalize()} {were} enough{adds}."


def enough(right: Sequence[Floats]) -> int | None:
    """Return the fewest clocks with which, and with all larger counts, every sum is read right; None if there is none.

    `right` is the attribute of `ClockRound`.
    """
    return next((count for count in range(len(right)) if all(later.all() for later in right[count:])), None)


def widens(ratio: float, ending: str) -> str:
    """Return a phrase for a lead that grows by a ratio, the verb with its ending."""
    if ratio < MANY:
        return f"{('widen', 'widen', 'double', 'triple')[int(ratio)]}{ending} the lead"
    return f"make{ending} the lead {fold(ratio)}"
