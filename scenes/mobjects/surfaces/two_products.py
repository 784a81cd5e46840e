"""Two neurons' products as surfaces beside each other, and how these and their parts are seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.surfaces.relief_pairs import two_cells
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow

LOW, HIGH, TURNED = np.radians((66, 42, -40))  # from the zenith, in a wide frame or not; round it, for x + y
RISE, SHAPE = 1.3, 1.3  # units the highest rises; of a surface as it is seen, width over height


def two_products(plain: Floats, shade: Callable[[Floats], Floats], wide: bool, area: Area) -> ReliefRow:
    """Make surfaces of two products (2, p, p) on one scale, in two cells of an area; they will turn for x + y."""
    scale, phi = float(np.abs(plain).max()), LOW if wide else HIGH
    reliefs = [Relief(values, shade, scale, RISE, 1, (phi, OBLIQUE[1])) for values in plain]
    return ReliefRow(reliefs, two_cells(area, Gap.FAR, SHAPE), 0).fill([TURNED], snug=True)
