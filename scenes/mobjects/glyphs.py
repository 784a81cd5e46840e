"""The network's arrays as small pictures: numbers in, RGBA textures (w, h, 4) out, x to the right and y upward.

They are drawn by NumPy at the texture's own pixels with smooth edges, so that a glyph costs the camera one rectangle,
whatever it holds, and can be shown again for another sum without a new shape.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
HEAD_SHADES = (1.0, 0.76, 0.58, 0.42)  # of a source's color, one a head; more heads begin again
GAP_SHARE = 0.35  # of a bar's width, left free
BETWEEN_COLUMNS = 0.8  # of a column of switches: the gap to the next
HAIR = 0.55  # of a cell's opacity, where the hair of ground runs between it and the next
SEEN = 3.0  # pixels of a cell from which its gap is drawn
FINER = 4  # fractions of a pixel column that bars are drawn in


def covered(low: Floats, high: Floats, height: int) -> Floats:
    """(n, h) how much of each pixel of n columns lies between two heights (n,), in pixels from the bottom."""
    edge = np.arange(height, dtype=high.dtype)
    share: Floats = np.minimum(high[:, None] - edge, 1)
    np.clip(share, 0, 1, out=share)
    if np.any(low > 0):
        share -= np.clip(low[:, None] - edge, 0, 1)
    return np.maximum(share, 0, out=share)


def inked(share: Floats, color: Floats) -> Floats:
    """(…, 4) a color (4,), or one a column (n, 4), as opaque as pixels (…) are covered."""
    found = np.empty((*share.shape, 4), share.dtype)
    found[...] = color if np.ndim(color) == 1 else color[:, None]
    found[..., 3] *= share
    return found


def over(below: Floats, above: Floats) -> Floats:
    """(…, 4) one texture laid over another."""
    alpha = above[..., 3:] + below[..., 3:] * (1 - above[..., 3:])
    mixed = above[..., :3] * above[..., 3:] + below[..., :3] * below[..., 3:] * (1 - above[..., 3:])
    return np.concatenate([mixed / np.maximum(alpha, 1e-9), alpha], axis=-1)


@lru_cache(maxsize=64)
def ink_of(count: int, width: int) -> tuple[NDArray[np.int64], Floats]:
    """(FINER, w) the bar of `count` that each fraction of a pixel column is of, and its share of ink there: no gap."""
    places = ((np.arange(width * FINER) + 0.5) / (width * FINER) * count).reshape(width, FINER).T
    bar = places.astype(np.int64)
    return bar, np.where(places - bar < 1 - GAP_SHARE, 1 / FINER, 0).astype(np.float32)


def upright(low: Floats, high: Floats, size: tuple[int, int]) -> Floats:
    """(w, h) how much of each pixel is covered by bars side by side, each between two heights (n,)."""
    width, height = size
    columns, found = covered(low, high, height), np.zeros(size, np.float32)
    for bar, ink in zip(*ink_of(len(low), width), strict=True):
        found += columns[bar] * ink[:, None]
    return found


def bars(values: Floats, scale: float, color: Floats, size: tuple[int, int]) -> Floats:
    """Signed values (n,) as bars up and down from the middle; `scale` reaches the edge, 0 where all are 0."""
    height = size[1]
    reach: Any = np.clip(np.float32(values) / np.float32(scale or 1.0), -1, 1) * np.float32(height / 2)
    low, high = height / 2 + np.minimum(reach, -0.35), height / 2 + np.maximum(reach, 0.35)
    return inked(upright(low, high, size), color)


def votes(values: Floats, lit: int, color: Floats, bright: Floats, size: tuple[int, int]) -> Floats:
    """Values (n,) as bars from the lowest of them upward, one of them lit and at least three pixels wide."""
    width, height = size
    shares: Any = np.float32((values - values.min()) / max(float(np.ptp(values)), 1e-9))
    picture = inked(upright(np.zeros_like(shares), shares * height, size), color)
    middle = (lit + 0.5) / len(values) * width
    half = max(1.5, width / len(values) / 2)
    near = slice(max(0, int(middle - half - 1)), min(width, int(middle + half + 2)))  # the columns that it touches
    here = np.clip(half + 0.5 - np.abs(np.arange(near.start, near.stop) + 0.5 - middle), 0, 1)
    column = covered(np.zeros(1), np.full(1, shares[lit] * height), height)
    picture[near] = over(picture[near], inked(column * here[:, None], bright))
    return picture


def switches(lit: tuple[int, ...], count: int, panel: Floats, inks: Floats, size: tuple[int, int]) -> Floats:
    """One column of `count` switches for each token, the first on top; the one that is on in its ink (n, 4)."""
    width, height = size
    picture = np.zeros((width, height, 4), np.float32)
    across = width / (len(lit) + (len(lit) - 1) * BETWEEN_COLUMNS)
    for place, (token, ink) in enumerate(zip(lit, inks, strict=True)):
        left = round(place * (1 + BETWEEN_COLUMNS) * across)
        middle, half = height * (1 - (token + 0.5) / count), max(1.5, height / count / 2)
        on = covered(np.array([middle - half]), np.array([middle + half]), height)
        ground = np.broadcast_to(panel, (1, height, 4))
        picture[left : left + max(round(across), 1)] = over(ground, inked(on, ink))
    return picture


def ribbons(weights: Floats, inks: Floats, bright: Floats, size: tuple[int, int]) -> Floats:
    """Attention (h, n) of h heads on n tokens as ribbons as thick as their weights, ending in one bar on the right."""
    width, height = size
    heads, tokens = weights.shape
    unit = 0.5 * height / heads
    thick = weights.T * unit  # (n, h)
    time = np.linspace(0, 1, width) / 0.96
    within = np.minimum(time, 1)
    eased = within**2 * (3 - 2 * within)
    ends = np.cumsum(thick.reshape(-1)).reshape(tokens, heads)
    middle = height * (1 - (np.arange(tokens) + 0.5) / tokens)
    above = (middle + thick.sum(axis=1) / 2)[:, None] - (np.cumsum(thick, axis=1) - thick)
    target = height * 0.75 - (ends - thick)
    tops = (above[..., None] + (target - above)[..., None] * eased).reshape(-1, width)
    heads_shade = np.array(HEAD_SHADES, np.float32)[np.arange(heads) % len(HEAD_SHADES)]
    high, thick = tops.astype(np.float32), thick.astype(np.float32).reshape(-1, 1)  # (n · h, w): finer is not seen
    bands = covered((high - thick).reshape(-1), high.reshape(-1), height).reshape(tokens, heads, width, height)
    picture = np.zeros((width, height, 4), np.float32)
    # None lies over another: what they cover can be added.
    for source, ink in zip(bands, inks.astype(np.float32), strict=True):
        shaded = sum(shade * band for shade, band in zip(heads_shade, source, strict=True))
        for channel in range(3):
            picture[..., channel] += ink[channel] * shaded
        picture[..., 3] += source.sum(axis=0)
    picture[time > 1] = 0
    picture[..., :3] /= np.maximum(picture[..., 3:], 1e-9)
    np.minimum(picture[..., 3], 1, out=picture[..., 3])
    edge = slice(width - max(2, round(0.02 * width)), width)
    bar = covered(np.full(1, 0.25 * height), np.full(1, 0.75 * height), height)
    picture[edge] = over(picture[edge], np.broadcast_to(inked(bar, bright), (edge.stop - edge.start, height, 4)))
    return picture


def table(cells: Floats, columns: int, size: tuple[int, int]) -> Floats:
    """RGBA (n, 4) as a table in reading order, a hair of ground between cells that are large enough."""
    width, height = size
    rows = -(-len(cells) // columns)
    grid = np.zeros((rows * columns, 4), np.float32)
    grid[: len(cells)] = cells
    standing = grid.reshape(rows, columns, 4)[::-1].transpose(1, 0, 2)
    across, ink = cells_of(columns, width)
    up, thread = cells_of(rows, height)
    picture = standing[across[:, None], up]
    picture[ink == 0, :, 3] *= HAIR
    picture[:, thread == 0, 3] *= np.where(ink == 0, 1.0, HAIR)[:, None]
    return picture


@lru_cache(maxsize=64)
def cells_of(count: int, pixels: int) -> tuple[NDArray[np.int64], Floats]:
    """For each pixel of a row the cell it belongs to, and 0 where the hair of ground between cells runs."""
    places = (np.arange(pixels) + 0.5) / pixels * count
    cell = places.astype(np.int64)
    wide = pixels / count >= SEEN
    return cell, np.where(wide & (places - cell > 1 - count / pixels), 0.0, 1.0)
