"""A language model plays the same game, on a board of 128,256 switches, all of which are seen: one of them is on.

Pieces, their numbers and how many there are come from `assets/facts.json`; every switch is drawn.
"""

from __future__ import annotations

from manim import LEFT, RIGHT, Create, FadeIn, FadeOut, Group, LaggedStart, Transform, UpdateFromAlphaFunc, linear

from transparent_box.scenes.facts import pieces_of_the_sentence, read_facts
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.switches.long_column import zoomed
from transparent_box.scenes.mobjects.switches.ours_in_field import OursInField
from transparent_box.scenes.mobjects.switches.switch_field import SwitchField
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard
from transparent_box.scenes.mobjects.switches.token_reels import TokenReels
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

FIRST, NEAR = 3, 15  # switches in view at first, and when zoomed in
BEHIND = 0.3  # opacity of the field behind our own column


class LanguageModelScene(Stage, tells_of=ANY):
    """Zoom out until a lit switch is one among all, in again on another one; and fill the board with ours."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        facts = read_facts()
        *asked, given = pieces_of_the_sentence(facts)
        vocabulary = facts["llama_vocabulary"]
        self.count, source = vocabulary.value, f"numbers: {vocabulary.source}"
        self.board = TokenBoard(asked, given, self.count, source, self.frame.picture, NEAR, self.theme)
        self.the_same_game()
        self.a_number_and_a_switch()
        self.step_back()
        self.which_comes_next()
        self.it_should_be()
        self.ours_in_there()
        self.small_enough()
        self.close_by(FadeOut(self.field, rate_func=first_half))

    @beat
    def the_same_game(self) -> None:
        """Open on the unfinished sentence from the end of the last chapter; frame it piece by piece."""
        self.sentence = self.unfinished_sentence()
        self.frames, strip = self.sentence.frames, self.header("logits")[0]  # its sums had plain numbers
        self.add(strip, self.sentence)
        self.say("A machine that writes plays the same game, on a larger board.", lead=1.4)
        framed = LaggedStart(*map(Create, self.frames), lag_ratio=0.5)
        self.play(FadeOut(strip, rate_func=first_half), framed, run_time=Time.SLOW)

    @beat
    def a_number_and_a_switch(self) -> None:
        """Turn the pieces into columns, each of which rolls from its first switch to its piece's number."""
        board, self.reels = self.board, TokenReels(self.board, FIRST, self.theme)
        seats = (*(head[0] for head in board.heads), board.mark)
        self.say("Every piece of text has a number, and each number turns on one switch.", lead=1.7)
        rises = (Transform(*pair) for pair in zip(self.sentence, seats, strict=True))
        self.glide(*rises, *board.open(self.frames), time=0.8 * Time.STEADY)
        self.remove(self.sentence).add(*seats)
        self.appear(board.columns, board.source, board.view, self.reels.rows, board.flow, time=Time.QUICK)
        self.leave(*self.frames[:-1])
        self.drive(self.reels, self.reels.roll, 1.3 * Time.SLOW, linear)
        self.wait(Time.HOLD / 2)  # time to read the numbers of the switches
        self.drive(self.reels, lambda share: self.reels.step_to(zoomed(FIRST, NEAR, share)), Time.STEADY)

    @beat
    def step_back(self) -> None:
        """Zoom out, by the same factor in the same time, until all switches are in view."""
        self.say("How many switches are there? Keep your eye on the lit ones and step back, farther and farther.")
        self.play(FadeIn(self.board.pointers, shift=Gap.NEAR * RIGHT), run_time=Time.STEADY)
        self.zoom(NEAR, self.count, 2.2 * Time.SLOW)

    @beat
    def which_comes_next(self) -> None:
        """Show a lit line as thin as it is; all columns run on together; an equally long one, all dark, appears."""
        self.say(
            f"Each lit line is one of {self.count:,}, drawn far too thick. Out comes a column just as long.", lead=0.9
        )
        board, sparks = self.board, self.board.sparks()
        self.drive(board.columns, board.thin_and_back, Time.STEADY)
        self.appear(sparks, time=Time.QUICK)
        self.play(board.run_on(sparks), run_time=0.65 * Time.SLOW)
        self.remove(*sparks)
        gone = FadeOut(self.frames[-1], rate_func=second_half)
        self.play(UpdateFromAlphaFunc(board.out, lambda _, share: board.out.uncover(share)), gone, run_time=Time.STEADY)

    @beat
    def it_should_be(self) -> None:
        """Unfold the column into all its switches, turn on the answer's, zoom in on it; the piece of text comes out."""
        board, (piece, number) = self.board, self.board.given
        field = self.field = SwitchField(self.count, board.below_heads, board.out.width, self.theme)
        self.say(f"Which piece comes next? It should be {piece}: switch {number:,}, a long way in.", lead=1.7)
        gone = FadeOut(board.pointers, board.flow, board.columns, shift=board.pitch * LEFT, rate_func=first_half)
        self.play(gone, board.out.animate.move_to(field.first), run_time=Time.STEADY)
        self.remove(board.out).add(field)
        self.drive(field, field.unfold, 1.1 * Time.SLOW)
        self.play(*field.aim(number), run_time=Time.STEADY)
        self.glide(field.follow(number, board.view), time=1.2 * Time.SLOW)
        self.numbers = field.numbers()
        self.appear(self.numbers, time=Time.QUICK)
        self.glide(*board.answers(field.seat(number)), time=Time.STEADY)

    @beat
    def ours_in_there(self) -> None:
        """Zoom out again, draw our own column into the field, and lay it there again and again, ever faster."""
        board, size, lit = self.board, self.run.p + 1, self.evidence.shown_sum[0]
        self.beside = beside = OursInField(size, lit, self.field, self.frame.picture, self.theme)
        self.say(f"Ours has {size} switches: a hair. It would fit in there {beside.often:,} times.", lead=1.3)
        self.leave(board.heads, board.answer, self.numbers, self.field.frame)
        self.glide(self.field.follow(board.given[1], board.view, out=True))
        self.add(beside)
        self.drive(beside, beside.draw, 0.8 * Time.STEADY)
        self.appear(beside.times, time=Time.QUICK)
        self.drive(Group(beside, beside.times), beside.lay, 1.2 * Time.SLOW, linear)

    @beat
    def small_enough(self) -> None:
        """Reduce it all again to a single one of ours."""
        beside = self.beside
        self.say("Small enough to look inside. But does it learn?", lead=1.2)
        self.drive(Group(beside, beside.times), lambda share: beside.lay(1 - share), Time.STEADY)
        grows = beside.come_out()
        self.add(beside.ours)
        gone = FadeOut(beside, beside.times, self.board.view, self.board.source, rate_func=first_half)
        self.glide(grows, self.field.animate.set_opacity(BEHIND), gone)

    def zoom(self, start: float, end: float, time: float) -> None:
        """Zoom out from the five columns, from one number of switches in view to another."""
        live = Group(self.board.columns, self.board.view, *({self.board.pointers} & set(self.mobjects)))
        self.drive(live, lambda share: self.board.step_to(zoomed(start, end, share)), time)
