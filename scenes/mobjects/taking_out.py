"""The waves that a network's answers are made of, and one answer's votes, as waves are taken out one by one."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Group, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import loss
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.bars import Bars
from transparent_box.scenes.mobjects.lettering import Lettering, stand_on, words

SHARE, LARGER = 0.56, 0.62  # of the height, for the votes; for them where that is low
APART = 0.1  # units between two numerals: 5 and 6 are not 56
GONE = 0.14  # opacity of the place where a wave was


def part_neighbours(numerals: list[Lettering]) -> None:
    """Move numerals, from left to right, out of each other's way, two neighbours equally far."""
    for left, right in pairwise(numerals):
        short = left.get_right()[0] + APART - right.get_left()[0]
        if short > 0:
            left.shift(0.5 * short * LEFT)
            right.shift(0.5 * short * RIGHT)


class TakenOut(Protocol):
    """Waves taken out; see `model.analysis.taking_out.TakenOut`."""

    @property
    def frequencies(self) -> list[int]:
        """(q,) in the order in which they are taken out."""

    @property
    def strength(self) -> Floats:
        """(h,) of the wave of every frequency, from 1."""

    @property
    def losses(self) -> Floats:
        """(q + 1,) on the lessons, with the first 0 … q taken out."""

    @property
    def lesson(self) -> tuple[int, int]:
        """The two numbers whose votes these are."""

    @property
    def votes(self) -> Floats:
        """(q + 1, p) the votes, with the first 0 … q taken out."""


class TakingOut(Group):
    """`spectrum` above `votes` in an area; `answer` is the right one. `losses` are letterings, one for each state.

    Where there is room, the loss of guessing, `guess`, stands beside them.
    """

    def __init__(
        self, found: TakenOut, operation: Operation, answer: int, guess: float, area: Area, theme: Theme
    ) -> None:
        self.found, self.guess, self.theme = found, guess, theme
        lower, upper = area.parts(*(LARGER, Gap.NEAR) if area.is_low else (SHARE, Gap.FAR), wide=np.inf)
        line = units(Size.LABEL) + Gap.NEAR
        h, p = len(found.strength), found.votes.shape[1]
        keys, right = np.isin(np.arange(1, h + 1), found.frequencies), np.arange(p) == answer
        inks = np.where(keys[:, None], rgba(theme.sum), rgba(theme.grid))
        x, y = found.lesson
        self.heads = VGroup(
            self._head(f"the waves of {operation.formula} in its answers, by frequency", upper, theme.dim),
            self._head(f"votes for each answer to {operation.asked(x, y)}", lower, theme.dim),
        )
        self.losses = [self._loss(value, lower) for value in found.losses]
        guessing = words(f"guessing: {loss(guess)}", Size.LABEL, theme.dim)
        room = min(told.get_left()[0] for told in self.losses) - self.heads[1].get_right()[0]
        if guessing.width + 2 * Gap.FAR < room:
            edge = min(told.get_left()[0] for told in self.losses) - Gap.FAR - guessing.width / 2
            stand_on(self.losses[0].baseline, guessing.set_x(edge))
            self.heads.add(guessing)
        beneath = max(told.width for told in self.losses) + self.heads[1].width + Gap.NEAR > area.width
        if beneath:
            VGroup(*self.losses).shift(line * DOWN)
        rooms = [upper.less_top(line + 0.1), lower.less_top((2 if beneath else 1) * line + 0.1)]
        rooms = [room.less_bottom(line) for room in rooms]
        top = 1.2 * float(found.strength.max())
        self.spectrum = Bars(found.strength, 0.0, top, inks, rooms[0], theme.grid)
        low, high = min(float(found.votes.min()), 0.0), float(found.votes.max())
        lit = np.where(right[:, None], rgba(theme.sum), rgba(theme.dim))
        self.votes = Bars(found.votes[0], low, high, lit, rooms[1], theme.grid)
        self.numerals = {k: self._under(self.spectrum, k - 1, str(k), theme.sum) for k in found.frequencies}
        part_neighbours([self.numerals[k] for k in sorted(self.numerals)])
        self.right = self._under(self.votes, answer, str(answer), theme.sum, rooms[1].bottom)
        super().__init__(self.heads, self.spectrum, *self.numerals.values(), self.votes, self.right)

    @property
    def left(self) -> str:
        """The loss at last, and that of guessing where that is less."""
        last = self.found.losses[-1]
        return loss(last) + (f", worse than guessing, {loss(self.guess)}" if last > self.guess else "")

    def show(self, share: float, start: int = 0) -> Self:
        """Show all with the first `start` waves taken out, and a share of the next."""
        place = start + share
        found, heights = self.found, self.found.strength.copy()
        for n, k in enumerate(found.frequencies):
            left = 1 - float(np.clip(place - n, 0, 1))
            heights[k - 1] *= left
            self.numerals[k].set_opacity(max(left, GONE))
        before = min(int(place), len(found.votes) - 2)
        part = place - before
        self.spectrum.show(heights)
        self.votes.show((1 - part) * found.votes[before] + part * found.votes[before + 1])
        return self

    def grow(self, share: float) -> Self:
        """Let all waves and votes grow from nothing, none taken out, a share of the way."""
        self.spectrum.show(share * self.found.strength)
        self.votes.show(share * self.found.votes[0])
        return self

    def _loss(self, value: float, area: Area) -> Lettering:
        told = words(f"loss on lessons: {loss(value)}", Size.LABEL, self.theme.train)
        return told.move_to([area.right, area.top, 0], RIGHT + UP)

    def _head(self, text: str, area: Area, ink: str) -> Lettering:
        return words(text, Size.SMALL, ink).move_to([area.left, area.top, 0], LEFT + UP)

    def _under(self, bars: Bars, place: int, text: str, ink: str, floor: float | None = None) -> Lettering:
        foot = bars.foot(place)
        if floor is not None:
            foot = np.array([foot[0], floor, 0.0])
        return words(text, Size.LABEL, ink).next_to(foot, DOWN, 0.12)
