"""Several tasks as what each asks for: its formula, and the table of all its answers, of which lessons stay lit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, Self

import numpy as np
from manim import FadeOut, Group, Mobject, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import cyclic, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import stand_on
from transparent_box.scenes.mobjects.sum_board import Table
from transparent_box.scenes.mobjects.trial_panel import ASCENT, DESCENT, TrialPanel

LARGER = 1.3  # times as large as a title is a formula beside its table; where that is smaller for it, it stands above
TRAIL = 0.3  # of a table, what goes dark at a time
SUNK = 0.05  # of its size, as a table goes to where the curves begin


class Task(Protocol):
    """An operation that is learned; see `model.sweeps.operations.Trial`."""

    @property
    def answers(self) -> NDArray[np.int64]:
        """(p, p) the answers to all pairs [x, y]."""

    @property
    def groups(self) -> dict[str, Table]:
        """(p, p) each: its "lessons", and other pairs that are asked for."""


class TaskTables(Group):
    """In the place of each of `panels` its formula and the table of its task, in colors that come round as answers do.

    `names` are the formulas, to become the panels' titles; `boards` the tables.
    """

    def __init__(self, panels: Mapping[str, TrialPanel], tasks: Mapping[str, Task], theme: Theme) -> None:
        self.dark, self.panels = rgba(theme.panel), list(panels.values())
        self.lit, self.exams = [], []
        for name in panels:
            lessons, asked = tasks[name].groups["lessons"], np.any(list(tasks[name].groups.values()), axis=0)
            colors = cyclic(tasks[name].answers / len(lessons), theme.cycle)
            colors[..., 3] *= asked
            self.lit.append(colors)
            self.exams.append(asked & ~lessons)
        seats = list(self._seats())
        self.names = VGroup(*(name for name, _ in seats))
        self.boards = Group(*(self._board(colors, place) for colors, (_, place) in zip(self.lit, seats, strict=True)))
        super().__init__(self.names, self.boards)

    def darken(self, share: float) -> Self:
        """Let all that is not a lesson go dark, from the left to the right, a share of the way."""
        for board, lit, exam in zip(self.boards, self.lit, self.exams, strict=True):
            gone = exam * passed(share, np.linspace(0, 1, len(exam)), TRAIL)[:, None]
            board.colors = lit + gone[..., None] * (self.dark - lit)
        return self

    def sink(self) -> list[FadeOut]:
        """Let each table go to where the curves of its training begin."""
        starts = ([panel.plot.left, panel.plot.bottom, 0] for panel in self.panels)
        moves = zip(self.boards, starts, strict=True)
        return [FadeOut(board, target_position=np.array(start), scale=SUNK) for board, start in moves]

    def _seats(self) -> Iterator[tuple[Mobject, Area]]:
        """Seat each formula, and find the area of its table: beside it, or, if that is larger then, below it."""
        area, widest = self.panels[0].area, LARGER * max(panel.title.width for panel in self.panels)
        side = min(area.height, area.width - widest - Gap.NEAR)
        for panel in self.panels:
            (middle, height, _), name = panel.area.center, panel.title.copy()
            if side < panel.plot.height:
                yield name.set_x(middle), panel.plot
                continue
            whole = widest + Gap.NEAR + side
            left, right = middle - whole / 2, middle + whole / 2
            stand_on(height - LARGER * (ASCENT - DESCENT) / 2 * units(Size.LABEL), name.scale(LARGER))
            yield (
                name.shift([left + widest - name.get_right()[0], 0, 0]),
                Area(right - side, right, height - side / 2, height + side / 2),
            )

    @staticmethod
    def _board(colors: Floats, place: Area) -> HeatMap:
        side = min(place.width, place.height)
        board: HeatMap = HeatMap(colors, side, side).move_to(place.center)
        return board
