"""A frame that grows round a plot's points, as large as they need at any time in training."""

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

MARGIN = 0.12  # units from the picture's edge to its text, and by which plates are larger than their text
RECEDES = 0.25  # power of the frame's growth by which points shrink, as if seen from further away
PLATE = Square(1.0)  # plates behind text that a frame may cross
NAMED = 1.5, 3.0  # sizes of the picture, in frames, between which the frame's name fades in
STEPPED = 0.35  # share of the way along training on which the view steps away to hold all of it


class GrowingFrame(Group):
    """The first plot's original frame as a mark with a `name`, and round it the frame that its points need now.

    A counter shows how many times larger the second is. `plots` draws the points.
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
        """Copy all but the plots, which the copy shares."""
        clones.setdefault(id(self.plots), self.plots)
        copied: Self = super().__deepcopy__(clones)
        return copied

    def hold(self, values: Floats, grown: float, width: float) -> Self:
        """Show values (p, n), the original frame, and one `grown` times as large, in a picture `width` frames wide."""
        plots = self.plots.show(values / width)
        plots.cloud.radius /= width**RECEDES
        plots.lines.line_width = plots.cloud.radius
        middle, side = plots.middles[plots.first], INSET * plots.pitch * plots.magnified
        for frame, share in ((self.before, 1 / width), (self.needed, grown / width)):
            frame.points = middle + side * share * plots.square
        corner, below = (middle + (side / 2 - MARGIN) * way for way in (UL, DR))
        self.by.go_home().show(decimal(grown, 1))
        self.by.shift(corner - self.by.get_corner(UL))
        self.called.move_to(below, DR)
        self._come(float(np.clip((width - NAMED[0]) / (NAMED[1] - NAMED[0]), 0, 1)))
        return self

    def _come(self, share: float) -> None:
        """Fade in the frame's name and the counter by a share (0 … 1): they are hidden while the frames coincide."""
        texts: tuple[VGroup, ...] = self.by, self.called
        for plate, text in zip(self.plates, texts, strict=True):
            plate.points = text.get_center() + PLATE.points * [text.width + MARGIN, text.height + MARGIN, 1]
        self.leader.set_points_by_ends(self.called.get_top() + MARGIN / 2 * UP, self.before.get_corner(DR))
        self.leader.set_stroke(opacity=share)
        for part in (*texts, self.plates):
            part.set_fill(opacity=share)


class Sweep(Protocol):
    """Values along training, as in `model.analysis.loops.Loops`; `pace` is a time from 0 to 1."""

    def at(self, pace: float) -> tuple[float, Floats]:
        """Return the step and the values (p, n) at a time."""

    def width_at(self, pace: float) -> float:
        """Return the width of the frame needed from a time on, in frames of the end of training."""


@dataclass(frozen=True)
class AlongTraining:
    """Sets a growing frame, and a `mark` of the step, to times along training from 0 to 1."""

    frame: GrowingFrame
    sweep: Sweep
    mark: Callable[[float], object]

    def go(self, start: float, end: float) -> Callable[[float], None]:
        """Return a function of a share (0 … 1) that goes from one time to another, in the frame needed from then on."""
        return lambda share: self.stand(start + share * (end - start), 1.0)

    def go_back(self, start: float, end: float) -> Callable[[float], None]:
        """Return a function that goes back from one time to another, and steps away early to the frame needed there."""
        near, far = map(self.sweep.width_at, (start, end))
        return lambda share: self.stand(start + share * (end - start), stepped_away(near, far, share))

    def go_out(self, start: float, end: float) -> Callable[[float], None]:
        """Return a function that goes from one time, in close-up, to another, and steps away to the frame both need."""
        near, far = self.need_at(start), max(map(self.sweep.width_at, (start, end)))

        def go(share: float) -> None:
            place = start + share * (end - start)
            self._fit(place, max(self.need_at(place), stepped_away(near, far, share)))

        return go

    def go_in(self, start: float, end: float) -> Callable[[float], None]:
        """Return a function that goes from one time to another and closes in at the end: `go_out` in reverse."""
        out = self.go_out(end, start)
        return lambda share: out(1 - share)

    def need_at(self, place: float) -> float:
        """Return the width of the frame that the first plot needs at one time, in original frames (at least 1)."""
        cells, values = self.frame.plots.cells[self.frame.plots.first], self.sweep.at(place)[1]
        return max(float(np.abs(values[:, list(cells)]).max()), 1.0)

    def _fit(self, place: float, width: float) -> None:
        """Show a time in a frame `width` times as large as the original, which fills the picture."""
        step, values = self.sweep.at(place)
        self.frame.hold(values, width, width)
        self.mark(step)

    def stand(self, place: float, least: float) -> None:
        """Show a time in a picture that holds at least `least` original frames."""
        (step, values), width = self.sweep.at(place), self.sweep.width_at(place)
        self.frame.hold(values, width, max(width, least))
        self.mark(step)


def stepped_away(near: float, far: float, share: float) -> float:
    """Return the width of the picture at a share (0 … 1) of the way, while the view steps away from `near` to `far`."""
    return near * (far / near) ** float(smooth(min(share / STEPPED, 1.0)))
