"""Columns of as many switches as a real network has symbols: too many to draw one by one, so cells of one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import LEFT, UP, VGroup

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.lettering import Lettering, words

BREADTH = 4  # of a column, in gaps between columns
RULER_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
RULER_ROOM = 0.7  # units from one name on the ruler to the next, at least


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

    def ruler(self, size: float, color: str) -> VGroup:
        """Names of some switches at the left: round numbers, and "=" for the last."""
        last = self.colors.shape[1] - 1
        room = self.cell_size[1]
        step = next((step for step in RULER_STEPS if step * room >= RULER_ROOM), last)
        numbers = [number for number in range(0, last, step) if (last - number) * room >= RULER_ROOM * 0.5]
        names: Sequence[tuple[int, str]] = [*((n, str(n)) for n in numbers), (last, "=")]
        return VGroup(*(words(name, size, color).next_to(self._edge(token), LEFT, 0.15) for token, name in names))

    def _edge(self, token: int) -> Floats:
        return np.array([self.points[0, 0], self.place(0, token)[1], 0.0])


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


def lit_by(cells: Floats, shares: Floats, ink: Floats) -> Floats:
    """The last column as bright as shares (tokens,) in 0 … 1 say; the others, which do not count, faint."""
    lit: Floats = cells.copy()
    lit[:-1, :, 3] = 0.3
    lit[-1] += np.asarray(shares)[:, None] * (np.asarray(ink) - lit[-1])
    return lit
