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
    """Abstract: points (n, 3) in units, RGBA colors in 0 … 1 (any shape that ends in 4), and the space of the points.

    A `space` of None is the flat picture. One opacity, 1 at first, applies to the whole mobject.
    """

    def __init__(self, points: Floats, colors: Floats, space: Space | None) -> None:
        super().__init__()
        # Imported by name and only here: the layer above must not be imported from below, and a plain Manim scene would
        # not load it otherwise.
        import_module("transparent_box.scenes.raster.any_scene").support_arrays()
        self.points = np.array(points, dtype=np.float64)
        self.colors: Floats = np.array(colors, dtype=np.float32)
        self.opacity = 1.0
        self.space = space

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy all but the space: a copied space would no longer turn with the original."""
        if self.space is not None:
            clones.setdefault(id(self.space), self.space)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def reset_points(self) -> Self:
        """Remove all points; Manim's constructor calls this."""
        self.points = np.zeros((0, 3))
        return self

    def set_colors(self, colors: Floats) -> Self:
        """Replace the colors by others of the same shape."""
        self.colors = np.array(colors, dtype=np.float32)
        return self

    def set_color(self, color: Any = None, family: bool = True) -> Self:
        """Do nothing: the arrays hold the colors, and Manim's constructor calls this with a default."""
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Set the opacity (0 … 1) of the whole, which multiplies the alpha of each color."""
        self.opacity = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Reduce the opacity by a share (0 … 1), as Manim's FadeIn and FadeOut require."""
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, start: ArrayMobject, end: ArrayMobject, alpha: float) -> Self:
        """Blend colors and opacity from `start` to `end`; Manim's Transform blends the points itself."""
        self.colors = float(1 - alpha) * start.colors + float(alpha) * end.colors
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> None:
        """Raise ValueError: each point is a datum, so Transform cannot add any."""
        raise ValueError(f"An array of {len(self.points)} points cannot become one of {len(larger_mobject.points)}.")

    def get_array_attrs(self) -> list[str]:
        """List the attributes that Manim transforms as positions."""
        return ["points"]


def part_way(stack: Sequence[Floats] | Floats, place: float) -> Floats:
    """Return the member of a stack at an index (from 0), interpolated linearly between two where it is no integer."""
    before = max(min(int(place), len(stack) - 2), 0)
    part = place - before
    mixed: Floats = (1 - part) * stack[before] + part * stack[min(before + 1, len(stack) - 1)]
    return mixed


def passed(share: float, when: Floats, front: float) -> Floats:
    """Return how far (0 … 1) each of many items has changed once a share of a change that sweeps over them has passed.

    `when` (any shape, 0 … 1) is each item's turn; `front` is how much of that range changes at the same time.
    """
    changed: Floats = np.clip((share * (1 + front) - when) / front, 0, 1)
    return changed
