"""The two waves of a neuron's input, of x and of y: the height of y's wave is added to the whole wave of x."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Group,
    Line,
    Mobject,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import dotted, marks
from transparent_box.scenes.mobjects.waves.lifted_wave import LiftedWave
from transparent_box.scenes.mobjects.words.lettering import words

SEEN = 0.6  # opacity of the wave of y
FAINT = 0.3  # opacity of the wave of y once its height has been added
BROAD = 11  # stroke width of the wave of y: that of x may cover it if they are in phase
THICK = 9  # stroke width of the height that is added
BELOW = 1.5 * units(Size.LABEL)  # units under the panel for the numbers' names
BESIDE = 0.12  # units between the panel and the level's name, and between two names


class AddedWaves(Group):
    """The waves of a neuron's inputs [x, y] in an area, see `LiftedWave`, with a `pair` (x, y) marked on them.

    `wave` = (k, A, (φ, ψ)) as in `LiftedWave`, `colors` (p, 4) are those of the points, and `texts` the title and the
    fact above. `waves` are the pictures of both waves, `spots` and `names` mark the pair's x and y on them, and `arm`
    is the height of y. Points are measured inputs: the mean over all y at first, those of this y once the wave has
    moved.
    """

    def __init__(
        self,
        inputs: Floats,
        wave: tuple[int, float, tuple[float, float]],
        pair: tuple[int, int],
        colors: Floats,
        texts: tuple[str, str],
        area: Area,
        theme: Theme,
    ) -> None:
        (self.x, self.y), self.theme = pair, theme
        heads = words(texts[0], Size.LABEL, theme.text), words(texts[1], Size.LABEL, theme.text)
        self.level_name = words(str(self.y), Size.LABEL, theme.cos_y)
        room = area.less_bottom(BELOW).less_right(self.level_name.width + BESIDE)
        self.lifted = LiftedWave(inputs, wave, colors, heads, room, theme)
        self.panel, lifted = self.lifted.panel, self.lifted
        self.level, self.alone = float(lifted.wave(self.y, 1)), lifted.inputs.mean(axis=1)
        self.level_name.next_to(self.panel.at(len(self.alone) - 1, self.level), RIGHT, BESIDE)
        self.of_y = VMobject(stroke_color=theme.cos_y, stroke_width=BROAD)
        self.of_y.set_points_as_corners(self.panel.at(lifted.fine, lifted.wave(lifted.fine, 1)))
        self.arm = self._arm(self.y, 0.0)
        self.spots, names = [], VGroup()
        for of, (number, ink) in enumerate(zip(pair, (theme.cos_x, theme.cos_y), strict=True)):
            foot, top = (self.panel.at(number, end * self.panel.reach) for end in (-1, 1))
            names.add(words(str(number), Size.LABEL, ink).next_to(foot, DOWN, 0.12))
            place = self.panel.at(number, float(lifted.wave(number, of)))
            self.spots.append(Group(dotted(foot, top, ink), marks(place, ink, theme.ground)))
        if abs(names[0].get_x() - names[1].get_x()) < (names[0].width + names[1].width) / 2 + BESIDE:
            names[1].next_to(self.panel.at(self.y, self.panel.reach), UP, BESIDE)
        self.names, self.axes, self.lettering = names, lifted.axes, lifted.lettering
        self.waves = Group(self.of_y, lifted.curve, lifted.cloud)
        place = self.panel.at(self.x, self.lifted.inputs[self.x, self.y])
        self.summed = marks(place, theme.accent, theme.ground)  # the measured input for this pair
        super().__init__(self.axes, self.waves, *self.spots)
        self.level_out(0.0)
        self.show(0.0)

    @property
    def moves_it(self) -> str:
        """Return what y does to the wave of x: "lowers" or "raises"."""
        return "lowers" if self.level < 0 else "raises"

    def _arm(self, number: int, start: float) -> Line:
        """Draw the height of y as a vertical line at a number, from the value `start` on."""
        ends = (self.panel.at(number, height) for height in (start, start + self.level))
        return Line(*ends, color=self.theme.cos_y, stroke_width=THICK)

    def carry_over(self) -> list[Animation]:
        """Move the height of y to the point of x on its wave, and extend it to both ends as a level line."""
        over = Transform(self.arm, self._arm(self.x, float(self.lifted.wave(self.x))))
        level = UpdateFromAlphaFunc(self.lifted.lift, lambda _, share: self.level_out(share))
        return [level, over, FadeIn(self.level_name)]

    def level_out(self, share: float) -> Self:
        """Extend the level line from y toward both ends, a share (0 … 1) of the way."""
        first, last = ((1 - share) * self.y + share * end for end in (0, len(self.alone) - 1))
        self.lifted.lift.set_points_as_corners([self.panel.at(first, self.level), self.panel.at(last, self.level)])
        return self

    def show(self, share: float) -> Self:
        """Add a share (0 … 1) of the height of y to the whole wave of x."""
        lifted, up = self.lifted, share * self.level
        lifted.curve.set_points_as_corners(self.panel.at(lifted.fine, lifted.wave(lifted.fine) + up))
        measured = self.alone + share * (lifted.inputs[:, self.y] - self.alone)
        lifted.cloud.set_positions(self.panel.places(measured))
        for mark in self.spots[0][1]:
            mark.set_positions(self.panel.at([self.x], lifted.wave(np.array([self.x])) + up))
        self.of_y.set_stroke(opacity=SEEN + (FAINT - SEEN) * share)
        return self

    @property
    def moving(self) -> Group:
        """Return all that `show` changes, and what is drawn over it."""
        return Group(self.waves, *self.spots, self.arm, self.lifted.lift)

    @property
    def rest(self) -> list[Mobject]:
        """Return everything but the points and the mark of this pair's measured input."""
        alone = self.axes, self.lettering, self.names, self.of_y, self.lifted.curve, self.lifted.lift
        return [*alone, *self.spots, self.arm, self.level_name]

    @property
    def row(self) -> list[Mobject]:
        """Return the points and the mark of this pair's measured input."""
        return [self.lifted.cloud, *self.summed]

    def lie_down(self, row: Floats, pair: Floats) -> list[Animation]:
        """Move the points to a row of places (n, 3) elsewhere, and the mark to the pair's place (1, 3) in it."""
        return [mark.animate.set_positions(to) for mark, to in zip(self.row, (row, pair, pair), strict=True)]
