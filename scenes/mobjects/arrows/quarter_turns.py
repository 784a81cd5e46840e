"""Four neurons a quarter turn apart, each over its sign and its angle; one after the other they are added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn, FadeOut, Mobject, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.arrows.angle_hands import AngleHands
from transparent_box.scenes.mobjects.arrows.doubled_angles import from_the_first, sides
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.surfaces.relief import Relief, Shades
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow, Shade, under
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.mobjects.words.share_counter import ShareCounter

SHAPE = 1.3  # of a surface as it is seen, width over height
LABEL = 1.3  # units for a label
LOW_LABEL = 0.8  # units for one where room is dear
DIAL = 0.4  # of those units, the radius of an angle's dial
WIDE = 1.6  # times as wide as high is an area where they stand in two rows
ASIDE = 1.8  # units for a label beside each there


class QuarterTurns(ReliefRow):
    """Reliefs of neurons, `weighed` as they are added, with phases (n,) in radians, in an area.

    The others come down on the first; `told` is the `share` of the sum that runs along x + y. The larger that is, the
    more the sum takes on the shades `becomes` instead of its own.
    """

    def __init__(
        self,
        reliefs: Sequence[Relief],
        weighed: Floats,
        phases: Floats,
        area: Area,
        becomes: Shade,
        share: Callable[[Floats], float],
        theme: Theme,
    ) -> None:
        room = LOW_LABEL if area.is_low else LABEL
        self.wide = wide = area.width > WIDE * area.height
        cells = area.table(len(reliefs), 2, Gap.NEAR) if wide else area.cells(len(reliefs), Gap.NEAR, SHAPE, room)
        super().__init__(reliefs, [cell.less_right(ASIDE) for cell in cells] if wide else cells, 0 if wide else room)
        self.weighed, self.becomes, self.share = weighed, becomes, share
        self.told = ShareCounter(theme, "x + y", area.width / 3).show(share(weighed[0]))
        area.low_left(self.told)
        self.sum, self.own = self.reliefs[0], self.reliefs[0].shade.shade
        self.fill([], snug=True, shape=0 if wide else SHAPE).alike()
        self.label_room = room
        self.degrees, angles = VGroup(), from_the_first(phases)
        for n, (angle, color) in enumerate(zip(angles, sides(angles, theme), strict=True)):
            written = words("+−"[n % 2], Size.HEADLINE, color), words(f"{np.degrees(angle):.0f}°", Size.LABEL, color)
            dial = AngleHands(angle[None], DIAL * room, [color], theme.grid, np.zeros((1, 3)))
            signed = VGroup(written[0], dial).arrange(RIGHT, buff=Gap.NEAR)
            if wide:
                beside(VGroup(signed, written[1].next_to(dial, DOWN, Gap.NEAR / 2)), self.cells[n])
            else:
                under(VGroup(*signed, written[1]).arrange(RIGHT, buff=Gap.NEAR), self.cells[n], room)
            self.labels.add(VGroup(written[0], dial))
            self.degrees.add(written[1])
        self.labels.set_z_index(1)  # over surfaces that pass

    def signed(self, number: int) -> list[Animation]:
        """Tell one's sign and angle, and turn it over where it is a minus."""
        turned = [self.reliefs[number].become(self.weighed[number])] if number % 2 else []
        return [*turned, FadeIn(self.labels[number], self.degrees[number])]

    def make_room(self, stand: Area, aside: Area, angles: tuple[float, float]) -> list[Animation]:
        """Let the first go where the sum will stand, seen from there, and the others wait beside it.

        In a wide area these stand one below the other, in the order in which they will come down; elsewhere each goes
        to the seat that is nearest, so that their ways do not cross.
        """
        moves = [self.framed(stand, angles), FadeIn(self.told, rate_func=second_half)]
        moves.append(FadeOut(self.labels[0], self.degrees, rate_func=first_half))
        others, below = zip(self.reliefs[1:], self.weighed[1:], self.labels[1:], strict=True), self.label_room
        for (relief, values, label), seat in zip(others, self._waiting(aside), strict=True):
            pose = relief.space.pose[:2].tolist()
            moves.append(relief.seen_through(relief.framed(seat, pose, values)))
            there = beside(label.copy(), seat) if self.wide else under(label.copy(), seat.less_bottom(-below), below)
            moves.append(label.animate.become(there))
        return moves

    def _waiting(self, area: Area) -> Sequence[Area]:
        """Find where the others wait in an area, without their labels."""
        many = len(self) - 1
        if self.wide:
            return [cell.less_right(ASIDE) for cell in area.table(many, 1, Gap.NEAR)]
        cells = nearest(self.cells[1:], area.cells(many, Gap.NEAR, SHAPE, self.label_room))
        return [cell.no_higher(cell.width / SHAPE + self.label_room).less_bottom(self.label_room) for cell in cells]

    def framed(self, area: Area, angles: tuple[float, float]) -> Animation:
        """See the first from where the sum of all fills an area."""
        return self.sum.seen_through(self.sum.framed(area, angles, self.weighed.sum(axis=0)))

    def add(self, number: int) -> list[Animation]:
        """Let one more come down on the sum of those before; its share along the answer is counted."""

        def tell(total: Floats) -> None:
            green = self.share(total)
            self.told.show(green)
            self.sum.shade = Shades(lambda values: (1 - green) * self.own(values) + green * self.becomes(values))

        before = self.weighed[:number].sum(axis=0)
        heap = self.sum.heap(self.reliefs[number], before, self.weighed[number], tell, self.told)
        return [*heap, FadeOut(self.labels[number])]

    def first_alone(self, name: Mobject) -> list[Animation]:
        """Be the first one again, and tell its name where the share stood."""
        gone, come = FadeOut(self.told, rate_func=first_half), FadeIn(name, rate_func=second_half)
        return [self.sum.become(self.weighed[0], self.own), gone, come]


def beside(label: Mobject, cell: Area) -> Mobject:
    """Put a label in the middle of the room that is kept for it on the right of a cell."""
    return label.move_to([cell.right + ASIDE / 2, cell.center[1], 0])


def nearest(seats: Sequence[Area], others: Sequence[Area]) -> Sequence[Area]:
    """Give each seat one of as many others, so that the ways are as short as can be, squared and taken together."""

    def way(order: Sequence[Area]) -> float:
        return sum(float(np.square(np.subtract(a.center, b.center)).sum()) for a, b in zip(seats, order, strict=True))

    return min(permutations(others), key=way)
