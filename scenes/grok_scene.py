"""The word for it, and proof that it is not about addition: the same network, six tasks, one of which it never learns.

Word and paper are in `assets/facts.json`; the curves are our own runs of `assets/operations`.
"""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, LEFT, UP, Create, FadeIn, FadeOut, Group, LaggedStart, Transform, VGroup, linear

from transparent_box.model.sweeps.operations import Trial, read_operations
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.training.late_learning import LateLearning
from transparent_box.scenes.mobjects.training.mirror_desk import MirrorDesk
from transparent_box.scenes.mobjects.training.task_tables import TaskTables
from transparent_box.scenes.mobjects.training.trial_panel import TrialPanels
from transparent_box.scenes.mobjects.training.two_trainings import TwoTrainings
from transparent_box.scenes.mobjects.words.heading import Heading, Saying
from transparent_box.scenes.mobjects.words.lettering import stand_on, words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

BANNER = {True: 2.6, False: 1.6}  # size of the word, in display sizes, in wide frames and in others
FAINT, CALLED, CLOSING, DRAWN = 0.25, 0.4, 1.6, 2.0  # opacity; seconds for each counted, for the board, and for ours
COMES = 0.8  # size of a task as it appears
ALMOST = 0.95  # share of an exam from which it counts as almost passed


class GrokScene(Stage, tells_of=ANY):
    """A word, six curves that live up to it or not, and what the one that does not (or another `task`) has learned."""

    options: ClassVar[tuple[str, ...]] = ("task",)
    task: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        facts, self.trials, self.training = read_facts(), read_operations(), self.training_told()
        self.word, self.paper = facts["word_grok"], facts["paper_grokking"]
        ends = {name: float(trial.history.test_accuracy[-1]) for name, trial in self.trials.items()}
        self.almost = [n for n, trial in self.trials.items() if trial.generalized_at is None and ends[n] >= ALMOST]
        self.stuck, names = min(ends, key=lambda name: ends[name]), list(ends)
        self.opened = names[self.chosen("task", lambda: names.index(self.stuck), range(len(names)))]
        self.ends, self.last = ends, max(trial.config.steps for trial in self.trials.values())
        self.a_word_for_it()
        self.a_paper_found_it()
        self.six_tasks()
        self.one_after_the_other()
        self.who_got_there()
        self.only_the_mirror()
        self.what_did_the_others_find()
        self.look_inside()

    @beat
    def a_word_for_it(self) -> None:
        """Open on the late learning: its word comes out of that, and below, who coined it."""
        theme, area = self.theme, self.frame.picture
        self.banner = BANNER[self.frame.ratio > 1] * Size.DISPLAY
        self.grok = words("grok", self.banner, theme.text).move_to(area.center).shift(Gap.FAR * UP)
        self.meaning = Saying(self.word.what, self.word.source, area, theme).next_to(self.grok, DOWN, Gap.FAR)
        times, history = self.evidence.training.timeline, self.run.history
        passed, end = (times.memorized_at, times.generalized_at), times.ends_by(int(history.step[-1]))
        self.late = LateLearning(history, passed, end, area, theme)
        self.add(self.late)
        self.say(f"A novel from {self.word.value} has a word for that: to grok.", lead=1.1)
        self.play(*self.late.give_way(self.grok), run_time=Time.STEADY)
        for line in self.meaning:
            self.play(FadeIn(line, shift=Gap.NEAR * DOWN), run_time=Time.QUICK)

    @beat
    def a_paper_found_it(self) -> None:
        """Let the word grow by its ending; below it, who applied it to networks."""
        self.title = words(self.paper.what, self.banner, self.theme.text).move_to(self.grok)
        stand_on(self.grok.baseline, self.title)
        self.cited = words(self.paper.source, Size.LABEL + 5, self.theme.text).next_to(self.grok, DOWN, Gap.FAR)
        self.say(f"In {self.paper.value}, a paper caught networks doing it: late, all at once, on their own.", lead=1.9)
        self.glide(FadeOut(self.meaning), self.grok.animate.align_to(self.title, LEFT), time=Time.STEADY)
        self.play(FadeIn(self.title, self.cited), run_time=Time.STEADY)
        self.remove(self.grok)

    @beat
    def six_tasks(self) -> None:
        """Show six formulas in the places of their panels, with the tables of their answers; only lessons stay lit."""
        heading = Heading(self.paper.what, self.paper.source, self.frame.picture, self.theme)
        self.room = self.frame.picture if self.is_low else heading.rest  # in a low frame the plots need all of it
        trials = {name: (name, trial.history, trial.generalized_at) for name, trial in self.trials.items()}
        self.panels = TrialPanels(trials, self.last, self.room, self.theme)
        many, trial = count_word(len(self.trials)).capitalize(), next(iter(self.trials.values()))
        self.of_all = part, ours = trial.config.fraction, self.run.config.fraction
        quicker = f", not {percent(ours)}: that’s faster." if ours < part else "."
        self.say(f"{many} tasks, a new network for each. {percent(part)} of all answers are lessons{quicker}", lead=1.9)
        up = FadeOut(self.title, self.cited) if self.is_low else Transform(VGroup(self.title, self.cited), heading)
        tables = self.tables = TaskTables(self.panels.panels, self.trials, self.theme)
        come = (FadeIn(Group(*task), scale=COMES) for task in zip(tables.names, tables.boards, strict=True))
        gone = FadeOut(self.late.ground, run_time=0.7 * Time.SLOW)  # stays until two tasks are there: no empty stage
        self.play(gone, LaggedStart(up, *come, lag_ratio=0.5, run_time=Time.SLOW))
        self.drive(tables, tables.darken, 1.8 * Time.STEADY, linear)

    @beat
    def one_after_the_other(self) -> None:
        """Replace the tables by six panels, which train at once; each that passes its exam is lit, with its step."""
        passed = percent(Trial.passed, 1)
        self.say(f"Start them together. {passed} on the exam is a pass. Who groks, and when?", lead=1.3)
        self.play(*self.tables.gather(), *self.panels.open(self.tables.names), run_time=Time.STEADY)
        self.play(*self.tables.sink(Time.STEADY), self.panels.train(3 * Time.SLOW))

    @beat
    def who_got_there(self) -> None:
        """Count them as they light up one by one: those that got there, almost there, and not at all."""
        there, almost = len(self.trials) - len(self.almost) - 1, count_word(len(self.almost))
        said = f"{count_word(there).capitalize()} passed, each in its own time. {almost.capitalize()} are almost there."
        self.say(f"{said} One is stuck at {percent(self.ends[self.stuck])}.", lead=1.3)
        self.play(*self.panels.stand_back(FAINT), run_time=Time.QUICK)
        for name in self.panels.ranked:
            self.play(self.panels.call_up(name), run_time=CALLED)

    @beat
    def only_the_mirror(self) -> None:
        """Open the board of one task, the one that is stuck: lessons, their mirror images, and the dark."""
        trial, panel = self.trials[self.opened], self.panels.panels[self.opened]
        known = {"mirrors": trial.accuracies.mirrored or 0.0, "others": trial.accuracies.unmirrored or 0.0}
        said = "Lessons with x and y swapped: {}. Anything else: {}.".format(*map(percent, known.values()))
        self.say(f"What does this one know? {said}", lead=1.2)
        self.desk, self.closed = MirrorDesk(trial.groups, known, panel, self.room, self.theme), panel.copy()
        self.add(panel)
        self.play(*self.desk.open_out_of(panel, self.panels.remove(panel)), run_time=1.4 * Time.STEADY)
        self.play(Create(self.desk.diagonal), run_time=Time.QUICK)
        for (name, share), count in zip(known.items(), self.desk.counts, strict=True):
            self.glide(self.desk.board.light(name, share), time=Time.SLOW if name == "mirrors" else Time.STEADY)
            self.play(FadeIn(count), run_time=Time.QUICK)

    @beat
    def what_did_the_others_find(self) -> None:
        """Close the board; one of the six panels comes close, and the film's own run is drawn into it."""
        mirror, opened = "All it found: x and y can trade places. And the others?", self.panels.panels[self.opened]
        onward = f"Look inside ours, trained on {percent(self.run.config.fraction)}."
        self.say(f"{mirror if self.opened == self.stuck else 'How did it do that?'} {onward}", lead=1.3)
        self.play(*self.desk.close_into(opened, self.closed, self.panels), run_time=CLOSING)
        self.both = both = TwoTrainings(self.panels, self.training, self.of_all, self.frame.picture, self.theme)
        heading = [] if self.is_low else [self.title, self.cited]
        self.play(*both.come_close(heading), run_time=Time.STEADY)
        self.drive(both, both.draw, DRAWN)

    def look_inside(self) -> None:
        """Lead over to the inside of the network: only its panel is left, close up."""
        self.close_by(FadeOut(self.both.leaving, rate_func=first_half))
