"""A number that changes while it is watched: drawn from ready glyphs, so that its digits do not jump."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.mobjects.lettering import glyphs


class Counter(VGroup):  # type: ignore[misc]
    """Digits, commas and points standing on a baseline, right-aligned at the anchor it was placed with."""

    def __init__(self, text: str, size: float, color: str, characters: str = "0123456789") -> None:
        super().__init__()
        self._glyphs = glyphs(characters, size, color)
        self._digit = self._glyphs["0"].width * 1.12
        self.show(text)

    def show(self, text: str) -> Counter:
        """Change the text where it stands: the right end stays."""
        right = self.get_corner([1, -1, 0]) if self.submobjects else np.zeros(3)
        drawn = [self._glyphs[character].copy() for character in text]
        self.submobjects = []
        edge = right.copy()
        for glyph in reversed(drawn):
            width = (
                max(self._digit, glyph.width) if glyph.height > 0.6 * self._glyphs["0"].height else glyph.width * 1.6
            )
            glyph.set_x(edge[0] - width / 2).shift([0, right[1], 0])
            edge = edge - np.array([width, 0, 0])
            self.add(glyph)
        return self
