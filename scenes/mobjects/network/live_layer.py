"""A layer at work: the question's columns of switches, and every neuron of the layer as a cell in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    AnimationGroup,
    Arrow,
    FadeIn,
    Group,
    LaggedStart,
    ManimColor,
    ReplacementTransform,
    Square,
    VGroup,
)

from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.switches.token_columns import TokenCells, TokenColumns
from transparent_box.scenes.mobjects.words.fact import Flipbook
from transparent_box.scenes.mobjects.words.lettering import words

COLUMNS_SHARE = 0.2  # share of the width for the question
ARROW_SHARE = 0.14
BRIGHTEST = 99.0  # percentile of a layer's values that gets the strongest color
HEAD = 0.6  # units above the switches for the symbols
RINGED = 1.25  # size of the ring around a cell, in cells
SMALL = 0.3  # size of a number as it comes out of a cell
FITS = 0.9  # greatest width of the number above a column, as a share of the columns' distance
HALFWAY = 0.5  # share of a value's way out of its cell after which the next one starts
SENT = 4.0  # seconds in which all values come out
SIDE = 0.5  # share of the width for the layer, beside the plot of its values
BOARD = 0.4  # share of the height for the layer, below that plot


def rooms(area: Area, wide: bool) -> tuple[Area, Area]:
    """Divide an area between a layer and a plot of its values, beside it in a wide frame, otherwise above it."""
    return area.parts(SIDE, Gap.FAR, wide=0.0) if wide else area.parts(BOARD, Gap.NEAR, wide=np.inf)


def table_shape(count: int) -> tuple[int, int]:
    """Find columns and rows of an upright table with exactly `count` cells, as square as possible."""
    columns = next(width for width in range(int(count**0.5), 0, -1) if count % width == 0)
    return columns, count // columns


class LiveLayer(Group):
    """The switches and neurons of a layer for each of p numbers; `size` is (width, height) in units.

    `questions` (p, columns, tokens, 4) and `neurons` (p, n, 4) are RGBA. The values of the neurons in `ringed` can be
    sent out of their cells, which then get a ring. The table of neurons is upright or lies on its side, whichever makes
    cells larger.
    """

    number: Flipbook  # the number asked for, above the second column

    def __init__(
        self,
        questions: Floats,
        neurons: Floats,
        ringed: Sequence[int],
        size: tuple[float, float],
        theme: Theme,
    ) -> None:
        super().__init__()
        self.questions, self.neurons, (width, height) = questions, neurons, size
        room = np.array([width * (1 - COLUMNS_SHARE - ARROW_SHARE), height])
        upright = table_shape(neurons.shape[1])
        self.shape = max(upright, upright[::-1], key=lambda shape: min(room / shape))
        cell = float(min(room / self.shape))
        self.columns = TokenColumns(questions[0], COLUMNS_SHARE * width, height)
        self.flow = Arrow(
            RIGHT * 0, RIGHT * 0.8 * ARROW_SHARE * width, buff=0, color=theme.dim, stroke_width=4, tip_length=0.2
        )
        self.table = HeatMap(self._cells(0), cell * self.shape[0], cell * self.shape[1])
        Group.arrange(Group(self.columns, self.flow, self.table), RIGHT, buff=0.1 * ARROW_SHARE * width)
        self.ringed, self.ring = [divmod(int(neuron), self.shape[0]) for neuron in ringed], theme.accent  # row, column
        self.rings = VGroup()  # around cells whose values have been sent
        self.live = Group(self.columns, self.table, self.rings)
        self.add(self.flow, self.live)

    def _cells(self, number: int) -> Floats:
        """Lay out a number's neurons (columns, rows, 4) in reading order, from the top."""
        columns, rows = self.shape
        cells: Floats = self.neurons[number].reshape(rows, columns, 4).transpose(1, 0, 2)[:, ::-1]
        return cells

    def send(self, place: int, reading: VGroup) -> AnimationGroup:
        """Ring one of the cells and let its value come out of it, as a bar or, if there is no room, as a number.

        The number beside a bar appears where it stands: on its way it would cross the names.
        """
        (row, column), (text, *drawn) = self.ringed[place], reading
        x, y, size = column, self.shape[1] - 1 - row, self.table.cell_size[0]
        ring = Square(RINGED * size, color=self.ring, stroke_width=3).move_to(self.table.cell(x, y))
        self.rings.add(ring)
        moves = [FadeIn(ring, rate_func=first_half)]
        if not drawn:
            moves.append(FadeIn(text, target_position=ring, scale=SMALL))
        else:
            moves.append(FadeIn(text, rate_func=second_half))
            shade = ManimColor(self.table.colors[x, y].tolist())
            cell = Square(size, color=shade, fill_opacity=1, stroke_width=0).move_to(ring)
            moves.append(ReplacementTransform(cell, drawn[1]))
        return AnimationGroup(*moves)

    def send_all(self, readings: VGroup) -> LaggedStart:
        """Let the value of each ringed cell come out of it in turn."""
        sent = map(self.send, range(len(self.ringed)), readings)
        return LaggedStart(*sent, lag_ratio=HALFWAY, run_time=SENT)

    def show(self, number: int) -> Self:
        """Show question and neurons for a number."""
        self.columns.show(self.questions[number])
        self.number.show(number)
        self.table.set_colors(self._cells(number))
        return self


def layer_asked(x: int, values: Floats, ringed: Sequence[int], area: Area, theme: Theme) -> LiveLayer:
    """Draw a layer's values (p, n) for one x and each y, beside the question's switches, in an area."""
    count, inks = len(values), np.array([rgba(ink) for ink in (theme.cos_x, theme.cos_y, theme.text)])
    switches = TokenCells(rgba(theme.panel), rgba(theme.grid), inks)
    questions = np.array([switches.question((x, y), count + 1) for y in range(count)])
    strongest = max(float(np.percentile(np.abs(values), BRIGHTEST)), np.finfo(float).tiny)
    cells = ramp(theme.neurons, np.clip(0.5 + values / strongest / 2, 0, 1))
    layer = LiveLayer(questions, cells, ringed, (area.width, area.height - HEAD), theme)
    layer.move_to(area.center).shift(HEAD / 2 * DOWN)
    apart, widest = layer.columns.place(1, 0)[0] - layer.columns.place(0, 0)[0], str(count - 1)
    large = Size.HEADLINE * min(1.0, FITS * apart / words(widest, Size.HEADLINE, theme.text).width)
    symbols = (0, str(x), theme.cos_x), (2, "=", theme.text)
    heads = VGroup(*(layer.columns.head(n, text, max(large, Size.SMALL), ink) for n, text, ink in symbols))
    numbers = [layer.columns.head(1, str(y), max(large, Size.SMALL), theme.cos_y) for y in range(count)]
    layer.number = Flipbook(numbers)
    layer.live.add(layer.number)
    layer.add(heads)
    return layer
