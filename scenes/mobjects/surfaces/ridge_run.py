"""A dot that runs along a ridge seen from above, and the x and y of the place where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Dot, Line, Mobject, VGroup, VMobject

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter

DOT = 0.13  # units, radius of the dot
CASED = 4.0  # stroke width, on either side, of the casing that sets dot and lines off from the surface
TRAIL = 4.5  # stroke width of the trail behind the dot
GUIDE = 3.5  # stroke width of the lines from the dot to the axes
COMES = 0.12  # share of the way on which everything fades in


class RidgeRun(VGroup):
    """A dot that runs through `pairs` (n, 2) of x and y at places (n, 3) in the frame, leaving a trail.

    Guides run from it down to an axis of x and right to one of y, which meet at `corner` (3,); beside the axes' `names`
    counters show x and y.
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
        self.set_z_index(1)  # in front: a surface comes in together with the lines on it
        self.go(0.0)

    def go(self, share: float) -> Self:
        """Move the dot to a share 0 … 1 of its way."""
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
        """Set the opacity that everything has at a share of the way: it fades in at the start."""
        opacity = min(share / COMES, 1.0)
        for line in (self.trail, *self.guides):
            line.set_stroke(opacity=opacity).set_stroke(opacity=opacity, background=True)
        self.dot.set_opacity(opacity)
        self.counters.set_opacity(opacity)
        return self


def cased(ink: str, width: float, ground: str) -> VMobject:
    """Draw a line over a casing of the background's color."""
    line: VMobject = Line(color=ink, stroke_width=width)
    return line.set_stroke(ground, width + 2 * CASED, background=True)
