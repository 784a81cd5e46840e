"""The parts that a surface is the sum of, before and after it is folded: one part stands large, the others small.

They come off the surface one by one; later their heights are added back to the large one, one by one.
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

ROOM = 1.1  # units below a part for a number above its name
LINE = 0.6  # units below a part in a low area, for number and name on one line
SHAPE = 1 / 0.7  # width over height of a part
PALE = 0.6  # how far the shades of the rest are moved toward the background's lightness, 0 … 1
STANDS = 0.6  # share of the area for the large part
ABOVE = 0.5  # units: a part is brought at least this far above the others before it comes down
DIP = 0.08  # how far the path of the rest dips below an ellipse halfway, as a share of its height
EARLY = 0.12  # share of the animation by which a part's label has faded: right after that, the part passes over it
NUMBER, LARGE = Size.HEADLINE - 6, Size.HEADLINE + 2


class Part(NamedTuple):
    """One part: its name, the theme color (role) of its number, and the function that shades its surface."""

    name: str
    role: str
    shade: Callable[[Floats], Floats]


def rest_part(theme: Theme) -> Part:
    """Make the part "the rest"; its shades lie halfway to the background, so as not to be mistaken for text."""
    ground = float(oklab(rgb(theme.ground))[0])
    low, high = (PALE * ground + (1 - PALE) * shade for shade in theme.shades)
    return Part("the rest", "dim", lambda values: role_ramp(theme.dim, values, (low, high)))


class FoldedParts(Sharing, Group):
    """A relief's parts before and after a fold, `surfaces` (2, n, p, p), each labeled with its share of the variance.

    The fold interpolates linearly between the two, and so does every part. The last part is the rest; the last but one
    is what the relief becomes when the others come off, and stands large. `counter` shows what share of the variance
    has been added back.
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
        beside_it = [
            Relief(surface, part.shade, relief.scale, relief.rise) for surface, part in zip(larger, parts, strict=True)
        ]
        beside_it.pop(self.stays)
        cells = beside.cells(len(beside_it), Gap.NEAR, SHAPE, self.room)
        row = ReliefRow(beside_it, cells, self.room).fill([OBLIQUE[1]], snug=True, shape=SHAPE).alike()
        self.reliefs = [*beside_it[: self.stays], relief, beside_it[-1]]
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
        super().__init__(relief.field, *(one.field for one in beside_it), self.labels)
        self.counter = Counter("", "99.9", "% of the neuron", NUMBER, theme.text)
        self.counter.show(tenths(1 - self.shares[1, -1])).move_to([whole.center[0], whole.bottom + self.room / 2, 0])
        self._count(0.0)
        for one, surface in zip(self.reliefs, self.before, strict=True):
            if one is not relief:
                one.show(surface)

    def peeled(self, values: Floats) -> Iterator[list[Animation]]:
        """Yield animations that take part after part off the relief's `values`, until one named part is left."""
        for place in range(self.stays):
            values = values - self.before[place]
            to = None if place else self.relief.framed(self.stand, OBLIQUE, values)
            yield self.relief.shed(self.reliefs[place], values, to=to)
        values, self.relief.shade = values - self.before[-1], self.shade
        named = fade_in(self.labels[self.stays], 0.5)
        yield [*self.relief.shed(self.reliefs[-1], values, path=self.path), named]

    def name_the_others(self) -> list[Animation]:
        """Write the names of the parts that came off; not earlier, as the parts pass over these places on their way."""
        return [fade_in(label) for place, label in enumerate(self.labels) if place != self.stays]

    def fold(self, share: float) -> Self:
        """Show the parts at a share 0 … 1 of the fold."""
        for relief, start, end in zip(self.reliefs, self.before, self.after, strict=True):
            relief.show((1 - share) * start + share * end)
        self._count(share)
        return self

    def _count(self, share: float) -> None:
        for count, start, end in zip(self.counts, *self.shares, strict=True):
            count.show(bare_percent((1 - share) * start + share * end))

    def added(self, angles: tuple[float, float], mean: float) -> Iterator[list[Animation]]:
        """Yield animations that add the parts back one after another: each moves above the others, then comes down.

        The view changes only once, before any part comes down, so that whatever grows afterward is height. The rest
        waits for `completed`. `mean` is added to the heights of the part that stands.
        """
        total, labels = self.after[self.stays] + mean, [self.labels[self.stays]]
        to = self.relief.framed(self.stand, angles, total + sum(self.after[: self.stays]))
        view = [self.relief.become(total), self.relief.seen_through(to)]
        for place in range(self.stays):  # the nearest first: none passes over another and its name
            part, labels = self.reliefs[place], [*labels, self.labels[place]]
            yield [*view, part.seen_through(self._above(part, to)), *map(fade_out, labels)]
            view, labels, total, self.relief.shade = [], [], total + self.after[place], self.usual
            yield self.relief.take(part, total, to=to)

    def _above(self, part: Relief, to: Space) -> Space:
        """Find the space that shows a part at the same size above what is seen through the space `to`."""
        space: Space = to.copy()
        top = space.project(part.field.points)[:, 1].max()
        space.shift([0, max(ABOVE, self.stand.top - top), 0])
        return space

    def completed(self, whole: Floats) -> Iterator[list[Animation]]:
        """Yield animations that bring the rest above the others and down, so that heights become `whole` (p, p).

        Meanwhile `counter` counts. Do not animate anything else in the relief's space at the same time: the relief
        would be drawn over the rest.
        """
        rest, part = self.after[-1], self.reliefs[-1]

        def tell(share: float) -> None:
            self.counter.show(tenths(1 - (1 - share) ** 2 * float(np.var(rest) / np.var(whole))))

        above = part.seen_through(self._above(part, self.relief.space))
        yield [above, fade_out(self.labels[-1]), FadeIn(self.counter)]
        yield [*self.relief.take(part, whole), UpdateFromAlphaFunc(self.counter, lambda _, share: tell(share))]


def aside_first(start: Floats, end: Floats, share: float) -> Floats:
    """Interpolate along nearly a quarter of an ellipse: first sideways, then up, past whatever stands between."""
    turned = 0.5 * np.pi * share
    part: Floats = np.array([np.sin(turned), 1 - np.cos(turned) - DIP * np.sin(2 * turned), share])
    along: Floats = start + part * (end - start)
    return along


def fade_in(label: Mobject, after: float = 0.0) -> Animation:
    """Fade in a label, from a share of the animation's time on.

    FadeIn cannot do it: the chapter plays it in a glide, which gives all its animations one rate function. Nor can
    FadeOut in `fade_out`.
    """
    opacity_at = squish_rate_func(smooth, after, 1.0)
    return UpdateFromAlphaFunc(label, lambda one, share: one.set_opacity(opacity_at(share)))


def fade_out(label: Mobject) -> Animation:
    """Fade out a label before the part it names passes over it."""
    return UpdateFromAlphaFunc(label, lambda one, share: one.set_opacity(1 - min(share / EARLY, 1.0)), remover=True)
