"""Several waves make one answer: their sum, drawn as bars, stands out only where all of them peak together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
)

from transparent_box.scenes.look.colormaps import rgba, role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal, turns
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import CASING, dotted, marks
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief, late
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars
from transparent_box.scenes.mobjects.votes.sheet_over_bars import SheetOverBars
from transparent_box.scenes.mobjects.votes.spike_margin import ABOVE, SpikeMargin
from transparent_box.scenes.mobjects.votes.waves_over_votes import DIM
from transparent_box.scenes.mobjects.waves.wave_stack import WaveStack
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, stand_on, words

FINE = 12  # points of a curve between two whole numbers
STACK = 0.36  # share of the height for the waves
APART = 1.08  # least height of a wave's row, in sizes of the waves' names
AS_HIGH = 0.9  # an answer rivals the right one if one wave gives it at least this share of the right one's score
SHADES = (0.4, 0.85)  # of the role of x + y, from the first wave to the last


class AnswerSpike(Group):
    """A score as a `stack` of n waves and, below, as `bars` of their sum, one for each place around 0, on one scale.

    `waves_at` makes the waves (n, m) of places (m,), in numbers from the right `answer`; `profile` (p,) is the measured
    score that far past it. Below the waves of `frequencies` the stack has the rest, what they leave of the score.
    `margin` shows by how much the right answer's bar leads. At first there is only the first wave, enlarged as `by`
    says; after `stepped_back` the others are there, dimmed until they are added.
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
        self.theme, self.answer, count = theme, answer, len(profile)
        first, middle = -(count // 2), count // 2
        whole = np.cumsum(waves_at(np.arange(count) + first), axis=0)
        self.steps = np.concatenate([np.zeros((1, count)), whole, np.roll(profile, middle)[None]])
        ends = first - 0.5, first + count - 0.5
        fine, rest = np.linspace(*ends, FINE * count + 1), profile - waves_at(np.arange(count)).sum(axis=0)
        waves = np.concatenate([waves_at(fine), through(rest, fine)[None]])
        heights = [*waves_at(np.zeros(1))[:, 0], rest[0]]  # they add up to the measured score
        names, facts = [*map(turns, frequencies), "the rest"], [decimal(height) for height in heights]
        shades = role_ramp(theme.sum, np.linspace(*SHADES, len(frequencies)), theme.shades)
        shades = np.concatenate([shades, [rgba(theme.dim)]])
        self.head = words(f"height at {answer}", Size.SMALL, theme.dim)
        self.head.move_to([area.right, area.top, 0], UP + RIGHT)
        head = self.head.height + 0.5 * Gap.NEAR
        low = area.height - max(STACK * area.height, head + Gap.NEAR + APART * units(Size.LABEL) * len(waves))
        top = area.less_bottom(low + Gap.NEAR).less_top(head)
        self.stack = WaveStack(waves, ends, shades, (names, facts), top, 1.0, theme)
        below = Area(self.stack.area.left, self.stack.area.right, area.bottom, area.bottom + low)
        reach = max(-float(self.steps.min()), 1e-9), max(float(self.steps.max()), 1e-9)
        named = sorted({first, 0, first + count - 1})
        self.bars = ScoreBars(self.steps[0], first, reach, named, below, theme)
        self.bars.numerals.add(self._places(f"how far from {answer}"))
        self.by, self.ranked = self._enlarged(), Group()
        crests = waves_at(np.zeros(1))
        self.crests = [self.stack.at(row, [0], crests[row])[0] for row in range(len(frequencies))]
        self.other = int(np.argmax(np.where(np.arange(count) + first, self.steps[-1], -np.inf))) + first
        self.margin = SpikeMargin(self.bars, reach[1], -1 if self.other > 0 else 1, theme)
        super().__init__(self.stack, self.bars)
        self.show(self.steps[0], 0.0)

    def _places(self, name: str) -> Lettering:
        """Name the axis of places, between two numerals or, in narrow frames, before both."""
        first, middle = self.bars.numerals[0], self.bars.numerals[len(self.bars.numerals) // 2]
        said = words(name, Size.SMALL, self.theme.dim).move_to((first.get_right() + middle.get_left()) / 2)
        stand_on(first.baseline, said)
        if said.width + 2 * Gap.NEAR > middle.get_left()[0] - first.get_right()[0]:
            beside = [self.stack.area.left - Gap.NEAR, first.get_bottom()[1], 0]
            said = lettering(escape(name), Size.SMALL, self.theme.dim, 0.6 * said.width, "right")
            said.move_to(beside, DOWN + RIGHT)
        return said

    def _enlarged(self) -> Counter:
        """Find the zoom that lets the first wave fill the room below its curve, and the height of its zero then.

        Until `stepped_back` that room is free of the others' curves.
        """
        bars, low, high = self.bars, float(self.steps[1].min()), float(self.steps[1].max())
        by = Counter("heights enlarged ×", "1.0", "", Size.SMALL, self.theme.dim)
        above = 2 * Gap.NEAR + units(Size.LABEL)  # between the tips and the label, for the names of the tips
        room = self.stack.area.top - self.stack.pitch - Gap.NEAR - by.height - above - bars.area.bottom
        self.near = max(room / (bars.per_unit * max(high - low, np.finfo(float).tiny)), 1.0)
        self.lift = max(bars.area.bottom - bars.per_unit * self.near * low - bars.ground, 0.0) if self.near > 1 else 0.0
        tip = bars.ground + self.lift + bars.per_unit * self.near * high
        by.show(f"{self.near:.1f}").move_to([bars.area.left, tip + above, 0], DOWN + LEFT)
        return by

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is drawn; the sums are shared."""
        clones[id(self.steps)] = self.steps
        copied: Self = super().__deepcopy__(clones)
        return copied

    def said_when_added(self, margin: float) -> str:
        """Say what adding everything else to the first wave does, and by how much the right answer leads then."""
        if len(self.crests) == 1:
            return f"Add the rest. Then the right answer stands {margin:.1f} above the next."
        return f"Add the others. They all peak together only on the right answer: {margin:.1f} above the next."

    def join(self, number: int) -> Animation:
        """Add wave `number` to the sum that the bars show, and brighten its curve.

        The last "wave" is the rest: with it the bars are the measured score.
        """
        (before, after), curve = self.steps[number : number + 2], self.stack.curves[number]

        def grow(_: Mobject, share: float) -> None:
            self.show(before + share * (after - before), 1.0)
            curve.set_opacity(DIM + share * (1 - DIM))

        return UpdateFromAlphaFunc(Group(self.bars, self.margin, curve), grow)

    def show(self, values: Floats, back: float) -> Self:
        """Show values (p,) as bars, at a share `back` of the way from the enlarged view to the common scale."""
        self._step(values, back)
        self.margin.show()
        return self

    def _step(self, values: Floats, back: float) -> None:
        times = self.near ** (1 - back)
        self.bars.show(times * values, self.lift * (1 - back))
        self.by.show(f"{times:.1f}").set_opacity(float(np.clip(2 * times - 2, 0, 1)))

    def stepped_back(self) -> list[Animation]:
        """Shrink the first wave to the scale of the sum of all waves, and fade in the others, dimmed.

        The marks of its rivals fade; the margin, still zero, appears.
        """
        self.show(self.steps[1], 1.0)._step(self.steps[1], 0.0)
        for curve in self.stack.curves[1:]:
            curve.set_opacity(DIM)
        sinks = UpdateFromAlphaFunc(Group(self.bars, self.by), lambda _, share: self._step(self.steps[1], share))
        come = FadeIn(self.margin, *(part for row in self.stack.rows[1:] for part in row), rate_func=late)
        return [sinks, FadeOut(self.ranked, rate_func=first_half), come]

    def keep_one_wave(self, relief: Relief, sign: int) -> list[Animation]:
        """Fade all but the first wave from a surface with ridges x + sign·y, seen end-on where the bars will stand.

        That wave's curve fades in.
        """
        self.sheet = SheetOverBars(relief, sign, self.answer, self.bars)
        alone = Transform(relief.field, self.sheet.of(self.near * self.steps[1]))
        come = FadeIn(self.head, *self.stack.rows[0], rate_func=second_half)
        return [alone, relief.seen_through(self.sheet.seat(self.lift)), come]

    def become_bars(self) -> list[Animation]:
        """Replace the surface of the first wave by its bars; then there is room for the text."""
        self.show(self.steps[1], 0.0)
        gone = FadeOut(self.sheet.relief.field, rate_func=second_half)
        return [FadeIn(self.bars, rate_func=first_half), gone, FadeIn(self.bars.numerals, self.by, rate_func=late)]

    def become_sheet(self, reach: float) -> list[Animation]:
        """Replace the bars by the whole surface; `reach` is the score that the relief's rise stands for."""
        relief = self.sheet.relief
        relief.space.become(self.sheet.seat())
        relief.field.become(self.sheet.measured(reach))
        gone = FadeOut(self.bars.numerals, rate_func=first_half), FadeOut(self.bars, rate_func=second_half)
        return [FadeIn(relief.field, rate_func=first_half), *gone]

    def stand_up(self, seat: Space, opacity: float) -> list[Animation]:
        """Turn the surface to where it is seen through the space `seat`; the waves fade."""
        gone = self.by, self.head, *(part for row in self.stack.rows for part in row)
        return [*self.sheet.stand_up(seat, opacity), *(FadeOut(part, rate_func=first_half) for part in gone)]

    def as_high(self) -> list[int]:
        """List the wrong places at other crests of the first wave, about as high as the right one."""
        wave, first = self.steps[1], self.bars.first
        beside = np.maximum(np.append(-np.inf, wave[:-1]), np.append(wave[1:], -np.inf))
        tops = np.flatnonzero((wave >= beside) & (wave >= AS_HIGH * wave[-first])) + first
        return [int(place) for place in tops if abs(place) > 1]

    def rivals(self) -> Group:
        """Mark and name the right place and the wrong ones where the first wave is as high."""
        bars, theme, wrong = self.bars, self.theme, self.as_high()
        names = [words(name, Size.LABEL, theme.dim) for name in ("right", "wrong")[: 1 + bool(wrong)]]
        for name, place in zip(names, (0, *wrong[-1:]), strict=True):
            name.next_to(bars.tip(place), UP, Gap.NEAR)
            name.shift([min(0.0, bars.area.right - name.get_right()[0]), 0, 0])
        self.ranked.add(*(bars.mark(place) for place in (0, *wrong)), *names)
        return self.ranked

    def compared(self) -> Group:
        """Connect all crests at the right answer with its bar by a dotted line, and mark the next best bar."""
        bars, theme = self.bars, self.theme
        line = dotted(self.crests[0], bars.tip(0), theme.text)
        crests = marks(np.array(self.crests), theme.accent, theme.ground)
        return Group(line, crests, bars.mark(0), bars.mark(self.other))

    def heights(self) -> VGroup:
        """Write the height of the right answer's bar on the margin's side, and that of the next best on the other."""
        bars, side, text, dim = self.bars, self.margin.side, self.theme.text, self.theme.dim
        lines = [
            VGroup(words(decimal(bars.values[place - bars.first]), size, text), words(name, Size.LABEL, dim))
            for place, size, name in ((0, Size.HEADLINE, "right"), (self.other, Size.LABEL + 5, "next best"))
        ]
        right, other = (line.arrange(RIGHT, buff=Gap.NEAR) for line in lines)
        far = max(bars.area.width / 2, other.width + Gap.NEAR)  # in narrow frames, out to the column of heights
        for line, place, across, up in ((right, 0, Gap.NEAR, 0.0), (other, self.other, -far, CASING)):
            middle = bars.tip(0)[0] + side * (across + line.width / 2)
            line.move_to([middle, bars.tip(place)[1] + up + ABOVE + line.height / 2, 0])
        right.shift([0, max(0.0, self.margin.number.get_top()[1] + ABOVE - right.get_bottom()[1]), 0])
        return VGroup(right, other)


def through(values: Floats, places: Floats) -> Floats:
    """Interpolate values (n,) of places 0, 1, … that wrap around, at any places (m,), by their Fourier series."""
    count = len(values)
    parts, steps = np.fft.rfft(values) / count, np.arange(count // 2 + 1)
    parts *= np.where((steps == 0) | (2 * steps == count), 1.0, 2.0)  # each stands for its negative frequency, too
    heights: Floats = (parts @ np.exp(2j * np.pi * np.outer(steps, places) / count)).real
    return heights
