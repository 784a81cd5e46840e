"""The waves that a network's answers are made of, and one answer's votes, as waves are taken out one by one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Protocol, Self

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

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, loss
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.bars import Bars
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.votes.loss_column import LossColumn
from transparent_box.scenes.mobjects.votes.loss_row import LossRow
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, words

SHARE = 0.56  # of the height, for the votes
LARGER = 0.57  # of the height, for them where height is dear
NARROW = 1.2  # times as wide as high: where a column would stand beside waves that have no room
APART = 0.1  # units between two numerals: 5 and 6 are not 56
AROUND = 0.15  # units from a numeral to what swings beside it
LINE_BELOW = units(Size.LABEL) + Gap.NEAR  # units under bars, for a numeral
LAG = 0.7  # of a numeral's time to come, until the next one does
COMING = 0.3  # of the way, in which the lines come on which they grow
FINE = 12  # places of a wave from one answer to the next
LINE = 0.03  # units, how broad the line of waves is at most
THIN = 0.016  # units, how broad it is at least
GONE = 0.5  # opacity of the numeral of a wave that is gone
WAS = 0.22  # opacity of the bar that such a wave was


def part_neighbors(numerals: list[Lettering]) -> None:
    """Move numerals, from left to right, out of each other's way, two neighbors equally far."""
    for left, right in len(numerals) * list(pairwise(numerals)):  # what has given way to one may be in another's
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
    """`spectrum` above `votes` in an area, both of a step, and the loss on the lessons as a `column` beside both.

    In a narrow area the column lies below them.

    Of a wave that is taken out a pale bar stays, `before`, as high as it was. `curve` are the waves in the votes, added
    up as they are named, as far as they are not taken out; `added` says so.

    `answer` is the right one of the votes, `guess` the loss of guessing.
    """

    def __init__(
        self, found: TakenOut, step: int, operation: Operation, answer: int, guess: float, area: Area, theme: Theme
    ) -> None:
        self.found, self.guess, self.theme = found, guess, theme
        self.column, area = self._column(area)
        lower, upper = area.parts(*(LARGER, Gap.NEAR) if area.is_low else (SHARE, Gap.FAR), wide=np.inf)
        rooms = self._written(operation, step, upper, lower)
        h, p = len(found.strength), found.votes.shape[1]
        keys, right = np.isin(np.arange(1, h + 1), found.frequencies), np.arange(p) == answer
        shades = np.where(keys[:, None], rgba(theme.sum), rgba(theme.grid))
        top = 1.2 * float(found.strength.max())
        self.spectrum = Bars(found.strength, 0.0, top, shades, rooms[0], theme.grid)
        pale = np.where(keys[:, None], shades * [1, 1, 1, WAS], 0.0)  # seen where a wave no longer covers it
        self.before = Bars(found.strength, 0.0, top, pale, rooms[0], theme.grid).shape
        self.waves = through(-np.diff(found.votes, axis=0))
        reached = np.concatenate([found.votes.ravel(), self.waves.sum(axis=0)])
        low, high = min(float(reached.min()), 0.0), float(reached.max())
        lit = np.where(right[:, None], rgba(theme.sum), rgba(theme.dim))
        self.answer, self.right = answer, words(str(answer), Size.LABEL, theme.sum)
        room = with_line_below(rooms[1], (self._swing(rooms[1].width / p) - low) / (high - low))
        self.votes = Bars(found.votes[0], low, high, lit, room, theme.grid)
        self.numerals = {k: self._under(k - 1, str(k)) for k in found.frequencies}
        part_neighbors([self.numerals[k] for k in sorted(self.numerals)])
        broad = float(np.clip(self.votes.pitch / 2, THIN, LINE))  # or it would fill what it swings in
        self.curve = PolylineSet([np.zeros((self.waves.shape[1], 3))], rgba(theme.sum)[None], broad).set_opacity(0.0)
        self._draw(np.zeros(len(found.frequencies)))._follow()
        super().__init__(
            *(self.heads, self.before, self.spectrum, *self.numerals.values()),
            *(self.votes, self.curve, self.added, self.right, self.column),
        )

    @property
    def drawn(self) -> list[Mobject]:
        """All that is drawn, with the column."""
        return [self.before, self.spectrum, self.votes, self.curve, self.column.bar]

    @property
    def written(self) -> list[Mobject]:
        """All that is written, at the column, too."""
        return [self.heads, *self.numerals.values(), self.added, self.right, *self.column.told]

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
        told = [*(self.numerals[k] for k in sorted(self.numerals)), self.right]
        self.add_up(len(self.numerals))._follow().add_up(0)  # the last comes where it is clear of all of them
        come = UpdateFromAlphaFunc(
            self.curve, lambda _, share: self.add_up(share * (1 / LAG + len(told) - 1)), rate_func=linear
        )
        return [LaggedStart(*map(FadeIn, told), lag_ratio=LAG), come, FadeIn(self.added, rate_func=first_half)]

    def add_up(self, place: float) -> Self:
        """Let the curve be the first waves by frequency, as many as `place` tells, added up."""
        ranks = np.argsort(np.argsort(self.found.frequencies))
        self.curve.set_opacity(float(np.clip(place, 0, 1)))
        return self._draw(np.clip(place - ranks, 0, 1))

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
        found, heights = self.found, self.found.strength.copy()
        left = 1 - np.clip(place - np.arange(len(found.frequencies)), 0, 1)
        for k, part in zip(found.frequencies, left.tolist(), strict=True):
            heights[k - 1] *= part
            self.numerals[k].set_opacity(max(part, GONE))
        self._draw(left)
        self.spectrum.show(heights)
        self.votes.show(part_way(found.votes, place))
        self.column.show(place)
        return self._follow()

    def grow(self, share: float) -> Self:
        """Let all waves and votes grow from nothing, none taken out, a share of the way."""
        self.spectrum.show(share * self.found.strength)
        self.votes.show(share * self.found.votes[0])
        for bars in (self.spectrum, self.votes):
            bars.zero.set_stroke(opacity=min(1.0, share / COMING))
        return self

    def _draw(self, shares: Floats) -> Self:
        """Draw so much of each wave (q,), added up, over the votes."""
        across = self.votes.foot(0)[0] + np.arange(self.waves.shape[1]) / FINE * self.votes.pitch
        up = self.votes.level + shares @ self.waves * self.votes.per_unit
        self.curve.set_curves([np.column_stack([across, up, 0 * across])])
        return self

    def _swing(self, pitch: float) -> float:
        """Find how low votes and waves ever swing where the right answer's numeral is to be clear of them."""
        near = int((self.right.width / 2 + AROUND) / pitch) + 1
        first, last = max(0, self.answer - near), self.answer + near
        fine = self.waves.sum(axis=0)[FINE * first : FINE * last + 1]
        return min(float(self.found.votes[:, first : last + 1].min()), float(fine.min()), 0.0)

    def _follow(self) -> Self:
        """Let the right answer's numeral stand under its bar, clear of those beside it and of the waves."""
        bars, (across, level, _), wide = self.votes, self.votes.foot(self.answer), self.right.width
        near = np.abs(np.arange(len(bars.values)) - self.answer) * bars.pitch < (wide + bars.pitch) / 2 + AROUND
        x, y, _ = self.curve.points.T
        passing = y[np.abs(x - across) < wide / 2 + AROUND]
        low = min(level, level + float(bars.values[near].min()) * bars.per_unit, float(passing.min()))
        self.right.next_to([across, low, 0], DOWN, 0.12)
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

    def _under(self, place: int, text: str) -> Lettering:
        return words(text, Size.LABEL, self.theme.sum).next_to(self.spectrum.foot(place), DOWN, 0.12)


def with_line_below(room: Area, free: float) -> Area:
    """Cut so much off a room's foot that a numeral has its line there, with the share of its height that is `free`."""
    lack = (LINE_BELOW - free * room.height) / (1 - free)
    return room.less_bottom(max(0.0, lack))


def through(waves: Floats) -> Floats:
    """(q, m) waves (q, p) with FINE places from one value to the next, drawn through all of them."""
    count = waves.shape[1]
    fine = np.fft.irfft(np.fft.rfft(waves, axis=1), FINE * count, axis=1) * FINE
    return np.asarray(fine[:, : FINE * (count - 1) + 1], dtype=np.float64)
