"""Ridges seen end-on are a wave: out of the surface of one output comes that wave among those of the votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import DEGREES, Animation, FadeIn, FadeOut, Group, Mobject, UpdateFromAlphaFunc, linear, smooth

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.surfaces.marked_relief import MarkedRelief
from transparent_box.scenes.mobjects.surfaces.relief import SIDE
from transparent_box.scenes.mobjects.votes.waves_over_votes import DIM, WavesOverVotes

FLAT = 86 * DEGREES  # from the zenith
ALONG = -45 * DEGREES  # round it: along the ridges of x + y
LOW = 0.6  # of the time in which one comes to look along them, until that is from so low
COMES = 0.2  # of its way, on which the wave comes to be seen
ON = 0.3  # of its way, until the dot lies on it
THERE = 0.65  # of the time, in which it goes to its row


class RidgesEndOn:
    """A marked relief of values [x, y] with ridges along x + sign·y, in an area, and the wave in a `row` of votes.

    No mobject itself. Over the answers that wave is what the ridges are over sums from 0 on, as many as answers.
    """

    def __init__(
        self, relief: MarkedRelief, values: Floats, sign: int, votes: WavesOverVotes, row: int, area: Area
    ) -> None:
        stack = votes.stack
        self.relief, self.votes, self.curve = relief, votes, stack.curves[row]
        places, self.ends = np.linspace(*stack.span, stack.waves.shape[1]), self.curve.points.copy()
        self.profile = across(values / relief.scale * relief.rise, sign, places)
        self.answer = int(np.searchsorted(places, (relief.pair[0] + sign * relief.pair[1]) % relief.count))
        self.spot = relief.mark(values)[0].points
        self.dot = marks(self.spot, relief.theme.accent, relief.theme.ground)
        self.views = relief.space.copy(), relief.framed(area, (FLAT, sign * ALONG), values)

    def become_votes(self, ridge: Sequence[Mobject], counter: Mobject) -> Iterator[list[Animation]]:
        """Yield what looks along the ridges, one of which is marked, and what leaves the wave behind, with the dot.

        Before the others come, with all that is written beside them, it is in its row: it crosses none of that.
        """
        *drawn, told = ridge
        live = Group(self.relief.field, *self.relief.dot, *drawn)
        yield [
            UpdateFromAlphaFunc(live, lambda _, share: self.look(share)),
            FadeOut(told, counter, rate_func=first_half),
        ]
        start, dot, stack = self.views[1].project(self.profile), self.views[1].project(self.spot), self.votes.stack

        def move(time: float) -> None:
            share = smooth(min(time / THERE, 1.0))
            way, alone = (1 - share) * start + share * self.ends, 1 - once_there(time)
            self.curve.set_curves([way]).set_opacity(min(share / COMES, 1.0) * (DIM + alone * (1 - DIM)))
            off = max(1 - share / ON, 0.0) * (dot - start[self.answer])
            for mark in self.dot:
                mark.set_positions(way[[self.answer]] + off)

        others = [curve for curve in stack.curves if curve is not self.curve]
        moved = UpdateFromAlphaFunc(Group(self.curve, *self.dot), lambda _, time: move(time), rate_func=linear)
        come = FadeIn(stack.zeros, *others, *self.votes.told, rate_func=once_there)
        yield [FadeOut(self.relief.field, *self.relief.dot, *drawn, rate_func=first_half), come, moved]

    def look(self, share: float) -> None:
        """Go down, and nearer only when so low that the surface stays in its area."""
        (start, end), space = self.views, self.relief.space
        down, near = smooth(min(share / LOW, 1.0)), smooth(max(share / LOW - 1, 0.0) * LOW / (1 - LOW))
        space.pose = (1 - down) * start.pose + down * end.pose
        space.pose[3] = (1 - near) * start.pose[3] + near * end.pose[3]
        space.points = (1 - near) * start.points + near * end.points


def once_there(time: float) -> float:
    """All of a change when the wave is in its row."""
    return float(smooth(max((time - THERE) / (1 - THERE), 0.0)))


def across(heights: Floats, sign: int, totals: Floats) -> Floats:
    """(n, 3) where a surface of heights [x, y] is at totals x + sign·y (n,), along a line across its ridges."""
    count = len(heights)
    whole = np.arange(count)
    x = whole // 2 if sign > 0 else (count - 1 + whole) // 2
    y = sign * (whole - x)
    flat = (np.stack([x, y], axis=1) / (count - 1) - 0.5) * SIDE
    found = np.column_stack([flat, heights[x, y]])
    return np.column_stack([np.interp(totals, whole, axis) for axis in found.T])
