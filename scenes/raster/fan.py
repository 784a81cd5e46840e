"""Draws a height field on the CPU, several times as fast as its triangles would be; see `columns`.

Each pixel is interpolated from the two columns beside it. Edges are antialiased by area coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.tasks import usable_cpus
from transparent_box.scenes.look import lighting
from transparent_box.scenes.look.projection import View, Window
from transparent_box.scenes.raster.columns import Eye, Ground, paint_columns
from transparent_box.scenes.raster.compiled import compiled
from transparent_box.scenes.raster.hidden import LEVEL

Floats = NDArray[Any]
Pixels = NDArray[np.uint8]
UPRIGHT = 1e-9  # largest tilt of the viewer's head
LEAST = 1e-12  # least component of a plane's direction along an axis, a divisor
LEVELS = 4096
LINEAR = np.append(lighting.to_linear(np.arange(LEVELS + 1) / LEVELS), 1).astype(np.float32)
WIDEST = 1.6  # largest ratio of the planes' distances at the two ends of a picture
SHARES = 64  # columns worth a thread


def lights() -> NDArray[np.float32]:
    """Return the lights of `scenes.look.lighting` (25,) in the order in which `columns.shade` reads them."""
    key, fill = (lighting.unit(np.array(way)) for way in (lighting.KEY_DIRECTION, lighting.FILL_DIRECTION))
    ways = key, fill, lighting.unit(key + lighting.TOWARD_VIEWER)
    strengths = np.array([lighting.KEY, lighting.FILL, lighting.RIM_TINTED])[:, None]
    colors = strengths * [lighting.KEY_COLOR, lighting.FILL_COLOR, lighting.RIM_COLOR]
    shine = lighting.AMBIENT, lighting.SHINE, lighting.SHINE_COLORED, lighting.SHINE_WHITE
    rim = lighting.RIM, lighting.RIM_COLORED, lighting.BRIGHTEST
    return np.concatenate([*ways, *colors, shine, rim]).astype(np.float32)


LIGHTS = lights()


@dataclass(frozen=True)
class Fan:
    """Planes through a viewer's eye, evenly apart, and where in a window of the picture they are seen.

    Row r of the window shows, at pixel `middle` + s · (`opening` − `narrowing` · r) of the picture, what lies in the
    plane that goes s units to the right a unit away; planes begin at `first` and go on by `step`.
    """

    window: Window
    eye: Eye
    ways: Floats  # (c, 2) by x and y, a unit away, level
    middle: float
    opening: float
    narrowing: float
    first: float
    step: float

    @classmethod
    def through(cls, ground: Ground, view: View, window: Window) -> Fan | None:
        """Lay planes through a surface, a pixel apart or a little less where they are furthest apart.

        None if not all of the surface lies before the viewer, or if he does not hold his head upright.
        """
        seen = view.projection
        back, down = seen.rotation[2, :2], float(np.hypot(*seen.rotation[2, :2]))
        if not np.isfinite(seen.focal_distance) or abs(seen.rotation[0, 2]) > UPRIGHT or seen.rotation[1, 2] < UPRIGHT:
            return None
        away, right = -back / down, seen.rotation[0, :2]
        across, scale = (pixels / units * seen.zoom for pixels, units in zip(view.pixels, view.frame, strict=True))
        distance, cosine = seen.focal_distance * down, float(seen.rotation[2, 2])
        column, row = view.places(seen.look_at[None])[0]
        x_eye, y_eye = -distance * away
        eye = Eye(
            float(x_eye), float(y_eye), distance, down, cosine, 1 / seen.focal_distance, scale, row - window.corner[1]
        )
        narrowing = cosine * across / scale if scale else 0.0
        ends = [across * distance + narrowing * (eye.middle - end) for end in (0, window.size[1])]
        corners = np.array([(x, y) for x in ground.x[[0, -1]] for y in ground.y[[0, -1]]]) - [eye.x, eye.y]
        nearest, highest = (corners @ away).min(), cosine * np.array(ground.reach())
        before = nearest > 0 and highest.max() < seen.focal_distance + down * (nearest - distance)
        if not (before and np.isfinite(highest).all() and 0 < max(ends) <= WIDEST * min(ends)):
            return None
        reach = (corners @ right) / (corners @ away)
        shown = [(window.corner[0] + side - column) / end for side in (0, window.size[0]) for end in ends]
        low, high, step = max(reach.min(), min(shown)), min(reach.max(), max(shown)), 1 / max(ends)
        count = max(np.ceil((high - low) / step), 1)
        step = (high - low) / count if count > 1 else step
        slopes = low + step * (np.arange(count) + 0.5)
        ways = away + slopes[:, None] * right
        ways[np.abs(ways) < LEAST] = LEAST
        return cls(window, eye, ways, float(column), ends[0], narrowing, float(slopes[0]), step)


@dataclass(frozen=True)
class Heights:
    """A surface to be drawn: its points (n, m, 3), their `vertices.vertices` (n · m, 9), a view and its window."""

    grid: Floats
    vertices: Floats
    view: View
    window: Window


def draw_all(surfaces: Sequence[Heights]) -> list[Pixels | None]:
    """Draw surfaces with `draw_heights`: one on each CPU, and the remaining ones in turn on all CPUs."""
    many = usable_cpus()
    alone = len(surfaces) - len(surfaces) % many if many > 1 else 0
    drawn = []
    for first in range(0, alone, many):
        others = [helpers().submit(draw_heights, other, 1) for other in surfaces[first + 1 : first + many]]
        drawn += [draw_heights(surfaces[first], 1), *(other.result() for other in others)]
    return drawn + [draw_heights(surface, many) for surface in surfaces[alone:]]


def draw_heights(surface: Heights, threads: int) -> Pixels | None:
    """Draw a surface into its window: (h, w, 4), premultiplied.

    None if its points are no heights over rows and columns, or `Fan.through` finds no way to look at them.
    """
    view, window = surface.view, surface.window
    ground = ground_of(surface.grid, surface.vertices, view)
    fan = Fan.through(ground, view, window) if ground else None
    if ground is None or fan is None:
        return None
    (width, height), count = window.size, len(fan.ways)
    colors = np.empty((height, count + 3), np.uint64)
    colors[:, 0], colors[:, -2:] = 0, 0  # nothing beside the first and the last
    in_parts(lambda first, last: paint_columns(ground, fan.eye, fan.ways, LIGHTS, first, last, colors), count, threads)
    pixels = np.empty((height, width), np.uint32)
    place = fan.middle, fan.opening, fan.narrowing, fan.first, fan.step, window.corner[0], window.corner[1]
    in_parts(lambda first, last: read_pixels(colors, *place, first, last, pixels), height, threads)
    return pixels.view(np.uint8).reshape(height, width, 4)


def ground_of(grid: Floats, vertices: Floats, view: View) -> Ground | None:
    """Return a surface as `columns` takes it, if its points lie over rows and columns.

    Rows that lie in one place at an end are left out: a surface that is cut open has such a front.
    """
    sides = grid[:, 0, 0], grid[0, :, 1]
    levels = [LEVEL * abs(side[-1] - side[0]) for side in sides]
    grown = [np.flatnonzero(np.diff(side) > level) for side, level in zip(sides, levels, strict=True)]
    if not all(map(len, grown)):
        return None
    part = tuple(slice(steps[0], steps[-1] + 2) for steps in grown)
    if any(len(steps) != steps[-1] + 1 - steps[0] for steps in grown) or not is_level(grid[part], *levels):
        return None
    if grid[part].size < grid.size and not is_all(grid, part, max(levels)):
        return None
    seen = view.projection
    x, y = (side[which] - middle for side, which, middle in zip(sides, part, seen.look_at, strict=False))
    shown = np.ascontiguousarray(vertices.reshape(*grid.shape[:2], 9)[part]).reshape(-1, 9)
    points = seen_points(shown, seen.rotation.astype(np.float32), np.float32(seen.look_at[2]), LINEAR)
    return Ground(x, y, 1 / np.diff(x), 1 / np.diff(y), points)


def is_all(grid: Floats, part: tuple[slice, ...], level: float) -> bool:
    """Return whether the rows and columns that a part of points (n, m, 3) leaves out lie where its own ends do."""
    rows, columns = (
        np.arange(count).clip(one.start, one.stop - 1) for count, one in zip(grid.shape, part, strict=False)
    )
    return bool(np.abs(grid - grid[rows][:, columns]).max() <= level)


def in_parts(work: Callable[[int, int], None], count: int, threads: int) -> None:
    """Call `work(first, last)` in threads for ranges that cover `count`; their number does not change the result."""
    ends = np.linspace(0, count, min(threads, max(count // SHARES, 1)) + 1).astype(int).tolist()
    others = [helpers().submit(work, first, last) for first, last in pairwise(ends[1:])]
    work(ends[0], ends[1])
    for other in others:
        other.result()


@cache
def helpers() -> ThreadPoolExecutor:
    """Return a pool of helper threads. They do not survive a fork, like OpenGL: processes must be spawned."""
    return ThreadPoolExecutor(max(usable_cpus() - 1, 1), "columns")


@compiled
def is_level(grid: Floats, x_level: float, y_level: float) -> bool:
    """Return whether points (n, m, 3) lie over rows of equal x and columns of equal y."""
    for row in range(len(grid)):
        for column in range(grid.shape[1]):
            if abs(grid[row, column, 0] - grid[row, 0, 0]) > x_level:
                return False
            if abs(grid[row, column, 1] - grid[0, column, 1]) > y_level:
                return False
    return True


@compiled
def seen_points(vertices: Floats, turn: Floats, level: Any, linear: Floats) -> Floats:
    """(n, 7) of vertices (n, 9): normals as the viewer has them, colors in linear light, heights over a level.

    `linear` is a table of linear light from 0 to 1, its last number twice.
    """
    points, steps = np.empty((len(vertices), 7), np.float32), np.float32(len(linear) - 2)
    for number in range(len(vertices)):
        a, b, c = vertices[number, 3], vertices[number, 4], vertices[number, 5]
        for part in range(3):
            points[number, part] = turn[part, 0] * a + turn[part, 1] * b + turn[part, 2] * c
            place = vertices[number, 6 + part] * steps
            place = place if place > 0 else np.float32(0)  # a color may be NaN
            step = int(place)
            points[number, 3 + part] = linear[step] + (place - np.float32(step)) * (linear[step + 1] - linear[step])
        points[number, 6] = vertices[number, 2] - level
    return points


@compiled
def read_pixels(
    colors: Any, middle: float, opening: float, narrowing: float, slope: float, step: float,
    left: int, top: int, first_row: int, last_row: int, pixels: Any,
) -> None:  # fmt: skip
    """Read some rows of pixels (h, w) from a fan's columns (h, c + 3), each from the two beside it.

    Four channels are mixed at once, two in each half of 64 bits. Half a level of noise hides the steps of eight bits,
    as in `shaders`. `at`, a column of the fan, and `grain` have 32 bits behind the point; Numba makes numbers of two
    kinds a float, so that all of it, and each shift, must be a uint64.
    """
    width, many = pixels.shape[1], colors.shape[1] - 3
    pairs, whole, low_byte = np.uint64(0x0000FFFF0000FFFF), np.uint64(32768), np.uint64(255)
    s8, s9, s15, s16, s17 = np.uint64(8), np.uint64(9), np.uint64(15), np.uint64(16), np.uint64(17)
    s23, s31, s32, s39, s55 = np.uint64(23), np.uint64(31), np.uint64(32), np.uint64(39), np.uint64(55)
    rounding, one = np.uint64(2**54), np.uint64(1)
    for row in range(first_row, last_row):
        spread = opening - narrowing * (row + 0.5)
        place, each = ((left + 0.5 - middle) / spread - slope) / step, 1 / (spread * step)
        first = min(max(int(np.ceil((-1 - place) / each)), 0), width)
        last = max(min(int(np.floor((many - place) / each)) + 1, width), first)
        pixels[row, :first] = 0
        pixels[row, last:] = 0
        at, further = np.uint64(np.int64((place + first * each + 1) * 2**32)), np.uint64(np.int64(each * 2**32))
        noise = 0.5698402910 * (row + top + 0.5) + 0.7548776662 * (first + left + 0.5)
        grain = np.uint64(np.int64((noise - np.floor(noise)) * 2**32))
        for column in range(first, last):
            here, there = colors[row, at >> s32], colors[row, (at >> s32) + one]
            share = (at >> s17) & np.uint64(0x7FFF)
            rest = whole - share
            red_blue = (here & pairs) * rest + (there & pairs) * share
            green_cover = ((here >> s16) & pairs) * rest + ((there >> s16) & pairs) * share
            dither = (((grain & np.uint64(0xFFFFFFFF)) >> s9) * ((green_cover >> s55) + one)) >> s8
            red_blue += dither | (dither << s32)
            green_cover += dither + rounding
            red, green = (red_blue >> s23) & low_byte, (green_cover >> s15) & np.uint64(0xFF00)
            blue, cover = (red_blue >> s39) & np.uint64(0xFF0000), (green_cover >> s31) & np.uint64(0xFF000000)
            pixels[row, column] = np.uint32(red | green | blue | cover)
            at, grain = at + further, grain + np.uint64(3242174889)
