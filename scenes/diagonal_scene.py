"""One layer on, hills have become ridges, and on each ridge all pairs have one sum.

Storyboard row 16. The output of the MLP is chosen by rule: of the three slowest frequencies, the one of which a single
wave of x + y holds most. The ridge is where its mean over all pairs of one sum is highest.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, UP, Group

from scenes.look.colormaps import rgba
from scenes.look.numbers import percent
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.fact import Fact
from scenes.mobjects.lettering import formula
from scenes.mobjects.polyline_set import PolylineSet
from scenes.mobjects.relief import ABOVE, OBLIQUE, Relief
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TURNED = -35 * DEGREES
RISE, FLAT = 0.9, 0.06  # units that the highest value rises: from the side, and for the view from above
PLAN_ROOM = 0.75  # units round the plan for its axes
LIFT = 0.12  # units above the surface, so that a line on it is whole


class DiagonalScene(Stage):
    """Ridges, from the side and from above, and the sums they stand for."""

    options: ClassVar[tuple[str, ...]] = ("output",)
    output: int | None = None

    # Where along a ridge pairs are read off, as shares of its length.
    readings: ClassVar[tuple[float, ...]] = (0.18, 0.5, 0.82)

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        outputs = np.flatnonzero(np.ptp(self.run.activations.mlp_out, axis=(0, 1)))  # without those that never vary
        output = self.chosen("output", lambda: evidence.diagonal_output[0], outputs.tolist())
        surface = self.run.activations.mlp_out[..., output].astype(float)
        self.values = surface - surface.mean()
        self.first, self.second = evidence.crests(output).lines()
        self.share = float(evidence.sum_shares["mlp_out"][output])
        self.ridges()
        self.from_above()
        self.one_ridge_one_sum()
        self.the_same_sum_again()
        self.asks_for_the_sum()

    @beat
    def ridges(self) -> None:
        """Open on the output's surface, slowly turning."""
        self.side, self.stand = self.content.parts(0.3, Gap.NEAR)
        self.relief = Relief(self.values, self.heights, float(np.abs(self.values).max()), RISE, 2)
        self.relief.fill(self.stand.inside(Gap.NEAR), [OBLIQUE[1], TURNED], below=0.8)
        self.axes = self.axes_of(self.relief)
        self.add(self.relief.space, self.header("out"), self.axes, self.relief.field)
        outputs, neurons = self.run.config.d_model, self.run.config.d_mlp
        self.say(f"One of {outputs} outputs of the MLP: it adds up all {neurons} neurons, and hills become ridges.")
        self.turn(self.relief, to=TURNED, time=3 * Time.SLOW)

    @beat
    def from_above(self) -> None:
        """Look down on it: the ridges are straight lines."""
        share, meaning = percent(self.share), "of its variance runs along x + y"
        self.fact = Fact(share, meaning, "sum", self.theme, size=Size.HEADLINE, gap=0.2, width=self.side.width)
        self.fact.move_to(self.side.center)
        target, room = self.relief.space.copy().turn(*ABOVE), self.stand.inside(2 * PLAN_ROOM, 2 * PLAN_ROOM)
        target.fit(self.relief.corners() * [1, 1, 0], room.center, room.width, room.height)
        self.plan = self.axes_of(self.relief, floor=0.0)
        self.say("From above the ridges are straight, and all run the same way.")
        self.leave(self.axes)
        self.glide(self.relief.seen_through(target), self.relief.become(self.values, rise=FLAT))
        self.relief.rise = FLAT
        self.appear(self.plan, self.fact)

    @beat
    def one_ridge_one_sum(self) -> None:
        """The highest ridge: pairs on it, read off."""
        self.drawn = [self.ridge(self.first)]
        line = f"Read off some pairs on the highest ridge: each of them adds up to {self.first}."
        alone = "The highest ridge is no longer than one pair: 0 and 0 add up to 0."
        self.say(alone if len(self.along(self.first)) == 1 else line)
        self.appear(*self.drawn, instead_of=self.fact)
        self.sums = self.pairs_along(self.first)

    @beat
    def the_same_sum_again(self) -> None:
        """The ridge a whole p further: the same sum, modulo p."""
        p, rest = self.run.p, self.second - self.run.p
        if not len(self.along(self.second)):
            self.say(f"It runs from corner to corner and has no other half: no two numbers add up to {self.second}.")
            return
        self.say(f"Further up runs its other half, at {self.second}. Modulo {p} that is {rest} again.")
        self.drawn.append(self.ridge(self.second))
        self.appear(self.drawn[-1], instead_of=self.sums)
        self.sums = self.pairs_along(self.second)

    @beat
    def asks_for_the_sum(self) -> None:
        """Close: the surface again, with both halves of the ridge on it."""
        self.relief.rise = RISE
        target, room = self.relief.space.copy().turn(*OBLIQUE), self.stand.inside(Gap.NEAR)
        target.fit(self.relief.corners(0.8), room.center, room.width, room.height, [TURNED])
        asked = formula("x + y", Size.HEADLINE + 10, self.theme.sum).move_to(self.side.center + UP * 0.6)
        self.fact.next_to(asked, DOWN, Gap.FAR)
        self.say("This output no longer tells what x is, or what y is. It tells their sum.")
        self.leave(self.sums, self.plan, *self.drawn)
        self.glide(self.relief.seen_through(target), self.relief.become(self.values))
        self.appear(self.axes, *(self.ridge(total) for total in (self.first, self.second) if len(self.along(total))))
        self.appear(asked, self.fact)
        self.turn(self.relief, to=TURNED)
        self.wait(Time.HOLD)

    # Pictures, from the run.

    def along(self, total: int) -> np.ndarray:
        """Every x of a pair that adds up to a total."""
        return np.arange(max(0, total - self.run.p + 1), min(total, self.run.p - 1) + 1)

    def ridge(self, total: int) -> PolylineSet:
        """Draw the line of all pairs with one sum, on the surface."""
        x = self.along(total)
        return self.relief.line(x, total - x, self.values, rgba(self.theme.accent), 0.05, LIFT)

    def pairs_along(self, total: int) -> Group:
        """Mark pairs on a ridge one after the other, and write their sums at the side."""
        x = self.along(total)
        chosen = sorted({int(x[round(share * (len(x) - 1))]) for share in self.readings})
        sums = self.additions([(a, total - a) for a in chosen], Size.HEADLINE - 6, self.side)
        look = (self.values, rgba(self.theme.text), 1.6 * POINT, 2 * LIFT)
        spots = [self.relief.points(a, total - a, *look) for a in chosen]
        self.read_off(sums, spots, Time.QUICK)
        return Group(*sums, *spots)
