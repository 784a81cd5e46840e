"""Two numbers as an embedding holds them: every clock's wave, and how high each of the two stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, decimal, turns
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.network.lying_switches import LyingSwitches, Switched
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.texture import Texture
from transparent_box.scenes.mobjects.surfaces.relief import late
from transparent_box.scenes.mobjects.waves.added_waves import AddedWaves
from transparent_box.scenes.mobjects.waves.wave_stack import WaveStack
from transparent_box.scenes.mobjects.words.lettering import words

FINE = 20  # places of a curve between two numbers
THERE = 0.7  # of the time that a wave goes elsewhere, until it is there
COMES = 0.1  # of its way up, on which a wave comes to be seen
APART = 0.12  # units from an upright to a name, and from the one name to the other
BESIDE = 0.35  # of the width, that words may take beside the waves, before they stand over them
BELOW = 1.5 * units(Size.LABEL)  # units under the waves for the numbers' names


class EmbeddedPair(Group):
    """Numbers (x, y), read (n, 2) on n waves of `frequencies` over `count` numbers with R² (n,), in an area.

    `stack` are the waves, `spots` an upright and its dots for x and then for y, with `names` under them; what is
    written of the waves is `told`.
    """

    def __init__(
        self,
        pair: tuple[int, int],
        read: Floats,
        frequencies: Sequence[int],
        r2: Sequence[float],
        count: int,
        area: Area,
        theme: Theme,
    ) -> None:
        fine = np.linspace(0, count - 1, FINE * count)
        self.frequencies, waves = list(frequencies), np.cos(2 * np.pi * np.outer(frequencies, fine) / count)
        said = [turns(k) for k in frequencies], [f"R² = {decimal(share, 3)}" for share in r2]
        colors = np.tile(rgba(theme.dim), (len(waves), 1))
        self.stack = WaveStack(waves, (0, count - 1), colors, said, area.less_bottom(BELOW), BESIDE, theme)
        self.told = [self.stack.names, self.stack.facts]
        self.theme, self.fine, self.pair, self.read = theme, fine, pair, np.asarray(read)
        inks = theme.cos_x, theme.cos_y
        self.spots = [
            Group(self.stack.upright(number, ink), self.stack.marks([number], read[:, [place]], ink))
            for place, (number, ink) in enumerate(zip(pair, inks, strict=True))
        ]
        self.names = self._named(inks)
        super().__init__(self.stack, *self.spots)

    @property
    def many(self) -> str:
        """Count the frequencies."""
        return f"{count_word(len(self.read))} {'frequency' if len(self.read) == 1 else 'frequencies'}"

    def _named(self, inks: tuple[str, str]) -> VGroup:
        """Write both numbers under their uprights, clear of each other."""
        names = VGroup(*(words(str(number), Size.LABEL, ink) for number, ink in zip(self.pair, inks, strict=True)))
        for name, spot in zip(names, self.spots, strict=True):
            name.next_to(spot[0], DOWN, APART)
        over = (names[0].width + names[1].width) / 2 + APART - abs(names[0].get_x() - names[1].get_x())
        ways = (LEFT, RIGHT) if self.pair[0] <= self.pair[1] else (RIGHT, LEFT)
        for name, way in zip(names, ways, strict=True):
            name.shift(max(over, 0.0) / 2 * way)
        return names

    def swell(self, share: float) -> Self:
        """Let the waves, and the dots on them, rise so far from their zero lines."""
        for row, (curve, wave) in enumerate(zip(self.stack.curves, self.stack.waves, strict=True)):
            curve.set_curves([self.stack.at(row, self.fine, share * wave)]).set_opacity(min(share / COMES, 1.0))
        for number, read, (_, dots) in zip(self.pair, self.read.T, self.spots, strict=True):
            places = [self.stack.at(row, [number], [share * high]) for row, high in enumerate(read)]
            for dot in dots:
                dot.set_positions(np.concatenate(places)).set_opacity(min(share / COMES, 1.0))
        return self

    def grown(self, board: Texture, names: VGroup, reading: Switched) -> Iterator[list[Animation]]:
        """Yield what lays the columns of a board down, and what lets waves swell out of them; their names go along."""
        lying = LyingSwitches(reading, Area.around(board), self.stack, self.theme)
        board.set_opacity(0)  # for its columns stand there
        down = UpdateFromAlphaFunc(lying.moving, lambda _, share: lying.down(share))
        moved = (name.animate.move_to(seat) for name, seat in zip(names[:2], self.names, strict=True))
        yield [down, *moved, FadeOut(board, lying.rest, *names[2:])]

        def swell(share: float) -> None:
            self.swell(share)
            lying.lit.set_opacity(1 - min(share / COMES, 1.0))  # dots come there

        waves = Group(lying.lit[:-1], self.stack.curves, *(spot[1] for spot in self.spots))
        come = FadeIn(self.stack.zeros, *(spot[0] for spot in self.spots), *self.told)
        rise = UpdateFromAlphaFunc(waves, lambda _, share: swell(share), introducer=True)  # over what comes
        yield [FadeOut(*lying.bars[:-1]), come, rise]

    def become(self, both: AddedWaves, frequency: int, names: VGroup) -> list[Animation]:
        """Let the wave of a frequency, and the two on it, go to where it is that of what is added; the others leave.

        It is the first wave that goes where none has that frequency.
        """
        row = self.frequencies.index(frequency) if frequency in self.frequencies else 0
        curve, start = self.stack.curves[row], self.stack.curves[row].points.copy()
        end = both.panel.at(self.fine, both.lifted.wave(self.fine))
        dots = [dot for _, (_, dot) in self.spots]
        ways = [(dot.points.copy(), spot[1][1].points[0]) for dot, spot in zip(dots, both.spots, strict=True)]

        def move(share: float) -> None:
            gone, seen = smooth(min(share / THERE, 1.0)), min((1 - share) / (1 - THERE), 1.0)
            curve.set_curves([(1 - gone) * start + gone * end]).set_opacity(seen)
            for dot, (before, after) in zip(dots, ways, strict=True):
                places, alone = before.copy(), np.full(len(before), 1 - first_half(share))
                places[row], alone[row] = (1 - gone) * before[row] + gone * after, 1.0
                dot.set_positions(places).set_opacity(seen).colors[:, 3] = alone

        moved = UpdateFromAlphaFunc(Group(curve, *dots), lambda _, share: move(share), remover=True, rate_func=linear)
        others = [one for one in self.stack.curves if one is not curve]
        casings, uprights = [spot[1][0] for spot in self.spots], [spot[0] for spot in self.spots]
        gone = FadeOut(self.stack.zeros, *self.told, *others, *casings, *uprights, rate_func=first_half)
        come = FadeIn(both.axes, both.told, both.waves, *both.spots, rate_func=late)
        return [gone, moved, come, *map(ReplacementTransform, names, both.names)]
