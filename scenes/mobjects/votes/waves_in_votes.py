"""The votes for all answers, and over them the sum of the waves that they are made of."""

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
from transparent_box.scenes.mobjects.votes.wave_strengths import UNDER
from transparent_box.scenes.mobjects.words.lettering import words

AROUND = 0.15  # units kept free between the right answer's numeral and bars or waves beside it
LINE_BELOW = units(Size.LABEL) + Gap.NEAR  # units below the bars for a numeral
FINE = 12  # points of a wave from one answer to the next
LINE = 0.03  # units, greatest width of the waves' line
THIN = 0.016  # units, least width of that line


class WavesInVotes(Bars):
    """Votes for all p answers as bars, from which `taken_out` takes out waves; at first all are in.

    `curve` is a sum of the `waves` (q, m), drawn over the bars, and `right` is the right answer's numeral, below its
    bar and clear of bars and curve beside it. Neither is a submobject.
    """

    def __init__(self, taken_out: TakenOut, waves: Floats, answer: int, area: Area, theme: Theme) -> None:
        self.taken_out, self.answer, votes, p = taken_out, answer, taken_out.votes, taken_out.votes.shape[1]
        added = waves.sum(axis=0)
        self.right = words(str(answer), Size.LABEL, theme.sum)
        reached = np.concatenate([votes.ravel(), added])
        low, high = min(float(reached.min()), 0.0), float(reached.max())
        lit = np.where((np.arange(p) == answer)[:, None], rgba(theme.sum), rgba(theme.dim))
        room = with_line_below(area, (self._swing(area.width / p, added) - low) / (high - low))
        super().__init__(votes[0], low, high, lit, room, theme.grid)
        broad = float(np.clip(self.pitch / 2, THIN, LINE))  # a broader line would fill the space between its crests
        self.curve = PolylineSet([np.zeros((len(added), 3))], rgba(theme.sum)[None], broad).set_opacity(0.0)
        self.draw(0 * added).follow()

    def draw(self, added: Floats) -> Self:
        """Draw a sum of waves (m,), with FINE points from one answer to the next, over the votes."""
        across = self.foot(0)[0] + np.arange(len(added)) / FINE * self.pitch
        up = self.level + added * self.per_unit
        self.curve.set_curves([np.column_stack([across, up, 0 * across])])
        return self

    def leave(self, place: float, added: Floats) -> Self:
        """Show the votes with `place` waves taken out, and the sum (m,) of those that are left."""
        self.draw(added).show(part_way(self.taken_out.votes, place))
        return self.follow()

    def follow(self) -> Self:
        """Move the right answer's numeral under its bar, clear of the bars beside it and of the curve."""
        (across, level, _), wide = self.foot(self.answer), self.right.width
        near = np.abs(np.arange(len(self.values)) - self.answer) * self.pitch < (wide + self.pitch) / 2 + AROUND
        x, y, _ = self.curve.points.T
        passing = y[np.abs(x - across) < wide / 2 + AROUND]
        low = min(level, level + float(self.values[near].min()) * self.per_unit, float(passing.min()))
        self.right.next_to([across, low, 0], DOWN, UNDER)
        return self

    def _swing(self, pitch: float, added: Floats) -> float:
        """Find the lowest that votes and waves ever get where the right answer's numeral must be clear of them."""
        near = int((self.right.width / 2 + AROUND) / pitch) + 1
        first, last = max(0, self.answer - near), self.answer + near
        fine = added[FINE * first : FINE * last + 1]
        return min(float(self.taken_out.votes[:, first : last + 1].min()), float(fine.min()), 0.0)


def with_line_below(room: Area, free: float) -> Area:
    """Cut a line for a numeral off a room's foot, of which a share `free` of the height is free already."""
    lack = (LINE_BELOW - free * room.height) / (1 - free)
    return room.less_bottom(max(0.0, lack))


def through(waves: Floats) -> Floats:
    """Interpolate waves (q, p) as (q, m), with FINE points from one value to the next, by their Fourier series."""
    count = waves.shape[1]
    fine = np.fft.irfft(np.fft.rfft(waves, axis=1), FINE * count, axis=1) * FINE
    return np.asarray(fine[:, : FINE * (count - 1) + 1], dtype=np.float64)
