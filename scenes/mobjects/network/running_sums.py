"""Sums that run through the whole network one after another, each written above what it makes of every layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

import numpy as np
from manim import DL, Animation, FadeOut, Group, Mobject, Transform, VGroup, smooth

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.rates import EXACT, FRAMES, first_half
from transparent_box.scenes.look.texels import mixed
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.network.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network.network_strip import (
    GLYPHS,
    NAMES,
    NetworkStrip,
    Reading,
    draw,
    texture_size,
)
from transparent_box.scenes.mobjects.network.pair_pictures import PairOnRidges, PairOnWaves
from transparent_box.scenes.mobjects.network.plan_places import TALL, Place
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.mobjects.words.equation import solved
from transparent_box.scenes.mobjects.words.fact import Flipbook
from transparent_box.scenes.mobjects.words.lettering import words

HEAD = 1.8 * units(Size.HEADLINE)  # units above the network for the sum
LAST = GLYPHS[-1]
ENDS = GLYPHS[0], LAST  # layers that are bright before the first sum runs
SPOKEN = {**NAMES, "one-hot": "switches", "embed": "waves", "out": "ridges"}  # the layers' names by what they hold
# Places of the glyphs, as in `NetworkPlan`: broad enough for fast waves to look like waves.
BROAD_WAVES: dict[str, Place] = {
    "one-hot": (0, 0, 1.9, 6),
    "embed": (2.9, 0, 7.4, 6),
    "attention": (12.0, 0, 1.9, 6),
    "MLP": (14.9, 0, 5.0, 3),
    "ReLU": (14.9, 3, 5.0, 3),
    "out": (20.7, 0, 4.3, 3),
    "logits": (20.7, 3, 4.3, 3),
}
BROAD_WAVES_TALL = TALL | {"one-hot": (0, 0, 4.4, 3.2), "embed": (6.1, 0, 9.9, 3.3)}
UNHURRIED = (3.2, 2.0, 1.5)  # seconds of the first sums: as long as it takes to name the layers, then less
MANY = 24  # sums that are counted through
FAST = 0.36  # seconds of the first of these
SOONER = 0.92  # factor from the time of one to that of the next
BLEND = 0.3  # seconds in which a layer changes
REST = 0.3  # seconds of rest after that
STEP = 0.1  # seconds from one layer to the next: if it would be less, a sum changes all layers at once
FAINT = 0.28  # opacity of a layer that a sum has not reached yet
PALE = 0.5  # opacity of such a layer's name


class RunningSums(Sharing, Group):
    """A `programme` of pairs of numbers, and the seconds of each, run through the network over an area.

    `read(x, y)` makes a pair's reading. `waves` are the readings of all numbers and the frequencies, `ridges` the
    colors of all pairs and the sign, see `pair_pictures`: they stand in for the embedding and for the outputs. If there
    is time, a sum reaches one layer after another; while one number counts up, its dots move without a stop.
    """

    shared = ("readings",)

    def __init__(
        self,
        programme: tuple[Sequence[tuple[int, int]], Sequence[float]],
        reading_of: Callable[[int, int], Reading],
        operation: Operation,
        waves: tuple[Floats, Sequence[int]],
        ridges: tuple[Floats, int],
        area: Area,
        wide: bool,
        theme: Theme,
    ) -> None:
        pairs, self.patience = programme
        self.readings, self.theme = [reading_of(*pair) for pair in pairs], theme
        self.starts = np.append(0, np.cumsum(self.patience))
        places = BROAD_WAVES if wide else BROAD_WAVES_TALL
        self.plan = NetworkPlan(self.readings[0], None, area.less_top(HEAD), wide, theme, SPOKEN, places)
        self.names = VGroup(*self.plan.labels.values())
        top = [area.center[0], area.top - HEAD / 3, 0]
        sums = (solved(operation, *one.tokens[:2], one.answer, theme, Size.HEADLINE) for one in self.readings)
        self.equations = Flipbook([equation.move_to(top) for equation in sums])
        rooms = [Area.around(self.plan.seats[name]) for name in ("embed", "out")]
        self.pictures: dict[str, PairOnWaves | PairOnRidges] = {
            "embed": PairOnWaves(*waves, rooms[0], theme),
            "out": PairOnRidges(*ridges, rooms[1], theme),
        }
        for picture in self.pictures.values():
            picture.show(*self.readings[0].tokens[:2])
        self.won = Flipbook([self._below_its_vote(one) for one in self.readings])
        self.drawn: dict[str, tuple[int, int, float]] = {}
        self.path, self.shown = self.plan.path, 0
        super().__init__(*self.plan.glyphs.values(), *self.pictures.values(), self.path, self.equations, self.won)
        self.show(0.0)

    @property
    def comes_late(self) -> list[Mobject]:
        """Everything that does not grow out of the strip."""
        return [self.names, self.path, self.equations, self.won, *self.pictures.values()]

    def grow(self, strip: NetworkStrip) -> list[Animation]:
        """Grow a strip's glyphs to their places here; two of them fade on the way, where pictures replace them.

        The votes fade in at their place, since the large votes seen before move there.
        """
        self.plan.gather(strip)
        goals = {name: seat.copy() for name, seat in self.plan.seats.items()}
        for name, glyph in self.plan.glyphs.items():
            goals[name].set_opacity(0.0 if name in self.pictures else glyph.opacity)
            glyph.set_opacity(strip.glyph(name).opacity)
        self.plan.glyphs[LAST].match_points(goals[LAST]).set_opacity(0.0)
        paces = dict.fromkeys(GLYPHS, smooth) | {LAST: first_half}
        return [Transform(glyph, goals[name], rate_func=paces[name]) for name, glyph in self.plan.glyphs.items()]

    def sink(self, strip: NetworkStrip, pace: Callable[[float], float]) -> list[Animation]:
        """Shrink the glyphs into those of a strip, and remove them; the text fades at a pace."""
        seats = {name: glyph.copy().match_points(strip.glyph(name)) for name, glyph in self.plan.glyphs.items()}
        gone = [FadeOut(one, rate_func=pace) for one in self.comes_late]
        for name in self.pictures:
            self.plan.glyphs[name].texels = self._texels(name, len(self.readings) - 1)
        moves = self.plan.glyphs.items()
        return gone + [Transform(glyph, seats[name].set_opacity(1.0), remover=True) for name, glyph in moves]

    @property
    def room(self) -> Area:
        """The area of the votes."""
        return Area.around(self.plan.seats[LAST])

    @property
    def time(self) -> float:
        """The seconds that all sums take together."""
        return float(self.starts[-1])

    def parts(self) -> list[tuple[Mobject, Callable[[float], Self], float]]:
        """List (mobject, function of a share, seconds) in order: with names while layers light up, then without."""
        first = float(self.starts[sum(self._step(number) >= STEP for number in range(len(self.readings)))])
        halves = (Group(self, self.names), 0.0, first), (self, first, self.time - first)
        return [(live, partial(self._show_of, since, time), time) for live, since, time in halves]

    def _show_of(self, since: float, time: float, share: float) -> Self:
        return self.show((since + share * time) / self.time)

    def show(self, share: float) -> Self:
        """Show the state at a share 0 … 1 of the whole time."""
        time = share * self.time
        number = int(np.searchsorted(self.starts[1:-1], time + EXACT / FRAMES, side="right"))
        since, step = max(time - self.starts[number], 0.0), self._step(number)
        come = dict.fromkeys(GLYPHS, 1.0)
        if step >= STEP:
            come = {name: float(np.clip((since - n * step) / BLEND, 0, 1)) for n, name in enumerate(GLYPHS)}
        left = max(1 - since / BLEND, 0.0)  # how much of the sum before is still visible
        levels = {name: max(come[name], left if number or name in ENDS else 0.0) for name in GLYPHS}
        for name, passed in come.items():
            self._draw(name, max(number - 1, 0) if passed < 1 else number, number, passed)
            self._light(name, levels[name])
        if step < STEP:
            self._roll(number, since / self.patience[number] - 0.5)
        self.path.light_all({name: levels[name] for name in GLYPHS[1:]})
        self._answer(number, come[LAST], levels[LAST])
        return self

    def _step(self, number: int) -> float:
        return (self.patience[number] - BLEND - REST) / (len(GLYPHS) - 1)

    def _roll(self, number: int, past: float) -> None:
        """Move the dots past a counted sum, −½ to ½ of the way to the next, if the next is one further on."""
        other = int(np.clip(number + np.sign(past), 0, len(self.readings) - 1))
        start, end = (np.array(self.readings[one].tokens[:2]) for one in (number, other))
        if np.abs(end - start).max() <= 1:
            share = abs(past) if self._step(other) < STEP else 2 * abs(past)  # a slow one stays until its end
            for name, picture in self.pictures.items():
                picture.show(*(start + share * (end - start)))
                self.drawn.pop(name)

    def _light(self, name: str, level: float) -> None:
        shown = self.pictures[name] if name in self.pictures else [self.plan.glyphs[name]]
        for part in shown:
            part.set_opacity(FAINT + (1 - FAINT) * level)
        self.plan.labels[name].set_opacity(PALE + (1 - PALE) * level)

    def _answer(self, number: int, come: float, level: float) -> None:
        """Write a sum, with the opacity of its answer; and below the winning vote, the answer."""
        if number != self.shown:
            self.shown = number
            self.equations.show(number)
        self.equations[-1].set_opacity(come if number else level)
        self.won.show(number if come else max(number - 1, 0))[0].set_opacity(level)

    def _below_its_vote(self, one: Reading) -> VGroup:
        seat, label = self.plan.seats[LAST], words(f"{one.answer}", Size.LABEL, self.theme.sum)
        across = (one.answer + 0.5) / len(one.logits) * seat.width
        middle = np.clip(across, label.width / 2, seat.width - label.width / 2)
        left, bottom, _ = seat.get_corner(DL)
        return VGroup(label.move_to([left + middle, bottom - 0.65 * units(Size.LABEL), 0]))

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
    """Choose pairs and their seconds: x and y, another one, then y counts up to itself, slowly at first.

    Each lasts a whole number of frames, so that the count speeds up evenly.
    """
    others = [((x + n * (1 + p // 3)) % p, (y + n * (1 + p // 5)) % p) for n in range(len(UNHURRIED) - 1)]
    counted = [(x, (y - n) % p) for n in reversed(range(MANY + 1))]
    frames = np.round(FRAMES * FAST * SOONER ** np.arange(MANY))
    return [*others, *counted], [*UNHURRIED, *frames / FRAMES]
