"""Patterns that move in their box to their places in another layout, past each other without touching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
from manim import LEFT, UP, Animation, Mobject, ReplacementTransform, Transform, VMobject
from manim.utils.rate_functions import rush_from, rush_into

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.boxes.pattern_grid import PatternGrid
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

SHRUNK = 0.5, 0.4  # least size of a pattern halfway, as a share of its final size; if some would cross, even less
FINER = 0.95  # factor by which a pattern's halfway size is reduced at each try
AWAY = 0.05  # units, step away from the thread's corner at each try
APART = 0.1  # units, least gap between patterns that pass each other
LOOKED_AT = np.linspace(0, 1, 9)  # shares of each half of the way at which patterns are checked


def passing(
    starts: tuple[PatternGrid, VMobject], ends: tuple[PatternGrid, VMobject]
) -> tuple[list[Animation], list[Animation]]:
    """Move patterns with their box to another layout in two animations: halfway they are smallest and fastest.

    In the end the box is where the other one is, and the other layout's patterns have replaced the first one's.
    """
    (before, box), (after, other) = starts, ends
    half, narrower = half_way(before, after), box.copy().interpolate(box, other, 0.5)

    def ways(ends: Sequence[Mobject], kind: type[Transform], pace: Callable[[float], float]) -> list[Animation]:
        return [kind(one, two, rate_func=pace) for one, two in zip(before.tiles, ends, strict=True)]

    narrowing = [*ways(half.tiles, Transform, rush_into), Transform(box, narrower, rate_func=rush_into)]
    return narrowing, [*ways(after.tiles, ReplacementTransform, rush_from), Transform(box, other, rate_func=rush_from)]


def half_way(start: PatternGrid, end: PatternGrid) -> PatternGrid:
    """Lay out patterns halfway between two layouts, smaller where they would touch others.

    They go around the thread's corner, unless that makes them cross even where they get smallest.
    """
    for least in SHRUNK:
        found, crosses = round_the_corner(start, end, least)
        if not crosses:
            break
    return found


def round_the_corner(start: PatternGrid, end: PatternGrid, shrunk: float) -> tuple[PatternGrid, bool]:
    """Lay out patterns halfway, none smaller than a share `shrunk` of its final size; tell whether some would cross.

    If so, they go straight.
    """
    shapes = [*start.patterns.shapes, 1.0]
    *straight, thread = [first.towards(seat, 0.5) for first, seat in zip(start.areas, end.areas, strict=True)]
    corners = [around(area) for area in (start.areas[-1], thread, end.areas[-1])]
    ways = zip(start.areas, straight, end.areas, shapes, strict=False)
    bent = [clear_of(corners, (first, way, seat), shape, shrunk) for first, way, seat, shape in ways]

    def stations(areas: Sequence[Area]) -> list[list[Area]]:
        legs = zip((start.areas, areas, end.areas), corners, strict=True)
        return [[*places, corner] for places, corner in legs]

    def made_small(ways: Sequence[Area]) -> list[Area]:
        least = [shrunk * seat.width / way.width for way, seat in zip(ways, end.areas, strict=True)]
        sizes = [1.0] * len(ways)
        while True:
            areas = [resized(way, size) for way, size in zip(ways, sizes, strict=True)]
            touching = touched(stations(areas), shapes, APART)
            smaller = [one for one in touching if sizes[one] > least[one]]
            if not smaller:
                return areas
            for one in smaller:
                sizes[one] = max(FINER * sizes[one], least[one])

    moved_areas = made_small([*bent, thread])
    crossing = touched(stations(moved_areas), shapes, 0.0)
    areas = made_small([*straight, thread]) if crossing else moved_areas
    return PatternGrid(start.patterns, areas, start.theme), bool(crossing)


def clear_of(corners: Sequence[Area], way: Sequence[Area], shape: float, shrunk: float) -> Area:
    """Move a pattern's halfway place until the pattern, at its smallest, clears the thread's corner on its way.

    It is moved up if the pattern ends above the corner, otherwise left.
    """
    first, middle, seat = way
    small = resized(middle, shrunk * seat.width / middle.width)
    step = AWAY * (UP if seat.bottom >= corners[-1].top else LEFT)
    while in_corner([first, small, seat], corners, shape):
        small, middle = moved(small, step), moved(middle, step)
    return middle


def in_corner(way: Sequence[Area], corners: Sequence[Area], shape: float) -> bool:
    """Tell whether a pattern ever overlaps the corner on its way."""
    legs = zip(pairwise(way), pairwise(corners), strict=True)
    return any(
        min(shaped(one.towards(two, share), shape).overlap(first.towards(then, share))) > 0
        for (one, two), (first, then) in legs
        for share in LOOKED_AT
    )


def touched(stations: Sequence[Sequence[Area]], shapes: Sequence[float], apart: float) -> set[int]:
    """Find the patterns that come too near to others on the way; all but the last must also clear the corner."""
    touching: set[int] = set()
    for starts, ends in pairwise(stations):
        for share in LOOKED_AT:
            *areas, corner = (one.towards(two, share) for one, two in zip(starts, ends, strict=True))
            now = [shaped(area, shape) for area, shape in zip(areas, shapes, strict=True)]
            near = [(one, two) for one, two in combinations(range(len(now)), 2) if touch(now[one], now[two], apart)]
            touching.update(*near, (one for one, area in enumerate(now[:-1]) if min(area.overlap(corner)) > 0))
    return touching


def touch(one: Area, other: Area, apart: float) -> bool:
    """Tell whether two areas are closer than `apart` units."""
    return min(one.overlap(other)) > -apart


def around(thread: Area) -> Area:
    """Find the corner that the box leaves to the thread's box."""
    return Area(thread.left - Gap.NEAR, thread.right, thread.bottom, thread.top + Gap.NEAR)


def moved(area: Area, by: Floats) -> Area:
    """Shift an area by units (3,)."""
    x, y, _ = by
    return Area(area.left + x, area.right + x, area.bottom + y, area.top + y)


def resized(area: Area, share: float) -> Area:
    """Scale an area about its middle."""
    return area.inside((1 - share) * area.width, (1 - share) * area.height)


def shaped(area: Area, shape: float) -> Area:
    """Find what a pattern `shape` times as wide as high fills in the middle of an area."""
    width = min(area.width, shape * area.height)
    return area.inside(area.width - width, area.height - width / shape)
