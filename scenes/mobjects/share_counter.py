"""A counter of the surfaces added up by now, and of the share of the sum's variance that runs along x + y."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, Group, VGroup

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter, tenths
from transparent_box.scenes.mobjects.relief import Relief

TINY = 1e-6  # of the highest sum: what is lower is flat


class ShareCounter(VGroup):
    """A share that counts, under a count of what `counted` names (up to `most`) where it is given.

    Type of a headline, or as large as lets it be `width` units wide.
    """

    def __init__(self, theme: Theme, width: float, counted: str = "", most: int = 0) -> None:
        def written(size: float) -> list[Counter]:
            count = [Counter(counted, str(most), "", size, theme.text)] if counted else []
            return [*count, Counter("along x + y", "99.9", "%", size, theme.sum)]

        size = Size.HEADLINE - 8
        whole = max(counter.width for counter in written(size))
        super().__init__(*written(max(Size.SMALL, size * min(1.0, width / whole))))
        self.arrange(DOWN, buff=Gap.FAR, aligned_edge=LEFT)

    def show(self, share: float, count: int = 0) -> Self:
        """Write a share of 1, and a count."""
        self[-1].show(tenths(share))
        if len(self) > 1:
            self[0].show(str(count))
        return self


class AddedUp(Group):
    """A relief of the first so many of surfaces added up, `sums` (n, p, p), with its share of (n,) and their count.

    The first `together` are drawn to the height of their sum, which a single one would hardly be seen beside the last,
    and each further sum to its own.
    """

    def __init__(self, relief: Relief, sums: Floats, shares: Floats, counter: ShareCounter, together: int) -> None:
        self.relief, self.shares, self.counter = relief, shares, counter
        peaks = np.abs(sums).max(axis=(1, 2))
        highest = np.maximum(np.maximum(peaks, peaks[together - 1]), TINY * peaks.max())
        self.sums = sums * (relief.scale / highest)[:, None, None]
        super().__init__(relief.field, counter)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the relief and the sums are the same."""
        clones.update({id(shared): shared for shared in (self.relief, self.sums)})
        copied: Self = super().__deepcopy__(clones)
        return copied

    def show(self, place: float) -> Self:
        """Show sum number `place`, from 0, or part of the way from it to the next."""
        self.relief.show_among(self.sums, place)
        self.counter.show(self.shares[round(place)], round(place) + 1)
        return self
