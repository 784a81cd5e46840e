"""The network's arrays as small pictures: numbers in, texels (h, w) out, x to the right, the lowest row first.

NumPy draws them at the texture's own pixels, with smooth edges: for the camera a glyph is one rectangle, whatever it
holds, and another sum needs no new shape. Coverage of pixels is counted in small integers that tables turn into colors,
which takes a fraction of the time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from transparent_box.scenes.look.rates import gently
from transparent_box.scenes.look.texels import CLEAR, Texels, mixed, pack, texels_of

Floats = NDArray[Any]
Bytes = NDArray[np.uint8]
Indices = NDArray[np.int64]
HEAD_SHADES = (1.0, 0.76, 0.58, 0.42)  # shades of a token's color, one for each head; with more heads they repeat
GAP_SHARE = 0.35  # gap between bars, as a share of a bar's cell
BETWEEN_COLUMNS = 0.8  # gap between columns of switches, in widths of a column
HAIR = 0.55  # opacity of a cell at the hairline between it and the next, as a share
SEEN = 3.0  # pixels of a cell from which that hairline is drawn
FINER = 4  # fractions of a pixel column in which bars are drawn
LEVELS = 63  # steps of the coverage of such a fraction; all fractions together fit into a byte


def below(heights: Floats, height: int) -> Bytes:
    """Return the coverage (…, h), 0 … LEVELS, of each pixel below heights (…), in pixels from the bottom."""
    fine = np.rint(np.clip(heights, 0, height) * LEVELS).astype(np.int64)
    whole, part = np.divmod(fine, LEVELS)
    coverage: Bytes = steps(height)[part, height - whole]
    return coverage


def between(low: Floats, high: Floats, height: int) -> Bytes:
    """Return the coverage (…, h), 0 … LEVELS, of each pixel between two heights (…)."""
    under, coverage = below(np.stack([low, high]), height)
    coverage -= under
    return coverage


@lru_cache(maxsize=64)
def steps(height: int) -> Bytes:
    """Return columns of pixels (LEVELS, h + 1, h) filled up to one that is partly covered, shifted down by 0 … h."""
    rows = np.zeros((LEVELS, 2 * height), np.uint8)
    rows[:, :height], rows[:, height] = LEVELS, np.arange(LEVELS)
    return sliding_window_view(rows, height, axis=1)


@lru_cache(maxsize=64)
def tints(color: tuple[float, ...]) -> Texels:
    """Return texels (FINER · LEVELS + 1,) of a color, from uncovered to fully covered."""
    shades = np.tile(color, (FINER * LEVELS + 1, 1))
    shades[:, 3] *= np.linspace(0, 1, len(shades))
    return texels_of(shades)


@lru_cache(maxsize=64)
def bars_of(count: int, width: int) -> Indices:
    """Return for each fraction of a pixel column (FINER, w) the index of its bar, or `count` in a gap."""
    places = ((np.arange(width * FINER) + 0.5) / (width * FINER) * count).reshape(width, FINER).T
    bar = places.astype(np.int64)
    return np.where(places - bar < 1 - GAP_SHARE, bar, count)


def upright(low: Floats, high: Floats, color: Floats, size: tuple[int, int]) -> Texels:
    """Draw bars side by side, each between two heights (n,), in a color (4,)."""
    width, height = size
    columns, share = np.zeros((len(low) + 1, height), np.uint8), np.zeros(size, np.uint8)
    columns[:-1] = between(low, high, height)
    for bar in bars_of(len(low), width):
        share += columns.take(bar, axis=0)
    return tints(tuple(color)).take(share.T)


def bars(values: Floats, scale: float, color: Floats, size: tuple[int, int]) -> Texels:
    """Draw signed values (n,) as bars up and down from the middle; `scale` reaches the edge, 0 if all values are 0."""
    middle = size[1] / 2
    reach = np.clip(values / (scale or 1.0), -1, 1) * middle
    return upright(middle + np.minimum(reach, -0.35), middle + np.maximum(reach, 0.35), color, size)


def votes(values: Floats, lit: int, color: Floats, bright: Floats, size: tuple[int, int]) -> Texels:
    """Draw values (n,) as bars from the lowest value up, with one bar lit, opaque and at least three pixels wide."""
    width, height = size
    heights = (values - values.min()) / max(float(np.ptp(values)), 1e-9) * height
    picture = upright(np.zeros_like(heights), heights, color, size)
    middle = (lit + 0.5) / len(values) * width
    half = max(1.5, width / len(values) / 2)
    near = slice(max(0, int(middle - half - 1)), min(width, int(middle + half + 2)))  # pixel columns that it touches
    beside_lit = np.clip(half + 0.5 - np.abs(np.arange(near.start, near.stop) + 0.5 - middle), 0, 1)
    share = below(heights[lit], height)[:, None] / LEVELS * beside_lit
    picture[:, near] = mixed(picture[:, near], texels_of(bright), share)
    return picture


def column_edges(count: int, width: float) -> Floats:
    """Find where each of n columns of switches starts and ends (n, 2), on a glyph of a width."""
    across = width / (count + (count - 1) * BETWEEN_COLUMNS)
    left = np.arange(count) * (1 + BETWEEN_COLUMNS) * across
    return np.stack([left, left + across], axis=-1)


def switches(lit: tuple[int, ...], count: int, panel: Floats, inks: Floats, size: tuple[int, int]) -> Texels:
    """Draw a column of `count` switches for each token, the first on top; the one that is on is in its ink (n, 4)."""
    width, height = size
    picture = np.zeros((height, width), np.uint32)
    middle, half = height * (1 - (np.array(lit) + 0.5) / count), max(1.5, height / count / 2)
    on = between(middle - half, middle + half, height) / LEVELS
    columns = mixed(texels_of(panel), texels_of(inks)[:, None], on)
    for (left, right), column in zip(column_edges(len(lit), width), columns, strict=True):
        first = round(left)
        picture[:, first : first + max(round(right - left), 1)] = column[:, None]
    return picture


def ribbons(weights: Floats, inks: Floats, bright: Floats, size: tuple[int, int]) -> Texels:
    """Draw the attention (h, n) of h heads to n tokens as ribbons of that thickness, ending in one bar on the right."""
    width, height = size
    heads, tokens = weights.shape
    tinted = np.zeros((tokens, heads + 2, 4))
    tinted[:, 1:-1] = inks[:, None]
    tinted[:, 1:-1, :3] *= np.array(HEAD_SHADES)[np.arange(heads) % len(HEAD_SHADES), None]
    # Below each edge another ink begins; inks do not overlap, so their coverages can be added.
    change = np.diff(tinted, axis=1).reshape(-1, 4).astype(np.float32) * (255 / LEVELS)
    covered = below(edges_of(weights, size), height)
    mix = covered.reshape(len(change), -1).T.astype(np.float32) @ change
    np.clip(mix, 0, 255, out=mix)  # rounding may have swapped two edges
    picture = np.zeros((height, width), np.uint32)
    run = covered.shape[2]
    picture[:, :run] = pack(mix).reshape(run, height).T
    bar = between(np.array(0.25 * height), np.array(0.75 * height), height)
    picture[:, -max(2, round(0.02 * width)) :] = tints(tuple(bright)).take(FINER * bar)[:, None]
    return picture


def edges_of(weights: Floats, size: tuple[int, int]) -> Floats:
    """Find the heights (n, h + 1, w), in pixels, of each token's ribbons' edges, downward."""
    width, height = size
    heads, tokens = weights.shape
    down = np.zeros((tokens, heads + 1))
    down[:, 1:] = np.cumsum(weights.T * (0.5 * height / heads), axis=1)
    thick = down[:, -1:]
    start = height * (1 - (np.arange(tokens)[:, None] + 0.5) / tokens) + thick / 2 - down
    end = height * 0.75 - (np.cumsum(thick, axis=0) - thick) - down
    edges: Floats = start[..., None] + (end - start)[..., None] * eased_to(width)
    return edges


@lru_cache(maxsize=64)
def eased_to(width: int) -> Floats:
    """Return a rise from 0 to 1 along a row of pixels, slow at both ends: the course of ribbons."""
    time = np.linspace(0, 1, width) / 0.96
    within = time[time <= 1]
    return gently(within)


def table(cells: Texels, columns: int, size: tuple[int, int]) -> Texels:
    """Draw texels (n,) as a table in reading order, with hairlines between cells that are large enough."""
    width, height = size
    rows = -(-len(cells) // columns)
    grid = np.zeros(rows * columns, np.uint32)
    grid[: len(cells)] = cells
    standing = grid.reshape(rows, columns)[::-1]
    across, split = cells_of(columns, width)
    up, thread = cells_of(rows, height)
    thin = mixed(CLEAR, standing, HAIR)[:, across]
    picture = np.where(split, thin, standing[:, across])[up]
    picture[thread] = thin[up[thread]]
    return picture


@lru_cache(maxsize=64)
def cells_of(count: int, pixels: int) -> tuple[Indices, NDArray[np.bool_]]:
    """Find for each pixel of a row its cell, and whether it is on a hairline between cells."""
    places = (np.arange(pixels) + 0.5) / pixels * count
    cell = places.astype(np.int64)
    wide = pixels / count >= SEEN
    return cell, wide & (places - cell > 1 - count / pixels)
