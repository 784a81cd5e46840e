"""Inside a machine that writes: nobody can read the large ones, but one small one is understood.

Storyboard row 1. Others' networks are in `assets/facts.json` with their sources; ours and its neuron are counted.
"""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, FadeIn, FadeOut, Transform, VGroup

from transparent_box.scenes.facts import NETWORKS, SENTENCE, read_facts
from transparent_box.scenes.look.operations import UNDERSTOOD
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.count_ladder import LINE, CountLadder, said_count
from transparent_box.scenes.mobjects.lettering import lettering, words
from transparent_box.scenes.mobjects.reading_time import ReadingTime
from transparent_box.scenes.mobjects.tally import Tally
from transparent_box.scenes.mobjects.writing_box import WritingBox
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

OURS, NEURON = "ours", "one neuron"
UNCOUNTED = 3  # pieces of text that are written before one asks what they take
FIRST, PIECE, TABLE = 2.1, 1.1, 0.25  # seconds that the first piece takes to be written, any other, a table's count
RUNG = 0.6  # seconds from one rung to the next
FAINT = 0.3  # opacity of the rungs that are not spoken of
WIDEST = 11.5  # units: from a name to its source the eye must find its way


class BlackBoxScene(Stage, tells_of=UNDERSTOOD):
    """From a closed box down a ladder of sizes to one of glass."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.facts, weights = read_facts(), self.run.weights
        self.large = self.facts["llama_405b"]
        self.ours = self.run.parameters
        self.neuron = np.size(weights.W_in[0]) + np.size(weights.b_in[0])
        self.what_happens_in_here()
        self.count_them()
        self.inside_are_numbers()
        self.down_the_ladder()
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
        """The box makes room for what each token took."""
        cost, writer = self.facts["operations_per_parameter"], self.writer
        each, box = cost.value * self.large.value, writer.box
        tally = Tally([("multiplications and additions so far", self.theme.text)], each * len(writer.tokens))
        source = f"{self.large.what}: {cost.value} × {said_count(self.large.value)} parameters a token"
        cited = f"{source} ({cost.source}, {self.large.source})"
        note = lettering(cited, Size.SMALL, self.theme.dim, self.frame.picture.width)
        self.bill = VGroup(tally, note).arrange(DOWN, buff=Gap.NEAR)
        side = min(0.42 * self.frame.picture.height, box.height - self.bill.height - Gap.NEAR)
        self.bill.next_to(writer.tokens.get_bottom() + (box.height - side) * UP, DOWN, Gap.NEAR)
        tally.show(UNCOUNTED * each)
        self.say(f"Each piece takes {said_count(each)} multiplications and additions.", lead=1.4)
        self.glide(*writer.make_room(side, UNCOUNTED), time=Time.STEADY)
        self.appear(self.bill, time=Time.QUICK)
        for place in range(UNCOUNTED, len(writer.tokens)):
            self.play(writer.write(place, tally.count([place * each], [(place + 1) * each])), run_time=PIECE)

    @beat
    def inside_are_numbers(self) -> None:
        """Look into the box: there are as many numbers as its count says, and nobody lives long enough to read them."""
        area, many = self.frame.picture, words(f"{self.large.value:,}", Size.HEADLINE, self.theme.text)
        self.years = ReadingTime(self.large.value, self.theme.dim)
        VGroup(many, self.years).arrange(DOWN, buff=Gap.FAR).move_to(area.center)
        self.say(f"Inside are {said_count(self.large.value)} learned numbers. Too many to read.", lead=1.4)
        self.box, self.mark = self.writer
        larger = max(self.writer.side, many.width + Gap.FAR) / self.box.height
        nearer = self.box.animate.scale(larger).move_to(area.center)
        self.glide(FadeOut(self.bill, self.writer.tokens), nearer, Transform(self.mark, many), time=Time.STEADY)
        self.play(*self.years.tell(), run_time=Time.STEADY)

    @beat
    def down_the_ladder(self) -> None:
        """The box shrinks to the top of a ladder, which grows as it climbs down from name to name, to one neuron."""
        self.ladder = self.rungs()
        boxes, (first, *others) = self.ladder.boxes, self.ladder.told
        self.say("So climb down: fewer numbers, rung by rung, down to a single neuron.", lead=1.6)
        counts = VGroup(self.mark, self.years)
        shrinks = self.box.animate.become(boxes[0]), FadeOut(counts, target_position=first[2], scale=0.4)
        self.glide(*shrinks, *self.ladder.down_to(0), FadeIn(first))
        for place, told in enumerate(others, 1):
            named = [FadeIn(told, shift=0.2 * DOWN)] if self.ladder.names[place] != OURS else []
            moved = self.box.animate.move_to(boxes[place])
            self.glide(moved, *self.ladder.down_to(place), *named, time=RUNG if named else Time.QUICK / 2)

    @beat
    def this_one(self) -> None:
        """Our rung lights up."""
        mine = self.ladder.told[place := self.ladder.names.index(OURS)]
        self.glassy = self.ladder.boxes[place]
        self.say("This one is understood. Every number of it.", lead=1.1)
        up = self.box.animate.move_to(self.glassy)
        self.play(up, self.glassy.animate.set_stroke(self.theme.accent, 4), FadeIn(mine), run_time=Time.STEADY)
        others = [told.animate.set_opacity(FAINT) for told in self.ladder.told if told is not mine]
        self.play(*others, run_time=Time.STEADY)

    @beat
    def glass(self) -> None:
        """Its box turns to glass and grows, the run's weights in it, which are counted table by table."""
        self.glass_box = self.in_glass()
        rest = VGroup(self.box, self.ladder.axis, self.ladder.told, *(b for b in self.ladder.boxes if b != self.glassy))
        self.say("Its box is made of glass. Here they are, all of them.", lead=1.3)
        self.glide(FadeOut(rest), *self.glass_box.open(self.glassy), time=1.5 * Time.STEADY)
        self.play(FadeIn(self.glass_box.shelf.names, self.glass_box.tally), run_time=Time.QUICK)
        for place in range(len(self.glass_box.sizes)):
            self.play(self.glass_box.count(place), run_time=TABLE)

    @beat
    def one_thing(self) -> None:
        """Close on the glass box, and how long these numbers take to read."""
        self.say(f"{self.ours:,} numbers. Together they learned to do one thing.", lead=1.3)
        self.leave(self.glass_box.tally)
        self.play(*self.glass_box.hours.tell(), run_time=Time.STEADY)

    def rungs(self) -> CountLadder:
        """All sizes: others' by their sources, ours and one of its neurons by counting."""
        cited = [(fact.what, fact.value, fact.source) for fact in map(self.facts.__getitem__, NETWORKS)]
        counted = [(OURS, self.ours, "counted"), (NEURON, self.neuron, "counted, one of ours")]
        area, tall = self.frame.picture, self.frame.ratio <= 1
        width, height = min(area.width, WIDEST), area.height - 2 * LINE
        return CountLadder([*cited, *counted], width, height, tall, self.theme).move_to(area.center)
