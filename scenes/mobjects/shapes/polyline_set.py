"""Many curves of many points as one mobject: it takes arrays, and the stage's camera draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.shapes.space import Space


class PolylineSet(ArrayMobject):
    """Curves (n_i, 3) in units, an RGBA color in 0 … 1 for each of the m curves (m, 4), and one width in units.

    Joints and ends are round. The segments of a translucent curve are trimmed at its joints, so that none overlap.
    """

    def __init__(
        self, curves: Sequence[Floats] | Floats, colors: Floats, width: float, space: Space | None = None
    ) -> None:
        super().__init__(joined(curves), colors, space)
        self.lengths = np.array([len(curve) for curve in curves])
        self.line_width = width

    def curves(self) -> list[Floats]:
        """Return the current points of each curve (n_i, 3)."""
        return np.split(self.points, np.cumsum(self.lengths)[:-1])

    def set_curves(self, curves: Sequence[Floats] | Floats) -> Self:
        """Move the points; the curves must keep their number and lengths, or `lengths` must be set first."""
        self.points = joined(curves)
        return self

    def scale(self, scale_factor: float, **options: Any) -> Self:
        """Scale positions and width."""
        super().scale(scale_factor, **options)
        self.line_width *= scale_factor
        return self

    def interpolate_color(self, start: ArrayMobject, end: ArrayMobject, alpha: float) -> Self:
        """Blend colors, opacity and width from `start` to `end`."""
        if isinstance(start, PolylineSet) and isinstance(end, PolylineSet):
            self.line_width = (1 - alpha) * start.line_width + alpha * end.line_width
        return super().interpolate_color(start, end, alpha)


def joined(curves: Sequence[Floats] | Floats) -> Floats:
    """Concatenate the points of curves (n_i, 3), or of curves of one length (m, l, 3), to (n, 3)."""
    if isinstance(curves, np.ndarray):
        return np.array(curves, np.float64).reshape(-1, 3)
    return np.concatenate([np.asarray(curve, dtype=np.float64) for curve in curves])
