"""A counter of the surfaces added so far, and of the share of their sum's variance that lies along one direction."""

from __future__ import annotations

from typing import Self

from manim import DOWN, LEFT, VGroup

from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.counter import Counter


class ShareCounter(VGroup):
    """A share in percent `along` x + y or x − y, and above it, if `counted` names anything, a count of it up to `most`.

    The type is a little smaller than a headline's, and smaller still where it would exceed `width` units.
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
        """Show a share (0 … 1) and a count."""
        self[-1].show(tenths(share))
        if len(self) > 1:
            self[0].show(str(count))
        return self
