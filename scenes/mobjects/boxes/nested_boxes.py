"""Boxes inside one another, their areas proportional to what they count; the view zooms in from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Square,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.boxes.decade_frames import DecadeFrames
from transparent_box.scenes.mobjects.boxes.weight_shelf import shaded
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.switches.long_column import zoomed
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

PASSED = 1.2  # zoom at which a box that surrounds the view has faded; there is room for it up to that
WIDER = 2.5  # gap between number and noun, in multiples of that of small type
LEAST, FURTHER = 0.4, 0.17  # seconds from one box to the next, and how many more for each factor of ten
ON_EDGE = 0.1  # units from a box's upper edge to its name
NAMED = (0.25, 0.45)  # widths of a box, as shares of the full one, between which its name fades in
FAR = 0.4  # size to which text has shrunk when it arrives where its count is repeated
LANDS, SOON, GONE = 1.1, 0.3, 0.6  # seconds until the last box is a rung; shares until its name and count fade
AFTER = 0.2  # seconds from one returning box to the next
CLEAR = 0.25  # share of the way back by which a box is fully seen
FILLED, CELL = 0.86, 8  # share of the last box that its numbers fill; texels across for each number, one of them a gap


class NestedBoxes(Group):
    """Things (name, count) as nested `boxes` in an area, their areas proportional to their counts, largest first.

    `names` stand on the boxes' edges, `frames` mark the powers of ten, `number` counts, and `key` explains the picture.
    The last and smallest thing is seen whole, with its numbers as `cells`: the first row of `table` (m, n), colored on
    the scale of the whole table.
    """

    def __init__(self, things: Sequence[tuple[str, int]], table: Floats, area: Area, theme: Theme) -> None:
        order = sorted(things, key=lambda thing: -thing[1])
        self.sizes = [count for _, count in order]
        self.number = Counter("", f"{self.sizes[0]:,}", "numbers", Size.HEADLINE, theme.text)
        self.number.gap *= WIDER
        legend = "a box’s area shows its count; thin boxes are powers of ten"
        self.key = words(legend, Size.SMALL, theme.dim, area.width)
        self.names = VGroup(*(words(name, Size.CAPTION, theme.text) for name, _ in order))
        below = VGroup(self.number, self.key).arrange(DOWN, buff=Gap.NEAR)
        room = area.less_bottom(below.height + Gap.NEAR).less_top(self.names[0].height + ON_EDGE)
        self.side, self.middle = min(room.width, room.height) / PASSED, np.array(room.center)
        below.move_to([area.center[0], area.bottom + below.height / 2, 0])
        look = {"stroke_color": theme.text, "stroke_width": 3, "fill_color": theme.panel, "fill_opacity": 1}
        self.boxes = VGroup(*(Square(self.side, **look).move_to(self.middle) for _ in order))
        self.cells = cells_of(shaded(table[0], table, theme), FILLED * self.side).move_to(self.middle)
        self.frames = DecadeFrames(self.sizes[-1], self.sizes[0], self.side, self.middle, PASSED, theme)
        super().__init__(self.boxes, self.frames, self.cells, self.names, *below)
        self.look(self.sizes[0])

    def look(self, shown: float) -> Self:
        """Zoom so that a box of the count `shown` fills the place; larger ones fade as they are passed."""
        for box, name, count in zip(self.boxes, self.names, self.sizes, strict=True):
            times = min(float(np.sqrt(count / shown)), PASSED)
            opacity = float(np.clip((PASSED - times) / (PASSED - 1), 0, 1))
            box.scale_to_fit_width(times * self.side).move_to(self.middle)
            box.set_stroke(opacity=opacity).set_fill(opacity=opacity)
            name.next_to(box, UP, ON_EDGE).align_to(box, LEFT)
            name.set_opacity(min(opacity, float(np.interp(times, NAMED, (0, 1)))))
        self.frames.look(shown)
        self.cells.scale(FILLED * self.boxes[-1].width / self.cells.width).move_to(self.middle)
        self.number.show(f"{round(shown):,}").set_x(self.middle[0])
        return self

    def into(self, place: int) -> UpdateFromAlphaFunc:
        """Zoom from box number `place` − 1 into the next at a constant rate; a longer way takes longer."""
        start, end = self.sizes[place - 1], self.sizes[place]
        time = LEAST + FURTHER * float(np.log10(start / end))
        return UpdateFromAlphaFunc(self, lambda _, share: self.look(zoomed(start, end, share)), run_time=time)

    @property
    def last(self) -> Group:
        """The last box and what is in it."""
        return Group(self.boxes[-1], self.cells)

    def come_back(self, rungs: Sequence[VMobject]) -> list[Animation]:
        """Let the boxes that were passed return, smallest first, and turn into rungs, which are given largest first.

        On their way they are outlines, and hide nothing.
        """
        moves = []
        for after, (rung, box) in enumerate(zip(reversed(rungs), self.boxes[-2::-1], strict=True), start=1):
            passed, goal = box.copy().scale_to_fit_width(self.side).move_to(self.middle), rung.copy()
            passed.match_style(goal)

            def come(rung: VMobject, share: float, start: VMobject = passed, end: VMobject = goal) -> None:
                rung.interpolate(start, end, share)
                rung.set_stroke(opacity=min(share / CLEAR, 1.0)).set_fill(opacity=float(share == 1))

            waits, all_of_it = after * AFTER, after * AFTER + LANDS
            pace = squish_rate_func(smooth, waits / all_of_it, 1.0)
            moves.append(UpdateFromAlphaFunc(rung, come, run_time=all_of_it, rate_func=pace))
        return moves

    def end_as(self, rung: Mobject, count: Mobject) -> list[Animation]:
        """Turn the last box, with its numbers, into a rung; its count moves to `count`, the rung's own."""
        pace, (name, *below) = {"run_time": LANDS}, (self.names[-1], self.number, self.key)
        box = self.boxes[-1].animate(**pace).become(rung).build()
        inside = self.cells.animate(**pace).scale(FILLED * rung.width / self.cells.width).move_to(rung).build()
        soon, then, comes = (squish_rate_func(smooth, *span) for span in ((0, SOON), (0, GONE), (GONE, 1)))
        leaves = FadeOut(VGroup(*below), target_position=count, scale=FAR, rate_func=then, **pace)
        return [box, inside, FadeOut(name, rate_func=soon, **pace), leaves, FadeIn(count, rate_func=comes, **pace)]


def cells_of(colors: Floats, side: float) -> HeatMap:
    """Draw the colors (n, 4) of numbers as square cells, `side` units across, row by row from the top, with gaps."""
    across = int(np.ceil(np.sqrt(len(colors))))
    rows = -(-len(colors) // across)
    table = np.zeros((rows * across, 4))
    table[: len(colors)] = colors
    fine = table.reshape(rows, across, 4)[::-1].swapaxes(0, 1).repeat(CELL, axis=0).repeat(CELL, axis=1)
    fine[::CELL], fine[:, ::CELL] = 0, 0
    return HeatMap(fine, side, side * rows / across)
