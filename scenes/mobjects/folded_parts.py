"""The parts of a surface, each in its cell and all on one scale, as they are before a fold and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any, NamedTuple, Self

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group

from transparent_box.scenes.look.frame import Area, rest_of
from transparent_box.scenes.look.numbers import bare_percent, tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.fact import Fact, FactLine
from transparent_box.scenes.mobjects.relief import OBLIQUE, Relief, Shades
from transparent_box.scenes.mobjects.relief_row import ReliefRow, under

ROOM, LINE = 1.1, 0.6  # units below a part, for a number over its name, or for both on a line
SHAPE = 1 / 0.7  # of a part, its width over its height
LOWER = 0.4  # of its height has the rest while it waits where others stand above it
NUMBER = Size.HEADLINE - 6


class Part(NamedTuple):
    """A part's name, the role of its number, and its shades."""

    name: str
    role: str
    shade: Callable[[Floats], Floats]


class FoldedParts(Group):
    """Parts of what a relief shows, before a fold and after it (2, n, p, p); labels count their shares of its variance.

    The fold is linear in its share, and so is every part. The last part is the rest; the last but one is what stays
    with the relief when the others come off. `told` is the share of what has been added again.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        surfaces: Floats,
        relief: Relief,
        area: Area,
        theme: Theme,
    ) -> None:
        (self.before, self.after), self.relief = surfaces, relief
        sizes = np.var(surfaces, axis=(2, 3))
        self.shares = sizes / sizes.sum(axis=1, keepdims=True)
        self.room, fact = (LINE, FactLine) if area.is_low else (ROOM, Fact)
        self.cells, self.usual, self.stays = (
            area.cells(len(parts), Gap.NEAR, SHAPE, self.room),
            relief.shade,
            len(parts) - 2,
        )
        larger = [max(pair, key=lambda surface: float(surface.std())) for pair in zip(*surfaces, strict=True)]
        made = [
            Relief(surface, part.shade, relief.scale, relief.rise) for surface, part in zip(larger, parts, strict=True)
        ]
        row = ReliefRow(made, self.cells, self.room).fill([OBLIQUE[1]], snug=True, shape=SHAPE).alike()
        self.counts = [Counter("", "99", "%", NUMBER, getattr(theme, part.role)) for part in parts]
        named = zip(self.counts, parts, strict=True)
        self.labels = row.label([fact(count, part.name, "dim", theme, size=NUMBER, gap=0.13) for count, part in named])
        self.seat, self.shade = made[self.stays].space, Shades(parts[self.stays].shade)
        self.reliefs = [*made[: self.stays], relief, made[-1]]
        super().__init__(*(one.field for one in self.reliefs), self.labels)
        told = Counter("", "99.9", "% of the neuron", NUMBER, theme.text)
        self.told = self._tell(told.show(tenths(1 - self.shares[1, -1])))
        self._count(0.0)
        for one, surface in zip(self.reliefs, self.before, strict=True):
            if one is not relief:
                one.show(surface)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; what shows it is the same."""
        clones.update({id(shared): shared for shared in (self.reliefs, self.relief, self.shade, self.usual)})
        copied: Self = super().__deepcopy__(clones)
        return copied

    def peeled(self, left: Floats) -> Iterator[list[Animation]]:
        """Yield what takes one part after the other off what is left, until only that which stays is."""
        for place in range(self.stays):
            left = left - self.before[place]
            stand = rest_of(self.cells, place + 1).less_bottom(self.room)
            to = self.relief.framed(stand, OBLIQUE, left)
            yield [*self.relief.shed(self.reliefs[place], left, to=to), FadeIn(self.labels[place])]
        left, self.relief.shade = left - self.before[-1], self.shade
        yield [*self.relief.shed(self.reliefs[-1], left, to=self.seat), *map(FadeIn, self.labels[self.stays :])]

    def fold(self, share: float) -> Self:
        """Be so far on the way through the fold."""
        for relief, start, end in zip(self.reliefs, self.before, self.after, strict=True):
            relief.show((1 - share) * start + share * end)
        self._count(share)
        return self

    def _count(self, share: float) -> None:
        for count, start, end in zip(self.counts, *self.shares, strict=True):
            count.show(bare_percent((1 - share) * start + share * end))

    @property
    def _aside(self) -> Area:
        """The room in which the rest waits: its cell, and the low part of that where others stand above it."""
        last = self.cells[-1]
        covered = min(reduce(Area.to, self.cells[:-1]).overlap(last)) > 0
        return last.less_top((1 - LOWER) * (last.height - self.room)) if covered else last

    @property
    def _together(self) -> Area:
        """The room in which all but the rest stand when they are added: all that the rest leaves."""
        others, aside = reduce(Area.to, self.cells[:-1]), self._aside
        if aside == self.cells[-1]:
            return others.less_bottom(self.room)
        return others.to(aside).less_bottom(aside.height + Gap.NEAR)

    def _tell(self, counter: Counter) -> Counter:
        """Put what is told of those below them, or, where the rest waits there, on its other side."""
        whole, aside = self._together, self._aside
        if aside == self.cells[-1]:
            counter.move_to([whole.center[0], whole.bottom - self.room / 2, 0])
        else:
            counter.move_to([whole.left + counter.width / 2, aside.center[1], 0])
        return counter

    def added(self, angles: tuple[float, float], mean: float) -> Iterator[list[Animation]]:
        """Yield what brings the heights of one part after the other down on that which stays; the rest waits."""
        total, self.relief.shade = self.after[self.stays] + mean, self.usual
        whole = total + sum(self.after[: self.stays])
        for place in reversed(range(self.stays)):
            total = total + self.after[place]
            to = None if place else self.relief.framed(self._together, angles, whole)
            gone = self.labels[: self.stays + 1] if place == self.stays - 1 else []  # soon others stand over them
            away = [] if place else self._waits()
            yield [*self.relief.take(self.reliefs[place], total, to=to), *map(FadeOut, gone), *away]

    def _waits(self) -> list[Any]:
        """Let the rest go where it waits."""
        rest, label, aside = self.reliefs[-1], self.labels[-1], self._aside
        if aside == self.cells[-1]:
            return []
        seat = rest.framed(aside.less_bottom(self.room), OBLIQUE, self.after[-1])
        return [rest.seen_through(seat), label.animate.move_to(under(label.copy(), aside, self.room))]

    def completed(self, whole: Floats) -> list[Animation]:
        """Let the rest come down, too, so that the heights are `whole` again; `told` counts."""

        def tell(heights: Floats) -> None:
            self.told.show(tenths(1 - float(np.var(whole - heights) / np.var(whole))))

        rest = self.after[-1]
        return [*self.relief.heap(self.reliefs[-1], whole - rest, rest, tell, self.told), FadeOut(self.labels[-1])]
