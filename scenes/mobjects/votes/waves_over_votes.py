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

FINE = 12  # places of a curve between two answers
STACK = 0.46  # of the height, that the waves take
BESIDE = 1.0  # of the width, that words may take beside them: rows are too low for words over them
SHADES = (0.4, 0.85)  # of the role of sums, from the first wave to the last
DIM = 0.4  # opacity of a wave that is not in the sum yet
CREST = 0.8  # of its height, from which a wave stands high


class WavesOverVotes(Group):
    """Scores (p,) as `bars`, and n waves of them, which `waves_at` makes (n, m) of places (m,), as a `stack` above.

    At first there are the waves alone, dimmed; they are added up to bars. `agreed` marks the answer on every wave and
    on its bar, and names it.
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
        self.sums[-1] = scores  # with the last wave comes what all of them leave
        super().__init__(self.bars, self.stack)
        self.add_waves(0.0)

    @property
    def told(self) -> list[Mobject]:
        """All that is written of the waves, and the line that the bars will stand on."""
        return [self.stack.names, self.stack.facts, self.bars, self.bars.numerals]

    @property
    def all_agree(self) -> bool:
        """Tell whether every wave stands high at the answer."""
        return bool((self.crests[:, 0] >= CREST * self.sizes).all())

    @property
    def verdict(self) -> str:
        """Say what the waves come to."""
        return f"On {self.answer}, they all agree." if self.all_agree else f"Together they choose {self.answer}."

    def add_waves(self, share: float) -> Self:
        """Let the bars be the sum of the first waves, a share of all, and these be bright."""
        place = share * (len(self.sums) - 1)
        self.bars.show(part_way(self.sums, place))
        for number, curve in enumerate(self.stack.curves):
            curve.set_opacity(DIM + (1 - DIM) * float(np.clip(place - number, 0, 1)))
        return self
