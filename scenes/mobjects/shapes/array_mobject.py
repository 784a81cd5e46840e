"""Mobjects made of arrays: points and colors that Manim can copy, fade, transform and hash."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from transparent_box.scenes.mobjects.shapes.space import Space

Floats = NDArray[Any]


class ArrayMobject(Mobject):
    """Abstract: points (n, 3) in units, RGBA colors in 0 … 1 (any shape ending in 4), one opacity, and the space
    the points are in; None is the flat picture.
    """

    def __init__(self, points: Floats, colors: Floats, space: Space | None) -> None:
        super().__init__()
        # Named, not imported: it is above this one, and a plain Manim scene imports nothing that would bring it in.
        import_module("transparent_box.scenes.raster.any_scene").support_arrays()
        self.points = np.array(points, dtype=np.float64)
        self.colors: Floats = np.array(colors, dtype=np.float32)
        self.opacity = 1.0
        self.space = space

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """A copy is seen through the same space, not through a copy of it that nobody turns."""
        if self.space is not None:
            clones.setdefault(id(self.space), self.space)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def reset_points(self) -> Self:
        """No points, as Manim's constructor asks."""
        self.points = np.zeros((0, 3))
        return self

    def set_colors(self, colors: Floats) -> Self:
        """New colors, in the shape of the old ones."""
        self.colors = np.array(colors, dtype=np.float32)
        return self

    def set_color(self, color: Any = None, family: bool = True) -> Self:
        """The arrays decide; Manim's constructor calls this with a default."""
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Of the whole, 0 … 1, on top of the colors' own alpha."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Manim's fading: what FadeIn and FadeOut start from or end at."""
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, start: ArrayMobject, end: ArrayMobject, alpha: float) -> Self:
        """Do what Transform does to everything but positions."""
        self.colors = float(1 - alpha) * start.colors + float(alpha) * end.colors
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> None:
        """Each point is a datum, so none can be added: ValueError."""
        raise ValueError(f"An array of {len(self.points)} points cannot become one of {len(larger_mobject.points)}.")

    def get_array_attrs(self) -> list[str]:
        """Name what Manim's alignment treats as positions."""
        return ["points"]


def part_way(stack: Sequence[Floats] | Floats, place: float) -> Floats:
    """Find the member of a stack at a place from 0 on, or what is part of the way from it to the next."""
    before = max(min(int(place), len(stack) - 2), 0)
    part = place - before
    found: Floats = (1 - part) * stack[before] + part * stack[min(before + 1, len(stack) - 1)]
    return found


def passed(share: float, when: Floats, front: float) -> Floats:
    """Find how far each of many is changed, 0 … 1, a share of the way of a change that goes over all of them.

    `when` tells the turns of all, 0 … 1; so broad a `front` of them changes at a time.
    """
    changed: Floats = np.clip((share * (1 + front) - when) / front, 0, 1)
    return changed
