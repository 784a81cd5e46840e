"""A number that runs: its digits are set once and put together anew for every value, as fast as a film needs them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Self

import numpy as np
from manim import VGroup

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

SPACE = 0.45  # of a digit's height, between words and number


class Digits(NamedTuple):
    """All that numbers of a size are made of: how far a digit and a comma reach, the space before, and the outlines."""

    advance: float
    narrow: float
    gap: float
    glyphs: dict[str, Floats]  # by sign, each about the middle of its foot


@cache
def digits_of(size: float, color: str) -> Digits:
    """Set the signs of numbers once for all counters of a size: a desk has dozens of them."""
    one, two, comma = (words(text, size, color) for text in ("0", "00", "0,"))
    drop = comma.baseline - comma.get_bottom()[1]
    glyphs = {sign: words(sign, size, color)[0].points.copy() for sign in "0123456789.,"}
    for sign, points in glyphs.items():
        across, up = points[:, 0], points[:, 1]
        points -= [(across.min() + across.max()) / 2, up.min() + (drop if sign == "," else 0.0), 0.0]
    return Digits(two.width - one.width, 1.3 * (comma.width - one.width), SPACE * one.height, glyphs)


class Counter(VGroup):
    """Words, then a number of at most the characters of `widest`, then what follows it; `size` in pixels.

    A number that something follows ends where that begins, which so keeps its place, with words before it or without.
    """

    def __init__(self, before: str, widest: str, after: str, size: float, color: str) -> None:
        self.make = size, color  # not the digits: they would be copied along, and looked at by what knows drawn plays
        self.advance, self.narrow, self.gap, _ = digits_of(*self.make)
        self.words, self.number = words(before, size, color), words("0", size, color)
        self.room, self.ends, alone = self.width_of(widest), bool(after), bool(after) and not before
        self.follower = words(after, size, color)
        super().__init__(*([] if alone else [self.words]), self.number, *([self.follower] if after else []))
        if after and before:
            place = self.words.get_right()[0] + self.gap + self.room + self.gap / 2 + self.follower.width / 2
            self.follower.shift([place, self.words.baseline - self.follower.baseline, 0])
        self.anchor = self.follower if alone else self.words
        self.made = [part.points.copy() for part in (*self.words, *self.follower)]
        self.show(widest)

    def go_home(self) -> Self:
        """Stand where it was made, to the last bit: many moves from place to place leave their rounding behind."""
        for part, points in zip((*self.words, *self.follower), self.made, strict=True):
            part.points = points.copy()
        return self

    @property
    def baseline(self) -> float:
        """Height of the line that the words and the number stand on."""
        return self.anchor.baseline

    def width_of(self, text: str) -> float:
        """Measure how far a number reaches, in units."""
        return sum(self.narrow if sign in ",." else self.advance for sign in text)

    def show(self, text: str) -> Self:
        """Write a number: digits, commas and a point."""
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
