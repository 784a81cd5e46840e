"""Neurons added up with their weights: each of the first few is seen beside the sum before it comes down on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DOWN, LEFT, Animation, FadeIn, FadeOut, Group, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.surfaces.relief import Relief, late
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, words
from transparent_box.scenes.mobjects.words.share_counter import ShareCounter

FEW = 4  # neurons are seen one by one, enlarged
BACK = 3  # on the way back, the last few take most of the time
DEEPER = 1.5  # times as far as above its mean lies what is only pits below it, at least
TINY = 1e-6  # of what neurons rise, where a sum is flat


class NeuronsAdded(Sharing, Group):
    """A relief of the first so many neurons added up: `sums` (n, p, p) on one scale, `shares` (n,) of them `along`.

    Sum number 0 are the `hills` [x, y] of the first neuron before they are weighed, which the relief shows, its
    furthest one unit from their mean. These and the first few sums are enlarged, and `by` says so, until one has
    `stepped_back`. A summand has a room of its own in the area, with its `factor`, the one of `weights` (n,).
    """

    shared = ("relief", "part", "sums")

    def __init__(
        self,
        relief: Relief,
        hills: Floats,
        sums: Floats,
        weighed: tuple[Floats, Floats],
        along: str,
        area: Area,
        theme: Theme,
    ) -> None:
        """`weighed` are weights and shares."""
        self.relief, self.theme, (self.weights, self.shares) = relief, theme, weighed
        hills = hills - hills.mean()
        furthest = float(np.abs(hills).max())
        whole = max(float(np.abs(sums[-1]).max()), TINY * furthest)
        self.sums, self.few = np.concatenate([hills[None].astype(sums.dtype), sums]) / whole, min(FEW, len(sums))
        peak = max(float(np.abs(self.sums[1 : self.few + 1]).max()), TINY)
        self.first = whole / furthest  # the hills are so much enlarged at first, by whoever made the relief
        self.near = max(1.0, min(self.first, 1 / peak))
        told, self.room = area.parts(0.5, Gap.NEAR, 1.0)
        self.counter = ShareCounter(theme, along, told.width, "neurons", len(sums)).show(float(self.shares[0]), 1)
        self.by = Counter("heights enlarged ×", f"{max(self.first, self.near):.1f}", "", Size.LABEL, theme.dim)
        lines = VGroup(*self.counter, self.by)
        gap = (told.height - sum(line.height for line in lines)) / (len(lines) - 1)
        lines.arrange(DOWN, buff=max(0.5 * Gap.NEAR, min(gap, Gap.FAR)), aligned_edge=LEFT).move_to(told.center)
        self.factor, self.part, self.summand = self._named(0), relief, 0
        super().__init__(relief.field, self.counter, self.by)
        self._tell(0, self.first)

    def show(self, place: float, times: float = 1.0) -> Self:
        """Show sum number `place`, or part of the way from it to the next, so much enlarged."""
        self.relief.show(times * part_way(self.sums, place))
        return self._tell(round(place), times)

    def _tell(self, count: int, times: float) -> Self:
        """Write how many are added up, and how much that is enlarged; what is as large as it is needs no word."""
        count = max(count, 1)
        self.counter.show(float(self.shares[count - 1]), count)
        self.by.show(f"{times:.1f}").set_opacity(float(np.clip(4 * abs(times - 1), 0, 1)))
        return self

    def weigh(self) -> Animation:
        """Let the first neuron's hills become what they add."""
        return self._move(lambda share: self.show(share, self.first ** (1 - share) * self.near**share))

    def sinks(self, count: int) -> bool:
        """Tell whether the sum of so many lies much further below its mean than above it."""
        return bool(-self.sums[count].min() > DEEPER * self.sums[count].max())

    def _named(self, summand: int) -> Lettering:
        told: Lettering = words(weight(float(self.weights[summand])), Size.HEADLINE, self.theme.text)
        told.move_to([self.room.center[0], self.room.bottom + told.height, 0])
        return told

    def beside(self, summand: int) -> list[Animation]:
        """Bring in what neuron `summand`, from 0, adds, as much enlarged as the sum, and its weight for the last one's.

        The part is `taken` next.
        """
        more, whole = self.near * (self.sums[summand + 1] - self.sums[summand]), self.relief
        part = Relief(more, whole.shade, whole.scale, whole.rise, whole.finer)
        room, (phi, theta) = self.room.less_bottom(1.6 * units(Size.HEADLINE)), whole.space.pose[:2]
        part.space.become(whole.framed(room, (phi, theta), more))
        before, self.factor, self.part, self.summand = self.factor, self._named(summand), part, summand
        return [FadeOut(before), FadeIn(self.factor), FadeIn(part.field)]

    def taken(self) -> list[Animation]:
        """Let the part that stands beside come down on the sum and add to it."""
        part, summand = self.part, self.summand
        adds = self._move(lambda share: self.show(summand + share, self.near))
        return [part.seen_through(self.relief.space), FadeOut(part.field, rate_func=late), adds]

    def stepped_back(self) -> Animation:
        """Let the few be as low as they are beside the whole."""
        return self._move(lambda share: self.show(self.few, self.near ** (1 - share)))

    def take_away(self, share: float) -> Self:
        """On the way back from the whole to the hills of the first, from near again."""
        return self.show((len(self.sums) - 1) * (1 - share) ** BACK, self.first ** (share**BACK))

    def _move(self, change: Callable[[float], object]) -> Animation:
        return UpdateFromAlphaFunc(self, lambda _, share: change(share))
