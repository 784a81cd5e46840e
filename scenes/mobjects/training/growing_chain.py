"""Chains of arrows that change as a network learns: where they lead, and how far; enlarged while they are small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Circle, Dot, Group, VGroup

from transparent_box.scenes.look.colormaps import from_oklab, oklab, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.arrows.phasor_chain import END, TAIL, chain, ribbon
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

WORTH = 1.5  # chains are enlarged only if that makes them at least this many times as large
NEAREST = 40.0  # the largest ratio of sizes that is compensated by zooming in
LEAST = 1e-9  # shortest reach, as a guard against division by zero


class GrowingChain(Group):
    """Complex arrows (f, n), n of them tip to tail at f times, on the scale at which all f chains fit into an area.

    The first chain is shown, in a role's color, and a counter of how far from its start it ends. Counter and name stand
    in `label` units below; if they fit on one line, in half of that. `tell_times` adds by how many times a pair of
    chains is enlarged, beside them or, if there is no room, at the top.
    """

    def __init__(
        self, arrows: Floats, name: str, role: str, area: Area, label: float, theme: Theme, per_unit: float = np.inf
    ) -> None:
        """Draw an arrow of length 1 at most `per_unit` units long."""
        color = getattr(theme, role)
        self.named, self.ends = words(name, Size.SMALL, color), Counter("start to end:", "99.99", "", Size.LABEL, color)
        caption = VGroup(self.named, self.ends).arrange(RIGHT, buff=Gap.NEAR)
        if caption.width < area.width:
            stand_on(self.named.baseline, self.ends)
            label /= 2
        else:
            caption.arrange(DOWN, buff=0.1)
        caption.move_to([area.center[0], area.bottom + label - caption.height / 2, 0])
        self.by = Counter("both enlarged ×", "99.9", "", Size.SMALL, theme.dim)
        self.by.move_to([area.left + self.by.width / 2, area.top - self.by.height / 2, 0])
        self.spare = area.width - caption.width - Gap.FAR - self.by.width
        self.room = area.less_bottom(label).inside(4 * END, 4 * END)
        self.whole = reaches(arrows)[-1]
        self.per_unit = min(per_unit, float(self.fitting(self.whole)))
        tail = oklab(rgb(color)) * [TAIL, 0.8, 0.8]
        shades = np.stack([from_oklab(tail), rgb(color), rgb(color), rgb(color)])
        tints = np.tile(np.append(shades, np.ones((4, 1)), axis=1)[:, None], (arrows.shape[1], 2, 1))
        self.ribbon = Pane(np.zeros((4 * arrows.shape[1], 2, 3)), tints)
        self.start = Circle(1.4 * END, color=color, stroke_width=2.5, fill_color=theme.ground, fill_opacity=1)
        self.ring = self.start.points.copy()
        self.tip = Dot(radius=END, color=color)
        self.dot = self.tip.points.copy()
        super().__init__(self.ribbon, self.start, self.tip, self.named, self.ends)
        self.show(arrows[0])

    def show(self, arrows: Floats, times: float = 1.0, within: Floats | None = None) -> Self:
        """Show arrows (n,), enlarged, with a reach (4,), that of all times by default, centered in the room.

        The label of the enlargement fades as that comes down to 1.
        """
        low, high = np.split(self.whole if within is None else within, 2)
        places = times * (chain(arrows) - np.append((low + high) / 2, 0.0))
        ends = np.array(self.room.center) + self.per_unit * places
        self.ribbon.set_grid(ribbon(ends))
        # Absolute, not relative: accumulated steps would round differently.
        self.start.points, self.tip.points = self.ring + ends[0], self.dot + ends[-1]
        self.ends.show(decimal(float(np.abs(arrows.sum()))))
        self.by.show(f"{times:.1f}").set_opacity(float(np.clip(2 * times - 2, 0, 1)))  # "× 1" says nothing
        return self

    def tell_times(self) -> Self:
        """Add the label of how many times both chains are enlarged."""
        if self.spare > 0:
            caption = VGroup(self.named, self.ends).shift([-(Gap.FAR + self.by.width) / 2, 0, 0])
            self.by.next_to(caption, RIGHT, Gap.FAR)
            stand_on(self.ends.baseline, self.by)
        self.add(self.by)
        return self

    def fitting(self, reach: Floats) -> Floats:
        """Return the length (…,) in units of an arrow of 1 at which chains of reaches (…, 4) fit the room."""
        across, up = np.moveaxis(np.maximum(reach[..., 2:] - reach[..., :2], LEAST), -1, 0)
        scales: Floats = np.minimum(self.room.width / across, self.room.height / up)
        return scales


class Closeness:
    """The zoom on `chains` of arrows (f, n) at paces (f,), such that everything they have reached so far just fits.

    Before the pace `early` it is less than that, so that they are seen to grow, but still larger the smaller they are:
    a pair a quarter of its later size is seen half as large. The view never zooms out faster than the larger chain
    grows. If it is not worth it, nothing is enlarged.
    """

    def __init__(self, chains: Sequence[GrowingChain], arrows: Sequence[Floats], pace: Floats, early: float) -> None:
        self.chains, self.pace, self.early = chains, pace, early
        self.reaches = [reaches(one) for one in arrows]
        self.enlarges = self.fits(early) > WORTH

    def within(self, number: int, pace: float) -> Floats:
        """Find the reach (4,) of one chain by a pace or, if none is enlarged, by the end."""
        pace = pace if self.enlarges else self.pace[-1]
        return np.array([np.interp(pace, self.pace, edge) for edge in self.reaches[number].T])

    def fits(self, pace: float) -> float:
        """Find the zoom at which everything both chains have reached by a pace fits."""
        reached = [[np.interp(pace, self.pace, edge) for edge in one.T] for one in self.reaches]
        fits = [one.fitting(np.array(reach)) / one.per_unit for one, reach in zip(self.chains, reached, strict=True)]
        return max(1.0, float(min(fits)))

    def times(self, pace: float) -> float:
        """Find the zoom of both chains at a pace."""
        if not self.enlarges:
            return 1.0
        nearer = min(self.fits(pace) / self.fits(self.early), NEAREST) if pace < self.early else 1.0
        return self.fits(max(pace, self.early)) * float(np.sqrt(nearer))

    def show(self, number: int, arrows: Floats, pace: float) -> None:
        """Show one of the chains with arrows (n,), as it is seen at a pace."""
        self.chains[number].show(arrows, self.times(pace), self.within(number, pace))


def reaches(arrows: Floats) -> Floats:
    """Find how far chains of arrows (f, n) have reached by each time (f, 4): left, down, right and up."""
    places = np.stack([chain(one)[:, :2] for one in arrows])
    low = np.minimum.accumulate(places.min(axis=1), axis=0)
    return np.hstack([low, np.maximum.accumulate(places.max(axis=1), axis=0)])
