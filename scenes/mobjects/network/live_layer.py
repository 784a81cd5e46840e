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
    Mobject,
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

COLUMNS_SHARE = 0.2  # of the width, for the question
ARROW_SHARE = 0.14
BRIGHTEST = 99.0  # percentile of a layer's values that gets the strongest color
HEAD = 0.6  # units above the switches for the symbols
RINGED = 1.25  # times a cell, the ring about it
SMALL = 0.3  # of its size is a number as it comes out of a cell
FITS = 0.9  # of the way from column to column, that the widest number above one may be wide
HALFWAY = 0.5  # of the way of one value out of its cell, when the next one sets out
SENT = 4.0  # seconds in which all of them come
SIDE = 0.5  # of the width, for the layer beside what its values draw
BOARD = 0.4  # of the height, for it under that: what is drawn is the news


def rooms(area: Area, wide: bool) -> tuple[Area, Area]:
    """Part an area for a layer and for what its values draw, in a wide frame beside it and elsewhere above it."""
    return area.parts(SIDE, Gap.FAR, wide=0.0) if wide else area.parts(BOARD, Gap.NEAR, wide=np.inf)


def table_shape(count: int) -> tuple[int, int]:
    """Columns and rows of an upright table with exactly `count` cells, as square as can be."""
    columns = next(width for width in range(int(count**0.5), 0, -1) if count % width == 0)
    return columns, count // columns


class LiveLayer(Group):
    """`questions` (p, columns, tokens, 4) and `neurons` (p, n, 4) RGBA for each of p numbers; those of some can be
    sent out of their cells, which are `ringed` from then on.

    The table of neurons stands upright or lies, whichever has the larger cells.
    """

    number: Flipbook  # what is asked, above the second column

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
        self.questions, self.neurons = questions, neurons
        room = np.array([width * (1 - COLUMNS_SHARE - ARROW_SHARE), height])
        upright = table_shape(neurons.shape[1])
        self.shape = max(upright, upright[::-1], key=lambda shape: min(room / shape))
        cell = float(min(room / self.shape))
        self.asked = TokenColumns(questions[0], COLUMNS_SHARE * width, height)
        self.flow = Arrow(
            RIGHT * 0, RIGHT * 0.8 * ARROW_SHARE * width, buff=0, color=dim, stroke_width=4, tip_length=0.2
        )
        self.table = HeatMap(self._cells(0), cell * self.shape[0], cell * self.shape[1])
        Group.arrange(Group(self.asked, self.flow, self.table), RIGHT, buff=0.1 * ARROW_SHARE * width)
        self.ringed, self.ring = [divmod(int(neuron), self.shape[0]) for neuron in ringed], ring  # row, column
        self.rings = VGroup()  # of those whose values have been sent
        self.live = Group(self.asked, self.table, self.rings)
        self.add(self.flow, self.live)

    def _cells(self, number: int) -> Floats:
        """(columns, rows, 4) neurons in reading order, row after row from the top."""
        columns, rows = self.shape
        cells: Floats = self.neurons[number].reshape(rows, columns, 4).transpose(1, 0, 2)[:, ::-1]
        return cells

    def send(self, place: int, reading: VGroup, name: Mobject) -> AnimationGroup:
        """Ring one of the cells, and let its value come out of it, and its name then: the number, and the cell, which
        becomes the bar.
        """
        (row, column), (text, *drawn) = self.ringed[place], reading
        x, y, size = column, self.shape[1] - 1 - row, self.table.cell_size[0]
        ring = Square(RINGED * size, color=self.ring, stroke_width=3).move_to(self.table.cell(x, y))
        self.rings.add(ring)
        moves = [FadeIn(ring, rate_func=first_half), FadeIn(text, target_position=ring, scale=SMALL)]
        if drawn:
            shade = ManimColor(self.table.colors[x, y].tolist())
            cell = Square(size, color=shade, fill_opacity=1, stroke_width=0).move_to(ring)
            moves += [FadeIn(drawn[0], rate_func=second_half), ReplacementTransform(cell, drawn[1])]
        return AnimationGroup(*moves, FadeIn(name, rate_func=second_half))

    def send_all(self, readings: VGroup, names: VGroup) -> LaggedStart:
        """Let the value of every ringed cell come out of it in turn, and its name after it."""
        sent = map(self.send, range(len(self.ringed)), readings, names)
        return LaggedStart(*sent, lag_ratio=HALFWAY, run_time=SENT)

    def show(self, number: int) -> Self:
        """The question and the answers for that number."""
        self.asked.show(self.questions[number])
        self.number.show(number)
        self.table.set_colors(self._cells(number))
        return self


def layer_asked(x: int, values: Floats, ringed: Sequence[int], area: Area, theme: Theme) -> LiveLayer:
    """Draw a layer's values (p, n) for x and each y of 0 … p − 1, beside the switches of the question, in an area."""
    count, inks = len(values), np.array([rgba(ink) for ink in (theme.cos_x, theme.cos_y, theme.text)])
    switches = TokenCells(rgba(theme.panel), rgba(theme.grid), inks)
    questions = np.array([switches.question((x, y), count + 1) for y in range(count)])
    strongest = max(float(np.percentile(np.abs(values), BRIGHTEST)), np.finfo(float).tiny)
    cells = ramp(theme.neurons, np.clip(0.5 + values / strongest / 2, 0, 1))
    layer = LiveLayer(questions, cells, ringed, area.width, area.height - HEAD, ring=theme.accent, dim=theme.dim)
    layer.move_to(area.center).shift(HEAD / 2 * DOWN)
    apart, widest = layer.asked.place(1, 0)[0] - layer.asked.place(0, 0)[0], str(count - 1)
    large = Size.HEADLINE * min(1.0, FITS * apart / words(widest, Size.HEADLINE, theme.text).width)
    symbols = (0, str(x), theme.cos_x), (2, "=", theme.text)
    heads = VGroup(*(layer.asked.head(n, text, max(large, Size.SMALL), ink) for n, text, ink in symbols))
    numbers = [layer.asked.head(1, str(y), max(large, Size.SMALL), theme.cos_y) for y in range(count)]
    layer.number = Flipbook(numbers)
    layer.live.add(layer.number)
    layer.add(heads)
    return layer
