"""A table of modular sums or differences: cells in cyclic colors, with numbers where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Group,
    ManimColor,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)

from transparent_box.scenes.look.colormaps import cyclic, rgba
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

TRAIL = 3.0  # cells that are fading in at a time
CASING = 0.13  # units, width of the rim behind a line on the table
WAY = 0.4  # opacity of the strip from a number to a cell
LEAST = 1e-3  # length of that strip at first, in cells
RULE = 0.05  # units, width of the lines between cells
ROOM = 0.6  # units beside the table for its numbers
FINE = 700  # texels, about, along a side of the table while the camera moves
TILE = 1.15  # height of a tile in a line of text, in sizes of its type


def tile(one: int, count: int, theme: Theme, size: float = Size.HEADLINE) -> VGroup:
    """Draw a number of a table modulo `count` as a tile for a line of text: its digits on its color."""
    digits = words(str(one), size, theme.ground)
    high, (red, green, blue, _) = TILE * units(size), cyclic(np.array(one / count), theme.cycle)
    plate = Rectangle(width=digits.width + high / 2, height=high, stroke_width=0, fill_opacity=1)
    return VGroup(plate.set_fill(ManimColor.from_rgb((red, green, blue))), digits.move_to(plate))


class SumTable(Group):
    """A table of sums (n, m) modulo `count`, x to the right and y upward, `width` × `height` units.

    Every cell is empty at first. `cells` are the colors, `digits` the sums on them (`size` in pixels), `rules` the
    lines between; `room` is how many units beside the table its numbers x and y take.
    """

    def __init__(self, sums: Floats, count: int, width: float, height: float, size: float, theme: Theme) -> None:
        self.sums, self.theme = np.asarray(sums), theme
        self.shares = np.zeros(self.sums.shape)
        self.count, self.size, self.room = count, size, ROOM
        self.cells = HeatMap(self._colors(), width, height)
        self.digits = VGroup(*(words(str(total), size, theme.ground) for total in self.sums.reshape(-1)))
        for place, digit in zip(np.ndindex(self.sums.shape), self.digits, strict=True):
            digit.move_to(self.cells.cell(*place)).set_opacity(0)
        self.rules = self._rules(width, height)
        super().__init__(self.cells, self.rules, self.digits)

    def fill(self, places: Sequence[tuple[int, int]]) -> UpdateFromAlphaFunc:
        """Fill cells (x, y) with their sums and colors, one after the other."""
        before, last = self.shares.copy(), len(places) + TRAIL

        def write(table: SumTable, alpha: float) -> None:
            for order, place in enumerate(places):
                share = float(np.clip((alpha * last - order) / TRAIL, 0, 1))
                self.shares[place] = max(before[place], share)
                self.digits[int(np.ravel_multi_index(place, self.sums.shape))].set_opacity(self.shares[place])
            self.cells.set_colors(self._colors())

        return UpdateFromAlphaFunc(self, write)

    def show(self, sums: Floats, count: int, shares: Floats) -> None:
        """Show other sums (n, m) modulo `count`, in colors only; shares (n, m) in 0 … 1 tell how full each cell is."""
        self.sums, self.count, self.shares = sums, count, shares
        self.cells.set_colors(self._colors())

    def leave(self, count: int, sign: int) -> UpdateFromAlphaFunc:
        """Zoom out from the corner at (0, 0) until `count` numbers are in view on each side; a row stays a row.

        The modulus at any time is the count n of numbers in view, which grows exponentially. A cell's color is the
        share (x ± y) / n of a full turn, so that no color jumps when a number comes into view.
        """
        start, dimensions = self.count, self.sums.shape
        texels = [count * max(1, round(FINE / count)) if size > 1 else 1 for size in dimensions]

        def step_back(table: SumTable, alpha: float) -> None:
            if alpha == 1:
                x, y = (np.arange(count if size > 1 else 1) for size in dimensions)
                sums = np.add.outer(x, sign * y) % count
                self.show(sums, count, np.ones(sums.shape))
                return
            shown = start * (count / start) ** alpha
            across, up = (
                (np.arange(side) * shown / side).astype(int) if side > 1 else np.zeros(1, int) for side in texels
            )
            least, most = sorted((0, sign * int(up[-1])))
            turn = cyclic(np.arange(least, across[-1] + most + 1) / shown, self.theme.cycle)
            self.cells.set_colors(turn[np.add.outer(across, sign * up) - least])

        return UpdateFromAlphaFunc(self, step_back)

    def corner(self, count: int) -> Callable[[float], None]:
        """Return a function of a share (0 … 1) that zooms in from the whole table to `count` numbers at (0, 0)."""
        sums, shares, colors, whole = self.sums, self.shares, self._colors(), len(self.sums)
        texels = whole * max(1, round(FINE / whole))

        def close_in(share: float) -> None:
            shown = whole * (count / whole) ** share
            if share in (0, 1):
                inside = slice(round(shown))
                self.show(sums[inside, inside], self.count, shares[inside, inside])
                return
            indices = (np.arange(texels) * shown / texels).astype(int)
            self.cells.set_colors(colors[np.ix_(indices, indices)])

        return close_in

    def exam(self, size: float) -> VGroup:
        """Write sums on lit cells, question marks on dark ones (`size` in pixels), and the numbers beside the table."""
        theme, numbers = self.theme, range(len(self.sums))
        questions = VGroup(self.heads(numbers, Size.SMALL, (theme.text, theme.text), self.room))
        for place in np.ndindex(self.sums.shape):
            lit = bool(self.shares[place])
            sign = words(str(self.sums[place]), size, theme.ground) if lit else words("?", size, theme.dim)
            questions.add(sign.move_to(self.cells.cell(*place)))
        return questions

    def lifted(self, x: int, y: int) -> VGroup:
        """Return a movable copy of a full cell with its number."""
        copied = tile(int(self.sums[x, y]), self.count, self.theme, self.size)
        wide, high = self.cells.cell_size
        copied[0].stretch_to_fit_width(wide - RULE).stretch_to_fit_height(high - RULE)
        return copied.move_to(self.cells.cell(x, y))

    def darken(self, places: Floats, trail: float) -> UpdateFromAlphaFunc:
        """Empty cells (n, 2) one after the other; a share `trail` of them is fading at a time."""
        rank, before = np.arange(len(places)) / len(places), self.shares.copy()

        def empty(table: SumTable, alpha: float) -> None:
            shares = before.copy()
            shares[tuple(np.transpose(places))] *= 1 - np.clip((alpha * (1 + trail) - rank) / trail, 0, 1)
            self.show(self.sums, self.count, shares)

        return UpdateFromAlphaFunc(self, empty)

    def pairs(self, total: int, sign: int) -> list[list[tuple[int, int]]]:
        """List the pairs with x ± y = `total`, in the order of x, and then those where it holds only modulo `count`."""
        last = self.count - 1
        if sign > 0:
            ends = [((0, total), (total, 0)), ((total + 1, last), (last, total + 1))]
        else:
            ends = [((total, 0), (last, last - total)), ((0, last - total + 1), (total - 1, last))]
        return [[(x, start[1] - sign * (x - start[0])) for x in range(start[0], end[0] + 1)] for start, end in ends]

    def diagonal(self, total: int, sign: int) -> list[PolylineSet]:
        """Return the lines through the cells of both lists of `pairs`, each line after its wider rim."""
        ways = self.pairs(total, sign)
        lines = [np.array([self.cells.cell(*place) for place in (way[0], way[-1])]) for way in ways]
        inks = ((self.theme.ground, CASING), (self.theme.text, RULE))
        return [PolylineSet([line], rgba(ink)[None], width) for line in lines for ink, width in inks]

    def meeting(self, x: int, y: int) -> UpdateFromAlphaFunc:
        """Grow a strip up from the number x and then one across from the number y, to the cell where they meet."""
        wide, high = self.cells.cell_size
        at, theme = self.cells.cell(x, y), self.theme
        up, across = (Rectangle(stroke_width=0, fill_color=ink, fill_opacity=WAY) for ink in (theme.cos_x, theme.cos_y))

        def go(_: VGroup, share: float) -> None:
            for way, size, done in ((up, (1, y + 1), 2 * share), (across, (x + 1, 1), 2 * share - 1)):
                length = max(float(smooth(np.clip(done, 0, 1))), LEAST) * max(size)
                width, height = (wide, length * high) if way is up else (length * wide, high)
                way.stretch_to_fit_width(width).stretch_to_fit_height(height)
                corner = at - np.array([(size[0] - 0.5) * wide, (size[1] - 0.5) * high, 0])
                way.move_to(corner, DOWN + LEFT)

        return UpdateFromAlphaFunc(VGroup(up, across), go)

    def heads(self, numbers: Sequence[int], size: float, inks: Sequence[str], room: float) -> VGroup:
        """Write numbers below their columns and, given a second ink, left of their rows, centered in `room` units."""
        low, across, up = (self.cells.points[corner] for corner in (0, 1, 3))
        columns, rows = self.sums.shape
        numerals = VGroup()
        for ink, edge, count, away in zip(inks, (across - low, up - low), (columns, rows), (DOWN, LEFT), strict=False):
            places = [low + edge * (number + 0.5) / count + room / 2 * away for number in numbers]
            numerals.add(
                *(words(str(number), size, ink).move_to(at) for number, at in zip(numbers, places, strict=True))
            )
        return numerals

    def names(self, letters: tuple[VGroup, VGroup], room: float, beyond: float, above: bool) -> VGroup:
        """Place the letters x and y `beyond` units past their last numbers; unless `above`, y left of its numbers."""
        low, across, up = (self.cells.points[corner] for corner in (0, 1, 3))
        letters[0].move_to(across + beyond * RIGHT + room / 2 * DOWN)
        last, beside = up + beyond * UP + room / 2 * LEFT, (low + up) / 2 + (room + beyond / 2) * LEFT
        letters[1].move_to(last if above else beside)
        return VGroup(*letters)

    def plain(self) -> Group:
        """Remove and return the digits and the lines; then `show` can change the number of cells."""
        leaving = Group(self.digits, self.rules)
        self.remove(self.digits, self.rules)
        return leaving

    def _colors(self) -> Floats:
        share, empty = self.shares[..., None], rgba(self.theme.panel)
        colors: Floats = empty + share * (cyclic(self.sums / self.count, self.theme.cycle) - empty)
        return colors

    def _rules(self, width: float, height: float) -> PolylineSet:
        columns, rows = self.sums.shape
        across = np.linspace(-width / 2, width / 2, columns + 1)
        up = np.linspace(-height / 2, height / 2, rows + 1)
        lines = [np.array([[x, -height / 2, 0], [x, height / 2, 0]]) for x in across]
        lines += [np.array([[-width / 2, y, 0], [width / 2, y, 0]]) for y in up]
        return PolylineSet(lines, np.tile(rgba(self.theme.ground), (len(lines), 1)), RULE)
