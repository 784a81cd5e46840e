"""Axes of a space: lines that surfaces can hide, and flat lettering beside them that always faces the viewer."""

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
    """A line from `start` to `end` (3,), the direction `outward` (3,) of its lettering, its name and its ticks.

    A tick is a share (0 … 1) of the way from start to end and the lettering there.
    """

    start: Floats
    end: Floats
    outward: Floats
    name: Mobject
    ticks: Sequence[tuple[float, Mobject]]

    def at(self, share: float) -> Floats:
        """Return the point (3,) a share of the way along."""
        return (1 - share) * np.asarray(self.start, dtype=float) + share * np.asarray(self.end, dtype=float)


class SpaceAxes(Group):
    """Axes with ticks `tick` units long in the space, and lettering that keeps `gap` units of the frame from them.

    Lines are RGBA (4,), `width` units wide. The lettering follows the view by an updater.
    """

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
        self.followed = np.empty(0)  # the state for which the lettering was last placed
        super().__init__(self.lines, self.lettering)
        self.add_updater(SpaceAxes.follow)
        self.follow()

    def follow(self) -> Self:
        """Place every piece of lettering beside its point in the current view, pushed outward by its own size."""
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
        """Return the view and one point of each piece of lettering (n,): a change in any calls for placing it again."""
        return np.concatenate([self.space.pose, self.space.points[0], *(first_point(part) for part in self.lettering)])


def half_extent(mobject: Mobject, direction: Floats) -> float:
    """Measure how far a mobject's bounding box reaches from its center along a direction (3,)."""
    return float(np.abs(direction) @ [mobject.width / 2, mobject.height / 2, 0])


def first_point(mobject: Mobject) -> Floats:
    """Return a point (3,) of a mobject, or an empty array (0,) if it has none."""
    return next((part.points[0] for part in mobject.get_family() if len(part.points)), np.empty(0))


def unit(vector: Floats) -> Floats:
    """Scale a vector (3,) to length 1; a zero vector stays zero."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-9 else np.zeros(3)
