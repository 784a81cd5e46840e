"""The waves that a network's answers are made of, and one question's votes, as the waves are taken out one by one."""

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

SHARE = 0.56  # share of the height for the votes
LARGER = 0.57  # the same in a low area
NARROW = 1.2  # an area less than this many times as wide as high has the loss in a row below, not in a column
LAG = 0.7  # share of a numeral's fade-in after which the next one begins
COMING = 0.3  # share of the way on which the bars' base lines fade in


class TakingOut(Group):
    """Waves by frequency, `spectrum`, above one question's `votes`, in an area, with the loss on lessons as a `column`.

    In a narrow area the loss lies below them as a row. `taken_out` is the measurement, `step` the training step of
    both, `answer` the right one and `guess` the loss of guessing. The waves in the votes, those not taken out, are
    added up as they are named; `added` is the label of their sum.
    """

    def __init__(
        self, taken_out: TakenOut, step: int, operation: Operation, answer: int, guess: float, area: Area, theme: Theme
    ) -> None:
        self.taken_out, self.guess, self.theme = taken_out, guess, theme
        self.column, area = self._column(area)
        lower, upper = area.parts(*(LARGER, Gap.NEAR) if area.is_low else (SHARE, Gap.FAR), wide=np.inf)
        rooms = self._written(operation, step, upper, lower)
        self.waves = through(-np.diff(taken_out.votes, axis=0))
        self.spectrum = WaveStrengths(taken_out, rooms[0], theme)
        self.votes = WavesInVotes(taken_out, self.waves, answer, rooms[1], theme)
        super().__init__(
            *(self.heads, self.spectrum.before, self.spectrum, *self.spectrum.numerals.values()),
            *(self.votes, self.votes.curve, self.added, self.votes.right, self.column),
        )

    @property
    def drawn(self) -> list[Mobject]:
        """Everything that is drawn, with the column."""
        return [self.spectrum.before, self.spectrum, self.votes, self.votes.curve, self.column.bar]

    @property
    def written(self) -> list[Mobject]:
        """Everything that is written, with the column's text."""
        return [self.heads, *self.spectrum.numerals.values(), self.added, self.votes.right, *self.column.lettering]

    def _column(self, area: Area) -> tuple[LossColumn | LossRow, Area]:
        """Place the loss beside the waves, or below them in a narrow area; return it and the area that is left."""
        measured = self.taken_out.losses, self.guess, "loss on lessons", (self.theme.train, self.theme.excluded)
        if area.width > NARROW * area.height:
            column = LossColumn(*measured, area, self.theme)
            return column, area.less_right(column.width + Gap.NEAR)
        row = LossRow(*measured, area, self.theme)
        return row, area.less_bottom(row.height + Gap.NEAR)

    def _written(self, operation: Operation, step: int, upper: Area, lower: Area) -> tuple[Area, Area]:
        """Write the headings of two areas; return what is left of both."""
        taken_out = self.taken_out
        self.heads = VGroup(
            self._head(f"step {step:,}: the waves in its answers, by frequency", upper),
            self._head(f"votes for each answer to {operation.asked(*taken_out.lesson)}", lower),
        )
        many = "these waves" if len(taken_out.frequencies) > 1 else "this wave"
        self.added = self._beside(self.heads[1], f"{many}, added", lower)
        feet = [part.get_bottom()[1] - 0.25 for part in (self.heads[0], VGroup(self.heads[1], self.added))]
        upper, lower = (area.less_top(area.top - foot) for area, foot in zip((upper, lower), feet, strict=True))
        return upper.less_bottom(LINE_BELOW), lower

    def name_waves(self) -> list[Animation]:
        """Name the waves that stand out, from left to right, and then the right answer.

        Each wave is added to the curve in the votes as it is named.
        """
        parts = [*self.spectrum.in_order, self.votes.right]
        self.add_up(len(self.spectrum.numerals)).votes.follow()  # place the answer's numeral clear of the complete sum
        self.add_up(0)
        come = UpdateFromAlphaFunc(
            self.votes.curve, lambda _, share: self.add_up(share * (1 / LAG + len(parts) - 1)), rate_func=linear
        )
        return [LaggedStart(*map(FadeIn, parts), lag_ratio=LAG), come, FadeIn(self.added, rate_func=first_half)]

    def add_up(self, place: float) -> Self:
        """Draw the sum of the first `place` waves by frequency, of the last one only the fraction."""
        ranks = np.argsort(np.argsort(self.taken_out.frequencies))
        self.votes.draw(np.clip(place - ranks, 0, 1) @ self.waves).curve.set_opacity(float(np.clip(place, 0, 1)))
        return self

    @property
    def few(self) -> str:
        """Words for how many waves stand out; the sentence goes on with "out"."""
        many = len(self.taken_out.frequencies)
        return f"{count_word(many)} frequencies stand" if many > 1 else "one frequency stands"

    @property
    def left(self) -> str:
        """The final loss and, if that is less, the loss of guessing."""
        last = self.taken_out.losses[-1]
        return loss(last) + (f". A blind guess gets {loss(self.guess)}" if last > self.guess else "")

    def takes_out(self, nth: int) -> Callable[[float], object]:
        """Return a function of a share 0 … 1 that takes out the nth wave, after those before it."""
        return lambda share: self.show(nth + share)

    def show(self, place: float) -> Self:
        """Show everything with `place` waves taken out, of the last one only the fraction."""
        left = 1 - np.clip(place - np.arange(len(self.taken_out.frequencies)), 0, 1)
        self.spectrum.leave(left)
        self.votes.leave(place, left @ self.waves)
        self.column.show(place)
        return self

    def grow(self, share: float) -> Self:
        """Grow all waves and votes from nothing, a share 0 … 1 of the way, none taken out."""
        self.spectrum.show(share * self.taken_out.strength)
        self.votes.show(share * self.taken_out.votes[0])
        for bars in (self.spectrum, self.votes):
            bars.zero.set_stroke(opacity=min(1.0, share / COMING))
        return self

    def _head(self, text: str, area: Area) -> Lettering:
        said = lettering(escape(text), Size.SMALL, self.theme.dim, area.width, "left")
        return said.move_to([area.left, area.top, 0], LEFT + UP)

    def _beside(self, head: Lettering, text: str, area: Area) -> Lettering:
        """Continue a heading's line with more text, or start a new line if it is full."""
        said = words(text, Size.SMALL, self.theme.sum)
        if head.width + Gap.NEAR + said.width > area.width:
            return said.next_to(head, DOWN, Gap.NEAR / 2, aligned_edge=LEFT)
        return said.next_to(head, RIGHT, Gap.NEAR)
