"""A neuron's input for one y after the other, each leaving a faint trace, beside the wave of y that lifts it."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Dot, Group, Line, VGroup, VMobject

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.waves.lifted_wave import FINE, LiftedWave
from transparent_box.scenes.mobjects.waves.wave_panel import INSET, NUMERAL_GAP
from transparent_box.scenes.mobjects.words.lettering import formula, stand_on, words

SHARE = 0.27  # share of a decidedly wide area's width for the wave of y
NARROW_SHARE = 0.34  # share of any other area's width for it
FAINT = 0.13  # opacity of the traces
HAIR = 0.015  # units, width of the traces
DOT = 0.11  # units, radius of the dot on the wave of y


class LiftDesk(Group):
    """A `LiftedWave` of a neuron's inputs [x, y] with the traces of its rows so far, and left of it the wave of y.

    `wave` = (k, A, φ) is fitted to the inputs with a coefficient of determination `r2`; points are in
    `colors` (p, 4). The wave of y has its own phase `of_y` in radians, or φ if that is None.
    """

    def __init__(
        self,
        inputs: Floats,
        wave: tuple[int, float, float],
        r2: float,
        colors: Floats,
        area: Area,
        theme: Theme,
        of_y: float | None = None,
    ) -> None:
        self.r2, (k, size, phase) = r2, wave
        phases = phase, phase if of_y is None else of_y
        turn, psi = f"{k} dot.op 2 pi" if k > 1 else "2 pi", "phi" if of_y is None else "psi"
        code = (
            f"cos({turn} x\\/{len(inputs)} + phi)",
            f"+ cos({turn} y\\/{len(inputs)} + {psi})",
        )
        inks = theme.cos_x, theme.cos_y
        self.title = VGroup(*(formula(one, Size.LABEL, ink) for one, ink in zip(code, inks, strict=True)))
        wide = area.width > DECIDEDLY_WIDE * area.height
        room = Area(area.left + (SHARE if wide else NARROW_SHARE) * area.width, area.right, area.bottom, area.top)
        self.title.arrange(RIGHT, buff=0.12)
        if self.title.width > room.width - INSET:  # each term on its own line
            self.title.arrange(DOWN, buff=NUMERAL_GAP, aligned_edge=LEFT)
        heads = self.title, formula(f"R^2 = {decimal(r2, 3)}", Size.LABEL, theme.text)
        self.lifted = LiftedWave(inputs, (k, size, phases), colors, heads, room, theme)
        panel = self.lifted.panel
        rows = [panel.places(row) for row in self.lifted.inputs.T]
        self.rows, self.been = PolylineSet(rows, np.tile(rgba(theme.cos_x), (len(rows), 1)), HAIR), 0
        self.axes, self.lettering = VGroup(*self.lifted.axes), VGroup(*self.lifted.lettering)
        self.drawn = self.lifted.drawn
        self._wave_of_y(Area(area.left, float(panel.side.get_x()) - Gap.NEAR, area.bottom, area.top), theme)
        super().__init__(self.rows, self.lifted)
        self.show(0)

    def _wave_of_y(self, area: Area, theme: Theme) -> None:
        """Draw the wave of y left of the panel, on the same scale, and move the panel's numerals there."""
        lifted, panel = self.lifted, self.lifted.panel
        start, end = area.left + panel.at(0, 0)[0] - panel.get_left()[0], area.right
        side = panel.side.copy().set_x(start)
        zero = Line([start, panel.zero.get_y(), 0], [end, panel.zero.get_y(), 0], color=theme.grid, stroke_width=1.5)
        count = len(lifted.inputs)
        fine = np.linspace(0, count - 1, FINE * count)

        def places(numbers: Floats) -> Floats:
            points = panel.at(0 * numbers, lifted.wave(numbers, 1))
            points[:, 0] = start + (end - start) * numbers / (count - 1)
            return points

        curve = VMobject(stroke_color=theme.cos_y, stroke_width=3).set_points_as_corners(places(fine))
        self.walk, self.dot = places(np.arange(count)), Dot(radius=DOT, color=theme.cos_y)
        for numeral in panel.numerals:
            numeral.next_to([start, numeral.get_y(), 0], LEFT, NUMERAL_GAP)
        name = words("wave of y", Size.LABEL, theme.cos_y).move_to([start, 0, 0], LEFT)
        stand_on(self.title[0].baseline, name)
        self.axes.add(side, zero)
        self.drawn = VGroup(curve, *lifted.drawn, self.dot)
        self.lettering.add(name)

    @property
    def moving(self) -> Group:
        """Return all that changes with y."""
        return Group(self.rows, self.drawn, self.lifted.cloud)

    @property
    def back_to_crest(self) -> int:
        """Steps from the last y back to the nearest crest of the wave of y."""
        lifted, last = self.lifted, len(self.walk) - 1
        return int(lifted.wave(last - np.arange(len(self.walk) // lifted.frequency + 1), 1).argmax())

    def go_back(self, share: float) -> Self:
        """Show a share (0 … 1) of the way from the last y back to the nearest crest."""
        return self.show(len(self.walk) - 1 - share * self.back_to_crest)

    def show(self, y: float) -> Self:
        """Show the input for one y, or between two; traces of earlier rows stay."""
        self.lifted.show(y)
        self.been = max(self.been, int(y))
        self.rows.colors[:, 3] = FAINT * (np.arange(len(self.rows.colors)) < self.been)
        end = self.lifted.lift.get_end()
        self.dot.move_to([part_way(self.walk, y)[0], end[1], 0.0])  # on the wave itself between two numbers as well
        self.lifted.lift.put_start_and_end_on(self.dot.get_center(), end)
        return self
