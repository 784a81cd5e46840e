"""A ladder of counts on a logarithmic axis: a small box for each, with its name, count and source beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    Line,
    Square,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from transparent_box.scenes.look.numbers import said_count
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.words.lettering import words

SCALE = ((0, "1"), (3, "1,000"), (6, "1 million"), (9, "1 billion"), (12, "1 trillion"))
BOX = 0.2  # units, side of a box, or less where two would touch
CLEAR = 0.78  # share of the distance from one box to the next that a box fills at most
LINE = 1.45 * units(Size.LABEL)  # units from one line of text to the next
AXIS = 1.5  # units at the left for the axis' numerals
RISES = 2.5  # seconds for the ladder to grow
WAITS = 0.33  # share of that time before the axis begins to grow
WHOLE = 0.8  # share of that time after which the axis is complete
TOLD = 0.46, 0.8  # shares of that time at which the texts of the lowest and of the highest box begin to appear
ASIDE = 0.75  # units from the axis to the texts


class CountLadder(VGroup):
    """Rungs (name, count, source) in any order, `width` × `height` units; if `tall`, sources stand below names.

    Its parts are the `axis` and, from the largest count down, the `boxes` and the texts of the rungs, `told`.
    """

    def __init__(
        self, rungs: Sequence[tuple[str, int, str]], width: float, height: float, tall: bool, theme: Theme
    ) -> None:
        order = sorted(rungs, key=lambda rung: -rung[1])
        self.names = [name for name, _, _ in order]
        scale = scale_from(order[-1][1])
        (low, _), (top, _) = scale[0], scale[-1]
        heights = [(np.log10(count) - low) / (top - low) * height for _, count, _ in order]
        box_side = min(BOX, CLEAR * min(above - below for above, below in pairwise(heights)))
        seats = spread(heights, LINE * (2 if tall else 1), height)
        rail = Line([AXIS, 0, 0], [AXIS, height, 0], color=theme.grid, stroke_width=2)
        marks = [words(name, Size.SMALL, theme.dim) for _, name in scale]
        for (power, _), mark in zip(scale, marks, strict=True):
            mark.next_to([AXIS - Gap.NEAR, (power - low) / (top - low) * height, 0], LEFT, 0)
        self.axis, self.boxes, self.told = VGroup(rail, *marks), VGroup(), VGroup()
        for (name, count, source), at, seat in zip(order, heights, seats, strict=True):
            box = Square(box_side, stroke_width=2, stroke_color=theme.text, fill_color=theme.panel, fill_opacity=1)
            self.boxes.add(box.move_to([AXIS, at, 0]))
            lead = Line([AXIS + box_side / 2, at, 0], [AXIS + ASIDE - 0.1, seat, 0], color=theme.grid, stroke_width=2)
            left, drop = AXIS + ASIDE, 0.5 * LINE if tall else 0.0
            texts = [words(name, Size.LABEL, theme.text), words(said_count(count), Size.LABEL, theme.text)]
            texts[0].next_to([left, seat + drop, 0], RIGHT, 0)
            texts[1].next_to([width if tall else left + 0.5 * (width - left), seat + drop, 0], LEFT, 0)
            origin = words(source, Size.SMALL, theme.dim)
            origin.next_to([left if tall else width, seat - drop, 0], RIGHT if tall else LEFT, 0)
            self.told.add(VGroup(lead, *texts, origin))
        super().__init__(self.axis, self.boxes, self.told)
        self.shift(-(width / 2 * RIGHT + height / 2 * UP))

    def rise(self, *others: int) -> list[Animation]:
        """Grow the axis upward with its numerals, and fade in the texts of the rungs at indices `others`, lowest first.

        The growth begins after a pause, in which the picture that becomes a box on the axis can shrink.
        """
        rail, *marks = self.axis
        texts = [(mark, mark.get_y(), (WAITS, WHOLE)) for mark in marks]
        texts += [(self.told[place], self.boxes[place].get_y(), TOLD) for place in others]
        ends, moves = (rail.get_bottom()[1], rail.get_top()[1]), list[Animation]()
        for text, height, span in texts:
            start = float(np.interp(height, ends, span))
            pace = squish_rate_func(smooth, start, start + 1 - span[1])
            moves.append(FadeIn(text, rate_func=pace, run_time=RISES))
        return [Create(rail, rate_func=squish_rate_func(linear, WAITS, WHOLE), run_time=RISES), *moves]


def scale_from(least: int) -> list[tuple[int, str]]:
    """Return the marks of the axis (power of ten, name), from the last one not above the least count."""
    below = max(place for place, (power, _) in enumerate(SCALE) if 10**power <= least)
    return list(SCALE[below:])


def spread(heights: Sequence[float], gap: float, top: float = np.inf) -> list[float]:
    """Move descending heights apart until each is at least `gap` above the next, then down again to at most `top`."""
    seats: list[float] = []
    for height in reversed(heights):
        seats.append(max(height, seats[-1] + gap) if seats else height)
    return [min(seat, top - row * gap) for row, seat in enumerate(reversed(seats))]
