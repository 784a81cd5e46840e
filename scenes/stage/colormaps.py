"""Perceptual colour maps: numbers in 0 … 1 to RGBA."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]

# Viridis by S. van der Walt and N. Smith (CC0), at eleven even places; straight lines between them stay within 1 %.
VIRIDIS = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725"
# Deep navy, blue-teal, sea green, pale straw: the crests glow.
HEIGHTS = "16213e 1f4e79 2a8c9e 8fd0a5 fbe7a1"


def hex_rgb(code: str) -> list[float]:
    """Red, green, blue in 0 … 1 of a six-digit hex code without #."""
    return [int(code[place : place + 2], 16) / 255 for place in (0, 2, 4)]


def interpolate(anchors: str, values: Floats) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1, along colours at even places."""
    table = np.array([hex_rgb(code) for code in anchors.split()])
    places = np.linspace(0, 1, len(table))
    channels = [np.interp(values, places, table[:, channel]) for channel in range(3)]
    return np.stack([*channels, np.ones_like(values, dtype=np.float64)], axis=-1)


def viridis(values: Floats) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1: for whatever is swept."""
    return interpolate(VIRIDIS, values)


def heights(values: Floats) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1: for surfaces, low to high."""
    return interpolate(HEIGHTS, values)
