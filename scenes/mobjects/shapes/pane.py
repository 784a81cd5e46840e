"""A translucent sheet as one mobject: water, the face of a cut, the area under a curve."""

from __future__ import annotations

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


class Pane(ArrayMobject):
    """A grid of points (n, m, 3) in units with RGBA in 0 … 1, (n, m, 4) or one for all: unlit, tints what lies behind.

    In a space surfaces hide it. It hides nothing itself, and of two panes the later one is drawn over the other.
    """

    def __init__(self, grid: Floats, colors: Floats, space: Space | None = None) -> None:
        super().__init__(grid.reshape(-1, 3), colors, space)
        self.shape = grid.shape[:2]
        self.spread_colors()

    @property
    def grid(self) -> Floats:
        """(n, m, 3) its points where they are now."""
        return self.points.reshape(*self.shape, 3)

    def spread_colors(self) -> None:
        """Give each point its own color, where all had one."""
        wide = self.colors + 0 * self.points[:, :1].reshape(*self.shape, 1)
        self.colors = wide.reshape(*self.shape, 4)

    def set_grid(self, grid: Floats) -> Pane:
        """Move the points to (n, m, 3), as many as before."""
        self.points = grid.reshape(-1, 3).copy()
        return self
