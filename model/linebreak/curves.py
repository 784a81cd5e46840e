"""The shape of a curve in many dimensions, and how one curve lies along another.

A curve is one point for each value of something counted: (v, d). Nothing here knows of networks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Integers = NDArray[np.int64]

TROUGH_WITHIN = 30  # characters of lag in which the first ring's negative side is looked for
RING_WITHIN = 45  # and its positive side after it


@dataclass(frozen=True)
class Components:
    """Principal components of points: their mean (d,), axes (c, d) by falling variance, and shares (c,) of variance."""

    mean: Floats
    axes: Floats
    shares: Floats

    def of(self, points: Floats, count: int = 3) -> Floats:
        """(…, count) coordinates of points (…, d) along the first axes."""
        return (points - self.mean) @ self.axes[:count].T

    def inside(self, points: Floats, count: int) -> float:
        """Share of the points' own variance that lies along the first `count` axes."""
        centered = points - points.mean(axis=0)
        return float((centered @ self.axes[:count].T).var(axis=0).sum() / centered.var(axis=0).sum())


def components(points: Floats) -> Components:
    """Return the principal components of points (v, d), each axis with its largest entry positive."""
    mean = points.mean(axis=0)
    _, sizes, axes = np.linalg.svd(points - mean, full_matrices=False)
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return Components(mean, axes * np.sign(largest), sizes**2 / (sizes**2).sum())


def turns(plane: Floats) -> float:
    """Count how often a curve (v, 2) winds round the origin, by the sum of its points' angles; never negative."""
    angles = np.unwrap(np.arctan2(plane[:, 1], plane[:, 0]))
    return float(abs(angles[-1] - angles[0]) / (2 * np.pi))


def unit(points: Floats) -> Floats:
    """Return vectors (…, d) scaled to length 1."""
    return points / np.linalg.norm(points, axis=-1, keepdims=True)  # type: ignore[no-any-return]


def cosines(these: Floats, those: Floats) -> Floats:
    """(v, w) cosine of each of these points (v, d) with each of those (w, d)."""
    return unit(these) @ unit(those).T


def lag_profile(points: Floats) -> Floats:
    """(v,) mean cosine of a curve's points, centered, that are 0, 1, 2 … values apart."""
    found = cosines(points - points.mean(axis=0), points - points.mean(axis=0))
    return np.array([np.diagonal(found, lag).mean() for lag in range(len(points))])


@dataclass(frozen=True)
class Rings:
    """A lag profile: where it first falls to 0 (between lags, or None), its trough, and the crest behind."""

    first_zero: float | None
    trough: float
    trough_lag: int
    crest: float
    crest_lag: int


def rings(profile: Floats) -> Rings:
    """Read a lag profile; the crest is the highest value behind the trough up to a lag of 45."""
    below = np.flatnonzero(profile <= 0)
    zero = None
    if len(below) and below[0] > 0:
        before, after = profile[below[0] - 1], profile[below[0]]
        zero = float(below[0] - 1 + before / (before - after))
    trough = int(profile[: TROUGH_WITHIN + 1].argmin())
    crest = trough + int(profile[trough : RING_WITHIN + 1].argmax())
    return Rings(zero, float(profile[trough]), trough, float(profile[crest]), crest)


@dataclass(frozen=True)
class Offset:
    """The distances along one curve at which the points of another find their nearest, from their own values."""

    median: float  # of the differences, in values
    iqr: float  # between their quartiles
    cosine: float  # mean of each point's largest


def nearest(found: Floats, values: Integers) -> Integers:
    """(v,) for each row of cosines (v, w), the column's value (w,) where it is largest."""
    return values[found.argmax(axis=1)]  # type: ignore[no-any-return]


def offset(found: Floats, counts: Integers, widths: Integers, among: Integers) -> Offset:
    """Of cosines (counts, widths): nearest width minus count, over the counts `among`."""
    chosen = np.isin(counts, among)
    away = nearest(found, widths)[chosen] - counts[chosen]
    low, middle, high = np.percentile(away, [25, 50, 75])
    return Offset(float(middle), float(high - low), float(found[chosen].max(axis=1).mean()))
