"""Sums that run through the whole network one after the other, each written above what it makes of every layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import Animation, FadeOut, Group, Transform, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.equation import solved
from transparent_box.scenes.mobjects.fact import Flipbook
from transparent_box.scenes.mobjects.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network_strip import NAMES, NetworkStrip, Reading

HEAD = 1.8 * units(Size.HEADLINE)  # units kept above the network for the sum
SPOKEN = {**NAMES, "one-hot": "switches", "embed": "waves", "out": "ridges"}  # layers by what they hold


class RunningSums(Group):
    """Pairs of numbers, each `read` by the network, over an area; `patience` are the seconds that each stands (n,)."""

    def __init__(
        self,
        pairs: Sequence[tuple[int, int]],
        read: Callable[[int, int], Reading],
        patience: Sequence[float],
        operation: Operation,
        area: Area,
        wide: bool,
        theme: Theme,
    ) -> None:
        self.readings = [read(*pair) for pair in pairs]
        self.starts = np.append(0, np.cumsum(patience))
        self.plan = NetworkPlan(self.readings[0], None, area.less_top(HEAD), wide, theme, SPOKEN)
        self.names = VGroup(*self.plan.labels.values())
        top = [area.center[0], area.top - HEAD / 3, 0]
        sums = (solved(operation, *one.tokens[:2], one.answer, theme, Size.HEADLINE) for one in self.readings)
        self.told = Flipbook([told.move_to(top) for told in sums])
        self.shown = 0
        self.path = self.plan.path.light(1.0)
        super().__init__(*self.plan.glyphs.values(), self.path, self.told)

    def grow(self, strip: NetworkStrip) -> list[Animation]:
        """Let the glyphs of a strip grow to where they stand here."""
        self.plan.gather(strip)
        for name, glyph in self.plan.glyphs.items():
            glyph.set_opacity(strip.glyph(name).opacity)
        return [Transform(glyph, self.plan.seats[name].copy()) for name, glyph in self.plan.glyphs.items()]

    def sink(self, strip: NetworkStrip, pace: Callable[[float], float]) -> list[Animation]:
        """Let the glyphs shrink to where those of a strip stand, and be gone; what is written fades at a pace."""
        seats = {name: glyph.copy().match_points(strip.glyph(name)) for name, glyph in self.plan.glyphs.items()}
        told = [FadeOut(written, rate_func=pace) for written in (self.names, self.path, self.told)]
        return told + [Transform(glyph, seats[name], remover=True) for name, glyph in self.plan.glyphs.items()]

    @property
    def time(self) -> float:
        """Seconds that all of them take."""
        return float(self.starts[-1])

    def show(self, share: float) -> Self:
        """Show the sum that stands at a share of that time."""
        number = int(np.searchsorted(self.starts[1:-1], share * self.time, side="right"))
        if number != self.shown:
            self.shown = number
            self.plan.show(self.readings[number])
            self.told.show(number)
        return self
