"""The votes for all answers, and over them the waves that they are made of, added up."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.bars import Bars
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.votes.taken_out import TakenOut
from transparent_box.scenes.mobjects.words.lettering import words

AROUND = 0.15  # units from a numeral to what swings beside it
LINE_BELOW = units(Size.LABEL) + Gap.NEAR  # units under bars, for a numeral
FINE = 12  # places of a wave from one answer to the next
LINE = 0.03  # units, how broad the line of waves is at most
THIN = 0.016  # units, how broad it is at least
UNDER = 0.12  # units from what swings to the numeral


class WavesInVotes(Bars):
    """Votes for all answers in an area, of which waves are taken out, as is `found`; at first, none is.

    Over them is a `curve` of the waves (q, m), added up as far as is told, and under the right `answer` its numeral,
    `right`, clear of what swings beside it. Neither is part of it.
    """

    def __init__(self, found: TakenOut, waves: Floats, answer: int, area: Area, theme: Theme) -> None:
        self.found, self.answer, votes, p = found, answer, found.votes, found.votes.shape[1]
        added = waves.sum(axis=0)
        self.right = words(str(answer), Size.LABEL, theme.sum)
        reached = np.concatenate([votes.ravel(), added])
        low, high = min(float(reached.min()), 0.0), float(reached.max())
        lit = np.where((np.arange(p) == answer)[:, None], rgba(theme.sum), rgba(theme.dim))
        room = with_line_below(area, (self._swing(area.width / p, added) - low) / (high - low))
        super().__init__(votes[0], low, high, lit, room, theme.grid)
        broad = float(np.clip(self.pitch / 2, THIN, LINE))  # or it would fill what it swings in
        self.curve = PolylineSet([np.zeros((len(added), 3))], rgba(theme.sum)[None], broad).set_opacity(0.0)
        self.draw(0 * added).follow()

    def draw(self, added: Floats) -> Self:
        """Draw waves that are added up (m,), with FINE places from one answer to the next, over the votes."""
        across = self.foot(0)[0] + np.arange(len(added)) / FINE * self.pitch
        up = self.level + added * self.per_unit
        self.curve.set_curves([np.column_stack([across, up, 0 * across])])
        return self

    def leave(self, place: float, added: Floats) -> Self:
        """Show the votes with so many waves taken out, and what is left of the waves, added up (m,)."""
        self.draw(added).show(part_way(self.found.votes, place))
        return self.follow()

    def follow(self) -> Self:
        """Let the right answer's numeral stand under its bar, clear of those beside it and of the waves."""
        (across, level, _), wide = self.foot(self.answer), self.right.width
        near = np.abs(np.arange(len(self.values)) - self.answer) * self.pitch < (wide + self.pitch) / 2 + AROUND
        x, y, _ = self.curve.points.T
        passing = y[np.abs(x - across) < wide / 2 + AROUND]
        low = min(level, level + float(self.values[near].min()) * self.per_unit, float(passing.min()))
        self.right.next_to([across, low, 0], DOWN, UNDER)
        return self

    def _swing(self, pitch: float, added: Floats) -> float:
        """Find how low votes and waves ever swing where the right answer's numeral is to be clear of them."""
        near = int((self.right.width / 2 + AROUND) / pitch) + 1
        first, last = max(0, self.answer - near), self.answer + near
        fine = added[FINE * first : FINE * last + 1]
        return min(float(self.found.votes[:, first : last + 1].min()), float(fine.min()), 0.0)


def with_line_below(room: Area, free: float) -> Area:
    """Cut so much off a room's foot that a numeral has its line there, with the share of its height that is `free`."""
    lack = (LINE_BELOW - free * room.height) / (1 - free)
    return room.less_bottom(max(0.0, lack))


def through(waves: Floats) -> Floats:
    """(q, m) waves (q, p) with FINE places from one value to the next, drawn through all of them."""
    count = waves.shape[1]
    fine = np.fft.irfft(np.fft.rfft(waves, axis=1), FINE * count, axis=1) * FINE
    return np.asarray(fine[:, : FINE * (count - 1) + 1], dtype=np.float64)
