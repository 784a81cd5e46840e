"""A measured number over its meaning, or before it, and a flipbook of several to count through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from manim import DOWN, RIGHT, Mobject, VGroup

from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.words.lettering import show_instead, stand_on, words


class Fact(VGroup):
    """A number (text of `size` pixels in a role's color, or a mobject) over its meaning in the size of a label.

    The meaning is broken into lines of `width` units; `gap` units lie between the two.
    """

    def __init__(
        self,
        number: str | Mobject,
        meaning: str,
        role: str,
        theme: Theme,
        *,
        size: float,
        gap: float,
        width: float | None = None,
    ) -> None:
        large = words(number, size, getattr(theme, role)) if isinstance(number, str) else number
        super().__init__(large, words(meaning, Size.LABEL, theme.dim, width))
        self.arrange(DOWN, buff=gap)


class FactLine(VGroup):
    """A number and, `gap` units to its right, its meaning on the same baseline: a `Fact` for where height is short."""

    def __init__(
        self, number: str | Mobject, meaning: str, role: str, theme: Theme, *, size: float, gap: float
    ) -> None:
        large = words(number, size, getattr(theme, role)) if isinstance(number, str) else number
        text = words(meaning, Size.LABEL, theme.dim)
        super().__init__(large, text)
        self.arrange(RIGHT, buff=gap)
        stand_on(large.baseline, text)


class Flipbook(VGroup):
    """States of a picture made of letterings, one of them shown (at first the first); all have the same structure."""

    def __init__(self, states: Sequence[VGroup]) -> None:
        super().__init__(*states[0].copy())
        self.states = tuple(states)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is shown; the copy shares the states."""
        clones.setdefault(id(self.states), self.states)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def show(self, number: int) -> Self:
        """Show the state of a number, counted from 0."""
        for part, like in zip(self, self.states[number], strict=True):
            show_instead(part, like)
        return self
