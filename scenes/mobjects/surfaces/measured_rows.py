"""A sheet in the water and the measure of its rows side by side: the row runs, and the measure with it."""

from __future__ import annotations

from typing import Self

from manim import Group

from transparent_box.scenes.mobjects.surfaces.waterline import Waterline
from transparent_box.scenes.mobjects.surfaces.wave_sizes import WaveSizes


class MeasuredRows(Group):
    """`sea` and `chart` at one row y, the chart drawn as far as a row."""

    def __init__(self, sea: Waterline, chart: WaveSizes) -> None:
        self.sea, self.chart, self.y = sea, chart, 0.0
        super().__init__(sea, sea.field, chart)

    def stand(self, y: float, until: float) -> Self:
        """Look at row y, with the curves drawn up to a row."""
        self.y = y
        self.sea.cut(y)
        self.chart.show(y, until)
        return self
