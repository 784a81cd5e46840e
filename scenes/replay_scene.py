"""Training once more, and above the flat curves everything that was found: it was being built all the time.

Storyboard row 20. The structures are the final network's, read in earlier ones (`evidence.structures`): one scale for
all of training each, but arrows are enlarged while they are small; time runs so that as much changes in every second.
"""

from __future__ import annotations

from typing import ClassVar

from manim import DEGREES, linear

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.growing_desk import GrowingDesk
from transparent_box.scenes.mobjects.growing_picture import GrowingPicture
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.mobjects.training_strip import TrainingStrip, curves_place, foot_and_rest
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

RUN, LEAD = 2.5 * Time.SLOW, 0.6  # seconds; the stage is cleared while a line is read, and then training runs
SEVEN, TURNED = 7, 15 * DEGREES


class ReplayScene(Stage, tells_of=CLOCKS):
    """The structures of the network as they grow, above the curves that do not show it."""

    options: ClassVar[tuple[str, ...]] = ("until",)
    until: int | None = None  # a step

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.frequency = self.evidence.shown_frequency  # or, where none has formed, a sentence that says so
        self.answer = SEVEN % self.run.p
        last = int(self.run.checkpoints.steps[-1])
        until = self.chosen("until", lambda: last, range(1, last + 1))
        self.found = self.evidence.structures(until, self.answer)
        self.desk = self.set_up()
        self.wind_back()
        self.clocks()
        self.surfaces()
        self.arrows()
        self.all_at_once()
        self.can_it_be_measured()
        self.sink(curves_place(self.frame.picture, self.frame.aspect), *self.desk.on_stage)

    def set_up(self) -> GrowingDesk:
        """Put the curves below, and all structures, finished, above them."""
        below, above = foot_and_rest(self.frame.picture, self.frame.aspect)
        strip = TrainingStrip(self.run.history, self.found.step, below, self.theme)
        names = {
            "neuron": f"neuron {self.evidence.shown_neuron}",
            "output": f"output {self.evidence.diagonal_output[0]}",
            "answer": f"score for {self.answer}",
        }
        turns, share_of = [clock.frequency for clock in self.run.clocks], self.evidence.share_along_answer
        told = names, share_of, self.operation.formula
        return GrowingDesk(self.found, strip, turns, *told, self.heights, above, self.theme)

    @beat
    def wind_back(self) -> None:
        """Open on all of it, finished; then back to the first step."""
        self.add(strip := self.header("logits"))
        self.say("Nobody did: training built it. Wind it back to the start.")
        curves = self.desk.strip.fixed, self.desk.strip.live
        self.grow(Area.around(strip[0].glyph("logits")), *self.desk.on_stage, gone=[strip], told=curves)
        self.wait(Time.QUICK)
        self.run_to(0.0, 1.4 * Time.SLOW)

    @beat
    def clocks(self) -> None:
        """All clocks, from noise to rings."""
        many = count_word(len(self.run.clocks)).capitalize()
        self.say(
            f"{many} clocks, every number a dot. First a cloud. Then a hole opens, and the ring is there.", lead=LEAD
        )
        self.turn_to(self.desk.clocks())

    @beat
    def surfaces(self) -> None:
        """One neuron, one output, one score: noise until ridges come through."""
        share = percent(self.evidence.share_along_answer(self.found.answer[-1].astype(float)))
        ridges = f"then ridges: {share} along {self.operation.formula}."
        shown = "A neuron, an output" if self.desk.shows_neuron else "An output"
        self.say(f"{shown}, the score for {self.answer}. Noise everywhere, {ridges}", lead=LEAD)
        self.turn_to(self.desk.surfaces())

    @beat
    def arrows(self) -> None:
        """The chains of arrows: one curls shut, the other learns to point."""
        self.say(
            "And the arrows, one a neuron. Next to nothing; then one chain curls shut, and the other points.", lead=LEAD
        )
        self.turn_to(self.desk.chains())

    @beat
    def all_at_once(self) -> None:
        """Everything together once more, and the exam's curve below it."""
        history = self.run.history
        flat = history.stands_still(0, self.evidence.timeline.generalized_at or history.step[-1])
        meanwhile = "While the curves lay flat, it" if flat else "It"
        self.say(f"Once more, all of it. {meanwhile} was building all the time.", lead=LEAD)
        self.turn_to(self.desk.overview())

    @beat
    def can_it_be_measured(self) -> None:
        """Close on the finished structures, turning a little, and the question."""
        self.say("You can see it. Can you measure it?")
        seen = [part for part in self.desk.on_stage if isinstance(part, Space)]
        self.glide(*(space.animate.turn(theta=space.pose[1] + TURNED) for space in seen), time=0.8 * Time.SLOW)

    def turn_to(self, pictures: list[GrowingPicture]) -> None:
        """Wind back to the first step, into which all sinks, and let training run with other pictures."""
        if self.desk.pace > 0:
            self.run_to(0.0, Time.STEADY)
        leaving, coming = self.desk.turn_to(pictures), self.desk.on_stage
        self.add(*(part for part in coming if isinstance(part, Space)))
        told = [part for part in coming if not isinstance(part, Space)]
        self.sink(Area.around(self.desk.strip.cursor), *leaving, told=told)
        self.run_to(1.0, RUN)

    def run_to(self, pace: float, run_time: float) -> None:
        """Let training run, or run back, so that as much changes in every second."""
        self.drive(self.desk.live, self.desk.on_the_way(pace), run_time, linear)
