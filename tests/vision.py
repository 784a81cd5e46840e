"""How colours look: contrast (WCAG 2), perceptual distance (OKLab) and the three common colour-blindnesses.

Sources: W3C WCAG 2.2 (relative luminance); B. Ottosson 2020 (OKLab); Machado, Oliveira and Fernandes 2009, severity 1.
"""

from __future__ import annotations

import numpy as np


def matrix(numbers: str) -> np.ndarray:
    """Nine numbers as three rows."""
    return np.array(numbers.split(), dtype=float).reshape(3, 3)


# Acting on linear RGB, row by row.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": matrix("0.152286 1.052583 -0.204868  0.114503 0.786281 0.099216  -0.003882 -0.048116 1.051998"),
    "deuteranopia": matrix("0.367322 0.860646 -0.227968  0.280085 0.672501 0.047413  -0.011820 0.042940 0.968881"),
    "tritanopia": matrix("1.255528 -0.076749 -0.178779  -0.078411 0.930809 0.147602  0.004733 0.691367 0.303900"),
}
RGB_TO_CONES = matrix(
    "0.4122214708 0.5363325363 0.0514459929  0.2119034982 0.6806995451 0.1073969566  "
    "0.0883024619 0.2817188376 0.6299787005"
)
CONES_TO_LAB = matrix(
    "0.2104542553 0.7936177850 -0.0040720468  1.9779984951 -2.4285922050 0.4505937099  "
    "0.0259040371 0.7827717662 -0.8086757660"
)


def linear(code: str) -> np.ndarray:
    """Linear-light RGB of a #RRGGBB code."""
    values = np.array([int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 … 21."""
    light, dark = sorted((float(linear(code) @ [0.2126, 0.7152, 0.0722]) for code in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """OKLab of linear RGB."""
    return CONES_TO_LAB @ np.cbrt(RGB_TO_CONES @ np.clip(rgb, 0, 1))


def distance(one: str, other: str, blindness: str = "none") -> float:
    """OKLab distance as someone with a colour-blindness sees it; black and white are 1 apart."""
    seen = BLINDNESS[blindness]
    return float(np.linalg.norm(oklab(seen @ linear(one)) - oklab(seen @ linear(other))))
