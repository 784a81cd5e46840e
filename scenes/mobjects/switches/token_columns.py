"""Columns of as many switches as a real network has symbols, drawn as the cells of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import UP

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

BREADTH = 4  # width of a column, in gaps between columns


class TokenColumns(HeatMap):
    """Columns of cells in RGBA (columns, tokens, 4) in 0 … 1, token 0 at the top, with gaps between the columns."""

    def __init__(self, colors: Floats, width: float, height: float) -> None:
        super().__init__(spaced(colors), width, height)

    def show(self, colors: Floats) -> Self:
        """Show other cells: as many columns as before, but any number of tokens."""
        return self.set_colors(spaced(colors))

    def place(self, column: int, token: int) -> Floats:
        """Return the center (3,) of a token's cell in a column."""
        inward = np.array([(BREADTH - 1) / 2 * self.cell_size[0], 0.0, 0.0])
        return self.cell(column * (BREADTH + 1), self.colors.shape[1] - 1 - token) + inward

    def head(self, column: int, text: str, size: float, color: str) -> Lettering:
        """Write a symbol above a column; `size` in pixels, `color` #RRGGBB."""
        middle = np.array([self.place(column, 0)[0], self.points[2, 1], 0.0])
        digit = words("0", size, color).next_to(middle, UP, 0.18)
        return words(text, size, color).move_to(digit)


@dataclass(frozen=True)
class TokenCells:
    """Makes cells (3, tokens, 4) for `TokenColumns` from RGBA of panel (4,), grid (4,) and columns' inks (3, 4)."""

    panel: Floats
    grid: Floats
    inks: Floats

    def off(self, tokens: int) -> Floats:
        """Return the cells of switches that are all off."""
        shades = np.array([share * self.panel + (1 - share) * self.grid for share in (0.8, 0.66)])
        return switched_off(len(self.inks), tokens, shades)

    def question(self, numbers: Sequence[int], tokens: int) -> Floats:
        """Return the cells of a question: two numbers, which wrap around past the last symbol, and "="."""
        on = [*(number % (tokens - 1) for number in numbers), tokens - 1]
        return switched_on(self.off(tokens), on, self.inks)


def spaced(colors: Floats) -> Floats:
    """Return the table (columns·(BREADTH + 1) − 1, tokens, 4) to draw, upward, with transparent gaps."""
    columns, tokens = colors.shape[:2]
    table = np.zeros((columns, BREADTH + 1, tokens, 4))
    table[:, :BREADTH] = np.asarray(colors)[:, None, ::-1]
    return table.reshape(-1, tokens, 4)[:-1]


def switched_off(columns: int, tokens: int, shades: Floats) -> Floats:
    """Return cells (columns, tokens, 4) in two alternating shades (2, 4), so that switches can be told apart."""
    cells: Floats = np.tile(np.asarray(shades)[np.arange(tokens) % 2], (columns, 1, 1))
    return cells


def switched_on(cells: Floats, tokens: Sequence[int], inks: Floats) -> Floats:
    """Return the cells with one token switched on in each of the first n columns, in its color (n, 4)."""
    lit: Floats = cells.copy()
    lit[np.arange(len(tokens)), list(tokens)] = inks
    return lit
