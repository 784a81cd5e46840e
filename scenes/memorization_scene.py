"""It learns its lessons by heart at once, fails its exam for a long time, and then, left alone, passes it.

The curves are the run's own on a linear axis of steps. At first memorizing is a leap in a sixth of the axis; then the
axis grows with the steps, so that time is visibly compressed. Both events are of `evidence.training.timeline`.
"""

from __future__ import annotations

import numpy as np
from manim import FadeIn, FadeOut, linear, smooth, squish_rate_func

from transparent_box.scenes.look.numbers import NARROW, creeps_or_goes, percent, tenths
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.switches.all_pairs import AllPairs
from transparent_box.scenes.mobjects.training.learning_desk import LearningDesk
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

FIRST = 2, 6  # end of the first axis, in steps that the lessons took: at least, and if the exam stirs later
WARM = 0.45  # share of the steps that the lessons took that pass while the counts are introduced
LONG = 4  # steps until most people stop, in multiples of those that the lessons took
AXES = squish_rate_func(smooth, 0.05, 0.6)  # when the axes appear, while the boards before them shrink into counts
COMES = squish_rate_func(smooth, 0.35, 0.9)  # when the counts appear: once the boards are small
NEVER = 0.01  # share of all steps that stands for those the lessons took if they are never known


class MemorizationScene(Stage, tells_of=ANY):
    """A leap, a long stretch in which the exam barely moves, and a jump that nobody waits for."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        training, area = self.evidence.training, self.frame.picture
        self.history, times = self.run.history, training.timeline
        self.last = int(self.history.step[-1])
        self.memorized, self.generalized = times.memorized_at, times.generalized_at
        self.took, self.end = self.memorized or NEVER * self.last, times.ends_by(self.last)
        self.near = min(float(np.clip(training.stirs_at, *(self.took * np.array(FIRST)))), self.last)
        self.quiet = float(np.clip(training.stirs_at if self.generalized else self.last, self.near, self.end))
        self.pairs = AllPairs(self.run.p, self.run.split.train, self.evidence.shown_sum[0], area, self.theme)
        self.desk = LearningDesk(self.history, self.near, self.end, area, self.theme).stop_at(self.near, self.quiet)
        self.lessons_and_exam()
        self.count_what_is_right()
        self.by_heart()
        self.most_people_stop()
        self.left_running()
        self.the_jump()
        self.nothing_was_changed()
        self.is_there_a_word()

    @beat
    def lessons_and_exam(self) -> None:
        """Open on our own column of switches; it widens to all pairs there are, first the lessons, then the exam."""
        lessons, exam, many = len(self.run.split.train), len(self.run.split.test), self.operation.many
        self.add(self.pairs.column)
        self.say(f"Send it to school. {lessons:,} {many} are its lessons, the other {exam:,} its exam.", lead=0.5)
        self.glide(self.pairs.widen(), time=Time.STEADY)
        self.play(*self.pairs.come(0), run_time=Time.HOLD)
        self.play(*self.pairs.come(1), run_time=Time.HOLD)

    @beat
    def count_what_is_right(self) -> None:
        """Shrink both groups into their counters; the axes appear, and the first steps pass."""
        self.desk.counted += self.desk.scores.shares  # named from the start
        self.say("After every step of training, count what it gets right.", lead=0.7)
        self.remove(self.pairs.column)
        come = FadeIn(self.desk.chart, rate_func=AXES), FadeIn(*self.desk.counted, rate_func=COMES)
        self.bring_to_back(self.desk.chart)
        self.play(*self.pairs.go_into(self.desk.scores.shares), *come, run_time=Time.STEADY)
        self.add(self.desk.chart, *self.desk.counted)
        self.run_to(WARM * self.took, Time.HOLD)

    @beat
    def by_heart(self) -> None:
        """Let the score on the lessons leap up, or rise if they take much of the axis."""
        rise = "shoots up" if self.near > FIRST[0] * self.took else "rises"
        self.say(f"It practices, and its score on the lessons {rise}.", lead=0.9)
        self.run_to(self.memorized or self.near, Time.SLOW)
        if self.memorized:
            self.mark(self.memorized, "lessons", self.history.train_accuracy)

    @beat
    def most_people_stop(self) -> None:
        """Train many times as long; little of the exam is right."""
        lapse = (self.memorized or 0), self.near
        exam = "only " * self.history.stays_low(*lapse) + percent(self.history.exam_between(*lapse)[-1])
        known = f"It knows every lesson by heart, and {exam} of the exam." if self.memorized else "Little is learned."
        self.say(f"{known} Most people would stop here.", lead=2.0)
        self.run_to(self.near, 1.6 * Time.SLOW)

    @beat
    def left_running(self) -> None:
        """Let the axis grow with the steps: the leap becomes a wall; say how far the exam's curve moves."""
        long = how_long(self.quiet - self.near)
        moves = creeps_or_goes(self.history.exam_between(self.near, self.quiet))
        happened = f" {long}, and the exam {moves}." if self.quiet > self.near else ""
        self.say(f"We don’t. We let it run.{happened}", lead=1.7)
        self.run_to(self.quiet, 3 * Time.SLOW)

    @beat
    def the_jump(self) -> None:
        """Let the exam's curve rise at last; or end the run before it does."""
        ends = f"The run ends here, at {tenths(float(self.history.test_accuracy[-1]))}{NARROW}% of the exam."
        self.say("Then, all by itself, it passes the exam." if self.generalized else ends, lead=1.0)
        self.run_to(self.generalized or self.end, 2.2 * Time.SLOW)
        if self.generalized:
            self.mark(self.generalized, "exam", self.history.test_accuracy)
        self.run_to(self.end, Time.STEADY)

    @beat
    def nothing_was_changed(self) -> None:
        """Measure the stretch between the two events."""
        self.say("We changed nothing. We only let it run.", lead=1.1)
        if self.memorized and self.generalized:
            span = self.desk.span(self.memorized, self.generalized).reach(0)
            self.play(FadeIn(span), FadeOut(self.desk.cursor), run_time=Time.QUICK)
            self.drive(span, span.reach)

    @beat
    def is_there_a_word(self) -> None:
        """Close on what lies between the two events, memorized and not understood: is there a word for it?"""
        order = after_the_lessons(self.memorized, self.generalized)
        self.say(f"{order} Is there a word for that?", lead=0.9)
        if self.memorized and self.generalized:
            gap = self.desk.gap(self.memorized, self.generalized).reach(0)
            self.bring_to_back(gap)
            self.drive(gap, gap.reach)

    def mark(self, step: int, name: str, accuracy: np.ndarray) -> None:
        """Mark a step by its number and the accuracy there."""
        self.play(FadeIn(self.desk.mark(step, name, accuracy)), run_time=Time.QUICK)

    def run_to(self, step: float, run_time: float) -> None:
        """Run training to a step."""
        desk, start = self.desk, self.desk.step
        self.drive(desk.live, lambda share: desk.show(desk.on_the_way(start, step, share)), run_time, linear)


def how_long(steps: float) -> str:
    """Say how many steps that is."""
    return f"{'Thousands of' if steps >= 2000 else 'Hundreds of' if steps >= 200 else 'More'} steps go by"


def after_the_lessons(memorized: int | None, generalized: int | None) -> str:
    """Say in which order lessons and exam were passed, at these steps or never."""
    if generalized is None:
        return "Suppose it understood in the end."
    if memorized is None or generalized <= memorized:
        return "It saw only examples, and it understood."
    return f"First it memorized. {'Long after,' if generalized >= LONG * memorized else 'Then'} it understood."
