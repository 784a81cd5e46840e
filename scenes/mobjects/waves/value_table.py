"""All values of all numbers as one table of colored cells, with a column for each number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, Circle, Mobject, Rectangle, UpdateFromAlphaFunc, VGroup, VMobject

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import formula, words

QUIET = 0.12  # opacity of a row that contributes nothing
SWITCH = 0.3  # units, height of a row of switches
NAME = 0.8  # units kept above a table for switches and their names
FRAME = 0.2  # units, least height of the frame round a row, and least width of the frame round a column
NAMED = "a column for each number, a row for each value"
LINE = 1.6 * Size.SMALL  # pixels, height of the line below a table
LOW = 0.2  # share of the height left for a table that the line below may take, at most
ABOVE = 0.14  # units between a table and the text above it, and above that text


class ValueTable(HeatMap):
    """Values (p, d) as a heat map over an area, numbers to the right, in the theme's colors for both signs."""

    def __init__(self, values: Floats, area: Area, theme: Theme) -> None:
        most = max(float(np.abs(values).max()), 1e-9)
        super().__init__(ramp(theme.signed, 0.5 + 0.5 * values / most), area.width, area.height)
        self.move_to(area.center)
        self.rows = np.arange(values.shape[1])  # index of the value in each row, from the bottom up

    def cells_of(self, row: int) -> Floats:
        """Return the centers (p, 3) of one row's cells."""
        return np.array([self.cell(number, row) for number in range(len(self.colors))])

    def ring(self, row: int, color: str) -> Rectangle:
        """Frame one row."""
        ring = Rectangle(width=self.width, height=max(FRAME, 1.6 * self.cell_size[1]), color=color, stroke_width=3)
        return ring.move_to([self.get_x(), self.cell(0, row)[1], 0])

    def ring_number(self, number: int, color: str) -> Rectangle:
        """Frame one number's values."""
        ring = Rectangle(width=max(FRAME, 1.6 * self.cell_size[0]), height=self.height, color=color, stroke_width=3)
        return ring.move_to([self.cell(number, 0)[0], self.get_y(), 0])

    def leads(self, ring: Mobject) -> Callable[[int], object]:
        """Return a function that moves such a frame to another number."""
        return lambda number: ring.set_x(self.cell(number, 0)[0])

    def switches(self, color: str) -> VMobject:
        """Draw a switch above every column, all off, as one shape."""
        row = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
        for number in range(len(self.colors)):
            row.append_points(self._switch(number, 0.3).points)
        return row

    def _switch(self, number: int, share: float) -> Circle:
        place = [self.cell(number, 0)[0], self.get_top()[1] + SWITCH / 2, 0]
        return Circle(min(share * self.cell_size[0], share * SWITCH)).move_to(place)

    def switched_on(self, number: int, color: str) -> VGroup:
        """Draw a frame round one number's values, its switch, turned on, and the number above that."""
        ring = self.ring_number(number, color)
        switch = self._switch(number, 0.3).scale_to_fit_width(0.5 * SWITCH).set_fill(color, 1).set_stroke(width=0)
        return VGroup(ring, switch, words(str(number), Size.LABEL, color).next_to(switch, UP, 0.1))

    def keep(self, numbers: list[int], dim: float) -> Self:
        """Dim all columns but those of some numbers to the opacity `dim`."""
        self.colors = self.colors.copy()
        self.colors[np.setdiff1d(np.arange(len(self.colors)), numbers), :, 3] = dim
        return self

    def speak(self, loudness: Floats) -> Animation:
        """Brighten each value's row by its `loudness` (d,), 0 … 1, and sort the rows by it, the loudest on top."""
        place, goal = np.argsort(self.rows), np.argsort(np.argsort(loudness, kind="stable"))
        before, after = self.colors[:, place].copy(), self.colors[:, place].copy()
        after[..., 3] = QUIET + (1 - QUIET) * loudness

        def update(table: Mobject, share: float) -> None:
            self.rows = np.argsort(place + share * (goal - place), kind="stable")
            self.colors = (before + share * (after - before))[:, self.rows]

        return UpdateFromAlphaFunc(self, update)


def table_below_switches(values: Floats, area: Area, theme: Theme) -> tuple[ValueTable, VMobject]:
    """Make a table in an area, with room above it for a switch for each number, and its name; and the switches."""
    table = ValueTable(values, area.less_top(NAME), theme)
    return table, table.switches(theme.grid)


def named_table(
    values: Floats, area: Area, across: str, theme: Theme, heading: str = NAMED
) -> tuple[ValueTable, VGroup]:
    """Return a table in an area and its texts: `heading` above it, and below a formula of what runs across.

    Where an area is too low for text below, only the first and last number are written, beside the text above.
    """
    head = words(heading, Size.SMALL, theme.text, width=area.width)
    room, count = area.less_top(head.height + 2 * ABOVE), len(values)
    head.move_to([room.center[0], room.top + ABOVE + head.height / 2, 0])
    beside = ends_of(count, (room.left, room.right), theme).match_y(head)
    apart = min(head.get_left()[0] - beside[0].get_right()[0], beside[1].get_left()[0] - head.get_right()[0])
    if units(LINE) > LOW * room.height and apart > ABOVE:
        return ValueTable(values, room, theme), VGroup(head, *beside)
    foot = foot_of(across, count, area, (room.left, room.right), theme)
    return ValueTable(values, room.less_bottom(units(LINE)), theme), VGroup(head, *foot)


def ends_of(count: int, sides: tuple[float, float], theme: Theme) -> VGroup:
    """Write the first and the last of `count` numbers at the left and right of two `sides` (units)."""
    ends = VGroup(*(words(str(number), Size.SMALL, theme.dim) for number in (0, count - 1)))
    for end, edge, way in zip(ends, sides, (LEFT, RIGHT), strict=True):
        end.shift([edge - end.get_edge_center(way)[0], 0, 0])
    return ends


def foot_of(across: str, count: int, area: Area, sides: tuple[float, float], theme: Theme) -> VGroup:
    """Write a formula of what runs across, with the first and last number, on the bottom line of an area."""
    name = formula(across, Size.LABEL, theme.cos_x).move_to([sum(sides) / 2, area.bottom + units(LINE) / 2.6, 0])
    return VGroup(name, *ends_of(count, sides, theme).match_y(name))
