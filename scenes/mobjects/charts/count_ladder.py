"""A ladder of counts on a logarithmic axis: a small box for each, its name, its count and its source beside it."""

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
BOX = 0.2  # units, or less where two would touch
CLEAR = 0.78  # of the way from one box to the next, filled at most
LINE = 1.45 * units(Size.LABEL)  # from one line of text to the next
AXIS = 1.5  # units at the left for the axis' own numbers
RISES = 2.5  # seconds for the ladder to rise
WAITS = 0.33  # of that time, until its axis begins
WHOLE = 0.8  # of that time, until its axis is whole
TOLD = 0.46, 0.8  # of that time, until what is told of the lowest box begins to come, and of the highest
ASIDE = 0.75  # units from the axis to what is said of a box


class CountLadder(VGroup):
    """Rungs (name, count, source) in any order, `width` × `height` units; `tall` puts the source under the name.

    `axis`, and for every rung, from the largest count down, its `boxes` and `told`.
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
            said = [words(name, Size.LABEL, theme.text), words(said_count(count), Size.LABEL, theme.text)]
            said[0].next_to([left, seat + drop, 0], RIGHT, 0)
            said[1].next_to([width if tall else left + 0.5 * (width - left), seat + drop, 0], LEFT, 0)
            origin = words(source, Size.SMALL, theme.dim)
            origin.next_to([left if tall else width, seat - drop, 0], RIGHT if tall else LEFT, 0)
            self.told.add(VGroup(lead, *said, origin))
        super().__init__(self.axis, self.boxes, self.told)
        self.shift(-(width / 2 * RIGHT + height / 2 * UP))

    def rise(self, *others: int) -> list[Animation]:
        """Let the axis grow upward, with its numbers; then what is told of some boxes appears, the lowest first.

        It waits a while: what is to stand on it has to become small first.
        """
        rail, *marks = self.axis
        said = [(mark, mark.get_y(), (WAITS, WHOLE)) for mark in marks]
        said += [(self.told[place], self.boxes[place].get_y(), TOLD) for place in others]
        ends, moves = (rail.get_bottom()[1], rail.get_top()[1]), list[Animation]()
        for one, height, span in said:
            start = float(np.interp(height, ends, span))
            pace = squish_rate_func(smooth, start, start + 1 - span[1])
            moves.append(FadeIn(one, rate_func=pace, run_time=RISES))
        return [Create(rail, rate_func=squish_rate_func(linear, WAITS, WHOLE), run_time=RISES), *moves]


def scale_from(least: int) -> list[tuple[int, str]]:
    """Leave out what lies more than one mark below the least of the counts."""
    below = max(place for place, (power, _) in enumerate(SCALE) if 10**power <= least)
    return list(SCALE[below:])


def spread(heights: Sequence[float], gap: float, top: float = np.inf) -> list[float]:
    """Heights, falling, moved apart until each is `gap` above the next, and down again where they are above `top`."""
    seats: list[float] = []
    for height in reversed(heights):
        seats.append(max(height, seats[-1] + gap) if seats else height)
    return [min(seat, top - row * gap) for row, seat in enumerate(reversed(seats))]
