"""The whole of a training: lessons memorized first, the exam passed long after, and the stretch between the two."""

from __future__ import annotations

from manim import Animation, FadeIn, FadeOut, Group, Mobject, Transform, smooth, squish_rate_func

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.charts.training_curves import TrainingCurves
from transparent_box.scenes.mobjects.training.learning_desk import LearningDesk

FAINT = {True: 0.18, False: 0.09}  # opacity of curves in the background of words, in wide areas and in others
SMALL = 0.3  # size of a word as it appears


class LateLearning(Group):
    """Both accuracies of a history over an area, up to the step `end`, with the steps at which both were `passed`.

    Between those, if there are both, the stretch is shaded and measured. `ground` are the curves and that shade.
    """

    def __init__(
        self, history: TrainingCurves, passed: tuple[int | None, int | None], end: float, area: Area, theme: Theme
    ) -> None:
        desk, (lessons, exam) = LearningDesk(history, end, end, area, theme).show(end), passed
        parts: list[Mobject] = [desk.chart, *desk.scores]
        if lessons:
            parts.append(desk.mark(lessons, "lessons", history.train_accuracy))
        if exam:
            parts.append(desk.mark(exam, "exam", history.test_accuracy))
        self.ground, self.middle = Group(*desk.chart.curves), area.center
        self.faint = FAINT[area.width > DECIDEDLY_WIDE * area.height]
        if lessons and exam:
            gap, span = desk.gap(lessons, exam), desk.span(lessons, exam)
            desk.chart.remove(desk.cursor)
            self.middle = span.steps.get_center()
            self.ground.add(gap)
            parts = [gap, *parts, span]
        super().__init__(*parts)

    def give_way(self, word: Mobject) -> list[Animation]:
        """Let a word appear out of the stretch; curves and shade stay in the background, everything else fades."""
        kept = {id(part) for part in self.ground.get_family()}
        rest = Group(*(part for part in self.get_family() if part.has_points() and id(part) not in kept))
        faint = self.ground.copy().fade(1 - self.faint)
        gone = FadeOut(rest, rate_func=first_half)
        coming = FadeIn(word, target_position=self.middle, scale=SMALL, rate_func=squish_rate_func(smooth, 0.4, 1))
        return [gone, Transform(self.ground, faint), coming]
