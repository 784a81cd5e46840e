"""A chain of arrows that changes: where it leads, and how straight, as a network learns."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Group

from transparent_box.scenes.look.colormaps import from_oklab, oklab, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.pane import Pane
from transparent_box.scenes.mobjects.phasor_chain import END, TAIL, chain, ribbon


class GrowingChain(Group):
    """Complex arrows (f, n) tip to tail, on one scale at which all f chains fit into an area.

    All begin at the hollow dot, in a role's colour; the first is shown. The `name` stands below, in `label` units.
    """

    def __init__(
        self, arrows: Floats, name: str, role: str, area: Area, label: float, theme: Theme, per_unit: float = np.inf
    ) -> None:
        """`per_unit` is the most units that an arrow of length 1 may be long."""
        color, room = getattr(theme, role), area.less_bottom(label).inside(4 * END, 4 * END)
        ends = np.stack([chain(one) for one in arrows])[..., :2]
        low, high = ends.min(axis=(0, 1)), ends.max(axis=(0, 1))
        extent = np.maximum(high - low, 1e-9)
        self.per_unit = float(min(per_unit, room.width / extent[0], room.height / extent[1]))
        self.origin = np.append(np.array(room.center[:2]) - self.per_unit * (low + high) / 2, 0.0)
        tail = oklab(rgb(color)) * [TAIL, 0.8, 0.8]
        shades = np.stack([from_oklab(tail), rgb(color), rgb(color), rgb(color)])
        tints = np.tile(np.append(shades, np.ones((4, 1)), axis=1)[:, None], (arrows.shape[1], 2, 1))
        self.ribbon = Pane(np.zeros((4 * arrows.shape[1], 2, 3)), tints)
        self.start = Circle(1.4 * END, color=color, stroke_width=2.5, fill_color=theme.ground, fill_opacity=1)
        self.start.move_to(self.origin)
        self.tip = Dot(radius=END, color=color)
        self.dot = self.tip.points.copy()
        self.name = words(name, Size.SMALL, color)
        self.name.move_to([area.center[0], area.bottom + label - self.name.height / 2, 0])
        super().__init__(self.ribbon, self.start, self.tip, self.name)
        self.show(arrows[0])

    def show(self, arrows: Floats) -> Self:
        """Be the chain of other arrows (n,)."""
        ends = self.origin + self.per_unit * chain(arrows)
        self.ribbon.set_grid(ribbon(ends))
        self.tip.points = self.dot + ends[-1]  # and not moved on: steps added up would round otherwise
        return self
