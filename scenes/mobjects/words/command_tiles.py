"""Commands to type, each on a tile."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, RoundedRectangle, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words

TALL = 0.7  # units, height of a tile
LEAST = 0.12  # units between two tiles, at least


class CommandTiles(VGroup):
    """Shell commands on tiles, one below the other, at the bottom of an area."""

    def __init__(self, commands: Sequence[str], area: Area, theme: Theme) -> None:
        super().__init__()
        for command in commands:
            text = words(command, Size.LABEL + 3, theme.text)
            tile = RoundedRectangle(corner_radius=0.1, width=text.width + 2 * Gap.NEAR, height=TALL, stroke_width=1.5)
            self.add(VGroup(tile.set_stroke(theme.grid).set_fill(theme.panel, 1), text))
        spare = area.height - len(commands) * TALL - Gap.NEAR  # where it is tight, tiles move closer, and to the bottom
        self.arrange(DOWN, buff=min(max(spare, LEAST), Gap.NEAR), aligned_edge=LEFT)
        below = min(max(area.height - self.height - Gap.NEAR, 0.0), Gap.NEAR)
        self.move_to([area.center[0], area.bottom + self.height / 2 + below, 0])
