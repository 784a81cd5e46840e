"""Covers a picture with a surface's triangles in compiled loops: each pixel with the nearest one.

A surface is some pixels a triangle, most of which OpenGL spends on setting each up. Here a triangle only says which
pixels it is nearest in; what is seen there is interpolated once a pixel, and lit by `columns.shade`. Points are placed
in columns and rows of the picture's window, and toward the viewer.

Functions that call each other are in one module, because Numba's cache is invalidated only when this file changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from transparent_box.scenes.raster.compiled import compiled

Floats = Any
NEAREST = 0.01  # of a point's distance from the viewer, as a share of that of the point looked at
FAR = np.float32(-np.inf)  # toward the viewer, where nothing is
NOISE, NUMBERS = 7, 8  # of what is known of a pixel: the last, and how many these are
NOBODY = -1  # owner of a pixel that nothing covers


@compiled
def place_points(points: Floats, turn: Floats, look_at: Floats, lens: Any, reach: float) -> tuple[Floats, bool]:
    """Place points (n, 3) in a window: columns, rows, and units toward the viewer; and whether all can be shown.

    `lens` is pixels a unit, across and down; where the point looked at is seen; and 1 by its distance.
    """
    across, down, middle, level, near = lens
    placed, all_shown = np.empty((len(points), 3)), True
    for number in range(len(points)):
        a, b, c = points[number, 0] - look_at[0], points[number, 1] - look_at[1], points[number, 2] - look_at[2]
        toward = turn[2, 0] * a + turn[2, 1] * b + turn[2, 2] * c
        far = 1.0 - toward * near
        all_shown = all_shown and far > NEAREST and abs(toward) < reach
        placed[number, 0] = middle + across * (turn[0, 0] * a + turn[0, 1] * b + turn[0, 2] * c) / far
        placed[number, 1] = level + down * (turn[1, 0] * a + turn[1, 1] * b + turn[1, 2] * c) / far
        placed[number, 2] = toward
    return placed, all_shown


@compiled
def cover(placed: Floats, shown: Any, first: int, final: int, depth: Floats, owner: Any) -> None:
    """Find which triangle of those shown (n − 1, m − 1, 2) is nearest in each pixel of some rows, and how near."""
    rows, columns = shown.shape[:2]
    depth[first:final] = FAR
    owner[first:final] = NOBODY
    for row in range(rows):
        for column in range(columns):
            cell = row * columns + column
            for number in range(2):
                if shown[row, column, number]:
                    one, two, three = cell + row + number, cell + row + columns + 1, cell + row + 1
                    three += number * (columns + 1)
                    cover_triangle(placed, one, two, three, 2 * cell + number, first, final, depth, owner)


@compiled
def cover_triangle(
    placed: Floats, one: int, two: int, three: int, number: int, first: int, final: int, depth: Floats, owner: Any
) -> None:
    """Take the pixels in which a triangle is nearer than what is there, each if its middle lies within."""
    if placed[two, 1] < placed[one, 1]:
        one, two = two, one
    if placed[three, 1] < placed[one, 1]:
        one, three = three, one
    if placed[three, 1] < placed[two, 1]:
        two, three = three, two
    x, y, z = placed[one, 0], placed[one, 1], placed[one, 2]
    begin, end = max(first, int(np.ceil(y - 0.5))), min(final, int(np.ceil(placed[three, 1] - 0.5)))
    xb, yb, xc, yc = placed[two, 0] - x, placed[two, 1] - y, placed[three, 0] - x, placed[three, 1] - y
    area = xb * yc - xc * yb
    if begin >= end or area == 0:
        return
    zb, zc = placed[two, 2] - z, placed[three, 2] - z
    across, down = (zb * yc - zc * yb) / area, (xb * zc - xc * zb) / area
    # An edge is followed from its upper end on, in both triangles that have it: no pixel is left out.
    over, turn, long, upper = placed[two, 0], placed[two, 1], xc / yc, xb / yb
    lower = (placed[three, 0] - over) / (placed[three, 1] - turn)
    for row in range(begin, end):
        level = row + 0.5
        side = x + (level - y) * long
        other = x + (level - y) * upper if level < turn else over + (level - turn) * lower
        left, right = int(np.ceil(min(side, other) - 0.5)), int(np.ceil(max(side, other) - 0.5))
        begun = z + (level - y) * down - (x - 0.5) * across
        for column in range(max(left, 0), min(right, depth.shape[1])):
            toward = np.float32(begun + column * across)
            if toward > depth[row, column]:
                depth[row, column] = toward
                owner[row, column] = number


@compiled
def gather(
    placed: Floats, points: Floats, columns: int, owner: Any, corner: Any, first: int, final: int,
    known: Floats, where: Any,
) -> int:  # fmt: skip
    """Interpolate what is `known` (8, c) of the covered pixels of some rows; note `where` each is; count them.

    It is a normal and a color, of points (n, 7) of a grid with so many columns of cells, the side that is seen, and the
    noise that `shaders` dithers a pixel with; the window's `corner` is that of its first pixel in the picture.
    """
    width, count, last = owner.shape[1], 0, NOBODY
    one = two = three = 0
    x = y = xb = yb = xc = yc = per_area = 0.0
    for row in range(first, final):
        for column in range(width):
            number = owner[row, column]
            if number == NOBODY:
                continue
            if number != last:
                cell, upper, last = number // 2, number % 2, number
                one = cell + cell // columns + upper
                two, three = one - upper + columns + 1, one - upper + 1 + upper * (columns + 1)
                x, y = placed[one, 0], placed[one, 1]
                xb, yb, xc, yc = placed[two, 0] - x, placed[two, 1] - y, placed[three, 0] - x, placed[three, 1] - y
                per_area = 1 / (xb * yc - xc * yb)
            right, below = column + 0.5 - x, row + 0.5 - y
            to_two = np.float32(min(max((right * yc - below * xc) * per_area, 0.0), 1.0))
            to_three = np.float32(min(max((below * xb - right * yb) * per_area, 0.0), 1.0))
            for part in range(6):
                start = points[one, part]
                to = to_two * (points[two, part] - start) + to_three * (points[three, part] - start)
                known[part, count] = start + to
            known[6, count] = -1 if per_area > 0 else 1
            noise = 0.7548776662 * (column + corner[0] + 0.5) + 0.5698402910 * (row + corner[1] + 0.5)
            known[NOISE, count], where[count] = noise - np.floor(noise), row * width + column
            count += 1
    return count


@compiled
def put(known: Floats, where: Any, count: int, pixels: Any) -> None:
    """Put so many colors, the first of what is `known` (8, c), 0 … 255 · 256, into opaque pixels (h · w,)."""
    red, green, blue, noise = known[0], known[1], known[2], known[NOISE]
    most, scale, solid = np.float32(255), np.float32(1 / 256), np.uint32(0xFF000000)
    for number in range(count):
        low = np.uint32(np.int32(min(red[number] * scale + noise[number], most)))
        middle = np.uint32(np.int32(min(green[number] * scale + noise[number], most)))
        high = np.uint32(np.int32(min(blue[number] * scale + noise[number], most)))
        pixels[where[number]] = solid | low | (middle << np.uint32(8)) | (high << np.uint32(16))
