"""A thread in space: one point for each value of something counted, joined in order, which is seen as it turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, Animation, Group, UpdateFromAlphaFunc

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

THICK = 0.055  # units, width of the line of the counts' thread
THIN = 0.025  # units, width of the line of the widths' thread
SMALLER = 0.8  # radius of a point on the widths' thread, in multiples of POINT
LARGE = 2.7  # radius of a point that is followed, in multiples of POINT
AWAY = 0.3  # units from a point to the middle of its numeral
DIRECTIONS = 24  # directions from a point that are tried for its numeral


class Thread(Group):
    """Points (n, 3) of a space in colors (n, 4), each joined to the next; `radius` and `width` are in units.

    `cloud` is the points, `line` the straight segments between them.
    """

    def __init__(self, points: Floats, colors: Floats, space: Space, radius: float, width: float) -> None:
        self.space, self.colors, self.count = space, np.array(colors), len(points)
        self.line = PolylineSet(joints(points), (self.colors[:-1] + self.colors[1:]) / 2, width, space)
        self.cloud = PointCloud(points, self.colors, radius, space)
        super().__init__(self.line, self.cloud)

    def reveal(self, share: float) -> Self:
        """Show a share 0 … 1 of the points, from the first on, and the line between them."""
        shown = np.arange(self.count) < share * self.count
        colors = self.colors * np.column_stack([np.ones((self.count, 3)), shown])
        self.cloud.set_colors(colors)
        between = (self.colors[:-1] + self.colors[1:]) / 2
        self.line.set_colors(between * np.column_stack([np.ones((self.count - 1, 3)), shown[1:]]))
        return self

    def move_through(self, points: Floats) -> Self:
        """Move to other points (n, 3)."""
        self.cloud.set_positions(points)
        self.line.set_curves(joints(points))
        return self

    def blend(self, start: Floats, end: Floats, share: float) -> Self:
        """Interpolate between two sets of points (n, 3)."""
        return self.move_through((1 - share) * start + share * end)

    def turn_over(self, start: Floats, end: Floats, share: float) -> Self:
        """Turn from three of many directions to three others, points (n, 3) in each: a quarter turn in three planes."""
        angle = share * np.pi / 2
        return self.move_through(np.cos(angle) * start + np.sin(angle) * end)

    def place_in_view(self, number: int) -> Floats:
        """Return where in the frame a point is now, (3,)."""
        place: Floats = self.space.project(self.cloud.points[number : number + 1])[0]
        return place

    def turned(self, theta: float) -> list[Animation]:
        """Turn to another azimuth, in radians."""
        return [self.space.animate.turn(theta=theta)]


class ToldThread(Group):
    """A thread, and a counter of its values (n,)."""

    def __init__(self, thread: Thread, counter: Counter, values: Floats) -> None:
        self.thread, self.counter, self.values = thread, counter, values
        super().__init__(thread, counter)

    def draw(self, share: float) -> Self:
        """Draw a share 0 … 1 of the thread, and count up to the last value drawn."""
        self.thread.reveal(share)
        self.tell(share)
        return self

    def tell(self, share: float) -> int:
        """Set the counter to the value at a share 0 … 1 of them; return its index."""
        place = min(int(share * len(self.values)), len(self.values) - 1)
        self.counter.show(f"{self.values[place]:,}")
        return place


class GrowingThread(ToldThread):
    """A thread that runs through shapes (n, p, 3), one for each value of its counter, to its final one, `now` (p, 3).

    `views` are from `afar`, which all shapes fit on one scale, and `nearby`, closer up for the first, small shape; a
    label says by what factor. Between two values it is interpolated.
    """

    def __init__(self, counted: ToldThread, shapes: Floats, now: Floats, views: tuple[Space, Space], ink: str) -> None:
        self.shapes, self.now, (self.afar, self.nearby) = shapes, now, views
        larger = self.nearby.projection.zoom / self.afar.projection.zoom
        self.by = words(f"seen {larger:.1f} times as large", Size.LABEL, ink).next_to(counted.counter, DOWN, 0.1)
        super().__init__(counted.thread, counted.counter, counted.values)
        self.add(counted.thread.space)  # so that animations of this group move it, too

    @property
    def second(self) -> float:
        """The share of the way at which it has its second shape."""
        return 1 / max(len(self.values) - 1, 1)

    def grow(self, share: float) -> Self:
        """Show the shape at a share 0 … 1 of the way from the first value to the last."""
        at = share * (len(self.values) - 1)
        place = min(int(at), max(len(self.values) - 2, 0))
        after, part = min(place + 1, len(self.values) - 1), at - place
        self.thread.blend(self.shapes[place], self.shapes[after], part)
        self.counter.show(f"{round((1 - part) * self.values[place] + part * self.values[after]):,}")
        return self

    def grow_near(self, share: float) -> Self:
        """Grow as `grow` does, but until the second shape zoom in on the small thread, so that it is never a speck.

        In logarithms, the zoom and the size then go the same share of their ways at each moment.
        """
        first, second = (float(np.linalg.norm(np.ptp(shape, axis=0))) for shape in self.shapes[:2])
        size = first + min(share / self.second, 1.0) * (second - first)
        way = np.log(size / first) / np.log(second / first) if second > first else 1.0
        near, far = (view.projection.zoom for view in (self.nearby, self.afar))
        zoom = near ** (1 - way) * far**way
        self.look((zoom - far) / (near - far) if near > far else 0.0)
        return self.grow(share)

    def look(self, share: float) -> Self:
        """Move the view a share 0 … 1 of the way from `afar` to `nearby`."""
        space = self.thread.space
        space.points = (1 - share) * self.afar.points + share * self.nearby.points
        space.pose = (1 - share) * self.afar.pose + share * self.nearby.pose
        return self

    def seen_from_afar(self) -> Animation:
        """Move to the view from afar."""
        moved: Animation = self.thread.space.animate.become(self.afar)
        return moved

    def settle(self, share: float) -> Self:
        """Interpolate between the last of its shapes and `now`.

        The two differ: along training, means are over fewer documents than at its end.
        """
        self.thread.blend(self.shapes[-1], self.now, share)
        return self

    def settling(self, back: bool) -> Animation:
        """Move from the last of its shapes to `now`, or back."""
        return UpdateFromAlphaFunc(self.thread, lambda _, share: self.settle(1 - share if back else share))


class InStep(PointCloud):
    """A large point on each of two threads in one space, with values (n,) and (m,), both at the same number."""

    def __init__(self, one: tuple[Thread, Floats], other: tuple[Thread, Floats], theme: Theme) -> None:
        self.pairs = one, other
        self.ends = max(values[0] for _, values in self.pairs), min(values[-1] for _, values in self.pairs)
        super().__init__(np.zeros((2, 3)), np.tile(rgba(theme.text), (2, 1)), LARGE * POINT, one[0].space)
        self.go(0)

    def go(self, share: float) -> Self:
        """Move to a share 0 … 1 of the numbers that both threads have."""
        first, last = self.ends
        number = first + share * (last - first)
        places = [[np.interp(number, values, axis) for axis in thread.cloud.points.T] for thread, values in self.pairs]
        self.set_positions(np.array(places))
        return self

    def walked(self) -> Animation:
        """Move from the first of these numbers to the last."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.go(share))


class Numerals(Group):
    """The numbers of some points of a thread at rest, as it is seen now in an area, each where there is most room."""

    def __init__(
        self, thread: Thread, values: dict[int, str], others: Sequence[Thread], area: Area, theme: Theme
    ) -> None:
        """Take what to write as `values`, {index of a point: text}, and threads to keep clear of as `others`."""
        shown = [one.space.project(one.cloud.points) for one in (thread, *others)]
        taken = np.concatenate(shown)
        super().__init__()
        for place, text in values.items():
            label = words(text, Size.LABEL, theme.text)
            away = AWAY + label.width / 4
            angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
            seats = shown[0][place] + away * np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
            free = np.linalg.norm(seats[:, None] - taken[None], axis=-1).min(axis=1)
            inside = (seats[:, 0] > area.left + label.width / 2) & (seats[:, 0] < area.right - label.width / 2)
            seat = seats[np.where(inside, free, -1.0).argmax()]
            self.add(label.move_to(seat))
            # Later numerals keep clear of this one, too.
            taken = np.concatenate([taken, seat + np.linspace(-1, 1, 5)[:, None] * [label.width / 2, 0, 0]])


def counts_thread(points: Floats, inks: Floats, space: Space) -> Thread:
    """Make the thread of counts (c, 3), in colors (c, 4)."""
    return Thread(points, inks, space, POINT, THICK)


def widths_thread(points: Floats, ink: str, space: Space) -> Thread:
    """Make the thread of widths (w, 3), which is thinner and all in one color."""
    return Thread(points, np.tile(rgba(ink), (len(points), 1)), space, SMALLER * POINT, THIN)


def joints(points: Floats) -> list[Floats]:
    """Return the segments, (2, 3) each, from every point to the next."""
    return list(np.stack([points[:-1], points[1:]], axis=1))


def framed(space: Space, points: Floats, area: Area, thetas: Sequence[float]) -> Space:
    """Find the space, seen from the same height, in which points (n, 3) fill an area from all these azimuths."""
    return space.copy().turn(theta=thetas[0]).fit(points, area.center, area.width, area.height, list(thetas))
