"""A wave drawn by the tip of a rotating arrow, whose height is carried over to the current number in a plot."""

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

PEN = 0.09  # units, radius of the pen
LEVEL = 2.0  # stroke width of the line from the tip to the pen
BESIDE = 0.34  # share of a wide area's width for the circle beside a plot
CLOSE = 0.44  # share of any other area's width for it
UNDER = 0.57  # share of an area's height for a plot below the circle
COMES = 0.1  # share of the drawing's time in which the pen and its line fade in
WRITTEN = 1.5  # units of a plot's height for the text above it


class TracedWave(Group):
    """A winding circle at `turns` turns with its arrow to the mean, and a `plot` of the wave that the arrow draws.

    Both share an area. The arrow grows to twice the mean, the wave's amplitude; then the circle is scaled to the plot's
    unit, moved, and the arrow rotates. In a `wide` or low area, the plot is at its right, joined by a level line.
    """

    def __init__(
        self, circle: WindingCircle, fitted: FittedWave, turns: int, area: Area, wide: bool, theme: Theme
    ) -> None:
        beside = (BESIDE, Gap.FAR) if wide else (CLOSE, Gap.NEAR)
        wide = wide or area.is_low
        stand, room = area.parts(*beside, 0.0) if wide else area.parts(UNDER, Gap.FAR, np.inf)[::-1]
        if wide:  # no higher than leaves room for the circle
            room = room.no_higher(stand.width * BEYOND * FILL + WRITTEN)
        self.circle, self.plot, self.turns = circle, fitted.over(room).end_at(room.right), turns
        self.mean, self.numbers = complex(circle.wound(turns).mean()), len(self.plot.spots)
        self.plot.count(1.0)
        self.plot.cloud.set_positions(circle.cloud.points)
        self.wave, self.whole = self.plot.curve, self.plot.curve.copy()
        radius = circle.ring.width / 2 * self.plot.unit / circle.scale_of
        across = max(stand.center[0], area.left + radius)  # a circle a little too large stays uncut
        self.seats = (
            (np.array(circle.middle), circle.scale_of),
            (np.array([across, self.plot.zero if wide else stand.center[1], 0.0]), self.plot.unit),
        )
        self.frame = VGroup(circle.ring.copy(), circle.cross.copy())
        self.home = [part.points.copy() for part in self.frame.family_members_with_points()]
        self.arrow, self.tip = circle.arrow.copy(), circle.tip.copy()
        self.level = Line(color=theme.dim, stroke_width=LEVEL)
        self.beside = float(wide)
        self.measured = circle.measured(turns)
        self.pen = Dot(radius=PEN, color=theme.accent)
        super().__init__(self.frame, self.plot.cloud, self.arrow, self.tip)
        self.double(0.0)

    def double(self, share: float) -> Self:
        """Lengthen the arrow by a share (0 … 1) of itself."""
        return self._point((1 + share) * self.mean, *self.seats[0])

    def measure(self) -> list[Animation]:
        """Double the arrow, while a bracket with its length and an arc with its angle fade in."""
        grows = UpdateFromAlphaFunc(Group(self.arrow, self.tip), lambda _, share: self.double(share))
        return [grows, FadeIn(self.measured)]

    def make_room(self) -> list[Animation]:
        """Fade out all that the circle and the points would cross on their ways."""
        return [FadeOut(self.measured, *self.circle.rest)]

    def come(self) -> list[Animation]:
        """Move the circle to where its arrow will rotate, and unwind the points to their places in the plot."""
        moved = UpdateFromAlphaFunc(Group(self.frame, self.arrow, self.tip), lambda _, share: self.move_on(share))
        return [moved, *self.plot.unroll(self.circle, self.turns)]

    def move_on(self, share: float) -> Self:
        """Show the circle a share (0 … 1) of the way to where its arrow will rotate."""
        (start, before), (end, after) = self.seats
        middle, unit = (1 - share) * start + share * end, (1 - share) * before + share * after
        for part, points in zip(self.frame.family_members_with_points(), self.home, strict=True):
            part.points = middle + (points - start) * unit / before
        return self._point(2 * self.mean, middle, unit)

    def draw(self, share: float) -> Self:
        """Rotate the arrow through a share (0 … 1) of all numbers, and draw the wave up to there."""
        turned = 2j * np.pi * self.turns * share * (self.numbers - 1) / self.numbers
        self._point(2 * self.mean * np.exp(turned), *self.seats[1])
        self.wave.pointwise_become_partial(self.whole, 0, max(share, 1e-3))
        self.pen.move_to(self.wave.points[-1]).set_fill(opacity=min(share / COMES, 1.0))
        self.level.set_points_as_corners([self.tip.get_center(), self.pen.get_center()])
        self.level.set_stroke(opacity=self.beside * min(share / COMES, 1.0))
        return self

    def take_up_the_pen(self) -> Self:
        """Add the pen at the wave's start, and the line to it."""
        self.add(self.level, self.wave, self.pen)
        return self.draw(0.0)

    def gather(self, foot: Floats, top: Floats) -> list[Animation]:
        """Compress points and wave to the line between two points (3,); the circle fades out early, to make room."""
        gone = FadeOut(self.frame, self.arrow, self.tip, self.level, self.pen, rate_func=first_half)
        return [*self.plot.gather(foot, top), AnimationGroup(gone)]

    def _point(self, value: complex, middle: Floats, unit: float) -> Self:
        """Point the arrow at a complex value, with the real axis upward."""
        end = middle + unit * np.array([-value.imag, value.real, 0.0])
        self.arrow.set_points_as_corners([middle, end])
        self.tip.move_to(end)
        return self
