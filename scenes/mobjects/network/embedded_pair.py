"""Two numbers as an embedding holds them: every clock's wave, and the height of each number on it."""

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

FINE = 20  # points of a curve between two numbers
THERE = 0.7  # share of the time by which a wave that moves elsewhere is there
COMES = 0.1  # share of the waves' rise in which the switches fade
APART = 0.12  # units from an upright to a name, and between the names
BESIDE = 0.35  # greatest share of the width for text beside the waves; wider text is above them
BELOW = 1.5 * units(Size.LABEL)  # units below the waves for the numbers' names


class EmbeddedPair(Group):
    """Two numbers (x, y) on n waves of `frequencies` over `count` numbers, at their `readings` (n, 2), in an area.

    `stack` are the waves, with the R² (n,) of each; `spots` are an upright line with its dots for x, and one for y,
    with `names` below; `lettering` is the text of the waves.
    """

    def __init__(
        self,
        pair: tuple[int, int],
        readings: Floats,
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
        self.lettering = [self.stack.names, self.stack.facts]
        self.theme, self.fine, self.pair, self.readings = theme, fine, pair, np.asarray(readings)
        inks = theme.cos_x, theme.cos_y
        self.spots = [
            Group(self.stack.upright(number, ink), self.stack.marks([number], readings[:, [place]], ink))
            for place, (number, ink) in enumerate(zip(pair, inks, strict=True))
        ]
        self.names = self._named(inks)
        super().__init__(self.stack, *self.spots)

    @property
    def many(self) -> str:
        """The number of frequencies, in words."""
        return f"{count_word(len(self.readings))} {'frequency' if len(self.readings) == 1 else 'frequencies'}"

    def _named(self, inks: tuple[str, str]) -> VGroup:
        """Write both numbers below their uprights, clear of each other."""
        names = VGroup(*(words(str(number), Size.LABEL, ink) for number, ink in zip(self.pair, inks, strict=True)))
        for name, spot in zip(names, self.spots, strict=True):
            name.next_to(spot[0], DOWN, APART)
        over = (names[0].width + names[1].width) / 2 + APART - abs(names[0].get_x() - names[1].get_x())
        ways = (LEFT, RIGHT) if self.pair[0] <= self.pair[1] else (RIGHT, LEFT)
        for name, way in zip(names, ways, strict=True):
            name.shift(max(over, 0.0) / 2 * way)
        return names

    def swell(self, share: float) -> Self:
        """Scale the waves, and the dots on them, to a share of their heights."""
        for row, (curve, wave) in enumerate(zip(self.stack.curves, self.stack.waves, strict=True)):
            curve.set_curves([self.stack.at(row, self.fine, share * wave)]).set_opacity(min(share / COMES, 1.0))
        for number, reading, (_, dots) in zip(self.pair, self.readings.T, self.spots, strict=True):
            places = [self.stack.at(row, [number], [share * high]) for row, high in enumerate(reading)]
            for dot in dots:
                dot.set_positions(np.concatenate(places)).set_opacity(min(share / COMES, 1.0))
        return self

    def grown(self, board: Texture, names: VGroup, reading: Switched) -> Iterator[list[Animation]]:
        """Yield animations that lay down the columns of switches and then let the waves rise out of them."""
        lying = LyingSwitches(reading, Area.around(board), self.stack, self.theme)
        board.set_opacity(0)  # its columns take its place
        down = UpdateFromAlphaFunc(lying.moving, lambda _, share: lying.down(share))
        moved = (name.animate.move_to(seat) for name, seat in zip(names[:2], self.names, strict=True))
        yield [down, *moved, FadeOut(board, lying.rest, *names[2:])]

        def swell(share: float) -> None:
            self.swell(share)
            lying.lit.set_opacity(1 - min(share / COMES, 1.0))  # replaced by dots

        waves = Group(lying.lit[:-1], self.stack.curves, *(spot[1] for spot in self.spots))
        come = FadeIn(self.stack.zeros, *(spot[0] for spot in self.spots), *self.lettering)
        rise = UpdateFromAlphaFunc(waves, lambda _, share: swell(share), introducer=True)  # drawn over what fades in
        yield [FadeOut(*lying.bars[:-1]), come, rise]

    def become(self, both: AddedWaves, frequency: int, names: VGroup) -> list[Animation]:
        """Move the wave of a frequency, with both dots, to its place among waves that are added; the others fade.

        If no wave has that frequency, the first one moves.
        """
        row = self.frequencies.index(frequency) if frequency in self.frequencies else 0
        curve, start = self.stack.curves[row], self.stack.curves[row].points.copy()
        end = both.panel.at(self.fine, both.lifted.wave(self.fine))
        dots = [dot for _, (_, dot) in self.spots]
        ways = [(dot.points.copy(), spot[1][1].points[0]) for dot, spot in zip(dots, both.spots, strict=True)]

        def move(share: float) -> None:
            gone, opacity = smooth(min(share / THERE, 1.0)), min((1 - share) / (1 - THERE), 1.0)
            curve.set_curves([(1 - gone) * start + gone * end]).set_opacity(opacity)
            for dot, (before, after) in zip(dots, ways, strict=True):
                places, alone = before.copy(), np.full(len(before), 1 - first_half(share))
                places[row], alone[row] = (1 - gone) * before[row] + gone * after, 1.0
                dot.set_positions(places).set_opacity(opacity).colors[:, 3] = alone

        moved = UpdateFromAlphaFunc(Group(curve, *dots), lambda _, share: move(share), remover=True, rate_func=linear)
        others = [one for one in self.stack.curves if one is not curve]
        casings, uprights = [spot[1][0] for spot in self.spots], [spot[0] for spot in self.spots]
        gone = FadeOut(self.stack.zeros, *self.lettering, *others, *casings, *uprights, rate_func=first_half)
        come = FadeIn(both.axes, both.lettering, both.waves, *both.spots, rate_func=late)
        return [gone, moved, come, *map(ReplacementTransform, names, both.names)]
