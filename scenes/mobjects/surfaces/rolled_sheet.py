"""A surface over two numbers that both wrap around, as a sheet that is rolled up: into a tube, then a torus."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Animation, Group, Mobject, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import SIDE, Shades, shaded
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.equation import solved
from transparent_box.scenes.mobjects.words.lettering import formula

FINER = 2  # points of the surface for each measured value, in each direction
TUBE = 1.0  # units, radius of the tube
RING = 2.35  # units, radius of the ring that the tube is bent into
BUMPS = 0.42  # units that the highest value rises from the torus
SPIN = np.radians(200)  # turns the tube about its axis while it is bent, so that its seam ends up on top
FACING = 0.6  # how squarely a named place must face us, 1 being fully
LOW = 0.35  # the same of a place that is named below the sheet: at its lower rim, so that the lead passes under it
TINY = 1e-4  # share of a full circle below which a line is treated as straight
ASIDE = 1.75  # distance of the arrows from the tube's axis, in radii of the tube
BARB = 0.11  # units, a stroke of an arrowhead
ALONG = 240  # points of the curve drawn on the torus
WIDTH = 0.05  # units, width of that curve
CASING = 0.11  # units, width of the casing that sets it off
LIFT = 0.07  # units from the surface up to the curve
LEAD = 0.02  # units, width of the line that leads to a name


@cache
def around(count: int, finer: int) -> Floats:
    """Return the matrix (count · finer + 1, count) that interpolates `count` values that wrap around, seamlessly."""
    places = np.linspace(0, count, count * finer + 1)
    waves = np.fft.fft(np.eye(count), axis=0)
    steps = np.fft.fftfreq(count, 1 / count)
    matrix: Floats = (np.exp(2j * np.pi * np.outer(places, steps) / count) @ waves / count).real
    return matrix


class RolledSheet(Sharing, Group):
    """A sheet of scores (p, p) that rolls up into a torus; `values_of(answer)` makes them, 1 at most up or down.

    Flat, it covers the square of a relief that rises by `rise`. `values_of` must take fractional answers, too. `field`
    is the surface; `ring` is the line x ± y = answer, in parts that form one closed curve on the torus; `title`, which
    is placed beside the sheet, tells the answer.
    """

    shared = ("values_of", "shade", "space")

    def __init__(
        self,
        space: Space,
        values_of: Callable[[float], Floats],
        operation: Operation,
        answer: float,
        rise: float,
        shade: Callable[[Floats], Floats],
        theme: Theme,
    ) -> None:
        self.space, self.values_of, self.shade, self.flat_rise = space, values_of, Shades(shade), rise
        self.operation, self.sign = operation, operation.by_hands.sign
        self.answer, self.roll, self.heights = answer, 0.0, self._heights(answer)
        colors = shaded(self.shade, self.heights)
        self.field = HeightField(space, np.zeros(self.heights.shape), colors, SIDE, SIDE, 1.0)
        looks = ((theme.ground, CASING), (theme.accent, WIDTH))
        blank = [np.zeros((ALONG, 3))] * 2
        self.ring = Group(*(PolylineSet(blank, np.tile(rgba(ink), (2, 1)), width, space) for ink, width in looks))
        self.title = Counter("the ring of", str(self.count - 1), "", Size.HEADLINE - 8, theme.sum)
        super().__init__(self.field, self.ring)
        self._stand()

    def bend(self, roll: float) -> Self:
        """Roll it up: 0 is flat, 1 a tube that y runs around, 2 a torus that x runs around the long way."""
        self.roll = roll
        return self._stand()

    def show(self, answer: float) -> Self:
        """Show the scores of another answer."""
        self.answer, self.heights = answer % self.count, self._heights(answer)
        self.title.show(str(round(answer) % self.count))
        self.field.set_colors(shaded(self.shade, self.heights))
        return self._stand()

    def framed(self, area: Area, angles: tuple[float, float]) -> Space:
        """Find the space in which the sheet, bent as it is now, fills an area, seen from angles in radians."""
        space = self.space.copy().turn(*angles)
        return space.fit(self.field.points[::7], area.center, area.width, area.height)

    def roll_on(self, until: float, angles: tuple[float, float], area: Area) -> Animation:
        """Roll it on while the view turns to other angles; the sheet fills the area all the way, never more."""
        start, begun = self.space.copy(), self.roll

        def move(_: Mobject, share: float) -> None:
            self.bend(begun + share * (until - begun))
            turned = (1 - share) * start.pose[:2] + share * np.array(angles)
            end, near = self.framed(area, (turned[0], turned[1])), min(1.0, 3 * share)
            self.space.pose = np.append(turned, (1 - near) * start.pose[2:] + near * end.pose[2:])
            self.space.points = (1 - near) * start.points + near * end.points

        return UpdateFromAlphaFunc(Group(self.space, self), move)

    def directions(self, theta: float, theme: Theme) -> Group:
        """Draw arrows with names: x the long way, in front, and y around the tube, on the right, as seen from `theta`.

        They stand beside the torus as it is seen now.
        """
        front, right = np.pi / 2 - theta, -theta
        along, over = front + np.radians(np.linspace(28, 72, 40)), np.radians(np.linspace(15, 110, 40))
        far, level = RING + ASIDE * TUBE, np.full(len(along), -0.3 * TUBE)
        x = np.column_stack([far * np.sin(along), far * np.cos(along), level])
        out = RING + ASIDE * TUBE * np.sin(over)
        y = np.column_stack([out * np.sin(right), out * np.cos(right), ASIDE * TUBE * np.cos(over)])
        drawn, middle = Group(), self.space.project(self.field.points).mean(axis=0)
        for name, way, ink in (("x", x, theme.cos_x), ("y", y, theme.cos_y)):
            line = self.space.project(way)
            name_of = formula(name, Size.LABEL + 5, ink)
            outward = line[len(line) // 2] - middle
            name_of.move_to(line[len(line) // 2] + 0.4 * outward / np.linalg.norm(outward))
            drawn.add(PolylineSet([line, head(line)], np.tile(rgba(ink), (2, 1)), 0.6 * WIDTH), name_of)
        return drawn

    def seat_title(self, answer: int, area: Area, sums: Group) -> None:
        """Put the title at the left of an area, level with the named sums, which are near the sheet."""
        high = self.title.show(str(answer)).height
        named = float(sums.get_top()[1]) if len(sums) else area.top
        top = min(area.top - high / 2, named)
        self.title.move_to([area.left + self.title.width / 2, top - high / 2, 0])

    def named(self, area: Area, theme: Theme) -> Group:
        """Name a pair on each ridge of the flat sheet, where it faces us, in two corners of an area."""
        answer, drawn = round(self.answer), Group()
        numbers = np.split(np.arange(self.count), [answer + (self.sign > 0)])
        level = self.space.project(self.field.points[::7])[:, 1]
        foot, top = level.min() - Gap.FAR, level.max() + Gap.FAR
        for x, side in ((x, side) for x, side in zip(numbers, (-1, 1), strict=True) if len(x)):
            y = self.sign * (answer - x) % self.count
            low, high = (self.space.projection.turned(self.at(x, y, LIFT + more)) for more in (0.0, 1.0))
            facing = (high - low)[:, 2]
            below = side > 0 and self.sign > 0  # there, so that no lead runs across the surface
            enough = min(LOW if below else FACING, facing.max())
            to_corner = low[:, 0] - low[:, 1] if below else low[:, 0] + low[:, 1]
            away = to_corner if side > 0 else -np.abs(x - answer / 2)  # otherwise nearest to the middle
            outward = np.where(facing >= enough, away, -np.inf)
            best = int(outward.argmax())
            sum_of = solved(self.operation, x[best], y[best], answer, theme, Size.LABEL + 4)
            edge = area.right if side > 0 else area.left
            height = max(area.bottom, foot) if below else min(area.top, top)
            inward = 1 if below else -1
            sum_of.move_to([edge - side * sum_of.width / 2, height + inward * sum_of.height, 0])
            place = self.space.project(self.at(x[best : best + 1], y[best : best + 1], LIFT))
            end = sum_of.get_edge_center(-side * RIGHT) + side * Gap.NEAR / 2 * LEFT
            lead = PolylineSet([np.stack([place[0], end])], rgba(theme.dim)[None], LEAD)
            drawn.add(lead, marks(place, theme.accent, theme.ground), sum_of)
        return drawn

    @property
    def count(self) -> int:
        """The number of x, and of y."""
        return (len(self.heights) - 1) // FINER

    def at(self, x: Floats, y: Floats, lift: float = 0.0) -> Floats:
        """Find the points (n, 3) of numbers x and y (n,), whole or not, `lift` units above the surface."""
        rows, columns = (np.clip(np.rint(FINER * np.asarray(n)).astype(int), 0, FINER * self.count) for n in (x, y))
        return self._placed(np.asarray(x), np.asarray(y), self.heights[rows, columns], lift)

    def _heights(self, answer: float) -> Floats:
        values = self.values_of(answer)
        matrix = around(len(values), FINER)
        heights: Floats = matrix @ values @ matrix.T
        return heights

    def _stand(self) -> Self:
        """Place the surface, bent as it is, and the ring on it."""
        numbers = np.linspace(0, self.count, len(self.heights))
        self.field.points = self._placed(numbers[:, None], numbers, self.heights, 0.0)
        ends, begins = (0, self.count) if self.sign > 0 else (self.count, 0)  # y at x = answer
        near, far = np.linspace(0, self.answer, ALONG), np.linspace(self.answer, self.count, ALONG)
        parts = ((near, ends + self.sign * (self.answer - near)), (far, begins + self.sign * (self.answer - far)))
        curves = [self.at(x, y, LIFT) for x, y in parts]
        for line in self.ring:
            line.set_curves(curves)
        return self

    def _placed(self, x: Floats, y: Floats, heights: Floats, lift: float) -> Floats:
        """Find the points (n, 3) of the sheet, bent as far as it is rolled up; x, y and heights may be broadcast."""
        across, up = min(self.roll, 1.0), max(self.roll - 1.0, 0.0)
        out = ((1 - across) * self.flat_rise + across * BUMPS) * heights + lift
        depth = SIDE + across * (2 * np.pi * TUBE - SIDE)
        side, top = bent((y / self.count - 0.5) * depth, out, across, depth)
        spin = up * SPIN
        side, top = side * np.cos(spin) + top * np.sin(spin), top * np.cos(spin) - side * np.sin(spin)
        width = SIDE + up * (2 * np.pi * RING - SIDE)
        along, off = bent((x / self.count - 0.5) * width, side, up, width)
        return np.stack(np.broadcast_arrays(along, off, top), axis=-1).reshape(-1, 3)


def head(way: Floats) -> Floats:
    """Return the polyline (3, 3) of an arrowhead at the end of a flat curve (n, 3)."""
    ahead = (way[-1] - way[-3]) / np.linalg.norm(way[-1] - way[-3])
    aside = np.array([-ahead[1], ahead[0], 0.0])
    tip: Floats = way[-1] + BARB * np.array([aside - 1.4 * ahead, 0 * ahead, -aside - 1.4 * ahead])
    return tip


def bent(places: Floats, out: Floats, share: float, length: float) -> tuple[Floats, Floats]:
    """Bend a line of a given length into a share of a full circle; return both coordinates of its points.

    The points are `places` along the line, and `out` units outward, one array each or broadcast. The second coordinate
    points outward at the line's middle; a full circle has its middle at 0.
    """
    if share < TINY:
        return places, out
    radius = length / (2 * np.pi * share)
    angle = places / radius
    # The line's middle moves outward by `share` of the full circle's radius, which is share · radius.
    return (radius + out) * np.sin(angle), (radius + out) * np.cos(angle) - radius + share * radius * share
