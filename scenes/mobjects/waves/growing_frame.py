"""A frame that grows round a plot's points, as far as they need at any place along training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from manim import DR, UL, UP, Group, Line, Rectangle, Square, VGroup, smooth

from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.waves.pair_plots import INSET, PairPlots
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

MARGIN = 0.12  # units from the picture's edge to what is written in it, and twice that by which plates are larger
RECEDES = 0.25  # of the points as a frame grows, as a power: they are seen from further away
PLATE = Square(1.0)  # the ground that lettering on a frame's way stands on
NAMED = 1.5, 3.0  # times the frame that a picture holds, from which on that is named, and wholly
STEPPED = 0.35  # of the way back along training, on which the picture comes to hold all of it


class GrowingFrame(Group):
    """The frame that the first plot had stays as a mark with its name, and around it grows the one that its points
    need by now; a number tells by how much.
    """

    def __init__(self, plots: PairPlots, name: str, theme: Theme) -> None:
        self.plots = plots
        self.before, self.needed = (Rectangle(color=ink, stroke_width=2.5) for ink in (theme.text, theme.dim))
        self.by = Counter("frame ×", "10.0", "", Size.LABEL, theme.text)
        self.called = words(name, Size.SMALL, theme.text)
        self.leader = Line(color=theme.dim, stroke_width=2)
        self.plates = VGroup(*(Rectangle(fill_color=theme.ground, fill_opacity=1, stroke_width=0) for _ in range(2)))
        super().__init__(self.needed, self.plates, self.before, self.leader, self.called, self.by)

    def __deepcopy__(self, clones: dict[int, Any]) -> Self:
        """Copy what is seen; the plots are the same."""
        clones.setdefault(id(self.plots), self.plots)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def hold(self, values: Floats, grown: float, seen: float) -> Self:
        """Show the plots' values (p, n), the frame they had and that of so much more than it, in a picture that holds
        `seen` times that one.
        """
        plots = self.plots.show(values / seen)
        plots.cloud.radius /= seen**RECEDES
        plots.lines.line_width = plots.cloud.radius
        middle, side = plots.middles[plots.first], INSET * plots.pitch * plots.magnified
        for frame, share in ((self.before, 1 / seen), (self.needed, grown / seen)):
            frame.points = middle + side * share * plots.square
        corner, below = (middle + (side / 2 - MARGIN) * way for way in (UL, DR))
        self.by.go_home().show(decimal(grown, 1))
        self.by.shift(corner - self.by.get_corner(UL))
        self.called.move_to(below, DR)
        self._come(float(np.clip((seen - NAMED[0]) / (NAMED[1] - NAMED[0]), 0, 1)))
        return self

    def _come(self, share: float) -> None:
        """Show, so far, the mark's name and by how much the frame grew: nothing where there is but one frame."""
        texts: tuple[VGroup, ...] = self.by, self.called
        for plate, told in zip(self.plates, texts, strict=True):
            plate.points = told.get_center() + PLATE.points * [told.width + MARGIN, told.height + MARGIN, 1]
        self.leader.set_points_by_ends(self.called.get_top() + MARGIN / 2 * UP, self.before.get_corner(DR))
        self.leader.set_stroke(opacity=share)
        for part in (*texts, self.plates):
            part.set_fill(opacity=share)


class Sweep(Protocol):
    """Values along training; see `model.analysis.loops.Loops`."""

    def at(self, pace: float) -> tuple[float, Floats]:
        """The step and the values (p, n) at a place."""

    def width_at(self, pace: float) -> float:
        """The frame needed at a place or later, in those that the plot had at the end."""


@dataclass(frozen=True)
class AlongTraining:
    """A growing frame, and what marks the step, at one place along training, from 0 to its end at 1."""

    frame: GrowingFrame
    sweep: Sweep
    mark: Callable[[float], object]

    def go(self, start: float, end: float) -> Callable[[float], None]:
        """Return what goes from a place to another, in the frame needed from there on."""
        return lambda share: self.stand(start + share * (end - start), 1.0)

    def go_back(self, start: float, end: float) -> Callable[[float], None]:
        """Return what goes back from a place to another, and steps away on the way, sooner than it must."""
        near, far = map(self.sweep.width_at, (start, end))
        return lambda share: self.stand(start + share * (end - start), stepped_away(near, far, share))

    def go_out(self, start: float, end: float) -> Callable[[float], None]:
        """Return what goes from a place, seen from near, to another, and steps away on the way to what both need."""
        near, far = self.need_at(start), max(map(self.sweep.width_at, (start, end)))

        def go(share: float) -> None:
            place = start + share * (end - start)
            self._fit(place, max(self.need_at(place), stepped_away(near, far, share)))

        return go

    def go_in(self, start: float, end: float) -> Callable[[float], None]:
        """Return what goes from a place to another and comes near, at last, to what is there: the way of `go_out`."""
        out = self.go_out(end, start)
        return lambda share: out(1 - share)

    def need_at(self, place: float) -> float:
        """Find the frame that the first plot's points need at a place alone, in those that the plot had."""
        cells, values = self.frame.plots.cells[self.frame.plots.first], self.sweep.at(place)[1]
        return max(float(np.abs(values[:, list(cells)]).max()), 1.0)

    def _fit(self, place: float, width: float) -> None:
        """Show a place in a frame of so many times the one that the plot had, which fills the picture."""
        step, values = self.sweep.at(place)
        self.frame.hold(values, width, width)
        self.mark(step)

    def stand(self, place: float, seen: float) -> None:
        """Show a place in a picture that holds at least so many frames."""
        (step, values), width = self.sweep.at(place), self.sweep.width_at(place)
        self.frame.hold(values, width, max(width, seen))
        self.mark(step)


def stepped_away(near: float, far: float, share: float) -> float:
    """Find the frame that is seen a share of the way along training, if one steps away from a near one to a far one."""
    return near * (far / near) ** float(smooth(min(share / STEPPED, 1.0)))
