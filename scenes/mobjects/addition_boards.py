"""The toy's task in switches: the columns of a question, and the column that should come out."""

from __future__ import annotations

from dataclasses import dataclass

from manim import DOWN, LEFT, RIGHT, UP, Arrow, Mobject, VGroup

from scenes.look.theme import GAP
from scenes.mobjects.switch_column import SwitchBoard, merged

COLUMNS = 3  # x, y and "="
INPUT_SHARE = 0.7  # of an example's width


@dataclass(frozen=True)
class AdditionBoards:
    """Pictures of sums modulo `modulus`, as "#RRGGBB": `inks` of x, y and "=", and of their sum."""

    modulus: int
    inks: tuple[str, str, str]
    sum: str
    accent: str
    dim: str
    ground: str
    panel: str
    grid: str

    @property
    def count(self) -> int:
        """Symbols, and so switches in a column: the numbers and "="."""
        return self.modulus + 1

    def board(self, columns: int, width: float, height: float) -> SwitchBoard:
        """Switches, all off."""
        return SwitchBoard(columns, self.count, width, height, panel=self.panel, grid=self.grid)

    def question(self, board: SwitchBoard, numbers: tuple[int, int], size: float) -> VGroup:
        """The switches that a question turns on, and its symbols above the columns."""
        x, y = numbers
        symbols = zip((str(x), str(y), "="), self.inks, strict=True)
        heads = VGroup(*(board.head(n, text, size, ink) for n, (text, ink) in enumerate(symbols)))
        heads.add(board.between("+", size, self.dim))
        return VGroup(board.switched_on((x, y, self.modulus), self.inks, self.ground), heads)

    def answer(self, board: SwitchBoard, numbers: tuple[int, int], size: float) -> VGroup:
        """The switch of a sum in the last column, and the sum above it."""
        total = sum(numbers) % self.modulus
        head = board.head(len(board) - 1, str(total), size, self.sum)
        return VGroup(board[-1].switched_on(total, self.sum, self.ground), head)

    def example(self, x: int, y: int, width: float, height: float) -> VGroup:
        """A question's pattern without names and the column that should come out, all inputs alike."""
        asked = self.board(COLUMNS, width * INPUT_SHARE, height)
        given = self.board(1, width * INPUT_SHARE / COLUMNS, height).next_to(asked, RIGHT, 2 * GAP)
        lit = asked.switched_on((x, y, self.modulus), [self.accent] * COLUMNS, self.ground)
        flow = flow_arrow(asked, given, self.dim).scale(0.5)
        lit.add(given[0].switched_on((x + y) % self.modulus, self.sum, self.ground))
        return merged(VGroup(asked, given, flow, lit))


def flow_arrow(start: Mobject, end: Mobject, color: str) -> Arrow:
    """Point from what goes in to what comes out: down where that is wholly below, else to the right."""
    below = end.get_top()[1] < start.get_bottom()[1]
    sides = (DOWN, UP) if below else (RIGHT, LEFT)
    middle, way = (start.get_edge_center(sides[0]) + end.get_edge_center(sides[1])) / 2, sides[0]
    return Arrow(middle - 0.3 * way, middle + 0.3 * way, buff=0, color=color, stroke_width=4, tip_length=0.2)
