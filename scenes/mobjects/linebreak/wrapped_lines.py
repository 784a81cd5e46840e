"""Two lines of opaque words over a ruler of characters: the first is full, the second is being read."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    DashedLine,
    FadeOut,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

TALL = 1 / 7  # greatest height of a word, as a share of the area's
BETWEEN = 1.75  # line spacing, in heights of a word
TALLEST = 1.1  # units, greatest height of a word
BELOW = 1.4 * units(Size.LABEL)  # units below the second line, for the number of letters left
NAMED = "room for the next word, as the network sees it"
ROOM = 1  # the color category of the room left
MORE = 0.3 * units(Size.LABEL)  # units between that number and the words after it
SLOT = 0.55  # opacity of the room left
UNSURE = 0.4  # opacity of a word that may or may not fit


class WrappedLines(VGroup):
    """Two lines of opaque words, of `first` and `second` letters, in an area `width` characters wide.

    A blank separates two words. `before` is the first line with its `newline` sign, `edge` marks the end of the line,
    `after` are the words of the second line, hidden until they are read, and `counts` the characters up to the end of
    each, below it. `foot` is where all of it ends once `raised`.
    """

    def __init__(self, first: Floats, second: Floats, width: int, beyond: int, area: Area, theme: Theme) -> None:
        """Leave room for `beyond` more characters on the right."""
        self.theme, self.characters = theme, width
        self.letter = area.width / (width + beyond)
        self.left, self.limit, self.line = area.left, area.right, area.center[1]
        self.tall = min(TALLEST, TALL * area.height)
        line = self.tall * BETWEEN / 2
        self.before = self.words(first, self.line + line, theme.dim)
        self.newline = newline_mark(theme.text).move_to(self.at(width + 1.5, self.line + line))
        top, foot = self.line + line + self.tall, self.line - line - self.tall / 2
        self.edge = DashedLine(self.at(width, foot), self.at(width, top), color=theme.dim, stroke_width=2)
        self.edge_name = words(f"{width}", Size.LABEL, theme.text).next_to(self.edge, UP, Gap.NEAR / 2)
        self.after = self.words(second, self.line - line, theme.text)
        ends = np.cumsum(np.asarray(second) + 1) - 1
        self.counts = VGroup(*(words(f"{end}", Size.LABEL, theme.text) for end in ends))
        for count, word in zip(self.counts, self.after, strict=True):
            count.next_to(word, DOWN, Gap.NEAR / 2)
            count.shift([word.get_right()[0] - count.get_right()[0], 0, 0])
        super().__init__(self.before, self.newline, self.edge, self.edge_name)

    def at(self, characters: float, height: float) -> Floats:
        """Return the point (3,) that many characters from the left end."""
        return np.array([self.left + characters * self.letter, height, 0.0])

    def words(self, lengths: Floats, height: float, ink: str) -> VGroup:
        """Draw a row of words."""
        row, start = VGroup(), 0
        for length in map(int, lengths):
            row.add(self.word(start, length, height, ink))
            start += length + 1
        return row

    def word(self, start: float, length: int, height: float, ink: str) -> Rectangle:
        """Draw one word: a block as wide as its letters."""
        block = Rectangle(width=length * self.letter, height=self.tall, stroke_width=2, stroke_color=ink)
        block.set_fill(self.theme.panel, 1)
        return block.move_to(self.at(start + length / 2, height))

    def coming(self, place: int, length: int) -> Rectangle:
        """Draw the next word after word `place` of the second line, with its length on it, whether it fits or not."""
        start = (self.after[place].get_right()[0] - self.left) / self.letter + 1
        word = self.word(start, length, self.after[0].get_y(), self.theme.text).set_fill(opacity=UNSURE)
        word.add(words(f"{length}", Size.LABEL, self.theme.text).move_to(word))
        return word

    def next_line(self, length: int) -> Floats:
        """Return the middle (3,) of a word of that length at the start of the third line."""
        return self.at(length / 2, self.line - 1.5 * self.tall * BETWEEN)

    def room(self, place: int, letters: float, ink: str) -> Rectangle:
        """Draw the room behind a word of the second line, as long as a word may be to fit."""
        room = Rectangle(width=max(letters, 1e-3) * self.letter, height=self.tall, stroke_width=0)
        start = (self.after[place].get_right()[0] - self.left) / self.letter + 1
        return room.set_fill(ink, SLOT).move_to(self.at(start + letters / 2, self.after[0].get_y()))

    def named_room(self, name: str, ink: str) -> Lettering:
        """Write the name of that room below the second line, below its length."""
        said = words(name, Size.LABEL, ink, self.limit - self.left)
        return said.next_to([(self.left + self.limit) / 2, self.after.get_bottom()[1] - BELOW, 0], DOWN, Gap.NEAR)

    def broken(self) -> VGroup:
        """Draw the newline sign behind the second line's last word."""
        return newline_mark(self.theme.text).next_to(self.after[-1], RIGHT, Gap.NEAR)

    def ticked(self) -> Self:
        """Divide every word into its letters."""
        for word in (*self.before, *self.after):
            for place in range(1, round(word.width / self.letter)):
                across = word.get_left()[0] + place * self.letter
                ends = [across, word.get_bottom()[1], 0], [across, word.get_top()[1], 0]
                word.add(Line(*ends, color=self.theme.grid, stroke_width=1.5))
        return self

    def raised(self, top: float) -> list[Animation]:
        """Move up until its highest part is at `top`; its heading fades."""
        rise = (top - self.edge_name.get_top()[1]) * UP
        self.remove(self.head)
        self.foot = float(self.counts.get_bottom()[1] + rise[1])
        return [FadeOut(self.head), *(part.animate.shift(rise) for part in (self, *self.after, *self.counts))]

    def headed(self, text: str, area: Area) -> Self:
        """Write a heading at the top of an area."""
        self.head = words(text, Size.LABEL, self.theme.dim, area.width)
        return self.add(self.head.move_to([area.center[0], area.top - self.head.height / 2, 0]))


class RoomLeft(VGroup):
    """The room of `letters` (n,) behind each word of a page's second line: a bar, its length and its name.

    No word is longer than `longest`: if there is room for that or more, this is said. At first one word is read.
    """

    def __init__(self, page: WrappedLines, letters: Floats, longest: int, theme: Theme) -> None:
        ink = theme.categories[ROOM]
        self.page, self.letters = page, np.maximum(np.asarray(letters, dtype=np.float64), 0.0)
        self.bars = [page.room(place, one, ink) for place, one in enumerate(self.letters)]
        self.bar = self.bars[0].copy()
        self.open = np.round(self.letters) >= longest  # whether any word would fit
        self.counter = Counter("", f"{self.letters.max():.0f}", "", Size.LABEL, ink)
        self.more = words("or more", Size.LABEL, ink)
        super().__init__(self.bar, self.counter, self.more, page.named_room(NAMED, ink))
        self.show(0.0)

    def show(self, place: float) -> Self:
        """Show the room after word `place`, or between two words."""
        self.bar.points = part_way([bar.points for bar in self.bars], place)
        self.counter.show(f"{self.letters[round(place)]:.0f}")
        opacity = max(2 * float(np.interp(place, np.arange(len(self.open)), self.open)) - 1, 0.0)  # has faded halfway
        half = (self.counter.width + opacity * (self.more.width + MORE)) / 2
        across = float(np.clip(self.bar.get_x(), self.page.left + half, self.page.limit - half))
        low = self.bar.get_bottom()[1] - BELOW + units(Size.LABEL) / 2
        self.counter.move_to([across - half + self.counter.width / 2, low, 0])
        self.more.next_to(self.counter, RIGHT, MORE, aligned_edge=DOWN).set_opacity(opacity)  # it has no descenders
        return self

    def on_to(self, place: int) -> UpdateFromAlphaFunc:
        """Move on to word `place` from the word before it."""
        return UpdateFromAlphaFunc(self, lambda room, share: room.show(place - 1 + share))


def newline_mark(ink: str) -> VGroup:
    """Draw the sign for a new line: down, and back to the left."""
    path = VMobject(stroke_color=ink, stroke_width=4)
    path.set_points_as_corners([[0.14, 0.2, 0], [0.14, -0.06, 0], [-0.14, -0.06, 0]])
    tip = VMobject(stroke_color=ink, stroke_width=4)
    tip.set_points_as_corners([[-0.04, 0.06, 0], [-0.16, -0.06, 0], [-0.04, -0.18, 0]])
    return VGroup(path, tip)
