"""Arrows tip to tail: where the sum of many small contributions leads, and by which way."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Group, smooth

from transparent_box.scenes.look.colormaps import from_oklab, oklab, rgb
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane

HEAD = 0.42  # length of an arrow's head as a share of the arrow, LONGEST units at most
LONGEST, NARROW, WIDE = 0.24, 0.026, 0.09  # units; the widths are half-widths, of the shaft and of the head
TAIL = 0.5  # an arrow's lightness at its tail, as a share of its color's
END = 0.085  # units, radius of the dot at the end


class PhasorChain(Group):
    """Complex numbers (n,) as arrows tip to tail, `scale` units for 1, from a hollow dot to a filled one.

    Each arrow is dark at its tail and light at its tip. The real axis points right. The complete chain is centered in
    the area.
    """

    def __init__(self, arrows: Floats, scale: float, area: Area, color: str, ground: str) -> None:
        self.ends = chain(arrows) * scale
        low, high = self.ends.min(axis=0), self.ends.max(axis=0)
        self.ends += np.asarray(area.center) - (low + high) / 2
        tail = oklab(rgb(color)) * [TAIL, 0.8, 0.8]
        shades = np.stack([from_oklab(tail), rgb(color), rgb(color), rgb(color)])
        colors = np.tile(np.append(shades, np.ones((4, 1)), axis=1)[:, None], (len(arrows), 2, 1))
        self.ribbon = Pane(np.zeros((4 * len(arrows), 2, 3)), colors)
        self.start = Circle(1.4 * END, color=color, stroke_width=2.5, fill_color=ground, fill_opacity=1)
        self.tip = Dot(radius=END, color=color)
        super().__init__(self.ribbon, self.start.move_to(self.ends[0]), self.tip)
        self.show(len(arrows))

    def show(self, count: float, times: float = 1.0) -> Self:
        """Draw the first `count` arrows, of the last one only the fraction, enlarged `times` about the start."""
        whole = min(int(count), len(self.ends) - 1)
        ends = self.ends.copy()
        if whole < len(ends) - 1:
            ends[whole + 1 :] = ends[whole] + (count - whole) * (ends[whole + 1] - ends[whole])
        ends = ends[0] + times * (ends - ends[0])
        self.ribbon.set_grid(ribbon(ends, np.sqrt(times)))
        self.tip.move_to(ends[-1])
        return self


def chain(arrows: Floats) -> Floats:
    """Find where each complex arrow (n,) starts, and where the last one ends, as points (n + 1, 3)."""
    places = np.append(0, np.cumsum(arrows))
    return np.stack([places.real, places.imag, np.zeros(len(places))], axis=1)


def extent(arrows: Floats) -> tuple[float, float]:
    """Measure the width and height of a chain of complex arrows, in its own units."""
    across, up, _ = np.ptp(chain(arrows), axis=0)
    return float(across), float(up)


def one_by_one(count: float) -> float:
    """Ease a count within each whole number, so that it pauses at every one."""
    return float(np.floor(count) + smooth(count % 1))


def ribbon(ends: Floats, times: float = 1.0) -> Floats:
    """Find both edges (4n, 2, 3) of arrows between ends (n + 1, 3), `times` as thick: shaft, base of the head, tip."""
    along = np.diff(ends, axis=0)
    length = np.linalg.norm(along, axis=1, keepdims=True)
    ahead = along / np.maximum(length, 1e-9)
    aside = np.stack([-ahead[:, 1], ahead[:, 0], 0 * ahead[:, 0]], axis=1)
    base = ends[1:] - ahead * np.minimum(HEAD * length, LONGEST * times)
    slim, broad = np.minimum(NARROW * times, length / 4), np.minimum(WIDE * times, length / 2)
    middles = np.stack([ends[:-1], base, base, ends[1:]], axis=1)
    widths = np.stack([0.5 * slim, slim, broad, 0 * slim], axis=1)
    edges = np.stack([middles + widths * aside[:, None], middles - widths * aside[:, None]], axis=2)
    return edges.reshape(-1, 2, 3)
