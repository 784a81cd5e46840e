"""All switches of a long column as a field of cells, one column after another, seen through a window of any size."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Animation, Group, Mobject, Rectangle, Square, Transform, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.switches.long_column import EVEN, RULE, window, zoomed
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

FREE = 0.14  # share of a cell's width and height left free at each of its edges
TURN = 0.12  # share of the panel's color by which the shade of a cell alternates with its neighbors'
FINE = 120  # texels per unit of width or height: about as many as pixels at 1080p
EMPTY = 1e-9  # share below which nothing is covered
AIMED = 0.4  # units, side of the frame that has closed in on a switch
SQUARE = Square(1.0).points  # of a frame
ROOMY = 1.5  # width of a cell, in widths of the longest number, from which it bears a number


class SwitchField(HeatMap):
    """`count` switches written down column after column over an area, so that cells are as wide as high.

    `size` is the number of its columns and of the switches in each; the last column may have fewer. At first the field
    is `folded`: one column, `broad` units wide, at the left. `light` turns one switch on.
    """

    def __init__(self, count: int, area: Area, broad: float, theme: Theme) -> None:
        self.count, self.area, self.pitch, self.theme = count, area, broad / (1 - 2 * FREE), theme
        rows = round(np.sqrt(count * area.height / area.width))
        self.size = -(-count // rows), rows
        self.number, self.ink, self.lit = 0, rgba(theme.sum), 0.0
        texels = round(FINE * area.width), round(FINE * area.height)
        super().__init__(np.zeros((*texels, 4)), area.width, area.height, smooth=True)
        self.move_to(area.center)
        self.unfold(0.0)

    def unfold(self, share: float) -> Self:
        """Let the column flow over into more and more columns, a share (0 … 1) of the way, until cells are square."""
        self.rows = round(zoomed(self.count, self.size[1], share))
        columns = -(-self.count // self.rows)
        across = self.area.width / max(min(self.pitch, self.area.width / columns), self.area.width / self.size[0])
        return self._look((0.0, across), (0.0, self.rows), RULE + (FREE - RULE) * share)

    def enter(self, number: int, share: float) -> Self:
        """Zoom from the whole field to a switch and its neighbors, a share (0 … 1) of the way."""
        factor = zoomed(1.0, self.nearest, share)
        across, down = (
            window(place + 0.5, factor * shown, shown)
            for place, shown in zip(self.place(number), self.size, strict=True)
        )
        self.rows = self.size[1]
        return self._look(across, down, FREE)

    def light(self, number: int, share: float) -> Self:
        """Turn a switch on by a share (0 … 1)."""
        self.number, self.lit = number, share
        return self._look(*self.spans, self.free)

    def place(self, number: int) -> tuple[int, int]:
        """Return the column of a switch, and its row from the top."""
        return number // self.rows, number % self.rows

    def seat(self, number: int) -> Floats:
        """Return the center (3,) of a switch, in the window or beyond it."""
        ends = zip(self.place(number), self.spans, strict=True)
        across, down = ((place + 0.5 - low) / (high - low) for place, (low, high) in ends)
        return np.array([self.area.left + across * self.area.width, self.area.top - down * self.area.height, 0.0])

    @property
    def first(self) -> Floats:
        """The middle (3,) of the column while it is folded."""
        return np.array([self.area.left + self.pitch / 2, *self.area.center[1:]])

    def aim(self, number: int) -> list[Animation]:
        """Turn a switch on while a frame around the field closes in on it, to a little more than its size."""
        self.frame = Rectangle(width=self.width, height=self.height, color=self.theme.sum, stroke_width=4).move_to(self)
        aimed = Rectangle(width=AIMED, height=AIMED, color=self.theme.sum, stroke_width=4).move_to(self.seat(number))
        on = UpdateFromAlphaFunc(self, lambda _, share: self.light(number, share))
        return [on, Transform(self.frame.set_stroke(opacity=0), aimed)]

    def follow(self, number: int, view: Counter, out: bool = False) -> UpdateFromAlphaFunc:
        """Zoom in on a switch, the frame around it, or `out` without that; `view` counts the switches in view."""

        def go(_: Mobject, share: float) -> None:
            self.enter(number, 1 - share if out else share)
            self.frame.set_points(SQUARE * max(AIMED, self.cell_high) + self.seat(number))  # without rounding errors
            view.show(f"{self.shown:,}")

        return UpdateFromAlphaFunc(Group(self, view, *([] if out else [self.frame])), go)

    @property
    def cell_high(self) -> float:
        """The height of a cell in the window, in units."""
        low, high = self.spans[1]
        return self.area.height / (high - low)

    @property
    def shown(self) -> int:
        """The number of switches in view, of those that fit in whole."""
        across, up = (min(high, size) - low for (low, high), size in zip(self.spans, self.size, strict=True))
        return min(round(across * up), self.count)

    @property
    def nearest(self) -> float:
        """The share of the field's width that is in view nearest by, where cells bear their numbers."""
        room = ROOMY * words(f"{self.count:,}", Size.LABEL, self.theme.dim).width
        return float(self.area.width / room / self.size[0])

    def numbers(self) -> VGroup:
        """Write their numbers on all switches that are seen whole; that of the lit one in the ground's color."""
        (left, right), (top, foot) = self.spans
        labels = VGroup()
        for column in range(int(np.ceil(left - FREE)), int(right + FREE)):
            for row in range(int(np.ceil(top - FREE)), int(foot + FREE)):
                number = column * self.rows + row
                ink = self.theme.ground if number == self.number and self.lit else self.theme.text
                labels.add(words(f"{number:,}", Size.LABEL, ink).move_to(self.seat(number)))
        return labels

    def _look(self, across: tuple[float, float], down: tuple[float, float], free: float) -> Self:
        """Show a window, in columns from the left and rows from the top; `free` is left free above and below cells."""
        self.spans, self.free = (across, down), free
        columns, full = -(-self.count // self.rows), self.count % self.rows
        cuts = tuple(np.linspace(*span, many + 1) for span, many in zip(self.spans, self.colors.shape, strict=False))
        (wide, wide_turn), (high, high_turn) = covered(cuts[0], FREE, columns), covered(cuts[1], free, self.rows)
        turned, solid = np.outer(wide_turn, high_turn), np.outer(wide, high)
        panel, grid = rgba(self.theme.panel), rgba(self.theme.grid)
        colors = np.empty((*solid.shape, 4), dtype=np.float32)
        for channel, (even, turn) in enumerate(
            zip(EVEN * panel + (1 - EVEN) * grid, TURN * (panel - grid), strict=True)
        ):
            np.multiply(turned, np.float32(turn), out=colors[..., channel])
            colors[..., channel] += np.float32(even)
        colors[..., 3] = solid
        if full:
            colors[..., 3] *= 1 - np.outer(inside(cuts[0], columns - 1, columns), inside(cuts[1], full, self.rows))
        if self.lit:
            column, row = self.place(self.number)
            there = [inside(cuts[0], column + FREE, column + 1 - FREE), inside(cuts[1], row + free, row + 1 - free)]
            shares = [mine / np.maximum(all_of, EMPTY) for mine, all_of in zip(there, (wide, high), strict=True)]
            near = np.ix_(*(np.flatnonzero(share) for share in shares))
            on = self.lit * np.outer(*(share[share > 0] for share in shares)).clip(0, 1)[..., None]
            part = colors[near]
            part[..., :3] += on * (self.ink[:3] - part[..., :3])
            colors[near] = part
        self.colors = colors[:, ::-1]
        return self


def covered(cuts: Floats, free: float, count: int) -> tuple[Floats, Floats]:
    """Return the share of each interval between `cuts` that cells 0 … 1, 1 … 2, … cover, and how even these are.

    The latter is 1 where only even cells are covered, −1 where only odd ones are, and 0 where as much of both is.
    """
    at, full = np.clip(cuts, 0, count), 1 - 2 * free
    whole = np.floor(at)
    part, odd = np.clip(at - whole - free, 0, full), whole % 2
    share = np.diff(whole * full + part)
    even = np.diff(odd * full + (1 - 2 * odd) * part) / np.maximum(share, EMPTY)
    return (share / np.diff(cuts)).astype(np.float32), even.astype(np.float32)


def inside(cuts: Floats, low: float, high: float) -> Floats:
    """Return the share of each interval between `cuts` that lies between two bounds."""
    found: Floats = (np.diff(np.clip(cuts, low, high)) / np.diff(cuts)).astype(np.float32)
    return found
