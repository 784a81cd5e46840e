"""Perceptual color maps: numbers in 0 … 1 to RGBA, through OKLab (B. Ottosson 2020), where equal steps look it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.lighting import to_display, to_linear

Floats = NDArray[Any]

# Viridis by S. van der Walt and N. Smith (CC0), at eleven even places; straight lines between them stay within 1 %.
VIRIDIS = [
    "#440154",
    "#482475",
    "#414487",
    "#355F8D",
    "#2A788E",
    "#21918C",
    "#22A884",
    "#44BF70",
    "#7AD151",
    "#BDDF26",
    "#FDE725",
]

# Linear RGB to the cones' responses, and their cube roots to lightness, green–red and blue–yellow.
RGB_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
CONES_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of linear red, green and blue
READABLE = 4.5  # the least contrast of text (WCAG 2.2, AA)
GREEN = np.radians(140)  # the angle of green in OKLab


def rgb(code: str) -> Floats:
    """(3,) red, green, blue in 0 … 1 of #RRGGBB."""
    return np.array([int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)])


def rgba(code: str, alpha: float = 1.0) -> Floats:
    """(4,) of #RRGGBB and an alpha."""
    return np.append(rgb(code), alpha)


def contrast(one: Floats, other: Floats) -> Floats:
    """Measure the contrast of sRGB values (…, 3) as WCAG 2.2 defines it: 1 for one color, 21 for black on white."""
    first, second = (to_linear(display) @ LUMINANCE for display in (one, other))
    found: Floats = (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)
    return found


def oklab(display: Floats) -> Floats:
    """(…, 3) OKLab of sRGB values (…, 3)."""
    seen: Floats = np.cbrt(to_linear(display) @ RGB_TO_CONES.T) @ CONES_TO_LAB.T
    return seen


def from_oklab(lab: Floats) -> Floats:
    """(…, 3) sRGB of OKLab, cut to what a display can show."""
    cones = lab @ np.linalg.inv(CONES_TO_LAB).T
    return to_display(np.clip(cones**3 @ np.linalg.inv(RGB_TO_CONES).T, 0, 1))


def ramp(codes: Sequence[str], values: Floats) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1 along #RRGGBB colors at even places."""
    anchors = oklab(np.array([rgb(code) for code in codes]))
    places = np.linspace(0, 1, len(anchors))
    lab = np.stack([np.interp(values, places, anchors[:, channel]) for channel in range(3)], axis=-1)
    return np.concatenate([from_oklab(lab), np.ones((*np.shape(values), 1))], axis=-1)


def viridis(values: Floats) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1: for whatever is swept."""
    return ramp(VIRIDIS, values)


def cyclic(values: Floats, cycle: tuple[float, float, float]) -> Floats:
    """(…, 4) RGBA of values (…), which come round at every whole number, in steps that look equal.

    `cycle` is the OKLab lightness of its darkest (magenta) and lightest color (green), which who cannot see the two
    hues apart tells them by, and its chroma.
    """
    low, high, chroma = cycle
    angles = np.linspace(0, 2 * np.pi, 1441)
    lightness = (low + high) / 2 + (high - low) / 2 * np.cos(angles - GREEN)
    lab = np.stack([lightness, chroma * np.cos(angles), chroma * np.sin(angles)], axis=-1)
    walked = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(lab, axis=0), axis=-1))])
    places = np.mod(values, 1.0) * walked[-1]
    seen = np.stack([np.interp(places, walked, lab[:, channel]) for channel in range(3)], axis=-1)
    return np.concatenate([from_oklab(seen), np.ones((*np.shape(values), 1))], axis=-1)


def role_ramp(code: str, values: Floats, lightness: tuple[float, float] = (0.3, 0.93)) -> Floats:
    """(…, 4) RGBA of values (…) in 0 … 1 from a deep to a light shade of one color: a surface in its role's color."""
    middle = oklab(rgb(code))
    low, high = lightness
    between = max(middle[0], (low + high) / 2 - 0.06)  # a role deep enough to write with is too dark to be lit
    lab = np.stack([np.interp(values, [0, 0.62, 1], [low, between, max(high, between)])], axis=-1)
    # Deep and light shades hold less color than the middle.
    strength = np.interp(values, [0, 0.62, 1], [0.55, 1.0, 0.35])[..., None]
    shades = from_oklab(np.concatenate([lab, middle[1:] * strength], axis=-1))
    return np.concatenate([shades, np.ones((*np.shape(values), 1))], axis=-1)
