"""How colors look: contrast (WCAG 2), distance (OKLab, CIEDE2000) and the three common color-blindnesses.

Sources: W3C WCAG 2.2 (relative luminance); B. Ottosson 2020 (OKLab); Machado, Oliveira and Fernandes 2009, severity 1;
CIE 15 (CIELAB, D65); G. Sharma, W. Wu and E. N. Dalal 2005, "The CIEDE2000 color-difference formula", Color Research
and Application 30 (1), 21–30, whose symbols the function bears.
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

RGB_TO_XYZ = matrix(
    "0.4124564 0.3575761 0.1804375  0.2126729 0.7151522 0.0721750  0.0193339 0.1191920 0.9503041"
)  # sRGB, IEC 61966-2-1
WHITE = np.array([0.95047, 1.0, 1.08883])  # D65


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
    """OKLab distance as someone with a color-blindness sees it; black and white are 1 apart."""
    seen = BLINDNESS[blindness]
    return float(np.linalg.norm(oklab(seen @ linear(one)) - oklab(seen @ linear(other))))


def cielab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB."""
    share = RGB_TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    bent = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def difference(one: str, other: str, blindness: str = "none") -> float:
    """ΔE2000 of two #RRGGBB codes as someone with a color-blindness sees them."""
    seen = BLINDNESS[blindness]
    return ciede2000(cielab(seen @ linear(one)), cielab(seen @ linear(other)))


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """ΔE2000 of two colors in CIELAB (Sharma et al. 2005, equations 2 to 22)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    light, chroma, hue = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    middle = h1 + h2 if grey else (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0)  # past 360 counts on
    lit, c = (l1 + l2) / 2, (c1 + c2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * middle + shift)) for size, times, shift in waves)
    s_l = 1 + 0.015 * (lit - 50) ** 2 / np.sqrt(20 + (lit - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t
    blue = 60 * np.exp(-(((middle % 360 - 275) / 25) ** 2))
    r_t = -np.sin(np.radians(blue)) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    light, chroma, hue = light / s_l, chroma / s_c, hue / s_h
    return float(np.sqrt(light**2 + chroma**2 + hue**2 + r_t * chroma * hue))
