"""The film's own patterns in one box, laid out as large as possible; they move together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import permutations
from typing import Self

import numpy as np
from manim import Group

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boxes.notched_box import NotchedBox
from transparent_box.scenes.mobjects.boxes.pattern_tiles import tiles_of
from transparent_box.scenes.mobjects.boxes.patterns import Patterns
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ROOMY = 6.0  # units: in an area lower than that, gaps are smaller


class PatternGrid(Group):
    """Patterns as animated `tiles`, one to an area; `show` moves all of them.

    The last one, the thread, is another network's, and has a box of its own around its area.
    """

    def __init__(self, patterns: Patterns, areas: list[Area], theme: Theme) -> None:
        self.patterns, self.areas, self.theme = patterns, areas, theme
        tiles = tiles_of(patterns, areas, theme)
        self.tiles, self.movers = [tile.picture for tile in tiles], [tile.move for tile in tiles]
        super().__init__(*self.tiles)
        self.show(0.0)

    def show(self, share: float) -> Self:
        """Show every tile at a share 0 … 1 of the whole time."""
        for move in self.movers:
            move(share)
        return self


def in_pane(
    patterns: Patterns, area: Area, theme: Theme, before: PatternGrid | None = None
) -> tuple[PatternGrid, NotchedBox]:
    """Lay patterns out in an area, in the rows that make them largest, and make the box around all but the thread.

    The thread's own box fills a corner cut out of that box, or lies below it. If the patterns stood in a layout
    `before`, each takes the nearest seat, so that their paths do not cross.
    """
    near = Gap.NEAR * min(1.0, area.height / ROOMY)
    room, shapes = area.inside(2 * near, 2 * near), patterns.shapes

    def seated(order: Sequence[int]) -> list[Area]:
        *cells, last = in_rows(room, [*(shapes[one] for one in order), 1.0], 1.5 * near)
        own = Area(last.left + near, area.right, area.bottom, last.top - near)
        return [*(cell for _, cell in sorted(zip(order, cells, strict=True), key=lambda pair: pair[0])), own]

    def way(order: Sequence[int]) -> float:
        assert before is not None
        return float(np.square(seats(seated(order)) - seats(before.areas)).sum())

    order = range(len(shapes))
    cells = seated(min(permutations(order), key=way) if before else order)
    corner = Area(cells[-1].left - near, area.right, area.bottom, cells[-1].top + near)
    return PatternGrid(patterns, cells, theme), NotchedBox(area, corner, theme)


def seats(areas: Sequence[Area]) -> Floats:
    """Find the middles (n, 2) of areas, as shares of their common bounding box."""
    whole = reduce(Area.to, areas)
    middles = np.array([area.center[:2] for area in areas])
    shares: Floats = (middles - [whole.left, whole.bottom]) / [whole.width, whole.height]
    return shares


def in_rows(area: Area, shapes: list[float], gap: float) -> list[Area]:
    """Divide an area among pictures of `shapes` (width over height), with as many in each row as makes them largest."""

    def rows_of(many: int) -> list[list[float]]:
        return [shapes[first : first + many] for first in range(0, len(shapes), many)]

    def height(many: int) -> float:
        rows = rows_of(many)
        across = min((area.width - gap * (len(row) - 1)) / sum(row) for row in rows)
        return min(across, (area.height + gap) / len(rows) - gap)

    rows, areas = rows_of(max(range(1, len(shapes) + 1), key=height)), []
    high = (area.height + gap) / len(rows) - gap
    for number, row in enumerate(rows):
        top, left = area.top - number * (high + gap), area.left
        for shape in row:
            wide = (area.width - gap * (len(row) - 1)) * shape / sum(row)
            areas.append(Area(left, left + wide, top - high, top))
            left += wide + gap
    return areas
