"""Texels: RGBA as four bytes in one number, premultiplied by alpha, as pictures hold them; they mix byte by byte."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Texels = NDArray[np.uint32]

CLEAR: Texels = np.zeros((), np.uint32)


def texels_of(colors: Floats) -> Texels:
    """(…) texels of RGBA (…, 4) in 0 … 1."""
    tint = np.clip(colors, 0, 1, dtype=np.float32, casting="same_kind")
    tint[..., :3] *= tint[..., 3:]
    tint *= 255
    return packed(tint)


def colors_of(texels: Texels) -> Floats:
    """(…, 4) RGBA in 0 … 1 of texels (…)."""
    colors = unpacked(texels) / 255
    colors[..., :3] /= np.maximum(colors[..., 3:], 1 / 255)
    return colors


def mixed(before: Texels, after: Texels, share: Floats | float) -> Texels:
    """(…) texels a share of the way from one to another; or an opaque one over that share of another."""
    start = unpacked(before)
    return packed(start + np.asarray(share, np.float32)[..., None] * (unpacked(after) - start))


def packed(values: Floats) -> Texels:
    """(…) texels of four bytes (…, 4), rounded."""
    found: Texels = (values + np.float32(0.5)).astype(np.uint8, order="C").view(np.uint32)[..., 0]
    return found


def unpacked(texels: Texels) -> Floats:
    """(…, 4) the bytes of texels (…)."""
    return np.ascontiguousarray(texels)[..., None].view(np.uint8).astype(np.float32)
