"""Neurons added up with their weights: each of the first few is seen beside the sum before it is added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self

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

FEW = 4  # neurons that are shown one by one, enlarged
BACK = 3  # exponent of the way back: the last few neurons take most of the time
DEEPER = 1.5  # a sum "sinks" if it reaches this many times as far below its mean as above it
TINY = 1e-6  # share of the neurons' height that a flat sum is treated as having


class Layers(Protocol):
    """An output added up from n neurons, as in `model.analysis.interference.Layering`."""

    @property
    def weights(self) -> Floats:
        """The neurons' weights (n,), in the order in which they are added."""

    @property
    def sums(self) -> Floats:
        """The sums (n, p, p) of the first 1 … n weighed neurons."""

    @property
    def shares(self) -> Floats:
        """The share (n,) of each sum's variance along the wave."""


class NeuronsAdded(Sharing, Group):
    """Running sums of n neurons as one relief, on one scale, and their share `along` a wave.

    Sum number 0 is the first neuron alone before it is weighed, its `hills` [x, y], which the relief shows already, one
    unit high. It and the first few sums are enlarged, and `by` says how much, until `stepped_back`. Each next neuron
    appears in a place of its own in the area, above its weight, `factor`.
    """

    shared = ("relief", "part", "sums")

    def __init__(self, relief: Relief, hills: Floats, layers: Layers, along: str, area: Area, theme: Theme) -> None:
        self.relief, self.theme, self.weights, self.shares = relief, theme, layers.weights, layers.shares
        sums = layers.sums
        hills = hills - hills.mean()
        furthest = float(np.abs(hills).max())
        whole = max(float(np.abs(sums[-1]).max()), TINY * furthest)
        self.sums, self.few = np.concatenate([hills[None].astype(sums.dtype), sums]) / whole, min(FEW, len(sums))
        peak = max(float(np.abs(self.sums[1 : self.few + 1]).max()), TINY)
        self.first = whole / furthest  # how much the given relief enlarges the hills
        self.near = max(1.0, min(self.first, 1 / peak))
        text_area, self.room = area.parts(0.5, Gap.NEAR, 1.0)
        self.counter = ShareCounter(theme, along, text_area.width, "neurons", len(sums)).show(float(self.shares[0]), 1)
        self.by = Counter("heights enlarged ×", f"{max(self.first, self.near):.1f}", "", Size.LABEL, theme.dim)
        lines = VGroup(*self.counter, self.by)
        gap = (text_area.height - sum(line.height for line in lines)) / (len(lines) - 1)
        lines.arrange(DOWN, buff=max(0.5 * Gap.NEAR, min(gap, Gap.FAR)), aligned_edge=LEFT).move_to(text_area.center)
        self.factor, self.part, self.summand = self._named(0), relief, 0
        super().__init__(relief.field, self.counter, self.by)
        self._tell(0, self.first)

    def show(self, place: float, times: float = 1.0) -> Self:
        """Show sum number `place`, or an interpolation of two neighboring sums, enlarged `times`."""
        self.relief.show(times * part_way(self.sums, place))
        return self._tell(round(place), times)

    def _tell(self, count: int, times: float) -> Self:
        """Write how many neurons are added up, their share, and how much the heights are enlarged, if they are."""
        count = max(count, 1)
        self.counter.show(float(self.shares[count - 1]), count)
        self.by.show(f"{times:.1f}").set_opacity(float(np.clip(4 * abs(times - 1), 0, 1)))
        return self

    def weigh(self) -> Animation:
        """Turn the first neuron's hills into what it adds to the sum."""
        return self._move(lambda share: self.show(share, self.first ** (1 - share) * self.near**share))

    def sinks(self, count: int) -> bool:
        """Tell whether the sum of `count` neurons reaches much further below its mean than above it."""
        return bool(-self.sums[count].min() > DEEPER * self.sums[count].max())

    def _named(self, summand: int) -> Lettering:
        label: Lettering = words(weight(float(self.weights[summand])), Size.HEADLINE, self.theme.text)
        label.move_to([self.room.center[0], self.room.bottom + label.height, 0])
        return label

    def beside(self, summand: int) -> list[Animation]:
        """Fade in what neuron `summand`, counted from 0, adds, on the sum's scale, and its weight for the last one's.

        `taken` then adds it.
        """
        more, whole = self.near * (self.sums[summand + 1] - self.sums[summand]), self.relief
        part = Relief(more, whole.shade, whole.scale, whole.rise, whole.finer)
        room, (phi, theta) = self.room.less_bottom(1.6 * units(Size.HEADLINE)), whole.space.pose[:2]
        part.space.become(whole.framed(room, (phi, theta), more))
        before, self.factor, self.part, self.summand = self.factor, self._named(summand), part, summand
        return [FadeOut(before), FadeIn(self.factor), FadeIn(part.field)]

    def taken(self) -> list[Animation]:
        """Let the neuron that stands beside the sum come down on it and add to it."""
        part, summand = self.part, self.summand
        adds = self._move(lambda share: self.show(summand + share, self.near))
        return [part.seen_through(self.relief.space), FadeOut(part.field, rate_func=late), adds]

    def stepped_back(self) -> Animation:
        """Shrink the enlarged sum of the first few to its height on the scale of the complete sum."""
        return self._move(lambda share: self.show(self.few, self.near ** (1 - share)))

    def take_away(self, share: float) -> Self:
        """Go a share 0 … 1 of the way back from the complete sum to the first neuron's hills, enlarged again."""
        return self.show((len(self.sums) - 1) * (1 - share) ** BACK, self.first ** (share**BACK))

    def _move(self, change: Callable[[float], object]) -> Animation:
        return UpdateFromAlphaFunc(self, lambda _, share: change(share))
