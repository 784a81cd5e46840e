"""A word, its meaning and its source, one below the other."""

from __future__ import annotations

from manim import DOWN, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words

LARGE = 1.6  # times the largest type size, for the word where there is room
LESS = 12  # pixels that the meaning is smaller than a headline


class DefinedWord(VGroup):
    """A word over its `meaning`, in our words, and its source, at the top of an area; larger if that is not `small`."""

    def __init__(self, word: str, meaning: str, source: str, small: bool, area: Area, theme: Theme) -> None:
        super().__init__(
            words(word, (1.0 if small else LARGE) * Size.DISPLAY, theme.accent),
            words(meaning, Size.HEADLINE - LESS, theme.text, area.width),
            words(source, Size.SMALL, theme.dim, area.width),
        )
        self.arrange(DOWN, buff=Gap.NEAR)
        self.move_to([area.center[0], area.top - self.height / 2, 0])
