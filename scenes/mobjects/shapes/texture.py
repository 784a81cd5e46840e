"""A picture as one mobject, held as the camera lays it: another one in its place costs no conversion."""

from __future__ import annotations

from typing import Self

import numpy as np

from transparent_box.scenes.look.texels import Texels, colors_of, mixed, texels_of
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap


class Texture(HeatMap):
    """Texels (h, w), see `look.texels`, the lowest row first, over `width` × `height` units, running into each other.

    They are replaced, never changed in place: copies share them.
    """

    texels: Texels

    def __init__(self, texels: Texels, width: float, height: float) -> None:
        super().__init__(np.zeros((1, 1, 4)), width, height, smooth=True)
        self.texels = texels

    @property
    def colors(self) -> Floats:
        """(w, h, 4) RGBA in 0 … 1, indexed [x, y], as heat maps hold them."""
        return colors_of(self.texels).swapaxes(0, 1)

    @colors.setter
    def colors(self, colors: Floats) -> None:
        self.texels = np.ascontiguousarray(texels_of(colors).T)

    def interpolate_color(self, start: Texture, end: Texture, alpha: float) -> Self:
        """Do what Transform does to everything but positions."""
        still = np.array_equal(start.texels, end.texels)
        self.texels = start.texels if still else mixed(start.texels, end.texels, alpha)
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self
