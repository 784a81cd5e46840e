"""One neuron over all sums: before the ReLU two waves added, after it their product as well.

Storyboard row 15. The neuron is chosen by rule: of the three slowest frequencies, the one its waves explain best.
Shares are of its own variance; its waves of x and of y have its own phases, which are one phase.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, LEFT, RIGHT, FadeOut, Transform, VGroup, linear

from scenes.look.colormaps import rgba, viridis
from scenes.look.frame import Area
from scenes.look.numbers import percent
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.polyline_set import PolylineSet
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.mobjects.relief_row import ReliefRow
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TALL = 1.8  # times as high the first wave stands, alone
RISE = 1.1
TURNED = -35 * DEGREES
SIDEWAYS = (89.9 * DEGREES, -90 * DEGREES)
LABEL_ROOM = 1.9
# Of the neuron's waves, those with a name in the film: component, its formula, the role whose shades it wears.
PARTS = (
    ("cos x", "cos(k x + phi)", "cos_x"),
    ("cos y", "cos(k y + phi)", "cos_y"),
    ("cos x cos y", "cos(k x + phi) cos(k y + phi)", "text"),
)
NAMED = tuple(name for name, _, _ in PARTS)


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
        self.relief = Relief(self.pre, self.heights, float(np.abs(self.pre).max()), RISE, 2, SIDEWAYS)
        self.row, self.thread = self.wave_at_zero(TALL)
        area, floor = self.content.less_bottom(1.0), self.relief.corners()[:1]
        seen = np.concatenate([self.row.points, floor])
        self.relief.space.fit(seen, area.center, 0.86 * area.width, 0.8 * area.height)
        self.axes = self.axes_of(self.relief)
        self.add(self.relief.space, self.head, self.axes[0], self.thread, self.row)
        self.say("One neuron of the MLP. Hold y at 0, let x run: its values draw a wave.")
        self.wait(Time.HOLD)

    @beat
    def every_row_of_sums(self) -> None:
        """Let y run too: the waves stand one behind the other and make a surface of p² values."""
        p = self.run.p
        x, y = (part.reshape(-1) for part in np.meshgrid(np.arange(p), np.arange(p), indexing="ij"))
        colors = viridis(np.repeat(np.linspace(*self.theme.sweep, p), p))
        cloud = self.relief.points(x, y, self.pre, colors * [1, 1, 1, 0], 0.4 * POINT)
        target, area = self.relief.space.copy().turn(*OBLIQUE), self.content
        target.fit(self.relief.corners(0.8), area.center, area.width, area.height, [OBLIQUE[1], TURNED])
        self.say(f"Let y run too, and there are {p * p:,} values: one for every sum.")
        lower = [Transform(*pair) for pair in zip((self.row, self.thread), self.wave_at_zero(), strict=True)]
        self.glide(self.relief.seen_through(target), *lower)
        self.appear(self.axes[1], time=Time.QUICK)
        self.add(cloud)
        self.drive(cloud, lambda share: cloud.set_colors(np.column_stack([colors[:, :3], y <= share * p])), pace=linear)
        self.appear(self.relief.field)
        self.remove(cloud, self.row, self.thread)

    @beat
    def two_waves_added(self) -> None:
        """Turn it; what it is made of, in shares of its variance."""
        self.facts = self.shares_before([part for part in PARTS if part[0] in ("cos x", "cos y")])
        self.say("Hills and hollows: a wave of x and a wave of y, simply added.")
        self.turn(self.relief, to=TURNED, time=2 * Time.SLOW)
        self.appear(self.facts)

    @beat
    def fold_at_zero(self) -> None:
        """The ReLU: what is below zero becomes zero."""
        self.say("Then the ReLU: whatever is below zero becomes zero.")
        self.play(FadeOut(self.facts), *self.head[0].light("ReLU"), run_time=Time.QUICK)
        self.glide(self.relief.become(self.post))
        self.turn(self.relief, to=OBLIQUE[1])

    @beat
    def peel_apart(self) -> None:
        """The folded surface comes apart into its waves, each in its place, on one scale."""
        waves = self.after
        parts = [(waves.components[name].surface, role) for name, _, role in PARTS]
        parts.append((self.post - waves.rebuilt(NAMED), "dim"))
        cells, scale = self.content.cells(len(parts), Gap.NEAR, 1.0), self.relief.scale
        seats = [Relief(surface, self.in_role(role), scale, RISE) for surface, role in parts]
        seats_row = ReliefRow(seats, cells, LABEL_ROOM).fill([])
        copies = [Relief(self.post - waves.mean, self.heights, scale, RISE) for _ in parts]
        for copy in copies:
            copy.space.become(self.relief.space)
        self.parts, self.labels = ReliefRow(copies, cells, LABEL_ROOM), self.part_labels(cells)
        self.say("Take the folded surface apart into waves again.")
        self.appear(*self.parts.fields, instead_of=[self.axes, self.relief.field], time=Time.QUICK)
        apart = [copy.seen_through(space) for copy, space in zip(copies, seats_row.spaces, strict=True)]
        told = zip(copies, parts, strict=True)
        self.glide(
            *apart, *(copy.become(part, self.in_role(role)) for copy, (part, role) in told), time=2 * Time.STEADY
        )
        self.appear(self.labels[:2])

    @beat
    def what_the_fold_made(self) -> None:
        """The product, which was not there before."""
        was, now = (percent(waves.components["cos x cos y"].share) for waves in (self.before, self.after))
        self.say(f"The ReLU multiplies: beside the two waves, their product has grown from {was} to {now}.")
        self.appear(self.labels[2])
        self.turn(self.parts, to=TURNED)
        self.appear(self.labels[3])

    @beat
    def put_together_again(self) -> None:
        """Close: the three named waves added up beside the measured neuron."""
        areas, look = self.content.parts(0.5, Gap.FAR), (self.relief.scale, RISE, 2, (OBLIQUE[0], TURNED))
        both = [Relief(values, self.heights, *look) for values in (self.after.rebuilt(NAMED), self.post)]
        views = ReliefRow(both, [area.less_top(0.9) for area in areas], 0.6).fill([])
        labels = VGroup()
        for text, area in zip(("its three named waves, added", "the neuron, measured"), areas, strict=True):
            labels.add(words(text, Size.LABEL, self.theme.text).move_to([area.center[0], area.bottom + 0.3, 0]))
        r2 = formula(f"R^2 = {self.after.share(NAMED):.3f}", Size.HEADLINE, self.theme.accent)
        r2.move_to(np.mean([label.get_center() for label in labels], axis=0))
        if labels.width - sum(label.width for label in labels) < r2.width + Gap.NEAR:  # no room between them
            r2.move_to([0, self.content.top - r2.height / 2 - Gap.NEAR, 0])
        self.say("Wave, wave and product, added up again, are the neuron, but for a small rest.")
        self.leave(self.labels, *self.parts.fields)
        self.appear(*views.fields, labels)
        self.appear(r2, time=Time.QUICK)
        self.turn(views, to=OBLIQUE[1])
        self.wait(Time.HOLD)

    # Pictures, from the run.

    def wave_at_zero(self, stretched: float = 1.0) -> tuple[PointCloud, PolylineSet]:
        """Draw the values at y = 0, as points and a line, so many times as high as the surface has them."""
        x, relief = np.arange(self.run.p), self.relief
        colors = viridis(np.linspace(*self.theme.sweep, self.run.p))
        values = stretched * self.pre
        line = relief.line(x, 0 * x, values, rgba(self.theme.dim), 0.025)
        return relief.points(x, 0 * x, values, colors, POINT), line

    def shares_before(self, rows: list[tuple[str, str, str]]) -> VGroup:
        """Write waves' shares of the variance with their formulas, one below the other."""
        lines = VGroup()
        for name, code, role in rows:
            color = getattr(self.theme, role)
            share = words(percent(self.before.components[name].share), Size.HEADLINE, color)
            lines.add(VGroup(share, formula(code, Size.LABEL + 3, color)).arrange(RIGHT, buff=0.25))
        lines.arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        area = self.content
        return lines.move_to([area.left + lines.width / 2, area.top - lines.height / 2 - Gap.NEAR, 0])

    def part_labels(self, cells: list[Area]) -> VGroup:
        """Write each part's share of variance, its formula and its amplitude under its cell; the rest's share last."""
        labels = VGroup()
        for (name, code, role), cell in zip(PARTS, cells, strict=False):
            part, color = self.after.components[name], getattr(self.theme, role)
            text = formula(code, Size.LABEL, color)
            if text.width > cell.width:
                text = formula(code.replace(") cos", r") \ dot.op cos"), Size.LABEL, color)
            amplitude = words(f"amplitude {part.amplitude:.2f}", Size.SMALL, self.theme.dim)
            labels.add(VGroup(words(percent(part.share, 1), Size.LABEL + 6, color), text, amplitude))
        rest = words(percent(1 - self.after.share(NAMED), 1), Size.LABEL + 6, self.theme.dim)
        labels.add(VGroup(rest, words("the rest", Size.LABEL, self.theme.dim)))
        for label, cell in zip(labels, cells, strict=True):
            label.arrange(DOWN, buff=0.13).move_to([cell.center[0], cell.bottom + 0.9, 0])
        return labels
