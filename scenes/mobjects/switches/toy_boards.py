"""Layout of the toy's boards in an area: its riddle, its alphabet, and a question with its answer."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.switches.named_task import NamedTask, written_over
from transparent_box.scenes.mobjects.switches.riddle import Riddle
from transparent_box.scenes.mobjects.switches.toggle_board import SHAPE, ToggleBoard
from transparent_box.scenes.mobjects.switches.toy_alphabet import Alphabet
from transparent_box.scenes.mobjects.switches.toy_task import COLUMNS, Integers, Numbers, ToyTask, flow_arrow

HEAD = 0.75  # units above the columns for their symbols
NAMES = 0.6  # units beside the columns for the names of their rows
NARROW = 3.0  # units, width up to which an area counts as narrow
CLOSE = 0.42  # units for the names of rows there
TALL = 1.3  # height of an area in widths, from which boards are stacked
HIGHEST = 5.4  # units, height of a board, at most
IDLE = 0.3  # opacity of unused columns


class ToyBoards:
    """Makes the toy's mobjects at their places in an area, stacked where it is tall; not a mobject itself.

    `table` holds the answers [x, y]; `sign` is the text between the two numbers.
    """

    def __init__(self, table: Integers, sign: str, area: Area, theme: Theme) -> None:
        self.table, self.sign, self.area, self.theme = table, sign, area, theme
        modulus = self.modulus = len(table)
        self.symbols = [*map(str, range(modulus)), "="]
        self.inks = (theme.cos_x, theme.cos_y, theme.text, theme.sum)
        self.first, self.last = self._halves()
        self.step = self._step(self.first, COLUMNS)

    def alphabet(self) -> Alphabet:
        """Make the alphabet, over the whole area."""
        alphabet = Alphabet(self.symbols, self._step(self.area, len(self.symbols)), self.theme)
        alphabet.shift(self.area.center - alphabet.board.get_center() + (HEAD - Gap.NEAR) / 2 * DOWN)
        return alphabet

    def riddle(self, last: Numbers) -> Riddle:
        """Make the riddle, over the whole area, with the numbers of its unsolved tile."""
        return Riddle(self.table, last, self.area, self.theme)

    def task(self, numbers: Numbers) -> NamedTask:
        """Make a task with its labels, at its place."""
        task = ToyTask(numbers, self.table, self.step, self.inks, self.theme)
        down = (HEAD - Gap.NEAR) / 2 * DOWN
        task.inputs.move_to(self.first.center).shift(down)
        task.out.move_to(self.last.center).shift(down + (COLUMNS - 1) / 2 * self.step * RIGHT)
        idle = ToggleBoard(COLUMNS - 1, self.modulus + 1, self.step, task.out.box.height, self.theme)
        idle.next_to(task.out, LEFT, 0).columns.set_opacity(IDLE)
        task.flow.become(flow_arrow(task.inputs, VGroup(idle, task.out), self.theme.dim))
        return NamedTask(task, self.sign, idle, self.symbols, self.inks, self.theme)

    def written_over(self, board: ToggleBoard, numbers: Numbers) -> VGroup:
        """Write a question over the columns of a board, in the toy's colors."""
        return written_over(board, numbers, self.sign, self.inks, self.theme)

    def _step(self, area: Area, columns: int) -> float:
        """Return the largest distance between columns, in units, with which a labeled board fits in an area."""
        high = min(area.height - HEAD - Gap.NEAR, HIGHEST)
        names = NAMES if area.width > NARROW else CLOSE
        return min((area.width - 2 * names) / columns, SHAPE * high / (self.modulus + 1))

    def _halves(self) -> tuple[Area, Area]:
        area, (x, y, _) = self.area, self.area.center
        if area.height > TALL * area.width:
            return area.less_bottom(y + Gap.NEAR - area.bottom), area.less_top(area.top - y + Gap.NEAR)
        return area.less_right(area.right - x), Area(x, area.right, area.bottom, area.top)
