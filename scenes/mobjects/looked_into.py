"""One training looked into: its panel, close by, opens, and out of it come the machine and a question for it."""

from __future__ import annotations

from manim import Animation, FadeIn, FadeOut, Group, Mobject, Transform, smooth, squish_rate_func

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.trial_panel import SHAPE, TrialPanel, TrialPanels

CLOSE = 0.84  # of an area's width or height, for the panel
NEARER, FAR = 1.5, 0.4  # times its size, as it is gone; of its size, as what is in it comes
MEET, READ = 0.35, 0.42  # of the time: from when on both are seen, and when the title is gone and the question comes


class LookedInto(TrialPanel):
    """A training's panel in the middle of an area, as it stands at its end: nearly all there is to see."""

    def __init__(self, name: str, curves: TrainingCurves, mark: int | None, area: Area, theme: Theme) -> None:
        width = CLOSE * min(area.width, SHAPE * area.height)
        height = min(CLOSE * area.height, width)
        place = area.inside(area.width - width, area.height - height)
        super().__init__(name, curves, mark, "", place, theme, size=Size.HEADLINE)
        self.show(self.last)

    def come_out_of(self, panels: TrialPanels, name: str) -> list[Animation]:
        """Let this panel, small as it stands among others, come close, and all others go."""
        small, first = panels.panels[name], squish_rate_func(smooth, 0, 0.5)
        gone = Group(panels.head, small.rank, *(panel for panel in panels.panels.values() if panel is not small))
        for panel in (small, self):
            panel.remove(panel.rank)
        return [Transform(small, self, rate_func=smooth), FadeOut(gone, rate_func=first)]

    def open(self, asked: Mobject, inside: Mobject) -> list[Animation]:
        """Come so close that it is gone, while what is inside comes, and what is asked out of the panel's title."""
        first, leaving = (squish_rate_func(smooth, 0, end) for end in (READ, 1 - MEET))
        then, coming = (squish_rate_func(smooth, start, 1) for start in (READ, MEET))
        rest = Group(*(part for part in self if part is not self.title))
        grown = asked.height / self.title.height
        return [
            FadeOut(rest, scale=NEARER, rate_func=leaving),
            FadeOut(self.title, target_position=asked, scale=grown, rate_func=first),
            FadeIn(asked, target_position=self.title, scale=1 / grown, rate_func=then),
            FadeIn(inside, target_position=self.plot.center, scale=FAR, rate_func=coming),
        ]
