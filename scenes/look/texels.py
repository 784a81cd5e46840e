"""Texels: premultiplied RGBA as four bytes in one number, as in pictures; they are blended byte by byte."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Texels = NDArray[np.uint32]

CLEAR: Texels = np.zeros((), np.uint32)


def texels_of(colors: Floats) -> Texels:
    """Convert RGBA (…, 4) in 0 … 1 to texels (…)."""
    tint = np.clip(colors, 0, 1, dtype=np.float32, casting="same_kind")
    tint[..., :3] *= tint[..., 3:]
    tint *= 255
    return pack(tint)


def colors_of(texels: Texels) -> Floats:
    """Convert texels (…) to RGBA (…, 4) in 0 … 1."""
    colors = unpack(texels) / 255
    colors[..., :3] /= np.maximum(colors[..., 3:], 1 / 255)
    return colors


def mixed(before: Texels, after: Texels, share: Floats | float) -> Texels:
    """Interpolate texels (…) by a share; equivalently, composite opaque ones with that opacity."""
    start = unpack(before)
    return pack(start + np.asarray(share, np.float32)[..., None] * (unpack(after) - start))


def pack(values: Floats) -> Texels:
    """Pack values 0 … 255 (…, 4), rounded, into texels (…)."""
    texels: Texels = (values + np.float32(0.5)).astype(np.uint8, order="C").view(np.uint32)[..., 0]
    return texels


def unpack(texels: Texels) -> Floats:
    """Unpack texels (…) into their bytes (…, 4)."""
    return np.ascontiguousarray(texels)[..., None].view(np.uint8).astype(np.float32)
