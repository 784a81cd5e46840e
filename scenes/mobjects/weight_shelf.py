"""All weights of a network as tables on shelves, at one size of cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group

from scenes.look.colormaps import ramp
from scenes.look.theme import GAP, SMALL, Theme, units
from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.lettering import formula

BRIGHT = 98  # percentile of a table's sizes from which a cell is as bright as can be
SPACE = 2 * units(SMALL)  # units under a table for its name


class WeightShelf(Group):  # type: ignore[misc]
    """Tables (formula, (n, m)) in order, in as many rows as let their cells be largest in `width` × `height` units."""

    def __init__(self, tables: Sequence[tuple[str, Floats]], width: float, height: float, theme: Theme) -> None:
        shapes = [table.shape for _, table in tables]
        sizes = [(cell_size(rows, width, height), rows) for rows in shelvings(shapes, max(n for n, _ in shapes))]
        size, rows = max(sizes, key=lambda found: found[0])
        self.maps, self.names = Group(), Group()
        shelves, made = Group(), iter(tables)
        for row in rows:
            shelf = Group()
            for _ in row:
                name, table = next(made)
                scale = float(np.percentile(np.abs(table), BRIGHT)) or 1.0
                colors = ramp(theme.signed, np.clip(table / scale, -1, 1) / 2 + 0.5)
                picture = HeatMap(colors, table.shape[0] * size, table.shape[1] * size)
                label = formula(name, SMALL, theme.dim).next_to(picture, DOWN, GAP / 2)
                self.maps.add(picture)
                self.names.add(label)
                shelf.add(Group(picture, label))
            shelves.add(shelf.arrange(RIGHT, buff=GAP, aligned_edge=DOWN))
        super().__init__(*shelves.arrange(DOWN, buff=GAP, aligned_edge=LEFT))
        for shelf in self:
            shelf.set_x(self.get_x())


def cell_size(rows: Sequence[Sequence[tuple[int, int]]], width: float, height: float) -> float:
    """How large cells can be, in units."""
    across = min((width - GAP * (len(row) - 1)) / sum(n for n, _ in row) for row in rows)
    up = (height - len(rows) * (SPACE + GAP)) / sum(max(m for _, m in row) for row in rows)
    return min(across, up)


def shelvings(shapes: Sequence[tuple[int, int]], least: int) -> list[list[list[tuple[int, int]]]]:
    """The ways to put shapes on shelves in order, one for each number of cells that a shelf may be wide."""
    found = []
    for room in range(least, sum(n for n, _ in shapes) + 1, max(least // 4, 1)):
        rows: list[list[tuple[int, int]]] = [[]]
        for shape in shapes:
            if rows[-1] and sum(n for n, _ in rows[-1]) + shape[0] > room:
                rows.append([])
            rows[-1].append(shape)
        found.append(rows)
    return found
