"""Columns of switches that lie down: each becomes the axis of all numbers under every wave of a stack."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from manim import ManimColor, Rectangle, VGroup, VMobject, interpolate, interpolate_color

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.network.glyphs import column_edges
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import RADIUS
from transparent_box.scenes.mobjects.waves.wave_stack import WaveStack

THIN = 0.015  # units, width of an axis of the stack
FAINT = 0.6  # opacity of such an axis
LEAST = 0.02  # units, least height of a switch, so that it is visible


class Switched(Protocol):
    """Tokens as switches of a vocabulary; see `model.analysis.reading.Reading`."""

    tokens: tuple[int, int, int]
    vocabulary: int


class LyingSwitches(VGroup):
    """The strip's columns of switches of a reading, 0 at the top, over an area, which lie `down` on a stack's axes.

    Each of them becomes every wave's zero line, with the switch that is on at its number. `rest` is the last column,
    for "=", which does not.
    """

    def __init__(self, reading: Switched, area: Area, stack: WaveStack, theme: Theme) -> None:
        self.tokens, self.count, self.area, self.stack = reading.tokens, reading.vocabulary, area, stack
        tokens, count = self.tokens, self.count
        self.edges = area.left + column_edges(len(tokens), area.width)
        self.across = float(self.edges[0, 1] - self.edges[0, 0])
        self.high = max(area.height / count, LEAST)
        self.inks = ManimColor(theme.panel), ManimColor(theme.grid)
        copies = [*[len(stack.waves)] * (len(tokens) - 1), 1]
        self.bars, self.lit = (VGroup(*(VGroup(*(block() for _ in range(many))) for many in copies)) for _ in range(2))
        for column, ink in zip(self.lit, (theme.cos_x, theme.cos_y, theme.text), strict=True):
            column.set_fill(ink, 1)
        super().__init__(self.bars, self.lit)
        self.rest, self.moving = VGroup(self.bars[-1], self.lit[-1]), VGroup(*self.bars[:-1], *self.lit[:-1])
        self._lay(self.bars[-1][0], self.lit[-1][0], len(tokens) - 1, 0, 0.0)
        self.down(0.0)

    def down(self, share: float) -> Self:
        """Show a share 0 … 1 of the way."""
        for column, (bars, lit) in enumerate(zip(self.bars[:-1], self.lit[:-1], strict=True)):
            for row, (bar, on) in enumerate(zip(bars, lit, strict=True)):
                self._lay(bar, on, column, row, share)
        return self

    def _lay(self, bar: VMobject, on: VMobject, column: int, row: int, share: float) -> None:
        """Turn a column's bar, with its switch, from upright to level; it gets thinner, then moves to its row."""
        left, right = self.stack.at(row, self.stack.span, [0, 0])
        upright, turned = self._middle(column), np.pi / 2 * (1 - share)
        thin, apart = first_half(share), second_half(share)
        end = np.array([(left[0] + right[0]) / 2, (1 - apart) * self.area.center[1] + apart * left[1], 0])
        middle = (1 - share) * upright + share * end
        long = interpolate(self.area.height, right[0] - left[0], share)
        long = min(long, self.area.height / max(np.sin(turned), 1e-9))  # it is never higher than at first
        ahead, broad = np.array([np.cos(turned), -np.sin(turned), 0]), interpolate(self.across, THIN, thin)
        stand(bar, middle, long * ahead, broad)
        bar.set_fill(interpolate_color(*self.inks, share), interpolate(1, FAINT, share))
        token, last = self.tokens[column], self.stack.span[1]
        place = interpolate((token + 0.5) / self.count, token / last, share) - 0.5
        size = (interpolate(side, 2 * RADIUS, thin) for side in (self.high, self.across))
        stand(on, middle + place * long * ahead, next(size) * ahead, next(size))

    def _middle(self, column: int) -> Floats:
        """Find the middle of a column where the strip draws it."""
        return np.array([self.edges[column].mean(), self.area.center[1], 0])


def block() -> Rectangle:
    """Make a filled rectangle, to be placed later."""
    return Rectangle(stroke_width=0, fill_opacity=1)


def stand(block: VMobject, middle: Floats, length: Floats, breadth: float) -> None:
    """Place a rectangle around a point, along a vector `length` (3,), with a `breadth`."""
    ahead = np.asarray(length) / 2
    aside = breadth / 2 * np.array([-ahead[1], ahead[0], 0]) / max(float(np.linalg.norm(ahead)), 1e-9)
    corners = [ahead + aside, aside - ahead, -ahead - aside, ahead - aside, ahead + aside]
    block.set_points_as_corners([middle + corner for corner in corners])
