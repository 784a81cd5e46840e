"""The waves that a network's answers are made of, and one answer's votes, as waves are taken out one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Group,
    LaggedStart,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, loss
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.votes.loss_column import LossColumn
from transparent_box.scenes.mobjects.votes.loss_row import LossRow
from transparent_box.scenes.mobjects.votes.taken_out import TakenOut
from transparent_box.scenes.mobjects.votes.wave_strengths import WaveStrengths
from transparent_box.scenes.mobjects.votes.waves_in_votes import LINE_BELOW, WavesInVotes, through
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, words

SHARE = 0.56  # of the height, for the votes
LARGER = 0.57  # of the height, for them where height is dear
NARROW = 1.2  # times as wide as high: where a column would stand beside waves that have no room
LAG = 0.7  # of a numeral's time to come, until the next one does
COMING = 0.3  # of the way, in which the lines come on which they grow


class TakingOut(Group):
    """`spectrum` above `votes` in an area, both of a step, and the loss on the lessons as a `column` beside both.

    In a narrow area the column lies below them.

    The waves in the votes are added up as they are named, as far as they are not taken out; `added` says so.

    `answer` is the right one of the votes, `guess` the loss of guessing.
    """

    def __init__(
        self, found: TakenOut, step: int, operation: Operation, answer: int, guess: float, area: Area, theme: Theme
    ) -> None:
        self.found, self.guess, self.theme = found, guess, theme
        self.column, area = self._column(area)
        lower, upper = area.parts(*(LARGER, Gap.NEAR) if area.is_low else (SHARE, Gap.FAR), wide=np.inf)
        rooms = self._written(operation, step, upper, lower)
        self.waves = through(-np.diff(found.votes, axis=0))
        self.spectrum = WaveStrengths(found, rooms[0], theme)
        self.votes = WavesInVotes(found, self.waves, answer, rooms[1], theme)
        super().__init__(
            *(self.heads, self.spectrum.before, self.spectrum, *self.spectrum.numerals.values()),
            *(self.votes, self.votes.curve, self.added, self.votes.right, self.column),
        )

    @property
    def drawn(self) -> list[Mobject]:
        """All that is drawn, with the column."""
        return [self.spectrum.before, self.spectrum, self.votes, self.votes.curve, self.column.bar]

    @property
    def written(self) -> list[Mobject]:
        """All that is written, at the column, too."""
        return [self.heads, *self.spectrum.numerals.values(), self.added, self.votes.right, *self.column.told]

    def _column(self, area: Area) -> tuple[LossColumn | LossRow, Area]:
        """Put the loss beside the waves, or below them where these would be narrow; find what it leaves for them."""
        told = self.found.losses, self.guess, "loss on lessons", (self.theme.train, self.theme.excluded)
        if area.width > NARROW * area.height:
            column = LossColumn(*told, area, self.theme)
            return column, area.less_right(column.width + Gap.NEAR)
        row = LossRow(*told, area, self.theme)
        return row, area.less_bottom(row.height + Gap.NEAR)

    def _written(self, operation: Operation, step: int, upper: Area, lower: Area) -> tuple[Area, Area]:
        """Write over two areas what is in them; find what they leave for that."""
        found = self.found
        self.heads = VGroup(
            self._head(f"step {step:,}: the waves in its answers, by frequency", upper),
            self._head(f"votes for each answer to {operation.asked(*found.lesson)}", lower),
        )
        many = "these waves" if len(found.frequencies) > 1 else "this wave"
        self.added = self._beside(self.heads[1], f"{many}, added", lower)
        feet = [part.get_bottom()[1] - 0.25 for part in (self.heads[0], VGroup(self.heads[1], self.added))]
        upper, lower = (area.less_top(area.top - foot) for area, foot in zip((upper, lower), feet, strict=True))
        return upper.less_bottom(LINE_BELOW), lower

    def name_waves(self) -> list[Animation]:
        """Write which waves stand out, from left to right, as one counts them, and then what is right.

        With its name each is added to those in the votes before it.
        """
        told = [*self.spectrum.in_order, self.votes.right]
        self.add_up(len(self.spectrum.numerals)).votes.follow()  # the last comes where it is clear of all of them
        self.add_up(0)
        come = UpdateFromAlphaFunc(
            self.votes.curve, lambda _, share: self.add_up(share * (1 / LAG + len(told) - 1)), rate_func=linear
        )
        return [LaggedStart(*map(FadeIn, told), lag_ratio=LAG), come, FadeIn(self.added, rate_func=first_half)]

    def add_up(self, place: float) -> Self:
        """Let the curve be the first waves by frequency, as many as `place` tells, added up."""
        ranks = np.argsort(np.argsort(self.found.frequencies))
        self.votes.draw(np.clip(place - ranks, 0, 1) @ self.waves).curve.set_opacity(float(np.clip(place, 0, 1)))
        return self

    @property
    def few(self) -> str:
        """Tell how many waves stand out of all, but for the last word."""
        many = len(self.found.frequencies)
        return f"{count_word(many)} frequencies stand" if many > 1 else "one frequency stands"

    @property
    def left(self) -> str:
        """The loss at last, and that of guessing where that is less."""
        last = self.found.losses[-1]
        return loss(last) + (f". A blind guess gets {loss(self.guess)}" if last > self.guess else "")

    def takes_out(self, nth: int) -> Callable[[float], object]:
        """Return what shows a share of the nth wave being taken out, after those before it."""
        return lambda share: self.show(nth + share)

    def show(self, place: float) -> Self:
        """Show all with so many waves taken out; of the last of them, only a share may be gone."""
        left = 1 - np.clip(place - np.arange(len(self.found.frequencies)), 0, 1)
        self.spectrum.leave(left)
        self.votes.leave(place, left @ self.waves)
        self.column.show(place)
        return self

    def grow(self, share: float) -> Self:
        """Let all waves and votes grow from nothing, none taken out, a share of the way."""
        self.spectrum.show(share * self.found.strength)
        self.votes.show(share * self.found.votes[0])
        for bars in (self.spectrum, self.votes):
            bars.zero.set_stroke(opacity=min(1.0, share / COMING))
        return self

    def _head(self, text: str, area: Area) -> Lettering:
        said = lettering(escape(text), Size.SMALL, self.theme.dim, area.width, "left")
        return said.move_to([area.left, area.top, 0], LEFT + UP)

    def _beside(self, head: Lettering, text: str, area: Area) -> Lettering:
        """Write on at the end of a head's line, or below it where that is full."""
        said = words(text, Size.SMALL, self.theme.sum)
        if head.width + Gap.NEAR + said.width > area.width:
            return said.next_to(head, DOWN, Gap.NEAR / 2, aligned_edge=LEFT)
        return said.next_to(head, RIGHT, Gap.NEAR)
