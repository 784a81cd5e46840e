"""The four waves that a neuron holds, each of which becomes the first arrow of its chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from manim import Animation, FadeIn, FadeOut, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap
from transparent_box.scenes.mobjects.arrows.phasor_board import ROLES, PhasorBoard
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.surfaces.relief import Relief, late
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow, Shade

SHAPE = 1.3  # times as wide as high is a surface as it is seen
LABEL = 0.6  # units for a line below it


class WavesApart(ReliefRow):
    """Waves [x, y] by name in the shades of their roles, in an area: on the scale of the surface that they are in."""

    def __init__(
        self, whole: Relief, waves: Mapping[str, Floats], in_role: Callable[[str], Shade], area: Area, angles: Any
    ) -> None:
        made = [Relief(wave, in_role(ROLES[name]), whole.scale, whole.rise, 1, angles) for name, wave in waves.items()]
        super().__init__(made, area.cells(len(made), Gap.NEAR, SHAPE, LABEL), LABEL)
        self.whole, self.waves = whole, list(waves.values())
        self.fill([], snug=True, shape=SHAPE).alike()

    def come(self, names: VGroup) -> list[Animation]:
        """Come out of the surface, each to its place above its name."""
        seats = [space.copy() for space in self.spaces]
        for space in self.spaces:
            space.become(self.whole.space)
        self.label([name.copy() for name in names])
        moves = [relief.seen_through(seat) for relief, seat in zip(self, seats, strict=True)]
        come = [FadeIn(field, rate_func=first_half) for field in self.fields]
        gone = FadeOut(self.whole.field, rate_func=first_half)
        return [gone, *moves, *come, FadeIn(self.labels, rate_func=second_half)]

    def go_into(self, board: PhasorBoard) -> list[Animation]:
        """Go each into the arrow that is its size; the names stand beside the chains then."""
        moves: list[Animation] = [FadeOut(self.labels, rate_func=first_half)]
        for relief, wave, drawn in zip(self, self.waves, board.chains.values(), strict=True):
            seat = relief.framed(Area.around(drawn), tuple(relief.space.pose[:2]), wave)
            moves += [relief.seen_through(seat), FadeOut(relief.field, rate_func=late)]
        return [*moves, *(FadeIn(one, rate_func=second_half) for one in (board, board.counters, board.names))]
