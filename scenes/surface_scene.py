"""One neuron over all sums: before the ReLU two waves added, after it their product as well.

Storyboard row 15. The neuron is chosen by rule: of the three slowest frequencies, the one its waves explain best.
Shares are of its own variance; its waves of x and of y have its own phases, which are one phase.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import (
    DEGREES,
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    FadeOut,
    Transform,
    VGroup,
    linear,
)
from manim import UpdateFromAlphaFunc as Changing

from model.analysis.waves import Decomposition
from scenes.look.colormaps import rgba, viridis
from scenes.look.frame import Area
from scenes.look.numbers import percent
from scenes.look.theme import GAP, HEADLINE, HOLD, LABEL, POINT, QUICK, SLOW, SMALL, STEADY, WIDE_GAP
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.polyline_set import PolylineSet
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.mobjects.space import Space
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TALL = 1.8  # times as high the first wave stands, alone
TURNED = -35 * DEGREES
# Of the neuron's waves, those with a name in the film: component, its formula, the role whose shades it wears.
PARTS = (
    ("cos x", "cos(k x + phi)", "cos_x"),
    ("cos y", "cos(k y + phi)", "cos_y"),
    ("cos x cos y", "cos(k x + phi) cos(k y + phi)", "text"),
)


class SurfaceScene(Stage):
    """From one wave to a surface, folded and taken apart."""

    options: ClassVar[tuple[str, ...]] = ("neuron",)
    neuron: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        alive = np.flatnonzero(
            np.ptp(self.run.activations.mlp_post, axis=(0, 1))
        )  # the ReLU lets something of them through
        neuron = self.chosen("neuron", lambda: evidence.shown_neuron, alive.tolist())
        self.before = evidence.decompose(neuron, before=True)
        self.after = evidence.decompose(neuron)
        self.pre = self.run.activations.mlp_pre[..., neuron].astype(float)
        self.post = self.run.activations.mlp_post[..., neuron].astype(float)
        self.one_row_of_sums()
        self.every_row_of_sums()
        self.two_waves_added()
        self.fold_at_zero()
        self.peel_apart()
        self.what_the_fold_made()
        self.put_together_again()

    @beat
    def one_row_of_sums(self) -> None:
        """Open on the neuron's value for every x, y held at 0: seen from the side, a wave."""
        self.head = self.header("MLP")
        self.relief = Relief(
            self.pre, self.heights, float(np.abs(self.pre).max()), 1.1, 2, (89.9 * DEGREES, -90 * DEGREES)
        )
        self.row, self.thread = self.wave_at_zero(TALL)
        area, floor = self.content.less_bottom(1.0), self.relief.corners()[:1]
        seen = np.concatenate([self.row.points, floor])
        self.relief.space.fit(seen, area.center, 0.86 * area.width, 0.8 * area.height)
        self.axes = self.axes_of(self.relief)
        self.add(self.relief.space, self.head, self.axes[0], self.thread, self.row)
        self.say("One neuron of the MLP. Hold y at 0, let x run: its values draw a wave.")
        self.wait(HOLD)

    @beat
    def every_row_of_sums(self) -> None:
        """Let y run too: the waves stand one behind the other and make a surface of p² values."""
        p = self.run.p
        x, y = (part.reshape(-1) for part in np.meshgrid(np.arange(p), np.arange(p), indexing="ij"))
        colors = viridis(np.repeat(np.linspace(*self.theme.sweep, p), p))
        cloud = PointCloud(self.relief.at(x, y, self.pre), colors * [1, 1, 1, 0], 0.4 * POINT, self.relief.space)
        target = self.relief.space.copy().turn(*OBLIQUE)
        self.fit(target)
        self.say(f"Let y run too, and there are {p * p:,} values: one for every sum.")
        lower = [Transform(*pair) for pair in zip((self.row, self.thread), self.wave_at_zero(), strict=True)]
        self.play(self.turned_to(target), *lower, run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(self.axes[1]), run_time=QUICK)
        self.add(cloud)

        def reveal(points: PointCloud, alpha: float) -> None:
            points.set_colors(np.column_stack([colors[:, :3], y <= alpha * p]))

        self.play(Changing(cloud, reveal), run_time=SLOW, rate_func=linear)
        self.play(FadeIn(self.relief.field), run_time=STEADY)
        self.remove(cloud, self.row, self.thread)

    @beat
    def two_waves_added(self) -> None:
        """Turn it; what it is made of, in shares of its variance."""
        before = self.before
        rows = [(name, code, role) for name, code, role in PARTS if name in ("cos x", "cos y")]
        self.facts = self.sum_of_waves(before, rows)
        self.say("Hills and hollows: a wave of x and a wave of y, simply added.")
        self.play(self.relief.space.animate.turn(theta=TURNED), run_time=2 * SLOW, rate_func=self.ease)
        self.play(FadeIn(self.facts), run_time=STEADY)

    @beat
    def fold_at_zero(self) -> None:
        """The ReLU: what is below zero becomes zero."""
        self.say("Then the ReLU: whatever is below zero becomes zero.")
        self.play(FadeOut(self.facts), *self.head[0].light("ReLU"), run_time=QUICK)
        self.play(self.relief.become(self.post), run_time=SLOW, rate_func=self.ease)
        self.play(self.relief.space.animate.turn(theta=OBLIQUE[1]), run_time=SLOW, rate_func=self.ease)

    @beat
    def peel_apart(self) -> None:
        """The folded surface comes apart into its waves, each in its place, on one scale."""
        cells = self.content.cells(len(PARTS) + 1, GAP, 1.0)
        labels_high = 1.9
        self.parts, self.labels = [], VGroup()
        moves = []
        for (name, code, role), cell in zip([*PARTS, ("rest", "", "dim")], cells, strict=True):
            part = self.after.components[name]
            surface = self.unnamed() if name == "rest" else part.surface
            share = 1 - self.named_share() if name == "rest" else part.share
            copy = Relief(self.post - self.after.mean, self.heights, self.relief.scale, 1.1)
            copy.space.become(self.relief.space)
            seat = Relief(surface, self.in_role(role), self.relief.scale, 1.1)
            room = cell.less_bottom(labels_high)
            seat.place(room.center, room.width, room.height)
            moves.append((copy, seat, surface, role))
            self.labels.add(self.label(code, share, part.amplitude, role, cell))
            self.parts.append(copy)
        self.say("Take the folded surface apart into waves again.")
        self.play(FadeOut(self.axes, self.relief.field), *(FadeIn(c.field) for c in self.parts), run_time=QUICK)
        self.play(
            *(self.turned_to(seat.space, copy.space) for copy, seat, _, _ in moves),
            *(copy.become(surface, self.in_role(role)) for copy, _, surface, role in moves),
            run_time=2 * STEADY,
            rate_func=self.ease,
        )
        self.play(FadeIn(self.labels[:2]), run_time=STEADY)

    @beat
    def what_the_fold_made(self) -> None:
        """The product, which was not there before."""
        was, now = (waves.components["cos x cos y"].share for waves in (self.before, self.after))
        self.say(
            f"The ReLU multiplies: beside the two waves, their product has grown from {percent(was)} to {percent(now)}."
        )
        self.play(FadeIn(self.labels[2]), run_time=STEADY)
        turn = [part.space.animate.turn(theta=TURNED) for part in self.parts]
        self.play(*turn, run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(self.labels[3]), run_time=STEADY)

    @beat
    def put_together_again(self) -> None:
        """Close: the three named waves added up beside the measured neuron."""
        rebuilt = self.after.rebuilt(tuple(name for name, _, _ in PARTS))
        left, right = self.content.parts(0.5, WIDE_GAP)
        views = [
            Relief(values, self.heights, self.relief.scale, 1.1, 2, (OBLIQUE[0], TURNED))
            for values in (rebuilt, self.post)
        ]
        captions = ["its three named waves, added", "the neuron, measured"]
        labels = VGroup()
        for view, area, text in zip(views, (left, right), captions, strict=True):
            room = area.less_bottom(0.6).less_top(0.9)
            view.place(room.center, room.width, room.height)
            label = words(text, LABEL, self.theme.text)
            labels.add(label.move_to([area.center[0], area.bottom + 0.3, 0]))
        r2 = formula(f"R^2 = {self.named_share():.3f}", HEADLINE, self.theme.accent)
        r2.move_to(np.mean([label.get_center() for label in labels], axis=0))
        if labels.width - sum(label.width for label in labels) < r2.width + GAP:  # no room between them
            r2.move_to([0, self.content.top - r2.height / 2 - GAP, 0])
        self.say("Wave, wave and product, added up again, are the neuron, but for a small rest.")
        self.play(FadeOut(self.labels), *(FadeOut(part.field) for part in self.parts), run_time=QUICK)
        self.play(*(FadeIn(view.field) for view in views), FadeIn(labels), run_time=STEADY)
        self.play(FadeIn(r2), run_time=QUICK)
        turn = [view.space.animate.turn(theta=OBLIQUE[1]) for view in views]
        self.play(*turn, run_time=SLOW, rate_func=self.ease)
        self.wait(HOLD)

    # Pictures, from the run.

    def wave_at_zero(self, stretched: float = 1.0) -> tuple[PointCloud, PolylineSet]:
        """The values at y = 0, as points and a line, so many times as high as the surface has them."""
        x = np.arange(self.run.p)
        places = self.relief.at(x, 0 * x, self.pre) * [1, 1, stretched]
        colors = viridis(np.linspace(*self.theme.sweep, self.run.p))
        line = PolylineSet([places], rgba(self.theme.dim)[None], 0.025, self.relief.space)
        return PointCloud(places, colors, POINT, self.relief.space), line

    def turned_to(self, target: Space, space: Space | None = None) -> Animation:
        """A space's way to how another is seen."""
        space = space or self.relief.space
        return self.prepared(space.animate.become(target))

    def fit(self, space: Space) -> None:
        """Let the whole surface with its axes be seen through a space, whichever way it is turned."""
        area = self.content
        space.fit(self.relief.corners(0.8), area.center, area.width, area.height, [OBLIQUE[1], TURNED])

    def named_share(self) -> float:
        """Of the neuron's variance, what the named waves hold together: the R² of adding them up."""
        return self.after.share(tuple(name for name, _, _ in PARTS))

    def unnamed(self) -> np.ndarray:
        """[x, y] what they leave."""
        return self.post - self.after.rebuilt(tuple(name for name, _, _ in PARTS))

    def sum_of_waves(self, waves: Decomposition, rows: list[tuple[str, str, str]]) -> VGroup:
        """Shares of variance with their formulas, one below the other."""
        lines = VGroup()
        for name, code, role in rows:
            share = words(percent(waves.components[name].share), HEADLINE, getattr(self.theme, role))
            lines.add(VGroup(share, formula(code, LABEL + 3, getattr(self.theme, role))).arrange(RIGHT, buff=0.25))
        lines.arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        area = self.content
        return lines.move_to([area.left + lines.width / 2, area.top - lines.height / 2 - GAP, 0])

    def label(self, code: str, share: float, amplitude: float, role: str, cell: Area) -> VGroup:
        """A part's share of variance, its formula and its amplitude, under its surface."""
        color = getattr(self.theme, role)
        text = formula(code, LABEL, color) if code else words("the rest", LABEL, color)
        if text.width > cell.width:
            text = formula(code.replace(") cos", r") \ dot.op cos"), LABEL, color)
        lines = [words(percent(share, 1), LABEL + 6, color), text]
        if code:
            lines.append(words(f"amplitude {amplitude:.2f}", SMALL, self.theme.dim))
        return VGroup(*lines).arrange(DOWN, buff=0.13).move_to([cell.center[0], cell.bottom + 0.9, 0])
