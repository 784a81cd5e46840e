"""One wave's size in every row, before and after an operation, and the row that is looked at."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, UP, Dot, Line, Mobject

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.words.lettering import formula, words

FINE = 12  # points of a curve between two rows
DOTS = 3  # points of a curve in each of its dots, and in each gap
TOP = 1.12  # end of the axis, in multiples of the largest value
LOW = 2.4  # units: in an area lower than that, the head is one short line
WIDE = 2.0  # an area at least this many times as wide as high has room beside a surface
LOWEST = 5.0  # units: in a stacked area lower than that, the surface gets a larger share


def surface_and_sizes(area: Area) -> tuple[Area, Area]:
    """Split an area in two: one for a surface, and one beside or above it for the sizes of its wave."""
    if area.width >= WIDE * area.height:
        return area.parts(0.66, Gap.FAR, WIDE)
    if not area.is_low:
        return area.parts(0.6, Gap.FAR, WIDE)
    return area.parts(0.61 if area.height < LOWEST else 0.56, Gap.NEAR, WIDE)


class WaveSizes(Chart):
    """A chart of the sizes (p,) of a wave in every row, `before` as a dotted curve, `after` as a shaded one.

    `ink` is the color of `after`. An upright line with a dot on each curve marks the row that is looked at.
    """

    def __init__(self, before: Floats, after: Floats, title: str, area: Area, ink: str, theme: Theme) -> None:
        last, high = len(before) - 1, TOP * float(max(before.max(), after.max()))
        written = words(title, Size.LABEL, theme.text, width=area.width)
        low = area.height < LOW  # there, only the line of the ranges is above the axes
        room = area.less_top(written.height + (Gap.NEAR / 2 if low else Gap.NEAR))
        self.head = units(Size.SMALL) + Gap.NEAR / 2 if low else 0.6
        x, y, inks = Axis(0, last, False, ""), Axis(0, high, False, ""), {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=last, head=self.head, size=Size.SMALL, **inks)
        written.move_to([area.left + written.width / 2, area.top - written.height / 2, 0])
        fine = np.linspace(0, last, last * FINE + 1)
        self.dotted, self.after = (np.interp(fine, np.arange(last + 1), sizes) for sizes in (before, after))
        self.shade = Pane(np.zeros((len(fine), 2, 3)), rgba(ink, 0.3))
        name = formula("y", Size.LABEL, theme.cos_y)
        name.move_to([self.area.right - name.width / 2, self.numerals[0][1].get_y(), 0])
        self.add(written, self.shade, name)
        self.first = self.curve(fine, self.dotted, theme.text, 0.03)
        self.second = self.curve(fine, self.after, ink, 0.045)
        self.upright = Line([0, 0, 0], [0, 1, 0], color=theme.text, stroke_width=2)
        self.dots = [Dot(radius=0.09, color=theme.text), Dot(radius=0.09, color=ink)]
        self.ranges = self._ranges(before, after, ink, theme)
        self.add(self.upright, *self.dots)
        self.show(0.0, 0.0)

    def _ranges(self, before: Floats, after: Floats, ink: str, theme: Theme) -> list[Mobject]:
        """Write the range of each curve; the caller adds them when they are to be seen."""
        area, ranges = self.area, []
        for name, sizes, color in (("before", before, theme.text), ("after", after, ink)):
            ranges.append(words(f"{name}: {decimal(sizes.min())} – {decimal(sizes.max())}", Size.SMALL, color))
        first, second = ranges
        first.move_to([area.right - first.width / 2, area.top + self.head - first.height / 2, 0])
        second.next_to(first, LEFT, Gap.FAR).align_to(first, UP)
        if second.get_left()[0] < area.left:
            second.move_to([area.right - second.width / 2, area.top + self.head - units(Size.SMALL) * 1.9, 0])
        return ranges

    def show(self, y: float, until: float) -> Self:
        """Mark row y, with the curves drawn up to row `until`."""
        self.reveal(max(until, 1e-3))
        inside = np.minimum(self.second.x, max(until, 1e-3))
        tops = self.places(inside, np.interp(inside, self.second.x, self.after))
        self.shade.set_grid(np.stack([self.places(inside, 0 * inside), tops], axis=1))
        foot, head = self.places([y, y], [0.0, self.y.high])
        self.upright.put_start_and_end_on(foot, head)
        for dot, drawn in zip(self.dots, (self.first, self.second), strict=True):
            dot.move_to(self.places([y], [drawn.value(y)])[0])
        return self

    def _trace(self, drawn: Curve) -> Curve:
        """Draw a curve as far as it is revealed, that of `before` as dots."""
        super()._trace(drawn)
        if drawn is self.curves[0]:
            dots = np.array_split(drawn.points, max(1, len(drawn.points) // DOTS))[::2]
            drawn.points, drawn.lengths = np.concatenate(dots), np.array([len(dot) for dot in dots])
            drawn.colors = np.tile(drawn.colors[:1], (len(dots), 1))
        return drawn
