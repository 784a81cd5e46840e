"""Every pair of some values against each other, a plot for each: all points of all plots are one cloud."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Group, Rectangle, VMobject

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.point_cloud import PointCloud

FILL = 0.8  # of a plot's half, where a value of 1 stands
INSET = 0.9  # of the room for a plot, taken by its frame
SOFT = 0.06  # of a plot's half, over which a point fades that goes past its edge
TAIL = 9  # points behind the one that runs
GROWTH = 0.55  # of the points with the plots, as a power: points are marks


class PairPlots(Group):
    """n × n plots in a square of `side` units: value i across in column i, value j up in row j from the top.

    `colors` (p, 4) are those of the points of each plot; `first` (i, j) is the plot that is seen alone, as large as all
    of them, while `opened` is 0. What goes past the edge of its plot is not drawn.
    """

    def __init__(
        self, count: int, colors: Floats, side: float, radius: float, first: tuple[int, int], *, grid: str
    ) -> None:
        super().__init__()
        self.count, self.pitch, self.radius, self.opened = count, side / count, radius, 1.0
        middle = (count - 1) / 2
        across, down = np.meshgrid(np.arange(count), np.arange(count))
        flat = [(across - middle).ravel(), (middle - down).ravel(), np.zeros(count**2)]
        self.seats, self.first = np.stack(flat, axis=1) * self.pitch, first[1] * count + first[0]
        self.inks = np.array(colors)
        self.frames = VMobject(stroke_color=grid, stroke_width=1, stroke_opacity=0.6)
        for seat in self.seats:
            self.frames.append_points(Rectangle(width=INSET * self.pitch, height=INSET * self.pitch).shift(seat).points)
        self.frame = Rectangle(width=INSET * side, height=INSET * side, color=grid, stroke_width=1.5)
        self.cloud = PointCloud(np.zeros((count**2 * len(colors), 3)), np.tile(colors, (count**2, 1)), radius)
        self.runner = PointCloud(np.zeros((TAIL * count**2, 3)), np.zeros((TAIL * count**2, 4)), radius)
        self.add(self.frames, self.frame, self.cloud, self.runner)

    @property
    def magnified(self) -> float:
        """How many times larger the plots are than when all are seen."""
        return float(self.count ** (1 - self.opened))

    @property
    def middles(self) -> Floats:
        """(n², 3) the middles of the plots, where they are now."""
        first, size = self.seats[self.first], self.magnified
        back = (self.count - size) / max(self.count - 1, 1)
        middles: Floats = size * (self.seats - first) + back * first + self.frames.get_center()
        return middles

    def coordinates(self, values: Floats, angle: float = 0.0) -> Floats:
        """(n², p, 2) each plot's points (p, n) in halves of it, turned about its upright: at 90° p runs across."""
        values = np.asarray(values)
        depth = np.linspace(-1, 1, len(values))[:, None]
        across = FILL * (np.cos(angle) * values + np.sin(angle) * depth)
        return np.stack([np.tile(across.T, (self.count, 1)), np.repeat(FILL * values.T, self.count, axis=0)], axis=-1)

    def places(self, values: Floats, angle: float = 0.0) -> Floats:
        """(n², p, 3) where the points of each plot stand, now."""
        flat = self.coordinates(values, angle) * INSET * self.pitch / 2 * self.magnified
        placed: Floats = np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], axis=-1) + self.middles[:, None]
        return placed

    def show(self, values: Floats, angle: float = 0.0, strength: float = 1.0, until: float = np.inf) -> Self:
        """Values (p, n), 1 standing at FILL, the figure turned; of the numbers up to `until`, `strength` of each."""
        beyond = np.abs(self.coordinates(values, angle)).max(axis=-1)
        colors = np.tile(self.inks, (self.count**2, 1, 1))
        colors[..., 3] *= strength * np.clip((1 + SOFT - beyond) / SOFT, 0, 1)
        colors[:, np.arange(len(self.inks)) > until, 3] = 0
        places, others = self.places(values, angle), np.arange(self.count**2) != self.first
        # While they open, what is not yet in the square is behind its edge.
        outside = np.abs(places - self.frames.get_center()).max(axis=-1) > self.count * self.pitch / 2
        colors[others, :, 3] *= self.opened**2
        colors[outside, 3] = 0
        self.cloud.set_positions(places.reshape(-1, 3)).set_colors(colors.reshape(-1, 4))
        self.cloud.radius = self.radius * self.magnified**GROWTH
        return self

    def open(self, share: float) -> Self:
        """From the first plot alone (0) to all of them (1); `show` afterwards."""
        self.opened = share
        side = INSET * self.pitch * self.magnified
        self.frame.set(width=side).move_to(self.middles[self.first])
        self.frames.set_stroke(opacity=0.6 * share**4)
        self.frame.set_stroke(opacity=1 - share**4)
        return self

    def run_at(self, values: Floats, number: float, angle: float = 0.0) -> Self:
        """The point of that number, in every plot, brightest and largest, and those before it in its tail."""
        behind = np.arange(TAIL)[::-1]
        chosen = (int(number) - behind) % len(self.inks)
        inks = self.inks[chosen].copy()
        inks[:, 3] = ((TAIL - behind) / TAIL) ** 1.5 * (behind <= number)
        colors = np.tile(inks, (self.count**2, 1, 1))
        colors[np.arange(self.count**2) != self.first, :, 3] *= self.opened**2
        self.runner.set_positions(self.places(values, angle)[:, chosen].reshape(-1, 3)).set_colors(
            colors.reshape(-1, 4)
        )
        self.runner.radius = 2.0 * self.radius * self.magnified**GROWTH
        return self
