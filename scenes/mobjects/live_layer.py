"""A layer at work: the question's columns of switches, and every neuron of the layer as a cell in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from manim import RIGHT, Arrow, Group, Rectangle, VMobject

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.token_columns import TokenColumns

COLUMNS_SHARE = 0.2  # of the width, for the question
ARROW_SHARE = 0.14


def table_shape(count: int) -> tuple[int, int]:
    """Columns and rows of an upright table with exactly `count` cells, as square as can be."""
    columns = next(width for width in range(int(count**0.5), 0, -1) if count % width == 0)
    return columns, count // columns


class LiveLayer(Group):
    """`questions` (p, columns, tokens, 4) and `neurons` (p, n, 4) RGBA for each of p numbers; some neurons ringed."""

    def __init__(
        self,
        questions: Floats,
        neurons: Floats,
        ringed: Sequence[int],
        width: float,
        height: float,
        *,
        ring: str,
        dim: str,
    ) -> None:
        super().__init__()
        self.shape = table_shape(neurons.shape[1])
        self.questions, self.neurons = questions, neurons
        cell = min(width * (1 - COLUMNS_SHARE - ARROW_SHARE) / self.shape[0], height / self.shape[1])
        self.asked = TokenColumns(questions[0], COLUMNS_SHARE * width, height)
        self.flow = Arrow(
            RIGHT * 0, RIGHT * 0.8 * ARROW_SHARE * width, buff=0, color=dim, stroke_width=4, tip_length=0.2
        )
        self.table = HeatMap(self._cells(0), cell * self.shape[0], cell * self.shape[1])
        Group.arrange(Group(self.asked, self.flow, self.table), RIGHT, buff=0.1 * ARROW_SHARE * width)
        self.rings = VMobject(color=ring, stroke_width=3)
        for neuron in ringed:
            self.rings.append_points(self._ring(int(neuron), cell).points)
        self.live = Group(self.asked, self.table, self.rings)
        self.add(self.flow, self.live)

    def _cells(self, number: int) -> Floats:
        """(columns, rows, 4) neurons in reading order, row after row from the top."""
        columns, rows = self.shape
        cells: Floats = self.neurons[number].reshape(rows, columns, 4).transpose(1, 0, 2)[:, ::-1]
        return cells

    def _ring(self, neuron: int, cell: float) -> Rectangle:
        row, column = divmod(neuron, self.shape[0])
        return Rectangle(width=1.25 * cell, height=1.25 * cell).move_to(
            self.table.cell(column, self.shape[1] - 1 - row)
        )

    def show(self, number: int) -> Self:
        """The question and the answers for that number."""
        self.asked.show(self.questions[number])
        self.table.set_colors(self._cells(number))
        return self
