"""Free places in a chart: areas that no curve crosses, for text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

ACROSS = 30  # number of positions across an area at which curves are checked


def is_free(place: Area, curves: Iterable[Floats]) -> bool:
    """Tell whether no curve (n, 3), its points from left to right, crosses an area."""
    across = np.linspace(place.left, place.right, ACROSS)
    for points in curves:
        covered = across[(across >= points[0, 0]) & (across <= points[-1, 0])]
        up = np.interp(covered, points[:, 0], points[:, 1])
        if up.min(initial=np.inf) <= place.top and up.max(initial=-np.inf) >= place.bottom:
            return False
    return True
