"""A loss as a column that climbs as it grows, past a dashed line where guessing is; on its top the loss as a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, DashedLine, Group, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import loss
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.bars import Bars, corners
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

WIDE, ABOVE = 0.62, 0.1  # units that the column is wide, and from its top to the number
LEAVING = 1 / 3  # of the way from one loss to the next, while the number of the one goes; as long comes the other's


class LossColumn(Group):
    """Losses (n,) one after the other at the right of an area, and the loss of guessing, `guess`, as a dashed line.

    The first is in the first of two `inks` (#RRGGBB), all others in the second. `numbers` are letterings, one for each
    loss, where the column then ends.
    """

    def __init__(
        self, losses: Floats, guess: float, name: str, inks: tuple[str, str], area: Area, theme: Theme
    ) -> None:
        self.losses, self.inks = np.asarray(losses, float), [rgba(ink) for ink in inks]
        self.named = words(name, Size.SMALL, theme.dim)
        self.named.move_to([area.right, area.bottom, 0], RIGHT + DOWN)
        texts = [words(loss(value), Size.LABEL, inks[n > 0]) for n, value in enumerate(losses)]
        room = Area(area.right - WIDE, area.right, self.named.get_top()[1] + ABOVE, area.top)
        room = room.less_top(texts[0].height + ABOVE)
        most = max(guess, float(self.losses.max()))
        self.bar = Bars(self.losses[:1], 0.0, most, self.inks[0][None], room, theme.grid, filled=1.0)
        self.numbers = [self._on_top(text, value) for text, value in zip(texts, self.losses, strict=True)]
        level = self.bar.level + guess * self.bar.per_unit
        said = VGroup(words("guessing", Size.SMALL, theme.dim), words(loss(guess), Size.SMALL, theme.dim))
        said.arrange(DOWN, buff=0.08).next_to([room.left - ABOVE, level, 0], UP + RIGHT, ABOVE)
        said.shift([room.left - ABOVE - said.get_right()[0], 0, 0])
        self.level = DashedLine(
            [said.get_left()[0], level, 0], [area.right, level, 0], color=theme.text, stroke_width=2
        )
        self.told = [self.level, self.named, said, *self.numbers]
        super().__init__(self.bar, *self.told)
        self.show(0.0)

    def show(self, place: float) -> Self:
        """Stand at one of the losses, by number from 0, or part of the way from one to the next."""
        self.bar.show(np.array([part_way(self.losses, place)]))
        tell_one(self.numbers, self.bar.shape, self.inks, place)
        return self

    @property
    def foot(self) -> Area:
        """The place at which it begins to climb, as wide as it is."""
        room = self.bar.area
        return Area(room.left, room.right, room.bottom, room.bottom + room.width)

    def _on_top(self, text: Lettering, value: float) -> Lettering:
        top = self.bar.level + value * self.bar.per_unit
        text.next_to([self.bar.area.center[0], top, 0], UP, ABOVE)
        text.shift([min(0.0, self.bar.area.right - text.get_right()[0]), 0, 0])
        return text


def tell_one(numbers: Sequence[Lettering], bar: Pane, inks: Sequence[Floats], place: float) -> None:
    """Show the number of the loss at a place, none in between; a bar goes from its first ink to the second by 1."""
    share = min(place, 1.0)
    bar.set_colors(corners((1 - share) * inks[0][None] + share * inks[1][None]))
    for n, number in enumerate(numbers):
        number.set_opacity(float(np.clip(1 - abs(place - n) / LEAVING, 0, 1)))
