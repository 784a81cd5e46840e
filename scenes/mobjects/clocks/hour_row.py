"""A clock's hours in a row, as if its ring were cut at 0 and unrolled, along which the hands' turns are counted off."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Annulus, Dot, Group, VGroup, VMobject, smoothstep

from transparent_box.scenes.look.theme import POINT, Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.lettering import words

STRIPE = 8.0  # stroke width of the counted stretch
TIP = 0.09  # units, radius of the dot at its end
TRACKS = 0.24, 0.46  # units above the hours at which the first and the second number are counted off
MARK = 0.14  # units, radius of the ring round the answer
HEIGHT = MARK + TRACKS[1] + TIP  # units, from below the hours to above the second number


class HourRow(Group):
    """The hours 0 … p − 1 as `dots` in colors (p, 4), `width` units wide with the numerals at its `ends`.

    The first number is counted off from 0, and `sign` times the second from there; past one end of the row, counting
    goes on at the other.
    """

    def __init__(self, colors: Floats, width: float, sign: int, theme: Theme) -> None:
        self.hours, self.sign = len(colors), sign
        first, last = (words(str(hour), Size.SMALL, theme.dim) for hour in (0, self.hours - 1))
        left = first.width + Gap.NEAR - width / 2
        places = np.zeros((self.hours, 3))
        places[:, 0] = np.linspace(left, width / 2 - last.width - Gap.NEAR, self.hours)
        places[:, 1] = MARK - HEIGHT / 2
        self.dots = PointCloud(places, colors, POINT)
        ends = first.next_to(places[0], LEFT, Gap.NEAR), last.next_to(places[-1], RIGHT, Gap.NEAR)
        self.ends = VGroup(*ends)
        inks = theme.cos_x, theme.cos_y
        self.ways = VGroup(*(VMobject(stroke_color=ink, stroke_width=STRIPE) for ink in inks))
        self.tips = VGroup(*(Dot(radius=TIP, color=ink) for ink in inks))
        self.mark = Annulus(inner_radius=0.7 * MARK, outer_radius=MARK, color=theme.sum)
        super().__init__(self.ends, self.dots, self.ways, self.tips, self.mark)
        self.show(0, 0, 0)

    def show(self, x: float, y: float, done: float = 3.0) -> Self:
        """Count off x and y as far as the hands have turned; see `ClockAddition.show`."""
        first, second, landed = (smoothstep(done - part) for part in (0, 1, 2))
        reached = x * first, x * first + self.sign * y * second
        for start, end, track, way, tip in zip((0, x), reached, TRACKS, self.ways, self.tips, strict=True):
            way.clear_points()
            for piece in pieces(start, end, self.hours):
                way.start_new_path(self.at(piece[0], track)).add_line_to(self.at(piece[1], track))
            tip.move_to(self.at(fold(end, self.hours), track))
        for part in (self.ways[1], self.tips[1]):
            part.set_opacity(min(second * 5, 1.0))
        self.mark.move_to(self.at(fold(reached[1], self.hours), 0)).set_opacity(landed)
        return self

    def at(self, hour: float, above: float) -> Floats:
        """Return the point (3,) `above` units over an hour, which may be fractional."""
        start, end = self.dots.points[0], self.dots.points[-1]
        place: Floats = start + (end - start) * hour / (self.hours - 1) + above * UP
        return place


def fold(hour: float, hours: int) -> float:
    """Wrap an hour to the range from −0.5 to `hours` − 0.5."""
    return (hour + 0.5) % hours - 0.5


def pieces(start: float, end: float, hours: int) -> list[tuple[float, float]]:
    """Split the way from one hour to another into pieces (start, end), each within the row."""
    low, high = min(start, end), max(start, end)
    rounds = range(int(np.floor((low + 0.5) / hours)), int(np.floor((high + 0.5) / hours)) + 1)
    cut = [(max(low, k * hours - 0.5), min(high, (k + 1) * hours - 0.5), k * hours) for k in rounds]
    return [(first - begun, last - begun) for first, last, begun in cut if last > first]
