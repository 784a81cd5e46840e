"""A counter of the surfaces added up by now, and of the share of the sum's variance that is a ridge."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, Group, VGroup

from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.relief import Relief

TINY, LIFTED = 1e-6, 0.35  # of the highest sum: what is lower is flat; the power of what is lower than `together`


class ShareCounter(VGroup):
    """A share `along` x + y or x − y that counts, under a count of what `counted` names (up to `most`) if it is given.

    Type of a headline, or as large as lets it be `width` units wide.
    """

    def __init__(self, theme: Theme, along: str, width: float, counted: str = "", most: int = 0) -> None:
        def written(size: float) -> list[Counter]:
            count = [Counter(counted, str(most), "", size, theme.text)] if counted else []
            return [*count, Counter(f"along {along}", "99.9", "%", size, theme.sum)]

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

    From number `together` on each is as high as the relief; those before are lower, but not as much as they are in
    truth: a single one could not be seen.
    """

    def __init__(self, relief: Relief, sums: Floats, shares: Floats, counter: ShareCounter, together: int) -> None:
        self.relief, self.shares, self.counter = relief, shares, counter
        peaks = np.abs(sums).max(axis=(1, 2))
        peaks = np.maximum(peaks, TINY * peaks.max())
        heights = np.minimum(peaks / peaks[together - 1], 1.0) ** LIFTED
        heights[together - 1 :] = 1.0
        self.sums = sums * (relief.scale * heights / peaks)[:, None, None]
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
