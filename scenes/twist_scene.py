"""One attention head turns the thread of counts against that of widths, so that a count meets a larger width.

All is measured on our own line-wrapping network (`Stage.linebreak`), not on Claude 3.5 Haiku. The turn on screen is the
head's own map of the count, a share of it at a time: see `model.linebreak.turning`.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Group, LaggedStart, linear, smooth, squish_rate_func

from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.linebreak.count_desk import FOOT, SIDES
from transparent_box.scenes.mobjects.linebreak.filling_line import FillingLine
from transparent_box.scenes.mobjects.linebreak.head_curves import HeadCurves
from transparent_box.scenes.mobjects.linebreak.head_lights import HeadLights
from transparent_box.scenes.mobjects.linebreak.head_turn import OBLIQUE, HeadTurn
from transparent_box.scenes.mobjects.linebreak.seed_rows import SeedRows
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import RoomLeft, WrappedLines
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

CLEARS, BESIDE = squish_rate_func(smooth, 0, 0.6), squish_rate_func(smooth, 0.35, 0.85)  # the line; the table
SPRINGS = {"1:1": 0.4, "4:5": 0.4}  # of the width, else half


class TwistScene(Stage, tells_of=ANY):
    """From two threads side by side to the newline."""

    options: ClassVar[tuple[str, ...]] = ("attention_head",)
    attention_head: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.shapes, self.heads = self.linebreak.geometry, self.linebreak.clean_heads
        self.turning = self.chosen("attention_head", lambda: next(iter(self.heads)), [*self.heads], self.linebreak)
        self.full = int(self.linebreak.example.width)
        self.twist = self.linebreak.twist(self.turning)
        self.left, self.right = self.frame.picture.parts(SPRINGS.get(self.frame.aspect, 0.5), Gap.NEAR, wide=0.8)
        self.too_late()
        self.pull_them_apart()
        self.a_head_turns()
        self.heads_share_the_distance()
        self.a_ring_further()
        self.the_newline()
        self.not_every_seed()
        self.ours_and_theirs()
        self.close_box()

    @beat
    def too_late(self) -> None:
        """Open on both threads as they were; a line is written, and its count moves along one thread to its width."""
        shapes, full, lines, picture = self.shapes, self.full, self.linebreak.example, self.frame.picture
        stream = shapes.counts_on_axes[:, :3], shapes.widths_on_axes[:, :3]
        self.pair = pair = HeadTurn(self.twist, stream, full, picture.less_bottom(FOOT), self.theme)
        self.line = line = FillingLine(lines.first, full, picture, self.theme)
        self.add(*pair.springs[:-1], pair.few)
        self.say(f"Write a line. Count {full} lies beside width {full}: they meet when the line is full. Too late.")
        self.appear(line, pair.springs.pair, pair.names)
        self.glide(*pair.turned(SIDES[2]), pair.walked(line.write), time=2 * Time.SLOW)

    @beat
    def pull_them_apart(self) -> None:
        """Pull them apart: the ground is one plane of six dimensions, the height the numbers; beside, all cosines."""
        seat = self.pair.laid_out(self.left, self.right)
        self.say("Pull the numbers apart: two springs. Compare any count with any width: orange means alike.", lead=1.2)
        pulled = [self.prepared(move, rate_func=self.ease) for move in self.pair.pulled(seat)]
        gone = [FadeOut(one, rate_func=CLEARS) for one in (self.line, self.pair.few, self.pair.names)]
        self.play(*pulled, *gone, FadeIn(self.pair.table, rate_func=BESIDE), run_time=1.6 * Time.SLOW)

    @beat
    def a_head_turns(self) -> None:
        """Apply the head's own rotation, seen from above, in the plane of it that holds most of the counts."""
        turned, planes = f"{np.degrees(self.twist.angles[0]):.0f}°", count_word(len(self.twist.angles))
        held, ahead = percent(self.twist.shares[0]), self.heads[self.turning]
        pair, live = self.pair, Group(self.pair.springs, self.pair.table, self.pair.tags)
        self.note = pair.noted(f"shown: one of {planes} planes, with {held} of the counts’ variance")
        self.say(f"Now let one head look. It turns the counts by {turned}: each now meets a width {ahead:.0f} wider.")
        self.appear(self.note, *pair.show(0).tags, pair.angle, time=Time.QUICK)
        self.drive(Group(live, pair.angle), lambda share: pair.tip(share, 0), Time.STEADY)
        self.drive(Group(live, pair.angle), pair.show, 1.4 * Time.SLOW)
        self.leave(pair.angle, time=Time.STEADY)
        self.drive(live, lambda share: pair.tip(1 - share, 1), Time.STEADY)

    @beat
    def heads_share_the_distance(self) -> None:
        """Draw the clean heads' attention to the width, by how many characters are left."""
        shapes, area = self.shapes, self.frame.picture.less_bottom(Gap.NEAR)
        self.chart = HeadCurves(shapes.left, shapes.attention, self.heads, area, self.theme)
        said = ", ".join(f"{ahead:.0f}" for ahead in self.heads.values())
        self.say(f"Each head turns by its own amount. Together they look {said} ahead and cover the end of the line.")
        one = Area.around(self.chart.names[0])  # of a head, like all that follow
        self.sink(one, self.pair.springs, self.pair.table, self.pair.tags, self.note, told=[self.chart])
        self.drive(self.chart, self.chart.draw, 1.6 * Time.SLOW, linear)

    @beat
    def a_ring_further(self) -> None:
        """Show the heads firing again, as the threads curl around; heads that tell far from near mark what is far."""
        self.say(f"The threads curl around, so each head fires again far out. {self.chart.sentence}", lead=0.8)
        self.drive(Group(self.chart, self.chart.behind), self.chart.draw_rest, 1.8 * Time.SLOW, linear)

    @beat
    def the_newline(self) -> None:
        """Return to the document: at every word, how long a word would still fit; at the last, the next does not."""
        lines, picture, length = self.linebreak.example, self.frame.picture, int(self.linebreak.example.next_length[-1])
        page = WrappedLines(lines.first, lines.second, self.full, length, picture.less_top(Gap.FAR), self.theme)
        room = RoomLeft(page, lines.room, lines.logits.shape[1], self.theme)
        lamps = HeadLights(page, lines.attention[:, [*self.heads]], self.heads.values(), picture, self.theme)
        right, many = percent(self.linebreak.measured["newline"]["accuracy"], 1), count_word(length).capitalize()
        choice = f"{many} more letters? New line. {right} of such choices are right."
        self.say(f"So it knows how much room is left. {choice}")
        gone, come = FadeOut(self.chart, *self.chart.behind), FadeIn(lamps.frame, page, page.after[0], room)
        turned = LaggedStart(gone, come, lag_ratio=0.4)
        self.play(turned, *lamps.come_of(self.chart.names), run_time=0.8 * Time.SLOW)
        for place, word in enumerate(page.after[1:], 1):
            self.play(FadeIn(word), room.on_to(place), lamps.on_to(place), run_time=Time.QUICK)
        self.appear(coming := page.coming(len(page.after) - 1, length))
        self.play(FadeOut(room), run_time=Time.QUICK)  # gone before the word passes through its place
        self.glide(coming.animate.move_to(page.next_line(length)), time=Time.STEADY)
        self.appear(mark := page.broken(), time=Time.QUICK)
        self.page = Group(lamps, page, page.after, coming, mark)

    @beat
    def not_every_seed(self) -> None:
        """Show all trainings of the recipe, by how far ahead their heads look, and what each gets right."""
        runs, (low, high) = self.linebreak.judged, self.linebreak.window
        judged = [(run.seed, run.offsets, run.accuracy) for run in runs]
        self.rows = SeedRows(judged, (low, high), self.frame.picture, self.theme)
        few, many, least = sum(self.rows.near), len(runs), percent(min(run.accuracy for run in runs), 1)
        several = f"{count_word(few)} of {count_word(many)} have a head that looks {low:.0f} to {high:.0f} ahead"
        self.say(f"Not every run does this: {several}. Even the worst gets {least} right.")
        self.ours = Area.around(self.rows.of(self.linebreak.recipe.seed))
        self.sink(self.ours, self.page, told=[self.rows])
        self.drive(self.rows, self.rows.look, 1.5 * Time.SLOW, linear)

    @beat
    def ours_and_theirs(self) -> None:
        """Close on the springs, which turn once more, and on who found this."""
        paper = read_facts()["haiku_count_axes"].source
        note = self.pair.noted(f"theirs: Claude 3.5 Haiku ({paper}); ours, here: {self.linebreak.parameters:,} numbers")
        self.say("In Claude 3.5 Haiku, too, heads twist one thread against the other. What else can be read in there?")
        pair = self.pair.show(0)
        self.grow(self.ours, pair.springs, pair.table, gone=[self.rows], told=[note])
        self.glide(*pair.turned(OBLIQUE[1]), *pair.twisted())
