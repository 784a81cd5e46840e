"""Mobjects that hold what is not theirs alone: copies of them, as Manim makes for its moves, hold the very same."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from manim import Mobject


class Sharing(Mobject):
    """Abstract: the attributes named in `shared` are not copied with the rest, which is seen."""

    shared: ClassVar[tuple[str, ...]] = ()

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen."""
        held = [getattr(self, name) for name in self.shared]
        clones.update({id(value): value for value in held})
        copied: Self = super().__deepcopy__(clones)
        return copied
