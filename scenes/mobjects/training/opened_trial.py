"""One training looked into: its panel, seen close up, opens, and out of it come the network and a question for it."""

from __future__ import annotations

from manim import LEFT, Animation, FadeOut, Group, Mobject, Transform, smooth, squish_rate_func

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.training.trial_panel import SHAPE, TrialPanel, TrialPanels

CLOSE = 0.84  # share of an area's width or height for the panel
NEARER = 1.5  # size to which everything else has grown as it disappears
FAR = 0.4  # size of what is inside as it appears
GONE = 0.6  # share of the time by which everything else has faded
READ = 0.4  # share of the time by which the title has faded


class OpenedTrial(TrialPanel):
    """A training's panel in the middle of an area, complete: (name, curves, mark) as in `TrialPanel`."""

    def __init__(self, name: str, curves: TrainingCurves, mark: int | None, area: Area, theme: Theme) -> None:
        width = CLOSE * min(area.width, SHAPE * area.height)
        height = min(CLOSE * area.height, width)
        place = area.inside(area.width - width, area.height - height)
        super().__init__(name, curves, mark, "", place, theme, size=Size.HEADLINE)
        self.show(self.last)

    def come_out_of(self, panels: TrialPanels, name: str) -> list[Animation]:
        """Let this panel, small among others at first, come close, while the others fade."""
        small, first = panels.panels[name], first_half
        gone = Group(panels.head, small.rank, *(panel for panel in panels.panels.values() if panel is not small))
        for panel in (small, self):
            panel.remove(panel.rank)
        return [Transform(small, self, rate_func=smooth), FadeOut(gone, rate_func=first)]

    def pass_by(self) -> list[Animation]:
        """Come so close that the panel passes out of view, its formula first."""
        rest = Group(*(part for part in self if part is not self.title))
        gone, first = (squish_rate_func(smooth, 0, end) for end in (GONE, READ))
        return [FadeOut(rest, scale=NEARER, rate_func=gone), FadeOut(self.title, rate_func=first)]

    def let_out(self, question: Mobject, inside: Mobject) -> list[tuple[Mobject, Mobject]]:
        """Put a question in the formula's place, and what is inside in the curves', unseen; pair each with its goal."""
        ways = [(question, question.copy()), (inside, inside.copy())]
        question.scale(self.title.height / question.height).move_to(self.title, LEFT).fade(1.0)
        inside.scale(FAR).move_to(self.plot.center).fade(1.0)
        return ways
