"""The toy as a riddle: tasks without labels, all solved but the last."""

from __future__ import annotations

from manim import (
    DOWN,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    Transform,
    VGroup,
    smooth,
    squish_rate_func,
    there_and_back,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.switches.named_task import NamedTask
from transparent_box.scenes.mobjects.switches.toggle_board import SHAPE
from transparent_box.scenes.mobjects.switches.toy_alphabet import Alphabet
from transparent_box.scenes.mobjects.switches.toy_task import ACROSS, Integers, Numbers, ToyTask
from transparent_box.scenes.mobjects.words.lettering import words

BETWEEN = 1.2  # widths of a tile from one tile to the next
EXAMPLES = (8, 6, 4)  # numbers of tiles to choose from: the largest with columns wide enough, else the last
LEGIBLE = 0.45  # units, least width of such columns
STRIDE = 7  # cells of the toy's table from one tile to the next
STAYS = 0.25  # share of the time before the last tile, singled out, starts to move
SWELLS = 1.8  # times its size to which the question mark swells
NAMED = 0.42  # units above a tile for its numbers
OVER = 0.12  # units from the columns to those numbers


class Riddle(VGroup):
    """Unlabeled tasks from a `table` of answers [x, y], as tiles in an area: all solved but the `last`, with a `mark`.

    `names` (each tile's two numbers and answer, in the colors of x, y and the answer) have to be added separately.
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
        """Let the question mark swell and shrink back."""
        return self.mark.animate(rate_func=there_and_back).scale(SWELLS).build()

    def becomes(self, alphabet: Alphabet) -> list[Animation]:
        """Grow copies of one tile's columns into those of an alphabet, switched off; its other columns fade in."""
        tile = next(tile for tile in self.tiles if len(set(tile.numbers)) == len(tile.numbers))
        board, count = alphabet.board, len(alphabet.board.columns)
        seats = [*tile.numbers, count - 1]
        ways = ((tile.inputs.column(place).copy(), board.column(n).copy()) for place, n in enumerate(seats))
        grow = [Transform(*way, remover=True) for way in ways]
        others = VGroup(*(board.columns[n] for n in range(count) if n not in seats), alphabet.names)
        return [FadeOut(self, rate_func=first_half), *grow, FadeIn(others, rate_func=second_half)]

    def tell(self) -> LaggedStart:
        """Write the tiles' numbers one after the other and color their columns; the last answer is kept back."""
        names = [*self.names[:-1], self.names[-1][:2]]
        named = (
            AnimationGroup(FadeIn(name), *map(Transform, tile.inputs.covers[:2], self._colored(tile)))
            for name, tile in zip(names, self.tiles, strict=True)
        )
        return LaggedStart(*named, lag_ratio=0.8)

    def solve(self) -> list[Animation]:
        """Replace the question mark by the last answer."""
        return [FadeOut(self.mark), FadeIn(self.names[-1][2]), Transform(self.out, self.solved)]

    def take_back(self, named: NamedTask) -> list[Animation]:
        """Shrink a named task into its tile, if it has one, and fade in all other tiles."""
        mine = [tile for tile in self.tiles[:-1] if tile.numbers == named.task.numbers]
        rest = VGroup(*(tile for tile in self.tiles if tile not in mine), self.mark)
        back = [Transform(named.task, tile.copy(), remover=True) for tile in mine]
        back = back or [FadeOut(named.task, rate_func=first_half)]
        return [*back, FadeOut(named.lettering, rate_func=first_half), FadeIn(rest, rate_func=second_half)]

    def single_out(self, task: ToyTask) -> list[Animation]:
        """Fade out all tiles but the last, and turn that into an answered task, which may lie where they were."""
        task.out.show(shares=[1.0])
        gone = FadeOut(self.tiles[:-1], self.names, rate_func=first_half)
        return [gone, ReplacementTransform(self.last, task, rate_func=squish_rate_func(smooth, STAYS, 1))]

    def _colored(self, tile: ToyTask) -> VGroup:
        colored = tile.inputs.covers[:2].copy()
        for (lit, _), ink in zip(colored, self.inks, strict=False):
            lit.set_fill(ink)
        return colored

    def _named(self, tile: ToyTask) -> VGroup:
        columns = (*tile.inputs.columns[:2], tile.out.columns[0])
        named = zip(columns, (*tile.numbers, tile.total), self.inks, strict=True)
        return VGroup(*(words(str(n), Size.LABEL, ink).next_to(column, UP, OVER) for column, n, ink in named))


def grid_of_tiles(area: Area, rows: int) -> tuple[int, int, float]:
    """Return how many tiles with `rows` rows go into an area, in how many columns, and their step between columns."""

    def step(many: int, across: int) -> float:
        high = area.height / -(-many // across) - NAMED
        return min(area.width / (across * ACROSS * BETWEEN - 1), SHAPE * high / rows)

    def widest(many: int) -> tuple[int, int, float]:
        return max(((many, across, step(many, across)) for across in range(1, many + 1)), key=lambda grid: grid[-1])

    grids = [widest(many) for many in EXAMPLES]
    return next((grid for grid in grids if grid[-1] >= LEGIBLE), grids[-1])
