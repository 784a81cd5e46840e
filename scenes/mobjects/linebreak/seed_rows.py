"""Rows of how far ahead the clean heads of several trainings look: one row for each seed, a dot for each head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, Line, ManimColor, Rectangle, VGroup, VMobject, interpolate_color

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

DOT = 0.16  # units, radius of a dot
TRAIL = 9.0  # stroke width of the trail behind a dot
NAME = 1.3  # units for a row's name
ROW = 1.3  # units, greatest height of a row
COMING = 0.2  # share of a row's time in which its dots fade in, and at its end are colored


class SeedRows(VGroup):
    """Rows (seed, offsets of its heads in characters, its accuracy) in an area, over one axis of characters.

    The stretch between the two offsets of `window` is lit and named; `near` is, for each seed, whether one of its heads
    looks there. `look` moves the dots from 0 to their offsets, leaving trails, lights up the seeds that are `near`, and
    shows each accuracy; in the end the lowest one stands out.
    """

    def __init__(
        self,
        rows: Sequence[tuple[int, Sequence[float], float]],
        window: tuple[float, float],
        area: Area,
        theme: Theme,
    ) -> None:
        self.inks = theme.dim, theme.text
        title = words("how far ahead each head looks, in characters", Size.LABEL, theme.text, area.width)
        title.move_to([area.center[0], area.top - title.height / 2, 0])
        every = [offset for _, offsets, _ in rows for offset in offsets]
        low, high = min([0.0, *every]) - 2, max([20.0, *every]) + 2
        self.right = VGroup(*(words(percent(right, 1), Size.LABEL, theme.dim) for *_, right in rows))
        self.least = int(np.argmin([right for *_, right in rows]))
        axis, left = Axis(low, high, False, ""), area.left + NAME
        width = area.width - NAME - DOT - self.right.width - Gap.NEAR
        ahead = words(f"{window[0]:.0f} to {window[1]:.0f} ahead", Size.LABEL, theme.text)
        head = title.get_bottom()[1] - Gap.NEAR - ahead.height
        tall = min(ROW, (head - Gap.NEAR / 2 - area.bottom) / (len(rows) + 1))
        self.rows, top = VGroup(), head - Gap.NEAR / 2 - tall / 2
        near, far = left + width * axis.shares(np.array(window))
        band = Rectangle(width=far - near, height=tall * len(rows), stroke_width=0).set_fill(theme.panel, 1)
        band.move_to([(near + far) / 2, top + tall / 2 - tall * len(rows) / 2, 0])
        ahead.next_to(band, UP, Gap.NEAR / 2)
        for row, (seed, offsets, _) in enumerate(rows):
            height, places = top - row * tall, left + width * axis.shares(np.array(offsets))
            self.rows.add(seed_row(seed, places, (area.left, left, left + width), height, theme))
            self.right[row].move_to([area.right, height, 0], RIGHT)
        self.head = words("right", Size.LABEL, theme.dim).move_to([area.right, ahead.get_y(), 0], RIGHT)
        self.numerals = self._numerals(axis, left, width, top - len(rows) * tall + tall / 4, theme)
        self.seeds = [seed for seed, *_ in rows]
        self.near = [any(window[0] <= offset <= window[1] for offset in offsets) for _, offsets, _ in rows]
        self.ends = [[dot.points.copy() for dot in row[2:]] for row in self.rows]
        self.start = left + width * float(axis.shares(np.array([0.0]))[0])
        self.reach = max(map(abs, every), default=1.0)
        self.unit = width / (high - low)
        self.trails = VGroup(*(VGroup(*(trail(theme.grid) for _ in ends)) for ends in self.ends))
        super().__init__(band, ahead, title, self.numerals, self.trails, self.rows, self.right, self.head)
        self.look(0)

    @staticmethod
    def _numerals(axis: Axis, left: float, width: float, height: float, theme: Theme) -> VGroup:
        """Write an axis' numerals at a height."""
        ticks = axis.ticks(5)
        numerals = VGroup(*(words(axis.numeral(tick), Size.SMALL, theme.dim) for tick in ticks))
        for numeral, place in zip(numerals, left + width * axis.shares(np.array(ticks)), strict=True):
            numeral.move_to([place, height, 0])
        return numerals

    def look(self, share: float) -> Self:
        """Move the dots of one row after another to their offsets, all at one speed, and then judge the row."""
        for number, (row, ends) in enumerate(zip(self.rows, self.ends, strict=True)):
            progress = float(np.clip(share * len(self.rows) - number, 0, 1))
            gone = self.reach * self.unit * min(progress / (1 - COMING), 1.0)
            judged = max(progress - 1 + COMING, 0.0) / COMING
            ink = interpolate_color(*map(ManimColor, self.inks), judged * self.near[number])
            self.right[number].set_opacity(judged)
            for dot, end in zip(row[2:], ends, strict=True):
                ahead = float(end[:, 0].min() + end[:, 0].max()) / 2 - self.start
                dot.points = end - [np.sign(ahead) * max(abs(ahead) - gone, 0.0), 0, 0]
                dot.set_fill(ink, min(progress / COMING, 1.0))
            for way, dot in zip(self.trails[number], row[2:], strict=True):
                end = dot.get_center()
                way.set_points_as_corners([[self.start, end[1], 0], end]).set_stroke(
                    opacity=min(progress / COMING, 1.0)
                )
        self.right[self.least].set_color(interpolate_color(*map(ManimColor, self.inks), judged))
        return self

    def of(self, seed: int) -> VGroup:
        """Return the row of a seed; raise ValueError if there is none."""
        row: VGroup = self.rows[self.seeds.index(seed)]
        return row


def trail(ink: str) -> VMobject:
    """Make the stroke of a dot's trail, without points yet."""
    return VMobject(stroke_color=ink, stroke_width=TRAIL)


def seed_row(seed: int, places: Floats, ends: tuple[float, float, float], height: float, theme: Theme) -> VGroup:
    """Draw a row: a name at the first of three ends, a rule from the second to the third, and dots at places (n,)."""
    start, left, right = ends
    rule = Line([left, height, 0], [right, height, 0], color=theme.grid, stroke_width=1.5)
    name = words(f"seed {seed}", Size.LABEL, theme.text).move_to([start, height, 0], LEFT)
    return VGroup(rule, name, *(Dot([place, height, 0], DOT, color=theme.dim) for place in places))
