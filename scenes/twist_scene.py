"""One attention head turns the thread of counts against that of widths, so that a count meets a width further on.

Storyboard row 24. All is measured of our own network that wraps lines (`Stage.lines`), not of Claude 3.5 Haiku. The
turn on screen is the head's own map of the count, a share of it at a time: see `model.linebreak.turning`.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, FadeIn, FadeOut, Group, Transform, linear

from scenes.facts import read_facts
from scenes.look.colormaps import rgba, viridis
from scenes.look.numbers import count_word, percent
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.cosine_table import CosineTable
from scenes.mobjects.head_curves import HeadCurves
from scenes.mobjects.lettering import words
from scenes.mobjects.seed_rows import SeedRows
from scenes.mobjects.space import Space
from scenes.mobjects.springs import Springs, wound
from scenes.mobjects.thread import Thread, framed
from scenes.mobjects.wrapped_lines import WrappedLines, newline_mark
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

OBLIQUE, UPRIGHT = (58 * DEGREES, 45 * DEGREES), (78 * DEGREES, 20 * DEGREES)  # from the zenith and round it
PITCH, LADDER = 0.042, (30, 86, 5)  # units from number to number, pulled apart; counts with rungs: from, to, every
NOTE = 0.8  # units over the springs for what is said of them
HEADS, STEPS = (0, 3, 2), 60  # of the theme's categories, the heads' colors; of the turn


class TwistScene(Stage):
    """From two threads side by side to the newline."""

    tells_of: ClassVar[str | None] = None  # nothing of the film's own run is shown
    options: ClassVar[tuple[str, ...]] = ("head",)
    head: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.shapes, clean = self.lines.geometry, self.lines.clean_heads
        self.turning = self.chosen("head", lambda: next(iter(clean)), list(clean), self.lines)
        self.twist = self.lines.twist(self.turning)
        self.kept = np.isin(self.shapes.count, self.shapes.width)  # the counts that are widths, too
        self.parameters = sum(np.size(array) for array in self.lines.weights.to_dict().values())
        self.left, self.right = self.frame.picture.parts(0.5, Gap.FAR)
        self.too_late()
        self.pull_them_apart()
        self.a_head_turns()
        self.heads_share_the_distance()
        self.a_ring_further()
        self.the_newline()
        self.not_every_seed()
        self.ours_and_theirs()

    @beat
    def too_late(self) -> None:
        """Open on both threads as they lie in the stream."""
        numbers, inks = self.shapes.count[self.kept], viridis(np.linspace(*self.theme.sweep, len(self.shapes.count)))
        self.flat = self.twist.counts[self.kept, :3], self.twist.widths[:, :3]
        space = framed(Space(*OBLIQUE), self.flat[0], self.frame.picture, [OBLIQUE[1], UPRIGHT[1]])
        counts = Thread(self.flat[0], inks[self.kept], space, POINT, 0.055)
        pale = np.tile(rgba(self.theme.text), (len(self.shapes.width), 1))
        widths = Thread(self.flat[1], pale, space, 0.8 * POINT, 0.025)
        full = int(self.lines.example.width)
        rungs, followed = range(*np.searchsorted(numbers, LADDER[:2]), LADDER[2]), int(np.searchsorted(numbers, full))
        self.springs = Springs(counts, widths, rungs, followed, rgba(self.theme.text))
        self.springs.show(self.flat[0], self.cosines(0).argmax(axis=1))
        self.add(self.springs)
        self.say(f"A count of {full} lies beside a width of {full}: they meet when the line is full. Too late.")
        self.wait(Time.HOLD)
        self.glide(space.animate.turn(theta=UPRIGHT[1]), time=2 * Time.SLOW)

    @beat
    def pull_them_apart(self) -> None:
        """One plane of the six dimensions is the ground, the numbers are the height; all cosines beside it."""
        start, end = self.flat, self.wound(0)
        seat = framed(Space(*UPRIGHT), np.concatenate(end), self.left.less_top(NOTE), [UPRIGHT[1]])
        offsets = [self.offset(step / STEPS) for step in range(STEPS + 1)]
        self.table = CosineTable(self.shapes.count[self.kept], self.shapes.width, offsets, self.right, self.theme)
        self.table.show(self.cosines(0), self.offset(0))

        def pull(share: float) -> None:
            counts, widths = ((1 - share) * a + share * b for a, b in zip(start, end, strict=True))
            self.springs.staying.move_through(widths)
            self.springs.show(counts, self.cosines(0).argmax(axis=1))

        self.say("Pull the numbers apart: two springs. Beside them, every count against every width: alike is bright.")
        self.glide(self.springs.turning.space.animate.become(seat))
        self.drive(self.springs, pull)
        self.appear(self.table)

    @beat
    def a_head_turns(self) -> None:
        """The head's own rotation, a share at a time, in the plane of it that holds most of the counts."""
        degrees, ahead = np.degrees(self.twist.angles), self.lines.clean_heads[self.turning]
        others = " and ".join(f"{angle:.0f}°" for angle in degrees[1:])
        text = f"shown: the plane with most of the count, {percent(self.twist.shares[0])}; two more turn by {others}"
        note = words(text, Size.SMALL, self.theme.dim, self.left.width)
        note.move_to([self.left.center[0], self.left.top - note.height / 2, 0])
        live = Group(self.springs, self.table)
        self.say(
            f"Now one attention head. It turns the count by {degrees[0]:.0f}°: each now meets a width {ahead:.0f} wider."
        )
        self.play(FadeIn(note), run_time=Time.QUICK)
        self.wait(Time.STEADY)
        self.drive(live, self.turn_by, 2 * Time.SLOW)
        self.wait(Time.STEADY)
        self.drive(live, lambda share: self.turn_by(1 - share))
        self.drive(live, self.turn_by)
        self.note = note

    @beat
    def heads_share_the_distance(self) -> None:
        """The clean heads' attention to the width, by how many characters are left."""
        heads, shapes, area = self.lines.clean_heads, self.shapes, self.frame.picture.less_bottom(Gap.NEAR)
        others = [head for head in range(len(shapes.attention)) if head not in heads]
        self.inks = [self.theme.categories[HEADS[place % len(HEADS)]] for place in range(len(heads))]
        names = [(f"{ahead:.0f}", ahead) for ahead in heads.values()]
        inks = [*self.inks, *(self.theme.dim for _ in others)]
        self.chart = HeadCurves(shapes.left, shapes.attention[[*heads, *others]], names, inks, area, self.theme)
        self.rest = self.chart.curves[len(heads) :]
        self.chart.remove(*self.rest)
        said = ", ".join(f"{ahead:.0f}" for ahead in heads.values())
        self.say(f"Heads turn by different amounts. Looking {said} ahead, they share out the end of the line.")
        self.appear(self.chart, instead_of=[self.springs, self.table, self.note])
        self.drive(
            self.chart, lambda share: self.chart.reveal(max(share, 1e-3) * shapes.left[-1]), 2 * Time.SLOW, linear
        )

    @beat
    def a_ring_further(self) -> None:
        """The threads come round, so the heads fire again; the other heads stand behind them."""
        count = count_word(len(self.rest))
        self.say(f"The threads come round, so each fires again far out. The other {count} heads tell far from near.")
        self.wait(Time.HOLD)
        self.play(*map(FadeIn, self.rest), run_time=Time.STEADY)

    @beat
    def the_newline(self) -> None:
        """The document again: at every word how long a word would still fit; at the last, the next one does not."""
        found, picture, length = self.lines.example, self.frame.picture, int(self.lines.example.next_length[-1])
        page = WrappedLines(found.first, found.second, int(found.width), length, picture, self.theme)
        last, right = len(found.count) - 1, self.lines.measured["newline"]["accuracy"]
        rooms = [page.room(place, float(room), self.theme.sum) for place, room in enumerate(found.room)]
        bar = rooms[0].copy()
        label = words("room for the next word, as the network expects it", Size.LABEL, self.theme.sum, picture.width)
        label.next_to([picture.center[0], bar.get_bottom()[1], 0], DOWN, Gap.NEAR)
        self.say(
            f"So it knows the room. The next word has {length} letters: new line. {percent(right, 1)} of its choices are right."
        )
        self.appear(page, page.after, instead_of=[self.chart, *self.rest])
        self.play(FadeIn(bar, label), run_time=Time.QUICK)
        for room in rooms[1:]:
            self.play(Transform(bar, room), run_time=Time.QUICK)
        coming = page.coming(last, length)
        self.play(FadeIn(coming), run_time=Time.STEADY)
        self.glide(coming.animate.move_to(page.next_line(length)), FadeOut(label), time=Time.STEADY)
        mark = newline_mark(self.theme.text).next_to(page.after[-1], RIGHT, Gap.NEAR)
        self.play(FadeIn(mark), run_time=Time.QUICK)
        self.page = Group(page, page.after, bar, coming, mark)

    @beat
    def not_every_seed(self) -> None:
        """All trainings of the recipe, by what heads they grew."""
        judged = self.lines.judged
        rows = [(run.seed, run.offsets, run.passes) for run in judged]
        self.rows = SeedRows(rows, self.lines.window, self.frame.picture, self.inks[0], self.theme)
        passing = sum(run.passes for run in judged)
        least = percent(min(run.accuracy for run in judged), 1)
        self.say(
            f"Not every training does this: {count_word(passing)} of {count_word(len(judged))} grow such heads, "
            f"yet all break lines {least} right."
        )
        self.appear(self.rows, instead_of=[self.page])
        self.wait(Time.HOLD)

    @beat
    def ours_and_theirs(self) -> None:
        """Close on the springs, and on whose finding this is."""
        source = read_facts()["haiku_count_axes"].source
        note = f"theirs: Claude 3.5 Haiku ({source}); ours, seen here: {self.parameters:,} numbers"
        told = words(note, Size.SMALL, self.theme.dim, self.left.width)
        told.move_to([self.left.center[0], self.left.top - told.height / 2, 0])
        self.say("In Claude 3.5 Haiku, too, heads twist one thread against the other. What else can be read in there?")
        self.appear(self.springs, self.table, told, instead_of=[self.rows])
        self.turn(self.springs.turning, to=OBLIQUE[1])

    def wound(self, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Both threads (n, 3) in the turned plane, the counts turned a share of the way, each at its number's height."""
        counts, widths = self.twist.in_plane(share)
        numbers = self.shapes.count[self.kept], self.shapes.width
        radius = float(np.linalg.norm(widths, axis=1).max())
        first, second = (PITCH * (found - numbers[0].mean()) for found in numbers)
        return wound(counts[self.kept], first, radius), wound(widths, second, radius)

    def cosines(self, share: float) -> np.ndarray:
        """(c, w) of the kept counts, a share of the way through the head, with the widths."""
        found: np.ndarray = self.twist.cosines(share)[self.kept]
        return found

    def offset(self, share: float) -> int:
        """How much wider than the count the nearest width is, a share of the way: the median."""
        return round(self.twist.offset(share).median)

    def turn_by(self, share: float) -> None:
        """Let the head turn the counts a share of the way, in steps."""
        step = round(share * STEPS) / STEPS
        self.springs.show(self.wound(step)[0], self.cosines(step).argmax(axis=1))
        self.table.show(self.cosines(step), self.offset(step))
