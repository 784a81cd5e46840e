"""The glass box round an area, from which a corner can be left out."""

from __future__ import annotations

import numpy as np
from manim import Polygon, RoundedRectangle, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ROUNDED = 0.1  # units, of a box's corners


class NotchedBox(VMobject):
    """The glass box round an area but for a `corner` at its lower right; or above that, where it is as wide as all."""

    def __init__(self, area: Area, corner: Area, theme: Theme) -> None:
        super().__init__()
        if corner.left - area.left >= 2 * ROUNDED:
            self._outline(area, corner)
        else:
            # A plain box, of as many points as a notched one, so that each can become the other: a notch that is shut.
            self._outline(area, Area(area.center[0], area.right, area.bottom, area.center[1]))
            whole = Area(area.left, area.right, corner.top, area.top)
            self.points = self.shut(whole)
            self.area, self.corner = whole, Area(whole.right, whole.right, whole.bottom, whole.bottom)
        glazed(self, theme)

    def _outline(self, area: Area, corner: Area) -> None:
        """Draw the line round an area, from its upper right, that leaves out a corner at its lower right."""
        self.area, self.corner = area, corner
        line = [(area.right, area.top), (area.left, area.top), (area.left, area.bottom)]
        line += [(corner.left, area.bottom), (corner.left, corner.top), (area.right, corner.top)]
        self.points = Polygon(*([x, y, 0] for x, y in line)).round_corners(ROUNDED).points

    def shut(self, area: Area) -> Floats:
        """(n, 3) its points if it filled an area and its corner had not opened: all sides stay level as it does."""
        across = np.clip((self.points[:, 0] - self.area.left) / (self.corner.left - self.area.left), 0, 1)
        up = np.clip((self.points[:, 1] - self.corner.top) / (self.area.top - self.corner.top), 0, 1)
        return np.column_stack([area.left + across * area.width, area.bottom + up * area.height, 0 * up])


def pane(area: Area, theme: Theme) -> VMobject:
    """Draw the glass box round an area."""
    drawn = RoundedRectangle(corner_radius=ROUNDED, width=area.width, height=area.height).move_to(area.center)
    return glazed(drawn, theme)


def glazed(drawn: VMobject, theme: Theme) -> VMobject:
    """Give an outline the look of the glass box."""
    looked: VMobject = drawn.set_stroke(theme.accent, 3).set_fill(theme.ground, 1)
    return looked
