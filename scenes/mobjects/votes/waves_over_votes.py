"""The scores of all answers to one question, and over them the waves that they are made of, in step at the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Group, Mobject

from transparent_box.scenes.look.colormaps import role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal, turns
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.marks import dotted, marks
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars
from transparent_box.scenes.mobjects.waves.wave_stack import WaveStack
from transparent_box.scenes.mobjects.words.lettering import words

FINE = 12  # points of a curve between two answers
STACK = 0.46  # share of the height for the waves
BESIDE = 1.0  # share of the width for text beside the waves: rows are too low for text above them
SHADES = (0.4, 0.85)  # of the role of sums, from the first wave to the last
DIM = 0.4  # opacity of a wave that is not in the sum yet
CREST = 0.8  # share of its amplitude from which a wave counts as high


class WavesOverVotes(Group):
    """Scores (p,) of all answers as `bars`, and above them a `stack` of the n waves that they are made of.

    `waves_at` makes the waves (n, m) of places (m,). At first only the waves are there, dimmed; then they are added up
    to bars. `agreed` marks and names the answer on every wave and on its bar.
    """

    def __init__(
        self,
        scores: Floats,
        answer: int,
        waves_at: Callable[[Floats], Floats],
        frequencies: Sequence[int],
        area: Area,
        theme: Theme,
    ) -> None:
        self.answer, count = answer, len(scores)
        ends = -0.5, count - 0.5
        waves, self.crests = waves_at(np.linspace(*ends, FINE * count + 1)), waves_at(np.array([answer]))
        self.sizes = np.abs(waves).max(axis=1)
        said = [turns(k) for k in frequencies], [decimal(size, 1) for size in self.sizes]
        inks = role_ramp(theme.sum, np.linspace(*SHADES, len(waves)), theme.shades)
        above = area.less_bottom((1 - STACK) * area.height + Gap.NEAR)
        self.stack = WaveStack(waves, ends, inks, said, above, BESIDE, theme)
        below = Area(self.stack.area.left, self.stack.area.right, area.bottom, area.bottom + (1 - STACK) * area.height)
        reach, named = (-1.05 * float(scores.min()), float(scores.max())), sorted({0, count // 2, count - 1})
        self.bars = ScoreBars(scores, 0, reach, named, below, theme)
        name, tip = words(str(answer), Size.HEADLINE, theme.sum), self.bars.tip(answer)
        name.next_to(tip, RIGHT if answer < (count - 1) / 2 else LEFT, Gap.NEAR)
        top, crests = self.stack.at(0, [answer], [0])[0], self.stack.marks([answer], self.crests, theme.accent)
        top[1] = self.stack.area.top
        self.agreed = Group(dotted(top, tip, theme.text), crests, marks(tip, theme.accent, theme.ground), name)
        self.sums = np.concatenate([np.zeros((1, count)), np.cumsum(waves_at(np.arange(count)), axis=0)])
        self.sums[-1] = scores  # the last step also adds what the waves leave of the scores
        super().__init__(self.bars, self.stack)
        self.add_waves(0.0)

    @property
    def lettering(self) -> list[Mobject]:
        """All text of the waves, and the line that the bars will stand on."""
        return [self.stack.names, self.stack.facts, self.bars, self.bars.numerals]

    @property
    def all_agree(self) -> bool:
        """Tell whether every wave is high at the answer."""
        return bool((self.crests[:, 0] >= CREST * self.sizes).all())

    @property
    def verdict(self) -> str:
        """Say what the waves add up to."""
        return f"On {self.answer}, they all agree." if self.all_agree else f"Together they choose {self.answer}."

    def add_waves(self, share: float) -> Self:
        """Show as bars the sum of the first waves, a share 0 … 1 of all, and brighten these."""
        place = share * (len(self.sums) - 1)
        self.bars.show(part_way(self.sums, place))
        for number, curve in enumerate(self.stack.curves):
            curve.set_opacity(DIM + (1 - DIM) * float(np.clip(place - number, 0, 1)))
        return self
