"""The votes on one sum, and the two parts that add up to them: what a few waves say, and what everything else says.

Then the parts are seen as columns for two answers, the waves' own and the one that wins over it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import LEFT, UP, Animation, Group, Mobject, UpdateFromAlphaFunc, VGroup, linear, smooth, squish_rate_func

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.bars import Bars, corners
from transparent_box.scenes.mobjects.votes.vote_columns import VoteColumns
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, words

CROWN = 1.2  # height of a row, in multiples of the highest bar: room for the winner's number
COMING = 0.2  # share of the way on which the two parts fade in
ALONE = 0.75  # share of the area's height for the votes before they are split
RISEN = 0.3  # share of the time by which the votes are in their row
TURNS = (0.55, 0.3)  # when the waves, and when the rest, leave that row, as shares of the time
FRONT = 0.3  # share of the answers from which the rest is leaving at a time
DROPPED = 0.6  # share of the time in which the rest is dropped
GOES_BY = 0.7  # share of the time by which the waves stand alone
COMES_AT = 0.4  # share of the time at which what replaces the columns starts to come
RISEN_BY = 0.7  # share of the way out of the columns from which the text that they pass fades in
LEFT_BY = 0.5  # share of the way into columns by which their rows have faded


class VoteParts(Group):
    """Votes (p,) above their two parts, those of the `waves` (p,) and the rest, on one scale; at first the votes alone.

    The right answer is lit. `names` are six headings: of the three rows, of the `columns` (both parts of the two
    winners' votes), of what may stand in the area `below` at last, and of the votes without the rest. `crowns` are the
    winning answers of the votes, of the waves, and of the votes without the rest.
    """

    def __init__(
        self, votes: Floats, waves: Floats, answer: int, names: Sequence[str], area: Area, theme: Theme
    ) -> None:
        self.theme, self.values, self.answer = theme, (votes, waves, votes - waves), answer
        line = units(Size.LABEL) + Gap.NEAR
        low = min(float(part.min()) for part in self.values)
        high = CROWN * max(float(part.max()) for part in self.values)
        rows, inks = area.table(3, 1, Gap.NEAR), (theme.dim, theme.restricted, theme.excluded)
        self.looks = [np.where(np.arange(len(votes))[:, None] == answer, rgba(theme.accent), rgba(ink)) for ink in inks]
        built = zip(self.values, self.looks, rows, strict=True)
        self.bars = [Bars(value, low, high, look, row.less_top(line), theme.grid) for value, look, row in built]
        self.heads = VGroup(*map(self._head, names, (*rows, rows[1], rows[1], rows[0])))
        ends = ((0, 0, theme.excluded), (1, 1, theme.restricted), (0, 1, theme.restricted))
        self.crowns = [self._crown(row, self.values[of], ink) for row, of, ink in ends]
        for late in (*self.heads[3:], self.crowns[2]):
            late.set_opacity(0.0)
        under, self.below = (
            Area(area.left, area.right, area.bottom, float(head.get_bottom()[1]) - Gap.NEAR) for head in self.heads[3:5]
        )
        parts, winners = np.stack(self.values[1:]), sorted({int(waves.argmax()), int(votes.argmax())})
        self.columns = VoteColumns(parts, winners, answer, self.bars[1:], (names[1], names[2]), under, theme)
        whole, first = area.less_top(line), self.bars[0]
        self.times = ALONE * whole.height / first.area.height
        middle = whole.center[1] - (low + high) / 2 * self.times * first.per_unit
        self.lift = middle - first.ground
        super().__init__(*self.bars)
        self.split(0.0)

    @property
    def lettering(self) -> list[Lettering]:
        """Everything that is written; what comes last is transparent at first."""
        return [*self.heads, *self.crowns]

    @property
    def standing(self) -> list[Mobject]:
        """Everything that is seen when the waves stand alone."""
        return [self.bars[0], *self.heads[4:], self.crowns[2]]

    def split(self, share: float) -> Self:
        """Move the votes from the middle to their row; then the rest and the waves move from there to theirs."""
        votes, first, risen = self.values[0], self.bars[0], smooth(min(1.0, share / RISEN))
        size, lift = 1 + (1 - risen) * (self.times - 1), (1 - risen) * self.lift
        first.show(size * votes, lift)
        for bars, part, turn in zip(self.bars[1:], self.values[1:], TURNS, strict=True):
            way = min(max((share - turn) / (1 - max(TURNS)), 0.0), 1.0)
            gone = smooth(way)
            bars.show((1 - gone) * size * votes + gone * part, (1 - gone) * (first.ground + lift - bars.ground))
            # Three copies on top of each other have harder edges than one: they must not appear at once.
            bars.shape.set_opacity(min(1.0, way / COMING))
            bars.zero.set_stroke(opacity=min(1.0, way / COMING))
        return self

    def gather(self, share: float) -> Self:
        """Move both winners' bars a share 0 … 1 of the way out of the parts' rows into columns; the rows fade."""
        left = max(0.0, 1 - share / LEFT_BY)
        for bars in self.bars[1:]:
            bars.shape.set_opacity(left)
            bars.zero.set_stroke(opacity=left)
        for written in (*self.heads[1:3], self.crowns[1]):
            written.set_opacity(left)
        self.heads[3].set_opacity(max(0.0, share - LEFT_BY) / (1 - LEFT_BY))
        self.columns.gather(smooth(share))
        return self

    def give_way(self, opened: Mobject, spread: Callable[[float], object]) -> list[Animation]:
        """Leave the waves alone; `spread(share)` opens the mobject `opened`, which replaces the columns."""
        going, come = (squish_rate_func(linear, *part) for part in ((0.0, GOES_BY), (COMES_AT, 1.0)))
        changed = Group(self.bars[0], self.columns, *self.lettering)
        return [
            UpdateFromAlphaFunc(changed, lambda _, share: self.waves_alone(share), rate_func=going),
            UpdateFromAlphaFunc(opened, lambda _, share: spread(share), rate_func=come),
        ]

    def waves_alone(self, share: float) -> Self:
        """Drop the rest, then merge the columns into the votes, a share 0 … 1 of the whole way."""
        return self.drop_rest(min(1.0, share / DROPPED)).close_up(max(0.0, share - DROPPED) / (1 - DROPPED))

    def drop_rest(self, share: float) -> Self:
        """Drop the rest from votes and columns, a share 0 … 1 of the way from the first answer to the last.

        The number of the answer that won because of it fades, and at the end that of the new winner appears; the votes'
        heading changes halfway.
        """
        votes, _, rest = self.values
        gone = passed(share, np.linspace(0, 1, len(votes)), FRONT)
        self.bars[0].show(votes - gone * rest)
        self.bars[0].shape.set_colors(corners(self.looks[0] + gone[:, None] * (self.looks[1] - self.looks[0])))
        self.columns.drop(gone)
        self.crowns[0].set_opacity(1 - gone[int(votes.argmax())])
        opacities = (self.crowns[2], gone[-1]), (self.heads[3], 1 - gone[-1])
        for late, shown in (*opacities, (self.heads[0], 1 - first_half(share)), (self.heads[5], second_half(share))):
            late.set_opacity(shown)
        return self

    def close_up(self, share: float) -> Self:
        """Merge the columns a share 0 … 1 of the way into the votes, which are the waves' alone by now."""
        if share > 0:
            self.columns.join(self.bars[0], smooth(share))
        self.heads[4].set_opacity(max(0.0, share - RISEN_BY) / (1 - RISEN_BY))
        return self

    def _head(self, name: str, row: Area) -> Lettering:
        heading = lettering(escape(name), Size.LABEL, self.theme.text, row.width, "left")
        return heading.move_to([row.left, row.top, 0], LEFT + UP)

    def _crown(self, row: int, values: Floats, ink: str) -> Lettering:
        """Write the winning answer, that of the highest of values (p,), at the end of its bar in a row."""
        bars, winner = self.bars[row], int(values.argmax())
        right = self.theme.accent if winner == self.answer else ink
        return words(str(winner), Size.LABEL, right).next_to(
            bars.foot(winner) + bars.per_unit * values[winner] * UP, UP, 0.1
        )


def named_parts(waves: str, leads: tuple[float, float], question: str, many: str) -> tuple[str, ...]:
    """Write the six headings of a VoteParts; `leads` are the rest's, on lessons and on pairs never seen."""
    for_lessons, for_others = (weight(lead).removeprefix("× ") for lead in leads)
    of_rest = f"the rest: on average {for_lessons} for a lesson’s right answer, {for_others} for one never seen"
    every = f"all {many}, answered by the {waves} alone"
    alone = f"votes of the {waves} alone for {question}"
    return f"its votes for each answer to {question}", f"the {waves}", "the rest", of_rest, every, alone
