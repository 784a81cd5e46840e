"""Two numbers as an embedding holds them: every clock's wave, and how high each of the two stands on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal, turns
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.wave_stack import WaveStack

FINE = 20  # places of a curve between two numbers


class EmbeddedPair(Group):
    """Numbers (x, y), read (n, 2) on n waves of `frequencies` over `count` numbers with R² (n,), in an area.

    `stack` are the waves, `spots` an upright and its dots for x and then for y; what is written is `told`.
    """

    def __init__(
        self,
        pair: tuple[int, int],
        read: Floats,
        frequencies: Sequence[int],
        r2: Sequence[float],
        count: int,
        area: Area,
        theme: Theme,
    ) -> None:
        fine = np.linspace(0, count - 1, FINE * count)
        waves = np.cos(2 * np.pi * np.outer(frequencies, fine) / count)
        said = [turns(k) for k in frequencies], [f"R² = {decimal(share, 3)}" for share in r2]
        colors = np.tile(rgba(theme.dim), (len(waves), 1))
        self.stack = WaveStack(waves, (0, count - 1), colors, said, area, theme)
        self.told = [self.stack.names, self.stack.facts]
        inks = theme.cos_x, theme.cos_y
        self.spots = [
            Group(self.stack.upright(number, ink), self.stack.marks([number], read[:, [place]], ink))
            for place, (number, ink) in enumerate(zip(pair, inks, strict=True))
        ]
        super().__init__(self.stack, *self.spots)
