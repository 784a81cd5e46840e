"""The path through a network that is laid out: an arrow from each layer to the next, along which a sum runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet

LINE = 0.026  # units, width of an arrow
BARB = 0.09  # units, a stroke of an arrowhead
CLEAR = 0.08  # units from a layer to its arrows
BELOW = 0.14  # units below a layer for the way to the next row, above the names in that row
ASIDE = 0.9  # share of a layer's width at which arrows come in from above, right of its name
SEEN = 0.12  # share of the way on which the running dot fades in, or out


class NetworkPath(PolylineSet):
    """Arrows between layers in `places`, in this order; bright once they have been run along.

    `ways` are the arrows' points (n, 3), by the layer they lead into. `levels` are the heights of arrows between
    neighbors, if not the middle.
    """

    def __init__(self, places: Mapping[str, Area], levels: Mapping[str, float], theme: Theme) -> None:
        names, self.theme = list(places), theme
        self.ways = {
            after: way_between(places[before], places[after], levels.get(after)) for before, after in pairwise(names)
        }
        self.lit = dict.fromkeys(self.ways, 0.0)
        self.undrawn: frozenset[str] = frozenset()
        curves = [curve for way in self.ways.values() for curve in (way, head_of(way))]
        super().__init__(curves, np.zeros((len(curves), 4)), LINE)
        self.light()

    def light(self, share: float = 0.0, into: Sequence[str] | None = None) -> Self:
        """Brighten the arrows into some layers, or into all of them, by a share 0 … 1."""
        return self.light_all(dict.fromkeys(self.lit if into is None else into, share))

    def light_all(self, lit: Mapping[str, float]) -> Self:
        """Brighten the arrows into some layers, each by a share of its own."""
        self.lit.update(lit)
        shares = np.repeat([*self.lit.values()], 2)[:, None]
        colors = (1 - shares) * rgba(self.theme.grid) + shares * rgba(self.theme.dim)
        colors[:, 3] *= np.repeat([name not in self.undrawn for name in self.lit], 2)
        return self.set_colors(colors)

    def without(self, name: str) -> Self:
        """Remove the arrow into a layer, to which something else leads."""
        self.undrawn |= {name}
        return self.light()

    def run_into(self, name: str) -> UpdateFromAlphaFunc:
        """Run a dot along the arrow into a layer; the arrow brightens."""
        way, theme = self.ways[name], self.theme
        dot = marks(way[0], theme.accent, theme.ground)

        def run(_: Group, share: float) -> None:
            self.light(share, [name])
            for mark in dot:
                mark.set_positions(place_on(way, share)[None])
                mark.set_opacity(min(1.0, share / SEEN, (1 - share) / SEEN))

        return UpdateFromAlphaFunc(Group(self, dot), run)


def way_between(before: Area, after: Area, level: float | None) -> Floats:
    """Find the corners (n, 3) of an arrow: straight between neighbors in a row or column, otherwise around a corner.

    Between layers that are side by side it runs in their middle, or at `level`.
    """
    across, up = before.overlap(after)
    if up > 0:
        middle = (max(before.bottom, after.bottom) + min(before.top, after.top)) / 2
        height = middle if level is None else level
        return points((before.right + CLEAR, height), (after.left - CLEAR, height))
    if across > 0 and after.left >= before.left - CLEAR:
        aside = after.left + ASIDE * after.width
        return points((aside, before.bottom - CLEAR), (aside, after.top + CLEAR))
    if after.left > before.right:
        (_, start, _), (_, end, _), middle = before.center, after.center, (before.right + after.left) / 2
        corners = (before.right + CLEAR, start), (middle, start), (middle, end), (after.left - CLEAR, end)
        return points(*corners)
    start, end, level = before.center[0], after.left + ASIDE * after.width, before.bottom - BELOW
    return points((start, before.bottom - CLEAR), (start, level), (end, level), (end, after.top + CLEAR))


def points(*corners: tuple[float, float]) -> Floats:
    """Return corners (x, y) as points (n, 3)."""
    return np.array([[x, y, 0.0] for x, y in corners])


def head_of(way: Floats) -> Floats:
    """Return the polyline (3, 3) of the head of an arrow."""
    ahead = (way[-1] - way[-2]) / max(float(np.linalg.norm(way[-1] - way[-2])), 1e-9)
    aside = np.array([-ahead[1], ahead[0], 0.0])
    tip: Floats = way[-1] + BARB * np.array([0.8 * aside - ahead, 0 * ahead, -0.8 * aside - ahead])
    return tip


def place_on(way: Floats, share: float) -> Floats:
    """Return the point (3,) at a share of an arrow's length."""
    lengths = np.append(0, np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1)))
    return np.array([np.interp(share * lengths[-1], lengths, axis) for axis in way.T])
