"""Inside a machine that writes: nobody can read the large ones, but one small one is understood.

Storyboard row 1. Others' networks are in `assets/facts.json` with their sources; ours and its neuron are counted.
"""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, FadeIn, FadeOut, LaggedStart, Square, SurroundingRectangle, Transform, VGroup

from transparent_box.scenes.facts import NETWORKS, SENTENCE, read_facts
from transparent_box.scenes.look.operations import UNDERSTOOD
from transparent_box.scenes.look.theme import Gap, Size, Time
from transparent_box.scenes.mobjects.count_ladder import LINE, CountLadder, said_count
from transparent_box.scenes.mobjects.lettering import lettering, words
from transparent_box.scenes.mobjects.tally import Tally
from transparent_box.scenes.mobjects.text_tile import TextTiles
from transparent_box.scenes.mobjects.weight_shelf import WeightShelf
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

OURS, NEURON = "ours", "one neuron"
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
        area, theme, gap = self.frame.picture, self.theme, Gap.NEAR if self.is_low else Gap.FAR
        self.tokens = TextTiles([self.facts[name].what for name in SENTENCE], area.width, theme)
        side = self.side = min(area.height - self.tokens.height - gap - 2 * Gap.NEAR, 0.8 * area.width)
        self.box = Square(side, stroke_color=theme.text, stroke_width=3, fill_color=theme.panel, fill_opacity=1)
        self.box.move_to([area.center[0], area.top - side / 2 - Gap.NEAR, 0])
        self.mark = words("?", 2 * Size.DISPLAY, theme.text).move_to(self.box)
        self.tokens.next_to(self.box, DOWN, gap)
        self.add(self.box, self.mark)
        self.say("A machine writes a sentence, piece by piece. What happens in here?", lead=1.6)
        for token in self.tokens[:2]:
            self.glide(self.emerge(token), time=Time.STEADY)

    @beat
    def count_them(self) -> None:
        """The box makes room for what each token took."""
        cost = self.facts["operations_per_parameter"]
        each = cost.value * self.large.value
        tally = Tally([("multiplications and additions so far", self.theme.text)], each * len(self.tokens))
        source = f"{self.large.what}: {cost.value} × {said_count(self.large.value)} parameters a token"
        cited = f"{source} ({cost.source}, {self.large.source})"
        note = lettering(cited, Size.SMALL, self.theme.dim, self.frame.picture.width)
        self.bill, top = VGroup(tally, note).arrange(DOWN, buff=Gap.NEAR), self.box.get_top()
        side = min(0.42 * self.frame.picture.height, self.box.height - self.bill.height - Gap.NEAR)
        up = (self.box.height - side) * UP
        self.bill.next_to(self.tokens.get_bottom() + up, DOWN, Gap.NEAR)
        tally.show(2 * each)
        self.say(f"Each piece takes {said_count(each)} multiplications and additions.", lead=1.4)
        smaller = self.box.animate.scale(side / self.box.height, about_point=top)
        self.tokens[2:].shift(up)
        marked = self.mark.animate.scale(min(0.5, 0.6 * side / self.mark.height)).move_to(top + side / 2 * DOWN)
        self.glide(smaller, marked, self.tokens[:2].animate.shift(up), time=Time.STEADY)
        self.appear(self.bill, time=Time.QUICK)
        for number, token in enumerate(self.tokens[2:], 2):
            counted = tally.count([number * each], [(number + 1) * each])
            self.glide(self.emerge(token), counted, time=Time.STEADY)

    @beat
    def inside_are_numbers(self) -> None:
        """Look into the box: there are as many numbers as its count says."""
        area, count = self.frame.picture, words(f"{self.large.value:,}", Size.HEADLINE, self.theme.text)
        self.say(f"Inside are {said_count(self.large.value)} learned numbers. Too many to read.", lead=1.4)
        nearer = self.box.animate.scale(max(self.side, count.width + Gap.FAR) / self.box.height).move_to(area.center)
        self.glide(FadeOut(self.bill, self.tokens), nearer, Transform(self.mark, count.move_to(area.center)))

    @beat
    def down_the_ladder(self) -> None:
        """The box shrinks to the top of a ladder, which grows as it climbs down from name to name, to one neuron."""
        self.ladder = self.rungs()
        boxes, (first, *others) = self.ladder.boxes, self.ladder.told
        self.say("So climb down: fewer numbers, rung by rung, down to a single neuron.", lead=1.6)
        shrinks = self.box.animate.become(boxes[0]), FadeOut(self.mark, target_position=first[2], scale=0.4)
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
        """Its box grows and turns to glass: the run's weights."""
        weights, area = self.run.weights, self.frame.picture.inside(2 * Gap.NEAR, 2 * Gap.NEAR)
        heads = [np.reshape(array, (-1, array.shape[-1])) for array in (weights.W_Q, weights.W_K, weights.W_V)]
        tables = [("W_E", np.vstack([weights.W_E.T, weights.W_pos])), *zip(("W_Q", "W_K", "W_V"), heads, strict=True)]
        tables += [("W_O", weights.W_O.T), ("W_U", weights.W_U.T)]
        tables += [('W_"in"', np.column_stack([weights.W_in, weights.b_in]))]
        tables += [('W_"out"', np.vstack([weights.W_out.T, weights.b_out]))]
        self.shelf = WeightShelf(tables, area.width, area.height, self.theme).move_to(area.center)
        pane = SurroundingRectangle(self.shelf, color=self.theme.panel, buff=Gap.NEAR, corner_radius=0.1)
        rest = VGroup(self.box, self.ladder.axis, self.ladder.told, *(b for b in self.ladder.boxes if b != self.glassy))
        self.say("Its box is made of glass. Here they are, all of them.", lead=1.3)
        opened = self.glassy.animate.become(pane.set_stroke(self.theme.accent, 3))
        self.glide(FadeOut(rest), opened, time=Time.STEADY)
        self.play(LaggedStart(*map(FadeIn, self.shelf.maps), lag_ratio=0.3), run_time=Time.SLOW)
        self.play(FadeIn(self.shelf.names), run_time=Time.QUICK)

    @beat
    def one_thing(self) -> None:
        """Close on the glass box."""
        self.say(f"{self.ours:,} numbers. Together they learned to do one thing.")
        self.wait(2 * Time.HOLD)

    def emerge(self, token: VGroup) -> FadeIn:
        """A token comes out of the box to its place."""
        return FadeIn(token, target_position=self.box.get_bottom() + 0.4 * UP, scale=0.4)

    def rungs(self) -> CountLadder:
        """All sizes: others' by their sources, ours and one of its neurons by counting."""
        cited = [(fact.what, fact.value, fact.source) for fact in map(self.facts.__getitem__, NETWORKS)]
        counted = [(OURS, self.ours, "counted"), (NEURON, self.neuron, "counted, one of ours")]
        area, tall = self.frame.picture, self.frame.ratio <= 1
        width, height = min(area.width, WIDEST), area.height - 2 * LINE
        return CountLadder([*cited, *counted], width, height, tall, self.theme).move_to(area.center)
