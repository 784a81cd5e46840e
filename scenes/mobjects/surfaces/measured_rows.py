"""A surface cut open along one row, and a chart of a measure of every row: the cut and the chart move together."""

from __future__ import annotations

from typing import Self

from manim import Group

from transparent_box.scenes.mobjects.surfaces.waterline import Waterline
from transparent_box.scenes.mobjects.surfaces.wave_sizes import WaveSizes


class MeasuredRows(Group):
    """A surface in water, `sea`, and a `chart` of its rows, both at the same row y."""

    def __init__(self, sea: Waterline, chart: WaveSizes) -> None:
        self.sea, self.chart, self.y = sea, chart, 0.0
        super().__init__(sea, sea.field, chart)

    def stand(self, y: float, until: float) -> Self:
        """Move to row y, with the curves drawn up to row `until`."""
        self.y = y
        self.sea.cut(y)
        self.chart.show(y, until)
        return self
