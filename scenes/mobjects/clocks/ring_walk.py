"""A ring made from two waves: each number has an upward and a sideways value, which lead to its point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Group, Line

from transparent_box.scenes.look.theme import POINT, Theme
from transparent_box.scenes.mobjects.charts.projection_guides import ProjectionGuides
from transparent_box.scenes.mobjects.clocks.clock_portrait import place_points
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud


class RingWalk(Group):
    """A ring of (cosine, sine) points (p, 2) round `middle` (3,), `radius` units for 1, in `colors` (p, 4).

    `waves` are the points (p, 3) of the upward wave, of the sideways wave, and of zeros; stems lead from zero to the
    values. Its parts are `guides` (with the stems) and `cloud`, which is transparent at first.
    """

    def __init__(
        self, points: Floats, middle: Floats, radius: float, waves: Sequence[Floats], colors: Floats, theme: Theme
    ) -> None:
        self.colors, places = colors, place_points(points, middle, radius)
        self.cloud = PointCloud(places, colors * [1, 1, 1, 0], POINT)
        inks = {"up_color": theme.cos_x, "side_color": theme.sin_x}
        self.guides = ProjectionGuides(middle, places, waves[0], waves[1], **inks)
        self.waves, self.stems = waves, [Line(color=ink, stroke_width=5) for ink in inks.values()]
        self.guides.add(*self.stems)
        super().__init__(self.guides, self.cloud)
        self.show(0)

    def show(self, number: float) -> Self:
        """Point at a number; fractions interpolate linearly; points of the numbers reached stay visible."""
        self.guides.show(number)
        foot = part_way(self.waves[2], number)
        for stem, wave in zip(self.stems, self.waves, strict=False):
            stem.put_start_and_end_on(foot, part_way(wave, number) + 1e-4)
        reached = np.arange(len(self.colors))[:, None] <= number
        self.cloud.set_colors(np.where(reached, self.colors, self.colors * [1, 1, 1, 0]))
        return self
