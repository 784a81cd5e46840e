"""A number that counts: its digits are typeset once and reassembled for each value, fast enough for every frame."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Self

import numpy as np
from manim import VGroup

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

SPACE = 0.45  # of a digit's height, between words and number


class Digits(NamedTuple):
    """The parts of numbers of one size, in units: widths of a digit and of a comma, the space before, the outlines."""

    advance: float
    narrow: float
    gap: float
    glyphs: dict[str, Floats]  # by character, each centered on its foot


@cache
def digits_of(size: float, color: str) -> Digits:
    """Typeset the characters of numbers once for all counters of a size and color: a scene may have dozens of them."""
    one, two, comma = (words(text, size, color) for text in ("0", "00", "0,"))
    drop = comma.baseline - comma.get_bottom()[1]
    glyphs = {sign: words(sign, size, color)[0].points.copy() for sign in "0123456789.,"}
    for sign, points in glyphs.items():
        across, up = points[:, 0], points[:, 1]
        points -= [(across.min() + across.max()) / 2, up.min() + (drop if sign == "," else 0.0), 0.0]
    return Digits(two.width - one.width, 1.3 * (comma.width - one.width), SPACE * one.height, glyphs)


class Counter(VGroup):
    """The words `before`, a number no wider than the text `widest`, then the words `after`; `size` in pixels.

    A number with words after it is aligned to its right end, so that these words keep their place while it counts.
    """

    def __init__(self, before: str, widest: str, after: str, size: float, color: str) -> None:
        self.make = size, color  # not the digits, which would be copied and hashed along with the mobject
        self.advance, self.narrow, self.gap, _ = digits_of(*self.make)
        self.words, self.number = words(before, size, color), words("0", size, color)
        self.room, self.ends, alone = self.width_of(widest), bool(after), bool(after) and not before
        self.follower = words(after, size, color)
        super().__init__(*([] if alone else [self.words]), self.number, *([self.follower] if after else []))
        if after and before:
            place = self.words.get_right()[0] + self.gap + self.room + self.gap / 2 + self.follower.width / 2
            self.follower.shift([place, self.words.baseline - self.follower.baseline, 0])
        self.anchor = self.follower if alone else self.words
        self.home = [part.points.copy() for part in (*self.words, *self.follower)]
        self.show(widest)

    def go_home(self) -> Self:
        """Return to exactly where it was made: many moves accumulate rounding errors, which would alter frames."""
        for part, points in zip((*self.words, *self.follower), self.home, strict=True):
            part.points = points.copy()
        return self

    @property
    def baseline(self) -> float:
        """Return the height of the words' and the number's baseline, in units."""
        return self.anchor.baseline

    def width_of(self, text: str) -> float:
        """Return the width of a number, in units."""
        return sum(self.narrow if sign in ",." else self.advance for sign in text)

    def show(self, text: str) -> Self:
        """Show a number: digits, commas and a point."""
        width = self.width_of(text)
        if self.anchor is self.follower:
            across = self.follower.get_left()[0] - self.gap / 2 - width
        else:
            across = self.words.get_right()[0] + self.gap + (self.room - width if self.ends else 0.0)
        placed, glyphs = [], digits_of(*self.make).glyphs
        for sign in text:
            width = self.width_of(sign)
            placed.append(glyphs[sign] + [across + width / 2, self.baseline, 0.0])
            across += width
        self.number[0].points = np.concatenate(placed)
        self.number.markup = text
        return self
