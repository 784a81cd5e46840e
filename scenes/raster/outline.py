"""The edges of a surface as a viewer sees them: its border, and where it turns away from the viewer.

Drawn as fine lines in the surface's own light they smooth its edges without drawing each pixel four times: inside its
outline a lit surface has no edge to smooth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]


def outline(places: Floats) -> NDArray[np.int64]:
    """(e, 2) the edges, as indices into the grid's points, of a grid of triangles seen at places (n, m, 2).

    Each cell has two triangles, parted by the diagonal from its second row's first point to its first row's second; an
    edge is on the outline if its two triangles turn opposite ways, or if it has but one.
    """
    rows, columns = places.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    upper = turns(places[:-1, :-1], places[1:, :-1], places[:-1, 1:])
    lower = turns(places[:-1, 1:], places[1:, :-1], places[1:, 1:])
    along_rows = np.ones((rows, columns - 1), dtype=bool)
    along_rows[1:-1] = upper[1:] != lower[:-1]
    along_columns = np.ones((rows - 1, columns), dtype=bool)
    along_columns[:, 1:-1] = upper[:, 1:] != lower[:, :-1]
    across = upper != lower
    found = [
        (index[:, :-1][along_rows], index[:, 1:][along_rows]),
        (index[:-1][along_columns], index[1:][along_columns]),
        (index[1:, :-1][across], index[:-1, 1:][across]),
    ]
    return np.concatenate([np.stack(pair, axis=1) for pair in found])


def turns(first: Floats, second: Floats, third: Floats) -> NDArray[np.bool_]:
    """(…) whether the triangles of corners (…, 2) go round clockwise, in places whose second axis points down."""
    one, other = second - first, third - first
    clockwise: NDArray[np.bool_] = one[..., 0] * other[..., 1] > one[..., 1] * other[..., 0]
    return clockwise
