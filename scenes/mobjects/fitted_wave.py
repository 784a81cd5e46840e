"""A value's points over the numbers, and the one wave that explains most of them, with its numbers."""

from __future__ import annotations

import numpy as np
from manim import Animation, FadeOut, Group, Transform, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import formula, words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.wave_panel import WavePanel

WAITING = 0.22  # opacity of a point to which nobody has counted yet
BEYOND = 1.15  # of the furthest value, how far the plot reaches


class FittedWave(Group):
    """Values (p,) about zero in colours `seen` (p, 4), and `wave` = frequency, amplitude, phase and R², in an area.

    `plot` is the axes and the name, `cloud` the points, dim until counted, `curve` the wave and `fact` its numbers.
    """

    def __init__(
        self, values: Floats, wave: tuple[int, float, float, float], name: str, seen: Floats, area: Area, theme: Theme
    ) -> None:
        frequency, amplitude, phase, r2 = wave
        reach, sign = max(float(np.abs(values).max()), np.finfo(float).tiny), "-" if phase < 0 else "+"
        code = f"{decimal(amplitude)} dot cos({frequency} dot 2 pi y\\/{len(values)} {sign} {decimal(abs(phase))})"
        self.fact = formula(f"{code} quad R^2 = {decimal(r2, 3)}", Size.LABEL, theme.accent)
        panel = WavePanel(len(values), BEYOND, area, (words(name, Size.LABEL, theme.text), self.fact), theme)
        self.plot = VGroup(panel.zero, panel.side, panel.title)
        self.there = panel.places(np.asarray(values) / reach)
        self.cloud, self.seen = PointCloud(self.there, seen, POINT), np.asarray(seen)
        self.curve = panel.wave(frequency, -phase, theme.accent, amplitude=amplitude / reach)
        super().__init__(self.plot, self.cloud, self.curve, self.fact)
        self.count(0.0)

    def count(self, share: float) -> None:
        """Let the points of the first numbers, a share of all, be bright; the others wait."""
        waiting = np.clip(np.arange(len(self.seen)) + 1 - share * len(self.seen), 0, 1)[:, None]
        self.cloud.set_colors(self.seen * (1 - (1 - WAITING) * waiting * [0, 0, 0, 1]))

    def gather(self, foot: Floats, top: Floats) -> list[Animation]:
        """Let points and wave close up until they stand upright between two points (3,); the rest leaves."""
        low, high = (float(edge(self.there[:, 1])) for edge in (np.min, np.max))

        def upright(points: Floats) -> Floats:
            share = np.clip((points[:, 1] - low) / max(high - low, 1e-9), 0, 1)
            gathered: Floats = np.asarray(foot) + share[:, None] * (np.asarray(top) - foot)
            return gathered

        closed = self.curve.copy().set_points(upright(self.curve.points))
        moved = self.cloud.animate.set_positions(upright(self.there))
        return [moved, Transform(self.curve, closed), FadeOut(self.plot, self.fact)]
