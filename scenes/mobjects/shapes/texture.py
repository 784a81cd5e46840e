"""A picture as one mobject, held in the camera's own pixel format: showing another costs no conversion."""

from __future__ import annotations

from typing import Self

import numpy as np

from transparent_box.scenes.look.texels import Texels, colors_of, mixed, texels_of
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap


class Texture(HeatMap):
    """A picture of texels (h, w), as in `look.texels`, lowest row first, `width` × `height` units, drawn smooth.

    Replace the texels rather than change them in place: copies share them.
    """

    texels: Texels

    def __init__(self, texels: Texels, width: float, height: float) -> None:
        super().__init__(np.zeros((1, 1, 4)), width, height, smooth=True)
        self.texels = texels

    @property
    def colors(self) -> Floats:
        """Return the RGBA colors (w, h, 4) in 0 … 1, indexed [x, y], as in a heat map."""
        return colors_of(self.texels).swapaxes(0, 1)

    @colors.setter
    def colors(self, colors: Floats) -> None:
        self.texels = np.ascontiguousarray(texels_of(colors).T)

    def interpolate_color(self, start: Texture, end: Texture, alpha: float) -> Self:
        """Blend texels and opacity from `start` to `end`; Manim's Transform blends the points itself."""
        still = np.array_equal(start.texels, end.texels)
        self.texels = start.texels if still else mixed(start.texels, end.texels, alpha)
        self.opacity = (1 - alpha) * start.opacity + alpha * end.opacity
        return self
