"""Several waves make one answer: stacked, they are bars of which a single one stands out, where all agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, FadeIn, Group, Mobject, Transform, UpdateFromAlphaFunc, VGroup

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
STACK, ALONE = 0.44, 0.6  # of the height, that the waves take; of that for waves and bars, a first wave of its own
AS_HIGH = 0.9  # of the score of the right answer, that others have which one wave cannot tell from it
SHADES = (0.4, 0.85)  # of the x + y role, from the first wave to the last


class AnswerSpike(Group):
    """`waves_at` makes n waves (n, m) of places (m,) round 0; `profile` (p,) is the measured score so far past it.

    `stack` are the waves of `frequencies`, `bars` the score of every whole place, of as many of them as are added up:
    while they are few, enlarged. `places` says what the places are. The first wave is large until others join.
    """

    def __init__(
        self,
        waves_at: Callable[[Floats], Floats],
        profile: Floats,
        frequencies: Sequence[int],
        places: str,
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
        over = np.maximum(self.steps.max(axis=1) / (ALONE * reach[1]), -self.steps.min(axis=1) / reach[0])
        self.times = 1 / np.clip(over, 1e-9, 1.0)
        self.bars = ScoreBars(self.steps[0], first, reach, named, below, theme)
        told = words(places, Size.SMALL, theme.dim)
        edge, zero = self.bars.numerals[0].get_right(), self.bars.numerals[len(named) // 2].get_left()
        told.move_to((edge + zero) / 2)
        stand_on(self.bars.numerals[0].baseline, told)
        if told.width + 2 * Gap.NEAR > zero[0] - edge[0]:
            told.align_to(self.bars.numerals[0], LEFT)
            self.bars.numerals.remove(self.bars.numerals[0])
        self.bars.numerals.add(told)
        crests = waves_at(np.zeros(1))
        self.crests = [self.stack.at(row, [0], crests[row])[0] for row in range(len(waves))]
        super().__init__(self.stack, self.bars)
        self.alone, self.seat = self.row(0), self.row(0).copy()
        self._enlarge()

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the sums are the same."""
        clones[id(self.steps)] = self.steps
        copied: Self = super().__deepcopy__(clones)
        return copied

    def join(self, number: int) -> list[Animation]:
        """Let wave `number` come in, and the bars change to the sum with it; after the last, to what was measured."""
        before, after = self.steps[number : number + 2]
        start, end = self.times[max(number, 1)], self.times[number + 1]

        def grow(_: Mobject, share: float) -> None:
            self.bars.show((before + share * (after - before)) * start ** (1 - share) * end**share)

        moves = [UpdateFromAlphaFunc(self.bars, grow)]
        return moves if number >= len(self.crests) else [*moves, *map(FadeIn, self.row(number))]

    def row(self, number: int) -> Group:
        """Find all that is drawn and written of one wave."""
        stack = self.stack
        return Group(stack.zeros[number], stack.curves[number], stack.names[number], stack.facts[number])

    def _enlarge(self) -> None:
        """Let the first wave stand in the middle of the room for all, as large as it can."""
        stack, (zero, curve, *told) = self.stack, self.alone
        place = curve.get_center()
        times = min(0.5 * len(stack.waves), stack.area.height / max(float(curve.height), 1e-9))
        down = np.array([0.0, stack.area.center[1] - zero.get_y(), 0.0])
        curve.stretch(max(times, 1.0), 1, about_point=[place[0], zero.get_y(), 0.0])
        for part in (zero, curve, *told):
            part.shift(down)

    def seated(self) -> Animation:
        """Let the first wave take its place, for others to join it."""
        return Transform(self.alone, self.seat)

    def as_high(self) -> list[int]:
        """Find the wrong places on the tops of the first wave's other crests, about as high as the right one."""
        wave, first = self.steps[1], self.bars.first
        beside = np.maximum(np.append(-np.inf, wave[:-1]), np.append(wave[1:], -np.inf))
        tops = np.flatnonzero((wave >= beside) & (wave >= AS_HIGH * wave[-first])) + first
        return [int(place) for place in tops if abs(place) > 1]

    def rivals(self) -> Group:
        """Mark the right place and the wrong ones at which the first wave is as high, each with its name."""
        bars, theme, wrong = self.bars, self.theme, self.as_high()
        told = [words(name, Size.LABEL, theme.dim) for name in ("right", "wrong")[: 1 + bool(wrong)]]
        for name, place in zip(told, (0, *wrong[-1:]), strict=True):
            name.next_to(bars.tip(place), UP, Gap.NEAR)
            name.shift([min(0.0, bars.area.right - name.get_right()[0]), 0, 0])
        return Group(*(bars.mark(place) for place in (0, *wrong)), *told)

    def compared(self, other: int) -> Group:
        """A dotted line through all crests at the right answer down to its bar, held against another's, past it."""
        bars, theme = self.bars, self.theme
        line = dotted(self.crests[0], bars.tip(0), theme.text)
        crests = marks(np.array(self.crests), theme.accent, theme.ground)
        return Group(line, crests, bars.held_against(other, 0), bars.mark(0), bars.mark(other))

    @property
    def frame(self) -> list[Mobject]:
        """The picture before any wave has come in."""
        return [self.bars, self.bars.numerals]

    @property
    def all(self) -> list[Mobject]:
        """All that is drawn and written of waves and bars."""
        return [*self.frame, *(part for number in range(len(self.crests)) for part in self.row(number))]

    def told(self, other: int) -> VGroup:
        """Write how high the right answer's bar is, and how high the next best one, which is `other` past it."""
        told = VGroup()
        for place, size, name in ((0, Size.HEADLINE, "right"), (other, Size.LABEL + 5, "next best")):
            number = words(f"{self.bars.values[place - self.bars.first]:.2f}", size, self.theme.text)
            line = VGroup(number, words(name, Size.LABEL, self.theme.dim)).arrange(RIGHT, buff=Gap.NEAR)
            inward = LEFT if place > 0 or (place == 0 < other) else RIGHT  # the right one's on the other side
            line.next_to(self.bars.tip(place), UP + inward if place else inward, Gap.NEAR)
            if place:  # clear of the line through the crests, where that is near
                edge = self.bars.tip(0)[0] - inward[0] * Gap.NEAR
                line.shift(min(0.0, inward[0] * (edge - line.get_edge_center(inward)[0])) * inward)
            told.add(line)
        return told
