"""The alphabet of the toy as toggles: a column for each symbol."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, VGroup

from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.switches.toggle_board import SHAPE, ToggleBoard


class Alphabet(VGroup):
    """A `board` with a column for each symbol, its own toggle off at first, `heads` above and `names` beside them.

    The columns are `step` units apart.
    """

    def __init__(self, symbols: Sequence[str], step: float, theme: Theme) -> None:
        count = len(symbols)
        on = [(n, n if n < count - 1 else -1, theme.accent) for n in range(count)]
        self.board = ToggleBoard(count, count, step, count * step / SHAPE, theme, on).show(shares=[0.0] * count)
        self.heads, self.names = self.board.heads(symbols, [theme.text] * count), self.board.names(symbols, LEFT)
        super().__init__(self.board, self.heads, self.names)
