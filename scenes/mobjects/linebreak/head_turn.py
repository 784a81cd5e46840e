"""One attention head's turn: two springs, one of which turns against the other, and the table of their cosines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self

import numpy as np
from manim import DEGREES, Animation, Group, ManimColor, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.colormaps import number_colors, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.linebreak.clear_sides import clear_sides
from transparent_box.scenes.mobjects.linebreak.cosine_table import CosineTable
from transparent_box.scenes.mobjects.linebreak.count_desk import SIDES
from transparent_box.scenes.mobjects.linebreak.point_tags import TAG, PointTags
from transparent_box.scenes.mobjects.linebreak.springs import Springs, wound
from transparent_box.scenes.mobjects.linebreak.thread import counts_thread, framed, widths_thread
from transparent_box.scenes.mobjects.linebreak.turned_angle import TurnedAngle
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

OBLIQUE = (58 * DEGREES, 45 * DEGREES)  # angle from the zenith, and azimuth: the first view
UPRIGHT = (78 * DEGREES, 20 * DEGREES)  # view of the springs
LADDER = (30, 86, 5)  # counts with rungs: from, to, every
STEPS = 60  # steps of the turn at which the offset is measured
RADIUS = 3.5  # radius of a spring; threads reach about twice as far, so that neither outgrows the frame when zooming in
SQUAT = 0.6  # least height of a spring, in its widths
SLIM = 1.7  # greatest height of a spring, in its widths
OVER = 0.8  # units above the springs for a note
NARROW = 3.5  # units of width below which the note is below both pictures
UNDER = 0.62  # units for it there
LEGIBLE = 0.25  # share of the text color mixed into that of a point's name
LOOKS = 7  # views between the first azimuth and the last for which names are placed
EDGE = 0.1  # units above springs without a note


class Turn(Protocol):
    """The turn of the counts toward the widths by a head; see `model.linebreak.turning.Twist`."""

    @property
    def count(self) -> Floats:
        """The numbers of characters (c,), ascending."""

    @property
    def width(self) -> Floats:
        """The widths of lines (w,), in characters, ascending."""

    @property
    def counts(self) -> Floats:
        """The positions (c, d) of the counts, less their mean, on axes shared with the widths."""

    @property
    def widths(self) -> Floats:
        """The positions (w, d) of the widths, less their mean, on the same axes."""

    def in_plane(self, share: float) -> tuple[Floats, Floats]:
        """Return counts (c, 2) and widths (w, 2) in the plane of the turn, the counts turned a share of the way."""

    def cosines(self, share: float) -> Floats:
        """Return the cosines (c, w) of each count with each width, both mapped a share of the way."""

    def nearest_ahead(self, share: float) -> int:
        """Measure how many characters wider than the count its nearest width is, a share of the way."""


class HeadTurn(Group):
    """Counts (c, 3) and widths (w, 3) of the residual `stream` as two springs in an area; a head turns one of them.

    One count, `followed`, and its nearest width are large. `opened` is the first view, `few` the counts up to the least
    width, and `names` stand where the threads begin, until the springs are pulled apart: `pull` moves them into the
    left of two areas, and the right one has the `table`. `show` turns both; the large count then is the one that is
    turned toward the same width. `tags` name the two large points; `angle` is how far it has turned, which is seen best
    after `tip`.
    """

    def __init__(self, turn: Turn, stream: tuple[Floats, Floats], followed: int, area: Area, theme: Theme) -> None:
        self.turn, self.theme, self.stream, self.followed = turn, theme, stream[0], followed
        self.kept = np.isin(turn.count, turn.width)  # counts that are also widths
        self.count, self.flat = turn.count[self.kept], (stream[0][self.kept], stream[1])
        space = framed(Space(*OBLIQUE), self.stream, area, [OBLIQUE[1], *SIDES[1:3]])
        self.opened = space.copy()
        inks = number_colors(len(turn.count), theme.sweep)
        counts = counts_thread(self.flat[0], inks[self.kept], space)
        widths = widths_thread(stream[1], theme.text, space)
        first, last = (int(place) for place in np.searchsorted(self.count, LADDER[:2]))
        place = int(np.searchsorted(self.count, followed))
        self.springs = Springs(counts, widths, range(first, last, LADDER[2]), place, rgba(theme.text))
        joined = slice(int(self.kept.argmax()) + 1)
        self.few = counts_thread(stream[0][joined], inks[joined], space)
        self.names = self._names(inks[0])
        every, starts = np.concatenate(stream), zip(self.names, (0, len(stream[0])), strict=True)
        views = [space.copy().turn(theta=theta) for theta in np.linspace(OBLIQUE[1], SIDES[2], LOOKS)]
        self.sides = [clear_sides(name, place, every, views, area) for name, place in starts]
        super().__init__(self.springs)
        self.walk(0)

    def walk(self, share: float) -> float:
        """Move the large point a share 0 … 1 of the way from the first count to `followed`; return where it is.

        It leaves rungs behind.
        """
        self.springs.show(self.flat[0], self._cosines(0).argmax(axis=1))
        first = float(self.turn.count[0])
        count = first + share * (self.followed - first)
        at = [np.interp(count, self.turn.count, axis) for axis in self.stream.T]
        self.springs.follow(np.array(at), self.count[self.springs.places] <= count)
        for name, thread, ways in zip(self.names, (self.few, self.springs.staying), self.sides, strict=True):
            name.move_to(thread.place_in_view(0) + part_way(ways, share * (LOOKS - 1)))
        return count

    def walked(self, tell: Callable[[float], object]) -> UpdateFromAlphaFunc:
        """Walk all the way, passing each count to `tell`; the names are placed for a view that turns meanwhile."""
        return UpdateFromAlphaFunc(Group(self.springs, self.names), lambda _, share: tell(self.walk(share)))

    def _names(self, ink: Floats) -> VGroup:
        """Name both threads by their first numbers, that of the counts in the color of its point."""
        first = ManimColor(ink[:3].tolist()).interpolate(ManimColor(self.theme.text), 2 * LEGIBLE).to_hex()
        named = (("count", self.turn.count, first), ("width", self.turn.width, self.theme.text))
        return VGroup(*(words(f"{name} {numbers[0]}", Size.LABEL, code) for name, numbers, code in named))

    def moved(self, seat: Space) -> Animation:
        """Move to another view of the springs."""
        moved: Animation = self.springs.turning.space.animate.become(seat)
        return moved

    def laid_out(self, left: Area, right: Area) -> Space:
        """Make the table in the right area, and return the space in which the springs fill the left one."""
        height = 2 * RADIUS * float(np.clip(left.height / left.width, SQUAT, SLIM))
        self.pitch = height / float(np.ptp(np.concatenate([self.count, self.turn.width])))
        self.narrow, self.whole = left.width < NARROW, left.to(right)
        self.left = left.inside(up=2 * EDGE).less_bottom(UNDER) if self.narrow else left.less_top(OVER)
        self.ahead = [self.turn.nearest_ahead(step / STEPS) for step in range(STEPS + 1)]
        self.linked = self._linked()
        self.table = CosineTable(self.count, self.turn.width, self.ahead, self.linked, right, self.theme)
        point = ManimColor(self.springs.pair.colors[0, :3].tolist())
        legible = point.interpolate(ManimColor(self.theme.text), LEGIBLE).to_hex()  # also on a light background
        named = {"count": legible, "width": self.theme.text}
        self.tags = PointTags(named, f"{self.turn.width.max()}", self.theme)
        self.table.show(self._cosines(0), self.ahead[0])
        self.both = np.concatenate([*self._wound(0), *self._wound(1)])  # before the turn, and after it
        first, last = (self._wound(share)[0][self.linked] for share in (0, 1))
        self.angle = TurnedAngle(first, last, self.springs.turning.space, self.theme)
        below, beside = 4 * self.tags.highest, self.tags.widest + TAG
        room = self.left.less_bottom(below) if self.narrow else self.left.less_right(beside)
        seat = framed(Space(*UPRIGHT), self.both, room, [UPRIGHT[1], OBLIQUE[1]])
        self.views = seat, framed(Space(0.0, UPRIGHT[1]), self.both, room, [UPRIGHT[1]])
        return seat

    def pulled(self, seat: Space) -> list[Animation]:
        """Pull the springs apart while the view moves."""
        return [
            self.moved(seat),
            UpdateFromAlphaFunc(self.springs, lambda _, share: self.pull(share)),
        ]

    def pull(self, share: float) -> Self:
        """Move points straight from three directions of the stream to the turning plane, with numbers as height."""
        counts, widths = ((1 - share) * a + share * b for a, b in zip(self.flat, self._wound(0), strict=True))
        self.springs.staying.move_through(widths)
        first = int(np.searchsorted(self.count, self.followed))
        self.springs.followed = (1 - share) * first + share * self.linked
        self.springs.show(counts, self._cosines(0).argmax(axis=1))
        return self

    def show(self, share: float) -> Self:
        """Turn the counts a share 0 … 1 of the way; the offset of the nearest widths changes in steps."""
        step = round(share * STEPS)
        cosines = self._cosines(share)
        wound = self._wound(share)[0]
        self.springs.show(wound, cosines.argmax(axis=1))
        self.angle.show(wound[self.linked])
        self.table.show(cosines, self.ahead[step])
        self._tag(int(cosines[self.linked].argmax()))
        return self

    def tip(self, share: float, turned: float) -> Self:
        """Show the springs, `turned` so far, a share 0 … 1 of the way from the side view to the one from above."""
        space, (side, above) = self.springs.turning.space, self.views
        space.pose = (1 - share) * side.pose + share * above.pose
        space.points = (1 - share) * side.points + share * above.points
        return self.show(turned)

    def twisted(self) -> list[Animation]:
        """Turn the counts all the way, in both pictures."""
        return [UpdateFromAlphaFunc(part, lambda _, share: self.show(share)) for part in (self.springs, self.table)]

    def noted(self, text: str) -> Lettering:
        """Write a note above the pulled springs or, in a narrow area, below both pictures."""
        area = self.whole if self.narrow else self.left
        note = words(text, Size.SMALL, self.theme.dim, area.width)
        high = area.bottom + note.height / 2 if self.narrow else area.top + OVER - note.height / 2
        return note.move_to([area.center[0], high, 0])

    def turned(self, theta: float) -> list[Animation]:
        """Turn the springs to another azimuth, in radians."""
        return self.springs.turning.turned(theta)

    def _linked(self) -> int:
        """Find the count turned toward the width that was followed; of several, the one with the usual offset."""
        meets = self.turn.width[self._cosines(1).argmax(axis=1)]
        before = self.followed - self.ahead[-1]
        return int(np.argmin(np.abs(meets - self.followed) + np.abs(self.count - before) / len(meets)))

    def _tag(self, nearest: int) -> None:
        """Name the large points in the order of their final heights, beside the springs or below them."""
        ends, dots = (self.springs.turning.space.project(points) for points in (self.springs.pair.points, self.both))
        sides = (-1, 1) if self.ahead[-1] >= 0 else (1, -1)
        self.tags.show([self.count[self.linked], self.turn.width[nearest]])
        if self.narrow:
            self.tags.stand_below(ends, self.left, sides)
        else:
            self.tags.stand_beside(ends, dots, self.left, sides)

    def _cosines(self, share: float) -> Floats:
        cosines: Floats = self.turn.cosines(share)[self.kept]
        return cosines

    def _wound(self, share: float) -> tuple[Floats, Floats]:
        counts, widths = self.turn.in_plane(share)
        radius = float(np.linalg.norm(widths, axis=1).max())
        first, second = (self.pitch * (numbers - self.count.mean()) for numbers in (self.count, self.turn.width))
        unit = radius / RADIUS
        return wound(counts[self.kept], first, unit), wound(widths, second, unit)
