"""The R² of many neurons as a beeswarm plot, a dot each, with one neuron marked."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Group, Line, UpdateFromAlphaFunc, VGroup, linear

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.marks import CASING, marks
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.lettering import words

LARGEST = 0.4  # units from dot to dot, to begin with
TIGHTER = 0.95  # factor by which that shrinks until all dots have room
FILLED = 0.42  # radius of a dot as a share of that distance
TICK = 0.1  # units, length of a tick
APART = 1.2  # units between the title and the median from which they are not read as one phrase on one line
PARTS = 0.4  # share of the time in which the dots spread that each takes


class ShareSwarm(Group):
    """Shares (n,), 0 … 1, of `neurons` (n,) as a beeswarm over an axis up to 100 %, in an area.

    The neuron `shown` is in the middle row, marked, and named below the title. Its parts are `axis`, `cloud`, `one`
    (the mark) and `typical`, a line at the median.
    """

    def __init__(self, shares: Floats, neurons: Floats, shown: int, area: Area, theme: Theme) -> None:
        half, self.least = float(np.median(shares)), min(np.floor(10 * shares.min()), 9.0) / 10
        label, ticks = words(percent(half), Size.HEADLINE, theme.text), np.linspace(self.least, 1, 3)
        numerals = [words(percent(share), Size.LABEL, theme.dim) for share in ticks]
        level, apart = area.bottom + numerals[0].height + Gap.NEAR, numerals[-1].width / 2
        self.foot, self.end = np.array([[area.left + apart, level, 0.0], [area.right - apart, level, 0.0]])
        for text, share in zip(numerals, ticks, strict=True):
            text.next_to(self.at(share), DOWN, 0.6 * Gap.NEAR)
        head, named = self._heads(f"R² of {len(shares)} neurons", f"neuron {shown}", area, theme)
        clear = self.at(half)[0] - label.width - Gap.NEAR - head.get_right()[0] > APART
        top = area.top if clear else named.get_bottom()[1] - Gap.NEAR
        line = Line(self.at(half), [self.at(half)[0], top, 0], color=theme.text, stroke_width=3)
        label.next_to(line.get_end(), LEFT if half > 0.5 else RIGHT, Gap.NEAR).shift(label.height / 2 * DOWN)
        self.typical = VGroup(line, label)
        first = int(np.flatnonzero(neurons == shown)[0])
        self.places, apart = self._crowded(shares, first, Area(area.left, area.right, level, label.get_bottom()[1]))
        self.cloud = PointCloud(self.places, np.tile(rgba(theme.cos_x), (len(shares), 1)), FILLED * apart)
        self.one = marks(self.places[first], theme.text, theme.ground)
        key = marks(named.get_left() + (CASING + Gap.NEAR / 2) * LEFT, theme.text, theme.ground)
        lines = [
            Line(self.at(share), self.at(share) + TICK * DOWN, color=theme.grid, stroke_width=1.5) for share in ticks
        ]
        lines.append(Line(self.foot, self.end, color=theme.grid, stroke_width=1.5))
        self.axis = Group(*numerals, head, named, key, *lines)
        super().__init__(self.axis, self.typical, self.cloud, self.one)
        self.come(1.0)

    @staticmethod
    def _heads(text: str, name: str, area: Area, theme: Theme) -> tuple[VGroup, VGroup]:
        """Write the title at the upper left and, below it with room for a mark, the name of the marked neuron."""
        head, named = words(text, Size.HEADLINE - 8, theme.text), words(name, Size.LABEL, theme.text)
        head.move_to([area.left, area.top, 0], LEFT + UP)
        named.next_to(head, DOWN, Gap.NEAR).align_to([area.left + 2 * CASING + Gap.NEAR / 2, 0, 0], LEFT)
        return head, named

    def at(self, share: float) -> Floats:
        """Return the point (3,) of a share on the axis."""
        place: Floats = self.foot + (share - self.least) / (1 - self.least) * (self.end - self.foot)
        return place

    def _crowded(self, shares: Floats, first: int, room: Area) -> tuple[Floats, float]:
        """Return the dots' points (n, 3), each over its share, round the middle of an area, and their distance."""
        places, apart = np.array([self.at(share) for share in shares]), LARGEST
        while (up := crowded(places[:, 0], apart, first, room.height - 2 * apart)) is None:
            apart *= TIGHTER
        places[:, 1] = room.center[1] + up - (up.min() + up.max()) / 2
        return places, apart

    def coming(self) -> tuple[Animation, Animation]:
        """Return two animations: the axis and the marked neuron fade in late, and then all dots spread."""
        named = FadeIn(self.axis, self.one, rate_func=second_half)
        dots = Group(self.cloud, self.one)  # the mark is drawn over the others
        return named, UpdateFromAlphaFunc(dots, lambda _, share: self.come(share), rate_func=linear)

    def come(self, share: float) -> None:
        """Spread the dots from the middle line, the smallest share first."""
        turns = np.argsort(np.argsort(self.places[:, 0])) / max(len(self.places) - 1, 1)
        parted, middle = passed(share, turns, PARTS), (self.places[:, 1].min() + self.places[:, 1].max()) / 2
        self.cloud.points = self.places.copy()
        self.cloud.points[:, 1] += (1 - parted) * (middle - self.places[:, 1])
        self.cloud.colors[:, 3] = parted


def crowded(across: Floats, apart: float, first: int, most: float) -> Floats | None:
    """Return heights (n,) of dots at `across` (n,) so that none is nearer to another than `apart`; `first` is at 0.

    Return None if the heights would range over more than `most` units.
    """
    up, laid = np.zeros(len(across)), np.zeros(len(across), dtype=bool)
    for place in [first, *(place for place in range(len(across)) if place != first)]:
        near = laid & (np.abs(across - across[place]) < apart)
        reach = np.sqrt(apart**2 - np.square(across[near] - across[place]))
        heights = np.concatenate([[0.0], up[near] + reach, up[near] - reach])
        free = heights[(np.abs(heights[:, None] - up[near]) >= reach - 1e-9).all(axis=1)]
        up[place], laid[place] = free[np.abs(free).argmin()], True
        if up.max() - up.min() > most:
            return None
    return up
