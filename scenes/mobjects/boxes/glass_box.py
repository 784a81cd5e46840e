"""A box of glass: all weights of a network stand in it and are counted table by table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    Animation,
    AnimationGroup,
    FadeOut,
    Group,
    Mobject,
    SurroundingRectangle,
    Transform,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_out_sine

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Theme
from transparent_box.scenes.mobjects.boxes.weight_shelf import WeightShelf
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.reading_time import ReadingTime
from transparent_box.scenes.mobjects.words.tally import Tally

FAINT = 0.4  # opacity of a table that is not counted yet
# Rates of what fades and of what appears; the latter is fast at first, so that the picture is never nearly empty.
SOONER, LATER = squish_rate_func(smooth, 0, 0.45), squish_rate_func(ease_out_sine, 0.12, 1)
FILLS = 0.9  # share of a small box's width and height that the tables in it fill


class GlassBox(Group):
    """Tables (formula, (n, m)) on a `shelf` behind a `pane`, in an area; below them a `tally` of their numbers.

    `what` names the numbers. `hours`, the time it takes to read them, can be shown in the tally's place.
    """

    def __init__(self, tables: Sequence[tuple[str, Floats]], what: str, area: Area, theme: Theme) -> None:
        self.sizes = [table.size for _, table in tables]
        self.tally = Tally([(what, theme.text)], sum(self.sizes))
        room = area.inside(2 * Gap.NEAR, 2 * Gap.NEAR).less_bottom(self.tally.height + Gap.NEAR)
        self.shelf = WeightShelf(tables, room.width, room.height, theme)
        self.pane = SurroundingRectangle(self.shelf, color=theme.panel, buff=Gap.NEAR, corner_radius=0.1)
        self.pane.set_stroke(theme.accent, 3)
        super().__init__(self.pane, self.shelf, self.tally.next_to(self.pane, DOWN, Gap.NEAR))
        self.move_to(area.center)
        self.hours = ReadingTime(sum(self.sizes), theme.text).move_to(self.tally)

    @property
    def counted(self) -> Group:
        """The box with all tables counted, and the time it takes to read them in the tally's place."""
        return Group(self.pane, self.shelf, self.hours)

    def open(self, box: Mobject, beside: Mobject) -> list[Animation]:
        """Turn a small box into the pane; the tables, not counted yet, stand in it from the start and grow with it.

        What stands beside the box has nearly faded before it is large.
        """
        self.tally.show(0)
        for table in self.shelf.maps:
            table.set_opacity(FAINT)
        whole = self.shelf.maps.copy()
        across, up = (FILLS * side for side in (box.width, box.height))
        self.shelf.maps.stretch_to_fit_width(across).stretch_to_fit_height(up).move_to(box)
        becomes = box.animate(rate_func=LATER).become(self.pane).build()
        return [FadeOut(beside, rate_func=SOONER), becomes, Transform(self.shelf.maps, whole, rate_func=LATER)]

    def count(self, place: int) -> AnimationGroup:
        """Brighten one table while its numbers are counted."""
        start, end = np.cumsum([0, *self.sizes])[[place, place + 1]]
        return AnimationGroup(self.shelf.maps[place].animate.set_opacity(1.0), self.tally.count([start], [end]))
