"""All weights of a network as tables on shelves, with cells of one size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, Group

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import formula

BRIGHT = 98  # percentile of a table's absolute values that gets the brightest color
SPACE = 2 * units(Size.SMALL)  # units below a table for its name


class WeightShelf(Group):
    """Tables (formula, (n, m)) in order, on the shelves that make cells largest, in `width` × `height` units."""

    def __init__(self, tables: Sequence[tuple[str, Floats]], width: float, height: float, theme: Theme) -> None:
        shapes = [table.shape for _, table in tables]
        sizes = [(cell_size(rows, width, height), rows) for rows in shelf_layouts(shapes, max(n for n, _ in shapes))]
        size, rows = max(sizes, key=lambda layout: layout[0])
        self.maps, self.names = Group(), Group()
        shelves, remaining = Group(), iter(tables)
        for row in rows:
            shelf = Group()
            for name, table in (next(remaining) for _ in row):
                shelf.add(HeatMap(shaded(table, table, theme), table.shape[0] * size, table.shape[1] * size))
                self.names.add(formula(name, Size.SMALL, theme.dim))
            self.maps.add(*shelf.arrange(RIGHT, buff=Gap.NEAR, aligned_edge=DOWN))
            shelves.add(shelf)
        shelves.arrange(DOWN, buff=Gap.NEAR + SPACE)
        for picture, name in zip(self.maps, self.names, strict=True):
            name.move_to(picture.get_bottom() + SPACE / 2 * DOWN)
        super().__init__(self.maps, self.names)


def shaded(numbers: Floats, table: Floats, theme: Theme) -> Floats:
    """Return the RGBA (…, 4) of numbers (…) out of a table, on the color scale of the whole table."""
    scale = float(np.percentile(np.abs(table), BRIGHT)) or 1.0
    return ramp(theme.signed, np.clip(numbers / scale, -1, 1) / 2 + 0.5)


def cell_size(rows: Sequence[Sequence[tuple[int, int]]], width: float, height: float) -> float:
    """Find the largest possible size of a cell, in units."""
    across = min((width - Gap.NEAR * (len(row) - 1)) / sum(n for n, _ in row) for row in rows)
    up = (height - len(rows) * (SPACE + Gap.NEAR)) / sum(max(m for _, m in row) for row in rows)
    return min(across, up)


def shelf_layouts(shapes: Sequence[tuple[int, int]], least: int) -> list[list[list[tuple[int, int]]]]:
    """List ways to put shapes on shelves in order, one for each width tried, from `least` cells on."""
    layouts = []
    for room in range(least, sum(n for n, _ in shapes) + 1, max(least // 4, 1)):
        rows: list[list[tuple[int, int]]] = [[]]
        for shape in shapes:
            if rows[-1] and sum(n for n, _ in rows[-1]) + shape[0] > room:
                rows.append([])
            rows[-1].append(shape)
        layouts.append(rows)
    return layouts
