"""All sums on one board, each cell as bright as its answer is probable, and a lens that enlarges a few of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    UP,
    Animation,
    FadeIn,
    Line,
    ManimColor,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Square,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.equation import Equation

Table = NDArray[np.bool_]
GLOW = 0.6  # power of a probability that is its brightness: below 1, so that small probabilities can be seen
HAIR = 0.5  # stroke width of the lines between cells, at most
THIN = 12.0  # that stroke width per unit of a cell's side, at most
FRONT = 0.2  # share of the spread over the board in which cells are fading in at a time
LARGE = 0.055  # side of an enlarged cell, as a share of the board's
FEW = 12  # enlarged cells at a time, at most
LENS = 0.33  # side of the lens, as a share of the board's
ZOOM = 12  # the lens reaches 1 / ZOOM of the board's cells beyond its middle one, but at least one and at most three


def glow(chances: Floats, dark: Floats, certain: Floats) -> Floats:
    """Return the colors (…, 4) of cells by the probability (…) of the right answer: `dark` at 0, `certain` at 1."""
    colors: Floats = dark + np.clip(chances, 0, 1)[..., None] ** GLOW * (certain - dark)
    return colors


class SumBoard(HeatMap):
    """A board of p × p cells [x, y], `side` units wide: groups (mask (p, p), #RRGGBB) give the colors, `dark` the rest.

    `show` lights the cells: the right answer's probability takes each from `dark` (#RRGGBB) to its group's color.
    """

    def __init__(self, groups: Sequence[tuple[Table, str]], dark: str, side: float) -> None:
        self.dark, count = rgba(dark), len(groups[0][0])
        self.certain = np.tile(self.dark, (count, count, 1))
        for group, color in groups:
            self.certain[group] = rgba(color)
        super().__init__(self.certain, side, side)

    @property
    def side(self) -> float:
        """Return the board's side, in units."""
        return len(self.certain) * self.cell_size[0]

    def place(self, x: int, y: int) -> Area:
        """Return the area of a cell."""
        (middle, height, _), half = self.cell(x, y), self.cell_size[0] / 2
        return Area(float(middle - half), float(middle + half), float(height - half), float(height + half))

    def show(self, chances: Floats) -> Self:
        """Light the cells (p, p) by the probability of their right answers."""
        self.colors = glow(chances, self.dark, self.certain)
        return self

    def spread(self, share: float, pair: tuple[int, int], chances: Floats) -> Self:
        """Fade in the cells, lit by probabilities (p, p), outward from a pair's cell, a share (0 … 1) of the way."""
        across, up = np.indices(chances.shape)
        when = np.hypot(across - pair[0], up - pair[1])
        self.colors = glow(chances, self.dark, self.certain)
        self.colors[..., 3] *= passed(share, when / when.max(), FRONT)
        return self

    def hairs(self, ground: str) -> VMobject:
        """Draw lines between the cells, as one shape, thinner where cells are small so that these stay bright."""
        lines = VMobject(stroke_color=ground, stroke_width=min(HAIR, THIN * self.side / len(self.certain)))
        (left, bottom, _), (right, top, _) = self.points[0], self.points[2]
        for share in np.arange(1, len(self.certain)) / len(self.certain):
            across, up = left + share * (right - left), bottom + share * (top - bottom)
            for start, end in (([across, bottom, 0], [across, top, 0]), ([left, up, 0], [right, up, 0])):
                lines.start_new_path(np.array(start)).add_line_to(np.array(end))
        return lines

    def large(self, cells: Table, color: str) -> VGroup:
        """Draw the cells of a mask (p, p) as enlarged squares with an edge, or none if there are more than `FEW`."""
        side, places = max(LARGE * self.side, 2 * self.cell_size[0]), np.argwhere(cells)
        squares = VGroup()
        for x, y in places if len(places) <= FEW else ():
            square = Square(side, color=color, stroke_width=3, fill_opacity=1).move_to(self.cell(x, y))
            squares.add(square.set_fill(ManimColor(self.certain[x, y])))
        return squares

    def diagonal(self, color: str) -> Line:
        """Draw the diagonal x = y, of the sums that are their own mirror images."""
        return Line(self.points[0], self.points[2], color=color, stroke_width=2.5)


class Lens(VGroup):
    """The cells around (x, y) of a board, enlarged in place, with a `name` on the side of the board's diagonal.

    `cells` is their heat map, which is not a submobject and has to be added separately.
    """

    def __init__(self, board: SumBoard, x: int, y: int, name: Mobject, ground: str, color: str) -> None:
        count = len(board.certain)
        reach = max(1, min(3, count // ZOOM))
        side, shown = LENS * board.side, 2 * reach + 1
        beyond = np.pad(board.colors, ((reach, reach), (reach, reach), (0, 0)))  # transparent beyond the board's edge
        self.cells = HeatMap(beyond[x : x + shown, y : y + shown], side, side)
        self.cells.move_to(board.cell(x, y))
        frame = Square(side, color=color, stroke_width=3).move_to(self.cells)
        middle = Square(side / shown, color=color, stroke_width=3).move_to(self.cells)
        label = name.next_to(frame, DOWN if y > x else UP, 0.6 * Gap.NEAR)
        plate = Rectangle(
            width=label.width + Gap.NEAR, height=label.height + 0.8 * Gap.NEAR, fill_color=ground, fill_opacity=1
        )
        plate.set_stroke(width=0).move_to(label)
        gaps = (np.arange(1, shown) / shown - 0.5) * side
        ways = [([gap, -side / 2, 0], [gap, side / 2, 0]) for gap in gaps]
        ways += [([-side / 2, gap, 0], [side / 2, gap, 0]) for gap in gaps]
        rules = VGroup(*(Line(*way, color=ground, stroke_width=3) for way in ways)).shift(self.cells.get_center())
        super().__init__(plate, label, rules, frame, middle)

    def out_of(self, other: Lens) -> list[Animation]:
        """Let this lens grow out of another with as many cells; its name fades in at the end."""
        pairs = zip((other.cells, *other[2:]), (self.cells, *self[2:]), strict=True)
        moves = [ReplacementTransform(start.copy(), end, rate_func=ease_in_out_sine) for start, end in pairs]
        return [*moves, FadeIn(self[:2], rate_func=squish_rate_func(smooth, 0.6, 1.0))]


def mirrored_lenses(
    board: SumBoard, pair: tuple[int, int], ask: Callable[[int, int], Sequence[tuple[str, str]]], theme: Theme
) -> list[Lens]:
    """Make two lenses, on the mirror image of a pair and on the pair; `ask` gives the signs of a pair's question."""
    both = (pair[::-1], pair)
    return [Lens(board, *cell, Equation(ask(*cell), Size.LABEL), theme.ground, theme.text) for cell in both]
