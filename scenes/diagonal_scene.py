"""One layer on, hills have become ridges, and on each ridge all pairs have one sum.

Storyboard row 16. The output of the MLP is chosen by rule: of the three slowest frequencies, the one of which a single
wave of x + y holds most. The ridge is where its mean over all pairs of one sum is highest.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, UP, FadeIn, FadeOut, Group, VGroup

from scenes.look.colormaps import rgba
from scenes.look.numbers import percent
from scenes.look.theme import GAP, HEADLINE, HOLD, LABEL, POINT, QUICK, SLOW, STEADY, WIDE_GAP
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.point_cloud import PointCloud
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
        self.side, self.stand = self.content.parts(0.3, GAP)
        self.relief = Relief(self.values, self.heights, float(np.abs(self.values).max()), RISE, 2)
        self.frame_up()
        self.axes = self.axes_of(self.relief)
        self.add(self.relief.space, self.header("out"), self.axes, self.relief.field)
        outputs, neurons = self.run.config.d_model, self.run.config.d_mlp
        self.say(f"One of {outputs} outputs of the MLP: it adds up all {neurons} neurons, and hills become ridges.")
        self.play(self.relief.space.animate.turn(theta=TURNED), run_time=3 * SLOW, rate_func=self.ease)

    @beat
    def from_above(self) -> None:
        """Look down on it: the ridges are straight lines."""
        fact = VGroup(
            words(percent(self.share), HEADLINE, self.theme.sum),
            words("of its variance runs along x + y", LABEL, self.theme.dim, self.side.width),
        )
        self.fact = fact.arrange(DOWN, buff=0.2).move_to(self.side.center)
        target = self.relief.space.copy().turn(*ABOVE)
        width, height = self.stand.width - 2 * PLAN_ROOM, self.stand.height - 2 * PLAN_ROOM
        target.fit(self.relief.corners() * [1, 1, 0], self.stand.center, width, height)
        self.plan = self.axes_of(self.relief, floor=0.0)
        self.say("From above the ridges are straight, and all run the same way.")
        self.play(FadeOut(self.axes), run_time=QUICK)
        self.play(
            self.relief.space.animate.become(target),
            self.relief.become(self.values, rise=FLAT),
            run_time=SLOW,
            rate_func=self.ease,
        )
        self.relief.rise = FLAT
        self.play(FadeIn(self.plan, self.fact), run_time=STEADY)

    @beat
    def one_ridge_one_sum(self) -> None:
        """The highest ridge: pairs on it, read off."""
        self.drawn = [self.ridge(self.first)]
        line = f"Read off some pairs on the highest ridge: each of them adds up to {self.first}."
        alone = "The highest ridge is no longer than one pair: 0 and 0 add up to 0."
        self.say(alone if len(self.along(self.first)) == 1 else line)
        self.play(FadeOut(self.fact), FadeIn(*self.drawn), run_time=STEADY)
        self.sums = self.read_off(self.first)

    @beat
    def the_same_sum_again(self) -> None:
        """The ridge a whole p further: the same sum, modulo p."""
        p, rest = self.run.p, self.second - self.run.p
        if not len(self.along(self.second)):
            self.say(f"It runs from corner to corner and has no other half: no two numbers add up to {self.second}.")
            return
        self.say(f"Further up runs its other half, at {self.second}. Modulo {p} that is {rest} again.")
        wrapped = self.ridge(self.second)
        self.play(FadeOut(self.sums), FadeIn(wrapped), run_time=STEADY)
        self.drawn.append(wrapped)
        self.sums = self.read_off(self.second)

    @beat
    def asks_for_the_sum(self) -> None:
        """Close: the surface again, with both halves of the ridge on it."""
        self.relief.rise = RISE
        target = self.relief.space.copy().turn(*OBLIQUE)
        target.fit(self.relief.corners(0.8), self.stand.center, self.stand.width - GAP, self.stand.height, [TURNED])
        asked = formula("x + y", HEADLINE + 10, self.theme.sum).move_to(self.side.center + UP * 0.6)
        self.fact.next_to(asked, DOWN, WIDE_GAP)
        self.say("This output no longer tells what x is, or what y is. It tells their sum.")
        self.play(FadeOut(self.sums, self.plan, *self.drawn), run_time=QUICK)
        self.play(
            self.relief.space.animate.become(target),
            self.relief.become(self.values),
            run_time=SLOW,
            rate_func=self.ease,
        )
        halves = [self.ridge(total) for total in (self.first, self.second) if len(self.along(total))]
        self.play(FadeIn(self.axes, *halves), run_time=STEADY)
        self.play(FadeIn(asked, self.fact), run_time=STEADY)
        self.play(self.relief.space.animate.turn(theta=TURNED), run_time=SLOW, rate_func=self.ease)
        self.wait(HOLD)

    # Pictures, from the run.

    def frame_up(self) -> None:
        """The surface with its axes in its place, whichever way it is turned."""
        stand = self.stand
        self.relief.place(stand.center, stand.width - GAP, stand.height, [OBLIQUE[1], TURNED], below=0.8)

    def ridge(self, total: int) -> PolylineSet:
        """The line of all pairs with one sum, on the surface."""
        x = self.along(total)
        places = self.relief.at(x, total - x, self.values, LIFT)
        return PolylineSet([places], rgba(self.theme.accent)[None], 0.05, self.relief.space)

    def along(self, total: int) -> np.ndarray:
        """Every x of a pair that adds up to a total."""
        return np.arange(max(0, total - self.run.p + 1), min(total, self.run.p - 1) + 1)

    def read_off(self, total: int) -> Group:
        """Mark pairs on a ridge one after the other, and write their sums at the side."""
        x = self.along(total)
        chosen = sorted({int(x[round(share * (len(x) - 1))]) for share in self.readings})
        sums = [self.addition(a, total - a, HEADLINE - 6) for a in chosen]
        self.side.fit(VGroup(*sums).arrange(DOWN, buff=0.35, aligned_edge=RIGHT))
        spots = [
            PointCloud(
                self.relief.at(a, total - a, self.values, 2 * LIFT),
                rgba(self.theme.text)[None],
                1.6 * POINT,
                self.relief.space,
            )
            for a in chosen
        ]
        for spot, line in zip(spots, sums, strict=True):
            self.play(FadeIn(spot, line), run_time=QUICK)
            self.wait(QUICK)
        return Group(*sums, *spots)
