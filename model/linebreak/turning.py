"""A boundary head's change of the count before it looks at the width, as a turn and a stretch.

A head compares W_Q c with W_K w. In the six dimensions that both curves share, W_K = B S_K (polar decomposition): it
stretches by S_K, and B carries those dimensions into the head's own. Seen from them, counts become N c, N = Bᵀ W_Q,
and N = R S: S stretches along directions at right angles, R turns. Where R would mirror, the direction that the head
reads least is turned over by S instead, so that R is a pure rotation; it turns three planes at right angles, each by
an angle of its own, and R^t turns each by that share of its angle. Between nothing (t = 0) and the head (t = 1),
counts are R^t S^t c and widths S_K^t w.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transparent_box.model.linebreak.curves import Floats, Integers, Offset, components, cosines, offset
from transparent_box.model.linebreak.geometry import COMPARED, DIMENSIONS, Geometry

PAIRS = DIMENSIONS // 2


@dataclass(frozen=True)
class Stretch:
    """Factors (6,), relative to the largest, along directions (6, 6) in columns."""

    factors: Floats
    directions: Floats

    def part(self, share: float) -> Floats:
        """(6, 6) the stretch, a share of the way from none; what is turned over goes through nothing."""
        even = np.abs(self.factors) ** share
        return (
            self.directions * np.where(self.factors > 0, even, 1 - share + share * self.factors)
        ) @ self.directions.T


@dataclass(frozen=True)
class Twist:
    """One head's map of counts (c, 6) among widths (w, 6), both centered, on six axes that they share."""

    count: Integers  # (c,) the counts of characters
    width: Integers  # (w,) the widths of lines, in characters
    counts: Floats  # (c, 6) where the counts lie
    widths: Floats  # (w, 6) where the widths lie
    planes: Floats  # (3, 6, 2) the planes that turn, that which holds most of the counts first
    angles: Floats  # (3,) in radians
    shares: Floats  # (3,) of the counts' variance in each plane
    stretch: Stretch  # of the counts; the last factor may be negative
    key_stretch: Stretch  # of the widths

    def turn(self, share: float) -> Floats:
        """(6, 6) the rotation R^share, to be applied to columns."""
        found = np.zeros((DIMENSIONS, DIMENSIONS))
        for plane, angle in zip(self.planes, share * self.angles, strict=True):
            turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            found += plane @ turned @ plane.T
        return found

    def mapped(self, share: float) -> tuple[Floats, Floats]:
        """(c, 6) and (w, 6) both, a share of the whole way; at 1, every count's nearest width is the head's own."""
        counts = self.counts @ (self.turn(share) @ self.stretch.part(share)).T
        return counts, self.widths @ self.key_stretch.part(share)

    def cosines(self, share: float) -> Floats:
        """(c, w) of the counts with the widths, mapped a share of the way."""
        return cosines(*self.mapped(share))

    def offset(self, share: float) -> Offset:
        """Measure how far beyond its own value each count finds its nearest width, mapped a share of the way."""
        return offset(self.cosines(share), self.count, self.width, COMPARED)

    def nearest_ahead(self, share: float) -> int:
        """Measure how many characters wider than the count its nearest width is: the median over counts."""
        return round(self.offset(share).median)

    def in_plane(self, share: float) -> tuple[Floats, Floats]:
        """(c, 2) and (w, 2): counts, turned a share of the way and not stretched, and widths in the first plane."""
        plane = self.planes[0]
        return self.counts @ self.turn(share).T @ plane, self.widths @ plane


def twist_of(geometry: Geometry, head: int) -> Twist:
    """Take a boundary head's map apart."""
    counts, widths = (side.astype(np.float64) for side in geometry.centered)
    axes = components(np.concatenate([counts, widths])).axes[:DIMENSIONS].T
    query, key = (side[head].astype(np.float64) @ axes for side in (geometry.boundary_Q, geometry.boundary_K))
    into, along, across = np.linalg.svd(key, full_matrices=False)
    left, sizes, right = np.linalg.svd((into @ across).T @ query)
    signs = np.append(np.ones(DIMENSIONS - 1), np.sign(np.linalg.det(left @ right)))
    counts, widths = counts @ axes, widths @ axes
    planes, angles = planes_of((left * signs) @ right)
    held = np.array([((counts @ plane) ** 2).sum() for plane in planes]) / (counts**2).sum()
    order = np.argsort(-held)
    stretches = Stretch(signs * sizes / sizes[0], right.T), Stretch(along / along[0], across.T)
    numbers = geometry.count, geometry.width
    return Twist(*numbers, counts, widths, planes[order], angles[order], held[order], *stretches)


def planes_of(rotation: Floats) -> tuple[Floats, Floats]:
    """(3, 6, 2) and (3,): the planes that a rotation (6, 6) turns, and by how much, each angle from 0 to π.

    The symmetric part of a rotation has cos of an angle twice, on that angle's plane; the skew part says which way.
    """
    _, axes = np.linalg.eigh((rotation + rotation.T) / 2)
    planes, angles = [], []
    for pair in range(PAIRS):
        plane = axes[:, 2 * pair : 2 * pair + 2]
        inside = plane.T @ rotation @ plane
        angle = float(np.arctan2(inside[1, 0] - inside[0, 1], np.trace(inside)))
        planes.append(plane if angle >= 0 else plane[:, ::-1])
        angles.append(abs(angle))
    return np.array(planes), np.array(angles)
