"""Shares right of two parts of an exam, as thin curves over a chart of the whole: which of them came first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Group, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.theme import Size
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.chart import Chart
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.polyline_set import PolylineSet

THIN, BESIDE = 0.03, 0.2  # units: a curve's width, and from it to its name
LOW = 0.3  # of all right: where the name of what comes later stands


class ExamParts(Group):
    """Curves of shares right (f,) of two parts, by name, the one that came first before the other, at steps (f,).

    All are drawn as far as a step. Of the `names`, the first's stands before its curve where that is furthest ahead,
    the other's behind its own where that has risen a little.
    """

    def __init__(self, chart: Chart, step: Floats, shares: Mapping[str, Floats], color: str) -> None:
        self.chart, self.step, self.shares = chart, np.asarray(step, float), [*shares.values()]
        first, other = self.shares
        ahead, passed = int((first - other).argmax()), other > LOW
        stirs = int(passed.argmax()) if passed.any() else -1
        places = chart.places([step[ahead], step[stirs]], [first[ahead], LOW])
        before, behind = (words(name, Size.LABEL, color) for name in shares)
        before.next_to(places[0], LEFT, BESIDE)
        behind.next_to(places[1], RIGHT, BESIDE)
        behind.shift(min(0.0, chart.area.right - behind.get_right()[0]) * RIGHT)
        self.names = VGroup(before, behind)
        self.curves = [PolylineSet([np.zeros((1, 3))], rgba(color)[None], THIN) for _ in shares]
        super().__init__(*self.curves)
        self.show(self.step[0])

    def show(self, step: float) -> Self:
        """Draw the curves as far as a step."""
        until = np.append(self.step[self.step < step], step)
        for curve, share in zip(self.curves, self.shares, strict=True):
            curve.lengths = np.array([len(until)])
            curve.set_curves([self.chart.places(until, np.interp(until, self.step, share))])
        return self
