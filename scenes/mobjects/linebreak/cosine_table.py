"""A table of the cosines between two threads' points, each of one with each of the other, with the nearest marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, DashedLine, Group, Mobject, VGroup

from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.fact import Flipbook
from transparent_box.scenes.mobjects.words.lettering import words

DOT = 0.045  # units, radius of the mark at a nearest width
HAIR = 0.03  # units, width of a crosshair
CASING = 0.08  # units, width of its casing
EVERY = 20  # numbers from one numeral to the next
APART = 0.05  # units, least gap between an axis' name and a numeral
HEAD = 0.6  # units above the table for the offset


class CosineTable(Group):
    """A heat map in an area of the cosines of counts (c,), across, with widths (w,), up; dashes mark count = width.

    Dots mark each count's nearest width, and a crosshair the count at index `followed` with its nearest width. `offset`
    says how much wider than the count the nearest width is, at the median: one of `offsets`.
    """

    def __init__(
        self, counts: Floats, widths: Floats, offsets: Sequence[int], followed: int, area: Area, theme: Theme
    ) -> None:
        self.counts, self.widths, self.theme, self.followed = np.asarray(counts), np.asarray(widths), theme, followed
        self.offsets = sorted(set(offsets))
        across, up = words("count", Size.LABEL, theme.text), words("width", Size.LABEL, theme.text).rotate(np.pi / 2)
        beyond = HEAD + across.height + Gap.NEAR  # above and below the table
        room = min(area.width - 2 * (up.width + Gap.NEAR), area.height - beyond)
        area = area.no_higher(room + beyond)
        empty = ramp(theme.signed, np.full((len(self.counts), len(self.widths)), 0.5))
        self.map = HeatMap(empty, room, room)
        self.map.move_to([area.center[0], area.top - HEAD - room / 2, 0])
        across.move_to([area.center[0], self.map.get_bottom()[1] - Gap.NEAR - across.height / 2, 0])
        up.next_to(self.map, LEFT, Gap.NEAR)
        both = np.intersect1d(self.counts, self.widths)
        self.same = DashedLine(*(self.cell(both[end], both[end]) for end in (0, -1)), color=theme.text, stroke_width=2)
        dark = np.tile(rgba(theme.ground), (len(self.counts), 1))  # dark dots: high cosines are bright
        self.marks = PointCloud(np.zeros((len(self.counts), 3)), dark, DOT)
        said = [f"nearest width: count {'+' if offset >= 0 else '−'} {abs(offset)}" for offset in self.offsets]
        states = [VGroup(words(text, Size.LABEL, theme.text)) for text in said]
        seat = [area.center[0], self.map.get_top()[1] + HEAD / 2, 0]
        self.offset = Flipbook([state.move_to(seat) for state in states])
        looks = (theme.ground, CASING), (theme.text, HAIR)
        self.hairs = Group(*(PolylineSet(np.zeros((2, 2, 3)), np.tile(rgba(ink), (2, 1)), wide) for ink, wide in looks))
        self.spot = marks(np.zeros(3), theme.text, theme.ground)
        numerals = VGroup(*self._numerals(across, up))
        super().__init__(self.map, self.same, self.marks, self.hairs, self.spot, across, up, numerals, self.offset)

    def _numerals(self, across: Mobject, up: Mobject) -> Iterator[Mobject]:
        """Write some counts below the table and some widths beside it, clear of the axes' names."""
        for numbers, name, side in ((self.counts, across, DOWN), (self.widths, up, LEFT)):
            for number in numbers[numbers % EVERY == 0]:
                x, y = self.cell(number, number)[:2]
                foot = [x, self.map.get_bottom()[1], 0] if side is DOWN else [self.map.get_left()[0], y, 0]
                numeral = words(f"{number}", Size.SMALL, self.theme.dim).next_to(foot, side, 0.1)
                if min(Area.around(numeral).overlap(Area.around(name))) < -APART:
                    yield numeral

    def cell(self, count: float, width: float) -> Floats:
        """Return the middle (3,) of the cell of a count and a width."""
        x, y = np.searchsorted(self.counts, count), np.searchsorted(self.widths, width)
        place: Floats = self.map.cell(int(x), int(y))
        return place

    def show(self, cosines: Floats, offset: int) -> Self:
        """Show cosines (c, w), each count's nearest width, and the offset."""
        self.map.set_colors(ramp(self.theme.signed, (cosines + 1) / 2))
        nearest = np.array([self.map.cell(x, int(y)) for x, y in enumerate(cosines.argmax(axis=1))])
        self.marks.set_positions(nearest)
        spot = nearest[self.followed]
        below, beside = [spot[0], self.map.get_bottom()[1], 0.0], [self.map.get_left()[0], spot[1], 0.0]
        for hairs in self.hairs:
            hairs.set_curves(np.array([[spot, below], [spot, beside]]))
        for mark in self.spot:
            mark.set_positions(spot[None])
        self.offset.show(self.offsets.index(offset))
        return self
