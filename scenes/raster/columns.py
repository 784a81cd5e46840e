"""Paints a height field column by column in compiled loops, only its visible parts: a floating horizon.

Vertical planes through the viewer's eye meet the picture in lines that are nearly columns of pixels. In such a plane
the surface is a polyline. Going away from the viewer, parts that rise above everything nearer show the upper side,
parts that fall below everything nearer show the lower side, and the rest is hidden. This is exact, since the polyline
has no gaps. Its corners are where it crosses edges of triangles, each a fraction of the way between two grid points.

The horizon is from T. J. Wright, "A Two-Space Solution to the Hidden Line Problem for Plotting Functions of Two
Variables" (1973), which hides lines of a plot; planes through the eye, each filling a column, are how voxel games drew
landscapes. Read from the end: for each plane, `paint_column` calls `follow` to list the visible corners, `shade` to
color them, `fill_column` to fill a column of pixels between them, and `pack` to compress it. `fan` chooses the planes
and makes a picture of their columns. Rows count pixels downward, so higher points have lower rows.

A column is a slice without width: edges are antialiased along a column, but a nearly vertical edge would show steps
from column to column. So `follow` also lists brinks, behind which something much farther away begins, or nothing.
Between two columns the edge is taken as straight from a brink to the one that `smooth` matches with it in the next
column, and `soften` blends each pixel with its neighbor by the area that the neighbor covers of it.

Functions that call each other are in one module, and parameters are passed as arguments, because Numba's cache is
invalidated only when this file changes. Numbers are passed one by one: Numba keeps them in registers, but not tuples.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from transparent_box.scenes.raster.compiled import compiled

Floats = Any
SINGLE, ZERO, ONE = np.float32, np.float32(0), np.float32(1)
FULL = SINGLE(255 * 256)  # of a color, or of a pixel's cover, in 16 bits
# What is known of a point: its normal (0 … 2), its color (3 … 5) and its height; of a corner, its side instead of that.
HEIGHT = 6
SIDE, NUMBERS = 6, 7  # and how many these are
ABOVE, BELOW = SINGLE(1), SINGLE(-1)  # the sides of a surface
FINE, EVEN = 2.0, SINGLE(0.3)  # rows between what is lit, where a normal or a color changes by more
BEGINS = -1e9  # a row that is none: nothing is seen on the way to this corner
BROKEN = 3.0  # cells between a brink and what is visible behind it, at least
STEEP = 1.0  # rows between the brinks of two columns from which their edge is antialiased
WHOLE = 32768  # weight of both of two blended pixels together
STRIP = 8  # columns written at once: a line of the processor's cache


class Ground(NamedTuple):
    """A surface over rows x (n,) and columns y (m,), from the point looked at.

    `per_x` (n − 1,) and `per_y` (m − 1,) are cells in a unit, and `points` (n · m, 7) what is known of each point: its
    normal as the viewer has it, its color in linear light, its height.
    """

    x: Floats
    y: Floats
    per_x: Floats
    per_y: Floats
    points: Floats

    def reach(self) -> tuple[float, float]:
        """Return its lowest and highest height."""
        return float(self.points[:, HEIGHT].min()), float(self.points[:, HEIGHT].max())


class Eye(NamedTuple):
    """A viewer at x and y, so far `back` from the point looked at and looking down at an angle, and his picture.

    A unit there is `scale` pixels high at the distance of the point looked at, which stands in row `middle`; `near` is
    1 by that distance.
    """

    x: float
    y: float
    back: float
    sine: float
    cosine: float
    near: float
    scale: float
    middle: float


@compiled
def clamp(value: float) -> float:
    """Clamp a value to 0 … 1."""
    return min(max(value, 0.0), 1.0)


@compiled
def cell_of(places: Floats, place: float) -> int:
    """Return the index of the interval of increasing places that contains a place."""
    return min(max(int(np.searchsorted(places, place, side="right")) - 1, 0), len(places) - 2)


@compiled
def row_of(eye: Eye, away: float, height: float) -> float:
    """Return the row of pixels of a point, given its horizontal distance from the viewer and its height, in units."""
    beyond = away - eye.back
    toward = height * eye.cosine - beyond * eye.sine
    return eye.middle - eye.scale * (height * eye.sine + beyond * eye.cosine) / (1.0 - toward * eye.near)


@compiled
def enter_surface(ground: Ground, eye: Eye, dx: float, dy: float) -> Any:
    """Find where a plane, which goes (dx, dy) a unit of distance, enters a surface.

    Returns the distance, the cell, the position in it, the two points of the edge and the fraction between them; a cell
    of −1 if it does not enter.
    """
    x, y = ground.x, ground.y
    first_x, first_y = (x[0] if dx > 0 else x[-1]), (y[0] if dy > 0 else y[-1])
    last_x, last_y = (x[-1] if dx > 0 else x[0]), (y[-1] if dy > 0 else y[0])
    by_x, by_y = (first_x - eye.x) / dx, (first_y - eye.y) / dy
    away, columns = max(by_x, by_y), len(y)
    if away >= min((last_x - eye.x) / dx, (last_y - eye.y) / dy):
        return away, -1, -1, 0.0, 0.0, 0, 0, ZERO
    if by_x > by_y:
        place = eye.y + away * dy
        row, column = 0 if dx > 0 else len(x) - 2, cell_of(y, place)
        in_x, in_y = 0.0 if dx > 0 else 1.0, clamp((place - y[column]) * ground.per_y[column])
        start = (row + int(in_x)) * columns + column
        return away, row, column, in_x, in_y, start, start + 1, SINGLE(in_y)
    place = eye.x + away * dx
    row, column = cell_of(x, place), 0 if dy > 0 else columns - 2
    in_x, in_y = clamp((place - x[row]) * ground.per_x[row]), 0.0 if dy > 0 else 1.0
    start = row * columns + column + int(in_y)
    return away, row, column, in_x, in_y, start, start + columns, SINGLE(in_x)


@compiled
def leave_cell(
    x: Floats, y: Floats, per_x: Floats, per_y: Floats, eye: Eye, dx: float, dy: float, row: int, column: int
) -> Any:
    """Find where a plane leaves a cell: whether through an edge of constant x, the distance, the position, the edge."""
    on_x, on_y = int(dx > 0), int(dy > 0)
    by_x, by_y = (x[row + on_x] - eye.x) / dx, (y[column + on_y] - eye.y) / dy
    if by_x < by_y:
        in_y = clamp((eye.y + by_x * dy - y[column]) * per_y[column])
        start = (row + on_x) * len(y) + column
        return True, by_x, float(on_x), in_y, start, start + 1, SINGLE(in_y)
    in_x = clamp((eye.x + by_y * dx - x[row]) * per_x[row])
    start = row * len(y) + column + on_y
    return False, by_y, in_x, float(on_y), start, start + len(y), SINGLE(in_x)


@compiled
def follow(
    ground: Ground, eye: Eye, dx: float, dy: float, broken: float,
    known: Floats, rows: Floats, since: Floats, height: float, brinks: Floats, last: Any,
) -> int:  # fmt: skip
    """List the corners of what is seen in one plane, that goes (dx, dy) a unit away, and count them; and its brinks.

    Of a corner what is `known` (7, c), its row, and the row from which the line to it is seen. See `mark_brink`, too.
    """
    x, y, per_x, per_y, points = ground
    columns, to_row, to_column = len(y), 1 if dx > 0 else -1, 1 if dy > 0 else -1
    away, row, column, in_x, in_y, one, two, share = enter_surface(ground, eye, dx, dy)
    at = row_of(eye, away, interpolate(points, one, two, share, HEIGHT))
    top, top_away, bottom, bottom_away, count, listed = at, away, at, away, 0, ZERO
    while 0 <= row < len(x) - 1 and 0 <= column < columns - 1:
        by_x, gone, out_x, out_y, third, fourth, next_share = leave_cell(x, y, per_x, per_y, eye, dx, dy, row, column)
        before, after = in_x + in_y - 1.0, out_x + out_y - 1.0
        crosses = before * after < 0.0  # the edge between the cell's two triangles, where in_x + in_y is 1
        for number in range(1 + crosses):
            start, end, part, here = third, fourth, next_share, gone
            if crosses and number == 0:
                way, start = before / (before - after), (row + 1) * columns + column
                end, part, here = start + 1 - columns, SINGLE(in_y + way * (out_y - in_y)), away + way * (gone - away)
            now = row_of(eye, here, interpolate(points, start, end, part, HEIGHT))
            side = ABOVE if now < top else BELOW if now > bottom else ZERO
            if side != ZERO:
                seen, seen_away = (top, top_away) if side == ABOVE else (bottom, bottom_away)
                if listed != side:
                    mark_brink(side, seen, seen_away, away - seen_away > broken, brinks, last)
                    count = add_corner(points, one, two, share, side, at, BEGINS, known, rows, since, count)
                count = add_corner(points, start, end, part, side, now, seen, known, rows, since, count)
                shown = min(max(seen, now), height) - max(min(seen, now), 0.0)
                if shown > FINE and looks_different(known, count):
                    count = subdivide(known, rows, since, count, int(shown / FINE))
                top, top_away = (now, here) if side == ABOVE else (top, top_away)
                bottom, bottom_away = (now, here) if side == BELOW else (bottom, bottom_away)
            one, two, share, at, listed = start, end, part, now, side
        away, in_x, in_y = gone, 1.0 - out_x if by_x else out_x, out_y if by_x else 1.0 - out_y
        row, column = row + (to_row if by_x else 0), column + (0 if by_x else to_column)
    mark_ends(top, top_away, bottom, bottom_away, count > 0, brinks, last)
    return count


@compiled
def mark_brink(side: Any, row: float, away: float, is_one: bool, brinks: Floats, last: Any) -> None:
    """Record a brink, its row and its distance, if `is_one`.

    Of the upper side, and of the lower one, `brinks` (2, b, 2) has those two numbers of each, and `last` (2,) its last.
    """
    if is_one:
        which = 0 if side == ABOVE else 1
        last[which] += 1
        brinks[which, last[which], 0], brinks[which, last[which], 1] = row, away


@compiled
def mark_ends(
    top: float, top_away: float, bottom: float, bottom_away: float, are_any: bool, brinks: Floats, last: Any
) -> None:
    """Record the brinks at the top and bottom of all that is visible, if anything is: behind them is nothing."""
    mark_brink(ABOVE, top, top_away, are_any, brinks, last)
    mark_brink(BELOW, bottom, bottom_away, are_any, brinks, last)


@compiled
def add_corner(
    points: Floats, one: int, two: int, share: Any, side: Any, at: float, seen: float,
    known: Floats, rows: Floats, since: Floats, count: int,
) -> int:  # fmt: skip
    """Note a corner, the side that is seen, its row and since which row the line to it is seen; count it."""
    known[0, count] = interpolate(points, one, two, share, 0)
    known[1, count] = interpolate(points, one, two, share, 1)
    known[2, count] = interpolate(points, one, two, share, 2)
    known[3, count] = interpolate(points, one, two, share, 3)
    known[4, count] = interpolate(points, one, two, share, 4)
    known[5, count] = interpolate(points, one, two, share, 5)
    known[SIDE, count], rows[count], since[count] = side, at, seen
    return count + 1


@compiled
def looks_different(known: Floats, count: int) -> bool:
    """Return whether the last two of `count` corners differ visibly in normal or color."""
    for part in range(SIDE):  # noqa: SIM110 - Numba knows no generators
        if abs(known[part, count - 1] - known[part, count - 2]) > EVEN:
            return True
    return False


@compiled
def subdivide(known: Floats, rows: Floats, since: Floats, count: int, more: int) -> int:
    """Insert `more` corners, evenly spaced, before the last of `count`; return the new count."""
    before, last, end = count - 2, count - 1, count - 1 + more
    at, now, seen = rows[before], rows[last], since[last]
    for part in range(NUMBERS):
        known[part, end] = known[part, last]
    rows[end] = now
    for number in range(last, end):
        row = seen + (now - seen) * (number + 1 - last) / (more + 1)
        way = SINGLE((row - at) / (now - at))
        for part in range(NUMBERS):
            known[part, number] = known[part, before] + way * (known[part, end] - known[part, before])
        rows[number], since[number + 1] = row, row
    return count + more


@compiled
def interpolate(points: Floats, one: int, two: int, share: Any, number: int) -> Any:
    """Interpolate one number of two points."""
    return points[one, number] + share * (points[two, number] - points[one, number])


@compiled
def to_srgb(light: Any) -> Any:
    """Convert linear light to sRGB, 0 … 1, to a fifth of a level; the approximation of `shaders`, negative near 0."""
    root = np.sqrt(max(light, ZERO))
    curve = SINGLE(-0.9569315) + root * (SINGLE(0.85885029) - SINGLE(0.31673637) * root)
    return max(root * (SINGLE(1.45132785) + root * curve) - SINGLE(0.03728927), ZERO)


@compiled
def shade(known: Floats, count: int, lights: Floats) -> None:
    """Replace the normals of `count` corners by their lit colors, 0 … FULL; `lights` are `fan.lights`."""
    key_x, key_y, key_z, fill_x, fill_y, fill_z, between_x, between_y, between_z = lights[:9]
    key_r, key_g, key_b, fill_r, fill_g, fill_b, rim_r, rim_g, rim_b = lights[9:18]
    ambient, shininess, shine_colored, shine_white, rim_light, rim_colored, brightest = lights[18:25]
    across, up, toward, red = known[0], known[1], known[2], known[3]
    green, blue, sides = known[4], known[5], known[SIDE]
    for number in range(count):
        x, y, z = across[number], up[number], toward[number]
        size = sides[number] / np.sqrt(x * x + y * y + z * z)
        x, y, z = x * size, y * size, abs(z * size)
        diffuse = max(x * key_x + y * key_y + z * key_z, ZERO)
        cool = max(x * fill_x + y * fill_y + z * fill_z, ZERO)
        glance = max(x * between_x + y * between_y + z * between_z, ZERO)
        squared = glance * glance
        eighth = squared * squared * (squared * squared)
        shine, edge = shininess * eighth * eighth * squared, ONE - z
        rim = rim_light * edge * edge * edge
        colored, white = ambient + shine_colored * shine + rim_colored * rim, shine_white * shine
        r = red[number] * (colored + diffuse * key_r + cool * fill_r) + white + rim * rim_r
        g = green[number] * (colored + diffuse * key_g + cool * fill_g) + white + rim * rim_g
        b = blue[number] * (colored + diffuse * key_b + cool * fill_b) + white + rim * rim_b
        dimmed = ONE / (ONE + max(max(r, max(g, b)) - brightest, ZERO))
        across[number] = to_srgb(r * dimmed) * FULL
        up[number] = to_srgb(g * dimmed) * FULL
        toward[number] = to_srgb(b * dimmed) * FULL


@compiled
def fill_column(known: Floats, rows: Floats, since: Floats, count: int, column: Floats) -> None:
    """Lay what is seen between so many corners into the pixels (h, 4) of a column: colors and cover, FULL or less.

    Each pixel has of it as much as is covered.
    """
    height = len(column)
    for number in range(1, count):
        at, now, seen = rows[number - 1], rows[number], since[number]
        upper, lower = max(min(seen, now), 0.0), min(max(seen, now), float(height))
        if seen == BEGINS or upper >= lower:
            continue
        r, g, b, per_row = known[0, number - 1], known[1, number - 1], known[2, number - 1], SINGLE(1 / (now - at))
        to_r, to_g, to_b = known[0, number] - r, known[1, number] - g, known[2, number] - b
        for row in range(int(upper), min(int(lower), height - 1) + 1):
            high, low = max(upper, float(row)), min(lower, float(row + 1))
            way, length = SINGLE((high + low) / 2 - at) * per_row, SINGLE(low - high)
            column[row, 0] += length * (r + way * to_r)
            column[row, 1] += length * (g + way * to_g)
            column[row, 2] += length * (b + way * to_b)
            column[row, 3] += length * FULL


@compiled
def pack(column: Floats, packed: Any) -> None:
    """Pack colors and coverage (h, 4) into 64 bits a pixel (h,), 16 bits each, the first one lowest."""
    half = np.int32(16)
    for row in range(len(column)):
        low = np.int32(column[row, 0]) | (np.int32(column[row, 1]) << half)
        high = np.int32(column[row, 2]) | (np.int32(column[row, 3]) << half)
        packed[row] = np.uint64(np.uint32(low)) | (np.uint64(np.uint32(high)) << np.uint64(32))


@compiled
def smooth(
    left: Floats, left_last: int, right: Floats, right_last: int,
    here: Any, there: Any, colors: Any, place: int, first: int, final: int,
) -> None:  # fmt: skip
    """Smooth the edges between a column and the next, by the brinks (b, 2) of one side of both.

    What is painted of them lies `here` and `there`, packed (h,). What is blended goes into `colors` (h, c), into column
    `place` and the next, but none before `first` and from `final` on. Brinks belong together that are, of all, as far
    away as each other.
    """
    near = 0
    for number in range(left_last + 1 if right_last >= 0 else 0):
        at, away = left[number, 0], left[number, 1]
        while near < right_last and abs(right[near + 1, 1] - away) <= abs(right[near, 1] - away):
            near += 1
        to, distance = right[near, 0], right[near, 1]
        apart = abs(distance - away)
        before = number > 0 and abs(left[number - 1, 1] - distance) < apart
        after = number < left_last and abs(left[number + 1, 1] - distance) < apart
        if abs(to - at) <= STEEP or before or after:
            continue
        if place >= first:
            soften(colors, place, at, to, there)
        if place + 1 < final:
            soften(colors, place + 1, to, at, here)


@compiled
def soften(colors: Any, place: int, at: float, to: float, neighbor: Any) -> None:
    """Blend a neighbor's pixels (h,) into a column of `colors`, beside an edge from row `at` here to row `to` there.

    Half of a pixel is on the neighbor's side, and the edge runs through it from row `at` to half-way. Below the edge
    lies there, of each row, the mean of `clamp` over the rows by which the pixel reaches below it. In the middle of
    this column it is `own`, in that of the neighbor `other`, and a blend has as much of each as makes that mean.
    """
    half_way = (at + to) / 2
    low, high = max(min(at, half_way), 0.0), min(max(at, half_way), len(colors) - 0.5)
    for row in range(int(low), int(high) + 1 if low < high else 0):
        below = row + 1 - at
        own, other = clamp(below), clamp(row + 1 - to)
        if own == other:
            continue
        mean = (integrate_clamp(row + 1 - half_way) - integrate_clamp(below)) / (at - half_way)
        share = np.uint64(np.int64(clamp((mean - own) / (other - own)) * (WHOLE // 2)))
        colors[row, place] = blend(colors[row, place], neighbor[row], share)


@compiled
def integrate_clamp(value: float) -> float:
    """Return the integral of `clamp` up to a value."""
    return 0.0 if value < 0.0 else value * value / 2 if value < 1.0 else value - 0.5


@compiled
def blend(one: Any, two: Any, share: Any) -> Any:
    """Blend two packed pixels, `share` / WHOLE of the second."""
    pairs, half, bits, rest = np.uint64(0x0000FFFF0000FFFF), np.uint64(16), np.uint64(15), np.uint64(WHOLE) - share
    low = (((one & pairs) * rest + (two & pairs) * share) >> bits) & pairs
    return low | (((((one >> half) & pairs) * rest + ((two >> half) & pairs) * share) >> bits) & pairs) << half


@compiled
def paint_column(
    ground: Ground, eye: Eye, dx: float, dy: float, broken: float, lights: Floats,
    known: Floats, rows: Floats, since: Floats, column: Floats, packed: Any, brinks: Floats, last: Any,
) -> None:  # fmt: skip
    """Paint a plane that goes (dx, dy) a unit away: its packed colors (h,), and its brinks."""
    last[:] = -1
    found = follow(ground, eye, dx, dy, broken, known, rows, since, float(len(column)), brinks, last)
    shade(known, found, lights)
    column[:] = ZERO
    fill_column(known, rows, since, found, column)
    pack(column, packed)


@compiled
def paint_columns(ground: Ground, eye: Eye, ways: Floats, lights: Floats, first: int, final: int, colors: Any) -> None:
    """Paint some of the planes that go `ways` (c, 2) a unit away: packed colors (h, c + 3) from the second on.

    Also those beside them, for the edges between them; these are others' to keep.
    """
    height, rows_x, rows_y = len(colors), len(ground.x), len(ground.y)
    # A plane crosses less than n + m cells, each in two pieces at most, of two corners each; and those that are spread,
    # which no two pieces have in the same rows. The rest is to spare: nobody checks that a corner has its place.
    most = 6 * (rows_x + rows_y) + 2 * int(height / FINE) + 16
    most = (most // 16 | 1) * 16  # so that what is known begins in different places of the cache
    known, rows, since = np.empty((NUMBERS, most), np.float32), np.empty(most), np.empty(most)
    column, packed = np.empty((height, 4), np.float32), np.empty((STRIP + 1, height), np.uint64)
    brinks, last = np.empty((STRIP + 1, 2, 2 * (rows_x + rows_y), 2)), np.full((STRIP + 1, 2), -1)
    cells = (ground.x[-1] - ground.x[0]) / (rows_x - 1), (ground.y[-1] - ground.y[0]) / (rows_y - 1)
    broken, begin, end = BROKEN * max(cells), max(first - 1, 0), min(final + 1, len(ways))
    for start in range(begin, end, STRIP):
        count = min(STRIP, end - start)
        packed[0], last[0] = packed[STRIP], last[STRIP]  # the one before these
        for side in range(2):
            brinks[0, side, : last[0, side] + 1] = brinks[STRIP, side, : last[0, side] + 1]
        for number in range(1, count + 1):
            dx, dy = ways[start + number - 1]
            paint_column(
                ground, eye, dx, dy, broken, lights, known, rows, since, column,
                packed[number], brinks[number], last[number],
            )  # fmt: skip
        for row in range(height):
            for number in range(1 + max(first - start, 0), 1 + min(count, final - start)):
                colors[row, start + number] = packed[number, row]
        for number in range(count):
            for side in range(2):
                smooth(
                    brinks[number, side], last[number, side], brinks[number + 1, side], last[number + 1, side],
                    packed[number], packed[number + 1], colors, start + number, first + 1, final + 1,
                )  # fmt: skip
