"""A scatter-plot matrix of several values, with each value alone on the diagonal; all points are one cloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import RIGHT, Group, Rectangle, VGroup, VMobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

FILL = 0.8  # place of a value of 1, in halves of a plot
EDGE = 0.97  # limit of all points, in halves of a plot: larger values are compressed toward it
INSET = 0.92  # side of a plot's frame, as a share of its cell's
TINY = 0.018  # units, radius of a point when all plots are in view
BESIDE = 0.12  # units from the diagonal's plots to their names
GROWTH = 0.6  # power of the plots' magnification with which points grow: they are marks
NEAR = 0.8  # halves of a plot up to which two consecutive points are joined, fully so up to half of that
JOINED = 0.5  # opacity of the line from a point to the next
HALF = 0.5  # share of the width for the plots in a wide frame
IN_A_SQUARE = 0.66  # share of the height for them in a square frame
IN_A_HIGH = 0.62  # share of the height for them in a tall frame
LOW = 0.1  # additional share of the height for them where what is above them is low
SLIM = 0.8  # height in widths up to which they can use it: names are beside them
TO_PART = 1.6  # aspect ratio from which an area has room for something beside them


def rooms(area: Area, ratio: float, low: bool = False) -> tuple[Area, Area]:
    """Divide an area of a frame with an aspect `ratio` (width / height) for plots and for what is beside or above them.

    If what is above needs little height (`low`), the plots get more of it as far as they can use it.
    """
    share = IN_A_SQUARE if ratio == 1 else IN_A_HIGH
    larger = max(share, min(share + LOW, SLIM * area.width / area.height)) if low else share
    return area.parts(HALF if ratio > 1 else larger, Gap.NEAR, wide=TO_PART)


class PairPlots(Group):
    """Scatter plots of values (p, n) in the lower triangle of a square: column j has value j across, row i value i up.

    On the diagonal, each value is plotted over the p numbers.

    `colors` (p, 4) are those of each plot's points; a point is joined to the next where that is near. `names` of values
    are right of the diagonal. `first` (j, i) is the plot that fills the square while `opened` is 0; at 1 all are shown.
    """

    def __init__(self, colors: Floats, names: Sequence[str], first: tuple[int, int], area: Area, theme: Theme) -> None:
        super().__init__()
        labels = [words(name, Size.SMALL, theme.dim) for name in names]
        self.room = 2 * (max(label.width for label in labels) + BESIDE)
        side, radius, grid = min(area.width - self.room, area.height), TINY, theme.grid
        count = self.count = len(labels)
        self.built, self.pitch, self.radius = side, side / count, radius
        self.opened, self.inks = 1.0, np.array(colors)
        self.cells = [(i, j) for i in range(count) for j in range(i + 1)]  # row, column
        self.first, middle = self.cells.index((first[1], first[0])), (count - 1) / 2
        self.slots = np.array([[j - middle, middle - i, 0.0] for i, j in self.cells])
        self.frames = VMobject(stroke_color=grid, stroke_width=1, stroke_opacity=0.6)
        self.frame = Rectangle(width=INSET * side, height=INSET * side, color=grid, stroke_width=1.5)
        plots, numbers = len(self.cells), len(colors)
        self.anchor = Rectangle(width=side, height=side, stroke_width=0)  # the square, which stays whatever is drawn
        self.cloud = PointCloud(np.zeros((plots * numbers, 3)), np.tile(colors, (plots, 1)), radius)
        shades = np.tile(self.inks[:-1] * [1, 1, 1, JOINED], (plots, 1))
        self.lines = PolylineSet(np.zeros((plots * (numbers - 1), 2, 3)), shades, radius)
        self.labels = VGroup(*labels)
        # Shapes for a side of 1: placing these anew, not shifting what is drawn, avoids rounding errors.
        self.shape, self.square = self.anchor.points / side, self.frame.points / (INSET * side)
        self.letters = [[part.points - label.get_left() for part in label.get_family()] for label in labels]
        self._name()
        self.add(self.anchor, self.frames, self.frame, self.labels, self.lines, self.cloud)
        self.shift(np.array(area.center))
        self._frame_all()

    def _frame_all(self) -> None:
        """Draw the frame of each plot, clipped to the square."""
        placed = self.middles[:, None] + INSET * self.pitch * self.magnified * self.square
        middle, half = self.anchor.get_center(), self.count * self.pitch / 2
        self.frames.points = np.clip(placed, middle - half, middle + half).reshape(-1, 3)

    def _name(self) -> None:
        """Place the names right of the diagonal's plots, none further outside the square than when all are shown."""
        middle, half = self.anchor.get_center(), (self.count - 1) * self.pitch / 2
        seats = np.clip(self.middles, middle - half, middle + half)
        for i, label in enumerate(self.labels):
            left = seats[self.cells.index((i, i))] + (INSET * self.pitch / 2 + BESIDE) * RIGHT
            for part, points in zip(label.get_family(), self.letters[i], strict=True):
                part.points = left + points

    def in_first(self, values: Floats) -> tuple[Floats, Floats]:
        """Return the first plot's center (3,) and the points (p, 3) of values (p, n) in it."""
        return self.middles[self.first], self.places(values)[self.first]

    def stand(self, start: Area, end: Area, share: float) -> Self:
        """Fill the area a share (0 … 1) of the way between two; call `show` afterward."""
        sides = [min(area.width - self.room, area.height) for area in (start, end)]
        side = (1 - share) * sides[0] + share * sides[1]
        middle = (1 - share) * np.array(start.center) + share * np.array(end.center)
        self.anchor.points = middle + side * self.shape
        self.pitch, self.radius = side / self.count, TINY * (side / self.built) ** GROWTH
        return self.open(self.opened)

    def lying_over(self, middle: Floats, unit: float) -> Area:
        """Return the area in which the first plot, shown alone, has a value of 1 `unit` units from a center (3,)."""
        side = 2 * unit / (FILL * INSET)
        (x, y, _), across, up = middle, (side + self.room) / 2, side / 2
        return Area(x - across, x + across, y - up, y + up)

    @property
    def seats(self) -> Floats:
        """Return the centers (m, 3) of the plots, from the center of the square, when all are shown."""
        seats: Floats = self.slots * self.pitch
        return seats

    @property
    def magnified(self) -> float:
        """The factor by which the plots are larger than when all are shown."""
        return float(self.count ** (1 - self.opened))

    @property
    def middles(self) -> Floats:
        """Return the current centers (m, 3) of the plots."""
        first, size = self.seats[self.first], self.magnified
        back = (self.count - size) / max(self.count - 1, 1)
        middles: Floats = size * (self.seats - first) + back * first + self.anchor.get_center()
        return middles

    def coordinates(self, values: Floats) -> Floats:
        """Return each plot's points (m, p, 2) in halves of a plot, values (p, n) past ±1 compressed toward its edge."""
        values = np.asarray(values)
        pressed = np.sign(values) * (FILL + (EDGE - FILL) * np.tanh((np.abs(values) - 1) * FILL / (EDGE - FILL)))
        inside = np.where(np.abs(values) > 1, pressed, FILL * values).T
        along = np.linspace(-1, 1, len(values)) * EDGE
        plots = [(along if i == j else inside[j], inside[i]) for i, j in self.cells]
        return np.array(plots).transpose(0, 2, 1)

    def places(self, values: Floats) -> Floats:
        """Return the current points (m, p, 3) of values (p, n) in each plot."""
        flat = self.coordinates(values) * INSET * self.pitch / 2 * self.magnified
        placed: Floats = np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], axis=-1) + self.middles[:, None]
        return placed

    def show(self, values: Floats, until: float = np.inf, keep_first: bool = False) -> Self:
        """Draw values (p, n) of the numbers up to `until`; with `keep_first`, all of the first plot's.

        A line grows to the next number as `until` approaches it.
        """
        places, alpha = self.places(values), np.ones((len(self.cells), len(self.inks)))
        others = np.arange(len(self.cells)) != self.first
        drawn = others if keep_first else np.ones_like(others)
        alpha[np.ix_(drawn, np.arange(len(self.inks)) > until)] = 0
        outside = np.abs(places - self.anchor.get_center()).max(axis=-1) > self.count * self.pitch / 2
        alpha[others] *= self.opened**0.5
        alpha[outside] = 0  # while the plots open, those outside the square are hidden
        colors = np.tile(self.inks, (len(self.cells), 1, 1))
        colors[..., 3] *= alpha
        self.cloud.set_positions(places.reshape(-1, 3)).set_colors(colors.reshape(-1, 4))
        self.cloud.radius = self.radius * self.magnified**GROWTH
        joined = colors[:, 1:] * [1, 1, 1, JOINED]
        steps = np.linalg.norm(np.diff(self.coordinates(values), axis=1), axis=-1)
        ends = places[:, 1:].copy()
        if until < len(self.inks) - 1 and until % 1:
            last = int(until)
            ends[drawn, last] = part_way(places[drawn].swapaxes(0, 1), until)
            joined[drawn, last, 3] = self.inks[last + 1, 3] * alpha[drawn, last] * JOINED
        joined[..., 3] *= (alpha[:, :-1] > 0) * np.clip(2 * (1 - steps / NEAR), 0, 1)
        self.lines.set_curves(np.stack([places[:, :-1], ends], axis=2).reshape(-1, 2, 3))
        self.lines.set_colors(joined.reshape(-1, 4))
        self.lines.line_width = self.cloud.radius
        return self

    def open(self, share: float) -> Self:
        """Zoom between the first plot alone (0) and all plots (1); call `show` afterward."""
        self.opened = share
        side = INSET * self.pitch * self.magnified
        self.frame.points = self.middles[self.first] + side * self.square
        self._frame_all()
        self._name()
        self.frames.set_stroke(opacity=0.6 * share)
        self.frame.set_stroke(opacity=1 - share**4)
        self.labels.set_opacity(share**12)
        return self
