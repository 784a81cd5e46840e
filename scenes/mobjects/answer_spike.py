"""Several waves make one answer: stacked, they are bars of which a single one stands out, where all agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, FadeIn, Group, Mobject, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import turns
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import stand_on, words
from transparent_box.scenes.mobjects.marks import dotted, marks
from transparent_box.scenes.mobjects.score_bars import ScoreBars
from transparent_box.scenes.mobjects.wave_stack import WaveStack

FINE = 12  # places of a curve between two whole numbers
STACK = 0.44  # of the height, that the waves take
SHADES = (0.4, 0.85)  # of the x + y role, from the first wave to the last


class AnswerSpike(Group):
    """`waves_at` makes n waves (n, m) of places (m,) round 0; `profile` (p,) is the measured score so far past it.

    `stack` are the waves of `frequencies`, `bars` the score of every whole place, of as many of them as are added up.
    """

    def __init__(
        self,
        waves_at: Callable[[Floats], Floats],
        profile: Floats,
        frequencies: Sequence[int],
        area: Area,
        theme: Theme,
    ) -> None:
        self.theme, count = theme, len(profile)
        first, middle = -(count // 2), count // 2
        whole = np.cumsum(waves_at(np.arange(count) + first), axis=0)
        self.steps = np.concatenate([np.zeros((1, count)), whole, np.roll(profile, middle)[None]])
        ends = first - 0.5, first + count - 0.5
        waves = waves_at(np.linspace(*ends, FINE * count + 1))
        names = [turns(k) for k in frequencies]
        facts = [f"{crest:.1f}" for crest in np.abs(waves).max(axis=1)]
        shades = role_ramp(theme.sum, np.linspace(*SHADES, len(waves)), theme.shades)
        top = area.less_bottom((1 - STACK) * area.height + Gap.NEAR)
        self.stack = WaveStack(waves, ends, shades, (names, facts), top, theme)
        below = Area(self.stack.area.left, self.stack.area.right, area.bottom, area.bottom + (1 - STACK) * area.height)
        reach = max(-float(self.steps.min()), 1e-9), max(float(self.steps.max()), 1e-9)
        named = sorted({first, 0, first + count - 1})
        self.bars = ScoreBars(self.steps[0], first, reach, named, below, theme)
        off = words("off by", Size.SMALL, theme.dim).next_to(self.bars.numerals[0], LEFT, Gap.NEAR)
        stand_on(self.bars.numerals[0].baseline, off)
        self.bars.numerals.add(off)
        crests = waves_at(np.zeros(1))
        self.crests = [self.stack.at(row, [0], crests[row])[0] for row in range(len(waves))]
        super().__init__(self.stack, self.bars)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the sums are the same."""
        clones[id(self.steps)] = self.steps
        copied: Self = super().__deepcopy__(clones)
        return copied

    def join(self, number: int) -> list[Animation]:
        """Let wave `number` come in, and the bars change to the sum with it; after the last, to what was measured."""
        before, after = self.steps[number : number + 2]
        bars = UpdateFromAlphaFunc(self.bars, lambda _, share: self.bars.show(before + share * (after - before)))
        if number >= len(self.crests):
            return [bars]
        stack = self.stack
        return [bars, FadeIn(stack.curves[number]), FadeIn(stack.facts[number])]

    def compared(self, other: int) -> Group:
        """A dotted line through all crests at the right answer down to its bar, held against another's, past it."""
        bars, theme = self.bars, self.theme
        line = dotted(self.crests[0], bars.tip(0), theme.text)
        crests = marks(np.array(self.crests), theme.accent, theme.ground)
        return Group(line, crests, bars.held_against(other, 0), bars.mark(0), bars.mark(other))

    @property
    def frame(self) -> list[Mobject]:
        """The picture before any wave has come in."""
        return [self.stack.zeros, self.stack.names, self.bars, self.bars.numerals]

    @property
    def all(self) -> list[Mobject]:
        """All that is drawn and written of waves and bars."""
        return [*self.frame, self.stack.curves, self.stack.facts]

    def told(self, other: int) -> VGroup:
        """Write how high the right answer's bar is, and how high the next best one, which is `other` past it."""
        told = VGroup()
        for place, size, name in ((0, Size.HEADLINE, "right"), (other, Size.LABEL + 5, "next best")):
            number = words(f"{self.bars.values[place - self.bars.first]:.1f}", size, self.theme.text)
            line = VGroup(number, words(name, Size.LABEL, self.theme.dim)).arrange(RIGHT, buff=Gap.NEAR)
            inward = LEFT if place > 0 else RIGHT
            line.next_to(self.bars.tip(place), UP + inward if place else inward, Gap.NEAR)
            if place:  # clear of the line through the crests, where that is near
                edge = self.bars.tip(0)[0] - inward[0] * Gap.NEAR
                line.shift(min(0.0, inward[0] * (edge - line.get_edge_center(inward)[0])) * inward)
            told.add(line)
        return told
