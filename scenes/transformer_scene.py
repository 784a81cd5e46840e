"""The whole machine at once: one question runs through every layer, each array drawn number by number.

The ribbon that stays at the top of other chapters grows until it fills the frame. Shapes, attention, votes and counts
of parameters are the run's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from manim import DOWN, UP, Animation, FadeIn, FadeOut, linear, smooth, squish_rate_func

from transparent_box.scenes.look.early import unless_right
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import Size, Time
from transparent_box.scenes.mobjects.network.network_strip import NetworkStrip
from transparent_box.scenes.mobjects.network.seated_sum import ABOVE, into_switches
from transparent_box.scenes.mobjects.network.swelling_strip import run_through
from transparent_box.scenes.mobjects.training.opened_trial import OpenedTrial
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.carrying import Carried
from transparent_box.scenes.stage.furniture import RIBBON
from transparent_box.scenes.stage.stage import Stage

PULSE = 0.5  # seconds that each glyph of the ribbon takes to light up
COMES = (0.05, 0.35), (0.2, 0.6)  # shares of the way between which the question fades in, and the machine
FILL = {"embed": 2.4, "attention": 1.7, "MLP": 1.0, "ReLU": 1.8, "out": 0.8, "logits": 1.5}  # seconds to light up
GONE, SEATED = 0.15, 0.77  # of the time in which all take their seats: signs are gone, ways appear
# The weights of each layer.
MADE_WITH = {
    "embed": ("W_E", "W_pos"),
    "attention": ("W_Q", "W_K", "W_V", "W_O"),
    "MLP": ("W_in", "b_in"),
    "out": ("W_out", "b_out"),
    "logits": ("W_U",),
}


class TransformerScene(Stage, tells_of=ANY):
    """One sum through the whole network."""

    options: ClassVar[tuple[str, ...]] = ("first", "second")
    counted = 0  # learned numbers of the layers told of
    first: int | None = None
    second: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.x = self.chosen("first", lambda: self.evidence.shown_sum[0], range(self.run.p))
        self.y = self.chosen("second", lambda: self.evidence.shown_sum[1], range(self.run.p))
        self.network = self.whole_network(self.x, self.y)
        self.plan, self.total, self.reading = self.network.plan, self.network.total, self.network.readings[0]
        sizes = {name: int(array.size) for name, array in self.run.weights.to_dict().items()}
        self.learned = {layer: sum(sizes[name] for name in names) for layer, names in MADE_WITH.items()}
        self.a_sum_goes_in()
        self.switches_become_numbers()
        self.two_tokens_are_looked_at()
        self.the_layer_folds()
        self.votes_are_cast()
        self.every_number_counted()

    @beat
    def a_sum_goes_in(self) -> None:
        """Open on our training; in it are the machine, as a ribbon, and a sum, which goes in; a pulse runs through."""
        self.strip = NetworkStrip(self.reading, None, self.frame.safe.width, 4 * RIBBON, self.theme).shift(0.9 * DOWN)
        self.asked = self.unanswered(self.x, self.y, Size.DISPLAY).next_to(self.strip, UP, 1.2)
        panel = OpenedTrial(*self.training_told(), self.frame.picture, self.theme)
        self.add(panel)
        self.say(f"What happens between a {self.operation.one} and its answer? Here is the whole machine.", lead=0.7)
        ways = panel.let_out(self.asked, self.strip.dimmed())
        out = (Carried(*way, stepping_in(*when), rate_func=self.ease) for way, when in zip(ways, COMES, strict=True))
        self.play(*panel.pass_by(), *out, run_time=Time.STEADY)
        self.glide(into_switches(self.asked, self.strip.glyph("one-hot"), self.reading, self.theme), time=Time.STEADY)
        self.play(run_through(self.strip), run_time=PULSE * len(self.strip.glyphs), rate_func=linear)

    @beat
    def switches_become_numbers(self) -> None:
        """Grow the ribbon into empty frames that fill the picture; name the switches and the embedding."""
        self.total.show("0")
        each = f"each calls up {self.run.config.d_model} numbers of its own"
        self.say(f"Open it up. Three switches are on, and {each}.", lead=0.8)
        seated, told = self.network.seated, (self.plan.labels["one-hot"], *self.plan.await_all())
        seats, signs = seated.take(self.asked, self.strip.glyph("one-hot"))
        opens = self.plan.open_up(self.strip, squish_rate_func(smooth, ABOVE, 1.0))
        gone = FadeOut(self.strip.arrows, *signs, rate_func=squish_rate_func(smooth, 0.0, GONE))
        leads = FadeIn(*told, self.plan.path, self.total, rate_func=squish_rate_func(smooth, SEATED, 1.0))
        self.remove(*self.strip.glyphs, self.asked).add(*self.plan.glyphs.values(), seated.asked, *signs)
        self.play(gone, seats, *opens, leads, run_time=1.1 * Time.SLOW)
        self.reveal("embed", *self.network.call_up())

    @beat
    def two_tokens_are_looked_at(self) -> None:
        """Show the attention: four heads' weights as ribbons."""
        to_x, to_y, _ = map(percent, self.reading.attention.mean(axis=0))
        mean = "on average, " if len(self.reading.attention) > 1 else ""
        self.say(f"Attention gathers them at the “=”: {mean}{to_x} from {self.x}, {to_y} from {self.y}.", lead=1.3)
        self.run_into("attention")
        self.play(FadeIn(self.plan.looks, self.network.seated.gathers), run_time=Time.QUICK)

    @beat
    def the_layer_folds(self) -> None:
        """Show the neurons before and after the ReLU."""
        alive = int((self.reading.post > 0).sum())
        puts_out = f"The ReLU shuts off the blue ones, those below zero. {alive} go on."
        self.say(f"{len(self.reading.pre)} neurons answer. {puts_out}", lead=1.9)
        self.run_into("MLP")
        self.glide(self.plan.fold(), self.plan.path.run_into("ReLU"), time=Time.STEADY)
        self.reveal("ReLU")

    @beat
    def votes_are_cast(self) -> None:
        """Show the outputs, then the votes, with the highest lit."""
        right = unless_right(self.reading.answer, self.run.answers[self.x, self.y])
        self.say(f"Every answer gets votes, and {self.reading.answer} gets the most.{right}", lead=1.0)
        self.run_into("out")
        self.run_into("logits")
        self.play(FadeIn(self.network.answers, self.network.seated.answer), run_time=Time.QUICK)

    @beat
    def every_number_counted(self) -> None:
        """Close: everything learned, counted; other sums run through the same numbers, layer by layer."""
        self.say(f"{self.counted:,} learned numbers, and nothing else in there. Now watch it learn them.", lead=0.5)
        self.leave(self.plan.looks)
        self.play(self.network.run_on(), rate_func=linear)
        self.wait(Time.QUICK)

    def run_into(self, name: str) -> None:
        """Run the sum on from one layer into the next, which lights up."""
        self.glide(self.plan.path.run_into(name), time=Time.QUICK)
        self.reveal(name)

    def reveal(self, name: str, *lights: Animation) -> None:
        """Light up a layer, show its name, and add what it has learned to the count."""
        more = self.learned.get(name, 0)
        cost = self.plan.cost(name, more, self.total)
        costs = [FadeIn(cost, rate_func=second_half)] if more else []
        self.play(*self.plan.tell(name), *(lights or [self.plan.reveal(name)]), *costs, run_time=FILL[name])
        if more:
            self.play(FadeOut(cost, target_position=self.total.get_left()), run_time=Time.STEADY)
            before = self.counted
            self.drive(self.total, lambda share: self.total.show(f"{round(before + share * more):,}"), Time.QUICK)
            self.counted += more


def stepping_in(start: float, end: float) -> Callable[[float], float]:
    """Return a rate: what comes out of a picture fades in between two shares of its way."""
    return lambda share: min(max((share - start) / (end - start), 0.0), 1.0)
