"""Two pairs of surfaces that are seen in profile, weighed, and laid on each other: each pair becomes its sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Animation, FadeOut, Transform, VGroup
from manim.utils.rate_functions import smooth, squish_rate_func

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow, under
from transparent_box.scenes.mobjects.words.lettering import words

SIGNED = 0.4  # share of the time until the signs have faded
NEAR = 0.45  # share of the time from which the two add up
LATE = 0.75  # share of the time from which one of them fades
SLANT = 0.6  # share of an area's width and height for each of two slanted cells; hills rise past the edges of a diamond


class ReliefPairs(ReliefRow):
    """A row of four reliefs, two in each of two `places`, above or beside each other, whichever fits.

    `profiles` are two azimuths in radians, one for each pair, from which its waves are seen in profile.
    """

    def __init__(
        self, reliefs: Sequence[Relief], places: Sequence[Area], label_room: float, profiles: Sequence[float]
    ) -> None:
        pairs = [sorted(place.parts(0.5, Gap.NEAR), key=lambda seat: (-seat.top, seat.left)) for place in places]
        super().__init__(reliefs, [seat for pair in pairs for seat in pair], label_room)  # first: top or left
        self.places, self.profiles = list(places), list(profiles)
        self.signs = VGroup()
        self.fill(self.profiles, snug=True)

    def into_profile(self) -> list[Animation]:
        """Turn each pair so that its waves are seen in profile."""
        return [move for n, relief in enumerate(self.reliefs) for move in relief.turned(self.profiles[n // 2])]

    def signed(self, signs: Sequence[str], color: str) -> VGroup:
        """Write a sign under each surface instead of its label: one for the first of each pair, one for the second."""
        written = [words(signs[n % 2], Size.LABEL, color) for n in range(len(self))]
        self.signs.add(*map(under, written, self.cells, [self.label_room] * len(self)))
        return self.signs

    def sums(self, totals: np.ndarray, shape: float) -> ReliefRow:
        """Make the surfaces that the pairs become, their sums (2, p, p), which fill their places at one scale."""
        self.totals, reliefs = totals, []
        for total, theta, one in zip(totals, self.profiles, self.reliefs[::2], strict=True):
            angles = float(one.space.pose[0]), theta
            reliefs.append(Relief(total, one.shade, one.scale, one.rise, one.finer, angles))
        self.row = ReliefRow(reliefs, self.places, self.label_room).fill([], True, shape).alike()
        return self.row

    def meet(self, pair: int) -> list[Animation]:
        """Move both surfaces of a pair to their sum's place; when they are near each other, they add up."""
        own = slice(2 * pair, 2 * pair + 2)
        first, second = self.reliefs[own]
        adding = [
            Transform(one.field, one.of(self.totals[pair]), rate_func=squish_rate_func(smooth, NEAR, 1))
            for one in (first, second)
        ]
        unsigned = FadeOut(*self.signs[own], rate_func=squish_rate_func(smooth, 0, SIGNED))
        gone = FadeOut(second.field, rate_func=squish_rate_func(smooth, LATE, 1))
        return [*(one.seen_through(self.row.spaces[pair]) for one in (first, second)), *adding, unsigned, gone]


def two_cells(area: Area, gap: float, shape: float) -> list[Area]:
    """Find two cells, beside or above each other, or diagonally where diamonds in them are larger that way.

    The cells then overlap, but diamonds in them do not, nor do squares seen corner-on, whose width over height is
    `shape`.
    """
    straight, across, up = area.cells(2, gap, shape), (1 - SLANT) * area.width, (1 - SLANT) * area.height
    high = Area(area.left, area.right - across, area.bottom + up, area.top)
    low = Area(area.left + across, area.right, area.bottom, area.top - up)
    return max(straight, [high, low], key=lambda cells: min(cells[0].width / shape, cells[0].height))
