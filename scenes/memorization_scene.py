"""It learns its lessons by heart at once, fails its exam for a long time, and then, left alone, passes it.

Storyboard row 5. The curves are the run's own on an even axis of steps. The axis starts where memorising fills half of
it and grows as the steps go by: time is compressed, and seen to be. Both events are those of `evidence.timeline`.
"""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, DoubleArrow, FadeIn, FadeOut, Group, UpdateFromAlphaFunc, VGroup, linear

from scenes.look.theme import GAP, HOLD, LABEL, POINT, QUICK, SLOW, SMALL, STEADY, units
from scenes.mobjects.axis import Axis
from scenes.mobjects.chart import Chart, Event
from scenes.mobjects.counter import tenths
from scenes.mobjects.lettering import words
from scenes.mobjects.scores import Scores
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

CURVE = 0.05  # units wide
LEAD = 1.06  # how far ahead of the cursor the axis reaches while it grows
STIRS = 0.15  # the exam's share right by which something is seen to happen
AFTER = 1.15  # how far the film goes on past the exam's being passed
SPAN = 0.7  # of the height, where the stretch between the events is measured
NEVER = 0.02  # of all steps, where the axis first ends for a run that never knows its lessons


class MemorizationScene(Stage):
    """A leap, a long flat stretch, and a jump that nobody waits for."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.history, times = self.run.history, self.evidence.timeline
        self.last = int(self.history.step[-1])
        self.memorized, self.generalized = times.memorized_at, times.generalized_at
        self.near = min(2 * (self.memorized or NEVER * self.last), self.last)
        self.end = min(AFTER * (self.generalized or self.last), self.last)
        stirring = self.history.step[self.history.test_accuracy >= STIRS]
        self.quiet = float(np.clip(stirring[0] if self.generalized else self.last, self.near, self.end))
        self.events: list[Event] = []
        self.frame_up()
        self.does_it_learn()
        self.lessons_and_exam()
        self.by_heart()
        self.most_people_stop()
        self.left_running()
        self.the_jump()
        self.nothing_was_changed()
        self.is_there_a_word()

    @beat
    def does_it_learn(self) -> None:
        """Open on empty axes, before the first step."""
        self.add(self.chart, self.scores.step)
        self.say("Does it learn? After every step, count what is right.")
        self.wait(HOLD)

    @beat
    def lessons_and_exam(self) -> None:
        """Name the two curves, by what they count."""
        lessons, exam = len(self.run.split.train), len(self.run.split.test)
        self.say(f"It practises on {lessons:,} sums, its lessons. The other {exam:,} are its exam.")
        for share in self.scores.shares:
            self.play(FadeIn(share), run_time=STEADY)

    @beat
    def by_heart(self) -> None:
        """The lessons leap up."""
        self.say("It practises, and the lessons leap.")
        self.run_to(self.memorized or self.near, 2.4 * SLOW)
        if self.memorized:
            self.mark(self.memorized, "lessons", self.history.train_accuracy)

    @beat
    def most_people_stop(self) -> None:
        """As long again, and nothing moves."""
        known = "Every lesson known by heart, nothing understood." if self.memorized else "Little is learned."
        self.say(f"{known} Here most people stop.")
        self.run_to(self.near, SLOW)
        self.wait(STEADY)

    @beat
    def left_running(self) -> None:
        """The axis grows with the steps: the leap becomes a wall, and the exam's line stays low."""
        self.say("We don't. We let it run, and nothing happens. And nothing happens.")
        self.wait(QUICK)
        self.run_to(self.quiet, 4.5 * SLOW)

    @beat
    def the_jump(self) -> None:
        """The exam's curve rises at last; or the run ends before it does."""
        share = tenths(float(self.history.test_accuracy[-1]))
        self.say("Then, all by itself, it passes the exam." if self.generalized else f"Here it ends: exam {share} %.")
        self.run_to(self.generalized or self.end, 2.2 * SLOW)
        if self.generalized:
            self.mark(self.generalized, "exam", self.history.test_accuracy)
        self.run_to(self.end, STEADY)

    @beat
    def nothing_was_changed(self) -> None:
        """Measure the stretch between the two events."""
        self.say("Nothing was changed. It was only left running.")
        if self.memorized and self.generalized:
            ends = self.chart.places([self.memorized, self.generalized], [SPAN, SPAN])
            span = DoubleArrow(*ends, buff=0.1, color=self.theme.dim, stroke_width=3, tip_length=0.2)
            steps = words(f"{self.generalized - self.memorized:,} steps", LABEL, self.theme.text)
            self.play(FadeIn(span, steps.next_to(span, UP, GAP / 2)), run_time=STEADY)

    @beat
    def is_there_a_word(self) -> None:
        """Close on the whole curve, and the question of what to call this."""
        self.say("By heart first, and understanding long after: is there a word for that?")
        self.play(FadeOut(self.cursor), run_time=STEADY)
        self.wait(HOLD)

    # Pictures, and how they run.

    def frame_up(self) -> None:
        """The axes with nothing drawn yet, and above them what is counted."""
        theme = self.theme
        colors = {"lessons": theme.train, "exam": theme.test}
        self.scores = Scores(self.last, theme.text, colors, self.frame.picture, stacked=False)
        area = self.scores.rest.less_bottom(GAP)
        x, y, head = Axis(0, self.near, False, "steps of training"), Axis(0, 1, False, "%"), 3.6 * units(SMALL)
        look = {"grid": theme.grid, "dim": theme.dim}
        self.chart = Chart(x, y, area, furthest=self.end, head=head, size=SMALL, **look)
        for accuracy, ink in ((self.history.test_accuracy, theme.test), (self.history.train_accuracy, theme.train)):
            self.chart.curve(self.history.step, accuracy, ink, CURVE)
        self.cursor = self.chart.cursor(theme.text, 1.6 * POINT)
        self.show(0.0)

    def mark(self, step: int, name: str, accuracy: np.ndarray) -> None:
        """Mark a step by its number and what was right there."""
        share = tenths(float(accuracy[np.searchsorted(self.history.step, step)]))
        lines = (words(f"step {step:,}", SMALL, self.theme.text), words(f"{name} {share} %", SMALL, self.theme.dim))
        self.events.append(self.chart.event(step, VGroup(*lines).arrange(DOWN, buff=GAP / 2), self.theme.dim))
        self.play(FadeIn(self.events[-1]), run_time=QUICK)

    def show(self, step: float) -> None:
        """Draw everything as it was at a step."""
        self.step, history = step, self.history
        self.chart.reveal(step).zoom(min(max(self.near, LEAD * step), max(self.near, self.end)))
        self.cursor.stand(step)
        accuracies = (history.train_accuracy, history.test_accuracy)
        self.scores.show(step, [np.interp(step, history.step, accuracy) for accuracy in accuracies])

    def run_to(self, step: float, run_time: float) -> None:
        """Let training run to a step, its pace growing with the axis."""
        start = self.step

        def go(alpha: float) -> None:
            even = start + (step - start) * alpha
            self.show(start * (step / start) ** alpha if start >= self.near else even)

        live = Group(self.chart, self.scores, *self.events)
        self.play(UpdateFromAlphaFunc(live, lambda _, alpha: go(alpha)), run_time=run_time, rate_func=linear)
        self.show(step)
