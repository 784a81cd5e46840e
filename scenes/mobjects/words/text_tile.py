"""Pieces of text on tiles: what a language model writes, one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from manim import RIGHT, UP, RoundedRectangle, VGroup

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words

TILE = 0.8  # units, height of a tile
DROP = 0.12  # units that the text's baseline stands below the tile's middle
COLUMNS = 3  # tiles in a row where a single row is too wide


class TextTile(VGroup):
    """Text on a tile that is as wide as the text needs; the baseline is at the same height on all tiles."""

    def __init__(self, text: str, theme: Theme) -> None:
        piece = words(text.strip(), Size.HEADLINE - 8, theme.text)
        tile = RoundedRectangle(corner_radius=0.1, width=piece.width + 2 * Gap.NEAR, height=TILE, stroke_width=1.5)
        tile.set_stroke(theme.grid).set_fill(theme.panel, 1)
        piece.move_to(tile).shift((tile.get_y() - DROP - piece.baseline) * UP)
        super().__init__(tile, piece)


class TextTiles(VGroup):
    """Texts on tiles in a row, or in rows of three where it would be wider than `width` units."""

    def __init__(self, texts: Sequence[str], width: float, theme: Theme) -> None:
        super().__init__(*(TextTile(text, theme) for text in texts))
        self.arrange(RIGHT, buff=Gap.NEAR / 2)
        if self.width > width:
            self.arrange_in_grid(cols=COLUMNS, buff=Gap.NEAR / 2)
