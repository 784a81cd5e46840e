"""Chains of arrows that change: where they lead, and how far, as a network learns; seen from nearer while small."""

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

WORTH = 1.5  # times: chains are enlarged where that makes them larger by as much, at least
NEAREST = 40.0  # times as small as they are early is a pair that is not looked at from nearer still
LEAST = 1e-9  # units a unit: what reaches no further has no size


class GrowingChain(Group):
    """Complex arrows (f, n) tip to tail from the hollow dot, which stays, on the scale at which all f fit into an area.

    The first is shown, in a role's color, and counts how far from its start it ends. This, and the name, stand in
    `label` units below; where they are no wider than the area, on one line in half of them. How many times both of a
    pair are enlarged stands beside them, or at the top where there is no room, once that is to be told.
    """

    def __init__(
        self, arrows: Floats, name: str, role: str, area: Area, label: float, theme: Theme, per_unit: float = np.inf
    ) -> None:
        """`per_unit` is the most units that an arrow of length 1 may be long."""
        color = getattr(theme, role)
        self.named, self.ends = words(name, Size.SMALL, color), Counter("start to end:", "99.99", "", Size.LABEL, color)
        told = VGroup(self.named, self.ends).arrange(RIGHT, buff=Gap.NEAR)
        if told.width < area.width:
            stand_on(self.named.baseline, self.ends)
            label /= 2
        else:
            told.arrange(DOWN, buff=0.1)
        told.move_to([area.center[0], area.bottom + label - told.height / 2, 0])
        self.by = Counter("both enlarged ×", "99.9", "", Size.SMALL, theme.dim)
        self.by.move_to([area.left + self.by.width / 2, area.top - self.by.height / 2, 0])
        self.spare = area.width - told.width - Gap.FAR - self.by.width
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
        """Be the chain of other arrows (n,), so many times as large, a reach (4,) in the middle of the room: all of it.

        That it is larger is told until it hardly is.
        """
        low, high = np.split(self.whole if within is None else within, 2)
        places = times * (chain(arrows) - np.append((low + high) / 2, 0.0))
        ends = np.array(self.room.center) + self.per_unit * places
        self.ribbon.set_grid(ribbon(ends))
        # And not moved on: steps added up would round otherwise.
        self.start.points, self.tip.points = self.ring + ends[0], self.dot + ends[-1]
        self.ends.show(decimal(float(np.abs(arrows.sum()))))
        self.by.show(f"{times:.1f}").set_opacity(float(np.clip(2 * times - 2, 0, 1)))  # "× 1" says nothing
        return self

    def tell_times(self) -> Self:
        """Write how many times both are enlarged, too."""
        if self.spare > 0:
            told = VGroup(self.named, self.ends).shift([-(Gap.FAR + self.by.width) / 2, 0, 0])
            self.by.next_to(told, RIGHT, Gap.FAR)
            stand_on(self.ends.baseline, self.by)
        self.add(self.by)
        return self

    def fitting(self, reach: Floats) -> Floats:
        """(…,) how many units an arrow of length 1 may be long where chains of reaches (…, 4) fit into the room."""
        across, up = np.moveaxis(np.maximum(reach[..., 2:] - reach[..., :2], LEAST), -1, 0)
        found: Floats = np.minimum(self.room.width / across, self.room.height / up)
        return found


class Closeness:
    """From how near `chains` of arrows (f, n) each are seen at paces (f,): all that was reached by then just fits.

    Until a pace `early` it is not that near, so that they are seen to grow, but the nearer the smaller they are, lest
    they be specks: a pair that is a quarter of what it is then is seen half as large. One steps back no faster than the
    larger chain grows. Where it is not worth it, nothing is enlarged.
    """

    def __init__(self, chains: Sequence[GrowingChain], arrows: Sequence[Floats], pace: Floats, early: float) -> None:
        self.chains, self.pace, self.early = chains, pace, early
        self.reaches = [reaches(one) for one in arrows]
        self.enlarges = self.fits(early) > WORTH

    def within(self, number: int, pace: float) -> Floats:
        """(4,) what one chain has reached by a pace, or, if none is enlarged, at last."""
        pace = pace if self.enlarges else self.pace[-1]
        return np.array([np.interp(pace, self.pace, edge) for edge in self.reaches[number].T])

    def fits(self, pace: float) -> float:
        """Find how many times as large as beside the largest both may be for all to fit that was reached by a pace."""
        reached = [[np.interp(pace, self.pace, edge) for edge in one.T] for one in self.reaches]
        fits = [one.fitting(np.array(reach)) / one.per_unit for one, reach in zip(self.chains, reached, strict=True)]
        return max(1.0, float(min(fits)))

    def times(self, pace: float) -> float:
        """Find how many times as large as beside the largest both are at a pace."""
        if not self.enlarges:
            return 1.0
        nearer = min(self.fits(pace) / self.fits(self.early), NEAREST) if pace < self.early else 1.0
        return self.fits(max(pace, self.early)) * float(np.sqrt(nearer))

    def show(self, number: int, arrows: Floats, pace: float) -> None:
        """Let one be a chain of arrows (n,) as it is seen at a pace."""
        self.chains[number].show(arrows, self.times(pace), self.within(number, pace))


def reaches(arrows: Floats) -> Floats:
    """(f, 4) how far chains of arrows (f, n) have reached from their start by each: left, down, right and up."""
    places = np.stack([chain(one)[:, :2] for one in arrows])
    low = np.minimum.accumulate(places.min(axis=1), axis=0)
    return np.hstack([low, np.maximum.accumulate(places.max(axis=1), axis=0)])
