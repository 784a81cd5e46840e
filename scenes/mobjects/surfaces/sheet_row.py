"""One row of a sheet, seen from the front as the flat wave that it is, and all rows, which spread out from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import LEFT, Animation, Group, Mobject, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes, SpaceAxis
from transparent_box.scenes.mobjects.surfaces.relief import SIDE, Relief
from transparent_box.scenes.mobjects.waves.lift_desk import LiftDesk
from transparent_box.scenes.mobjects.waves.lifted_wave import Fit
from transparent_box.scenes.mobjects.words.lettering import formula

FRONT = (np.pi / 2, -np.pi / 2)  # angle from the zenith, and azimuth: x to the right, values upward
ALIKE = 0.02  # radians: phases closer than this count as equal
FINE = 0.4 * POINT  # radius of a point when all rows are shown
PACE = 2.5  # exponent of time with which rows appear
AROUND = (0.6, 1.2)  # units left free beside and above the single row and its axis, for what is written there
SIZE = Size.LABEL + 3  # type size, in pixels
ASIDE = 0.8  # units beside the name of y
UNDER = 0.25  # units of the space, from the row's lowest point down to its axis
STUB = 0.8  # units of the space, length of the axis of y
BELOW = np.array([0.0, 0.0, -1.0])


class SheetRow:
    """One row of a relief of values [x, y], first seen as a flat `wave` in an area with two fitted waves on it.

    `laid` is the fit, `colors` (p, 4) the RGBA of each x. The row is the last one in which the wave peaks. It is not
    itself a mobject: `wave` is, and `points`, which coincide with the wave's own, and the relief's space, which is
    turned to look from the front.
    """

    def __init__(self, relief: Relief, values: Floats, laid: Fit, colors: Floats, area: Area, theme: Theme) -> None:
        self.relief, self.values, self.colors, self.theme = relief, values, colors, theme
        (phase, other), last, k = laid.phases, len(values) - 1, laid.frequency
        of_y = None if abs(phase - other) < ALIKE else other
        self.desk = desk = LiftDesk(values, (k, laid.amplitude, phase), laid.r2, colors, area, theme, of_y)
        self.y = last - int(desk.lifted.wave(last - np.arange(len(values) // k + 1), 1).argmax())
        self.equation = formula(f"y = {self.y}", SIZE, theme.cos_y)
        desk.show(last).show(self.y)  # with the rows before it
        self.wave = Group(desk.axes, *desk.moving, desk.lettering)
        panel, rise = desk.lifted.panel, relief.rise / relief.scale
        zoom = panel.zero.width / SIDE
        steep = panel.side.height / 2 / panel.reach / zoom / rise
        self.points = PointCloud(self.at(steep), self.colors, POINT, relief.space)
        self.floor = float(min(one[:, 2].min() for one in (self.points.points, self.at()))) - UNDER  # of the axis
        looked_at = np.array([0.0, self.points.points[0, 1], steep * rise * float(values.mean())])
        relief.space.turn(*FRONT).look(looked_at, zoom)
        relief.space.points = np.array([panel.zero.get_center()])

    def at(self, steep: float = 1.0) -> Floats:
        """Find the points (p, 3) of the row, `steep` times as high as the relief."""
        x = np.arange(self.relief.count)
        return self.relief.at(x, np.full_like(x, self.y), steep * self.values)

    def axes(self, ticks: Callable[[], list[tuple[float, Mobject]]]) -> SpaceAxes:
        """Make the axis of x below the row, and at its start a stub of the axis of y, with the row's y."""
        theme, place = self.theme, self.at()[0, 1]
        x = formula("x", SIZE, theme.cos_x)
        left, right = (np.array([side * SIDE / 2, place, self.floor]) for side in (-1, 1))
        held = SpaceAxis(left, left - [0, STUB, 0], LEFT, self.equation, [])
        along = [SpaceAxis(left, right, BELOW, x, ticks()), held]
        return SpaceAxes(self.relief.space, along, color=rgba(theme.grid), width=0.02, tick=0.12, gap=0.1)

    def run(self) -> tuple[PointCloud, Animation]:
        """Make two points, on the row and on its axis, and the animation that runs them through all x."""
        both = np.array([self.points.points[0]] * 2)
        runner = PointCloud(both, np.tile(rgba(self.theme.text), (2, 1)), 1.7 * POINT, self.relief.space)

        def go(_: Mobject, share: float) -> None:
            place = self.points.points[round(share * (len(self.points.points) - 1))]
            runner.set_positions(np.array([place, [*place[:2], self.floor]]))

        go(runner, 0.0)
        return runner, UpdateFromAlphaFunc(runner, go)

    def close_up(self, area: Area, angles: tuple[float, float]) -> Space:
        """Find the space in which the row alone, with the axis below it, fills an area."""
        room, row = area.inside(*AROUND), self.at()
        room = Area(area.left + self.equation.width + ASIDE, room.right, room.bottom, room.top)
        below = np.column_stack([row[:, :2], np.full(len(row), self.floor)])
        both = np.concatenate([row, below])
        space: Space = self.relief.space.copy()
        return space.turn(*angles).fit(both, room.center, room.width, room.height)

    def all_rows(self) -> tuple[PointCloud, Animation]:
        """Make the points of all rows, and the animation that shows them outward from this row, faster and faster.

        A camera that backs away meanwhile has all rows in view before they appear.
        """
        cloud = self.relief.rows(self.values, self.colors, FINE)
        rows = np.arange(self.relief.count**2) // self.relief.count
        order = np.argsort(np.abs(rows - self.y), kind="stable")
        cloud.points, cloud.colors = cloud.points[order], cloud.colors[order]
        return cloud, UpdateFromAlphaFunc(cloud, lambda _, share: cloud.reveal(share**PACE))
