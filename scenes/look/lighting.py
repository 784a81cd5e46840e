"""Lighting of surfaces, computed on arrays; `raster.shaders` takes its constants from here.

In linear light, for a distant viewer: a warm key light from the upper left and a cool fill light, both fixed to the
viewer, a small wide highlight and a faint rim. Normals that point away, as they may at an edge, are turned toward the
viewer here and in the shader of edges; the shader of surfaces, which knows their sides, mirrors them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]

AMBIENT, KEY, FILL, SHINE, RIM = 0.28, 0.72, 0.22, 0.064, 0.06  # little shine: measured bumps would glint as they turn
KEY_DIRECTION, FILL_DIRECTION = (-0.45, 0.75, 0.55), (0.7, 0.1, 0.5)  # to the light, from the viewer's side
KEY_COLOR, FILL_COLOR, RIM_COLOR = (1.0, 0.97, 0.92), (0.85, 0.93, 1.0), (0.6, 0.7, 0.8)
TOWARD_VIEWER = np.array([0.0, 0.0, 1.0])
SHININESS, RIM_POWER = 18.0, 3.0
SHINE_COLORED, SHINE_WHITE = 0.65, 0.35  # shares of the highlight in the surface's and in the light's color
RIM_COLORED, RIM_TINTED = 0.7, 0.3  # shares of the rim in the surface's and in its own color
GRAZING = 0.1  # how far a normal may point away from the viewer, at an edge, and still count as of the visible side
BRIGHTEST = 0.85  # beyond this, light is compressed rather than bleached


def unit(vectors: Floats) -> Floats:
    """Normalize vectors (…, 3) to length 1."""
    shortened: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return shortened


def to_linear(display: Floats) -> Floats:
    """Convert sRGB values in 0 … 1 to linear light."""
    return np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)


def to_display(light: Floats) -> Floats:
    """Convert linear light in 0 … 1 to sRGB values."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def lit(facing: Floats, colors: Floats) -> Floats:
    """Light points: sRGB (…, 3) of normals (…, 3), in the viewer's axes, and sRGB colors (…, 3)."""
    facing = unit(facing)
    upright = np.abs(facing[..., 2:])
    facing = np.where(facing[..., 2:] < -GRAZING, -facing, np.concatenate([facing[..., :2], upright], axis=-1))
    key, fill = unit(np.array(KEY_DIRECTION)), unit(np.array(FILL_DIRECTION))

    def toward(direction: Floats) -> Floats:
        return np.maximum((facing * direction).sum(axis=-1, keepdims=True), 0)

    base = to_linear(colors)
    light = base * (AMBIENT + KEY * toward(key) * KEY_COLOR + FILL * toward(fill) * FILL_COLOR)
    light += SHINE * toward(unit(key + TOWARD_VIEWER)) ** SHININESS * (SHINE_COLORED * base + SHINE_WHITE)
    light += RIM * (1 - facing[..., 2:]) ** RIM_POWER * (RIM_COLORED * base + RIM_TINTED * np.array(RIM_COLOR))
    light /= 1 + np.maximum(light.max(axis=-1, keepdims=True) - BRIGHTEST, 0)
    return to_display(np.clip(light, 0, 1))
