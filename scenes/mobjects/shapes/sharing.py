"""Mobjects that share some attributes with their copies, such as those that Manim makes for its animations."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from manim import Mobject


class Sharing(Mobject):
    """Abstract: a copy shares the attributes named in `shared` with the original; all else is copied."""

    shared: ClassVar[tuple[str, ...]] = ()

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy all but the shared attributes."""
        held = [getattr(self, name) for name in self.shared]
        clones.update({id(value): value for value in held})
        copied: Self = super().__deepcopy__(clones)
        return copied
