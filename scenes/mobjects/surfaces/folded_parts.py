"""The parts of a surface, all on one scale, as they are before a fold and after it: one stands large, the others small.

They come off one by one, and one by one their heights come down again on the one that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Self

import numpy as np
from manim import (
    Animation,
    FadeIn,
    Group,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
    squish_rate_func,
    straight_path,
)

from transparent_box.scenes.look.colormaps import oklab, rgb, role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import bare_percent, tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief, Shades
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow, under
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.fact import Fact, FactLine

ROOM = 1.1  # units below a part, for a number over its name
LINE = 0.6  # units below it where height is dear, for both on one line
SHAPE = 1 / 0.7  # of a part, its width over its height
PALE = 0.6  # of the way to the ground's lightness, the rest's shades
STANDS = 0.6  # of an area has the part that stands large
ABOVE = 0.5  # units: at least so far above the others is a part brought before it comes down
DIP = 0.08  # of how far up the rest goes, by which it keeps below an ellipse half-way
EARLY = 0.12  # of its way, by which a part's label is gone: soon after, that passes over the label's place
NUMBER, LARGE = Size.HEADLINE - 6, Size.HEADLINE + 2


class Part(NamedTuple):
    """A part's name, the role of its number, and its shades."""

    name: str
    role: str
    shade: Callable[[Floats], Floats]


def rest_in(theme: Theme) -> Part:
    """Name the rest; its shades lie half-way from those of roles to the ground, away from those of text."""
    ground = float(oklab(rgb(theme.ground))[0])
    low, high = (PALE * ground + (1 - PALE) * shade for shade in theme.shades)
    return Part("the rest", "dim", lambda values: role_ramp(theme.dim, values, (low, high)))


class FoldedParts(Sharing, Group):
    """Parts of what a relief shows, before a fold and after it (2, n, p, p); labels count their shares of its variance.

    The fold is linear in its share, and so is every part. The last part is the rest; the last but one stays with the
    relief when the others come off, and stands large. `told` is the share of what has been added again.
    """

    shared = ("reliefs", "relief", "shade", "usual")

    def __init__(self, parts: Sequence[Part], surfaces: Floats, relief: Relief, area: Area, theme: Theme) -> None:
        (self.before, self.after), self.relief = surfaces, relief
        sizes = np.var(surfaces, axis=(2, 3))
        self.shares = sizes / sizes.sum(axis=1, keepdims=True)
        self.room, fact = (LINE, FactLine) if area.is_low else (ROOM, Fact)
        self.usual, self.stays, self.shade = relief.shade, len(parts) - 2, Shades(parts[-2].shade)
        whole, beside = area.parts(STANDS, Gap.NEAR)
        self.stand, above = whole.less_bottom(self.room), beside.bottom > whole.center[1]
        self.path = aside_first if above else straight_path()
        larger = [max(pair, key=lambda surface: float(surface.std())) for pair in zip(*surfaces, strict=True)]
        made = [
            Relief(surface, part.shade, relief.scale, relief.rise) for surface, part in zip(larger, parts, strict=True)
        ]
        made.pop(self.stays)
        cells = beside.cells(len(made), Gap.NEAR, SHAPE, self.room)
        row = ReliefRow(made, cells, self.room).fill([OBLIQUE[1]], snug=True, shape=SHAPE).alike()
        self.reliefs = [*made[: self.stays], relief, made[-1]]
        counted = [(part, LARGE if place == self.stays else NUMBER) for place, part in enumerate(parts)]
        self.counts = [Counter("", "99", "%", size, getattr(theme, part.role)) for part, size in counted]
        written = [
            fact(count, part.name, "dim", theme, size=size, gap=0.13)
            for count, (part, size) in zip(self.counts, counted, strict=True)
        ]
        large = under(written.pop(self.stays), whole, self.room)
        row.label(written)
        self.labels = VGroup(*written[: self.stays], large, written[-1])
        # What comes down on another is drawn over it.
        super().__init__(relief.field, *(one.field for one in made), self.labels)
        self.told = Counter("", "99.9", "% of the neuron", NUMBER, theme.text)
        self.told.show(tenths(1 - self.shares[1, -1])).move_to([whole.center[0], whole.bottom + self.room / 2, 0])
        self._count(0.0)
        for one, surface in zip(self.reliefs, self.before, strict=True):
            if one is not relief:
                one.show(surface)

    def peeled(self, left: Floats) -> Iterator[list[Animation]]:
        """Yield what takes one part after the other off what is left, until only that which stays is, and is named."""
        for place in range(self.stays):
            left = left - self.before[place]
            to = None if place else self.relief.framed(self.stand, OBLIQUE, left)
            yield self.relief.shed(self.reliefs[place], left, to=to)
        left, self.relief.shade = left - self.before[-1], self.shade
        named = comes(self.labels[self.stays], 0.5)
        yield [*self.relief.shed(self.reliefs[-1], left, path=self.path), named]

    def name_the_others(self) -> list[Animation]:
        """Write by the parts that came off what each is; on their way they passed over the places of these names."""
        return [comes(label) for place, label in enumerate(self.labels) if place != self.stays]

    def fold(self, share: float) -> Self:
        """Be so far on the way through the fold."""
        for relief, start, end in zip(self.reliefs, self.before, self.after, strict=True):
            relief.show((1 - share) * start + share * end)
        self._count(share)
        return self

    def _count(self, share: float) -> None:
        for count, start, end in zip(self.counts, *self.shares, strict=True):
            count.show(bare_percent((1 - share) * start + share * end))

    def added(self, angles: tuple[float, float], mean: float) -> Iterator[list[Animation]]:
        """Yield what brings the parts again, one after the other: each first above the others, then down on them.

        The view changes once, before any comes down: what grows from there on are heights. The rest waits.
        """
        total, labels = self.after[self.stays] + mean, [self.labels[self.stays]]
        to = self.relief.framed(self.stand, angles, total + sum(self.after[: self.stays]))
        view = [self.relief.become(total), self.relief.seen_through(to)]
        for place in range(self.stays):  # the nearest first: none passes over another and its name
            part, labels = self.reliefs[place], [*labels, self.labels[place]]
            yield [*view, part.seen_through(self._above(part, to)), *map(goes, labels)]
            view, labels, total, self.relief.shade = [], [], total + self.after[place], self.usual
            yield self.relief.take(part, total, to=to)

    def _above(self, part: Relief, to: Space) -> Space:
        """Find from where a part is seen above what is seen through a space, and as large."""
        found: Space = to.copy()
        top = found.project(part.field.points)[:, 1].max()
        found.shift([0, max(ABOVE, self.stand.top - top), 0])
        return found

    def completed(self, whole: Floats) -> Iterator[list[Animation]]:
        """Yield what brings the rest above the others, and then down, so that heights are `whole` again; `told` counts.

        Nothing else in the relief's space may come meanwhile: the relief would be drawn over the rest.
        """
        rest, part = self.after[-1], self.reliefs[-1]

        def tell(share: float) -> None:
            self.told.show(tenths(1 - (1 - share) ** 2 * float(np.var(rest) / np.var(whole))))

        above = part.seen_through(self._above(part, self.relief.space))
        yield [above, goes(self.labels[-1]), FadeIn(self.told)]
        yield [*self.relief.take(part, whole), UpdateFromAlphaFunc(self.told, lambda _, share: tell(share))]


def aside_first(start: Floats, end: Floats, share: float) -> Floats:
    """Be so far along what is nearly a quarter of an ellipse: first to the side, then up, past what stands between."""
    turned = 0.5 * np.pi * share
    part: Floats = np.array([np.sin(turned), 1 - np.cos(turned) - DIP * np.sin(2 * turned), share])
    along: Floats = start + part * (end - start)
    return along


def comes(label: Mobject, after: float = 0.0) -> Animation:
    """Let a label come, after a share of the time.

    FadeIn can't: the chapter glides, and a glide gives all its animations one rate. No more can FadeOut, below.
    """
    seen = squish_rate_func(smooth, after, 1.0)
    return UpdateFromAlphaFunc(label, lambda one, share: one.set_opacity(seen(share)))


def goes(label: Mobject) -> Animation:
    """Let a label go before the part it names passes over it."""
    return UpdateFromAlphaFunc(label, lambda one, share: one.set_opacity(1 - min(share / EARLY, 1.0)), remover=True)
