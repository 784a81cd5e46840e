"""One row of a sheet, seen from the front as the flat wave that it is, and all rows, which come out of it."""

from __future__ import annotations

import numpy as np
from manim import Animation, Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lift_desk import LiftDesk
from transparent_box.scenes.mobjects.lifted_wave import Fit
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.relief import SIDE, Relief
from transparent_box.scenes.mobjects.space import Space

FRONT = (np.pi / 2, -np.pi / 2)  # from the zenith and round it: x to the right, values upward
ALIKE = 0.02  # radians: phases that are nearer to each other are one
FINE = 0.4 * POINT  # radius of a point where all of them stand
PACE = 2.5  # power of the time with which rows come out
AROUND = (0.6, 1.2)  # units left free across and up round the row alone


class SheetRow:
    """Row `y` of a relief of values [x, y], which at first is seen as a flat `wave` in an area, two waves laid on it.

    It is the last row that is lifted most. No mobject itself: `wave` is, `points`, which stand where that has its
    own, and the relief's space, which comes to look from the front.
    """

    def __init__(self, relief: Relief, values: Floats, laid: Fit, seen: Floats, area: Area, theme: Theme) -> None:
        self.relief, self.values, self.seen = relief, values, seen
        (phase, other), last, k = laid.phases, len(values) - 1, laid.frequency
        of_y = None if abs(phase - other) < ALIKE else other
        self.desk = desk = LiftDesk(values, (k, laid.amplitude, phase), laid.r2, seen, area, theme, of_y)
        self.y = last - int(desk.lifted.wave(last - np.arange(len(values) // k + 1), 1).argmax())
        desk.show(last).show(self.y)  # with the rows that have been
        self.wave = Group(desk.axes, *desk.moving, desk.told)
        panel, rise = desk.lifted.panel, relief.rise / relief.scale
        zoom = panel.zero.width / SIDE
        steep = panel.side.height / 2 / panel.reach / zoom / rise
        self.points = PointCloud(self.at(steep), self.seen, POINT, relief.space)
        looked_at = np.array([0.0, self.points.points[0, 1], steep * rise * float(values.mean())])
        relief.space.turn(*FRONT).look(looked_at, zoom)
        relief.space.points = np.array([panel.zero.get_center()])

    def at(self, steep: float = 1.0) -> Floats:
        """(p, 3) where the row's points are, so many times as steep as the relief."""
        x = np.arange(self.relief.count)
        return self.relief.at(x, np.full_like(x, self.y), steep * self.values)

    def close_up(self, area: Area, angles: tuple[float, float]) -> Space:
        """Find from where the row alone, in the sheet, fills an area."""
        room = area.inside(*AROUND)
        return self.relief.space.copy().turn(*angles).fit(self.at(), room.center, room.width, room.height)

    def all_rows(self) -> tuple[PointCloud, Animation]:
        """Make the points of all rows, and what shows them from this one on, to either side, more and more at a time.

        So who goes away meanwhile, to see them all, is ahead of them.
        """
        cloud = self.relief.rows(self.values, self.seen, FINE)
        rows = np.arange(self.relief.count**2) // self.relief.count
        order = np.argsort(np.abs(rows - self.y), kind="stable")
        cloud.points, cloud.colors = cloud.points[order], cloud.colors[order]
        return cloud, UpdateFromAlphaFunc(cloud, lambda _, share: cloud.reveal(share**PACE))
