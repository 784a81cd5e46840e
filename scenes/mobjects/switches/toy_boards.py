"""The toy's task in toggles: its alphabet, a question of three columns, the column that comes out, and a riddle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Arrow,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    Transform,
    VGroup,
    smooth,
    squish_rate_func,
    there_and_back,
)
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.switches.toggle_board import SHAPE, On, ToggleBoard
from transparent_box.scenes.mobjects.words.lettering import words

COLUMNS = 3  # x, y and "="
HEAD = 0.75  # units above the columns for their symbols
NAMES = 0.6  # units beside the columns for the names of their rows
NARROW = 3.0  # units of width, up to which room is dear
CLOSE = 0.42  # units for those names there
TALL = 1.3  # times its width is an area high, from which boards are stacked in it
HIGHEST = 5.4  # units that a toy's board is high
LARGER = 1.7  # times as large is a question alone, at most
FILLED = (0.8, 0.92)  # of an area's width and of its height, what it may fill then
IDLE = 0.3  # opacity of columns that do not count
ACROSS = 5.0  # columns that a tile of the riddle is wide: three, room for an arrow, one
BETWEEN = 1.2  # of a tile, from one to the next

EXAMPLES = (8, 6, 4)  # tiles of the riddle: the most whose columns are wide enough, else the fewest
LEGIBLE = 0.45  # units wide are such columns, at least
STRIDE = 7  # places in the toy's table from one tile to the next
STAYS = 0.25  # of the time in which the last tile is singled out: until it sets out
SWELLS = 1.8  # times as large is the mark when it is asked for
ROUND_A_SIGN = 0.06  # units from a question's sign to its numbers, at least
NAMED = 0.42  # units above a tile for the numbers it shows
OVER = 0.12  # units from its columns to those numbers

Numbers = tuple[int, int]
Integers = NDArray[np.int64]


class ToyTask(VGroup):
    """A question, x and y, and its answer from a `table` [x, y], with no symbol named; the answer is off at first.

    `asked` are three columns and `out` is the one that should come out, `flow` points from one to the other; `step`
    units from column to column. The inks are those of x, y, "=" and the answer.
    """

    def __init__(self, numbers: Numbers, table: Integers, step: float, inks: Sequence[str], theme: Theme) -> None:
        count = len(table) + 1
        self.numbers, height = numbers, count * step / SHAPE
        self.total = int(table[numbers])
        on: list[On] = [(n, number, ink) for n, (number, ink) in enumerate(zip((*numbers, -1), inks, strict=False))]
        self.asked = ToggleBoard(COLUMNS, count, step, height, theme, on)
        self.out = ToggleBoard(1, count, step, height, theme, [(0, self.total, inks[-1])]).show(shares=[0.0])
        self.out.next_to(self.asked, RIGHT, (ACROSS - COLUMNS - 1) * step)
        self.flow = flow_arrow(self.asked, self.out, theme.dim).scale(min(1.0, step))
        super().__init__(self.asked, self.out, self.flow)


class Riddle(VGroup):
    """Tasks of a `table`, without names, in an area, all solved but the `last`: there stands a `mark` instead.

    Its `names` are no part of it: of each tile the two numbers and the answer, in the inks of x, y and the answer.
    """

    def __init__(self, table: Integers, last: Numbers, area: Area, theme: Theme) -> None:
        modulus = len(table)
        many, across, step = grid_of_tiles(area, modulus + 1)
        pairs = [divmod((n + 1) * STRIDE % modulus**2, modulus) for n in range(many)]
        pairs = [*[pair for pair in pairs if pair != last][: many - 1], last]
        inks = (theme.accent, theme.accent, theme.accent, theme.sum)
        self.tiles = VGroup(*(ToyTask(pair, table, step, inks, theme) for pair in pairs))
        self.tiles.arrange_in_grid(cols=across, buff=(step * ACROSS * (BETWEEN - 1), NAMED))
        self.tiles.move_to(area.center).shift(NAMED / 2 * DOWN)
        for tile in self.tiles[:-1]:
            tile.out.show(shares=[1.0])
        self.inks = theme.cos_x, theme.cos_y, theme.sum
        self.names = VGroup(*map(self._named, self.tiles))
        self.last, self.out = self.tiles[-1], self.tiles[-1].out
        self.solved = self.out.copy().show(shares=[1.0])
        self.out.columns.set_opacity(0.0)
        self.mark = words("?", Size.HEADLINE, theme.sum).move_to(self.out)
        super().__init__(self.tiles, self.mark)

    def ask(self) -> Animation:
        """Let the mark swell, and be as it was."""
        return self.mark.animate(rate_func=there_and_back).scale(SWELLS).build()

    def tell(self) -> LaggedStart:
        """Name what the tiles show, one after the other and in colors; the last one's answer is kept back."""
        told = [*self.names[:-1], self.names[-1][:2]]
        named = (
            AnimationGroup(FadeIn(name), *map(Transform, tile.asked.covers[:2], self._colored(tile)))
            for name, tile in zip(told, self.tiles, strict=True)
        )
        return LaggedStart(*named, lag_ratio=0.8)

    def solve(self) -> list[Animation]:
        """Put the last answer where the mark is."""
        return [FadeOut(self.mark), FadeIn(self.names[-1][2]), Transform(self.out, self.solved)]

    def take_back(self, asked: NamedTask) -> list[Animation]:
        """Let a question that has been asked shrink into its tile, if it has one, and all other tiles come."""
        mine = [tile for tile in self.tiles[:-1] if tile.numbers == asked.task.numbers]
        rest = VGroup(*(tile for tile in self.tiles if tile not in mine), self.mark)
        back = [Transform(asked.task, tile.copy(), remover=True) for tile in mine]
        back = back or [FadeOut(asked.task, rate_func=first_half)]
        return [*back, FadeOut(asked.told, rate_func=first_half), FadeIn(rest, rate_func=second_half)]

    def single_out(self, task: ToyTask) -> list[Animation]:
        """Let all tiles but the last go, and that one become a task, answered, which may lie where they were."""
        task.out.show(shares=[1.0])
        gone = FadeOut(self.tiles[:-1], self.names, rate_func=first_half)
        return [gone, ReplacementTransform(self.last, task, rate_func=squish_rate_func(smooth, STAYS, 1))]

    def _colored(self, tile: ToyTask) -> VGroup:
        colored = tile.asked.covers[:2].copy()
        for (lit, _), ink in zip(colored, self.inks, strict=False):
            lit.set_fill(ink)
        return colored

    def _named(self, tile: ToyTask) -> VGroup:
        columns = (*tile.asked.columns[:2], tile.out.columns[0])
        named = zip(columns, (*tile.numbers, tile.total), self.inks, strict=True)
        return VGroup(*(words(str(n), Size.LABEL, ink).next_to(column, UP, OVER) for column, n, ink in named))


class Alphabet(VGroup):
    """A column for every symbol, `board`, its own toggle still off, with `heads` above and `names` beside them."""

    def __init__(self, symbols: Sequence[str], step: float, theme: Theme) -> None:
        count = len(symbols)
        on = [(n, n if n < count - 1 else -1, theme.accent) for n in range(count)]
        self.board = ToggleBoard(count, count, step, count * step / SHAPE, theme, on).show(shares=[0.0] * count)
        self.heads, self.names = self.board.heads(symbols, [theme.text] * count), self.board.names(symbols, LEFT)
        super().__init__(self.board, self.heads, self.names)

    def come_out_of(self, riddle: Riddle) -> list[Animation]:
        """Let the columns of a tile, copied, grow to where they stand here, and go off; all others come beside them."""
        tile = next(tile for tile in riddle.tiles if len(set(tile.numbers)) == len(tile.numbers))
        count = len(self.board.columns)
        seats = [*tile.numbers, count - 1]
        ways = ((tile.asked.column(place).copy(), self.board.column(n).copy()) for place, n in enumerate(seats))
        grow = [Transform(*way, remover=True) for way in ways]
        others = VGroup(*(self.board.columns[n] for n in range(count) if n not in seats), self.names)
        return [FadeOut(riddle, rate_func=first_half), *grow, FadeIn(others, rate_func=second_half)]


class NamedTask(VGroup):
    """A task with all its names: `asking` are the symbols above it, `idle` two columns that do not count.

    `question` is what goes in, a `sign` between its numbers, `result` what comes out, `answer` the number above it,
    `told` all but the task itself.
    """

    def __init__(
        self, task: ToyTask, sign: str, idle: ToggleBoard, symbols: Sequence[str], inks: Sequence[str], theme: Theme
    ) -> None:
        self.task, self.idle = task, idle
        asked, out = task.asked, task.out
        *asking, between = written_over(asked, task.numbers, sign, inks, theme)
        self.asking, self.beside = VGroup(*asking), VGroup(between, asked.names(symbols, LEFT))
        self.question = VGroup(asked, self.asking, self.beside)
        told = out.names(symbols, RIGHT)
        self.result = VGroup(task.flow, out, idle, told)
        self.answer = out.head(0, symbols[task.total], inks[-1])
        self.told = VGroup(self.asking, self.beside, idle, told, self.answer)
        super().__init__(task, self.told)

    @property
    def written(self) -> VGroup:
        """The question as it is written above its columns, its sign last."""
        return VGroup(*self.asking, self.beside[0])

    @property
    def rest(self) -> VGroup:
        """All but the columns of the question and what is written above them."""
        return VGroup(self.beside[1], self.result, self.answer)

    def stand_alone(self, area: Area) -> None:
        """Let the question, of which nothing has come out yet, fill an area, as far as it becomes not too large."""
        self.home, across, up = self.question.get_center(), *FILLED
        room = min(across * area.width / self.question.width, up * area.height / self.question.height)
        self.larger = float(np.clip(room, 1.0, LARGER))
        self.question.scale(self.larger).move_to(area.center)

    def make_room(self) -> Animation:
        """Let the question go to its own place, to its own size, beside what comes out."""
        return self.question.animate.scale(1 / self.larger).move_to(self.home).build()

    def take_from(self, alphabet: Alphabet) -> tuple[VGroup, VGroup, list[Animation]]:
        """Part an alphabet in the columns of the question, copied, and all others; and let the copies slide out."""
        heads = alphabet.heads
        asked = (*self.task.numbers, len(heads) - 1)
        taken = VGroup(*(VGroup(alphabet.board.column(n), heads[n]).copy() for n in asked))
        others = [VGroup(alphabet.board.column(n), heads[n]) for n in range(len(heads)) if n not in asked]
        seats = [VGroup(self.task.asked.column(n), self.asking[n]) for n in range(COLUMNS)]
        slide = [Transform(*pair) for pair in zip(taken, seats, strict=True)]
        return taken, VGroup(*others, alphabet.names), slide


class ToyBoards:
    """The toy's places in an area, stacked where that is tall. No mobject itself: what it makes is.

    `table` holds the answers [x, y], `sign` stands between the two numbers.
    """

    def __init__(self, table: Integers, sign: str, area: Area, theme: Theme) -> None:
        self.table, self.sign, self.area, self.theme = table, sign, area, theme
        modulus = self.modulus = len(table)
        self.symbols = [*map(str, range(modulus)), "="]
        self.inks = (theme.cos_x, theme.cos_y, theme.text, theme.sum)
        self.first, self.last = self._halves()
        self.step = self._step(self.first, COLUMNS)

    def alphabet(self) -> Alphabet:
        """The alphabet, over the whole area."""
        made = Alphabet(self.symbols, self._step(self.area, len(self.symbols)), self.theme)
        made.shift(self.area.center - made.board.get_center() + (HEAD - Gap.NEAR) / 2 * DOWN)
        return made

    def task(self, numbers: Numbers) -> NamedTask:
        """A task where it stands, named."""
        task = ToyTask(numbers, self.table, self.step, self.inks, self.theme)
        down = (HEAD - Gap.NEAR) / 2 * DOWN
        task.asked.move_to(self.first.center).shift(down)
        task.out.move_to(self.last.center).shift(down + (COLUMNS - 1) / 2 * self.step * RIGHT)
        idle = ToggleBoard(COLUMNS - 1, self.modulus + 1, self.step, task.out.box.height, self.theme)
        idle.next_to(task.out, LEFT, 0).columns.set_opacity(IDLE)
        task.flow.become(flow_arrow(task.asked, VGroup(idle, task.out), self.theme.dim))
        return NamedTask(task, self.sign, idle, self.symbols, self.inks, self.theme)

    def written_over(self, board: ToggleBoard, numbers: Numbers) -> VGroup:
        """Write a question over a board of its columns, in the toy's colors."""
        return written_over(board, numbers, self.sign, self.inks, self.theme)

    def _step(self, area: Area, columns: int) -> float:
        """Units from column to column: as large as lets a board with its heads and names stand in an area."""
        high = min(area.height - HEAD - Gap.NEAR, HIGHEST)
        names = NAMES if area.width > NARROW else CLOSE
        return min((area.width - 2 * names) / columns, SHAPE * high / (self.modulus + 1))

    def _halves(self) -> tuple[Area, Area]:
        area, (x, y, _) = self.area, self.area.center
        if area.height > TALL * area.width:
            return area.less_bottom(y + Gap.NEAR - area.bottom), area.less_top(area.top - y + Gap.NEAR)
        return area.less_right(area.right - x), Area(x, area.right, area.bottom, area.top)


def grid_of_tiles(area: Area, rows: int) -> tuple[int, int, float]:
    """Choose how many tiles of so many rows stand in an area, in how many columns, and how far apart theirs are."""

    def step(many: int, across: int) -> float:
        high = area.height / -(-many // across) - NAMED
        return min(area.width / (across * ACROSS * BETWEEN - 1), SHAPE * high / rows)

    def widest(many: int) -> tuple[int, int, float]:
        return max(((many, across, step(many, across)) for across in range(1, many + 1)), key=lambda grid: grid[-1])

    grids = [widest(many) for many in EXAMPLES]
    return next((grid for grid in grids if grid[-1] >= LEGIBLE), grids[-1])


def written_over(board: ToggleBoard, numbers: Numbers, sign: str, inks: Sequence[str], theme: Theme) -> VGroup:
    """Write a question over its columns: x, y, “=” and the sign between the two; smaller where those are narrow."""
    heads = board.heads((*map(str, numbers), "="), inks)
    first, second = heads[0], heads[1]
    between = words(sign, Size.HEADLINE, theme.dim).move_to((first.get_center() + second.get_center()) / 2)
    needed = (first.width + second.width) / 2 + between.width + 2 * ROUND_A_SIGN
    share = min(1.0, (second.get_x() - first.get_x()) / needed)
    return VGroup(*(part.scale(share) for part in (*heads, between)))


def flow_arrow(start: Mobject, end: Mobject, color: str) -> Arrow:
    """Point from what goes in to what comes out: down where that is wholly below, else to the right."""
    below = end.get_top()[1] < start.get_bottom()[1]
    sides = (DOWN, UP) if below else (RIGHT, LEFT)
    middle, way = (start.get_edge_center(sides[0]) + end.get_edge_center(sides[1])) / 2, sides[0]
    return Arrow(middle - 0.3 * way, middle + 0.3 * way, buff=0, color=color, stroke_width=4, tip_length=0.2)
