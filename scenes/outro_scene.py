"""Among black boxes, one is of glass: what is in it, what “grok” means, and how to run it yourself.

The patterns are the film's own, drawn again from the run; the thread is our line-wrapping network's.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from manim import FadeIn, FadeOut, LaggedStart, Transform, VGroup, linear

from transparent_box.model.storage import LacksError
from transparent_box.scenes.facts import NETWORKS, read_facts
from transparent_box.scenes.look.operations import CLOCKS
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.boxes.box_wall import BOXES, BoxWall, wall_area
from transparent_box.scenes.mobjects.boxes.passing_patterns import passing
from transparent_box.scenes.mobjects.boxes.pattern_grid import in_pane
from transparent_box.scenes.mobjects.boxes.patterns import Patterns
from transparent_box.scenes.mobjects.charts.count_ladder import LINE, CountLadder
from transparent_box.scenes.mobjects.words.command_tiles import CommandTiles
from transparent_box.scenes.mobjects.words.defined_word import DefinedWord
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

OURS, WIDEST, FAINT = "ours", 11.5, 0.7  # its rung; units, from a rung's name to its source; opacity of other rungs
BESIDE, TALL = 0.27, 0.6  # of the frame's width, for our box beside the ladder, and of its height, at most
INSET = 0.9  # units above the word and under tiles
SWELLS, ALIVE = 0.65 * Time.STEADY, 2.4 * Time.SLOW  # seconds of growth, before the first tile; of motion
WIDE, NARROW, SQUARE, LOW = 0.46, 0.42, 0.47, 0.385  # of the frame, for patterns left of the word, or that below them
COMMANDS = ("python cli.py train --p 59 --out runs/mine", "python cli.py film --run runs/mine")  # as in the README


class OutroScene(Stage, tells_of=CLOCKS):
    """From boxes that nobody can read to two commands."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        if not self.run.clocks:
            raise LacksError(f"{self.run.folder} keeps no clocks: it has not generalized.")
        self.facts, self.patterns, self.ours = read_facts(), self.measured_patterns(), self.run.parameters
        self.among_black_boxes()
        self.the_ladder_again()
        self.nobody_drew_these()
        self.they_are_alive()
        self.to_grok()
        self.run_it_yourself()

    @beat
    def among_black_boxes(self) -> None:
        """Open on boxes that look alike; one of them turns to glass, with its real weights in it."""
        self.area = wall_area(self.frame.picture)
        order = self.evidence.neuron_order, [len(one) for one in self.evidence.clusters.values()]
        self.wall = BoxWall(BOXES, np.asarray(self.run.weights.W_in), order, self.area, self.theme)
        self.glass = self.wall.glass
        self.add(self.glass, self.wall.mark)
        self.say("Machines answer us everywhere, and hardly anyone can say how. But one of these boxes is open.")
        self.appear(*self.wall.closed, self.wall.marks)
        self.wait(Time.HOLD / 2)
        self.play(*self.wall.opened(), run_time=Time.STEADY)
        self.glide(*self.wall.looked_into())

    @beat
    def the_ladder_again(self) -> None:
        """Sort what is in our box; the others take their places on the ladder, with ours beside it if it fits."""
        ladder, wide = self.rungs(), self.frame.ratio > 1
        ours, others = ladder.names.index(OURS), self.wall.closed
        rungs = [place for place in range(len(ladder.names)) if place != ours]
        works = "we know how they work" if self.evidence.has_learned else "we have looked into them all"
        known = f"{self.ours:,} numbers, and {works}."
        self.say(f"Sort its neurons by their waves: {self.wall.told}. {known}", lead=0.8)
        self.drive(self.wall.inside, self.wall.sort, 0.8 * Time.SLOW)
        self.add(self.glass, self.wall.inside)  # in front of those that pass
        moves = [Transform(box, ladder.boxes[place]) for box, place in zip(others, rungs, strict=False)]
        lit = ladder.boxes[ours].copy().set_stroke(self.theme.accent, 4)
        ours_goes = self.wall.glass_to(self.side, TALL) if wide else self.wall.glass_into(lit)
        gone = FadeOut(*others[len(rungs) :], self.wall.marks, rate_func=first_half)
        VGroup(*(ladder.told[place] for place in rungs)).set_opacity(FAINT)
        self.play(*moves, *ours_goes, gone, FadeIn(ladder.axis, ladder.told, rate_func=second_half), run_time=Time.SLOW)
        self.ladder = [ladder.axis, ladder.told, *others[: len(rungs)]]
        if wide:
            self.appear(lit, tie := self.wall.tied_to(lit))
            self.ladder += [lit, tie]

    @beat
    def nobody_drew_these(self) -> None:
        """Let the box grow; in it the patterns of the film appear, one by one."""
        self.grid, wide = in_pane(self.patterns, self.area, self.theme)
        self.say(f"Inside: {self.patterns.told}. In our line-wrapper, a thread. Nobody drew them.", lead=1.5)
        seen = [FadeIn(tile, rate_func=second_half) for tile in self.grid.tiles]  # once the box surrounds it
        come = LaggedStart(*seen, lag_ratio=0.5, run_time=3.6 * Time.STEADY)
        self.play(FadeOut(*self.ladder, rate_func=first_half, run_time=SWELLS), *self.wall.swell(wide, SWELLS), come)

    @beat
    def they_are_alive(self) -> None:
        """Move all of them at once."""
        self.say("Learning found them all, unasked: strange and beautiful.", lead=1.2)
        self.drive(self.grid, self.grid.show, ALIVE, linear)

    @beat
    def to_grok(self) -> None:
        """Shrink the box, with its patterns in it; beside it, the word and where it comes from."""
        word, theme, small = self.facts["word_grok"], self.theme, self.frame.ratio <= 1
        share = WIDE if not small else SQUARE if self.frame.ratio == 1 else LOW if self.area.is_low else NARROW
        beside, self.room = self.area.parts(share, Gap.NEAR if self.area.is_low else Gap.FAR)
        if small:
            beside, self.room = self.room, beside
        else:  # no hole between the word and the commands
            self.room = self.room.less_top(INSET).less_bottom(INSET)
        grid, narrow = in_pane(self.patterns, beside, theme, self.grid)
        self.word = DefinedWord("grok", word.what, word.source, small, self.room, theme)
        both = "First the network grokked. Then we did."
        then = both if self.evidence.has_learned else "The network was on its way. So are we."
        self.say(f"There is a word for that. {then}", lead=1.2)
        there, on = passing((self.grid, self.glass), (grid, narrow))
        self.play(*there, run_time=0.5 * Time.SLOW)
        self.play(*on, FadeIn(self.word, rate_func=second_half), run_time=0.5 * Time.SLOW)
        self.grid = grid

    @beat
    def run_it_yourself(self) -> None:
        """Close on the two commands that the README shows, beside the moving patterns."""
        tiles = CommandTiles(COMMANDS, self.room, self.theme)
        self.say("We measured all our numbers, and you can measure them again. Run it yourself.", lead=0.6)
        covered = [part for part in self.word if tiles.get_top()[1] + Gap.NEAR > part.get_bottom()[1]]
        gone = [FadeOut(part, rate_func=first_half) for part in covered]  # gone before what replaces them
        self.play(*gone, FadeIn(tiles, rate_func=second_half), run_time=Time.STEADY)
        self.drive(self.grid, self.grid.show, ALIVE, linear)

    def measured_patterns(self) -> Patterns:
        """Measure what the tiles show: a loop and a spike only if the chapters about them have one."""
        evidence, clock, loop, profile = self.evidence, np.asarray(self.run.clocks[0].points), None, None
        with suppress(LacksError):
            loop = evidence.shown_loop
        with suppress(LacksError):
            evidence.added_outputs(self.usual_answer)
            profile = evidence.score_waves.profile
        surface = self.run.activations.mlp_post[..., evidence.shown_neuron].astype(float)
        scores, thread = evidence.logits.astype(float), self.linebreak.geometry.counts_on_axes[:, :3]
        return Patterns(clock, loop, surface, scores, profile, thread)

    def rungs(self) -> CountLadder:
        """Make the ladder of all sizes: others' from their sources, ours by counting."""
        cited = [(fact.what, fact.value, fact.source) for fact in map(self.facts.__getitem__, NETWORKS)]
        self.side, beside = self.area.parts(BESIDE, Gap.FAR)
        area, tall = (self.frame.picture, True) if self.frame.ratio <= 1 else (beside, False)
        width, height = min(area.width, WIDEST), area.height - 2 * LINE
        return CountLadder([*cited, (OURS, self.ours, "counted")], width, height, tall, self.theme).move_to(area.center)
