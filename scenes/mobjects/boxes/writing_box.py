"""A closed box that writes: it reads what it has written so far, works, and adds the next piece of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import (
    DOWN,
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    ManimColor,
    Mobject,
    Square,
    VGroup,
    interpolate_color,
    smooth,
    squish_rate_func,
    there_and_back,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.mobjects.words.text_tile import TextTiles

WIDEST = 0.8  # greatest width of the box, as a share of the area's
MOUTH = 0.4  # units above the box's lower edge where text goes in and comes out
TINY = 0.4  # size of text there
SWELLS = 1.25  # size of the mark while the box works
GLOW = 0.4  # how far the box's color then moves from the panel's to the grid's, 0 … 1
LONG = 1.6  # time of working, in times of reading or writing
HALF = 0.5  # greatest size of the mark in a box that has shrunk
BESIDE = 0.6  # greatest height of the mark there, as a share of the box's
ANSWERS = squish_rate_func(smooth, 0.3, 0.9)  # rate at which a number replaces the mark: the box is never empty
AFTER = 0.45  # share of each step's time after which the next one (read, work, write) starts


class WritingBox(VGroup):
    """A closed `box` with a question `mark` on it, and `tokens`, the pieces of text that it writes below it.

    At first only box and mark are shown. `gap` is the distance from the box to the text, in units.
    """

    def __init__(self, pieces: Sequence[str], area: Area, gap: float, theme: Theme) -> None:
        self.tokens = TextTiles(pieces, area.width, theme)
        self.lit = interpolate_color(ManimColor(theme.panel), ManimColor(theme.grid), GLOW)
        self.side = min(area.height - self.tokens.height - gap - 2 * Gap.NEAR, WIDEST * area.width)
        self.box = Square(self.side, stroke_color=theme.text, stroke_width=3, fill_color=theme.panel, fill_opacity=1)
        self.box.move_to([area.center[0], area.top - self.side / 2 - Gap.NEAR, 0])
        self.mark = words("?", 2 * Size.DISPLAY, theme.text).move_to(self.box)
        self.tokens.next_to(self.box, DOWN, gap)
        super().__init__(self.box, self.mark)

    def take_back(self) -> list[FadeOut]:
        """Let everything that was written go back into the box where it came out."""
        mouth = self.box.get_bottom() + MOUTH * UP
        return [FadeOut(token, target_position=mouth, scale=TINY) for token in self.tokens]

    def write(self, place: int, *along: Any) -> AnimationGroup:
        """Let the pieces before number `place` go in, the box work, and that piece come out; play `along` meanwhile."""
        mouth = self.box.get_bottom() + MOUTH * UP
        reads = [FadeOut(token.copy(), target_position=mouth, scale=TINY) for token in self.tokens[:place]]
        works = [
            self.box.animate(rate_func=there_and_back, run_time=LONG).set_fill(self.lit),
            self.mark.animate(rate_func=there_and_back, run_time=LONG).scale(SWELLS),
        ]
        writes = FadeIn(self.tokens[place], target_position=mouth, scale=TINY)
        steps = [AnimationGroup(*step) for step in (reads, works, [writes]) if step]
        whole = AnimationGroup(*steps, lag_ratio=AFTER)
        return AnimationGroup(whole, *(AnimationGroup(move, run_time=whole.run_time) for move in along))

    def to_hold(self, *written: Mobject) -> float:
        """Find the factor by which the box must grow to have its first size again, or to hold what is written."""
        widest = max(one.width for one in written)
        return float(max(self.side, widest + 2 * Gap.FAR) / self.box.height)

    def answer(self, number: Mobject, *written: Mobject, middle: Sequence[float]) -> list[Any]:
        """Let a number come out of the mark, which fades, while the box grows to hold it and other text."""
        larger = self.to_hold(number, *written)
        comes = FadeIn(number, target_position=self.mark, scale=1 / larger, rate_func=ANSWERS)
        return [self.box.animate.scale(larger).move_to(middle), FadeOut(self.mark, rate_func=first_half), comes]

    def make_room(self, side: float, written: int) -> list[Any]:
        """Shrink the box to a `side`, keeping its top; the pieces already written follow its lower edge."""
        top, up = self.box.get_top(), (self.box.height - side) * UP
        self.tokens[written:].shift(up)
        return [
            self.box.animate.scale(side / self.box.height, about_point=top),
            self.mark.animate.scale(min(HALF, BESIDE * side / self.mark.height)).move_to(top + side / 2 * DOWN),
            self.tokens[:written].animate.shift(up),
        ]
