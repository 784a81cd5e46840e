"""The shares right of two parts of an exam, as thin curves over a chart of the whole: which one was learned first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, Mobject, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.charts.free_place import is_free
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

THIN = 0.03  # units, width of a curve
BESIDE = 0.2  # units from a curve to a name beside it
BELOW = 0.1  # units from a curve to a name below it
CLEAR = 0.05  # units, least gap between a name and all curves
LOW = 0.3  # share right at which the later part's name is placed


class ExamParts(Group):
    """Curves of the shares right (f,) of two named parts at steps (f,), the part learned first before the other.

    The first one's name is left of its curve where that leads most, the other's right of its own where that starts to
    rise, or below it; a name without room is left out of `names`.
    """

    def __init__(self, chart: Chart, step: Floats, shares: Mapping[str, Floats], color: str) -> None:
        self.chart, self.step, self.shares = chart, np.asarray(step, float), [*shares.values()]
        first, other = self.shares
        ahead, passed = int((first - other).argmax()), other > LOW
        stirs = int(passed.argmax()) if passed.any() else -1
        own = [chart.places(self.step, share) for share in self.shares]
        beside = (own[0][ahead], LEFT * BESIDE), (chart.places([step[stirs]], [LOW])[0], RIGHT * BESIDE)
        curves, self.names = [*own, *(chart.places(curve.x, curve.y) for curve in chart.curves)], VGroup()
        for name, best, points in zip(shares, beside, own, strict=True):
            text, seats = words(name, Size.LABEL, color), [best, *((point, DOWN * BELOW) for point in points)]
            if has_seat(text, seats, curves, chart.area):
                self.names.add(text)
        self.curves = [PolylineSet([np.zeros((1, 3))], rgba(color)[None], THIN) for _ in shares]
        super().__init__(*self.curves)
        self.show(self.step[0])

    def show(self, step: float) -> Self:
        """Draw the curves up to a step."""
        until = np.append(self.step[self.step < step], step)
        for curve, share in zip(self.curves, self.shares, strict=True):
            curve.lengths = np.array([len(until)])
            curve.set_curves([self.chart.places(until, np.interp(until, self.step, share))])
        return self


def has_seat(name: Mobject, seats: Sequence[tuple[Floats, Floats]], curves: Sequence[Floats], area: Area) -> bool:
    """Move a name to the first place and offset where it is inside an area and clear of curves (n, 3); tell if any."""
    for place, away in seats:
        seat = Area.around(name.next_to(place, away, 1.0)).inside(-2 * CLEAR, -2 * CLEAR)
        if area.to(seat) == area and is_free(seat, curves):
            return True
    return False
