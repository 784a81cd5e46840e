"""Boxes in each other, as large as what they count: whoever goes in finds a smaller one in the middle of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Square, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.long_column import zoomed

PASSED = 1.2  # times as large as at its place, a box round us is no longer seen: until then it has room
WIDER = 2.5  # times as far as in small type is the number from its noun
LEAST, FURTHER = 0.5, 0.25  # seconds from one box to the next, and more for each tenth
TURN = 0.4  # of the way to the next box: so long a name takes to go, and the next one to come


class NestedBoxes(VGroup):
    """Things (name, count, source), the largest first, over an area: their `boxes`, whose areas are as their counts.

    `told` are names and sources, of which one is seen, `number` counts on the way down, and `key` says what is drawn;
    thin `lines` between the boxes, each a tenth of the one before, let the way down be seen where boxes are far apart.
    """

    def __init__(self, things: Sequence[tuple[str, int, str]], area: Area, theme: Theme) -> None:
        self.sizes = [count for _, count, _ in things]
        self.number = Counter("", f"{self.sizes[0]:,}", "numbers", Size.HEADLINE, theme.text)
        self.key = words(
            "a box’s area is its count; each line inside, a tenth of the last", Size.SMALL, theme.dim, area.width
        )
        self.number.gap *= WIDER
        names = [
            (words(name, Size.LABEL, theme.text), words(source, Size.SMALL, theme.dim)) for name, _, source in things
        ]
        self.told = VGroup(*(VGroup(*name).arrange(RIGHT, buff=Gap.NEAR) for name in names))
        below = VGroup(self.told, self.number, self.key).arrange(DOWN, buff=Gap.NEAR)
        room = area.less_bottom(below.height + Gap.NEAR)
        self.side, self.middle = min(room.width, room.height) / PASSED, np.array(room.center)
        below.move_to([area.center[0], area.bottom + below.height / 2, 0])
        powers = range(int(np.log10(self.sizes[-1])) + 1, int(np.log10(self.sizes[0])) + 1)
        self.scale_of, thin = [10**power for power in powers], {"stroke_color": theme.grid, "stroke_width": 2}
        self.lines = VGroup(*(Square(self.side, **thin).move_to(self.middle) for _ in self.scale_of))
        look = {"stroke_color": theme.text, "stroke_width": 3, "fill_color": theme.panel, "fill_opacity": 1}
        self.boxes = VGroup(*(Square(self.side, **look).move_to(self.middle) for _ in things))
        super().__init__(self.boxes, self.lines, *below)
        self.look(self.sizes[0])

    def look(self, shown: float) -> Self:
        """Look so far in that a box of this count would fill the place; larger ones are passed and go."""
        for box, count in zip((*self.boxes, *self.lines), (*self.sizes, *self.scale_of), strict=True):
            times = min(float(np.sqrt(count / shown)), PASSED)
            seen = float(np.clip((PASSED - times) / (PASSED - 1), 0, 1))
            box.scale_to_fit_width(times * self.side).move_to(self.middle).set_stroke(opacity=seen)
            if box in self.boxes.submobjects:
                box.set_fill(opacity=seen)
        way = np.interp(-np.log(shown), -np.log(self.sizes), np.arange(len(self.sizes)))
        for place, told in enumerate(self.told):
            told.set_opacity(float(np.clip(1 - abs(way - place) / TURN, 0, 1)))
        self.number.show(f"{round(shown):,}").set_x(self.middle[0])
        return self

    def into(self, place: int) -> UpdateFromAlphaFunc:
        """Go into a box from the one round it, by the same factor in the same time; longer where it is further."""
        start, end = self.sizes[place - 1], self.sizes[place]
        time = LEAST + FURTHER * float(np.log10(start / end))
        return UpdateFromAlphaFunc(self, lambda _, share: self.look(zoomed(start, end, share)), run_time=time)
