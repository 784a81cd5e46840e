"""A translucent sheet as one mobject: a water level, a cut face, the area under a curve."""

from __future__ import annotations

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


class Pane(ArrayMobject):
    """A sheet over points (n, m, 3) in units that tints what it covers: RGBA in 0 … 1, (n, m, 4) or one (4,) for all.

    It is not lit. In a space, surfaces hide it, but it hides nothing; of two panes, the later one is drawn on top.
    """

    def __init__(self, grid: Floats, colors: Floats, space: Space | None = None) -> None:
        super().__init__(grid.reshape(-1, 3), colors, space)
        self.shape = grid.shape[:2]
        self.spread_colors()

    @property
    def grid(self) -> Floats:
        """Return the current points (n, m, 3)."""
        return self.points.reshape(*self.shape, 3)

    def spread_colors(self) -> None:
        """Repeat a color that all points share, so that each has its own."""
        wide = self.colors + 0 * self.points[:, :1].reshape(*self.shape, 1)
        self.colors = wide.reshape(*self.shape, 4)

    def set_grid(self, grid: Floats) -> Pane:
        """Move the points to a grid (n, m, 3) of the same shape."""
        self.points = grid.reshape(-1, 3).copy()
        return self
