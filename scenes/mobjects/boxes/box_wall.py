"""A wall of closed boxes that look alike, one of which can turn to glass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import Animation, DashedLine, FadeIn, FadeOut, Group, Mobject, Square, Succession, Transform, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, Time
from transparent_box.scenes.mobjects.boxes.notched_box import NotchedBox
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

Integers = NDArray[np.int64]
BOXES = 15  # boxes of the film's wall; the network of this film is in the middle one
DRAWN_IN = 0.6  # size to which the other boxes shrink when the middle one is seen close up
SORTED = 0.8  # share of the sorting time by which all columns are in place
FRONT = 0.4  # share of all columns that are moving at a time
APART = 0.016  # gap between groups, as a share of all columns
DIM = 0.4  # opacity of the columns that are in no group
BRIGHT = 98  # percentile of absolute values that gets the brightest color
INSIDE = 0.86  # share of a box's side that its numbers fill
BEHIND = 0.35  # opacity of the numbers once their box has swelled
LINGERS = 2 * Time.STEADY  # seconds until they have faded


class BoxWall(Group):
    """A wall of `count` closed boxes over an area; the middle one, once opened, shows `numbers` (n, m) as a heat map.

    `order` is (order of the n columns, sizes of the groups): sorted, the columns lie in groups of these sizes, and then
    a rest.
    """

    def __init__(
        self, count: int, numbers: Floats, order: tuple[Integers, Sequence[int]], area: Area, theme: Theme
    ) -> None:
        self.area, (cells, side) = area, seats(area, count)
        look = {"fill_color": theme.panel, "fill_opacity": 1}
        boxes = [Square(side, stroke_color=theme.text, stroke_width=3, **look).move_to(cell.center) for cell in cells]
        middle = int(np.argmin([np.linalg.norm(box.get_center() - area.center) for box in boxes]))
        self.marks = VGroup(*(closed_mark(Area.around(box), theme) for box in boxes))
        self.mark, self.glass, self.ink = self.marks[middle], boxes[middle], theme.accent
        self.marks.remove(self.mark)
        self.closed = [box for box in boxes if box is not self.glass]
        shades = ramp(theme.signed, np.clip(numbers / (np.percentile(np.abs(numbers), BRIGHT) or 1), -1, 1) / 2 + 0.5)
        self.shades, self.rank, self.cuts = shades, np.argsort(order[0]), np.cumsum(order[1])
        self.inside = HeatMap(shades, INSIDE * side, INSIDE * side).move_to(self.glass)
        super().__init__(*boxes, self.marks, self.mark)

    def opened(self) -> list[Any]:
        """Turn the middle box to glass."""
        return [self.glass.animate.set_stroke(self.ink, 5), FadeOut(self.mark), FadeIn(self.inside)]

    def looked_into(self) -> list[Any]:
        """Enlarge the middle box, with what is in it, as far as there is room; the others shrink."""
        x, y, _ = self.glass.get_center()
        apart = min(max(abs(box.get_x() - x), abs(box.get_y() - y)) for box in self.closed)
        side = 2 * (apart - Gap.NEAR) - DRAWN_IN * self.glass.width
        times = max(1.0, min(side, 2 * (self.area.top - y), 2 * (y - self.area.bottom)) / self.glass.width)
        nearer = [part.animate.scale(times) for part in (self.glass, self.inside)]
        drawn_in = (part.animate.scale(DRAWN_IN) for part in (*self.closed, *self.marks))
        return [*nearer, *drawn_in]

    @property
    def told(self) -> str:
        """The number of groups, in words."""
        return "one group" if len(self.cuts) == 1 else f"{count_word(len(self.cuts))} groups"

    def sort(self, share: float) -> Self:
        """Sort the columns, a share 0 … 1 of the way, the first group first, each straight to its place.

        Then the groups move apart, and the other columns dim.
        """
        count, parted = len(self.rank), second_half(share)
        gone = passed(min(share / SORTED, 1.0), self.rank / count, FRONT)
        order = np.argsort((1 - gone) * np.arange(count) + gone * self.rank, kind="stable")
        colors = self.shades[order]
        colors[self.cuts[-1] if len(self.cuts) else count :, :, 3] *= 1 - (1 - DIM) * parted
        self.inside.set_colors(np.insert(colors, np.repeat(self.cuts, round(APART * count * parted)), 0, axis=0))
        return self

    def glass_to(self, area: Area, share: float) -> list[Any]:
        """Let the middle box, with what is in it, fill an area, or a share of its height."""
        times = min(area.width, share * area.height) / self.glass.width
        return [part.animate.scale(times).move_to(area.center) for part in (self.glass, self.inside)]

    def glass_into(self, rung: Mobject) -> list[Any]:
        """Turn the middle box, with what is in it, into a rung of a ladder."""
        inside = self.inside.animate.scale(rung.width / self.glass.width).move_to(rung.get_center())
        return [Transform(self.glass, rung), inside]

    def swell(self, pane: NotchedBox, time: float) -> list[Animation]:
        """Turn the middle box into another one in `time` seconds; what is in it grows with it and dims.

        It then fades slowly behind the other box's contents, clear of the corner that is cut out of that box.
        """
        self.glass.points = pane.shut(Area.around(self.glass))
        options = {"run_time": time, "rate_func": ease_in_out_sine}
        room = square_in(pane)
        dimmed = self.inside.copy().scale(INSIDE * room.width / self.inside.width).move_to(room.center)
        swells = Transform(self.inside, dimmed.set_opacity(BEHIND), **options)
        gone = FadeOut(self.inside, run_time=LINGERS, rate_func=linear)
        return [Transform(self.glass, pane, **options), Succession(swells, gone)]

    def tied_to(self, rung: Mobject) -> DashedLine:
        """Draw a line from the middle box to its rung, level where possible, so as to clear an axis' numerals."""
        level = np.clip(rung.get_y(), self.glass.get_bottom()[1], self.glass.get_top()[1])
        return DashedLine([self.glass.get_right()[0], level, 0], rung.get_left(), color=self.ink, stroke_width=2)


def seats(area: Area, count: int) -> tuple[list[Area], float]:
    """Divide an area among boxes; return their cells and the side of a box, in units."""
    cells = area.cells(count, Gap.FAR, 1.0)
    return cells, min(cells[0].width, cells[0].height)


def square_in(pane: NotchedBox) -> Area:
    """Find the largest square beside or above the corner cut out of a box, as near its middle as possible."""
    area, corner = pane.area, pane.corner
    beside = Area(area.left, corner.left, area.bottom, area.top)
    above = Area(area.left, area.right, corner.top, area.top)
    room = max(beside, above, key=lambda part: min(part.width, part.height))
    half, (x, y, _) = min(room.width, room.height) / 2, area.center
    x, y = np.clip(x, room.left + half, room.right - half), np.clip(y, room.bottom + half, room.top - half)
    return Area(x - half, x + half, y - half, y + half)


def middle_box(picture: Area) -> Area:
    """Find the place of the middle box of the film's wall, which chapters come out of and return into."""
    area = wall_area(picture)
    (x, y, _), half = area.center, seats(area, BOXES)[1] / 2
    return Area(x - half, x + half, y - half, y + half)


def closed_mark(box: Area, theme: Theme) -> Lettering:
    """Write the question mark on a closed box."""
    return words("?", Size.HEADLINE, theme.text).move_to(box.center)


def wall_area(picture: Area) -> Area:
    """Find the area of the film's wall in a picture."""
    return picture.less_bottom(Gap.NEAR)
