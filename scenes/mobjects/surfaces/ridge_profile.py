"""The ridges of a surface as one curve: its average height for each sum, with the highest ridges marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import LEFT, UP, Dot, Group, Line, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import formula, words

APART = 0.2  # units between two labels
LOW = 2.2  # units: in an area lower than that, labels are on one line
LINES = 2.5  # lines of label type kept above the highest ridge for its sum and its height


class RidgeProfile(Group):
    """Mean heights (p,) over the sums 0 … p − 1, with `ridges` marked, each (sum, share of the highest).

    `drawn` are the axis, named `along` (a formula), and the curve; `marks` are one group for each ridge, a dot with its
    sum and its height beside it, to be shown one by one.
    """

    def __init__(
        self, means: Floats, ridges: Sequence[tuple[int, float]], along: str, area: Area, theme: Theme
    ) -> None:
        heights, last = means - means.mean(), len(means) - 1
        low = area.height < LOW  # there a ridge's sum and its height share a line
        foot, head = (1.4 if low else 1.9) * units(Size.LABEL), (LINES / 2 if low else LINES) * units(Size.LABEL) + 0.1
        room = area.less_bottom(foot).less_top(head)
        step, unit = room.width / last, room.height / max(float(np.ptp(heights)), 1e-9)
        zero = room.bottom - float(heights.min()) * unit

        def at(sums: Floats) -> Floats:
            places = np.asarray(sums)
            return np.column_stack([room.left + step * places, zero + unit * heights[places], 0.0 * places])

        axis = Line([room.left, zero, 0], [room.right, zero, 0], color=theme.grid, stroke_width=1.5)
        curve = VMobject(stroke_color=theme.sum, stroke_width=3.5).set_points_as_corners(at(np.arange(last + 1)))
        name = formula(along, Size.LABEL, theme.sum).move_to([room.center[0], area.bottom + foot / 3, 0])
        ends = [words(str(n), Size.SMALL, theme.dim) for n in (0, last)]
        for end, x in zip(ends, (room.left, room.right), strict=True):
            end.match_y(name).shift([x - (end.get_left() if x == room.left else end.get_right())[0], 0, 0])
        self.drawn, self.marks = VGroup(axis, curve, name, *ends), []
        for place, (total, share) in zip(at(np.array([total for total, _ in ridges])), ridges, strict=True):
            dot = Dot(place, radius=0.09, color=theme.accent)
            label = VGroup(words(percent(share), Size.SMALL, theme.text), words(str(total), Size.LABEL, theme.sum))
            label.arrange(LEFT if low else UP, buff=0.12 if low else 0.08).next_to(dot, UP, Gap.NEAR / 2)
            label.shift([max(area.left - label.get_left()[0], 0) + min(area.right - label.get_right()[0], 0), 0, 0])
            self.marks.append(VGroup(dot, label))
        set_apart([mark[1] for mark in self.marks])
        super().__init__(self.drawn, *self.marks)


def set_apart(labels: Sequence[VGroup]) -> None:
    """Move neighboring labels that would touch apart, both by the same distance."""
    ordered = sorted(labels, key=lambda label: float(label.get_x()))
    for label, following in pairwise(ordered):
        lacks = max(0.0, float(label.get_right()[0] - following.get_left()[0]) + APART)
        label.shift([-lacks / 2, 0, 0])
        following.shift([lacks / 2, 0, 0])
