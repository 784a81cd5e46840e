"""Inside a machine that writes: nobody can read the large ones, but one small one is understood.

Others' networks are in `assets/facts.json` with their sources; our own and its neuron are counted.
"""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, AnimationGroup, FadeIn, FadeOut, Group, LaggedStart, VGroup, smooth, squish_rate_func

from transparent_box.scenes.facts import NETWORKS, SENTENCE, read_facts
from transparent_box.scenes.look.numbers import said_count
from transparent_box.scenes.look.operations import UNDERSTOOD
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.boxes.nested_boxes import NestedBoxes
from transparent_box.scenes.mobjects.boxes.writing_box import WritingBox
from transparent_box.scenes.mobjects.charts.count_ladder import LINE, CountLadder
from transparent_box.scenes.mobjects.words.lettering import lettering, words
from transparent_box.scenes.mobjects.words.reading_time import ReadingTime
from transparent_box.scenes.mobjects.words.tally import Tally
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

OURS, NEURON = "ours", "one neuron"
UNCOUNTED = 3  # pieces of text that are written before their cost is counted
FIRST, PIECE, TABLE = 2.1, 1.1, 0.25  # seconds to write the first piece, to write any other, and to count a table
FAINT = 0.6  # opacity of the rungs in the background: they and their sources can still be read
STOP = 0.4  # seconds at each of the nested boxes
INSIDE = squish_rate_func(smooth, 0.3, 0.9)  # when the boxes in the first one appear: it is never seen empty
WIDEST = 11.5  # units: the eye must find its way from a name to its source


class BlackBoxScene(Stage, tells_of=UNDERSTOOD):
    """From a closed box, through smaller and smaller ones, to one of glass."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.facts, weights = read_facts(), self.run.weights
        self.large = self.facts["llama_405b"]
        self.ours = self.run.parameters
        self.neurons = np.column_stack([weights.W_in, weights.b_in])
        self.things = [(fact.what, fact.value, fact.source) for fact in map(self.facts.__getitem__, NETWORKS)]
        self.things += [(OURS, self.ours, "counted"), (NEURON, self.neurons[0].size, "counted, one of ours")]
        self.what_happens_in_here()
        self.count_them()
        self.inside_are_numbers()
        self.box_in_box()
        self.this_one()
        self.glass()
        self.one_thing()

    @beat
    def what_happens_in_here(self) -> None:
        """Open on a closed box; a sentence comes out of it, token by token."""
        gap, pieces = Gap.NEAR if self.is_low else Gap.FAR, [self.facts[name].what for name in SENTENCE]
        self.writer = WritingBox(pieces, self.frame.picture, gap, self.theme)
        self.add(self.writer)
        self.say("A machine writes a sentence, piece by piece. What happens in here?", lead=0.5)
        for place in range(UNCOUNTED):
            self.play(self.writer.write(place), run_time=PIECE if place else FIRST)

    @beat
    def count_them(self) -> None:
        """Let the box make room for the number of operations that each token took."""
        cost, writer = self.facts["operations_per_parameter"], self.writer
        each, box = cost.value * self.large.value, writer.box
        tally = Tally([("multiplications and additions so far", self.theme.text)], each * len(writer.tokens))
        source = f"{self.large.what}: {cost.value} × {said_count(self.large.value)} parameters a token"
        cited = f"{source} ({cost.source}, {self.large.source})"
        note = lettering(cited, Size.SMALL, self.theme.dim, self.frame.picture.width)
        self.bill = VGroup(tally, note).arrange(DOWN, buff=Gap.NEAR)
        side = box.height - self.bill.height - Gap.NEAR
        self.bill.next_to(writer.tokens.get_bottom() + (box.height - side) * UP, DOWN, Gap.NEAR)
        tally.show(UNCOUNTED * each)
        self.say(f"Each piece takes {said_count(each)} multiplications and additions.", lead=1.4)
        self.glide(*writer.make_room(side, UNCOUNTED), time=Time.STEADY)
        self.appear(self.bill, time=Time.QUICK)
        for place in range(UNCOUNTED, len(writer.tokens)):
            self.play(writer.write(place, tally.count([place * each], [(place + 1) * each])), run_time=PIECE)

    @beat
    def inside_are_numbers(self) -> None:
        """Look into the box: it holds as many numbers as its count says, more than anyone can read in a lifetime."""
        area, many = self.frame.picture, words(f"{self.large.value:,}", Size.HEADLINE, self.theme.text)
        self.years = ReadingTime(self.large.value, self.theme.dim)
        VGroup(many, self.years).arrange(DOWN, buff=Gap.FAR).move_to(area.center)
        self.say(f"Inside are {said_count(self.large.value)} learned numbers. Too many to read.", lead=1.4)
        back = AnimationGroup(FadeOut(self.bill), *self.writer.take_back(), run_time=Time.STEADY / 2)
        out = AnimationGroup(*self.writer.answer(many, self.years, middle=area.center), run_time=Time.STEADY)
        self.play(LaggedStart(back, out, lag_ratio=0.5))
        self.box, self.mark = self.writer.box, many
        self.play(*self.years.tell(), run_time=Time.STEADY)

    @beat
    def box_in_box(self) -> None:
        """Let the box stand for its count; zoom into smaller and smaller boxes, each to scale, down to one neuron."""
        things = [thing[:2] for thing in self.things if thing[0] != OURS]
        nest = self.nest = NestedBoxes(things, self.neurons, self.frame.picture, self.theme)
        self.say("So go smaller, box inside box, all the way down to a single neuron.", lead=0.9)
        self.leave(self.years)
        gone = FadeOut(self.mark, rate_func=first_half), FadeIn(nest.number, nest.key, rate_func=second_half)
        inside = FadeIn(nest.boxes[1:], nest.frames, nest.names, rate_func=INSIDE)
        self.play(self.box.animate.become(nest.boxes[0]), inside, *gone, run_time=Time.STEADY)
        self.remove(self.box).add(nest)
        for place in range(1, len(nest.sizes)):
            self.wait(STOP)
            self.play(nest.into(place), rate_func=self.ease)

    @beat
    def this_one(self) -> None:
        """Turn the neuron into the last rung of a ladder; the others take their places above it, and ours lights up."""
        self.ladder = self.rungs()
        boxes, texts, place = self.ladder.boxes, self.ladder.told, self.ladder.names.index(OURS)
        mine, self.glassy, self.box = texts[place], boxes[place], self.nest.last
        known = "understood, from question to answer" if self.evidence.has_learned else "small enough to look into"
        self.say(f"One rung of this ladder is {known}.", lead=1.2)
        self.remove(self.nest)
        others = [other for other in range(len(texts)) if other != place]
        self.bring_to_back(self.ladder.axis)
        back = self.nest.come_back([boxes[other] for other in others[:-1]])
        self.play(*self.nest.end_as(boxes[-1], texts[-1]), *back, *self.ladder.rise(*others[:-1]))
        dims = (texts[other].animate.set_opacity(FAINT) for other in others)
        self.play(FadeIn(self.glassy.set_stroke(self.theme.accent, 4), mine), *dims, run_time=Time.STEADY)

    @beat
    def glass(self) -> None:
        """Turn its box to glass and let it grow, with the run's weights in it, which are counted table by table."""
        self.glass_box = self.in_glass()
        others = (box for box in self.ladder.boxes if box is not self.glassy)
        rest = Group(self.box, self.ladder.axis, self.ladder.told, *others)
        self.say("Its box is made of glass. Here are its numbers, all of them.", lead=1.5)
        self.play(*self.glass_box.open(self.glassy, rest), run_time=1.5 * Time.STEADY)
        self.play(FadeIn(self.glass_box.shelf.names, self.glass_box.tally), run_time=Time.QUICK)
        for place in range(len(self.glass_box.sizes)):
            self.play(self.glass_box.count(place), run_time=TABLE)

    @beat
    def one_thing(self) -> None:
        """Close on the glass box, and on how long these numbers take to read."""
        self.say(f"{self.ours:,} numbers. Together they learned to do one thing.", lead=1.3)
        self.leave(self.glass_box.tally)
        self.play(*self.glass_box.hours.tell(), run_time=Time.STEADY)

    def rungs(self) -> CountLadder:
        """Make the ladder of all sizes."""
        area, tall = self.frame.picture, self.frame.ratio <= 1
        width, height = min(area.width, WIDEST), area.height - 2 * LINE
        return CountLadder(self.things, width, height, tall, self.theme).move_to(area.center)
