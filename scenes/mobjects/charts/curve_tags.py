"""The names of curves, which move along with the cursor: each beside its curve, none over another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Self

import numpy as np
from manim import Rectangle, VGroup

from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

BESIDE = 0.22  # units from a curve's dot to its name
LINE = 1.3  # heights of a name from one name to the next, at least


class CurveTags(VGroup):
    """Names of a chart's curves, `size` in pixels, in the curves' colors on plates in that of the `ground` (#RRGGBB).

    They stand beside the curves at one x, which `show` sets.
    """

    def __init__(self, chart: Chart, curves: Mapping[str, Curve], size: float, ground: str) -> None:
        self.chart, self.curves = chart, dict(curves)
        letterings = {name: words(name, size, curve.color_code) for name, curve in curves.items()}
        high = max(name.height for name in letterings.values())
        self.tags = {name: plated(lettering, ground, high) for name, lettering in letterings.items()}
        super().__init__(*self.tags.values())
        self.homes = {
            name: [(part, part.points - [*tag.get_left()[:2], 0.0]) for part in tag.family_members_with_points()]
            for name, tag in self.tags.items()
        }
        self.line = LINE * max(tag.height for tag in self.tags.values())
        self.show(chart.x.high)

    def show(self, x: float, among: Collection[str] = (), ahead: Collection[str] = ()) -> Self:
        """Place the names listed in `among`, or all if that is empty, beside their curves at x.

        The names of curves that are drawn `ahead` of x stand at the end of the axis.
        """
        names = [name for name in self.tags if not among or name in among]
        ends = {name: self.chart.x.high if name in ahead else x for name in names}
        spots = np.array([self.chart.places([at], [self.curves[name].value(at)])[0] for name, at in ends.items()])
        for name, spot, height in zip(names, spots, self._apart(spots[:, 1]), strict=True):
            # From its first place, not from its last: shifts would accumulate rounding errors.
            seat = np.array([spot[0] + BESIDE, height, 0.0])
            for part, home in self.homes[name]:
                part.points = home + seat
        return self

    def _apart(self, heights: np.ndarray) -> np.ndarray:
        """Push heights (n,) apart until they are at least a line apart, and keep them inside the chart's area."""
        order = np.argsort(heights)
        placed, low, high = heights[order].copy(), self.chart.area.bottom, self.chart.area.top
        placed = placed.clip(low, high)
        for _ in range(len(placed)):
            for n in range(1, len(placed)):
                lacking = self.line - (placed[n] - placed[n - 1])
                if lacking > 0:
                    placed[n - 1 : n + 1] += [-lacking / 2, lacking / 2]
            placed += max(0.0, low - placed[0]) - max(0.0, placed[-1] - high)
        apart = np.empty_like(placed)
        apart[order] = placed
        return apart


def plated(name: Lettering, ground: str, high: float) -> VGroup:
    """Put a plate of the ground's color, `high` units high, behind a name, so that no curve runs through it."""
    plate = Rectangle(width=name.width + 0.1, height=high + 0.04, fill_color=ground, fill_opacity=1)
    return VGroup(plate.set_stroke(width=0), name)
