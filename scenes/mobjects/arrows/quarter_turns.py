"""Four neurons a quarter turn apart, each with its sign and its angle; one after another they are added up."""

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

SHAPE = 1.3  # width over height of a surface as it is seen
LABEL = 1.3  # units for a label below a surface
LOW_LABEL = 0.8  # the same in a low area
DIAL = 0.4  # radius of an angle's dial, as a share of a label's units
WIDE = 1.6  # an area at least this many times as wide as high has two rows
ASIDE = 1.8  # units for a label beside a surface there


class QuarterTurns(ReliefRow):
    """Reliefs of n neurons with their `phases` (n,) in radians; one by one they are added to the first.

    `weighed` (n, p, p) are their values times their weights. `counter` shows `share(sum)`, the share of the sum that
    runs along x + y; the larger it is, the more the sum's shades turn from its own to `becomes`.
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
        self.counter = ShareCounter(theme, "x + y", area.width / 3).show(share(weighed[0]))
        area.low_left(self.counter)
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
        self.labels.set_z_index(1)  # in front of surfaces that pass

    def signed(self, number: int) -> list[Animation]:
        """Show a neuron's sign and angle, and turn its surface upside down if the sign is a minus."""
        turned = [self.reliefs[number].become(self.weighed[number])] if number % 2 else []
        return [*turned, FadeIn(self.labels[number], self.degrees[number])]

    def make_room(self, stand: Area, aside: Area, angles: tuple[float, float]) -> list[Animation]:
        """Move the first neuron to `stand`, where the sum will be, and the others to wait beside it.

        In a wide area these wait below each other, in the order in which they are added; elsewhere each moves to the
        nearest seat, so that their paths do not cross.
        """
        moves = [self.framed(stand, angles), FadeIn(self.counter, rate_func=second_half)]
        moves.append(FadeOut(self.labels[0], self.degrees, rate_func=first_half))
        others, below = zip(self.reliefs[1:], self.weighed[1:], self.labels[1:], strict=True), self.label_room
        for (relief, values, label), seat in zip(others, self._waiting(aside), strict=True):
            pose = relief.space.pose[:2].tolist()
            moves.append(relief.seen_through(relief.framed(seat, pose, values)))
            seated = beside(label.copy(), seat) if self.wide else under(label.copy(), seat.less_bottom(-below), below)
            moves.append(label.animate.become(seated))
        return moves

    def _waiting(self, area: Area) -> Sequence[Area]:
        """Find the cells in which the other neurons wait, less the room for their labels."""
        many = len(self) - 1
        if self.wide:
            return [cell.less_right(ASIDE) for cell in area.table(many, 1, Gap.NEAR)]
        cells = nearest(self.cells[1:], area.cells(many, Gap.NEAR, SHAPE, self.label_room))
        return [cell.no_higher(cell.width / SHAPE + self.label_room).less_bottom(self.label_room) for cell in cells]

    def framed(self, area: Area, angles: tuple[float, float]) -> Animation:
        """Move the first neuron to the space in which the sum of all neurons fills an area."""
        return self.sum.seen_through(self.sum.framed(area, angles, self.weighed.sum(axis=0)))

    def add(self, number: int) -> list[Animation]:
        """Add neuron `number` to the sum of those before it; the share along the answer is counted."""

        def tell(total: Floats) -> None:
            green = self.share(total)
            self.counter.show(green)
            self.sum.shade = Shades(lambda values: (1 - green) * self.own(values) + green * self.becomes(values))

        before = self.weighed[:number].sum(axis=0)
        heap = self.sum.heap(self.reliefs[number], before, self.weighed[number], tell, self.counter)
        return [*heap, FadeOut(self.labels[number])]

    def first_alone(self, name: Mobject) -> list[Animation]:
        """Turn the sum back into the first neuron, and write a name in place of the share."""
        gone, come = FadeOut(self.counter, rate_func=first_half), FadeIn(name, rate_func=second_half)
        return [self.sum.become(self.weighed[0], self.own), gone, come]


def beside(label: Mobject, cell: Area) -> Mobject:
    """Center a label in the room kept for it on the right of a cell."""
    return label.move_to([cell.right + ASIDE / 2, cell.center[1], 0])


def nearest(seats: Sequence[Area], others: Sequence[Area]) -> Sequence[Area]:
    """Assign a seat to each of as many others, minimizing the sum of squared distances."""

    def way(order: Sequence[Area]) -> float:
        return sum(float(np.square(np.subtract(a.center, b.center)).sum()) for a, b in zip(seats, order, strict=True))

    return min(permutations(others), key=way)
