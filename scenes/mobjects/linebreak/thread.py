"""A thread in space: one point for each value of something counted, joined in order, seen while it turns."""

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

THICK = 0.055  # units wide is the line of a count's thread
THIN = 0.025  # units wide is the line of a width's thread
SMALLER = 0.8  # times POINT, the radius of a point on a width's thread
LARGE = 2.7  # of a point, on a thread, that is followed
AWAY = 0.3  # units from a point to the middle of its numeral
DIRECTIONS = 24  # sides of a point that are tried for that


class Thread(Group):
    """Points (n, 3) of a space in colors (n, 4), each joined to the next; `radius` and `width` in units.

    `line` and `cloud` are its parts: the joints as short straight lines, and the points on them.
    """

    def __init__(self, points: Floats, colors: Floats, space: Space, radius: float, width: float) -> None:
        self.space, self.colors, self.count = space, np.array(colors), len(points)
        self.line = PolylineSet(joints(points), (self.colors[:-1] + self.colors[1:]) / 2, width, space)
        self.cloud = PointCloud(points, self.colors, radius, space)
        super().__init__(self.line, self.cloud)

    def reveal(self, share: float) -> Self:
        """Show the first points and what joins them, a share of all."""
        shown = np.arange(self.count) < share * self.count
        colors = self.colors * np.column_stack([np.ones((self.count, 3)), shown])
        self.cloud.set_colors(colors)
        between = (self.colors[:-1] + self.colors[1:]) / 2
        self.line.set_colors(between * np.column_stack([np.ones((self.count - 1, 3)), shown[1:]]))
        return self

    def move_through(self, points: Floats) -> Self:
        """Lie along other points (n, 3)."""
        self.cloud.set_positions(points)
        self.line.set_curves(joints(points))
        return self

    def blend(self, these: Floats, those: Floats, share: float) -> Self:
        """Lie between points (n, 3) and others, a share of the way in straight lines."""
        return self.move_through((1 - share) * these + share * those)

    def turn_over(self, these: Floats, those: Floats, share: float) -> Self:
        """Turn from three directions of many to three others, points (n, 3) in each: a quarter turn in three planes."""
        angle = share * np.pi / 2
        return self.move_through(np.cos(angle) * these + np.sin(angle) * those)

    def seen(self, number: int) -> Floats:
        """(3,) where in the frame one of the points is now."""
        place: Floats = self.space.project(self.cloud.points[number : number + 1])[0]
        return place

    def turned(self, theta: float) -> list[Animation]:
        """See it from another azimuth, in radians."""
        return [self.space.animate.turn(theta=theta)]


class ToldThread(Group):
    """A thread, and a counter that tells at which of its values (n,) it is."""

    def __init__(self, thread: Thread, counter: Counter, values: Floats) -> None:
        self.thread, self.counter, self.values = thread, counter, values
        super().__init__(thread, counter)

    def draw(self, share: float) -> Self:
        """Draw a share of the thread, and tell the last of its values that it has come to."""
        self.thread.reveal(share)
        self.tell(share)
        return self

    def tell(self, share: float) -> int:
        """Tell the value that is a share of them on, and return its place."""
        place = min(int(share * len(self.values)), len(self.values) - 1)
        self.counter.show(f"{self.values[place]:,}")
        return place


class GrowingThread(ToldThread):
    """A thread that had other shapes (n, p, 3) at each of the counter's values; `now` (p, 3) is how it lies at last.

    All is seen from `afar`, on one scale; its first shape is so small that it is looked at from `nearby` for a while,
    and `by` tells how many times larger it is then. Between two of the values all goes on in straight lines.
    """

    def __init__(self, told: ToldThread, shapes: Floats, now: Floats, views: tuple[Space, Space], ink: str) -> None:
        self.shapes, self.now, (self.afar, self.nearby) = shapes, now, views
        larger = self.nearby.projection.zoom / self.afar.projection.zoom
        self.by = words(f"seen {larger:.1f} times as large", Size.LABEL, ink).next_to(told.counter, DOWN, 0.1)
        super().__init__(told.thread, told.counter, told.values)
        self.add(told.thread.space)  # so that it moves along in what is played on all of this

    @property
    def second(self) -> float:
        """The share of the way at which it has the second of its shapes."""
        return 1 / max(len(self.values) - 1, 1)

    def grow(self, share: float) -> Self:
        """Lie as it did a share of the way from the first of the values to the last."""
        at = share * (len(self.values) - 1)
        place = min(int(at), max(len(self.values) - 2, 0))
        after, part = min(place + 1, len(self.values) - 1), at - place
        self.thread.blend(self.shapes[place], self.shapes[after], part)
        self.counter.show(f"{round((1 - part) * self.values[place] + part * self.values[after]):,}")
        return self

    def grow_near(self, share: float) -> Self:
        """The same, and before its second shape it is seen from the nearer the smaller it still was: never a speck.

        Of its growth up to there, in times, as much is left to be seen at each moment as is left of the way from afar.
        """
        first, second = (float(np.linalg.norm(np.ptp(shape, axis=0))) for shape in self.shapes[:2])
        size = first + min(share / self.second, 1.0) * (second - first)
        there = np.log(size / first) / np.log(second / first) if second > first else 1.0
        near, far = (view.projection.zoom for view in (self.nearby, self.afar))
        zoom = near ** (1 - there) * far**there
        self.look((zoom - far) / (near - far) if near > far else 0.0)
        return self.grow(share)

    def look(self, share: float) -> Self:
        """See it from a share of the way from afar to nearby."""
        space = self.thread.space
        space.points = (1 - share) * self.afar.points + share * self.nearby.points
        space.pose = (1 - share) * self.afar.pose + share * self.nearby.pose
        return self

    def seen_from_afar(self) -> Animation:
        """Go to where all of it is seen."""
        moved: Animation = self.thread.space.animate.become(self.afar)
        return moved

    def settle(self, share: float) -> Self:
        """Lie between the last of its shapes and how it lies now, a share of the way.

        Along training the means are over fewer documents than at its end.
        """
        self.thread.blend(self.shapes[-1], self.now, share)
        return self

    def settling(self, back: bool) -> Animation:
        """Go from the last of its shapes to how it lies now, or back."""
        return UpdateFromAlphaFunc(self.thread, lambda _, share: self.settle(1 - share if back else share))


class InStep(PointCloud):
    """A large point on each of two threads in one space, with their values (n,) and (m,), at the same number."""

    def __init__(self, one: tuple[Thread, Floats], other: tuple[Thread, Floats], theme: Theme) -> None:
        self.pairs = one, other
        self.ends = max(values[0] for _, values in self.pairs), min(values[-1] for _, values in self.pairs)
        super().__init__(np.zeros((2, 3)), np.tile(rgba(theme.text), (2, 1)), LARGE * POINT, one[0].space)
        self.go(0)

    def go(self, share: float) -> Self:
        """Stand at a share of the numbers that both threads have."""
        first, last = self.ends
        number = first + share * (last - first)
        places = [[np.interp(number, values, axis) for axis in thread.cloud.points.T] for thread, values in self.pairs]
        self.set_positions(np.array(places))
        return self

    def walked(self) -> Animation:
        """Go from the first of the numbers to the last."""
        return UpdateFromAlphaFunc(self, lambda _, share: self.go(share))


class Numerals(Group):
    """Some points' numbers where a thread is seen now in an area, each where most room is; for a thread at rest."""

    def __init__(
        self, thread: Thread, values: dict[int, str], others: Sequence[Thread], area: Area, theme: Theme
    ) -> None:
        """`values` are what is written at points by their place in the thread; `others` are kept clear of as well."""
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
            # What is written is kept clear of, too.
            taken = np.concatenate([taken, seat + np.linspace(-1, 1, 5)[:, None] * [label.width / 2, 0, 0]])


def counts_thread(points: Floats, inks: Floats, space: Space) -> Thread:
    """Make the thread of counts (c, 3), in colors (c, 4)."""
    return Thread(points, inks, space, POINT, THICK)


def widths_thread(points: Floats, ink: str, space: Space) -> Thread:
    """Make the thread of widths (w, 3), which is thinner and all in one color."""
    return Thread(points, np.tile(rgba(ink), (len(points), 1)), space, SMALLER * POINT, THIN)


def joints(points: Floats) -> list[Floats]:
    """(2, 3) each: from every point to the next."""
    return list(np.stack([points[:-1], points[1:]], axis=1))


def framed(space: Space, points: Floats, area: Area, thetas: Sequence[float]) -> Space:
    """Find the space, seen from the same height, in which points (n, 3) fill an area from all these azimuths."""
    return space.copy().turn(theta=thetas[0]).fit(points, area.center, area.width, area.height, list(thetas))
