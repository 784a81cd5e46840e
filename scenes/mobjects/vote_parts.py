"""The votes of one sum, and the two parts that add up to them: what a few waves say, and what all the rest says."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, UP, Group, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.bars import Bars
from transparent_box.scenes.mobjects.lettering import Lettering, escape, lettering, words

CROWN = 1.2  # of the highest bar, room for the number of the answer that wins
COMING = 0.2  # of the way, on which the two parts come to be seen
ALONE = 0.75  # of the area's height, which votes take that have not been split


class VoteParts(Group):
    """Votes (p,) above the part of them in `waves` (p,) and the rest, all on one scale, in an area; at first alone.

    The right answer is lit. `heads` are the rows' names, `crowns` the numbers of the winners: of the votes, of the
    waves, and of the votes without the rest.
    """

    def __init__(
        self, votes: Floats, waves: Floats, answer: int, names: tuple[str, str, str], area: Area, theme: Theme
    ) -> None:
        self.theme, self.values = theme, (votes, waves, votes - waves)
        line = units(Size.LABEL) + Gap.NEAR
        low = min(float(part.min()) for part in self.values)
        high = CROWN * max(float(part.max()) for part in self.values)
        self.bars, self.heads = [], VGroup()
        inks = np.tile(rgba(theme.dim), (len(votes), 1))
        inks[answer] = rgba(theme.sum)
        for row, value, name in zip(area.table(3, 1, Gap.NEAR), self.values, names, strict=True):
            self.bars.append(Bars(value, low, high, inks, row.less_top(line), theme.grid))
            self.heads.add(
                lettering(escape(name), Size.LABEL, theme.text, row.width, "left").move_to(
                    [row.left, row.top, 0], LEFT + UP
                )
            )
        self.crowns = [self._crown(row, self.values[of], answer) for row, of in ((0, 0), (1, 1), (0, 1))]
        whole, first = area.less_top(line), self.bars[0]
        self.times = ALONE * whole.height / first.area.height
        middle = whole.center[1] - (low + high) / 2 * self.times * first.per_unit
        self.lift = middle - first.ground
        super().__init__(*self.bars)
        self.split(0.0)

    @property
    def told(self) -> list[Lettering]:
        """All that is written once the rest has been dropped."""
        return [*self.heads, *self.crowns[1:]]

    def split(self, share: float) -> Self:
        """Let the two parts come out of the votes, which go from the middle to their row, a share of the way."""
        votes, first, left = self.values[0], self.bars[0], 1 - share
        for bars, part in zip(self.bars, (votes, *self.values[1:]), strict=True):
            bars.show(left * self.times * votes + share * part, left * (first.ground + self.lift - bars.ground))
        for bars in self.bars[1:]:  # three on each other have harder edges than one: they must not come at once
            bars.shape.set_opacity(min(1.0, share / COMING))
            bars.zero.set_stroke(opacity=min(1.0, share / COMING))
        return self

    def drop_rest(self, share: float) -> Self:
        """Let the rest sink to nothing, a share of the way, and the votes become what is left."""
        votes, _, rest = self.values
        self.bars[0].show(votes - share * rest)
        self.bars[2].show((1 - share) * rest)
        return self

    def _crown(self, row: int, values: Floats, answer: int) -> Lettering:
        """Write the number of the highest of values (p,) where its bar ends in a row: whose votes win."""
        bars, winner = self.bars[row], int(values.argmax())
        ink = self.theme.sum if winner == answer else self.theme.test
        return words(str(winner), Size.LABEL, ink).next_to(
            bars.foot(winner) + bars.per_unit * values[winner] * UP, UP, 0.1
        )
