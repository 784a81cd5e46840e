"""Axes of a space: lines that surfaces hide, and flat lettering that always faces the viewer and keeps beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import Group, Mobject
from numpy.typing import NDArray

from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space

Floats = NDArray[Any]


@dataclass(frozen=True)
class SpaceAxis:
    """A line from `start` to `end` (3,), the direction (3,) in which its lettering stands off, its name, and its ticks:
    (share of the way from start to end, lettering).
    """

    start: Floats
    end: Floats
    outward: Floats
    name: Mobject
    ticks: Sequence[tuple[float, Mobject]]

    def at(self, share: float) -> Floats:
        """(3,) the point that share of the way along."""
        return (1 - share) * np.asarray(self.start, dtype=float) + share * np.asarray(self.end, dtype=float)


class SpaceAxes(Group):
    """Axes with ticks of `tick` units in the space; `gap` units of the frame between a line and its lettering."""

    def __init__(
        self, space: Space, axes: Sequence[SpaceAxis], *, color: Floats, width: float, tick: float, gap: float
    ) -> None:
        curves = [np.array([axis.start, axis.end], dtype=float) for axis in axes]
        for axis in axes:
            aside = tick * unit(np.asarray(axis.outward, dtype=float))
            curves += [np.array([axis.at(share), axis.at(share) + aside]) for share, _ in axis.ticks]
        self.space, self.gap = space, gap
        # For each piece of lettering: the point beside it, the point it is pushed away from, and the lettering between.
        self.places: list[tuple[Floats, Floats, Sequence[Mobject]]] = []
        lettering: list[Mobject] = []
        for axis in axes:
            aside = tick * unit(np.asarray(axis.outward, dtype=float))
            labels = [label for _, label in axis.ticks]
            self.places += [(axis.at(share) + aside, axis.at(share), []) for share, _ in axis.ticks]
            self.places.append((axis.at(0.5) + aside, axis.at(0.5), labels))
            lettering += [*labels, axis.name]
        self.lines = PolylineSet(curves, np.tile(color, (len(curves), 1)), width, space)
        self.lettering = Group(*lettering)
        self.followed = np.empty(0)  # the state that its lettering was last put right for
        super().__init__(self.lines, self.lettering)
        self.add_updater(SpaceAxes.follow)
        self.follow()

    def follow(self) -> Self:
        """Put every piece of lettering where its point is seen now, pushed outward by its own size."""
        if np.array_equal(self.followed, self._state()):
            return self
        points, inner = (self.space.project(np.array([place[side] for place in self.places])) for side in (0, 1))
        for label, point, start, (_, _, between) in zip(self.lettering, points, inner, self.places, strict=True):
            away = unit(point - start)
            room = max((2 * half_extent(other, away) + self.gap for other in between), default=0.0)
            label.move_to(point + away * (self.gap + room + half_extent(label, away)))
        self.followed = self._state()
        return self

    def _state(self) -> Floats:
        """(n,) all that decides where its lettering belongs, and where that stands, told by a point of each piece."""
        return np.concatenate([self.space.pose, self.space.points[0], *(first_point(part) for part in self.lettering)])


def half_extent(mobject: Mobject, direction: Floats) -> float:
    """Measure how far a mobject's box reaches from its middle along a direction (3,)."""
    return float(np.abs(direction) @ [mobject.width / 2, mobject.height / 2, 0])


def first_point(mobject: Mobject) -> Floats:
    """(3,) some point of a mobject that moves with it; none, (0,), where it is empty."""
    return next((part.points[0] for part in mobject.get_family() if len(part.points)), np.empty(0))


def unit(vector: Floats) -> Floats:
    """A vector (3,) at length 1, or nothing if it has none."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-9 else np.zeros(3)
