"""Columns of as many switches as a real network has symbols: too many to draw one by one, so cells of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import UP

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

BREADTH = 4  # of a column, in gaps between columns


class TokenColumns(HeatMap):
    """Cells (columns, tokens, 4) RGBA in 0 … 1, token 0 at the top, in columns with gaps between them."""

    def __init__(self, colors: Floats, width: float, height: float) -> None:
        super().__init__(spaced(colors), width, height)

    def show(self, colors: Floats) -> Self:
        """Other cells, of as many columns but any number of tokens."""
        return self.set_colors(spaced(colors))

    def place(self, column: int, token: int) -> Floats:
        """(3,) the middle of a token's cell in a column."""
        inward = np.array([(BREADTH - 1) / 2 * self.cell_size[0], 0.0, 0.0])
        return self.cell(column * (BREADTH + 1), self.colors.shape[1] - 1 - token) + inward

    def head(self, column: int, text: str, size: float, color: str) -> Lettering:
        """A symbol above a column."""
        middle = np.array([self.place(column, 0)[0], self.points[2, 1], 0.0])
        digit = words("0", size, color).next_to(middle, UP, 0.18)
        return words(text, size, color).move_to(digit)


@dataclass(frozen=True)
class TokenCells:
    """Cells (3, tokens, 4) for `TokenColumns`, from RGBA of the panel, its grid and the columns' inks."""

    panel: Floats
    grid: Floats
    inks: Floats

    def off(self, tokens: int) -> Floats:
        """Switches that are off."""
        shades = np.array([share * self.panel + (1 - share) * self.grid for share in (0.8, 0.66)])
        return switched_off(len(self.inks), tokens, shades)

    def question(self, numbers: Sequence[int], tokens: int) -> Floats:
        """A question as switches of that many symbols, numbers past the last of them begun again."""
        on = [*(number % (tokens - 1) for number in numbers), tokens - 1]
        return switched_on(self.off(tokens), on, self.inks)


def spaced(colors: Floats) -> Floats:
    """(columns·(BREADTH + 1) − 1, tokens, 4) the table that is drawn, upward, with clear columns between."""
    columns, tokens = colors.shape[:2]
    table = np.zeros((columns, BREADTH + 1, tokens, 4))
    table[:, :BREADTH] = np.asarray(colors)[:, None, ::-1]
    return table.reshape(-1, tokens, 4)[:-1]


def switched_off(columns: int, tokens: int, shades: Floats) -> Floats:
    """(columns, tokens, 4) cells of two shades (2, 4) in turn, so that one switch can be told from the next."""
    cells: Floats = np.tile(np.asarray(shades)[np.arange(tokens) % 2], (columns, 1, 1))
    return cells


def switched_on(cells: Floats, tokens: Sequence[int], inks: Floats) -> Floats:
    """The same cells with one on in each of the first columns, in its ink (n, 4)."""
    lit: Floats = cells.copy()
    lit[np.arange(len(tokens)), list(tokens)] = inks
    return lit
