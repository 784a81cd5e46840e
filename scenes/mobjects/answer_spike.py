"""Several waves make one answer: stacked, they are bars of which a single one stands out, where all agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Group, Mobject, Transform, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import rgba, role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal, turns
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import Lettering, escape, lettering, stand_on, words
from transparent_box.scenes.mobjects.marks import dotted, marks
from transparent_box.scenes.mobjects.score_bars import ScoreBars
from transparent_box.scenes.mobjects.wave_stack import WaveStack

FINE = 12  # places of a curve between two whole numbers
STACK, APART = 0.44, 1.08  # of the height, that the waves take, and of the size of their names, that each has at least
ALONE = 0.6  # of the height for waves and bars, that a first wave of its own takes
AS_HIGH = 0.9  # of the score of the right answer, that others have which one wave cannot tell from it
SHADES = (0.4, 0.85)  # of the x + y role, from the first wave to the last


class AnswerSpike(Group):
    """`waves_at` makes n waves (n, m) of places (m,) round 0; `profile` (p,) is the measured score so far past it.

    `stack` are the waves of `frequencies`, and what they leave of the score, each with its height at the `answer`;
    `bars` the score of every whole place, of as many as are added up: while they are few, enlarged. The first wave is
    large until others join.
    """

    def __init__(
        self,
        waves_at: Callable[[Floats], Floats],
        profile: Floats,
        frequencies: Sequence[int],
        answer: int,
        area: Area,
        theme: Theme,
    ) -> None:
        self.theme, count = theme, len(profile)
        first, middle = -(count // 2), count // 2
        whole = np.cumsum(waves_at(np.arange(count) + first), axis=0)
        self.steps = np.concatenate([np.zeros((1, count)), whole, np.roll(profile, middle)[None]])
        ends = first - 0.5, first + count - 0.5
        fine, rest = np.linspace(*ends, FINE * count + 1), profile - waves_at(np.arange(count)).sum(axis=0)
        waves = np.concatenate([waves_at(fine), through(rest, fine)[None]])
        heights = [*waves_at(np.zeros(1))[:, 0], rest[0]]  # which add up to what is measured
        names, facts = [*map(turns, frequencies), "the rest"], [decimal(height) for height in heights]
        shades = role_ramp(theme.sum, np.linspace(*SHADES, len(frequencies)), theme.shades)
        shades = np.concatenate([shades, [rgba(theme.dim)]])
        self.head = words(f"height at {answer}", Size.SMALL, theme.dim)
        self.head.move_to([area.right, area.top, 0], UP + RIGHT)
        head = self.head.height + 0.5 * Gap.NEAR
        low = area.height - max(STACK * area.height, head + Gap.NEAR + APART * units(Size.LABEL) * len(waves))
        top = area.less_bottom(low + Gap.NEAR).less_top(head)
        self.stack = WaveStack(waves, ends, shades, (names, facts), top, theme)
        below = Area(self.stack.area.left, self.stack.area.right, area.bottom, area.bottom + low)
        reach = max(-float(self.steps.min()), 1e-9), max(float(self.steps.max()), 1e-9)
        named = sorted({first, 0, first + count - 1})
        over = np.maximum(self.steps.max(axis=1) / (ALONE * reach[1]), -self.steps.min(axis=1) / reach[0])
        self.times = 1 / np.clip(over, 1e-9, 1.0)
        self.bars = ScoreBars(self.steps[0], first, reach, named, below, theme)
        self.bars.numerals.add(self._places(f"how far from {answer}"))
        crests = waves_at(np.zeros(1))
        self.crests = [self.stack.at(row, [0], crests[row])[0] for row in range(len(frequencies))]
        super().__init__(self.stack, self.bars)
        self.alone, self.seat = self.stack.rows[0], self.stack.rows[0].copy()
        self._enlarge()

    def _places(self, told: str) -> Lettering:
        """Say what the places are: between the first and the middle one's numeral or, in narrow frames, before both."""
        first, middle = self.bars.numerals[0], self.bars.numerals[len(self.bars.numerals) // 2]
        said = words(told, Size.SMALL, self.theme.dim).move_to((first.get_right() + middle.get_left()) / 2)
        stand_on(first.baseline, said)
        if said.width + 2 * Gap.NEAR > middle.get_left()[0] - first.get_right()[0]:
            beside = [self.stack.area.left - Gap.NEAR, first.get_bottom()[1], 0]
            said = lettering(escape(told), Size.SMALL, self.theme.dim, 0.6 * said.width, "right")
            said.move_to(beside, DOWN + RIGHT)
        return said

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the sums are the same."""
        clones[id(self.steps)] = self.steps
        copied: Self = super().__deepcopy__(clones)
        return copied

    def join(self, number: int) -> list[Animation]:
        """Let wave `number` come in, and the bars change to the sum with it; with the rest, to what was measured."""
        before, after = self.steps[number : number + 2]
        start, end = self.times[max(number, 1)], self.times[number + 1]

        def grow(_: Mobject, share: float) -> None:
            self.bars.show((before + share * (after - before)) * start ** (1 - share) * end**share)

        return [UpdateFromAlphaFunc(self.bars, grow), *map(FadeIn, self.stack.rows[number])]

    def _enlarge(self) -> None:
        """Let the first wave stand in the middle of the room for all, as large as it can; its height is in place."""
        stack, (zero, curve, name, _) = self.stack, self.alone
        place = curve.get_center()
        times = min(0.5 * len(stack.waves), stack.area.height / max(float(curve.height), 1e-9))
        down = np.array([0.0, stack.area.center[1] - zero.get_y(), 0.0])
        curve.stretch(max(times, 1.0), 1, about_point=[place[0], zero.get_y(), 0.0])
        for part in (zero, curve, name):
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
        return [self.bars, self.bars.numerals, self.head]

    @property
    def all(self) -> list[Mobject]:
        """All that is drawn and written of waves and bars."""
        return [*self.frame, *(part for row in self.stack.rows for part in row)]

    def told(self, other: int) -> VGroup:
        """Write how high the right answer's bar is, and how high the next best one, which is `other` past it."""
        told = VGroup()
        for place, size, name in ((0, Size.HEADLINE, "right"), (other, Size.LABEL + 5, "next best")):
            number = words(decimal(self.bars.values[place - self.bars.first]), size, self.theme.text)
            line = VGroup(number, words(name, Size.LABEL, self.theme.dim)).arrange(RIGHT, buff=Gap.NEAR)
            inward = LEFT if place > 0 or (place == 0 < other) else RIGHT  # the right one's on the other side
            line.next_to(self.bars.tip(place), UP + inward if place else inward, Gap.NEAR)
            if place:  # clear of the line through the crests, where that is near
                edge = self.bars.tip(0)[0] - inward[0] * Gap.NEAR
                line.shift(min(0.0, inward[0] * (edge - line.get_edge_center(inward)[0])) * inward)
            told.add(line)
        return told


def through(values: Floats, places: Floats) -> Floats:
    """(m,) the waves that pass through values (n,) of the places 0, 1, … which come round, at any places (m,)."""
    count = len(values)
    parts, steps = np.fft.rfft(values) / count, np.arange(count // 2 + 1)
    parts *= np.where((steps == 0) | (2 * steps == count), 1.0, 2.0)  # each stands for its mirror, too
    found: Floats = (parts @ np.exp(2j * np.pi * np.outer(steps, places) / count)).real
    return found
