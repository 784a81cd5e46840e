"""A training's scores above its losses: the same steps and one cursor through both, each on a linear scale."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Group, Line, Mobject, Rectangle, VGroup

from transparent_box.scenes.look.axis import PERCENT, Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import bare_percent, decimal, one_in
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.charts.curve_tags import CurveTags, plated
from transparent_box.scenes.mobjects.training.loss_chart import CURVE
from transparent_box.scenes.mobjects.training.loss_desk import DOT, LossDesk
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering, words

SHARE = 0.27  # share of the height for the scores
HEADROOM = 1.18  # least end of the axis of losses, in multiples of the highest loss
BEYOND = 0.1  # units that the cursor extends beyond an axis
LIFT = 0.15  # units from the losses up to their title
ABOVE = 0.2  # units from the highest loss up to its number
BESIDE = 0.12  # units from a dot to its number
PLATE = 0.08  # units by which a plate is larger than the text on it
SMALL_CHANCE = 2.0  # nats: smaller losses are not translated into a chance; 1 in 7 can be said, 1 in 1.6 cannot
NOTHING = 1e-9  # steps up to which nothing of a curve is visible


class ScoreAndLoss(Group):
    """The scores and losses that a desk has `named`, over the desk's area, the losses below; `ends` are two steps.

    `scores` and `losses` are the charts, `tags` and `title` the text beside them. `pointer` is the cursor with the
    desk's counter of steps; `riders` are the last name's score and loss at the cursor, `mark` is its loss at the first
    of the `ends`. At first no loss is drawn. `meant` translates one of the axis' losses into a chance.
    """

    def __init__(self, desk: LossDesk, ends: tuple[int, float], theme: Theme) -> None:
        self.desk, self.names, self.ends, self.theme = desk, list(desk.named), ends, theme
        self.title = words("loss = −log (chance given to the right answer)", Size.LABEL, theme.dim)
        self.scores, self.losses = self._charts(
            max(float(desk.losses[name][1].max()) for name in self.names), desk.room
        )
        for name in self.names:
            step, loss, ink = desk.losses[name]
            self.scores.curve(step, desk.accuracies[name], ink, CURVE)
            self.losses.curve(step, loss, ink, CURVE)
        self.curves = [*self.scores.curves, *self.losses.curves]
        self.tags = [self._tags(chart) for chart in (self.scores, self.losses)]
        self.dots = VGroup(*(Dot(radius=DOT, color=one.color_code) for one in self.curves))
        self.uprights = VGroup(*(Line(DOWN, UP, color=theme.text, stroke_width=2) for _ in self.tags))
        self.pointer = Group(self.uprights, self.dots, desk.step)
        self.right, self.lost = (Counter("", widest, "", Size.LABEL, ink) for widest in ("100", "99.9"))
        self.sign = words(PERCENT, Size.LABEL, ink)
        self.plates = VGroup(
            *(Rectangle(fill_color=theme.ground, fill_opacity=1).set_stroke(width=0) for _ in self.tags)
        )
        self.riders = [self.plates, self.right, self.sign, self.lost]
        self.mark, self.meant = self._mark(ink), self._meant()
        super().__init__(self.scores, self.losses, self.pointer)
        self.losses.reveal(NOTHING)
        self._place(0.0)

    def _charts(self, most: float, area: Area) -> tuple[Chart, Chart]:
        """Set up both charts, equally long, the scores above; losses are `most` at most."""
        shares, even = Axis(0.0, 1.0, False, PERCENT), self._even(most, area)
        upper = area.less_bottom((1 - SHARE) * area.height)
        lower = area.less_top(SHARE * area.height + Gap.NEAR + self.title.height + LIFT)
        above, below = self._chart(shares, upper), self._chart(even, lower)
        left = max(above.area.left, below.area.left)
        foot = above.area.bottom - upper.bottom  # saved, since only the losses have numerals of steps
        above, below = (
            self._chart(y, Area(room.left + left - chart.area.left, room.right, room.bottom - lack, room.top))
            for y, room, chart, lack in ((shares, upper, above, foot), (even, lower, below, 0.0))
        )
        above.remove(*(numeral for _, numeral in above.numerals), *([above.named] if above.named else []))
        self.title.move_to([area.left, below.area.top + LIFT, 0], LEFT + DOWN)
        return above, below

    def _even(self, most: float, area: Area) -> Axis:
        """Find an axis from 0 on which the number of the highest loss is clear of the title."""
        over = words("0", Size.LABEL, self.theme.dim).height + ABOVE + LIFT
        high = (1 - SHARE) * area.height - self.title.height - LIFT - 2 * Gap.NEAR  # approximate: ignores its numerals
        return Axis(0.0, max(HEADROOM, high / (high - over)) * most, False, "")

    def _chart(self, y: Axis, area: Area) -> Chart:
        end, grid, dim = self.desk.reach[1], self.theme.grid, self.theme.dim
        x = Axis(0.0, end, False, self.desk.unit)
        return Chart(x, y, area, furthest=end, head=0.0, size=Size.SMALL, grid=grid, dim=dim)

    def _tags(self, chart: Chart) -> CurveTags:
        curves = dict(zip(self.names, chart.curves, strict=True))
        return CurveTags(chart, curves, Size.LABEL, self.theme.ground)

    def _mark(self, ink: str) -> VGroup:
        """Write the loss where the cursor starts to ride, left of its way."""
        start = self.ends[0]
        (place,) = self.losses.places([start], [self.value(start)])
        label = words(decimal(self.value(start), 1), Size.LABEL, ink).next_to(place, UP + LEFT, BESIDE)
        label.shift([max(self.desk.room.left - label.get_left()[0], 0.0), 0, 0])
        plate = plated(label, self.theme.ground, label.height)
        plate[0].move_to(label)
        return VGroup(Dot(place, DOT, color=ink), plate)

    def _meant(self) -> VGroup:
        """Write the chance above the rule of the highest numbered loss that has room for it.

        Nothing is written if none has room, or if the loss is so low that the chance would be large.
        """
        for value, _ in reversed(self.losses.scale_of_y):
            label = self._chance(value) if value >= SMALL_CHANCE else None
            if label is not None and label.get_top()[1] < self.title.get_bottom()[1]:
                plate = plated(label, self.theme.ground, label.height)
                plate[0].move_to(label)
                return plate
        return VGroup()

    def _chance(self, value: float) -> Lettering | None:
        """Write the chance of a loss above its rule, where the last curve is below it; None if that is too short."""
        curve, end = self.losses.curves[-1], self.desk.reach[1]
        above = curve.x[(curve.y > value) & (curve.x <= end)]
        left, right = self.losses.places([float(above.max(initial=0.0)), end], [value, value])
        room, chance = right[0] - left[0] - 2 * BESIDE, f"chance: {one_in(-value / math.log(10))}"
        label = words(chance, Size.LABEL, self.theme.text)
        if label.width > 2 * room:
            return None
        if label.width > room:
            label = lettering(escape(chance), Size.LABEL, self.theme.text, room, "right")
        label.next_to(right, UP + LEFT, BESIDE)
        return label

    def value(self, step: float) -> float:
        """Return the loss of the last name at a step."""
        return self.losses.curves[-1].value(step)

    @property
    def falls(self) -> str:
        """Words for what that loss does between the two `ends`."""
        first, last = (decimal(self.value(step), 1) for step in self.ends)
        return f"falls from {first} to {last}" if first != last else "falls"

    @property
    def written(self) -> list[Mobject]:
        """All text in it and beside it."""
        return [*self.tags, self.title, *self.riders, self.mark]

    def draw(self, share: float) -> Self:
        """Draw a share 0 … 1 of the losses, with the cursor at their end; the scores are complete."""
        self.losses.reveal(max(share * self.desk.reach[1], NOTHING))
        return self.stand(share * self.desk.reach[1])

    def stand(self, step: float) -> Self:
        """Move the cursor to a step in both charts, and show the step's number."""
        self.desk.step.show(f"{int(step):,}")
        return self._place(step)

    def _place(self, step: float) -> Self:
        self.at = step
        for n, (dot, one) in enumerate(zip(self.dots, self.curves, strict=True)):
            chart = self.scores if n < len(self.names) else self.losses
            dot.move_to(chart.places([step], [one.value(step)])[0])
        for upright, chart in zip(self.uprights, (self.scores, self.losses), strict=True):
            (foot,), top = chart.places([step], [chart.y.low]), chart.area.top
            upright.put_start_and_end_on(foot + BEYOND * DOWN, [foot[0], top + BEYOND, 0])
        return self

    def go_back(self, share: float) -> Self:
        """Move the cursor a share of the way back from the end of the axis to the first of the `ends`.

        The riders, hidden so far, are not moved: frame by frame they would end up elsewhere in their last bits.
        """
        return self.stand((1 - share) * self.desk.reach[1] + share * self.ends[0])

    def ride(self, share: float) -> Self:
        """Move a share of the way from the first of the `ends` to the second, with score and loss at their dots."""
        self.stand((1 - share) * self.ends[0] + share * self.ends[1])
        score, loss = (chart.curves[-1].value(self.at) for chart in (self.scores, self.losses))
        self.sign.next_to(self.right.show(bare_percent(score)), RIGHT, 0.06)
        self._over(Group(self.right, self.sign), self.plates[0], self.scores)
        self._over(self.lost.show(decimal(loss, 1)), self.plates[1], self.losses)
        return self

    def _over(self, rider: Mobject, plate: Mobject, chart: Chart) -> None:
        """Place a rider above a chart's last curve, ahead of the cursor or, if there is no room, behind it.

        Its plate keeps it clear of the grid.
        """
        wide, end = DOT + BESIDE + rider.width, chart.x.high
        (last,) = chart.places([self.ends[1]], [0.0])
        side = 1 if last[0] + wide <= chart.area.right else -1
        far = float(np.clip(self.at + side * (wide + PLATE) / chart.area.width * end, 0.0, end))
        cursor, beyond = chart.places([self.at, far], [chart.curves[-1].value(step) for step in (self.at, far)])
        up = max(cursor[1] + DOT, beyond[1]) + BESIDE
        rider.move_to([cursor[0] + side * (wide - rider.width / 2), up + rider.height / 2, 0])
        plate.stretch_to_fit_width(rider.width + PLATE).stretch_to_fit_height(rider.height + PLATE).move_to(rider)
