"""The edges of a surface as a viewer sees them: its border, and where it turns away from the viewer.

Drawn as fine lines in the surface's own light they smooth its edges without drawing each pixel four times: inside its
outline a lit surface has no edge to smooth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.raster.hidden import Seen, Triangles

Floats = NDArray[Any]


def outline(upper: Triangles, seen: Seen | None = None) -> NDArray[np.uint32]:
    """(e, 2) the edges, as indices into the grid's points, of a grid whose triangles (n − 1, m − 1, 2) show one side.

    Each cell has two triangles, parted by the diagonal from its second row's first point to its first row's second; an
    edge is on the outline if its two triangles show different sides, or if it has but one. Where it is told what is
    `seen`, edges are left out that nobody can see: of triangles that hide, and folds seen from the side on which they
    open.
    """
    rows, columns = upper.shape[0] + 1, upper.shape[1] + 1
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    one, other = np.moveaxis(upper, -1, 0)
    along_rows = np.ones((rows, columns - 1), dtype=bool)
    along_rows[1:-1] = one[1:] != other[:-1]
    along_columns = np.ones((rows - 1, columns), dtype=bool)
    along_columns[:, 1:-1] = one[:, 1:] != other[:, :-1]
    across = one != other
    if seen is not None and seen.heights is not None and seen.empty is not None:
        z, (first, second) = seen.heights, np.moveaxis(seen.triangles, -1, 0)
        along_rows[1:-1] &= shows(seen, np.s_[1:], np.s_[:-1], z[1:-1, :-1] + z[1:-1, 1:] - z[2:, :-1] - z[:-2, 1:])
        along_columns[:, 1:-1] &= shows(
            seen, np.s_[:, 1:], np.s_[:, :-1], z[:-1, 1:-1] + z[1:, 1:-1] - z[:-1, 2:] - z[1:, :-2]
        )
        along_rows[1:-1] |= np.diff(seen.empty, axis=0) & (first[1:] | second[:-1])
        along_columns[:, 1:-1] |= np.diff(seen.empty, axis=1) & (first[:, 1:] | second[:, :-1])
        across &= shows(seen, np.s_[:], np.s_[:], z[1:, :-1] + z[:-1, 1:] - z[:-1, :-1] - z[1:, 1:])
        along_rows[0], along_rows[-1] = first[0], second[-1]
        along_columns[:, 0], along_columns[:, -1] = first[:, 0], second[:, -1]
    found = [
        (index[:, :-1][along_rows], index[:, 1:][along_rows]),
        (index[:-1][along_columns], index[1:][along_columns]),
        (index[1:, :-1][across], index[:-1, 1:][across]),
    ]
    return np.concatenate([np.stack(pair, axis=1) for pair in found])


def shows(seen: Seen, first: Any, second: Any, bulge: Floats) -> NDArray[np.bool_]:
    """Tell which edges between a cell's first triangle and another's second can be seen, if one turns away there.

    An edge that bulges upward is seen from above, as the end of an upper side, and one that bulges downward from below.
    """
    ends = [(part[first][..., 0], part[second][..., 1]) for part in (seen.triangles, seen.rising)]
    (one, other), (rises, other_rises) = ends
    upward = bulge > 0
    found: NDArray[np.bool_] = (one & (rises == upward)) | (other & (other_rises == upward))
    return found


def sides(places: Floats) -> Triangles:
    """Tell which triangles of a grid at places (n, m, 2) in a picture go round clockwise: all those show one side."""
    upper = clockwise(places[:-1, :-1], places[1:, :-1], places[:-1, 1:])
    lower = clockwise(places[:-1, 1:], places[1:, :-1], places[1:, 1:])
    return np.stack([upper, lower], axis=-1)


def clockwise(first: Floats, second: Floats, third: Floats) -> NDArray[np.bool_]:
    """(…) whether the triangles of corners (…, 2) go round clockwise, in places whose second axis points down."""
    one, other = second - first, third - first
    found: NDArray[np.bool_] = one[..., 0] * other[..., 1] > one[..., 1] * other[..., 0]
    return found
