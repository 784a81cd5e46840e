"""Waves on one scale, one above the other, each with a name and a measured fact beside it or over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, Group, Line, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.charts.curve_tags import plated
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.marks import dotted, marks
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

FILL = 0.86  # share of a row's height that the largest wave takes
LINE = 0.034  # units, width of a wave's line
OVER = 1.15  # height of text over a wave, in sizes of its type


class WaveStack(Group):
    """Waves (n, m) over x from `span[0]` to `span[1]`, in colors (n, 4), in an area.

    `labels` are the names and the facts of the n waves: at the left and right of each, or over it where they
    would take more than a share `most` of the width. `curves` has a PolylineSet for each wave, `zeros` are the zero
    lines; `names` and `facts` have to be added separately.
    """

    def __init__(
        self,
        waves: Floats,
        span: tuple[float, float],
        colors: Floats,
        labels: tuple[Sequence[str], Sequence[str]],
        area: Area,
        most: float,
        theme: Theme,
    ) -> None:
        self.waves, self.span, self.theme = waves, span, theme
        names, facts = ([words(text, Size.LABEL, theme.text) for text in texts] for texts in labels)
        room = [max((text.width for text in texts), default=0.0) + Gap.NEAR for texts in (names, facts)]
        over = sum(room) > most * area.width
        self.area = area if over else Area(area.left + room[0], area.right - room[1], area.bottom, area.top)
        self.pitch, self.head = area.height / len(waves), OVER * units(Size.LABEL) if over else 0.0
        self.swing = FILL * (self.pitch - self.head) / 2 / max(float(np.abs(waves).max()), np.finfo(float).tiny)
        fine = np.linspace(*span, waves.shape[1])
        ends = [self.at(row, list(span), [0, 0]) for row in range(len(waves))]
        self.zeros = VGroup(*(Line(a, b, color=theme.grid, stroke_width=1.5).set_opacity(0.6) for a, b in ends))
        self.curves = Group(
            *(PolylineSet([self.at(row, fine, wave)], colors[row : row + 1], LINE) for row, wave in enumerate(waves))
        )
        for row, (name, fact) in enumerate(zip(names, facts, strict=True)):
            level = self._line(row)
            name.next_to([self.area.left, level, 0], LEFT, Gap.NEAR)
            fact.next_to([self.area.right, level, 0], RIGHT, Gap.NEAR)
            fact.shift([area.right - fact.get_right()[0], 0, 0])
            if over:
                name.shift([area.left - name.get_left()[0], 0, 0])
        self.names, self.facts = (VGroup(*map(self._on_plate, texts) if over else texts) for texts in (names, facts))
        super().__init__(self.zeros, self.curves)

    def _on_plate(self, text: Lettering) -> VGroup:
        """Put a plate behind text, so that no vertical line runs through it."""
        both = plated(text, self.theme.ground, text.height)
        both[0].move_to(text)
        return both

    def _line(self, row: int) -> float:
        """Return the height of the center of a row's text."""
        if self.head:
            return self.area.top - row * self.pitch - self.head / 2
        return float(self.at(row, self.span[:1], [0])[0][1]) + 0.25 * units(Size.LABEL)

    def at(self, row: int, places: Sequence[float] | Floats, values: Sequence[float] | Floats) -> Floats:
        """Return the points (m, 3) of values (m,) at places (m,) of x in one row."""
        share = (np.asarray(places, dtype=float) - self.span[0]) / (self.span[1] - self.span[0])
        level = self.area.top - self.head / 2 - (row + 0.5) * self.pitch
        up = level + self.swing * np.asarray(values, dtype=float)
        return np.column_stack([self.area.left + share * self.area.width, up, 0 * share])

    @property
    def rows(self) -> list[Group]:
        """Return a group for each wave: zero line, curve, name and fact."""
        return [Group(*parts) for parts in zip(self.zeros, self.curves, self.names, self.facts, strict=True)]

    def marks(self, places: Sequence[float], values: Floats, color: str) -> Group:
        """Mark the values (n, k) of the waves at k places of x."""
        points = [self.at(row, places, values[row]) for row in range(len(values))]
        return marks(np.concatenate(points), color, self.theme.ground)

    def upright(self, place: float, color: str) -> PolylineSet:
        """Draw a dotted vertical line through all waves at one place of x."""
        top, foot = self.at(0, [place], [0])[0], self.at(len(self.waves) - 1, [place], [0])[0]
        half = UP * (self.pitch - self.head) / 2
        return dotted(foot - half, top + half, color)
