"""Several tasks by what each asks for: its formula, and the table of all its answers, of which lessons stay lit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Protocol, Self

import numpy as np
from manim import Animation, FadeOut, Group, Mobject, UpdateFromAlphaFunc, VGroup, linear, smooth
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import cyclic, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boards.sum_board import Table
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.training.trial_panel import ASCENT, DESCENT, TrialPanel
from transparent_box.scenes.mobjects.words.lettering import stand_on

LARGER = 1.3  # size of a formula beside its table, in sizes of a title; it is above if that makes the table larger
TRAIL = 0.3  # share of a table over which cells are darkening at a time
MUCH = 1.1  # tables are arranged in other columns than their panels if that makes them this many times as large
CORNER = 0.5  # size of a table in the corner where curves start, as a share of its plot's height
SUNK = 0.05  # size of a table once it has sunk into that corner
SHRINKS = 0.55  # share of the time of its way there in which it shrinks


class Task(Protocol):
    """An operation that is learned; see `model.sweeps.operations.Trial`."""

    @property
    def answers(self) -> NDArray[np.int64]:
        """The answers (p, p) to all pairs [x, y]."""

    @property
    def groups(self) -> dict[str, Table]:
        """The groups (p, p) of pairs: the "lessons", and others that are asked for."""


class TaskTables(Group):
    """The formula of each of several tasks and the table of its answers, in cyclic colors, in its panel's place.

    `names` are the formulas, which later turn into the panels' titles; `boards` are the tables.
    """

    def __init__(self, panels: Mapping[str, TrialPanel], tasks: Mapping[str, Task], theme: Theme) -> None:
        self.dark, self.panels = rgba(theme.panel), list(panels.values())
        self.lit, self.exams = [], []
        for name in panels:
            lessons, used = tasks[name].groups["lessons"], np.any(list(tasks[name].groups.values()), axis=0)
            colors = cyclic(tasks[name].answers / len(lessons), theme.cycle)
            colors[..., 3] *= used
            self.lit.append(colors)
            self.exams.append(used & ~lessons)
        seats = list(self._seats())
        self.names = VGroup(*(name for name, _ in seats))
        self.boards = Group(*(self._board(colors, place) for colors, (_, place) in zip(self.lit, seats, strict=True)))
        super().__init__(self.boards, self.names)  # formulas are in front of tables

    def darken(self, share: float) -> Self:
        """Darken everything but the lessons, from left to right, a share 0 … 1 of the way."""
        for board, lit, exam in zip(self.boards, self.lit, self.exams, strict=True):
            gone = exam * passed(share, np.linspace(0, 1, len(exam)), TRAIL)[:, None]
            board.colors = lit + gone[..., None] * (self.dark - lit)
        return self

    def gather(self) -> list[Animation]:
        """Shrink each table and move it to the corner of its panel where curves start, out of the way."""
        return [self._goes(board, panel.plot) for board, panel in zip(self.boards, self.panels, strict=True)]

    @staticmethod
    def _goes(board: HeatMap, plot: Area) -> Animation:
        start, side = board.points.copy(), CORNER * plot.height
        middle, corner = start.mean(axis=0), np.array([plot.left + side / 2, plot.bottom + side / 2, 0])

        def go(share: float) -> None:
            times, way = 1 + (side / np.ptp(start[:, 1]) - 1) * smooth(min(share / SHRINKS, 1.0)), smooth(share)
            board.points[:] = middle + way * (corner - middle) + times * (start - middle)

        return UpdateFromAlphaFunc(board, lambda _, share: go(share), rate_func=linear)

    def sink(self, time: float) -> list[Animation]:
        """Let each table sink into that corner."""
        starts = (np.array([panel.plot.left, panel.plot.bottom, 0]) for panel in self.panels)
        moves = zip(self.boards, starts, strict=True)
        return [FadeOut(board, target_position=start, scale=SUNK, run_time=time) for board, start in moves]

    def _seats(self) -> Iterator[tuple[Mobject, Area]]:
        """Place each formula, and find the area of its table: beside it or, if that is larger, below it."""
        head = self.panels[0].area.top - self.panels[0].plot.top
        widest = max(panel.title.width for panel in self.panels)
        cells = roomiest([panel.area for panel in self.panels], widest, head)
        side, beside = largest(cells[0], widest, head)
        for panel, cell in zip(self.panels, cells, strict=True):
            (middle, height, _), name = cell.center, panel.title.copy()
            if not beside:
                top = height + (head + side) / 2
                stand_on(top - ASCENT * units(Size.LABEL), name.set_x(middle))
                yield name, Area(middle - side / 2, middle + side / 2, top - head - side, top - head)
                continue
            whole = LARGER * widest + Gap.NEAR + side
            left, right = middle - whole / 2, middle + whole / 2
            stand_on(height - LARGER * (ASCENT - DESCENT) / 2 * units(Size.LABEL), name.scale(LARGER))
            yield (
                name.shift([left + LARGER * widest - name.get_right()[0], 0, 0]),
                Area(right - side, right, height - side / 2, height + side / 2),
            )

    @staticmethod
    def _board(colors: Floats, place: Area) -> HeatMap:
        side = min(place.width, place.height)
        board: HeatMap = HeatMap(colors, side, side).move_to(place.center)
        return board


def largest(cell: Area, widest: float, head: float) -> tuple[float, bool]:
    """Find the largest square in a cell beside formulas of a width, or `head` units below them; the flag: beside."""
    beside = min(cell.height, cell.width - LARGER * widest - Gap.NEAR)
    below = min(cell.width, cell.height - head) if cell.width >= widest else 0.0
    return (beside, True) if beside >= below else (below, False)


def roomiest(cells: list[Area], widest: float, head: float) -> list[Area]:
    """Find cells for as many squares in the same room, with other columns if that makes squares much larger."""
    room = reduce(Area.to, cells)
    others = [room.table(len(cells), columns, Gap.NEAR) for columns in range(1, len(cells) + 1)]
    best = max(others, key=lambda layout: largest(layout[0], widest, head)[0])
    much = largest(best[0], widest, head)[0] > MUCH * largest(cells[0], widest, head)[0]
    return best if much else cells
