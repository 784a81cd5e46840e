"""The votes for some answers as columns: what the waves say of each, and from there up or down what the rest adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, DashedLine, Group, Line, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.bars import Bars, corners, outlined
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.words.lettering import escape, lettering, words

WIDEST = 1.3  # units, greatest width of a bar
SLIM = 0.1  # greatest width of a bar, as a share of the area's
APART = 0.9  # gap between two answers' bars, in widths of a bar
COMING = 0.6  # share of the way out of the rows from which the text fades in


class VoteColumns(Group):
    """The votes for some `answers` in two parts (2, p), each as a bar from zero and one from that bar's end.

    At first each bar stands in one of the two `rows`, which show the parts of all answers. Below the columns are the
    answers, the `right` one lit, and beside them the rows' `names`; a dashed line marks the higher column's end.
    """

    def __init__(
        self,
        parts: Floats,
        answers: Sequence[int],
        right: int,
        rows: Sequence[Bars],
        names: tuple[str, str],
        area: Area,
        theme: Theme,
    ) -> None:
        self.answers, self.rows = list(answers), rows
        self.waves, self.rest = np.asarray(parts, float)[:, self.answers]
        self.inks = np.stack([rgba(ink) for ink in (theme.restricted, theme.excluded)])
        ends = np.concatenate([[0.0], self.waves, self.waves + self.rest])
        room = area.less_bottom(units(Size.LABEL) + Gap.NEAR).less_top(Gap.NEAR / 2)
        self.per_unit = room.height / float(np.ptp(ends))
        self.zero = room.bottom - float(ends.min()) * self.per_unit
        wide = min(WIDEST, SLIM * area.width)
        whole = (2 * len(self.answers) + (len(self.answers) - 1) * APART) * wide
        left = area.center[0] - whole / 2
        self.lefts = left + wide * (np.arange(len(self.answers))[:, None] * (2 + APART) + [0.0, 1.0]).reshape(-1)
        self.wide, edges = wide, (left - wide / 2, left + whole + wide / 2)
        self.line = Line([edges[0], self.zero, 0], [edges[1], self.zero, 0], color=theme.grid, stroke_width=1.5)
        self.level = DashedLine([edges[0], 0, 0], [edges[1], 0, 0], color=theme.text, stroke_width=2)
        self.lettering = VGroup(*self._numerals(right, area, theme), *self._names(names, edges, area, theme))
        self.shape = Pane(np.zeros((8 * len(self.answers), 2, 3)), corners(np.tile(self.inks, (len(self.answers), 1))))
        super().__init__(self.line, self.shape, self.level, self.lettering)
        self.left_over = np.ones(len(self.answers))
        self.gather(0.0)

    def gather(self, share: float) -> Self:
        """Move the bars a share 0 … 1 of the way from their rows into columns."""
        home = np.stack([self._box_in(bars, answer) for answer in self.answers for bars in self.rows])
        self._show((1 - share) * home + share * self._boxes())
        looks = np.stack([look_of(bars, answer) for answer in self.answers for bars in self.rows])
        self.shape.set_colors(corners((1 - share) * looks + share * np.tile(self.inks, (len(self.answers), 1))))
        return self._write(max(0.0, share - COMING) / (1 - COMING))

    def drop(self, gone: Floats) -> Self:
        """Remove a share (p,) of the rest from the votes for each answer."""
        self.left_over = 1 - gone[self.answers]
        self._show(self._boxes())
        return self._write(1.0)

    def join(self, bars: Bars, share: float) -> Self:
        """Move the bars a share 0 … 1 of the way into the bars of all votes, from which the rest is gone."""
        goal = np.stack([self._box_in(bars, answer) for answer in self.answers for _ in self.rows])
        goal[1::2, 2] = goal[1::2, 3]  # nothing is left of the rest
        self._show((1 - share) * self._boxes() + share * goal)
        self.shape.set_opacity(float(share < 1))
        return self._write(max(0.0, 1 - share / (1 - COMING)))

    @property
    def ends(self) -> Floats:
        """The current votes (n,) for each answer."""
        ends: Floats = self.waves + self.left_over * self.rest
        return ends

    def _boxes(self) -> Floats:
        """Find left, right, start and end (2n, 4) of each bar as a column."""
        starts = np.stack([0 * self.waves, self.waves], axis=1).reshape(-1)
        ends = np.stack([self.waves, self.ends], axis=1).reshape(-1)
        up = self.zero + self.per_unit * np.stack([starts, ends], axis=1)
        return np.column_stack([self.lefts, self.lefts + self.wide, up])

    def _box_in(self, bars: Bars, answer: int) -> Floats:
        """Find left, right, start and end (4,) of an answer's bar in a row."""
        across, level, half = bars.foot(answer)[0], bars.level, bars.filled * bars.pitch / 2
        return np.array([across - half, across + half, level, level + bars.per_unit * bars.values[answer]])

    def _show(self, boxes: Floats) -> None:
        self.shape.set_grid(outlined(*boxes.T))

    def _write(self, share: float) -> Self:
        """Set the opacity of the text and of both lines."""
        self.lettering.set_opacity(share)
        self.line.set_stroke(opacity=share)
        self.level.set_y(self.zero + self.per_unit * float(self.ends.max())).set_stroke(opacity=share)
        return self

    def _numerals(self, right: int, area: Area, theme: Theme) -> list[VGroup]:
        """Write each answer under its bars."""
        middles = self.lefts[::2] + self.wide
        inks = [theme.accent if answer == right else theme.dim for answer in self.answers]
        numerals = [words(str(answer), Size.LABEL, ink) for answer, ink in zip(self.answers, inks, strict=True)]
        return [one.move_to([x, area.bottom, 0], DOWN) for one, x in zip(numerals, middles, strict=True)]

    def _names(self, names: tuple[str, str], edges: tuple[float, float], area: Area, theme: Theme) -> list[VGroup]:
        """Name the waves' part on the left and the rest's on the right, each in its color."""
        labels = []
        for name, ink, edge, way in zip(names, (theme.restricted, theme.excluded), edges, (LEFT, RIGHT), strict=True):
            room = abs((area.left if edge < area.center[0] else area.right) - edge) - Gap.NEAR
            said = lettering(escape(name), Size.LABEL, ink, room, "right" if way[0] < 0 else "left")
            labels.append(said.next_to([edge, area.center[1], 0], way, Gap.NEAR))
        return labels


def look_of(bars: Bars, place: int) -> Floats:
    """Return a bar's RGBA (4,)."""
    color: Floats = bars.shape.colors[4 * place, 0]
    return color
