"""Inks marks over a surface's picture in compiled loops, where the surface does not hide them, as `shaders` does.

Lines, points and panes are placed in columns and rows of the picture and toward the viewer. A mark is lifted toward him
by a little, and hides nothing. Colors are 0 … 1, pixels (h, w, 4) are premultiplied.

Functions that call each other are in one module, because Numba's cache is invalidated only when this file changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from transparent_box.scenes.raster.compiled import compiled

Floats = Any
SHORTEST = 1e-4  # pixels, of a segment that has a direction
FULL = 65280.0  # 255 · 256, of a shade
SOFT = 0.55  # pixels beside a line that it may reach


@compiled
def lay(pixels: Any, row: int, column: int, red: float, green: float, blue: float, cover: float) -> None:
    """Lay a color over a pixel, as far as it covers it."""
    rest, full = 1.0 - cover, 255.0 * cover
    pixels[row, column, 0] = np.uint8(red * full + pixels[row, column, 0] * rest + 0.5)
    pixels[row, column, 1] = np.uint8(green * full + pixels[row, column, 1] * rest + 0.5)
    pixels[row, column, 2] = np.uint8(blue * full + pixels[row, column, 2] * rest + 0.5)
    pixels[row, column, 3] = np.uint8(full + pixels[row, column, 3] * rest + 0.5)


@compiled
def span_of(low: float, high: float, first: int, final: int) -> tuple[int, int]:
    """Return the pixels, of those from `first` to `final`, whose middles lie between two places."""
    return max(first, int(np.ceil(low - 0.5))), min(final, int(np.floor(high - 0.5)) + 1)


@compiled
def row_span(x: float, y: float, to_x: float, to_y: float, level: float, reach: float, width: int) -> tuple[int, int]:
    """Return which columns of a row are within reach of a segment, or a few more."""
    low, high = min(x, to_x) - reach, max(x, to_x) + reach
    if abs(to_y - y) > SHORTEST:
        slope = (to_x - x) / (to_y - y)
        middle, wide = x + (level - y) * slope, reach * np.sqrt(1.0 + slope * slope)
        low, high = max(low, middle - wide), min(high, middle + wide)
    return span_of(low, high, 0, width)


@compiled
def ink_edges(
    placed: Floats, edges: Any, shades: Floats, lift: float, first: int, final: int, depth: Floats, pixels: Any
) -> None:
    """Ink edges (e, 2) of points in their shades (3, 2 · e), 0 … 255 · 256, as OpenGL's lines two pixels wide.

    They are as wide along a row, or along a column if they are more level, and fade to either side.
    """
    for number in range(len(edges)):
        x, y, z = placed[edges[number, 0]]
        to_x, to_y, to_z = placed[edges[number, 1]]
        one, two, is_level = 2 * number, 2 * number + 1, abs(to_x - x) >= abs(to_y - y)
        start, end, aside, to_aside = (x, to_x, y, to_y) if is_level else (y, to_y, x, to_x)
        length = end - start
        low, past = (0, depth.shape[1]) if is_level else (first, final)
        begin, until = span_of(min(start, end), max(start, end), low, past)
        low, past = (first, final) if is_level else (0, depth.shape[1])
        for place in range(begin, until if length else begin):
            along = (place + 0.5 - start) / length
            middle, toward = aside + along * (to_aside - aside), z + along * (to_z - z) + lift
            red = (shades[0, one] + along * (shades[0, two] - shades[0, one])) / FULL
            green = (shades[1, one] + along * (shades[1, two] - shades[1, one])) / FULL
            blue = (shades[2, one] + along * (shades[2, two] - shades[2, one])) / FULL
            from_beside, to_beside = span_of(middle - 1, middle + 1, low, past)
            for beside in range(from_beside, to_beside):
                row, column = (beside, place) if is_level else (place, beside)
                if toward > depth[row, column]:
                    lay(pixels, row, column, red, green, blue, 1.0 - abs(beside + 0.5 - middle))


@compiled
def ink_strokes(
    starts: Floats, ends: Floats, looks: Floats, radius: float, lift: float,
    first: int, final: int, depth: Floats, pixels: Any,
) -> None:  # fmt: skip
    """Ink segments of one radius in pixels; `looks` (s, 6) are the color of each, and whether its ends are round."""
    reach = radius + SOFT
    for number in range(len(starts)):
        x, y, z = starts[number]
        to_x, to_y, to_z = ends[number]
        red, green, blue, alpha, round_start, round_end = looks[number]
        span = np.sqrt((to_x - x) ** 2 + (to_y - y) ** 2)
        right, down = ((to_x - x) / span, (to_y - y) / span) if span > SHORTEST else (1.0, 0.0)
        most, rise = min(1.0, 2 * radius), (to_z - z) / (span + 2 * reach)
        begin, end = span_of(min(y, to_y) - reach, max(y, to_y) + reach, first, final)
        for row in range(begin, end):
            left, past = row_span(x, y, to_x, to_y, row + 0.5, 1.5 * reach, depth.shape[1])
            for column in range(left, past):
                across, below = column + 0.5 - x, row + 0.5 - y
                along, aside = across * right + below * down, below * right - across * down
                if (along < 0 and not round_start) or (along >= span and not round_end):
                    continue
                beyond = along - min(max(along, 0.0), span)
                cover = min(radius + 0.5 - np.sqrt(beyond * beyond + aside * aside), most) * alpha
                if cover > 0 and z + (along + reach) * rise + lift > depth[row, column]:
                    lay(pixels, row, column, red, green, blue, cover)


@compiled
def ink_discs(
    placed: Floats, colors: Floats, radius: float, near: float, lift: float,
    first: int, final: int, depth: Floats, pixels: Any,
) -> None:  # fmt: skip
    """Ink points as discs in their colors (n, 4), of a radius in pixels at the distance of the point looked at."""
    for number in range(len(placed)):
        x, y, z = placed[number]
        red, green, blue, alpha = colors[number]
        size = radius / (1.0 - z * near)
        begin, end = span_of(y - size - 0.5, y + size + 0.5, first, final)
        left, past = span_of(x - size - 0.5, x + size + 0.5, 0, depth.shape[1])
        for row in range(begin, end):
            for column in range(left, past):
                away = np.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2)
                cover = min(size + 0.5 - away, 1.0) * alpha
                if cover > 0 and z + lift > depth[row, column]:
                    lay(pixels, row, column, red, green, blue, cover)


@compiled
def ink_panes(
    placed: Floats, colors: Floats, corners: Any, lift: float, first: int, final: int, depth: Floats, pixels: Any
) -> None:
    """Ink triangles, three corners (t, 3) each of points in their colors (n, 4)."""
    for number in range(len(corners)):
        one, two, three = corners[number]
        x, y, z = placed[one]
        xb, yb, xc, yc = placed[two, 0] - x, placed[two, 1] - y, placed[three, 0] - x, placed[three, 1] - y
        area = xb * yc - xc * yb
        if area == 0:
            continue
        low, high = min(y, placed[two, 1], placed[three, 1]), max(y, placed[two, 1], placed[three, 1])
        begin, end = span_of(low, high, first, final)
        for row in range(begin, end):
            left, right = crossing(placed, one, two, three, row + 0.5)
            for column in range(max(int(np.ceil(left - 0.5)), 0), min(int(np.ceil(right - 0.5)), depth.shape[1])):
                across, below = column + 0.5 - x, row + 0.5 - y
                b, c = (across * yc - below * xc) / area, (below * xb - across * yb) / area
                if z + b * (placed[two, 2] - z) + c * (placed[three, 2] - z) + lift > depth[row, column]:
                    red, green = mix(colors, one, two, three, b, c, 0), mix(colors, one, two, three, b, c, 1)
                    blue, alpha = mix(colors, one, two, three, b, c, 2), mix(colors, one, two, three, b, c, 3)
                    lay(pixels, row, column, red, green, blue, alpha)


@compiled
def mix(colors: Floats, one: int, two: int, three: int, to_two: float, to_three: float, part: int) -> float:
    """Mix a part of three colors by the shares of the last two."""
    start: float = colors[one, part]
    return start + to_two * (colors[two, part] - start) + to_three * (colors[three, part] - start)


@compiled
def crossing(placed: Floats, one: int, two: int, three: int, level: float) -> tuple[float, float]:
    """Return from where to where a row through a triangle lies in it; an edge is crossed alike in both that have it."""
    low, high = np.inf, -np.inf
    for start, end in ((one, two), (two, three), (three, one)):
        if placed[end, 1] < placed[start, 1]:
            start, end = end, start
        if placed[start, 1] <= level < placed[end, 1]:
            slope = (placed[end, 0] - placed[start, 0]) / (placed[end, 1] - placed[start, 1])
            place = placed[start, 0] + (level - placed[start, 1]) * slope
            low, high = min(low, place), max(high, place)
    return (low, high) if low <= high else (0.0, 0.0)
