"""To end a line in time a network counts, on a curled thread in six dimensions; the line's width lies along it.

Storyboard row 23. All is measured of our own network that wraps lines (`Stage.linebreak`), not of Claude 3.5 Haiku, in
which Gurnee et al. 2025 found this; what is theirs comes from `assets/facts.json`. Points are means by count.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, Dot, FadeIn, FadeOut, VGroup, linear, rate_functions

from scenes.facts import read_facts
from scenes.look.colormaps import rgba, viridis
from scenes.look.frame import Area
from scenes.look.numbers import count_word, percent
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.counter import Counter
from scenes.mobjects.fact import Fact
from scenes.mobjects.lag_chart import LagChart, LagWalk
from scenes.mobjects.lettering import words
from scenes.mobjects.space import Space
from scenes.mobjects.thread import Numerals, Thread, ToldThread, framed
from scenes.mobjects.wrapped_lines import WrappedLines
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

ABOVE, SIDES = 58 * DEGREES, [angle * DEGREES for angle in (75, 45, 10, -25)]  # from the zenith and round it
HEAD, FOOT = 0.75, 1.3  # units over a thread for what is counted, and under it for what it holds
THICK, THIN = 0.055, 0.025  # units, a count's thread and a width's
NAMED, FURTHEST = (30, 50, 70, 90), 60  # counts whose number is written; characters apart, beyond which pairs are few
BUILT_IN = "Ours: noise and which words each layer sees are built in; word lengths, counting and the curl are learned."


class ManifoldScene(Stage):
    """From a line that must end to the thread on which its characters are counted."""

    tells_of: ClassVar[str | None] = None  # nothing of the film's own run is shown

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.shapes, self.example, picture = self.linebreak.geometry, self.linebreak.example, self.frame.picture
        self.axes = self.shapes.count_components
        self.means = self.axes.of(self.shapes.count_means, 6).astype(float)
        self.inks = viridis(np.linspace(*self.theme.sweep, len(self.means)))
        self.whole = picture.less_bottom(FOOT)
        self.left, self.right = (part.less_bottom(FOOT) for part in picture.parts(0.5, Gap.FAR))
        self.where_must_a_line_end()
        self.join_the_means()
        self.it_was_a_knot()
        self.three_and_three()
        self.it_ripples()
        self.widths_lie_along()
        self.without_noise()
        self.who_compares_them()

    @beat
    def where_must_a_line_end(self) -> None:
        """Open on a full line; the next is read word by word, under each the characters so far."""
        found, picture = self.example, self.frame.picture
        self.page = WrappedLines(found.first, found.second, int(found.width), 4, picture, self.theme)
        size = sum(np.size(array) for array in self.linebreak.weights.to_dict().values())
        note = f"our own network of {size:,} numbers, trained to wrap lines; not Claude"
        self.note = words(note, Size.LABEL, self.theme.dim, picture.width)
        self.note.move_to([0, picture.top - self.note.height / 2, 0])
        self.add(self.page, self.note)
        self.say(f"This line ends after {found.width} characters. Where must the next one end? Read it word by word.")
        self.wait(Time.STEADY)
        for word, count in zip(self.page.after, self.page.counts, strict=True):
            self.play(FadeIn(word, count), run_time=Time.QUICK)

    @beat
    def join_the_means(self) -> None:
        """At every word stands a state; its means by count are points, joined in order."""
        counts, page = self.shapes.count, self.page
        self.thread = self.threaded(self.means[:, :3], self.frame.picture.less_top(HEAD)).reveal(0)
        told = ToldThread(self.thread, self.counter("characters so far:", f"{counts[-1]}"))
        held = self.shapes.count_means.shape[1]
        self.say(f"So count. At every word the network holds {held} values. Average them by count, and join the dots.")
        dots = VGroup(*(Dot(place, POINT, color=self.theme.text) for place in page.ends()))
        seats = [self.thread.seen(int(np.searchsorted(counts, count))) for count in self.example.count]
        self.play(FadeIn(dots), run_time=Time.QUICK)
        moves = [dot.animate.move_to(seat) for dot, seat in zip(dots, seats, strict=True)]
        self.glide(*moves, FadeOut(page, *page.after, *page.counts, self.note))
        self.play(FadeIn(told.counter), run_time=Time.QUICK)
        self.drive(told, lambda share: told.draw(share, counts), 2 * Time.SLOW, linear)
        self.leave(dots, told.counter)

    @beat
    def it_was_a_knot(self) -> None:
        """Wind training back and let it run: the means of every checkpoint, on the trained network's directions."""
        steps, growth, means = self.shapes.step, self.shapes.growth[..., :3].astype(float), self.means[:, :3]
        told = ToldThread(self.thread, self.counter("step of training:", f"{steps[-1]:,}"))
        self.say("Before training it is a knot. Learning first pulls it straight, then curls it up.")
        seat = framed(self.thread.space, growth.reshape(-1, 3), self.frame.picture.less_top(HEAD), SIDES[:1])
        self.glide(FadeIn(told.counter), self.thread.space.animate.become(seat), time=Time.STEADY)
        # Along training the means are over fewer documents than at its end: from the ones to the others and back.
        self.drive(self.thread, lambda share: self.thread.blend(means, growth[-1], share), Time.QUICK)
        self.drive(told, lambda share: told.grow(1 - share, growth, steps), Time.STEADY)
        self.wait(Time.QUICK)
        self.drive(told, lambda share: told.grow(share, growth, steps), 2 * Time.SLOW, rate_functions.ease_in_quad)
        self.drive(self.thread, lambda share: self.thread.blend(growth[-1], means, share), Time.QUICK)
        self.leave(told.counter)

    @beat
    def three_and_three(self) -> None:
        """Three of the six directions are seen; a copy is turned until the other three face us."""
        shares, means = self.axes.shares, self.means
        self.twin = self.threaded(means[:, :3], self.left)
        self.twin.space.become(self.thread.space)
        self.facts_held = [
            self.fact(percent(shares[:3].sum()), "of the variance, in these three directions", self.left),
            self.fact(percent(shares[3:6].sum()), "in three more", self.right),
        ]
        self.say(
            f"That was three directions. Turn them away, and three more show: {percent(shares[:6].sum(), 1)} in six."
        )
        self.wait(Time.STEADY)
        self.add(self.twin)
        left, right = (framed(self.thread.space, means[:, :3], area, SIDES) for area in (self.left, self.right))
        first, second = self.facts_held
        moves = [thread.space.animate.become(to) for thread, to in ((self.thread, left), (self.twin, right))]
        self.glide(*moves, FadeIn(first))
        self.drive(self.twin, lambda share: self.twin.turn_over(means[:, :3], means[:, 3:], share))
        self.glide(self.twin.space.animate.become(framed(left, means[:, 3:], self.right, SIDES)), FadeIn(second))
        self.turn(self.thread, self.twin, to=SIDES[2])

    @beat
    def it_ripples(self) -> None:
        """The lag profile beside the thread, and on it two points that far apart."""
        found, profile = self.linebreak.measured["rings"], self.shapes.lag_profile[: FURTHEST + 1]
        trough, crest = found["trough_lag"], found["crest_lag"]
        room = self.right.less_bottom(Gap.NEAR - FOOT)  # of what stood under the other three directions
        chart = LagChart(profile, (trough, crest), "characters apart", room, self.theme)
        self.walk = LagWalk(self.thread, int(np.searchsorted(self.shapes.count, NAMED[0])), chart, self.theme)
        self.say(f"Neighbours point the same way. {trough} apart, they are opposed; {crest} apart, alike again.")
        self.appear(self.walk, instead_of=[self.twin, self.facts_held[1]])
        self.drive(self.walk, lambda share: self.walk.stand(share * FURTHEST), 2 * Time.SLOW, linear)
        self.appear(chart.marks, time=Time.QUICK)

    @beat
    def widths_lie_along(self) -> None:
        """The means at the first line's end by its width, on the counts' own directions, means on means."""
        shapes, shared = self.shapes, np.isin(self.shapes.count, self.shapes.width)
        widths = shapes.centred[1] @ self.axes.axes[:3].T + self.means[shared, :3].mean(axis=0)
        pale = np.tile(rgba(self.theme.text), (len(widths), 1))
        self.width = Thread(widths, pale, self.thread.space, 0.8 * POINT, THIN).reveal(0)
        inside = percent(self.linebreak.measured["width_inside"], 1)
        self.say("Now the width of the first line, read at its end. Its thread runs along the count’s.")
        self.leave(self.walk, self.walk.chart.marks, self.facts_held[0], time=Time.STEADY)
        fact = self.fact(inside, "of the widths’ variance lies in the counts’ six directions", self.whole)
        self.glide(self.thread.space.animate.become(framed(self.thread.space, self.means[:, :3], self.whole, SIDES)))
        self.drive(self.width, self.width.reveal, Time.SLOW, linear)
        self.turn(self.thread, to=SIDES[3], time=Time.STEADY)
        self.named = Numerals(self.width, self.written(shapes.width), [self.thread], self.theme)
        self.appear(self.named, fact, time=Time.QUICK)
        self.facts_held = [fact]

    @beat
    def without_noise(self) -> None:
        """The same recipe without noise in the stream, beside ours."""
        quiet, judged = self.linebreak.control.geometry, self.linebreak.judged
        axes, left = quiet.count_components, framed(self.thread.space, self.means[:, :3], self.left, SIDES[3:])
        self.straight = self.threaded(axes.of(quiet.count_means, 3).astype(float), self.right, SIDES[3:]).reveal(0)
        curled = f"{count_word(sum(run.curls for run in judged))} of {count_word(len(judged))}"
        self.facts_held += [
            self.fact(curled, "seeds curl, trained with noise", self.left),
            self.fact(percent(axes.shares[0]), "in one direction, trained without noise", self.right),
        ]
        self.say("Noise in training makes the curl. Without it, the thread is nearly straight, and shorter.")
        self.leave(self.named, self.facts_held[0])
        self.glide(self.thread.space.animate.become(left), FadeIn(self.facts_held[1]))
        self.drive(self.straight, self.straight.reveal, Time.SLOW, linear)
        self.appear(self.facts_held[2], time=Time.QUICK)

    @beat
    def who_compares_them(self) -> None:
        """Close on the two threads, on whose finding this is, and on what was built in."""
        axes, share = (read_facts()[f"haiku_count_{name}"] for name in ("axes", "share"))
        cited = f"Claude 3.5 Haiku: {share.value} % in {axes.value} directions ({axes.source})."
        note = self.under(words(f"{cited} {BUILT_IN}", Size.LABEL, self.theme.dim, self.whole.width), self.whole)
        seat = framed(self.thread.space, self.means[:, :3], self.whole, SIDES[1:])
        self.say("Claude 3.5 Haiku keeps such a curve, too. But who holds the count against the width?")
        self.leave(self.straight, *self.facts_held[1:], time=Time.STEADY)
        self.glide(self.thread.space.animate.become(seat))
        self.appear(note, time=Time.QUICK)
        self.turn(self.thread, to=SIDES[1])

    def threaded(self, points: np.ndarray, area: Area, sides: list[float] = SIDES) -> Thread:
        """A thread of counts (n, 3) in a space of its own that fills an area."""
        return Thread(points, self.inks, framed(Space(ABOVE, sides[0]), points, area, sides), POINT, THICK)

    def counter(self, before: str, widest: str) -> Counter:
        """What is counted, at the top."""
        counter = Counter(before, widest, "", Size.LABEL, self.theme.text)
        return counter.move_to([0, self.frame.picture.top - counter.height / 2, 0])

    def fact(self, number: str, meaning: str, area: Area) -> Fact:
        """A number and what it means, under an area."""
        return self.under(
            Fact(number, meaning, "text", self.theme, size=Size.HEADLINE, gap=0.12, width=area.width), area
        )

    def under(self, told: VGroup, area: Area) -> VGroup:
        """Put what is said under an area."""
        return told.next_to([area.center[0], area.bottom - Gap.NEAR, 0], DOWN, 0)

    def written(self, values: np.ndarray) -> dict[int, str]:
        """The place and numeral of each of the values that are named."""
        return {int(np.searchsorted(values, value)): f"{value}" for value in NAMED}
