"""Large running counts side by side, each over the name of what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from manim import DOWN, RIGHT, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.theme import Gap, Size
from transparent_box.scenes.mobjects.words.lettering import show_instead, stand_on, words


class Tally(VGroup):
    """A count for each of `names` (text, #RRGGBB), over its name; there is room for counts up to `most`."""

    def __init__(self, names: Sequence[tuple[str, str]], most: int) -> None:
        self.counts = [words(f"{most:,}", Size.HEADLINE, ink) for _, ink in names]
        self.meanings = [words(name, Size.LABEL, ink) for name, ink in names]
        pairs = zip(self.counts, self.meanings, strict=True)
        super().__init__(*(VGroup(count, meaning).arrange(DOWN, buff=Gap.NEAR / 2) for count, meaning in pairs))
        self.set_apart(2 * Gap.FAR)
        self.above = self.counts[0].baseline - self.meanings[0].baseline

    def set_apart(self, gap: float) -> None:
        """Arrange the counts `gap` units apart, with all names on one baseline."""
        self.arrange(RIGHT, buff=gap)
        stand_on(self.meanings[0].baseline, *self.meanings)

    def squeeze(self, width: float) -> Self:
        """Move the counts closer together where they would be wider than `width` units."""
        beyond = self.width - width
        if beyond > 0 and len(self) > 1:
            self.set_apart(2 * Gap.FAR - beyond / (len(self) - 1))
        return self

    def count(self, starts: Sequence[int], ends: Sequence[int]) -> UpdateFromAlphaFunc:
        """Count from the numbers `starts` to the numbers `ends`."""
        pairs = list(zip(starts, ends, strict=True))

        def tell(tally: Tally, alpha: float) -> None:
            self.show(*(round(start + alpha * (end - start)) for start, end in pairs))

        return UpdateFromAlphaFunc(self, tell)

    def show(self, *numbers: int) -> None:
        """Show numbers in the order of the names, on their common baseline, which a comma must not shift."""
        for count, meaning, number in zip(self.counts, self.meanings, numbers, strict=True):
            other = words(f"{number:,}", Size.HEADLINE, str(count[0].get_fill_color())).move_to(count)
            stand_on(meaning.baseline + self.above, other)
            show_instead(count, other)
