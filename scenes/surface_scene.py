"""The ReLU multiplies: y lifts the wave of x, and only what stays above zero counts, so y sets the size of that wave.

The neuron is chosen by rule, see `Evidence.shown_neuron`; shares are of its own variance.
"""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, linear

from transparent_box.model.analysis.waves import SHOWN
from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.numbers import decimal, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.surfaces.folded_parts import FoldedParts, Part, rest_part
from transparent_box.scenes.mobjects.surfaces.measured_rows import MeasuredRows
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.surfaces.sheet_row import SheetRow
from transparent_box.scenes.mobjects.surfaces.standing_hills import FOOT, HIGH, LOW, TURNED, framed_hills
from transparent_box.scenes.mobjects.surfaces.waterline import Waterline
from transparent_box.scenes.mobjects.surfaces.wave_sizes import WaveSizes, surface_and_sizes
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

RISE, BELOW, STEP = 1.2, 1.3, 1.3  # units: the sheet's height, and room below it; seconds for a part to come or go
NOTHING, NEARLY = 0.005, 0.9  # shares: below the first counts as nothing, above the second as nearly all
SEEN, SHORE = (60 * DEGREES, OBLIQUE[1]), (LOW, -66 * DEGREES)
PARTS = (("wave of x", "cos_x"), ("wave of y", "cos_y"), ("their product", "text"))  # SHOWN; roles of the shades


class SurfaceScene(Stage, tells_of=CLOCKS):
    """From one wave to a sheet, through the water, and taken apart."""

    options: ClassVar[tuple[str, ...]] = ("neuron",)
    neuron: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence, mlp = self.evidence, self.run.activations
        alive = np.flatnonzero(np.ptp(mlp.mlp_post, axis=(0, 1)))  # the ReLU lets some of them through
        self.shown = neuron = self.chosen("neuron", lambda: evidence.shown_neuron, alive.tolist())
        self.before, self.after = evidence.decompose(neuron, before=True), evidence.decompose(neuron)
        self.pre, self.post = (layer[..., neuron].astype(float) for layer in (mlp.mlp_pre, mlp.mlp_post))
        self.sizes, scale = evidence.row_waves(neuron), float(np.abs(self.pre).max())
        self.relief = Relief(self.pre, self.heights, scale, RISE, 2)
        self.every_row_of_sums()
        self.a_plane_at_zero()
        self.y_lifts_the_wave_of_x()
        self.what_is_under_water()
        self.peel_apart()
        self.add_the_heights()
        self.what_are_products_for()
        self.close_by(FadeOut(self.parts.counter), FadeOut(self.sea.shore))

    @beat
    def every_row_of_sums(self) -> None:
        """Go on from the wave of the previous chapter: it is one row of a sheet, and the others come out of it."""
        p, many, colors = self.run.p, self.operation.many, number_colors(self.run.p, self.theme.sweep)
        laid, self.axes = self.evidence.two_waves(self.shown), self.axes_of(self.relief)
        row = SheetRow(self.relief, self.pre, laid, colors, self.content, self.theme)
        self.add(self.header("attention"), row.wave, row.points)
        self.say(f"A sum of waves goes in. Hold y, let x run: one wave. Let y run, too: {p * p:,} {many}.", lead=1.9)
        self.pulse("MLP")
        held, (runner, runs) = row.axes(self.ticks), row.run()
        self.appear(held, runner, instead_of=row.wave, time=Time.QUICK)
        close, whole = row.close_up(self.content, SEEN), self.relief.framed(self.content, SEEN, below=BELOW)
        self.glide(self.relief.seen_through(close), row.points.animate.set_positions(row.at()), runs)
        cloud, out = row.all_rows()
        gone = FadeOut(held, runner, rate_func=first_half)  # not earlier: a single row would float in the dark
        self.play(out, self.relief.seen_through(whole), gone, run_time=1.2 * Time.SLOW)
        self.appear(self.relief.field, *self.axes, instead_of=[cloud, row.points])

    @beat
    def a_plane_at_zero(self) -> None:
        """Flood zero with water while the camera goes down to it; it stays."""
        self.sea = Waterline(self.relief, self.pre, self.theme)
        lower = self.relief.framed(self.content.inside(0.1), SHORE, below=BELOW)
        self.say("The ReLU knows one number: zero. Let that be the water level.", lead=1.4)
        self.pulse("ReLU")
        self.glide(FadeIn(self.sea), self.relief.seen_through(lower), time=1.4 * Time.SLOW)

    @beat
    def y_lifts_the_wave_of_x(self) -> None:
        """Make room, let the row run through all y, and beside it measure the wave of x in every row."""
        stand, side = surface_and_sizes(self.content)
        aside = self.relief.framed(stand.inside(0.02 * stand.width), SHORE, below=BELOW)
        last, sizes, title = self.run.p - 1, self.sizes, "how large the wave of x is, for every y"
        self.chart = WaveSizes(sizes.before, sizes.after, title, side, self.theme.cos_x, self.theme)
        self.live = live = MeasuredRows(self.sea, self.chart)
        back = int(np.abs(sizes.lift[: max(1, self.run.p // 5)]).argmin()) - last  # to a nearby row, half under water
        self.say("y lifts the wave of x and lowers it again. Only what stays above water counts.", lead=1.8)
        self.glide(self.relief.seen_through(aside), time=Time.STEADY)
        self.appear(self.chart, time=Time.QUICK)
        self.drive(live, lambda share: live.stand(last * share, last * share), 3 * Time.SLOW, linear)
        self.drive(live, lambda share: live.stand(last + back * share, last))
        self.appear(*self.chart.ranges, time=Time.QUICK)

    @beat
    def what_is_under_water(self) -> None:
        """Apply the ReLU: the hollows rise to the plane, and what y does to the wave of x is left."""
        close, live, y, last = decimal(self.sizes.correlation, 3), self.live, self.live.y, self.run.p - 1
        depends = f"So y’s lift sets how large x’s wave is (correlation {close})"
        self.say(f"Under water, everything is zero. {depends}: the ReLU multiplies.", lead=2.2)
        self.drive(live, self.sea.rise)
        self.drive(live, lambda share: live.stand(y * (1 - share), last), Time.STEADY)

    @beat
    def peel_apart(self) -> None:
        """Undo the ReLU, and the waves leave nothing of a product; apply it again, and there it is."""
        surfaces = np.array([one.apart(SHOWN) for one in (self.before, self.after)])
        self.relief.rise = self.relief.field.rise = HIGH
        left = self.pre - self.before.mean
        looks = [*(Part(name, role, self.in_role(role)) for name, role in PARTS), rest_part(self.theme)]
        self.parts = FoldedParts(looks, surfaces, self.relief, self.content, self.theme)
        none, some = (one.components[SHOWN[-1]].share for one in (self.before, self.after))
        lies = f"{'lies flat' if none < NOTHING else 'is small'}: {percent(none)}"
        outcome = f"their product {lies}. After it: {percent(some)} of the neuron."
        self.say(f"Peel off both waves. Before the ReLU, {outcome}", lead=2.2)
        gone = map(FadeOut, (self.sea, self.chart, *self.chart.ranges, *self.axes))
        whole = self.relief.framed(self.content.less_bottom(self.parts.room), OBLIQUE, left)
        self.glide(self.relief.seen_through(whole), self.relief.become(left), *gone, time=STEP)
        for moves in self.parts.peeled(left):
            self.glide(*moves, time=STEP)
        self.glide(*self.parts.name_the_others(), time=2 * Time.QUICK)
        self.drive(self.parts, self.parts.fold)

    @beat
    def add_the_heights(self) -> None:
        """Put it back together: each wave comes down on the product, and heights add; then the rest."""
        most = "nearly the whole neuron" if self.after.share(SHOWN) > NEARLY else "part of the neuron"
        self.say(f"Add the heights back up: {most}. The rest is ripples.", lead=1.6)
        for moves in chain(self.parts.added((LOW, TURNED), self.after.mean), self.parts.completed(self.post)):
            self.glide(*moves, time=Time.STEADY)
        foot, whole = [0, self.content.bottom + FOOT / 2, 0], framed_hills(self.relief, self.post, self.content)
        move, come = self.parts.counter.animate.move_to(foot), FadeIn(self.sea.shore)
        self.glide(self.relief.seen_through(whole), move, come, time=Time.STEADY)

    @beat
    def what_are_products_for(self) -> None:
        """Close on the whole, slowly turning."""
        self.say("That is what the ReLU does: it makes products. But how do products turn a clock’s hand?", lead=2.1)
        self.turn(self.relief, to=OBLIQUE[1], time=1.2 * Time.SLOW)
