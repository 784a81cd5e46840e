"""A three-dimensional space within the flat picture: the view that a surface, its points and its axes are drawn in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from transparent_box.scenes.look.projection import Projection, rotation

Floats = NDArray[Any]
FOCAL_DISTANCE = 20.0  # units from the viewer to the point looked at, as in Manim's camera


class Space(Mobject):
    """A view: `phi` from the zenith and azimuth `theta` in radians, `zoom`, and the point (3,) looked at.

    It is a mobject so that it can be animated: `space.animate.turn(theta=1)`, `space.animate.shift(LEFT)`. Mobjects
    that are made with `space=` are drawn in its view. Several spaces may stand side by side; each is projected as if it
    stood in the middle of the frame.
    """

    def __init__(self, phi: float, theta: float, zoom: float = 1.0) -> None:
        super().__init__()
        self.points = np.zeros((1, 3))  # where the point looked at appears in the frame
        self.pose = np.array([phi, theta, 0.0, zoom, 0.0, 0.0, 0.0])

    def turn(self, phi: float | None = None, theta: float | None = None, gamma: float | None = None) -> Self:
        """Turn the view to other angles (radians); those left out stay."""
        return self._with_pose({0: phi, 1: theta, 2: gamma})

    def look(self, at: Floats | None = None, zoom: float | None = None) -> Self:
        """Look at another point (3,), or with another zoom; what is left out stays."""
        x, y, z = (None, None, None) if at is None else at
        return self._with_pose({3: zoom, 4: x, 5: y, 6: z})

    def _with_pose(self, changes: dict[int, float | None]) -> Self:
        self.pose = np.array([old if (new := changes.get(n)) is None else new for n, old in enumerate(self.pose)])
        return self

    @property
    def projection(self) -> Projection:
        """Return the projection of the current view."""
        phi, theta, gamma, zoom, *look_at = self.pose
        return Projection(
            rotation(phi, theta, gamma), np.array(look_at), self.points[0, :2].copy(), float(zoom), FOCAL_DISTANCE
        )

    def project(self, points: Floats) -> Floats:
        """Project points (n, 3) of this space into the flat picture, as (n, 3) with z = 0."""
        flat = self.projection.project(np.atleast_2d(points))
        return np.column_stack([flat, np.zeros(len(flat))])

    def fit(
        self, points: Floats, center: Any, width: float, height: float, thetas: Iterable[float] | None = None
    ) -> Self:
        """Zoom and move so that points (n, 3) fill a rectangle of the frame and stay inside it from all of `thetas`."""
        view = self.copy().look(zoom=1.0)
        view.points = np.zeros((1, 3))
        places = [view.turn(theta=theta).project(points) for theta in (thetas or [self.pose[1]])]
        low, high = (edge(np.concatenate(places), axis=0)[:2] for edge in (np.min, np.max))
        zoom = min(width / (high[0] - low[0]), height / (high[1] - low[1]))
        self.look(zoom=zoom)
        self.points = np.array([[*(np.asarray(center, dtype=float)[:2] - zoom * (low + high) / 2), 0.0]])
        return self

    def scale(self, scale_factor: float, **options: Any) -> Self:
        """Multiply the zoom; Manim's other options have no effect."""
        return self.look(zoom=self.pose[3] * scale_factor)

    def interpolate_color(self, start: Space, end: Space, alpha: float) -> Self:
        """Blend the pose from `start` to `end`; Manim moves the points itself."""
        self.pose = (1 - alpha) * start.pose + alpha * end.pose
        return self

    def set_color(self, color: Any = None, family: bool = True) -> Self:
        """Do nothing: a view has no color, but Manim's constructor sets one."""
        return self
