"""A surface over x and y with the space it is seen through: the picture of one neuron that most chapters draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DEGREES,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Transform,
    UpdateFromAlphaFunc,
    smooth,
    straight_path,
)
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.height_field import HeightField, refined
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes, SpaceAxis

Floats = NDArray[Any]
Path = Callable[[Any, Any, float], Any]  # interpolates from a start to an end at a share 0 … 1
SHADES = 1024
SIDE = 6.0  # side of the square of all x and y, in units of the surface's own space
OBLIQUE = (55 * DEGREES, -60 * DEGREES)  # angle from the zenith, and azimuth
ABOVE = (0.0, -90 * DEGREES)  # seen from above: x to the right, y upward


class Shades:
    """A color function of values 0 … 1, tabulated once as (SHADES, 4): animated surfaces call it often."""

    def __init__(self, shade: Callable[[Floats], Floats]) -> None:
        self.shade = shade
        self.table = shade(np.linspace(0, 1, SHADES))

    def __call__(self, values: Floats) -> Floats:
        """Return the RGBA (…, 4) of values (…) in 0 … 1."""
        return self.shade(values)


class Relief:
    """Values [x, y] as a surface on which a value of `scale` is `rise` units high; `shade` colors it by height.

    `shade` makes RGBA of heights in 0 … 1: 0 stands for −scale, 1 for scale. Between neighboring values lie `finer` − 1
    interpolated ones. `angles` are the angle from the zenith and the azimuth, in radians. A relief is not itself a
    mobject: `field`, the surface, and `space`, which it is seen through, are, and can be animated separately.
    """

    def __init__(
        self,
        values: Floats,
        shade: Callable[[Floats], Floats],
        scale: float,
        rise: float = 1.0,
        finer: int = 1,
        angles: tuple[float, float] = OBLIQUE,
    ) -> None:
        self.shade, self.scale, self.rise, self.finer = Shades(shade), scale, rise, finer
        self.count = len(values)
        self.space = Space(*angles)
        self.field = self.of(values)

    def of(
        self, values: Floats, shade: Callable[[Floats], Floats] | None = None, rise: float | None = None
    ) -> HeightField:
        """Make the surface of other values [x, y] in the same place, as a target to transform this one into."""
        heights = refined(np.asarray(values, dtype=np.float64) / self.scale, self.finer)
        colors = shaded(shade or self.shade, heights)
        return HeightField(self.space, heights, colors, SIDE, SIDE, rise or self.rise, self.finer)

    def become(
        self, values: Floats, shade: Callable[[Floats], Floats] | None = None, rise: float | None = None
    ) -> Animation:
        """Turn into the surface of other values, if given in other colors or with another rise."""
        return Transform(self.field, self.of(values, shade, rise))

    def piece(self, values: Floats, x: tuple[int, int], y: tuple[int, int]) -> HeightField:
        """Cut out of the surface of `values` the piece between two x and two y, in its place."""
        whole = self.of(values)
        cut = tuple(slice(first * self.finer, last * self.finer + 1) for first, last in (x, y))
        grid = whole.grid[cut]
        part = HeightField(self.space, np.zeros(grid.shape[:2]), whole.colors[cut], SIDE, SIDE, self.rise, self.finer)
        part.points = grid.reshape(-1, 3)
        return part

    def shed(
        self,
        part: Relief,
        rest: Floats,
        shade: Callable[[Floats], Floats] | None = None,
        to: Space | None = None,
        path: Path | None = None,
    ) -> list[Animation]:
        """Let the surface `part` come off and move to its own place; the rest stays here or moves to the space `to`."""
        seat = part.space.copy()
        part.space.become(self.space)
        moves = [FadeIn(part.field), part.seen_through(seat, path), self.become(rest, shade)]
        return [*moves, self.seen_through(to)] if to else moves

    def take(
        self, part: Relief, total: Floats, shade: Callable[[Floats], Floats] | None = None, to: Space | None = None
    ) -> list[Animation]:
        """Let the surface `part` come down on this one, which becomes their `total`, here or on the way to a space."""
        moves = [part.seen_through(to or self.space), FadeOut(part.field, rate_func=late), self.become(total, shade)]
        return [*moves, self.seen_through(to)] if to else moves

    def show(self, values: Floats) -> Self:
        """Show other values at once."""
        heights = refined(np.asarray(values, dtype=np.float64) / self.scale, self.finer)
        self.field.set_heights(heights).set_colors(shaded(self.shade, heights))
        return self

    def fill(self, area: Area, thetas: Sequence[float] = (), below: float = 0.0, snug: bool = False) -> Self:
        """Fill an area of the frame, also when turned to other azimuths; `below` leaves room for axes below (z).

        `snug` fits the surface as it is now instead of the box of all heights within its scale.
        """
        if snug:
            self.space.fit(hull(self.field), area.center, area.width, area.height, [self.space.pose[1], *thetas])
            return self
        return self.place(area.center, area.width, area.height, thetas, below)

    def place(self, center: Any, width: float, height: float, thetas: Sequence[float] = (), below: float = 0.0) -> Self:
        """Fill a rectangle around a point of the frame, as `fill` does an area."""
        self.space.fit(self.corners(below), center, width, height, [self.space.pose[1], *thetas])
        return self

    def corners(self, below: float = 0.0) -> Floats:
        """Find the corners (8, 3) of the surface's box, extended downward by `below`."""
        half, floor = SIDE / 2 * (1 + below / 8), -self.rise - below / 4
        return np.array([[x, y, z] for x in (-half, half) for y in (-half, half) for z in (floor, self.rise)])

    def at(self, x: Any, y: Any, values: Floats | None = None, lift: float = 0.0) -> Floats:
        """Find the points (n, 3) in space of numbers x and y (n,): on the surface of `values`, or at height zero."""
        x, y = np.atleast_1d(x), np.atleast_1d(y)
        heights = np.zeros(len(x)) if values is None else values[x % self.count, y % self.count] / self.scale
        flat = (np.stack([x, y], axis=1) / (self.count - 1) - 0.5) * SIDE
        return np.column_stack([flat, self.rise * heights + lift])

    def points(self, x: Any, y: Any, values: Floats, color: Floats, radius: float, lift: float = 0.0) -> PointCloud:
        """Draw points at numbers x and y (n,) on the surface of `values`, in one RGBA color (4,) or one each (n, 4)."""
        places = self.at(x, y, values, lift)
        return PointCloud(places, np.broadcast_to(color, (len(places), 4)), radius, self.space)

    def rows(self, values: Floats, across: Floats, radius: float) -> PointCloud:
        """Make points of all values, colored `across` (p, 4) by x; `PointCloud.reveal` shows them row by row."""
        y, x = np.indices(values.shape).reshape(2, -1)
        return self.points(x, y, values, across[x] * [1, 1, 1, 0], radius)

    def line(self, x: Any, y: Any, values: Floats, color: Floats, width: float, lift: float = 0.0) -> PolylineSet:
        """Draw a line through numbers x and y (n,) on the surface of `values`, in an RGBA color (4,)."""
        return PolylineSet([self.at(x, y, values, lift)], np.asarray(color)[None], width, self.space)

    def heap(
        self, part: Relief, below: Floats, more: Floats, tell: Callable[[Floats], object], *live: Mobject
    ) -> list[Animation]:
        """Let a part come down on heights `below` and gradually add `more`; `tell` is called with each sum.

        It is called before the sum is drawn, but not for a flat sum; `live` are the mobjects that it changes.
        """

        def add(_: Mobject, share: float) -> None:
            now = below + share * more
            if now.any():
                tell(now)
            self.show(now)

        coming = [part.seen_through(self.space), FadeOut(part.field, rate_func=late)]
        return [*coming, UpdateFromAlphaFunc(Group(self.field, *live), add)]

    def framed(
        self,
        area: Area,
        angles: tuple[float, float],
        values: Floats | None = None,
        thetas: Sequence[float] = (),
        below: float = 0.0,
    ) -> Space:
        """Find the space in which the surface of `values`, or its box and axes `below`, fills an area; see `fill`."""
        shape = self.corners(below) if values is None else hull(self.of(values))
        space = self.space.copy().turn(*angles)
        return space.fit(shape, area.center, area.width, area.height, [angles[1], *thetas])

    def turned(self, theta: float) -> list[Animation]:
        """Turn to another azimuth, in radians."""
        return [self.space.animate.turn(theta=theta)]

    def seen_through(self, space: Space, path: Path | None = None) -> Animation:
        """Move to where another space shows it, straight or along a path."""
        return self.space.animate(path_func=path or straight_path()).become(space)

    def axes(
        self,
        names: tuple[Mobject, Mobject],
        ticks: Callable[[], list[tuple[float, Mobject]]],
        *,
        color: Floats,
        floor: float,
    ) -> Group:
        """Make axes of x and of y, each a SpaceAxis, along the near edges of the surface's floor."""
        half = SIDE / 2
        corner = [np.array([a * half, b * half, floor]) for a, b in ((-1, -1), (1, -1), (1, 1))]
        x = SpaceAxis(corner[0], corner[1], np.array([0, -1.0, 0]), names[0], ticks())
        y = SpaceAxis(corner[1], corner[2], np.array([1.0, 0, 0]), names[1], ticks())
        return Group(*(SpaceAxes(self.space, [axis], color=color, width=0.02, tick=0.12, gap=0.1) for axis in (x, y)))


def shaded(shade: Callable[[Floats], Floats], heights: Floats) -> Floats:
    """Return the RGBA (…, 4) of heights in −1 … 1, looked up in a table fine enough that no steps are seen."""
    table = (shade if isinstance(shade, Shades) else Shades(shade)).table
    places = np.clip((heights + 1) / 2, 0, 1) * (SHADES - 1)
    colors: Floats = table[np.rint(places).astype(int)]
    return colors


def late(time: float) -> float:
    """Rate function: the whole change in the last third of the time."""
    return float(smooth(max(3 * time - 2, 0.0)))


def hull(field: HeightField) -> Floats:
    """Return points (n, 3) of a surface that bound it: its whole edge, its highest and its lowest point."""
    points, grid = field.points, field.grid
    edges = grid[0], grid[-1], grid[:, 0], grid[:, -1]
    return np.concatenate([points[::7], points[[points[:, 2].argmin(), points[:, 2].argmax()]], *edges])
