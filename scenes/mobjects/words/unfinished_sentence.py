"""A sentence without its end: pieces of text and a question mark, each with a frame round it."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, UP, Rectangle, VGroup

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.words.lettering import words

LARGEST = 1.4  # times the display type size, at most


class UnfinishedSentence(VGroup):
    """Pieces of text and a question mark as large as fits in an area, in two lines where that is not wide.

    Its submobjects are the pieces; `frames` has a frame for each, which has to be added separately.
    """

    def __init__(self, texts: Sequence[str], area: Area, theme: Theme) -> None:
        inks = [*[theme.text] * len(texts), theme.sum]
        pieces = [words(text, Size.DISPLAY, ink) for text, ink in zip([*texts, "?"], inks, strict=True)]
        high = words("Áy", Size.DISPLAY, theme.text).height + Gap.FAR
        cut = len(pieces) if area.width > DECIDEDLY_WIDE * area.height else (len(pieces) + 1) // 2
        self.frames = VGroup(
            *(Rectangle(width=piece.width + Gap.FAR, height=high, stroke_width=3).move_to(piece) for piece in pieces)
        )
        self.frames.set_stroke(theme.dim)[-1].set_stroke(theme.sum)
        for piece, frame in zip(pieces, self.frames, strict=True):
            frame.shift((piece.baseline + units(Size.DISPLAY) / 4 - frame.get_y()) * UP)
        rows = [
            VGroup(*map(VGroup, self.frames[part], pieces[part])).arrange(RIGHT, Gap.FAR, center=False)
            for part in (slice(cut), slice(cut, None))
            if pieces[part]
        ]
        whole = VGroup(*rows).arrange(DOWN, buff=Gap.FAR)
        whole.scale(min(LARGEST, area.width / whole.width, area.height / whole.height)).move_to(area.center)
        super().__init__(*pieces)
