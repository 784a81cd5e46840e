"""A wave that is drawn by the tip of an arrow: as that turns, its height is carried over to where the number is."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Animation, AnimationGroup, Dot, FadeIn, FadeOut, Group, Line, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.spectra.fitted_wave import BEYOND, FittedWave
from transparent_box.scenes.mobjects.spectra.winding_circle import FILL, WindingCircle

PEN = 0.09  # units, the radius of the pen
LEVEL = 2.0  # stroke width of the line that leads to it
BESIDE = 0.34  # of a wide area's width, for the circle beside a plot
CLOSE = 0.44  # of another area's width, for it
UNDER = 0.57  # of an area's height, for a plot under the circle
COMES = 0.1  # of the drawing's time, until the pen and its line have come
WRITTEN = 1.5  # units of a plot's height, for what is written over it


class TracedWave(Group):
    """A circle with its arrow, which has wound points by so many `turns`, and their wave in a `plot`, which it draws.

    Both share an area. The arrow grows to twice the mean, as high as the wave is. Then the circle goes to where it has
    the plot's unit, and turns. In a `wide` area, or a low one, the plot is at its right, and a level line leads there.
    """

    def __init__(
        self, circle: WindingCircle, fitted: FittedWave, turns: int, area: Area, wide: bool, theme: Theme
    ) -> None:
        beside = (BESIDE, Gap.FAR) if wide else (CLOSE, Gap.NEAR)
        wide = wide or area.is_low
        stand, room = area.parts(*beside, 0.0) if wide else area.parts(UNDER, Gap.FAR, np.inf)[::-1]
        if wide:  # no higher than that the circle has room
            room = room.no_higher(stand.width * BEYOND * FILL + WRITTEN)
        self.circle, self.plot, self.turns = circle, fitted.over(room).end_at(room.right), turns
        self.mean, self.numbers = complex(circle.wound(turns).mean()), len(self.plot.there)
        self.plot.count(1.0)
        self.plot.cloud.set_positions(circle.cloud.points)
        self.wave, self.whole = self.plot.curve, self.plot.curve.copy()
        radius = circle.ring.width / 2 * self.plot.unit / circle.scale_of
        across = max(stand.center[0], area.left + radius)  # of a circle that is a little too large, none is cut
        self.seats = (
            (np.array(circle.middle), circle.scale_of),
            (np.array([across, self.plot.zero if wide else stand.center[1], 0.0]), self.plot.unit),
        )
        self.frame = VGroup(circle.ring.copy(), circle.cross.copy())
        self.made = [part.points.copy() for part in self.frame.family_members_with_points()]
        self.arrow, self.tip = circle.arrow.copy(), circle.tip.copy()
        self.level = Line(color=theme.dim, stroke_width=LEVEL)
        self.beside = float(wide)
        self.measured = circle.measured(turns)
        self.pen = Dot(radius=PEN, color=theme.accent)
        super().__init__(self.frame, self.plot.cloud, self.arrow, self.tip)
        self.double(0.0)

    def double(self, share: float) -> Self:
        """Let the arrow grow, so far, to twice its length."""
        return self._point((1 + share) * self.mean, *self.seats[0])

    def measure(self) -> list[Animation]:
        """Let the arrow grow to twice its length beside a bracket that measures it, and tell its angle."""
        grows = UpdateFromAlphaFunc(Group(self.arrow, self.tip), lambda _, share: self.double(share))
        return [grows, FadeIn(self.measured)]

    def make_room(self) -> list[Animation]:
        """Let all leave that the circle and the points would cross on their ways."""
        return [FadeOut(self.measured, *self.circle.rest)]

    def come(self) -> list[Animation]:
        """Bring the circle to where it turns, the points, unwound, to their places in the plot."""
        moved = UpdateFromAlphaFunc(Group(self.frame, self.arrow, self.tip), lambda _, share: self.move_on(share))
        return [moved, *self.plot.unroll(self.circle, self.turns)]

    def move_on(self, share: float) -> Self:
        """Be so far on the way to where the circle turns."""
        (start, before), (end, after) = self.seats
        middle, unit = (1 - share) * start + share * end, (1 - share) * before + share * after
        for part, points in zip(self.frame.family_members_with_points(), self.made, strict=True):
            part.points = middle + (points - start) * unit / before
        return self._point(2 * self.mean, middle, unit)

    def draw(self, share: float) -> Self:
        """Turn the arrow through a share of all numbers, and draw the wave up to there."""
        turned = 2j * np.pi * self.turns * share * (self.numbers - 1) / self.numbers
        self._point(2 * self.mean * np.exp(turned), *self.seats[1])
        self.wave.pointwise_become_partial(self.whole, 0, max(share, 1e-3))
        self.pen.move_to(self.wave.points[-1]).set_fill(opacity=min(share / COMES, 1.0))
        self.level.set_points_as_corners([self.tip.get_center(), self.pen.get_center()])
        self.level.set_stroke(opacity=self.beside * min(share / COMES, 1.0))
        return self

    def take_up_the_pen(self) -> Self:
        """Have the pen where the wave begins, and the line that leads there."""
        self.add(self.level, self.wave, self.pen)
        return self.draw(0.0)

    def gather(self, foot: Floats, top: Floats) -> list[Animation]:
        """Let points and wave close up between two points (3,); the circle leaves early, for they rise into it."""
        gone = FadeOut(self.frame, self.arrow, self.tip, self.level, self.pen, rate_func=first_half)
        return [*self.plot.gather(foot, top), AnimationGroup(gone)]

    def _point(self, value: complex, middle: Floats, unit: float) -> Self:
        """Let the arrow lead to a complex value, the real axis upward."""
        end = middle + unit * np.array([-value.imag, value.real, 0.0])
        self.arrow.set_points_as_corners([middle, end])
        self.tip.move_to(end)
        return self
