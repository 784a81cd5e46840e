"""Training once more, and above its curves everything that was found: it was being built all the time.

The structures are the final network's, read in earlier checkpoints (`evidence.training.structures`), each on one scale
for all of training, except that the chains of arrows are enlarged while they are small. Half of the time, less with the
clocks, is for the quiet steps; before, during and after these, change is spread evenly over time.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, linear

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, creeps_or_goes, decimal, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.training.growing_desk import GrowingDesk
from transparent_box.scenes.mobjects.training.growing_picture import GrowingPicture
from transparent_box.scenes.mobjects.training.training_strip import TrainingStrip, curves_place, foot_and_rest
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.carrying import fading
from transparent_box.scenes.stage.stage import Stage

RUN, LEAD = 2.5 * Time.SLOW, 0.6  # seconds: of a training; of narration before it, while the stage is cleared
KNOWN, STIRS = 0.1, 0.6  # shares of that time at which the lessons are known, and at which the exam stirs
SOONER, DOTS = (0.06, 0.4), (0.03, STIRS)  # the same for clocks, mostly to be seen later; for chains, dots at first
MORE, TIMES = 0.1, 2.0  # rise of R², and growth of a chain, from which it counts as visible
CLOSED = 0.03  # how far a chain that has closed may lead, as a share of its length
TURNED = 15 * DEGREES


class ReplayScene(Stage, tells_of=CLOCKS):
    """The structures of the network as they grow, above the curves that do not show it."""

    options: ClassVar[tuple[str, ...]] = ("until",)
    until: int | None = None  # a step

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.frequency = self.evidence.shown_frequency  # raises a sentence that says so if none has formed
        self.answer = self.usual_answer
        last = int(self.run.checkpoints.steps[-1])
        until = self.chosen("until", lambda: last, range(1, last + 1))
        self.found, quiet = self.evidence.training.structures(until, self.answer), self.run.history.quiet
        self.quiet = quiet if quiet and quiet[1] < self.found.step[-1] else None
        self.desk = self.set_up()
        self.wind_back()
        self.clocks()
        self.surfaces()
        self.arrows()
        self.all_at_once()
        self.can_it_be_measured()
        self.leave(self.desk.drop_trail())
        self.sink(curves_place(self.frame.picture, self.frame.aspect), *self.desk.on_stage)

    def set_up(self) -> GrowingDesk:
        """Put the curves below, and all structures, finished, above them."""
        below, above = foot_and_rest(self.frame.picture, self.frame.aspect)
        strip = TrainingStrip(self.run.history, self.found.step, below, self.theme)
        neuron, output = self.evidence.shown_neuron, self.evidence.diagonal_output[0]
        names = {"neuron": f"neuron {neuron}", "output": f"output {output}", "answer": f"votes for {self.answer}"}
        turns, share_of = [clock.frequency for clock in self.run.clocks], self.evidence.share_along_answer
        told = names, share_of, self.operation.formula
        desk = GrowingDesk(self.found, strip, self.quiet, turns, *told, self.heights, above, self.theme)
        return desk.pace_by(KNOWN, STIRS)

    @beat
    def wind_back(self) -> None:
        """Open on the training that built it; out of the votes comes all of it, finished; rewind to the first step."""
        curves = self.desk.strip.fixed, self.desk.strip.live
        self.add(strip := self.header("logits"), *curves)
        self.say("Nobody did: training built it. Wind training back to the start.")
        self.grow(Area.around(strip[0].glyph("logits")), *self.desk.on_stage, gone=[strip])
        self.wait(Time.QUICK)
        self.run_to(0.0, 1.2 * Time.SLOW)

    @beat
    def clocks(self) -> None:
        """Replay all clocks, from noise to rings."""
        word, r2 = count_word(count := len(self.run.clocks)).capitalize(), self.found.r2.mean(axis=1)
        many, rings = (f"{word} clocks", "Clean rings come") if count > 1 else ("One clock", "A clean ring comes")
        first, stirring = self.unseen(r2)
        climbs = ", but R² climbs" if stirring - first > MORE else ""
        passed = self.evidence.training.timeline.generalized_at
        late = passed is not None and r2[-1] - np.interp(passed, self.found.step, r2) > MORE
        clean = f"{rings} once the exam is passed." if late else f"At the end, R² is {decimal(r2[-1])}."
        self.say(f"{many}, colored by hour. A cloud at first{climbs}. {clean}", lead=LEAD)
        self.turn_to(self.desk.clocks(), paced=SOONER)

    @beat
    def surfaces(self) -> None:
        """Replay one neuron, one output, the votes for one answer: noise until ridges emerge."""
        shares = np.array([self.evidence.share_along_answer(values.astype(float)) for values in self.found.answer])
        (first, stirring), end, along = self.unseen(shares), percent(shares[-1]), f"along {self.operation.formula}"
        stirred = f"As the exam stirs, {percent(stirring)} of the votes run {along}; in the end, {end}."
        ridges = stirred if stirring - first > MORE else f"Noise, then ridges. {end} of the votes end up {along}."
        shown = f"{'A neuron, an' if self.desk.shows_neuron else 'An'} output, the votes for {self.answer}."
        self.say(f"{shown} {ridges}", lead=LEAD)
        self.turn_to(self.desk.surfaces())

    @beat
    def arrows(self) -> None:
        """Replay the chains of arrows: one points, one curls, and both grow, until the exam is passed."""
        last = min(float(self.evidence.training.timeline.generalized_at or np.inf), self.found.step[-1])
        grow = [self.unseen(one) for one in np.abs([self.found.around, self.found.along]).sum(axis=-1)]
        curls = min(self.unseen(self.found.shaped)) == 1 and all(end > TIMES * start for start, end in grow)
        closes = np.interp(last, self.found.step, self.found.open) < CLOSED < self.unseen(self.found.open)[1]
        unseen = "one chain points, one curls. Both grow unseen. As the exam rises, the curl closes."
        seen = unseen if curls and closes else "one chain closes and the other points."
        self.say(f"One arrow for each neuron: {seen}", lead=LEAD)
        self.turn_to(self.desk.chains(STIRS, last), self.desk.moment_of(last), DOTS)  # afterward, weights shrink

    @beat
    def all_at_once(self) -> None:
        """Replay everything together once more, with the exam's curve below it."""
        exam = creeps_or_goes(self.run.history.exam_between(*self.quiet)) if self.quiet else ""
        meanwhile = f"While the exam {exam}, the network is" if exam else "The network was"
        self.say(f"Once more, with one clock’s R². {meanwhile} building all the time.", lead=LEAD)
        self.turn_to(self.desk.with_trail(self.theme.accent))

    @beat
    def can_it_be_measured(self) -> None:
        """Close on the finished structures, turning a little, and on the question."""
        self.say("You can see it. Can you measure it?")
        turned = (space.animate.turn(theta=space.pose[1] + TURNED) for space in self.desk.spaces)
        self.glide(*turned, time=0.8 * Time.SLOW)

    def unseen(self, values: np.ndarray) -> np.ndarray:
        """Read values (f,) when the lessons are known, and when the exam stirs (2,); equal if it never is quiet."""
        found: np.ndarray = np.interp(self.quiet or (0.0, 0.0), self.found.step, values)
        return found

    def turn_to(
        self, pictures: list[GrowingPicture], until: float = 1.0, paced: tuple[float, float] = (KNOWN, STIRS)
    ) -> None:
        """Sink everything into its step, go back to the first, and train with other pictures, pausing at the stir."""
        desk, (end, place) = self.desk.pace_by(*paced), (self.desk.strip.cursor.x, Area.around(self.desk.strip.cursor))
        leaving = desk.turn_to(pictures)
        self.add(*desk.spaces)
        told = [part for part in desk.on_stage if part not in desk.spaces]
        self.sink(place, *leaving, told=told, meanwhile=[desk.go_back(end)], lost=fading)
        self.run_to(paced[1], paced[1] * RUN)
        self.wait(Time.QUICK)
        self.run_to(until, (1 - paced[1]) * RUN)

    def run_to(self, moment: float, run_time: float) -> None:
        """Run training forward or back to a moment, as a share 0 … 1 of its whole time."""
        self.drive(self.desk.live, self.desk.on_the_way(moment), run_time, linear)
