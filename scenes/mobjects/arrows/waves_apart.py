"""The four waves that a neuron is made of; each of them becomes the first arrow of its chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from manim import Animation, FadeIn, FadeOut, Mobject, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.arrows.phasor_board import ROLES, PhasorBoard
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief, late
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow, Shade

LINE = 0.36  # units for a name below a wave, in an area that is not wide
WIDE = 1.6  # an area at least this many times as wide as high has names in the corners of cells
CORNER = 0.28  # how far into the surface, as a share of its width, a name in that corner may reach


class WavesApart(ReliefRow):
    """The waves [x, y] of a surface by name, each in the shades of its role, all on the surface's own scale.

    Seen from a corner, each wave leaves the lower left corner of its cell free; in a wide area its name is there,
    otherwise below.
    """

    def __init__(
        self, whole: Relief, waves: Mapping[str, Floats], in_role: Callable[[str], Shade], area: Area, angles: Any
    ) -> None:
        reliefs = [
            Relief(wave, in_role(ROLES[name]), whole.scale, whole.rise, 1, angles) for name, wave in waves.items()
        ]
        room = LINE if area.width < WIDE * area.height else 0.0
        super().__init__(reliefs, table_of(reliefs, area, room), room)
        self.whole, self.waves = whole, list(waves.values())
        self.fill([], snug=True).alike()

    def come(self, names: VGroup) -> list[Animation]:
        """Split the surface into the waves, each of which moves to its cell and gets its name."""
        seats = [space.copy() for space in self.spaces]
        for space in self.spaces:
            space.become(self.whole.space)
        for name, cell, relief, seat in zip(names, self.cells, self, seats, strict=True):
            self.labels.add(in_corner(name.copy(), cell, seen_in(relief, seat)))
        moves = [relief.seen_through(seat) for relief, seat in zip(self, seats, strict=True)]
        come = [FadeIn(field, rate_func=first_half) for field in self.fields]
        gone = FadeOut(self.whole.field, rate_func=first_half)
        return [gone, *moves, *come, FadeIn(self.labels, rate_func=second_half)]

    def go_into(self, board: PhasorBoard) -> list[Animation]:
        """Shrink each wave into the arrow of its size, which shows before it arrives; the names move beside."""
        moves: list[Animation] = [FadeOut(self.labels, rate_func=first_half)]
        for relief, wave, drawn in zip(self, self.waves, board.chains.values(), strict=True):
            seat = relief.framed(Area.around(drawn), tuple(relief.space.pose[:2]), wave)
            moves += [relief.seen_through(seat), FadeOut(relief.field, rate_func=late)]
        texts = FadeIn(board.counters, board.names, rate_func=second_half)
        return [*moves, FadeIn(board, rate_func=first_half), texts]


def table_of(waves: Sequence[Relief], area: Area, room: float) -> list[Area]:
    """Find the largest possible cells for x, y, x − y and x + y, each with `room` for a name at its foot.

    In two rows, x + y is on the left, where its chain begins.
    """
    outlines = [seen_in(wave, wave.space) for wave in waves]
    shape = min(one.width / one.height for one in outlines)
    cells = [cell.no_higher(cell.width / shape + room) for cell in area.cells(len(outlines), Gap.NEAR, shape, room)]
    return [*cells[:2], *(cells[:1:-1] if cells[0].top > cells[2].top == cells[3].top else cells[2:])]


def seen_in(relief: Relief, seat: Space) -> Area:
    """Find the area that a surface takes, seen through a space."""
    places = seat.project(relief.field.points)
    (left, bottom, *_), (right, top, *_) = places.min(axis=0), places.max(axis=0)
    return Area(float(left), float(right), float(bottom), float(top))


def in_corner(name: Mobject, cell: Area, outline: Area) -> Mobject:
    """Put a name in the lower left corner of a cell, as near as possible to the surface there."""
    left = max(cell.left, outline.left + CORNER * outline.width - name.width)
    return name.move_to([left + name.width / 2, cell.bottom + name.height / 2, 0])
