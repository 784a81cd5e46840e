"""A loss as a column that grows past a dashed line at the loss of guessing; on top, the loss as a number."""

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

WIDE, ABOVE = 0.62, 0.1  # units: width of the column, and gap from its top to the number
LEAVING = 1 / 3  # share of the way to the next loss on which a number fades out, or the next one fades in


class LossColumn(Group):
    """A sequence of losses (n,), shown one at a time as a column at an area's right edge; `guess` is a dashed line.

    The first loss is in the first of two `inks` (#RRGGBB), all others in the second. `numbers` are the losses as text,
    each where the column then ends.
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
        self.lettering = [self.level, self.named, said, *self.numbers]
        super().__init__(self.bar, *self.lettering)
        self.show(0.0)

    def show(self, place: float) -> Self:
        """Show loss number `place`, counted from 0, or an interpolation of two neighbors."""
        self.bar.show(np.array([part_way(self.losses, place)]))
        show_number(self.numbers, self.bar.shape, self.inks, place)
        return self

    @property
    def foot(self) -> Area:
        """The square from which the column starts to grow."""
        room = self.bar.area
        return Area(room.left, room.right, room.bottom, room.bottom + room.width)

    def _on_top(self, text: Lettering, value: float) -> Lettering:
        top = self.bar.level + value * self.bar.per_unit
        text.next_to([self.bar.area.center[0], top, 0], UP, ABOVE)
        text.shift([min(0.0, self.bar.area.right - text.get_right()[0]), 0, 0])
        return text


def show_number(numbers: Sequence[Lettering], bar: Pane, inks: Sequence[Floats], place: float) -> None:
    """Fade in the number of the loss at `place`, none between two; the bar's ink changes from loss 0 to 1."""
    share = min(place, 1.0)
    bar.set_colors(corners((1 - share) * inks[0][None] + share * inks[1][None]))
    for n, number in enumerate(numbers):
        number.set_opacity(float(np.clip(1 - abs(place - n) / LEAVING, 0, 1)))
