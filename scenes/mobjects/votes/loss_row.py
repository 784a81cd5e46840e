"""A loss as a bar along the foot of a narrow area, which grows past a dashed line at the loss of guessing."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Group, Line

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import loss
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.bars import corners, outlined
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.votes.loss_column import show_number
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

HIGH = 0.42  # units, height of the bar
ABOVE = 0.14  # units from the bar up to the text
BESIDE = 0.16  # units from the bar's end to the number


class LossRow(Group):
    """A sequence of losses (n,), shown one at a time as a horizontal bar; a LossColumn lying down.

    The first loss is in the first of two `inks` (#RRGGBB), all others in the second; `guess` is a dashed line.
    `numbers` are the losses as text beside the bar's end; `lettering` is all text, and the dashes.
    """

    def __init__(
        self, losses: Floats, guess: float, name: str, inks: tuple[str, str], area: Area, theme: Theme
    ) -> None:
        self.losses, self.inks = np.asarray(losses, float), [rgba(ink) for ink in inks]
        self.area = Area(area.left, area.right, area.bottom, area.bottom + HIGH)
        texts = [words(loss(value), Size.LABEL, inks[n > 0]) for n, value in enumerate(losses)]
        rooms = [area.width, *(area.width - text.width - BESIDE for text in texts)]
        self.per_unit = min(room / value for room, value in zip(rooms, [guess, *self.losses], strict=True) if value > 0)
        self.zero = Line(*(self._at(0.0, high) for high in (0, HIGH)), color=theme.grid, stroke_width=1.5)
        self.shape = Pane(np.zeros((4, 2, 3)), corners(self.inks[0][None]))
        self.bar = Group(self.zero, self.shape)
        foot, top = (self._at(guess, high) for high in (-ABOVE / 2, HIGH + ABOVE / 2))
        self.level = DashedLine(foot, top, color=theme.text, stroke_width=2)
        self.numbers = [self._at_end(text, value) for text, value in zip(texts, self.losses, strict=True)]
        self.named = words(name, Size.SMALL, theme.dim).next_to(self._at(0.0, HIGH), UP + RIGHT, ABOVE)
        self.named.shift([area.left - self.named.get_left()[0], 0, 0])
        said = words(f"guessing {loss(guess)}", Size.SMALL, theme.dim).next_to(top, UP, 0).align_to(self.named, UP)
        ends = self.named.get_right()[0] + Gap.NEAR, area.right - said.width
        said.align_to([min(max(said.get_left()[0], ends[0]), max(ends)), 0, 0], LEFT)
        self.lettering = [self.level, self.named, said, *self.numbers]
        super().__init__(self.bar, *self.lettering)
        self.align_to([0, area.bottom, 0], DOWN)
        self.show(0.0)

    def show(self, place: float) -> Self:
        """Show loss number `place`, counted from 0, or an interpolation of two neighbors."""
        reached = self.area.left + part_way(self.losses, place) * self.per_unit
        foot, top = (self.zero.get_y() + high for high in (-HIGH / 2, HIGH / 2))
        lying = outlined(*(np.array([end]) for end in (foot, top, self.area.left, reached)))
        self.shape.set_grid(lying[..., [1, 0, 2]])
        show_number(self.numbers, self.shape, self.inks, place)
        return self

    @property
    def foot(self) -> Area:
        """The square from which the bar starts to grow."""
        around = Area.around(self.zero)
        return Area(around.left, around.left + around.height, around.bottom, around.top)

    def _at(self, value: float, high: float) -> Floats:
        """Find the point of a loss along the bar, `high` units above its foot."""
        return np.array([self.area.left + value * self.per_unit, self.area.bottom + high, 0.0])

    def _at_end(self, text: Lettering, value: float) -> Lettering:
        """Write a number beside the bar's end, or beyond the dashed line if that would cross it."""
        text.next_to(self._at(value, HIGH / 2), RIGHT, BESIDE)
        ends, level = Area.around(text), self.level.get_x()
        if ends.left - BESIDE < level < ends.right + BESIDE and level + BESIDE + text.width < self.area.right:
            text.align_to([level + BESIDE, 0, 0], LEFT)
        return text
