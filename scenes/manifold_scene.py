"""To end a line in time a network counts, on a curled thread in six dimensions; the line's width lies along it.

All is measured on our own line-wrapping network (`Stage.linebreak`), not on Claude 3.5 Haiku, in which Gurnee et al.
2025 found this; what is theirs comes from `assets/facts.json`. Points are means by count.
"""

from __future__ import annotations

from manim import FadeIn, FadeOut, linear

from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.numbers import count_word, percent
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.linebreak.count_desk import SIDES, CountDesk
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import WrappedLines
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

NAMED, FURTHEST = (30, 50, 70, 90), 60  # numbers marked on both threads; characters apart, beyond which pairs are few
OURS = "Built in: noise, what layers see, one code for both.", "Learned: lengths, counting, the curl."


class ManifoldScene(Stage, tells_of=ANY):
    """From a line that must end to the thread on which its characters are counted."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.shapes, self.example = self.linebreak.geometry, self.linebreak.example
        self.desk = CountDesk(self.shapes.counts_on_axes, self.shapes.count, self.frame.picture, self.theme)
        self.thread = self.desk.thread
        self.where_must_a_line_end()
        self.join_the_means()
        self.it_was_a_knot()
        self.three_and_three()
        self.it_ripples()
        self.widths_lie_along()
        self.without_noise()
        self.who_compares_them()
        self.close_by(FadeOut(self.notes))

    @beat
    def where_must_a_line_end(self) -> None:
        """Open on a full line; the next is read word by word, with the number of characters so far below each."""
        example, picture = self.example, self.frame.picture
        self.page = WrappedLines(example.first, example.second, int(example.width), 4, picture, self.theme).ticked()
        size, source = self.linebreak.parameters, read_facts()["haiku_count_axes"].source
        note = f"found in Claude 3.5 Haiku ({source}); shown here: our own network of {size:,} numbers, not Claude’s"
        self.say(f"When to end a line, for one. This line has {example.width} characters. Where must the next one end?")
        self.open_box(self.page.headed(note, picture))
        for word, count in zip(self.page.after, self.page.counts, strict=True):
            self.play(FadeIn(word, count), run_time=0.8 * Time.QUICK)

    @beat
    def join_the_means(self) -> None:
        """Show a state at every word; averaged by count they are points, joined in order."""
        page, shapes, lines, counts = self.page, self.shapes, self.linebreak, self.example.count
        counted, many = self.desk.counted("characters so far:", shapes.count).draw(0.0), lines.recipe.d_model
        ours = f"At each word, a small network of ours holds {many} values."
        self.say(f"So count. {ours} Average them by count, and connect the dots.", lead=1.0)
        self.glide(*page.raised(self.frame.picture.top), time=Time.QUICK)
        held = self.desk.held_at(page, lines.example_states, lines.states_at(counts[0]), counts, shapes.count_means)
        for change, time in held.changes:
            self.drive(held, change, time)
        moves, seats = self.desk.gather(held.dots, page.counts, counts)
        self.glide(*moves, FadeOut(page, *page.after), FadeIn(counted.counter), time=Time.STEADY)
        self.drive(counted, counted.draw, 0.9 * Time.SLOW, linear)
        self.leave(held, seats, counted.counter)

    @beat
    def it_was_a_knot(self) -> None:
        """Rewind training, look at its start up close, and let it run, in the trained network's directions."""
        knot = self.desk.growing("step of training:", self.shapes.step, self.shapes.growth)
        self.say("Before training, the thread is a knot. Learning first pulls it straight, then curls it up.", lead=1.2)
        self.glide(FadeIn(knot.counter), knot.seen_from_afar(), knot.settling(back=True), time=Time.STEADY)
        self.drive(knot, lambda share: knot.grow(knot.second + (1 - share) ** 2 * (1 - knot.second)), Time.STEADY)
        self.drive(knot, lambda share: knot.grow_near((1 - share) * knot.second), Time.STEADY)
        self.appear(knot.by, time=Time.QUICK)
        self.wait(Time.STEADY)
        self.leave(knot.by)
        self.drive(knot, lambda share: knot.grow_near(share * knot.second), 1.5 * Time.STEADY)
        self.drive(knot, lambda share: knot.grow(knot.second + share**2 * (1 - knot.second)), 1.2 * Time.SLOW, linear)
        self.glide(knot.settling(back=False), FadeOut(knot.counter), time=Time.QUICK)

    @beat
    def three_and_three(self) -> None:
        """Show three of the six directions; a copy is turned until the other three face us, on the same scale."""
        shares, desk, self.twin = self.shapes.count_components.shares, self.desk, self.desk.twin()
        these, those, six = (percent(part.sum(), 1) for part in (shares[:3], shares[3:6], shares[:6]))
        self.halves = f"{these} in three", f"{those} in three more"
        self.held = desk.facts((these, "of the variance, in three directions"), (those, "in three more (same scale)"))
        self.say(f"Those were three directions. Turn to three more: all six hold {six} of the variance.", lead=1.8)
        self.add(self.twin)
        self.play(*desk.take_seats(self.held[0], self.twin), run_time=Time.SLOW)
        self.drive(self.twin, lambda share: self.twin.turn_over(desk.first, desk.others, share))
        self.appear(self.held[1], time=Time.QUICK)
        self.turn(self.thread, self.twin, to=SIDES[2], time=Time.STEADY)

    @beat
    def it_ripples(self) -> None:
        """Move two points on both halves; stop where they are most opposed, and where alike; beside them, the mean."""
        dip, top = marks = [self.linebreak.measured["rings"][f"{name}_lag"] for name in ("trough", "crest")]
        self.walk = self.desk.lag_walk(self.twin, self.shapes.lag_profile[: FURTHEST + 1], marks, self.halves)
        self.say(f"Nearby counts point the same way. {dip} apart, they lean opposite ways; {top} apart, partly alike.")
        self.play(*self.desk.make_room(self.twin, SIDES[2], self.walk), FadeOut(*self.held), run_time=Time.STEADY)
        for lag, mark in zip(marks, self.walk.chart.marks, strict=True):
            self.drive(self.walk, self.walk.on_the_way(lag), Time.STEADY)
            self.appear(mark, time=Time.QUICK)
        self.drive(self.walk.chart, self.walk.chart.draw_on, Time.QUICK)

    @beat
    def widths_lie_along(self) -> None:
        """Draw the means at the first line's end by its width, in the counts' own directions; then run both in step."""
        desk, self.width = self.desk, self.desk.along(self.shapes.widths_on_axes[:, :3])
        inside = percent(self.linebreak.measured["width_inside"], 1)
        text = "of the widths’ variance lies in the counts’ six directions; each thread is drawn about its mean"
        self.say("Now the first line’s width, read at its end. Its thread runs alongside the count’s.", lead=1.5)
        self.leave(self.walk, self.walk.chart.marks, self.twin)
        self.glide(desk.move(self.thread, desk.whole), time=Time.STEADY)
        self.drive(self.width, self.width.reveal, Time.SLOW, linear)
        self.held = [desk.fact(inside, text, desk.whole)]
        self.appear(pace := desk.in_step(self.width, self.shapes.width), *self.held, time=Time.QUICK)
        self.glide(*self.thread.turned(SIDES[3]), pace.walked(), time=1.3 * Time.SLOW)
        self.named = desk.shared(self.width, self.shapes.width, NAMED)
        self.play(FadeIn(self.named), FadeOut(pace), run_time=Time.QUICK)

    @beat
    def without_noise(self) -> None:
        """Show the same recipe without noise in the residual stream, beside ours and on one scale with it."""
        desk, quiet, judged = self.desk, self.linebreak.control.geometry, self.linebreak.judged
        self.straight = desk.beside(quiet.counts_on_axes[:, :3], SIDES[:1])  # seen from the side where it is longest
        curled = f"{count_word(sum(run.curls for run in judged))} of {count_word(len(judged))}"
        straight = percent(quiet.count_components.shares[0]), "in one direction without noise (same scale)"
        self.say("It takes noise in training to curl the thread. Without noise, it is nearly straight.", lead=1.5)
        self.leave(self.named, *self.held)
        self.held = desk.facts((curled, "seeds curl when trained with noise"), straight)
        self.play(*desk.take_seats(self.held[0], sides=SIDES[:1]), run_time=Time.STEADY)
        self.drive(self.straight, self.straight.reveal, Time.SLOW, linear)
        self.appear(self.held[1], time=Time.QUICK)

    @beat
    def who_compares_them(self) -> None:
        """Close on the two threads, on who found this, and on what was built in."""
        axes, share = (read_facts()[f"haiku_count_{name}"] for name in ("axes", "share"))
        theirs = f"theirs, in Claude 3.5 Haiku: {percent(share.value / 100)} in {axes.value} directions ({axes.source})"
        self.say("Claude 3.5 Haiku has a curve like this, too. But what compares the count with the width?", lead=1.5)
        self.notes = self.desk.notes(theirs, *OURS)
        self.leave(self.straight, *self.held)
        self.glide(self.desk.move(self.thread, self.desk.whole, SIDES[2:0:-1]), FadeIn(self.notes))
        self.turn(self.thread, to=SIDES[1])
