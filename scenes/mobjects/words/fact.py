"""A measured number over what it means, or before it, and several of them to count through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from manim import DOWN, RIGHT, Mobject, VGroup

from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.words.lettering import show_instead, stand_on, words


class Fact(VGroup):
    """A number (text, or set already) of `size` pixels in a role's color, over its meaning, which is a label.

    The meaning breaks its lines at `width` units; `gap` units lie between the two.
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
    """A fact as `Fact` has it, its number before its meaning, both on one line `gap` units apart, where room is low."""

    def __init__(
        self, number: str | Mobject, meaning: str, role: str, theme: Theme, *, size: float, gap: float
    ) -> None:
        large = words(number, size, getattr(theme, role)) if isinstance(number, str) else number
        told = words(meaning, Size.LABEL, theme.dim)
        super().__init__(large, told)
        self.arrange(RIGHT, buff=gap)
        stand_on(large.baseline, told)


class Flipbook(VGroup):
    """Letterings of one make, of which one is shown; the first to begin with. They stand where they were made."""

    def __init__(self, states: Sequence[VGroup]) -> None:
        super().__init__(*states[0].copy())
        self.states = tuple(states)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is shown; what could be is shared."""
        clones.setdefault(id(self.states), self.states)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def show(self, number: int) -> Self:
        """Show another of the states."""
        for part, like in zip(self, self.states[number], strict=True):
            show_instead(part, like)
        return self
