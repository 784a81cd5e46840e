"""A chain of arrows that changes: where it leads, and how far, as a network learns; all of it on one scale."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Circle, Dot, Group, VGroup

from transparent_box.scenes.look.colormaps import from_oklab, oklab, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import stand_on, words
from transparent_box.scenes.mobjects.pane import Pane
from transparent_box.scenes.mobjects.phasor_chain import END, TAIL, chain, ribbon

LEAST = 1e-9  # units a unit: what reaches no further has no size


class GrowingChain(Group):
    """Complex arrows (f, n) tip to tail from the hollow dot, which stays, on the scale at which all f fit into an area.

    The first is shown, in a role's color, and counts how far from its start it ends. This, and the name, stand in
    `label` units below; where they are no wider than the area, on one line in half of them. How many times it is
    enlarged stands beside them, or at the top where there is no room.
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
        self.by = Counter("enlarged ×", "99.9", "", Size.SMALL, theme.dim)
        self.by.move_to([area.left + self.by.width / 2, area.top - self.by.height / 2, 0])
        self.spare = area.width - told.width - Gap.FAR - self.by.width
        self.room = area.less_bottom(label).inside(4 * END, 4 * END)
        low, high = reach(arrows)
        self.per_unit = min(per_unit, self.fitting(arrows))
        self.whole = self.near = (low + high) / 2  # what of a chain's way lies in the middle of the room, seen from far
        self.times = self.most = 1.0
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

    def show(self, arrows: Floats) -> Self:
        """Be the chain of other arrows (n,)."""
        places = chain(arrows)
        closer = (self.times - 1) / (self.most - 1) if self.most > 1 else 0.0
        middle = (1 - closer) * self.whole + closer * self.most * self.near  # so that what fits, fits on the way, too
        ends = np.array(self.room.center) + self.per_unit * (self.times * places - np.append(middle, 0.0))
        self.ribbon.set_grid(ribbon(ends))
        # And not moved on: steps added up would round otherwise.
        self.start.points, self.tip.points = self.ring + ends[0], self.dot + ends[-1]
        self.ends.show(decimal(float(np.linalg.norm(places[-1]))))
        self.by.show(f"{self.times:.1f}").set_opacity(float(np.clip(2 * self.times - 2, 0, 1)))  # "× 1" says nothing
        return self

    def enlarge(self, times: float, arrows: Floats) -> Self:
        """Be so many times as large, chains of arrows (f, n) in the middle of the room; say so, until it is not."""
        self.times = self.most = times
        low, high = reach(arrows)
        self.near = (low + high) / 2
        if self.spare > 0:
            told = VGroup(self.named, self.ends).shift([-(Gap.FAR + self.by.width) / 2, 0, 0])
            self.by.next_to(told, RIGHT, Gap.FAR)
            stand_on(self.ends.baseline, self.by)
        return self.add(self.by).show(arrows[0])

    def fitting(self, arrows: Floats) -> float:
        """Find how many units an arrow of length 1 may be long where all chains of arrows (f, n) fit into the room."""
        low, high = reach(arrows)
        across, up = np.maximum(high - low, LEAST)
        return float(min(self.room.width / across, self.room.height / up))


def reach(arrows: Floats) -> tuple[Floats, Floats]:
    """Find how far chains of arrows (f, n) reach from their start: (2,) to the left and down, to the right and up."""
    places = np.concatenate([chain(one) for one in arrows])[:, :2]
    return places.min(axis=0), places.max(axis=0)
