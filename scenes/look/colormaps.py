"""Perceptual color maps from 0 … 1 to RGBA, through OKLab (B. Ottosson 2020), in which equal steps look equal."""

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
    """Convert #RRGGBB to red, green and blue (3,) in 0 … 1."""
    return np.array([int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)])


def rgba(code: str, alpha: float = 1.0) -> Floats:
    """Convert #RRGGBB and an alpha to RGBA (4,) in 0 … 1."""
    return np.append(rgb(code), alpha)


def contrast(one: Floats, other: Floats) -> Floats:
    """Return the contrast ratio (…) of sRGB values (…, 3) as defined by WCAG 2.2: from 1 to 21, black on white."""
    first, second = (to_linear(display) @ LUMINANCE for display in (one, other))
    ratio: Floats = (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)
    return ratio


def oklab(display: Floats) -> Floats:
    """Convert sRGB (…, 3) in 0 … 1 to OKLab (…, 3)."""
    lab: Floats = np.cbrt(to_linear(display) @ RGB_TO_CONES.T) @ CONES_TO_LAB.T
    return lab


def from_oklab(lab: Floats) -> Floats:
    """Convert OKLab (…, 3) to sRGB (…, 3), clipped to 0 … 1."""
    cones = lab @ np.linalg.inv(CONES_TO_LAB).T
    return to_display(np.clip(cones**3 @ np.linalg.inv(RGB_TO_CONES).T, 0, 1))


def ramp(codes: Sequence[str], values: Floats) -> Floats:
    """Map values (…) in 0 … 1 to RGBA (…, 4) along evenly spaced #RRGGBB colors."""
    anchors = oklab(np.array([rgb(code) for code in codes]))
    places = np.linspace(0, 1, len(anchors))
    lab = np.stack([np.interp(values, places, anchors[:, channel]) for channel in range(3)], axis=-1)
    return np.concatenate([from_oklab(lab), np.ones((*np.shape(values), 1))], axis=-1)


def viridis(values: Floats) -> Floats:
    """Map values (…) in 0 … 1 to RGBA (…, 4) of viridis, the map of inputs that are swept."""
    return ramp(VIRIDIS, values)


def number_colors(count: int, sweep: tuple[float, float]) -> Floats:
    """Return the colors (count, 4) of numbers in order, from the `sweep` of viridis that a theme uses."""
    return viridis(np.linspace(*sweep, count))


def cyclic(values: Floats, cycle: tuple[float, float, float]) -> Floats:
    """Map values (…), with period 1, to RGBA (…, 4) in perceptually equal steps.

    `cycle` is the OKLab lightness of its darkest (magenta) and lightest color (green), and its chroma. The lightness
    tells them apart for viewers who cannot distinguish the hues.
    """
    low, high, chroma = cycle
    angles = np.linspace(0, 2 * np.pi, 1441)
    lightness = (low + high) / 2 + (high - low) / 2 * np.cos(angles - GREEN)
    lab = np.stack([lightness, chroma * np.cos(angles), chroma * np.sin(angles)], axis=-1)
    walked = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(lab, axis=0), axis=-1))])
    places = np.mod(values, 1.0) * walked[-1]
    labs = np.stack([np.interp(places, walked, lab[:, channel]) for channel in range(3)], axis=-1)
    return np.concatenate([from_oklab(labs), np.ones((*np.shape(values), 1))], axis=-1)


def role_ramp(code: str, values: Floats, lightness: tuple[float, float] = (0.3, 0.93)) -> Floats:
    """Map values (…) in 0 … 1 to RGBA (…, 4) from a deep to a light shade of one color, for a surface of a role."""
    middle = oklab(rgb(code))
    low, high = lightness
    between = max(middle[0], (low + high) / 2 - 0.06)  # a role deep enough to write with is too dark to be lit
    lab = np.stack([np.interp(values, [0, 0.62, 1], [low, between, max(high, between)])], axis=-1)
    # Deep and light shades have less chroma than the middle.
    strength = np.interp(values, [0, 0.62, 1], [0.55, 1.0, 0.35])[..., None]
    shades = from_oklab(np.concatenate([lab, middle[1:] * strength], axis=-1))
    return np.concatenate([shades, np.ones((*np.shape(values), 1))], axis=-1)
