"""The ReLU multiplies: y lifts the wave of x, and only what stays above zero counts, so y sets how large that wave is.

Storyboard row 15. The neuron is chosen by rule, see `Evidence.shown_neuron`; shares are of its own variance.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, FadeIn, FadeOut, linear

from transparent_box.model.analysis.waves import SHOWN
from transparent_box.scenes.look.colormaps import viridis
from transparent_box.scenes.look.frame import rest_of
from transparent_box.scenes.look.numbers import decimal, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.fact import Fact, FactLine
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.relief_row import ReliefRow
from transparent_box.scenes.mobjects.sheet_row import SheetRow
from transparent_box.scenes.mobjects.sounding import Sounding
from transparent_box.scenes.mobjects.standing_hills import FOOT, HIGH, LOW, TURNED, standing
from transparent_box.scenes.mobjects.waterline import Waterline
from transparent_box.scenes.mobjects.wave_sizes import WaveSizes
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

RISE, BELOW, ROOM, LINE = 1.2, 1.3, 1.1, 0.6  # units: the sheet’s height; below it; below a part, for words or a line
SEEN, SHORE = (60 * DEGREES, OBLIQUE[1]), (LOW, -66 * DEGREES)
# Of the neuron's waves, those with a name in the film: its name, the role whose shades it wears.
PARTS = tuple(zip(SHOWN, ("wave of x", "wave of y", "their product"), ("cos_x", "cos_y", "text"), strict=True))


class SurfaceScene(Stage, tells_of=CLOCKS):
    """From one wave to a sheet, through the water and taken apart."""

    options: ClassVar[tuple[str, ...]] = ("neuron",)
    neuron: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence, found = self.evidence, self.run.activations
        alive = np.flatnonzero(np.ptp(found.mlp_post, axis=(0, 1)))  # the ReLU lets something of them through
        self.shown = neuron = self.chosen("neuron", lambda: evidence.shown_neuron, alive.tolist())
        self.before, self.after = evidence.decompose(neuron, before=True), evidence.decompose(neuron)
        self.pre, self.post = (layer[..., neuron].astype(float) for layer in (found.mlp_pre, found.mlp_post))
        self.sizes, scale = evidence.row_waves(neuron), float(np.abs(self.pre).max())
        self.relief = Relief(self.pre, self.heights, scale, RISE, 2)
        self.every_row_of_sums()
        self.a_plane_at_zero()
        self.y_lifts_the_wave_of_x()
        self.what_is_under_water()
        self.peel_apart()
        self.add_the_heights()
        self.what_are_products_for()
        self.close_by(FadeOut(self.told))

    @beat
    def every_row_of_sums(self) -> None:
        """Go on from the wave of the chapter before: it is one row of a sheet, and the others come out of it."""
        p, many, colors = self.run.p, self.operation.many, viridis(np.linspace(*self.theme.sweep, self.run.p))
        laid, self.axes = self.evidence.two_waves(self.shown), self.axes_of(self.relief)
        row = SheetRow(self.relief, self.pre, laid, colors, self.content, self.theme)
        self.add(self.header("attention"), row.wave, row.points)
        self.say(f"In goes a sum of waves. Hold y, let x run: one wave. Let y run, too: {p * p:,} {many}.", lead=1.9)
        self.pulse("MLP")
        self.leave(row.wave)
        close, whole = row.close_up(self.content, SEEN), self.relief.framed(self.content, SEEN, below=BELOW)
        self.glide(self.relief.seen_through(close), row.points.animate.set_positions(row.at()))
        cloud, out = row.all_rows()
        self.glide(out, self.relief.seen_through(whole), time=1.2 * Time.SLOW)
        self.appear(self.relief.field, *self.axes, instead_of=[cloud, row.points])

    @beat
    def a_plane_at_zero(self) -> None:
        """Zero floods in as water while the camera goes down to it; it stays."""
        self.sea = Waterline(self.relief, self.pre, self.theme)
        lower = self.relief.framed(self.content.inside(0.1), SHORE, below=BELOW)
        self.say("The ReLU knows one number: zero. Let that be the water.", lead=1.3)
        self.pulse("ReLU")
        self.glide(FadeIn(self.sea), self.relief.seen_through(lower), time=1.4 * Time.SLOW)

    @beat
    def y_lifts_the_wave_of_x(self) -> None:
        """Make room, let the row run through all y, and beside it measure the wave of x in every row."""
        stand, side = self.parted(0.66 if self.frame.ratio > 1 else 0.6, low=0.61, wide=2.0)
        aside = self.relief.framed(stand.inside(0.02 * stand.width), SHORE, below=BELOW)
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
        (room, fact), left = (LINE, FactLine) if self.is_low else (ROOM, Fact), self.post - self.after.mean
        cells = self.content.cells(len(PARTS), Gap.NEAR, 2.0, room)
        stands = [rest_of(cells, taken).less_bottom(room) for taken in range(len(cells))]
        found, was = [self.after.components[name] for name in SHOWN], percent(self.before.components[SHOWN[-1]].share)
        self.surfaces, shares = [one.surface for one in found], [percent(one.share) for one in found]
        looks = [self.in_role(role) for _, _, role in PARTS]
        made = [Relief(*part, self.relief.scale, HIGH) for part in zip(self.surfaces, looks, strict=True)]
        self.parts = ReliefRow(made, cells, room).fill([TURNED], snug=True, shape=1 / 0.7)
        both, look = f"{was} → {shares[-1]}", {"size": Size.HEADLINE - 6, "gap": 0.13}
        told = zip(shares if self.is_low else [*shares[:-1], both], PARTS, strict=True)
        self.parts.label([fact(count, name, role, self.theme, **look) for count, (_, name, role) in told])
        self.say(f"Off come the waves. Left is their product: {was} before the ReLU, {shares[-1]} after it.", lead=2.1)
        self.relief.rise, gone = HIGH, map(FadeOut, (self.sea, self.chart, *self.chart.ranges, *self.axes))
        self.places = [*(self.relief.framed(stand, OBLIQUE, left) for stand in stands[:-1]), made[-1].space]
        self.glide(self.relief.seen_through(self.places[0]), self.relief.become(left), *gone)
        for part, surface, label, to in zip(made, self.surfaces, self.parts.labels, self.places[1:], strict=False):
            left = left - surface
            self.glide(*self.relief.shed(part, left, to=to), FadeIn(label))
        self.glide(self.relief.become(self.surfaces[-1], looks[-1]), FadeIn(self.parts.labels[-1]), time=Time.STEADY)

    @beat
    def add_the_heights(self) -> None:
        """Put it together again: each wave comes down on the product, and heights add."""
        total, area = self.surfaces[-1] + self.after.mean, self.content
        whole = standing(self.relief, self.after.rebuilt(SHOWN), area)
        self.told = words(f"{percent(self.after.share(SHOWN), 1)} of the neuron", Size.HEADLINE - 6, self.theme.text)
        self.told.move_to([0, area.bottom + FOOT / 2, 0])
        self.say("Add the heights again, wave by wave, and the neuron is back.", lead=1.4)
        for part, to, gone in ((1, self.places[1], self.parts.labels[1:]), (0, whole, self.parts.labels[:1])):
            total = total + self.surfaces[part]
            self.glide(*self.relief.take(self.parts.reliefs[part], total, to=to), FadeOut(*gone))
        self.appear(self.told, time=Time.QUICK)

    @beat
    def what_are_products_for(self) -> None:
        """Close on the whole, slowly turning."""
        self.say("That is what the ReLU is for: it makes products. And what are products good for?", lead=1.9)
        self.turn(self.relief, to=OBLIQUE[1], time=2 * Time.SLOW)
