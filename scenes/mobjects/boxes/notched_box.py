"""The glass box around an area, from which a corner can be left out."""

from __future__ import annotations

import numpy as np
from manim import Polygon, RoundedRectangle, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ROUNDED = 0.1  # units, radius of a box's corners


class NotchedBox(VMobject):
    """The glass box around an area without its lower right `corner`, or above the corner if that is as wide."""

    def __init__(self, area: Area, corner: Area, theme: Theme) -> None:
        super().__init__()
        if corner.left - area.left >= 2 * ROUNDED:
            self._outline(area, corner)
        else:
            # A plain box with as many points as a notched one, so that each can morph into the other.
            self._outline(area, Area(area.center[0], area.right, area.bottom, area.center[1]))
            whole = Area(area.left, area.right, corner.top, area.top)
            self.points = self.shut(whole)
            self.area, self.corner = whole, Area(whole.right, whole.right, whole.bottom, whole.bottom)
        glazed(self, theme)

    def _outline(self, area: Area, corner: Area) -> None:
        """Draw the outline of an area, from its upper right, without a corner at its lower right."""
        self.area, self.corner = area, corner
        line = [(area.right, area.top), (area.left, area.top), (area.left, area.bottom)]
        line += [(corner.left, area.bottom), (corner.left, corner.top), (area.right, corner.top)]
        self.points = Polygon(*([x, y, 0] for x, y in line)).round_corners(ROUNDED).points

    def shut(self, area: Area) -> Floats:
        """Return its points (n, 3) as a plain box around an area; all sides stay level as the notch opens."""
        across = np.clip((self.points[:, 0] - self.area.left) / (self.corner.left - self.area.left), 0, 1)
        up = np.clip((self.points[:, 1] - self.corner.top) / (self.area.top - self.corner.top), 0, 1)
        return np.column_stack([area.left + across * area.width, area.bottom + up * area.height, 0 * up])


def pane(area: Area, theme: Theme) -> VMobject:
    """Draw the glass box around an area."""
    drawn = RoundedRectangle(corner_radius=ROUNDED, width=area.width, height=area.height).move_to(area.center)
    return glazed(drawn, theme)


def glazed(drawn: VMobject, theme: Theme) -> VMobject:
    """Give an outline the look of the glass box."""
    looked: VMobject = drawn.set_stroke(theme.accent, 3).set_fill(theme.ground, 1)
    return looked
