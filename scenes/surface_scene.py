"""The ReLU multiplies: y lifts the wave of x, and only what stays above zero counts, so y sets how large that wave is.

Storyboard row 15. The neuron is chosen by rule, see `Evidence.shown_neuron`; shares are of its own variance.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, linear

from transparent_box.scenes.look.colormaps import viridis
from transparent_box.scenes.look.frame import rest_of
from transparent_box.scenes.look.numbers import decimal, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import POINT, Gap, Size, Time
from transparent_box.scenes.mobjects.fact import Fact, FactLine
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.relief_row import ReliefRow
from transparent_box.scenes.mobjects.sounding import Sounding
from transparent_box.scenes.mobjects.waterline import Waterline
from transparent_box.scenes.mobjects.wave_sizes import WaveSizes
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

RISE, HIGH, TALL = 1.2, 1.8, 2.0  # units the highest value rises: the sheet, its parts, the first wave alone
SIDEWAYS, LOW = (89.9 * DEGREES, -90 * DEGREES), (68 * DEGREES, -66 * DEGREES)
TURNED, ROOM, LINE = -40 * DEGREES, 1.1, 0.6  # units under each part for what it is, or if that is but a line
# Of the neuron's waves, those with a name in the film: component, its name, the role whose shades it wears.
PARTS = (("cos x", "wave of x", "cos_x"), ("cos y", "wave of y", "cos_y"), ("cos x cos y", "their product", "text"))
NAMED = tuple(name for name, _, _ in PARTS)


class SurfaceScene(Stage, tells_of=CLOCKS):
    """From one wave to a sheet, through the water and taken apart."""

    options: ClassVar[tuple[str, ...]] = ("neuron",)
    neuron: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence, found = self.evidence, self.run.activations
        alive = np.flatnonzero(np.ptp(found.mlp_post, axis=(0, 1)))  # the ReLU lets something of them through
        neuron = self.chosen("neuron", lambda: evidence.shown_neuron, alive.tolist())
        self.before, self.after = evidence.decompose(neuron, before=True), evidence.decompose(neuron)
        self.pre, self.post = (layer[..., neuron].astype(float) for layer in (found.mlp_pre, found.mlp_post))
        self.sizes = evidence.row_waves(neuron)
        self.relief = Relief(self.pre, self.heights, float(np.abs(self.pre).max()), RISE, 2, SIDEWAYS)
        self.every_row_of_sums()
        self.a_plane_at_zero()
        self.y_lifts_the_wave_of_x()
        self.what_is_under_water()
        self.peel_apart()
        self.add_the_heights()
        self.who_ordered_products()
        self.close_glyph("ReLU")

    @beat
    def every_row_of_sums(self) -> None:
        """One row, seen from the side; then all rows, one behind the other, a sheet of p² values."""
        p, many, relief, area = self.run.p, self.operation.many, self.relief, self.content.less_bottom(0.8)
        x, colors = np.arange(p), viridis(np.linspace(*self.theme.sweep, p))
        row = relief.points(x, 0 * x, TALL / RISE * self.pre, colors, POINT)
        relief.space.fit(np.concatenate([row.points, relief.corners()[:1]]), area.center, 0.9 * area.width, area.height)
        self.axes = self.axes_of(relief)
        self.say(f"In goes a sum of waves. Hold y, let x run: one wave. Let y run, too: {p * p:,} {many}.")
        self.open_glyph("MLP", self.axes[0], row)
        self.wait(Time.HOLD)
        cloud = relief.rows(self.pre, colors, 0.4 * POINT)
        target = relief.framed(self.content, (LOW[0] - 8 * DEGREES, OBLIQUE[1]), below=1.3)
        self.glide(relief.seen_through(target), row.animate.set_positions(relief.at(x, 0 * x, self.pre)))
        self.appear(self.axes[1], time=Time.QUICK)
        self.drive(cloud, cloud.reveal, pace=linear)
        self.appear(relief.field, instead_of=[cloud, row])

    @beat
    def a_plane_at_zero(self) -> None:
        """Zero floods in as water, and the camera goes down to it; it stays."""
        self.sea = Waterline(self.relief, self.pre, self.theme)
        self.say("The ReLU knows one number: zero. Let that be the water.", lead=1.3)
        self.glide(FadeIn(self.sea), *self.head[0].light("ReLU"))
        self.glide(self.relief.seen_through(self.relief.framed(self.content.inside(0.1), LOW, below=1.3)))

    @beat
    def y_lifts_the_wave_of_x(self) -> None:
        """Make room, let the row run through all y, and beside it measure the wave of x in every row."""
        stand, side = self.parted(0.66 if self.frame.ratio > 1 else 0.54, low=0.58, wide=2.0)
        aside = self.relief.framed(stand.inside(0.02 * stand.width), LOW, below=1.3)
        last, sizes, title = self.run.p - 1, self.sizes, "how large the wave of x is, for every y"
        self.chart = WaveSizes(sizes.before, sizes.after, title, side, self.theme.cos_x, self.theme)
        self.live = live = Sounding(self.sea, self.chart)
        back = int(np.abs(sizes.lift[: max(1, self.run.p // 5)]).argmin()) - last  # to a row near by, half under water
        self.say("y lifts the wave of x and sinks it. Only what stays above water counts.", lead=1.6)
        self.glide(self.relief.seen_through(aside), time=Time.STEADY)
        self.appear(self.chart, time=Time.QUICK)
        self.drive(live, lambda share: live.stand(last * share, last * share), 3 * Time.SLOW, linear)
        self.drive(live, lambda share: live.stand(last + back * share, last))
        self.appear(*self.chart.ranges, time=Time.QUICK)

    @beat
    def what_is_under_water(self) -> None:
        """The ReLU: the hollows rise to the plane, and what y does to the wave of x is left."""
        close, live, y, last = decimal(self.sizes.correlation, 3), self.live, self.live.y, self.run.p - 1
        self.say(f"Under water, all is zero now. So y sets how large x’s wave is (r = {close}): it multiplies.", lead=2)
        self.drive(live, self.sea.rise)
        self.drive(live, lambda share: live.stand(y * (1 - share), last), Time.STEADY)

    @beat
    def peel_apart(self) -> None:
        """The waves come off the sheet first; what is left beneath is their product."""
        cells = self.content.cells(len(PARTS), Gap.NEAR, 2.0, room := LINE if self.is_low else ROOM)
        stands = [rest_of(cells, taken).less_bottom(room) for taken in range(len(cells))]
        cells, left = [cell.no_higher(0.7 * cell.width + room) for cell in cells], self.post - self.after.mean
        self.surfaces = [self.after.components[name].surface for name in NAMED]
        shades, fact = [self.in_role(role) for _, _, role in PARTS], FactLine if self.is_low else Fact
        made = [Relief(*part, self.relief.scale, HIGH) for part in zip(self.surfaces, shades, strict=True)]
        self.parts = ReliefRow(made, cells, room).fill([TURNED], snug=True)
        look, found = {"size": Size.HEADLINE - 6, "gap": 0.13}, self.after.components
        self.parts.label([fact(percent(found[n].share), text, role, self.theme, **look) for n, text, role in PARTS])
        was = percent(self.before.components[NAMED[-1]].share)
        self.say(f"Take it apart. Off come the waves. Their product is left. Before the ReLU it was {was}.", lead=2.1)
        self.leave(self.sea, self.chart, *self.chart.ranges, self.axes, time=Time.STEADY)
        self.relief.rise = HIGH
        self.places = [*(self.relief.framed(stand, OBLIQUE, left) for stand in stands[:-1]), made[-1].space]
        self.glide(self.relief.seen_through(self.places[0]), self.relief.become(left))
        for part, surface, label, to in zip(made, self.surfaces, self.parts.labels, self.places[1:], strict=False):
            left = left - surface
            self.glide(*self.relief.shed(part, left, to=to), FadeIn(label))
        self.glide(self.relief.become(self.surfaces[-1], shades[-1]), FadeIn(self.parts.labels[-1]), time=Time.STEADY)

    @beat
    def add_the_heights(self) -> None:
        """Put it together again: each wave comes down on the product, and heights add."""
        area, total = self.content.less_bottom(1.1), self.surfaces[-1] + self.after.mean
        whole = self.relief.framed(area, (LOW[0], TURNED), self.after.rebuilt(NAMED), [OBLIQUE[1]])
        told = words(f"{percent(self.after.share(NAMED), 1)} of the neuron", Size.HEADLINE - 6, self.theme.text)
        told.move_to([0, area.bottom - 0.55, 0])
        self.say("Add the heights again, wave by wave, and the neuron is back.", lead=1.4)
        for part, to, gone in ((1, self.places[1], self.parts.labels[1:]), (0, whole, self.parts.labels[:1])):
            total = total + self.surfaces[part]
            self.glide(*self.relief.take(self.parts.reliefs[part], total, to=to), FadeOut(*gone))
        self.appear(told, time=Time.QUICK)

    @beat
    def who_ordered_products(self) -> None:
        """Close on the whole, slowly turning."""
        self.say("That is what the ReLU is for: it makes products. Who ordered products?", lead=1.6)
        self.turn(self.relief, to=OBLIQUE[1], time=2 * Time.SLOW)
