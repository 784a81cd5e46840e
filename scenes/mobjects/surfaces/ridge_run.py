"""A dot that runs along a ridge seen from above, and x and y as they are where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Dot, Line, Mobject, VGroup, VMobject

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter

DOT = 0.13  # units, the radius of the dot
CASED = 4.0  # stroke width, on both sides, of what parts dot and lines from the surface
TRAIL = 4.5  # stroke width of the way that the dot has come
GUIDE = 3.5  # stroke width of the lines from it to the axes
COMES = 0.12  # of its way, after which all of it is seen


class RidgeRun(VGroup):
    """A dot that runs through `pairs` (n, 2) at flat `places` (n, 3), and a trail behind it.

    Guides go down from it to an axis of x and to the right to one of y, which cross at `corner` (3,); by their `names`
    is counted what x and y are.
    """

    def __init__(self, places: Floats, pairs: Floats, corner: Floats, names: Sequence[Mobject], theme: Theme) -> None:
        self.places, self.pairs, self.corner = places, pairs, corner
        inks, widest = (theme.cos_x, theme.cos_y), str(int(np.max(pairs)))
        self.trail = cased(theme.accent, TRAIL, theme.ground)
        self.guides = VGroup(*(cased(ink, GUIDE, theme.ground) for ink in inks))
        self.dot = Dot(radius=DOT, color=theme.text).set_stroke(theme.ground, CASED)
        self.counters = VGroup(*(Counter("=", widest, "", Size.HEADLINE - 10, ink) for ink in inks))
        for counter, name, side in zip(self.counters, names, (RIGHT, DOWN), strict=True):
            counter.next_to(name, side, Gap.NEAR / 2)
        super().__init__(self.trail, self.guides, self.dot, self.counters)
        self.set_z_index(1)  # with a line that comes after it comes the surface, too
        self.go(0.0)

    def go(self, share: float) -> Self:
        """Be where it is at a share of its way."""
        at = share * (len(self.places) - 1)
        place = np.array([np.interp(at, np.arange(len(self.places)), axis) for axis in self.places.T])
        foot, side = np.array([place[0], self.corner[1], 0]), np.array([self.corner[0], place[1], 0])
        for line, end in zip((self.trail, *self.guides), (self.places[0], foot, side), strict=True):
            line.set_points_as_corners([place, end + 1e-4])
        self.dot.move_to(place)
        for counter, number in zip(self.counters, self.pairs[round(at)], strict=True):
            counter.show(str(int(number)))
        return self.come(share)

    def come(self, share: float) -> Self:
        """Be seen as far as it has come in, at a share of its way."""
        seen = min(share / COMES, 1.0)
        for line in (self.trail, *self.guides):
            line.set_stroke(opacity=seen).set_stroke(opacity=seen, background=True)
        self.dot.set_opacity(seen)
        self.counters.set_opacity(seen)
        return self


def cased(ink: str, width: float, ground: str) -> VMobject:
    """Draw a line over a casing of the ground's color."""
    line: VMobject = Line(color=ink, stroke_width=width)
    return line.set_stroke(ground, width + 2 * CASED, background=True)
