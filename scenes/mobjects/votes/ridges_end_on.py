"""Ridges seen end-on are a wave: the surface of one output turns into one of the waves of the votes."""

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

FLAT = 86 * DEGREES  # angle from the zenith
ALONG = -45 * DEGREES  # azimuth along the ridges of x + y
LOW = 0.6  # share of the time of `look` by which the view is down; then it moves closer
COMES = 0.2  # share of the way on which the wave fades in
ON = 0.3  # share of the way by which the dot lies on the wave
THERE = 0.65  # share of the time by which the wave is in its row


class RidgesEndOn:
    """A marked relief of values [x, y], with ridges along x + sign·y, that turns into the wave in one `row` of votes.

    It is not itself a mobject. The wave plots over the answers what the ridges are over the sums from 0 to p − 1.
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
        """Yield animations: look along the ridges, one of which is marked; then leave only the wave, with the dot.

        The wave is in its row before the other waves and their text come, so that it crosses none of them.
        """
        *drawn, label = ridge
        live = Group(self.relief.field, *self.relief.dot, *drawn)
        yield [
            UpdateFromAlphaFunc(live, lambda _, share: self.look(share)),
            FadeOut(label, counter, rate_func=first_half),
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
        come = FadeIn(stack.zeros, *others, *self.votes.lettering, rate_func=once_there)
        yield [FadeOut(self.relief.field, *self.relief.dot, *drawn, rate_func=first_half), come, moved]

    def look(self, share: float) -> None:
        """Lower the view, a share 0 … 1 of the way, and move closer only once the surface fits its area."""
        (start, end), space = self.views, self.relief.space
        down, near = smooth(min(share / LOW, 1.0)), smooth(max(share / LOW - 1, 0.0) * LOW / (1 - LOW))
        space.pose = (1 - down) * start.pose + down * end.pose
        space.pose[3] = (1 - near) * start.pose[3] + near * end.pose[3]
        space.points = (1 - near) * start.points + near * end.points


def once_there(time: float) -> float:
    """Rate function: the whole change after the wave has reached its row."""
    return float(smooth(max((time - THERE) / (1 - THERE), 0.0)))


def across(heights: Floats, sign: int, totals: Floats) -> Floats:
    """Find the points (n, 3) of a surface of heights [x, y] at totals x + sign·y (n,), on a line across its ridges."""
    count = len(heights)
    whole = np.arange(count)
    x = whole // 2 if sign > 0 else (count - 1 + whole) // 2
    y = sign * (whole - x)
    flat = (np.stack([x, y], axis=1) / (count - 1) - 0.5) * SIDE
    points = np.column_stack([flat, heights[x, y]])
    return np.column_stack([np.interp(totals, whole, axis) for axis in points.T])
