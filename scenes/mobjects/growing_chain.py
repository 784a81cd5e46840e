"""A chain of arrows that changes: where it leads, and how straight, as a network learns; enlarged while it is small."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Circle, Dot, Group, VGroup

from transparent_box.scenes.look.colormaps import from_oklab, oklab, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import stand_on, words
from transparent_box.scenes.mobjects.pane import Pane
from transparent_box.scenes.mobjects.phasor_chain import END, TAIL, chain, extent, ribbon

MOST, SHARE = 99_999.0, 0.92  # times that a chain is enlarged, at most; of its way to the largest, by powers
LOW = 2.0  # times as high as what is written below a chain is an area in which that is room enough for it


class GrowingChain(Group):
    """Complex arrows (f, n) tip to tail, in the middle of an area, on the scale at which all f chains fit into it.

    All begin at the hollow dot, in a role's colour; the first is shown. What is smaller is enlarged, though not to the
    size of the largest, and `by` says how many times, and nothing of the largest. The `name` stands above that, in
    `label` units; in an area that is low and wide, beside it in half of them.
    """

    def __init__(
        self, arrows: Floats, name: str, role: str, area: Area, label: float, theme: Theme, per_unit: float = np.inf
    ) -> None:
        """`per_unit` is the most units that an arrow of length 1 may be long."""
        color = getattr(theme, role)
        self.name = words(name, Size.SMALL, color)
        self.by = Counter("enlarged ×", f"{MOST:,.0f}", "", Size.SMALL, theme.dim)
        told = VGroup(self.name, self.by).arrange(RIGHT, buff=Gap.NEAR)
        if area.height < LOW * label and told.width < area.width:
            stand_on(self.name.baseline, self.by)
            label /= 2
        else:
            told.arrange(DOWN, buff=0.1)
        told.move_to([area.center[0], area.bottom + label - told.height / 2, 0])
        self.room = area.less_bottom(label).inside(4 * END, 4 * END)
        self.per_unit = min(per_unit, *(self.fitting(one) for one in arrows))
        tail = oklab(rgb(color)) * [TAIL, 0.8, 0.8]
        shades = np.stack([from_oklab(tail), rgb(color), rgb(color), rgb(color)])
        tints = np.tile(np.append(shades, np.ones((4, 1)), axis=1)[:, None], (arrows.shape[1], 2, 1))
        self.ribbon = Pane(np.zeros((4 * arrows.shape[1], 2, 3)), tints)
        self.start = Circle(1.4 * END, color=color, stroke_width=2.5, fill_color=theme.ground, fill_opacity=1)
        self.ring = self.start.points.copy()
        self.tip = Dot(radius=END, color=color)
        self.dot = self.tip.points.copy()
        super().__init__(self.ribbon, self.start, self.tip, self.name, self.by)
        self.show(arrows[0])

    def show(self, arrows: Floats) -> Self:
        """Be the chain of other arrows (n,)."""
        times = float(np.clip((self.fitting(arrows) / self.per_unit) ** SHARE, 1.0, MOST))
        ends = times * self.per_unit * chain(arrows)
        ends += np.array(self.room.center) - (ends.min(axis=0) + ends.max(axis=0)) / 2
        self.ribbon.set_grid(ribbon(ends))
        # And not moved on: steps added up would round otherwise.
        self.start.points, self.tip.points = self.ring + ends[0], self.dot + ends[-1]
        self.by.show(f"{times:,.0f}").set_opacity(min(max(2 * times - 3, 0.0), 1.0))  # "× 1" says nothing
        return self

    def fitting(self, arrows: Floats) -> float:
        """Find how many units an arrow of length 1 may be long where a chain of arrows (n,) fits into the room."""
        across, up = np.maximum(extent(arrows), 1e-9)
        return float(min(self.room.width / across, self.room.height / up))
