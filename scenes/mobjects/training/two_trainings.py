"""Two trainings of one task in one panel: its axis of steps grows from the end of the first to that of the second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, FadeOut, Group, Mobject, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.training.opened_trial import OpenedTrial
from transparent_box.scenes.mobjects.training.trial_panel import TrialPanel, TrialPanels
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, lettering

LESSONS = "{} as lessons"
TOLD = (0.68, 0.4)  # heights of the text on each of the two, as shares of the plot's
BROAD = 0.45  # greatest width of that text, as a share of the plot's
PAST = 0.6  # opacity of the first training's curves once the text on them is there
NAMED, AGAIN = (0.0, 0.25), (0.5, 0.75)  # shares of the way on which the text on the first, and on the second, appears


class TwoTrainings(Group):
    """A training among `panels` that comes close to fill an area, and a `second` one of its task drawn into it.

    `second` is (name, curves, mark), with the same name as the first; `shares` are the fractions of all pairs that are
    lessons, in the first and in the second. `leaving` is everything but the second's own panel. At first nothing of the
    second is drawn, and no text is shown.
    """

    def __init__(
        self,
        panels: TrialPanels,
        second: tuple[str, TrainingCurves, int | None],
        shares: tuple[float, float],
        area: Area,
        theme: Theme,
    ) -> None:
        self.panels, self.task, first = panels, second[0], panels.trials[second[0]]
        self.first, self.second = (OpenedTrial(*one, area, theme) for one in (first, second))
        self.ends, self.plot = (self.first.last, self.second.last), self.second.plot
        for panel in (self.first, self.second):
            panel.remove(panel.rank)
        axis, look = Axis(0.0, self.ends[0], False, "steps"), {"grid": theme.grid, "dim": theme.dim}
        ruled = Chart(axis, Axis(0.0, 1.0, False, ""), area, furthest=max(self.ends), head=0.0, size=Size.SMALL, **look)
        self.ruled = ruled.fill(self.plot)
        self.axis = VGroup(*(numeral for _, numeral in ruled.numerals), *([ruled.named] if ruled.named else []))
        passed = f": passed at {first[2]:,}" if first[2] else ""
        texts = LESSONS.format(percent(shares[0])) + passed, LESSONS.format(percent(shares[1]))
        self.tags = VGroup(*(self._tag(text, way, theme) for text, way in zip(texts, ("left", "right"), strict=True)))
        self.leaving = Group(self.first.curves, self.first.upright, self.first.result, self.tags, self.axis)
        super().__init__(self.leaving, self.second)
        self.draw(0.0)

    def come_close(self, heading: Sequence[Mobject]) -> list[Animation]:
        """Move the first panel from its place among others; those and a heading fade, and its axis appears."""
        nears, *rest = self.first.come_out_of(self.panels, self.task)
        nears.remover = True  # replaced by the first panel itself
        gone = [FadeOut(part, rate_func=first_half) for part in heading]
        return [nears, *rest, *gone, FadeIn(self.axis, rate_func=second_half)]

    def draw(self, share: float) -> Self:
        """Draw a share 0 … 1 of the second's curves; the axis grows by that share of the way between both ends."""
        last = (1 - share) * self.ends[0] + share * self.ends[1]
        self.ruled.zoom(last)
        self._lay(self.first, min(self.ends[0], last), last)
        self._lay(self.second, share * self.ends[1], last)
        named, again = (float(np.interp(share, way, (0, 1))) for way in (NAMED, AGAIN))
        self.first.result.set_opacity(1 - named)
        self.first.curves.set_opacity(1 - named * (1 - PAST))
        beside = zip(self.tags, self._beside(last), (RIGHT, LEFT), TOLD, (named, again), strict=True)
        for tag, across, way, height, opacity in beside:
            tag.next_to([across, self.plot.bottom + height * self.plot.height, 0], way, Gap.NEAR).set_opacity(opacity)
        return self

    def _lay(self, panel: TrialPanel, until: float, last: float) -> None:
        """Draw a training up to a step on an axis that reaches to `last`."""
        panel.last = last
        panel.show(until)
        across = self.plot.left + self.plot.width * (panel.mark or 0) / last
        panel.upright.set_points_as_corners([[across, self.plot.bottom, 0], [across, self.plot.top, 0]])

    def _beside(self, last: float) -> tuple[float, float]:
        """Find where on the axis the first has generalized, or ends, and where the second's exam reaches its tag.

        If there is no room for the tag before that, it is at the axis' end, below the curve.
        """
        higher = np.flatnonzero(self.second.values[0] > TOLD[1] - self.tags[1].height / self.plot.height)
        step = float(self.second.step[higher[0]]) if len(higher) else self.ends[1]
        if self.plot.width * step / self.ends[1] < self.tags[1].width + 2 * Gap.NEAR:
            step = last
        left, scale = self.plot.left, self.plot.width / last
        return left + scale * (self.first.mark or self.ends[0]), left + scale * step

    def _tag(self, text: str, align: str, theme: Theme) -> Lettering:
        return lettering(escape(text), Size.LABEL, theme.text, BROAD * self.plot.width, align)
