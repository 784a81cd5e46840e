"""Shares of a whole, which may be nothing: what does not vary has no share of its variance anywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]


def as_share(part: Floats, *, of: Floats, least: Floats | float = 0.0) -> Floats:
    """Divide parts (…) by the whole that they are `of`, in shapes that fit; 0 where that is no more than `least`."""
    part, whole = np.asarray(part), np.asarray(of)
    shape = np.broadcast_shapes(part.shape, whole.shape)
    found = np.zeros(shape, dtype=np.result_type(part, whole))
    shares: Floats = np.divide(part, whole, out=found, where=whole > least)
    return shares
