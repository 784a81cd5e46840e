"""Sums that run through the whole network one after the other, each written above what it makes of every layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import Animation, FadeOut, Group, Mobject, Transform, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import FRAMES
from transparent_box.scenes.look.texels import mixed
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.equation import solved
from transparent_box.scenes.mobjects.fact import Flipbook
from transparent_box.scenes.mobjects.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network_strip import GLYPHS, NAMES, NetworkStrip, Reading, draw, texture_size
from transparent_box.scenes.mobjects.pair_pictures import PairOnRidges, PairOnWaves
from transparent_box.scenes.mobjects.sharing import Sharing

HEAD = 1.8 * units(Size.HEADLINE)  # units kept above the network for the sum
SPOKEN = {**NAMES, "one-hot": "switches", "embed": "waves", "out": "ridges"}  # layers by what they hold
SLOW, MANY = 2, 29  # sums unhurried, and then counted through
FIRST, UNHURRIED, FAST, SOONER = 0.8, 2.0, 0.5, 0.93  # seconds that they stand; how long each of many, of the last
STEP, BLEND = 0.2, 0.3  # seconds from one layer to the next, and until one has changed
EXACT = 0.01 / FRAMES  # seconds, to within which the times of frames are known


class RunningSums(Sharing, Group):
    """A `programme` over an area: pairs of numbers, each `read` by the network, and the seconds that each stands.

    `waves` are what was read of all numbers and the frequencies, `ridges` the colors of all pairs and the sign, see
    `pair_pictures`: they stand for the embedding and for the outputs. Where there is time, a sum reaches one layer
    after the other.
    """

    shared = ("readings",)

    def __init__(
        self,
        programme: tuple[Sequence[tuple[int, int]], Sequence[float]],
        read: Callable[[int, int], Reading],
        operation: Operation,
        waves: tuple[Floats, Sequence[int]],
        ridges: tuple[Floats, int],
        area: Area,
        wide: bool,
        theme: Theme,
    ) -> None:
        pairs, self.patience = programme
        self.readings, self.theme = [read(*pair) for pair in pairs], theme
        self.starts = np.append(0, np.cumsum(self.patience))
        self.plan = NetworkPlan(self.readings[0], None, area.less_top(HEAD), wide, theme, SPOKEN)
        self.names = VGroup(*self.plan.labels.values())
        top = [area.center[0], area.top - HEAD / 3, 0]
        sums = (solved(operation, *one.tokens[:2], one.answer, theme, Size.HEADLINE) for one in self.readings)
        self.told = Flipbook([told.move_to(top) for told in sums])
        rooms = [Area.around(self.plan.seats[name]) for name in ("embed", "out")]
        self.pictures: dict[str, PairOnWaves | PairOnRidges] = {
            "embed": PairOnWaves(*waves, rooms[0], theme),
            "out": PairOnRidges(*ridges, rooms[1], theme),
        }
        for picture in self.pictures.values():
            picture.show(*self.readings[0].tokens[:2])
        self.shown = 0
        self.drawn: dict[str, tuple[int, int, float]] = {}
        self.path = self.plan.path.light(1.0)
        super().__init__(*self.plan.glyphs.values(), *self.pictures.values(), self.path, self.told)

    @property
    def comes_late(self) -> list[Mobject]:
        """All that does not grow out of the strip."""
        return [self.names, self.path, self.told, *self.pictures.values()]

    def grow(self, strip: NetworkStrip) -> list[Animation]:
        """Let the glyphs of a strip grow to where they stand here; two are gone then, for pictures come there."""
        self.plan.gather(strip)
        for name, glyph in self.plan.glyphs.items():
            glyph.set_opacity(strip.glyph(name).opacity)
        goals = {name: seat.copy() for name, seat in self.plan.seats.items()}
        for name in self.pictures:
            goals[name].set_opacity(0.0)
        return [Transform(glyph, goals[name]) for name, glyph in self.plan.glyphs.items()]

    def sink(self, strip: NetworkStrip, pace: Callable[[float], float]) -> list[Animation]:
        """Let the glyphs shrink to where those of a strip stand, and be gone; what is written fades at a pace."""
        seats = {name: glyph.copy().match_points(strip.glyph(name)) for name, glyph in self.plan.glyphs.items()}
        gone = [FadeOut(one, rate_func=pace) for one in self.comes_late]
        for name in self.pictures:
            self.plan.glyphs[name].texels = self._texels(name, len(self.readings) - 1)
        moves = self.plan.glyphs.items()
        return gone + [Transform(glyph, seats[name].set_opacity(1.0), remover=True) for name, glyph in moves]

    @property
    def time(self) -> float:
        """Seconds that all of them take."""
        return float(self.starts[-1])

    def show(self, share: float) -> Self:
        """Show the sum that stands at a share of that time, as far as it has come."""
        time = share * self.time
        number = int(np.searchsorted(self.starts[1:-1], time + EXACT, side="right"))
        since = time - self.starts[number]
        slow = number > 0 and self.patience[number] > len(GLYPHS) * STEP + BLEND
        for place, name in enumerate(GLYPHS):
            passed = min(max((since - place * STEP) / BLEND, 0.0), 1.0) if slow else 1.0
            if place:
                self.path.light(passed, [name])
            self._draw(name, number - 1 if passed < 1 else number, number, passed)
        if number != self.shown:
            self.shown = number
            self.told.show(number)
        return self

    def _draw(self, name: str, before: int, after: int, share: float) -> None:
        if self.drawn.get(name) == (before, after, share):
            return
        self.drawn[name] = before, after, share
        if name in self.pictures:
            start, end = (np.array(self.readings[number].tokens[:2]) for number in (before, after))
            self.pictures[name].show(*((1 - share) * start + share * end))
        else:
            old, new = self._texels(name, before), self._texels(name, after)
            self.plan.glyphs[name].texels = new if share == 1 else mixed(old, new, share)

    def _texels(self, name: str, number: int) -> Any:
        return draw(name, self.readings[number], self.theme, texture_size(self.plan.seats[name]))


def programme(x: int, y: int, p: int) -> tuple[list[tuple[int, int]], list[float]]:
    """Pairs to run, and how long each: x and y, some others unhurried, then y counts up until it is itself again.

    Each stands for whole frames, so that it goes on evenly, faster and faster.
    """
    others = [((x + n * (1 + p // 3)) % p, (y + n * (1 + p // 5)) % p) for n in range(1, SLOW + 1)]
    counted = [(x, (y - n) % p) for n in reversed(range(MANY))]
    frames = np.round(FRAMES * FAST * SOONER ** np.arange(MANY))
    return [(x, y), *others, *counted], [FIRST, *[UNHURRIED] * SLOW, *frames / FRAMES]
