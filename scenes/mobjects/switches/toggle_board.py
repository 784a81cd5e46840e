"""Columns of toggles, one toggle for each symbol: from the few of a toy to the many of a real network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Circle,
    Line,
    Mobject,
    Rectangle,
    RoundedRectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

TRACK = 0.8  # width of a toggle's track, as a share of its column's
SHAPE = 1.75  # width of a column in heights of a toggle, where there is room
HEAD_GAP, NAME_GAP = 0.22, 0.32  # units from a column to its symbol above, from a toggle to its name's center
RULER_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
RULER_ROOM = 0.7  # units from one label of the ruler to the next, at least
FINE = 0.15  # units, height of a track from which its edge has its full width
CLOSE = 5  # rows in a lens

On = tuple[int, int, str]  # column, number (−1 for the last symbol), color (#RRGGBB)


class ToggleShape(NamedTuple):
    """A toggle's outlines (n, 3): `across` times width plus `up` times height is its track, `knob` has radius 1."""

    across: Floats
    up: Floats
    knob: Floats


def toggle_shape() -> ToggleShape:
    """Take a toggle's outlines from Manim's shapes, which are too slow to create in every frame."""
    short, long = (RoundedRectangle(corner_radius=1, width=width, height=2).points for width in (4, 8))
    across = (long - short) / 4
    return ToggleShape(across, (short - 4 * across) / 2, Circle(1).points)


OUTLINES = toggle_shape()


class ToggleBoard(VGroup):
    """`columns` columns of `count` toggles, number 0 at the top, `step` units from column to column and `height` high.

    `on` lists the toggles that are on. All tracks of a column are one outline and all knobs another: `columns` holds
    both. `covers` are the toggles that are on, drawn over them.
    """

    def __init__(self, columns: int, count: int, step: float, height: float, theme: Theme, on: Sequence[On] = ()):
        self.theme, self.count, self.on = theme, float(count), list(on)
        self.shares: Floats = np.ones(len(on))
        self.box = Rectangle(width=columns * step, height=height, stroke_width=0, fill_opacity=0)
        off = {"stroke_color": theme.grid, "fill_color": theme.panel, "fill_opacity": 1.0}
        knob = {"stroke_width": 0, "fill_opacity": 1.0}
        self.columns = VGroup(
            *(VGroup(VMobject(**off), VMobject(fill_color=theme.grid, **knob)) for _ in range(columns))
        )
        self.covers = VGroup(
            *(VGroup(VMobject(fill_color=ink, **knob), VMobject(fill_color=theme.ground, **knob)) for *_, ink in on)
        )
        super().__init__(self.box, self.columns, self.covers)
        self.show()

    @property
    def pitch(self) -> float:
        """Units from one toggle of a column to the next."""
        return float(self.box.height) / self.count

    @property
    def track(self) -> tuple[float, float]:
        """Return the width and height of a track, in units."""
        width = TRACK * self.box.width / len(self.columns)
        return width, min(0.64 * self.pitch, 0.52 * width)

    def place(self, column: int, number: int) -> Floats:
        """Return the center (3,) of a number's toggle; numbers past the last wrap around, and −1 is the "=" symbol."""
        row = self.count - 1 if number < 0 else number % (int(self.count) - 1)
        return self._places(column, np.array([row]))[0]

    def show(self, count: float | None = None, shares: Sequence[float] | Floats | None = None) -> Self:
        """Set the count of toggles per column, or how far (0 … 1) each toggle of `on` is switched on, or both."""
        self.count = self.count if count is None else round(count, 6)  # so that rounding errors drop no toggle
        self.shares = self.shares if shares is None else np.asarray(shares, dtype=float)
        (width, height), rows = self.track, np.append(np.arange(int(self.count) - 1), self.count - 1)
        track, knob = width * OUTLINES.across + height * OUTLINES.up, 0.34 * height * OUTLINES.knob
        side = (width - height) / 2 * RIGHT
        for column, (tracks, knobs) in enumerate(self.columns):
            places = self._places(column, rows)[:, None]
            tracks.points = (places + track).reshape(-1, 3)
            knobs.points = (places + knob - side).reshape(-1, 3)
            tracks.set_stroke(width=1.5 * min(1.0, height / FINE))
        for (column, number, _), share, (lit, pin) in zip(self.on, self.shares, self.covers, strict=True):
            lit.points = track + self.place(column, number)
            pin.points = knob + self.place(column, number) + (2 * share - 1) * side
            lit.set_fill(opacity=share)
            pin.set_fill(opacity=share)
        return self

    def stand(self, area: Area, count: float) -> Self:
        """Fill an area with `count` toggles per column."""
        box = Rectangle(width=area.width, height=area.height, stroke_width=0, fill_opacity=0)
        self.box.become(box.move_to(area.center))
        return self.show(count)

    def grow(self, area: Area, count: int) -> UpdateFromAlphaFunc:
        """Grow to `count` toggles per column in an area, exponentially."""
        start, before = Area.around(self.box), self.count

        def stand(_: Mobject, share: float) -> None:
            self.stand(start.towards(area, share), float(before * (count / before) ** share))

        return UpdateFromAlphaFunc(self, stand)

    def press(self, column: int) -> UpdateFromAlphaFunc:
        """Switch on the toggles of `on` in one column."""
        mine = np.array([place == column for place, *_ in self.on])
        before = np.where(mine, 0.0, self.shares)
        return UpdateFromAlphaFunc(self, lambda _, share: self.show(shares=before + share * mine))

    def column(self, number: int) -> VGroup:
        """Return one column with its toggles that are on."""
        covers = [cover for (column, *_), cover in zip(self.on, self.covers, strict=True) if column == number]
        return VGroup(self.columns[number], *covers)

    def head(self, column: int, text: str, color: str) -> Lettering:
        """Write a symbol above a column, centered where a digit would be."""
        middle = [self._middle(column), self.box.get_top()[1], 0]
        digit = words("0", Size.HEADLINE, color).next_to(middle, UP, HEAD_GAP)
        return words(text, Size.HEADLINE, color).move_to(digit)

    def heads(self, texts: Sequence[str], inks: Sequence[str]) -> VGroup:
        """Write symbols above the first columns."""
        written = zip(texts, inks, strict=False)
        return VGroup(*(self.head(column, text, ink) for column, (text, ink) in enumerate(written)))

    def names(self, texts: Sequence[str], side: Floats) -> VGroup:
        """Write each toggle's symbol beside the first column (side LEFT) or the last (RIGHT)."""
        column = 0 if side[0] < 0 else len(self.columns) - 1
        edge = side * (self.track[0] / 2 + NAME_GAP)
        named = [
            words(text, Size.LABEL, self.theme.dim).move_to(self._places(column, np.array([row]))[0] + edge)
            for row, text in enumerate(texts)
        ]
        return VGroup(*named)

    def ruler(self) -> VGroup:
        """Label some toggles at the left: round numbers, and "=" for the last."""
        last, room = round(self.count) - 1, self.pitch
        step = next((step for step in RULER_STEPS if step * room >= RULER_ROOM), last)
        numbers = [number for number in range(0, last, step) if (last - number) * room >= RULER_ROOM * 0.5]
        named = [*((number, str(number)) for number in numbers), (-1, "=")]
        edge = (self.track[0] / 2) * LEFT
        tags = [
            words(name, Size.SMALL, self.theme.dim).next_to(self.place(0, n) + edge, LEFT, 0.15) for n, name in named
        ]
        return VGroup(*tags)

    def lens(self, area: Area) -> VGroup:
        """Draw the last few rows again, enlarged, in an area beside the board, with lines of sight to them."""
        close, theme, edge = min(CLOSE, round(self.count)), self.theme, self.box.get_right()[0]
        last = [(column, number, ink) for column, number, ink in self.on if number < 0]
        step = min(1.0, (area.width - 2 * NAME_GAP - Gap.FAR) / len(self.columns))
        near = ToggleBoard(len(self.columns), close, step, close * step / SHAPE, theme, last)
        numbers = range(round(self.count) - close, round(self.count) - 1)
        near.add(near.names([*map(str, numbers), "="], RIGHT))
        window = RoundedRectangle(width=near.width + Gap.NEAR, height=near.height + Gap.NEAR, corner_radius=0.1)
        picture = VGroup(window.set_stroke(theme.accent, 2).move_to(near), near)
        picture.shift([area.left - window.get_left()[0], area.bottom - window.get_bottom()[1], 0])
        rows, ends = (area.bottom + close * self.pitch, area.bottom), (window.get_top()[1], area.bottom)
        rays = [Line([edge, row, 0], [area.left, end, 0]) for row, end in zip(rows, ends, strict=True)]
        return VGroup(VGroup(*rays).set_stroke(theme.dim, 1.5), picture)

    def _middle(self, column: int) -> float:
        return float(self._places(column, np.zeros(1))[0, 0])

    def _places(self, column: int, rows: Floats) -> Floats:
        (left, low, _), (right, high, _) = self.box.points.min(axis=0), self.box.points.max(axis=0)
        middle = left + (column + 0.5) * (right - left) / len(self.columns)
        down = high - (rows + 0.5) * (high - low) / self.count
        return np.column_stack([np.full(len(rows), middle), down, np.zeros(len(rows))])
