"""The film's own patterns, drawn again small and alive: a clock, a loop, a surface, a table, a spike, a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations, pairwise, permutations
from typing import Self

import numpy as np
from manim import (
    DEGREES,
    Animation,
    Circle,
    Dot,
    Group,
    Line,
    Mobject,
    Polygon,
    ReplacementTransform,
    RoundedRectangle,
    Transform,
    VMobject,
)
from manim.utils.rate_functions import rush_from, rush_into

from transparent_box.scenes.look.colormaps import ramp, rgba, viridis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Gap, Theme
from transparent_box.scenes.mobjects.clocks.clock_portrait import place_points
from transparent_box.scenes.mobjects.linebreak.thread import Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief

SHADOW = 0.45  # opacity of a clock's ring
FILL = 0.96  # of a tile, what a pattern fills
BAR = 0.6  # of the room from one bar to the next, a bar
HILLS = 1.45  # times as wide as high is the tile of a surface
SPIKE = 1.25  # times as wide as high is the tile of the scores around the right answer
SPECK = 0.025  # of a tile, at most, the radius of a point
SHRUNK = 0.5  # of its size at the end, a pattern half-way there, at least
FINER = 0.95  # of its size at one try, a pattern half-way there at the next
APART = 0.1  # units between patterns that pass, at least
LOOKED_AT = np.linspace(0, 1, 9)  # of each half of their ways, where patterns are looked at
ROOMY = 6.0  # units high is an area in which nothing need come closer
SWING = 70 * DEGREES  # by which what stands in space turns to and fro
THREAD = (58 * DEGREES, 10 * DEGREES)  # from the zenith and round it
MARGIN = 0.1  # of the box of the thread, what it leaves free
ROUNDED = 0.1  # units, of a box's corners


@dataclass(frozen=True)
class Patterns:
    """The arrays that the tiles show, each measured; p is the modulus."""

    clock: Floats  # (p, 2) cosine and sine of every number
    loop: Floats | None  # (p, 2) two neurons' readings as y runs; no tile without
    surface: Floats  # (p, p) one neuron's [x, y]
    scores: Floats  # (p, p, p) [x, y, c]
    profile: Floats | None  # (p,) mean score of answers 0, 1 … past the right one, less that of all; no tile without
    thread: Floats  # (c, 3) means by count

    @property
    def named(self) -> list[str]:
        """Name all of them but the thread."""
        seen = ("a loop", self.loop), ("a spike", self.profile)
        loop, spike = ([name] if pattern is not None else [] for name, pattern in seen)
        return ["a clock", *loop, "hills", "ridges", *spike]

    @property
    def shapes(self) -> list[float]:
        """Tell about how many times as wide as high each of them is, but for the thread."""
        loop = [] if self.loop is None else [float(np.divide(*np.ptp(self.loop, axis=0)))]
        return [1.0, *loop, HILLS, 1.0, *([] if self.profile is None else [SPIKE])]

    @property
    def told(self) -> str:
        """List their names."""
        return ", ".join(self.named)


class PatternGrid(Group):
    """Patterns in areas, one each, in that order; `tiles` come alive together by `show`, a share of their time.

    The thread, which is another network's, has a box of its own round its area.
    """

    def __init__(self, patterns: Patterns, areas: list[Area], theme: Theme) -> None:
        self.patterns, self.areas, self.theme = patterns, areas, theme
        self.seen = viridis(np.linspace(*theme.sweep, len(patterns.clock)))
        made: list[Callable[[Area], Mobject]] = [self._clock, self._surface, self._table, self._thread]
        if patterns.loop is not None:
            made.insert(1, partial(self._loop, patterns.loop))
        if patterns.profile is not None:
            made.insert(-1, partial(self._spike, patterns.profile))
        self.movers: list[Callable[[float], object]] = []
        self.tiles = [make(area) for make, area in zip(made, areas, strict=True)]
        super().__init__(*self.tiles)
        self.show(0.0)

    def show(self, share: float) -> Self:
        """Let every tile be where it is at a share of the whole time."""
        for move in self.movers:
            move(share)
        return self

    def half_way(self, other: PatternGrid) -> PatternGrid:
        """Make them half-way to where they stand in another grid: those that would touch others are smaller there."""
        shapes = [*self.patterns.shapes, 1.0]
        ways = [here.towards(seat, 0.5) for here, seat in zip(self.areas, other.areas, strict=True)]
        least = [SHRUNK * seat.width / way.width for way, seat in zip(ways, other.areas, strict=True)]
        sizes = [1.0] * len(ways)
        corners = [around(areas[-1]) for areas in (self.areas, ways, other.areas)]
        while True:
            found = [resized(way, size) for way, size in zip(ways, sizes, strict=True)]
            stations = zip((self.areas, found, other.areas), corners, strict=True)
            touching = touched([[*areas, corner] for areas, corner in stations], shapes)
            smaller = [one for one in touching if sizes[one] > least[one]]
            if not smaller:
                return PatternGrid(self.patterns, found, self.theme)
            for one in smaller:
                sizes[one] = max(FINER * sizes[one], least[one])

    def _clock(self, area: Area) -> Mobject:
        """A hand goes round from number to number."""
        points, radius = self.patterns.clock, FILL * min(area.width, area.height) / 2
        middle, number = np.array(area.center), len(points)
        places = place_points(points, middle, radius / max(1.0, float(np.linalg.norm(points, axis=1).max())))
        ring = Circle(radius, color=self.theme.grid, stroke_width=2, stroke_opacity=SHADOW).move_to(middle)
        hand = Line(middle, places[0], color=self.theme.text, stroke_width=4)

        def move(share: float) -> None:
            hand.put_start_and_end_on(middle, places[int(share * (number - 1))])

        self.movers.append(move)
        return Group(ring, PointCloud(places, self.seen, point_in(area)), hand)

    def _loop(self, loop: Floats, area: Area) -> Mobject:
        """A point runs along, which leaves the loop behind it."""
        size = np.ptp(loop, axis=0)
        scale = FILL * float(np.min([area.width, area.height] / size))
        half, point = (loop - loop.min(axis=0) - size / 2) * scale, min(POINT, SPECK * scale * float(size.max()) / FILL)
        places = np.array(area.center) + np.column_stack([half, 0 * half[:, 0]])
        line = PolylineSet([np.concatenate([places, places[:1]])], rgba(self.theme.grid)[None], 0.015)
        dot = Dot(places[0], 2 * point, color=self.theme.text)
        self.movers.append(lambda share: dot.move_to(places[int(share * (len(places) - 1))]))
        return Group(line, PointCloud(places, self.seen, point), dot)

    def _surface(self, area: Area) -> Mobject:
        """It turns to and fro."""
        surface = self.patterns.surface
        relief = Relief(
            surface, lambda heights: ramp(self.theme.heights, heights), float(np.abs(surface).max()), 1.0, 2
        )
        relief.fill(area, [OBLIQUE[1] - SWING / 2, OBLIQUE[1] + SWING / 2], snug=True)
        self.movers.append(swing(relief.space, OBLIQUE[1]))
        return Group(relief.space, relief.field)

    def _table(self, area: Area) -> Mobject:
        """The scores of one answer after the other over all sums."""
        scores, side = self.patterns.scores, FILL * min(area.width, area.height)
        low, reach = scores.min(), np.ptp(scores)
        table = HeatMap(np.zeros((*scores.shape[:2], 4)), side, side).move_to(area.center)

        def move(share: float) -> None:
            answer = int(share * (scores.shape[2] - 1))
            table.set_colors(ramp(self.theme.heights, (scores[:, :, answer] - low) / reach))

        self.movers.append(move)
        return table

    def _spike(self, profile: Floats, area: Area) -> Mobject:
        """The scores of all answers as sum follows sum, as far as they are above the mean; the highest is lit.

        It is in the middle at first and at last: at an edge it would look like an axis.
        """
        scores = np.maximum(profile, 0)
        number, reach = len(scores), float(scores.max())
        across = area.left + (np.arange(number) + 0.5) * area.width / number
        feet = np.column_stack([across, np.full(number, area.bottom), 0 * across])
        dim, lit = rgba(self.theme.sum), rgba(self.theme.accent)
        bars = PolylineSet([np.zeros((2, 3))] * number, np.tile(dim, (number, 1)), BAR * area.width / number)

        def move(share: float) -> None:
            heights = np.roll(scores, number // 2 + min(int(share * number), number - 1)) / reach * FILL * area.height
            tops = feet + np.column_stack([0 * across, heights, 0 * across])
            bars.set_curves(np.stack([feet, tops], axis=1))
            bars.set_colors(np.where((heights == heights.max())[:, None], lit, dim))

        self.movers.append(move)
        return bars

    def _thread(self, area: Area) -> Mobject:
        """It turns to and fro in its box."""
        points, inks = self.patterns.thread, viridis(np.linspace(*self.theme.sweep, len(self.patterns.thread)))
        space, room = Space(*THREAD), area.inside(MARGIN * area.width, MARGIN * area.height)
        sides = [THREAD[1] - SWING / 2, THREAD[1], THREAD[1] + SWING / 2]
        space.fit(points, room.center, room.width, room.height, sides)
        self.movers.append(swing(space, THREAD[1]))
        return Group(pane(area, self.theme), space, Thread(points, inks, space, point_in(room), 0.05))


def point_in(area: Area) -> float:
    """Find the radius of a tile's points, in units: the film's, or smaller where the tile is."""
    return min(POINT, SPECK * min(area.width, area.height))


def swing(space: Space, middle: float) -> Callable[[float], object]:
    """Turn a space to and fro about an azimuth, once in the whole time."""
    return lambda share: space.turn(theta=middle + SWING / 2 * np.sin(2 * np.pi * share))


def in_pane(
    patterns: Patterns, area: Area, theme: Theme, before: PatternGrid | None = None
) -> tuple[PatternGrid, NotchedBox]:
    """Lay patterns out in an area, in the rows that let them be largest, and make the box round all but the thread.

    The thread's own box stands in a corner that it leaves, or under it. Where they stood `before` in another one, each
    goes to the seat that is nearest, so that their ways do not cross.
    """
    near = Gap.NEAR * min(1.0, area.height / ROOMY)
    room, shapes = area.inside(2 * near, 2 * near), patterns.shapes

    def seated(order: Sequence[int]) -> list[Area]:
        *cells, last = in_rows(room, [*(shapes[one] for one in order), 1.0], 1.5 * near)
        own = Area(last.left + near, area.right, area.bottom, last.top - near)
        return [*(cell for _, cell in sorted(zip(order, cells, strict=True), key=lambda pair: pair[0])), own]

    def way(order: Sequence[int]) -> float:
        assert before is not None
        return float(np.square(seats(seated(order)) - seats(before.areas)).sum())

    order = range(len(shapes))
    cells = seated(min(permutations(order), key=way) if before else order)
    corner = Area(cells[-1].left - near, area.right, area.bottom, cells[-1].top + near)
    return PatternGrid(patterns, cells, theme), NotchedBox(area, corner, theme)


def passing(
    starts: tuple[PatternGrid, VMobject], ends: tuple[PatternGrid, VMobject]
) -> tuple[list[Animation], list[Animation]]:
    """Move patterns in their box to where they stand in another, in two plays: half-way they are small and fastest.

    At the end the box is where the other one is; in place of the patterns are those that stand in that.
    """
    (before, box), (after, other) = starts, ends
    half, narrower = before.half_way(after), box.copy().interpolate(box, other, 0.5)

    def ways(ends: Sequence[Mobject], goes: type[Transform], pace: Callable[[float], float]) -> list[Animation]:
        return [goes(one, two, rate_func=pace) for one, two in zip(before.tiles, ends, strict=True)]

    there = [*ways(half.tiles, Transform, rush_into), Transform(box, narrower, rate_func=rush_into)]
    return there, [*ways(after.tiles, ReplacementTransform, rush_from), Transform(box, other, rate_func=rush_from)]


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


def pane(area: Area, theme: Theme) -> VMobject:
    """Draw the glass box round an area."""
    drawn = RoundedRectangle(corner_radius=ROUNDED, width=area.width, height=area.height).move_to(area.center)
    return glazed(drawn, theme)


class NotchedBox(VMobject):
    """The glass box round an area but for a `corner` at its lower right; or above that, where it is as wide as all."""

    def __init__(self, area: Area, corner: Area, theme: Theme) -> None:
        super().__init__()
        if corner.left - area.left >= 2 * ROUNDED:
            self._outline(area, corner)
        else:
            # A plain box, of as many points as a notched one, so that each can become the other: a notch that is shut.
            self._outline(area, Area(area.center[0], area.right, area.bottom, area.center[1]))
            whole = Area(area.left, area.right, corner.top, area.top)
            self.points = self.shut(whole)
            self.area, self.corner = whole, Area(whole.right, whole.right, whole.bottom, whole.bottom)
        glazed(self, theme)

    def _outline(self, area: Area, corner: Area) -> None:
        """Draw the line round an area, from its upper right, that leaves out a corner at its lower right."""
        self.area, self.corner = area, corner
        line = [(area.right, area.top), (area.left, area.top), (area.left, area.bottom)]
        line += [(corner.left, area.bottom), (corner.left, corner.top), (area.right, corner.top)]
        self.points = Polygon(*([x, y, 0] for x, y in line)).round_corners(ROUNDED).points

    def shut(self, area: Area) -> Floats:
        """(n, 3) its points if it filled an area and its corner had not opened: all sides stay level as it does."""
        across = np.clip((self.points[:, 0] - self.area.left) / (self.corner.left - self.area.left), 0, 1)
        up = np.clip((self.points[:, 1] - self.corner.top) / (self.area.top - self.corner.top), 0, 1)
        return np.column_stack([area.left + across * area.width, area.bottom + up * area.height, 0 * up])


def glazed(drawn: VMobject, theme: Theme) -> VMobject:
    """Give an outline the look of the glass box."""
    looked: VMobject = drawn.set_stroke(theme.accent, 3).set_fill(theme.ground, 1)
    return looked


def seats(areas: Sequence[Area]) -> Floats:
    """(n, 2) the middles of areas, in shares of all of them together."""
    whole = reduce(Area.to, areas)
    middles = np.array([area.center[:2] for area in areas])
    shares: Floats = (middles - [whole.left, whole.bottom]) / [whole.width, whole.height]
    return shares


def in_rows(area: Area, shapes: list[float], gap: float) -> list[Area]:
    """Share an area out among pictures so many times as wide as high, as many in each row as lets them be largest."""

    def rows_of(many: int) -> list[list[float]]:
        return [shapes[first : first + many] for first in range(0, len(shapes), many)]

    def height(many: int) -> float:
        rows = rows_of(many)
        across = min((area.width - gap * (len(row) - 1)) / sum(row) for row in rows)
        return min(across, (area.height + gap) / len(rows) - gap)

    rows, found = rows_of(max(range(1, len(shapes) + 1), key=height)), []
    high = (area.height + gap) / len(rows) - gap
    for number, row in enumerate(rows):
        top, left = area.top - number * (high + gap), area.left
        for shape in row:
            wide = (area.width - gap * (len(row) - 1)) * shape / sum(row)
            found.append(Area(left, left + wide, top - high, top))
            left += wide + gap
    return found
