"""Every pair of some values against each other and each alone, a plot for each: all points are one cloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from manim import DR, RIGHT, UL, UP, Group, Line, Rectangle, Square, VGroup, VMobject, smooth

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.mobjects.polyline_set import PolylineSet

FILL = 0.8  # of a plot's half, where a value of 1 stands
EDGE = 0.97  # of a plot's half, which no point goes past: what is larger is pressed against it
INSET = 0.92  # of the room for a plot, taken by its frame
TINY = 0.018  # radius of a point in units, where all plots are seen
BESIDE = 0.12  # units from the diagonal's plots to their names
GROWTH = 0.6  # of the points with the plots, as a power: points are marks
NEAR = 0.8  # halves of a plot between a point and the next, up to which they are joined, fully up to half of it
RECEDES = 0.25  # of the points as a frame grows, as a power: they are seen from further away
PLATE = Square(1.0)  # the ground that lettering on a frame's way stands on
NAMED = 1.5, 3.0  # times the frame that a picture holds, from which on that is named, and wholly
STEPPED = 0.35  # of the way back along training, on which the picture comes to hold all of it
JOINED = 0.5  # opacity of the line from a point to the next


class PairPlots(Group):
    """Plots in the lower triangle of a square in an area, for values (p, n): value j across in column j, value i
    up in row i from the top; in the diagonal's places, each value over its numbers.

    `colors` (p, 4) are those of the points of each plot; a point is joined with the next where that is near. `names`
    stand right of the diagonal. `first` (j, i) is the plot that is seen alone while `opened` is 0.
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
        for seat in self.seats:
            self.frames.append_points(Rectangle(width=INSET * self.pitch, height=INSET * self.pitch).shift(seat).points)
        self.frame = Rectangle(width=INSET * side, height=INSET * side, color=grid, stroke_width=1.5)
        plots, numbers = len(self.cells), len(colors)
        self.anchor = Rectangle(width=side, height=side, stroke_width=0)  # where the square is, whatever is drawn
        self.cloud = PointCloud(np.zeros((plots * numbers, 3)), np.tile(colors, (plots, 1)), radius)
        shades = np.tile(self.inks[:-1] * [1, 1, 1, JOINED], (plots, 1))
        self.lines = PolylineSet(np.zeros((plots * (numbers - 1), 2, 3)), shades, radius)
        self.labels = VGroup(*labels)
        # As they were built, on a side of 1: what is moved on from where it was ends elsewhere by its last bits.
        self.shapes = [part.points / side for part in (self.frames, self.anchor)]
        self.square = self.frame.points / (INSET * side)
        self.letters = [[part.points - label.get_left() for part in label.get_family()] for label in labels]
        self._name()
        self.add(self.anchor, self.frames, self.frame, self.labels, self.lines, self.cloud)
        self.shift(np.array(area.center))

    def _name(self) -> None:
        """Put the names right of the diagonal."""
        for i, label in enumerate(self.labels):
            seat = self.seats[self.cells.index((i, i))] + self.anchor.get_center()
            left = seat + (INSET * self.pitch / 2 + BESIDE) * RIGHT
            for part, points in zip(label.get_family(), self.letters[i], strict=True):
                part.points = left + points

    def in_first(self, values: Floats) -> tuple[Floats, Floats]:
        """Find the first plot's middle (3,), and (p, 3) where its pair of values (p, n) stands."""
        return self.middles[self.first], self.places(values)[self.first]

    def stand(self, start: Area, end: Area, share: float) -> Self:
        """Fill the area so far on the way from one to another; `show` afterwards."""
        sides = [min(area.width - self.room, area.height) for area in (start, end)]
        side = (1 - share) * sides[0] + share * sides[1]
        middle = (1 - share) * np.array(start.center) + share * np.array(end.center)
        for part, points in zip((self.frames, self.anchor), self.shapes, strict=True):
            part.points = middle + side * points
        self.pitch, self.radius = side / self.count, TINY * (side / self.built) ** GROWTH
        self._name()
        return self.open(self.opened)

    def lying_over(self, middle: Floats, unit: float) -> Area:
        """Find the area in which the first plot, alone, has a value of 1 so many units from a middle (3,)."""
        side = 2 * unit / (FILL * INSET)
        (x, y, _), across, up = middle, (side + self.room) / 2, side / 2
        return Area(x - across, x + across, y - up, y + up)

    @property
    def seats(self) -> Floats:
        """(m, 3) the middles of the plots from that of the square, where all are seen."""
        seats: Floats = self.slots * self.pitch
        return seats

    @property
    def magnified(self) -> float:
        """The factor by which the plots are larger than when all are seen."""
        return float(self.count ** (1 - self.opened))

    @property
    def middles(self) -> Floats:
        """(m, 3) the middles of the plots, where they are now."""
        first, size = self.seats[self.first], self.magnified
        back = (self.count - size) / max(self.count - 1, 1)
        middles: Floats = size * (self.seats - first) + back * first + self.anchor.get_center()
        return middles

    def coordinates(self, values: Floats) -> Floats:
        """(m, p, 2) each plot's points in halves of it, pressed against its edge where values (p, n) are past 1."""
        values = np.asarray(values)
        pressed = np.sign(values) * (FILL + (EDGE - FILL) * np.tanh((np.abs(values) - 1) * FILL / (EDGE - FILL)))
        inside = np.where(np.abs(values) > 1, pressed, FILL * values).T
        along = np.linspace(-1, 1, len(values)) * EDGE
        plots = [(along if i == j else inside[j], inside[i]) for i, j in self.cells]
        return np.array(plots).transpose(0, 2, 1)

    def places(self, values: Floats) -> Floats:
        """(m, p, 3) where the points of each plot stand, now."""
        flat = self.coordinates(values) * INSET * self.pitch / 2 * self.magnified
        placed: Floats = np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], axis=-1) + self.middles[:, None]
        return placed

    def show(self, values: Floats, until: float = np.inf, keep_first: bool = False) -> Self:
        """Draw values (p, n), 1 standing at FILL, of the numbers up to `until`; the first plot's stay if told.

        A line grows to the next number as `until` comes to it.
        """
        places, alpha = self.places(values), np.ones((len(self.cells), len(self.inks)))
        others = np.arange(len(self.cells)) != self.first
        drawn = others if keep_first else np.ones_like(others)
        alpha[np.ix_(drawn, np.arange(len(self.inks)) > until)] = 0
        outside = np.abs(places - self.anchor.get_center()).max(axis=-1) > self.count * self.pitch / 2
        alpha[others] *= self.opened**2
        alpha[outside] = 0  # while they open, what is not yet in the square is behind its edge
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
        """From the first plot alone (0) to all of them (1); `show` afterwards."""
        self.opened = share
        side = INSET * self.pitch * self.magnified
        self.frame.points = self.middles[self.first] + side * self.square
        self.frames.set_stroke(opacity=0.6 * share**4)
        self.frame.set_stroke(opacity=1 - share**4)
        self.labels.set_opacity(share**4)
        return self


class GrowingFrame(Group):
    """The frame that the first plot had stays as a mark with its name, and around it grows the one that its points
    need by now; a number tells by how much.
    """

    def __init__(self, plots: PairPlots, name: str, theme: Theme) -> None:
        self.plots = plots
        self.before, self.needed = (Rectangle(color=ink, stroke_width=2.5) for ink in (theme.text, theme.dim))
        self.by = Counter("frame ×", "10.0", "", Size.LABEL, theme.text)
        self.called = words(name, Size.SMALL, theme.text)
        self.leader = Line(color=theme.dim, stroke_width=2)
        self.plates = VGroup(*(Rectangle(fill_color=theme.ground, fill_opacity=1, stroke_width=0) for _ in range(2)))
        super().__init__(self.needed, self.plates, self.before, self.leader, self.called, self.by)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the plots are the same."""
        clones.setdefault(id(self.plots), self.plots)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def hold(self, values: Floats, grown: float, seen: float) -> Self:
        """Show the plots' values (p, n), the frame they had and that of so much more than it, in a picture that holds
        `seen` times that one.
        """
        plots = self.plots.show(values / seen)
        plots.cloud.radius /= seen**RECEDES
        plots.lines.line_width = plots.cloud.radius
        middle, side = plots.middles[plots.first], INSET * plots.pitch * plots.magnified
        for frame, share in ((self.before, 1 / seen), (self.needed, grown / seen)):
            frame.points = middle + side * share * plots.square
        corner, below = (middle + (side / 2 - BESIDE) * way for way in (UL, DR))
        self.by.go_home().show(decimal(grown, 1))
        self.by.shift(corner - self.by.get_corner(UL))
        self.called.move_to(below, DR)
        self._come(float(np.clip((seen - NAMED[0]) / (NAMED[1] - NAMED[0]), 0, 1)))
        return self

    def _come(self, share: float) -> None:
        """Show, so far, the mark's name and by how much the frame grew: nothing where there is but one frame."""
        texts: tuple[VGroup, ...] = self.by, self.called
        for plate, told in zip(self.plates, texts, strict=True):
            plate.points = told.get_center() + PLATE.points * [told.width + BESIDE, told.height + BESIDE, 1]
        self.leader.set_points_by_ends(self.called.get_top() + BESIDE / 2 * UP, self.before.get_corner(DR))
        self.leader.set_stroke(opacity=share)
        for part in (*texts, self.plates):
            part.set_fill(opacity=share)


class Sweep(Protocol):
    """Values along training; see `model.analysis.loops.Loops`."""

    def at(self, pace: float) -> tuple[float, Floats]:
        """The step and the values (p, n) at a place."""

    def width_at(self, pace: float) -> float:
        """The frame needed at a place or later, in those that the plot had at the end."""


@dataclass(frozen=True)
class AlongTraining:
    """A growing frame, and what marks the step, at one place along training, from 0 to its end at 1."""

    frame: GrowingFrame
    sweep: Sweep
    mark: Callable[[float], object]

    def go(self, start: float, end: float, far: bool = False) -> Callable[[float], None]:
        """Return what goes from a place to another: in the frame needed from there on or, `far`, in that of both."""
        seen = max(map(self.sweep.width_at, (start, end))) if far else 1.0
        return lambda share: self.stand(start + share * (end - start), seen)

    def go_back(self, start: float, end: float) -> Callable[[float], None]:
        """Return what goes back from a place to another, and steps away on the way, sooner than it must."""
        near, far = map(self.sweep.width_at, (start, end))

        def go(share: float) -> None:
            away = smooth(min(share / STEPPED, 1.0))
            self.stand(start + share * (end - start), near * (far / near) ** away)

        return go

    def stand(self, place: float, seen: float) -> None:
        """Show a place in a picture that holds at least so many frames."""
        (step, values), width = self.sweep.at(place), self.sweep.width_at(place)
        self.frame.hold(values, width, max(width, seen))
        self.mark(step)
