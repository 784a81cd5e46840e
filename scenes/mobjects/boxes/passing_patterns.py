"""Patterns that move in their box to where they stand in another, past each other without touching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
from manim import Animation, Mobject, ReplacementTransform, Transform, VMobject
from manim.utils.rate_functions import rush_from, rush_into

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.boxes.pattern_grid import PatternGrid

SHRUNK = 0.5  # of its size at the end, a pattern half-way there, at least
FINER = 0.95  # of its size at one try, a pattern half-way there at the next
APART = 0.1  # units between patterns that pass, at least
LOOKED_AT = np.linspace(0, 1, 9)  # of each half of their ways, where patterns are looked at


def passing(
    starts: tuple[PatternGrid, VMobject], ends: tuple[PatternGrid, VMobject]
) -> tuple[list[Animation], list[Animation]]:
    """Move patterns in their box to where they stand in another, in two plays: half-way they are small and fastest.

    At the end the box is where the other one is; in place of the patterns are those that stand in that.
    """
    (before, box), (after, other) = starts, ends
    half, narrower = half_way(before, after), box.copy().interpolate(box, other, 0.5)

    def ways(ends: Sequence[Mobject], goes: type[Transform], pace: Callable[[float], float]) -> list[Animation]:
        return [goes(one, two, rate_func=pace) for one, two in zip(before.tiles, ends, strict=True)]

    there = [*ways(half.tiles, Transform, rush_into), Transform(box, narrower, rate_func=rush_into)]
    return there, [*ways(after.tiles, ReplacementTransform, rush_from), Transform(box, other, rate_func=rush_from)]


def half_way(start: PatternGrid, end: PatternGrid) -> PatternGrid:
    """Make patterns half-way from one grid to another: those that would touch others are smaller there."""
    shapes = [*start.patterns.shapes, 1.0]
    ways = [here.towards(seat, 0.5) for here, seat in zip(start.areas, end.areas, strict=True)]
    least = [SHRUNK * seat.width / way.width for way, seat in zip(ways, end.areas, strict=True)]
    sizes = [1.0] * len(ways)
    corners = [around(areas[-1]) for areas in (start.areas, ways, end.areas)]
    while True:
        found = [resized(way, size) for way, size in zip(ways, sizes, strict=True)]
        stations = zip((start.areas, found, end.areas), corners, strict=True)
        touching = touched([[*areas, corner] for areas, corner in stations], shapes)
        smaller = [one for one in touching if sizes[one] > least[one]]
        if not smaller:
            return PatternGrid(start.patterns, found, start.theme)
        for one in smaller:
            sizes[one] = max(FINER * sizes[one], least[one])


def touched(stations: Sequence[Sequence[Area]], shapes: Sequence[float]) -> set[int]:
    """Find which patterns come too near to others on their ways, or all but the last to the corner that comes after."""
    found: set[int] = set()
    for starts, ends in pairwise(stations):
        for share in LOOKED_AT:
            *areas, corner = (one.towards(two, share) for one, two in zip(starts, ends, strict=True))
            now = [shaped(area, shape) for area, shape in zip(areas, shapes, strict=True)]
            near = [pair for pair in combinations(range(len(now)), 2) if touch(*(now[one] for one in pair))]
            found.update(*near, (one for one, area in enumerate(now[:-1]) if min(area.overlap(corner)) > 0))
    return found


def touch(one: Area, other: Area) -> bool:
    """Tell whether two areas are too near to each other."""
    return min(one.overlap(other)) > -APART


def around(thread: Area) -> Area:
    """Find the corner that our box leaves to the thread's."""
    return Area(thread.left - Gap.NEAR, thread.right, thread.bottom, thread.top + Gap.NEAR)


def resized(area: Area, share: float) -> Area:
    """Find an area with the same middle, a share as wide and as high."""
    return area.inside((1 - share) * area.width, (1 - share) * area.height)


def shaped(area: Area, shape: float) -> Area:
    """Find what a pattern so many times as wide as high fills in the middle of an area."""
    width = min(area.width, shape * area.height)
    return area.inside(area.width - width, area.height - width / shape)
