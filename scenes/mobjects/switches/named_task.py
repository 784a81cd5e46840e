"""A task of the toy with all its labels: symbols above the columns, and names of the rows beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, Animation, Transform, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.switches.toggle_board import ToggleBoard
from transparent_box.scenes.mobjects.switches.toy_alphabet import Alphabet
from transparent_box.scenes.mobjects.switches.toy_task import COLUMNS, Numbers, ToyTask
from transparent_box.scenes.mobjects.words.lettering import words

LARGER = 1.7  # times its size, for a question that stands alone, at most
FILLED = (0.8, 0.92)  # shares of an area's width and height that it may fill then
ROUND_A_SIGN = 0.06  # units between a question's sign and its numbers, at least


class NamedTask(VGroup):
    """A task with all its labels: `asking` are the symbols above its question, `idle` two unused output columns.

    `question` is the input, with a `sign` between its numbers, `result` the output, `answer` the number above that.
    `out_names` is everything but the task itself.
    """

    def __init__(
        self, task: ToyTask, sign: str, idle: ToggleBoard, symbols: Sequence[str], inks: Sequence[str], theme: Theme
    ) -> None:
        self.task, self.idle = task, idle
        inputs, out = task.inputs, task.out
        *asking, between = written_over(inputs, task.numbers, sign, inks, theme)
        self.asking, self.beside = VGroup(*asking), VGroup(between, inputs.names(symbols, LEFT))
        self.question = VGroup(inputs, self.asking, self.beside)
        out_names = out.names(symbols, RIGHT)
        self.result = VGroup(task.flow, out, idle, out_names)
        self.answer = out.head(0, symbols[task.total], inks[-1])
        self.lettering = VGroup(self.asking, self.beside, idle, out_names, self.answer)
        super().__init__(task, self.lettering)

    @property
    def written(self) -> VGroup:
        """Return the question as written above its columns, its sign last."""
        return VGroup(*self.asking, self.beside[0])

    @property
    def rest(self) -> VGroup:
        """Return all but the question's columns and the symbols above them."""
        return VGroup(self.beside[1], self.result, self.answer)

    def stand_alone(self, area: Area) -> None:
        """Enlarge the question alone to fill an area, up to `LARGER` times."""
        self.home, across, up = self.question.get_center(), *FILLED
        room = min(across * area.width / self.question.width, up * area.height / self.question.height)
        self.larger = float(np.clip(room, 1.0, LARGER))
        self.question.scale(self.larger).move_to(area.center)

    def make_room(self) -> Animation:
        """Return the question to its own place and size, beside the output."""
        return self.question.animate.scale(1 / self.larger).move_to(self.home).build()

    def take_from(self, alphabet: Alphabet) -> tuple[VGroup, VGroup, list[Animation]]:
        """Return copies of an alphabet's columns for the question, its other columns, and the copies' moves to it."""
        heads = alphabet.heads
        chosen = (*self.task.numbers, len(heads) - 1)
        taken = VGroup(*(VGroup(alphabet.board.column(n), heads[n]).copy() for n in chosen))
        others = [VGroup(alphabet.board.column(n), heads[n]) for n in range(len(heads)) if n not in chosen]
        seats = [VGroup(self.task.inputs.column(n), self.asking[n]) for n in range(COLUMNS)]
        slide = [Transform(*pair) for pair in zip(taken, seats, strict=True)]
        return taken, VGroup(*others, alphabet.names), slide


def written_over(board: ToggleBoard, numbers: Numbers, sign: str, inks: Sequence[str], theme: Theme) -> VGroup:
    """Write a question over its columns: x, y, “=”, and the sign between x and y; smaller if columns are narrow."""
    heads = board.heads((*map(str, numbers), "="), inks)
    first, second = heads[0], heads[1]
    between = words(sign, Size.HEADLINE, theme.dim).move_to((first.get_center() + second.get_center()) / 2)
    needed = (first.width + second.width) / 2 + between.width + 2 * ROUND_A_SIGN
    share = min(1.0, (second.get_x() - first.get_x()) / needed)
    return VGroup(*(part.scale(share) for part in (*heads, between)))
