"""The film's own patterns as small animated pictures: a clock, a loop, a surface, a table, a spike, a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import DEGREES, Circle, Dot, Group, Line, Mobject

from transparent_box.scenes.look.colormaps import number_colors, ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Theme
from transparent_box.scenes.mobjects.boxes.notched_box import pane
from transparent_box.scenes.mobjects.boxes.patterns import Patterns
from transparent_box.scenes.mobjects.clocks.clock_portrait import place_points
from transparent_box.scenes.mobjects.linebreak.thread import Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief

SHADOW = 0.45  # opacity of a clock's ring
FILL = 0.96  # share of a tile that a pattern fills
BAR = 0.6  # width of a bar, as a share of its cell
SPECK = 0.025  # greatest radius of a point, as a share of its tile
SWING = 70 * DEGREES  # angle by which pictures in space swing back and forth
THREAD = (58 * DEGREES, 10 * DEGREES)  # angle from the zenith, and azimuth
MARGIN = 0.1  # share of the thread's box that stays free


class Tile(NamedTuple):
    """A picture of a pattern, and the function of a share 0 … 1 of its time that moves it."""

    picture: Mobject
    move: Callable[[float], object]


def tiles_of(patterns: Patterns, areas: Sequence[Area], theme: Theme) -> list[Tile]:
    """Draw the patterns that there are, each in an area of its own."""
    kinds = [
        (clock_tile, patterns.clock),
        (loop_tile, patterns.loop),
        (surface_tile, patterns.surface),
        (table_tile, patterns.scores),
        (spike_tile, patterns.profile),
        (thread_tile, patterns.thread),
    ]
    present = [(tile, pattern) for tile, pattern in kinds if pattern is not None]
    return [tile(pattern, area, theme) for (tile, pattern), area in zip(present, areas, strict=True)]


def clock_tile(points: Floats, area: Area, theme: Theme) -> Tile:
    """Draw a ring of numbers (p, 2) with a hand that runs around it."""
    middle, number, radius = np.array(area.center), len(points), FILL * min(area.width, area.height) / 2
    places = place_points(points, middle, radius / max(1.0, float(np.linalg.norm(points, axis=1).max())))
    ring = Circle(radius, color=theme.grid, stroke_width=2, stroke_opacity=SHADOW).move_to(middle)
    hand = Line(middle, places[0], color=theme.text, stroke_width=4)

    def move(share: float) -> None:
        hand.put_start_and_end_on(middle, places[int(share * (number - 1))])

    return Tile(Group(ring, PointCloud(places, number_colors(number, theme.sweep), point_in(area)), hand), move)


def loop_tile(loop: Floats, area: Area, theme: Theme) -> Tile:
    """Draw a loop (p, 2) with a point that runs along it."""
    size = np.ptp(loop, axis=0)
    scale = FILL * float(np.min([area.width, area.height] / size))
    half, point = (loop - loop.min(axis=0) - size / 2) * scale, min(POINT, SPECK * scale * float(size.max()) / FILL)
    places = np.array(area.center) + np.column_stack([half, 0 * half[:, 0]])
    line = PolylineSet([np.concatenate([places, places[:1]])], rgba(theme.grid)[None], 0.015)
    dot = Dot(places[0], 2 * point, color=theme.text)
    picture = Group(line, PointCloud(places, number_colors(len(loop), theme.sweep), point), dot)
    return Tile(picture, lambda share: dot.move_to(places[int(share * (len(places) - 1))]))


def surface_tile(surface: Floats, area: Area, theme: Theme) -> Tile:
    """Draw a surface (p, p) that swings back and forth."""
    relief = Relief(surface, lambda heights: ramp(theme.heights, heights), float(np.abs(surface).max()), 1.0, 2)
    relief.fill(area, [OBLIQUE[1] - SWING / 2, OBLIQUE[1] + SWING / 2], snug=True)
    return Tile(Group(relief.space, relief.field), swing(relief.space, OBLIQUE[1]))


def table_tile(scores: Floats, area: Area, theme: Theme) -> Tile:
    """Draw scores (p, p, p) as a table of all pairs, for one answer after another."""
    low, reach, side = scores.min(), np.ptp(scores), FILL * min(area.width, area.height)
    table = HeatMap(np.zeros((*scores.shape[:2], 4)), side, side).move_to(area.center)

    def move(share: float) -> None:
        answer = int(share * (scores.shape[2] - 1))
        table.set_colors(ramp(theme.heights, (scores[:, :, answer] - low) / reach))

    return Tile(table, move)


def spike_tile(profile: Floats, area: Area, theme: Theme) -> Tile:
    """Draw the scores (p,) above the mean of all answers, for one sum after another, with the highest lit.

    The highest is in the middle at the start and at the end: at an edge it would look like an axis.
    """
    scores = np.maximum(profile, 0)
    number, reach = len(scores), float(scores.max())
    across = area.left + (np.arange(number) + 0.5) * area.width / number
    feet = np.column_stack([across, np.full(number, area.bottom), 0 * across])
    dim, lit = rgba(theme.sum), rgba(theme.accent)
    bars = PolylineSet([np.zeros((2, 3))] * number, np.tile(dim, (number, 1)), BAR * area.width / number)

    def move(share: float) -> None:
        heights = np.roll(scores, number // 2 + min(int(share * number), number - 1)) / reach * FILL * area.height
        tops = feet + np.column_stack([0 * across, heights, 0 * across])
        bars.set_curves(np.stack([feet, tops], axis=1))
        bars.set_colors(np.where((heights == heights.max())[:, None], lit, dim))

    return Tile(bars, move)


def thread_tile(points: Floats, area: Area, theme: Theme) -> Tile:
    """Draw a thread (c, 3) that swings back and forth in its box."""
    space, room = Space(*THREAD), area.inside(MARGIN * area.width, MARGIN * area.height)
    sides = [THREAD[1] - SWING / 2, THREAD[1], THREAD[1] + SWING / 2]
    space.fit(points, room.center, room.width, room.height, sides)
    thread = Thread(points, number_colors(len(points), theme.sweep), space, point_in(room), 0.05)
    return Tile(Group(pane(area, theme), space, thread), swing(space, THREAD[1]))


def point_in(area: Area) -> float:
    """Return the radius of a tile's points, in units: the film's usual one, or less in a small tile."""
    return min(POINT, SPECK * min(area.width, area.height))


def swing(space: Space, middle: float) -> Callable[[float], object]:
    """Return the function that swings a space once back and forth about an azimuth."""
    return lambda share: space.turn(theta=middle + SWING / 2 * np.sin(2 * np.pi * share))
