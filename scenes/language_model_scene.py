"""A language model plays the same game, on a board too large to see: one switch is on among 128,256.

Pieces, their numbers and how many there are come from `assets/facts.json`; every switch is drawn.
"""

from __future__ import annotations

from manim import LEFT, RIGHT, Create, FadeIn, FadeOut, Group, LaggedStart, Transform, UpdateFromAlphaFunc, linear

from transparent_box.scenes.facts import pieces_of_the_sentence, read_facts
from transparent_box.scenes.look.operations import ANY
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Time
from transparent_box.scenes.mobjects.switches.all_pairs import own_column
from transparent_box.scenes.mobjects.switches.columns_beside import ColumnsBeside
from transparent_box.scenes.mobjects.switches.long_column import zoomed
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard
from transparent_box.scenes.mobjects.switches.token_reels import TokenReels
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

FIRST, NEAR = 3, 15  # switches in view at first, and when zoomed in
CLOSE = 0.56  # share of the picture's width for the column that is zoomed into


class LanguageModelScene(Stage, tells_of=ANY):
    """Zoom out until a lit switch is a line among all, and in again on another one."""

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
        self.ours_beside_it()
        self.small_enough()
        self.ours_alone()

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
        self.drive(board.columns, board.thin_and_back, 1.3 * Time.STEADY)
        self.appear(sparks, time=Time.QUICK)
        self.play(board.run_on(sparks), run_time=0.8 * Time.SLOW)
        self.remove(*sparks)
        gone = FadeOut(self.frames[-1], rate_func=second_half)
        self.play(UpdateFromAlphaFunc(board.out, lambda _, share: board.out.uncover(share)), gone, run_time=Time.STEADY)

    @beat
    def it_should_be(self) -> None:
        """Turn on the answer's switch, a line among all; zoom in on it, and out of it comes the piece of text."""
        board, (piece, number) = self.board, self.board.given
        self.say(f"Which piece comes next? It should be {piece}: switch {number:,}, a long way in.", lead=1.2)
        gone = FadeOut(board.pointers, board.flow, board.columns, shift=board.pitch * LEFT, rate_func=first_half)
        self.play(gone, board.come_closer(self.frame.picture, CLOSE), run_time=Time.STEADY)
        on = UpdateFromAlphaFunc(board.out, lambda _, share: board.out.light({number: self.theme.sum}, share))
        self.play(FadeIn(board.ends), on, run_time=Time.STEADY / 2)
        self.drive(Group(board.out, board.view, board.ends), board.enter, 1.8 * Time.SLOW)
        self.glide(*board.answers(), time=Time.STEADY)

    @beat
    def ours_beside_it(self) -> None:
        """Put our own column beside it, zoom out, and lay ours along the other again and again, ever faster."""
        board, size = self.board, self.run.p + 1
        own, fourth = self.evidence.shown_sum[0], self.frame.picture.width / 4
        self.beside = beside = ColumnsBeside(size, own, board, fourth, self.theme)
        self.say(
            f"Ours has {size} switches: from here, a speck. It would fit in there {self.count // size:,} times.",
            lead=1.3,
        )
        self.play(FadeOut(board.heads, board.ends), run_time=Time.QUICK)
        narrower = board.out.animate.stretch(beside.broad / board.out.width, 0).set_x(fourth)
        beside.stand(NEAR)
        self.glide(narrower, board.answer.animate.set_x(fourth), time=Time.STEADY)
        self.play(FadeIn(beside.ours, beside.tag), run_time=Time.QUICK)
        self.zoom_both(NEAR, beside.whole, Time.STEADY)
        self.zoom_both(beside.whole, self.count, 1.1 * Time.SLOW)
        self.play(FadeIn(beside.laid, beside.times), run_time=Time.QUICK)
        self.drive(beside, beside.lay, 1.2 * Time.SLOW, linear)

    @beat
    def small_enough(self) -> None:
        """Reduce it all again to a single one of ours."""
        beside = self.beside
        self.say("Small enough to look inside. But does it learn?", lead=1.2)
        self.drive(beside, lambda share: beside.lay(1 - share), Time.STEADY)
        self.leave(beside.laid, beside.times, beside.marks)
        self.zoom_both(self.count, beside.whole, 0.6 * Time.SLOW)

    def ours_alone(self) -> None:
        """Lead over to what it learns: the other column fades, and ours moves to the middle."""
        board, area = self.board, self.frame.picture
        alone = own_column(self.run.p + 1, self.evidence.shown_sum[0], area, self.theme)
        other = Group(board.out, board.answer, board.view, board.source, self.beside.tag)
        self.remove(self.beside.cone)  # it has no light to show anymore
        self.close_by(Transform(self.beside.ours, alone, rate_func=self.ease), FadeOut(other, rate_func=first_half))

    def zoom(self, start: float, end: float, time: float) -> None:
        """Zoom out from the five columns, from one number of switches in view to another."""
        live = Group(self.board.columns, self.board.view, *({self.board.pointers} & set(self.mobjects)))
        self.drive(live, lambda share: self.board.step_to(zoomed(start, end, share)), time)

    def zoom_both(self, start: float, end: float, time: float) -> None:
        """Zoom out the same way from the output and our own column, in windows of one size."""
        beside = self.beside
        live = Group(beside.cone, self.board.out, beside.ours, self.board.view)
        self.drive(live, lambda share: beside.stand(zoomed(start, end, share)), time)
