"""A symbol as the network takes it in: a column of switches, one for every symbol there is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, Circle, RoundedRectangle, VGroup, VMobject

from scenes.mobjects.lettering import Lettering, words

HEAD_GAP = 0.22  # units from a column to the symbol above it
NAME_GAP = 0.32  # units from a switch to the middle of its name


class SwitchColumn(VGroup):
    """`count` switches, all off, the first at the top; `pitch` units from one to the next, each `width` wide.

    As few shapes as there are colours: all tracks are one outline, all knobs another.
    """

    def __init__(self, count: int, pitch: float, width: float, *, panel: str, grid: str) -> None:
        super().__init__()
        self.count, self.pitch, self.track_width = count, pitch, width
        self.track_height = min(0.64 * pitch, 0.52 * width)
        self.tracks = VMobject(stroke_color=grid, stroke_width=1.5, fill_color=panel, fill_opacity=1)
        self.knobs = VMobject(stroke_width=0, fill_color=grid, fill_opacity=1)
        for number in range(count):
            down = np.array([0.0, -number * pitch, 0.0])
            self.tracks.append_points(self._track().points + down)
            self.knobs.append_points(self._knob(on=False).points + down)
        self.add(self.tracks, self.knobs)
        self.move_to([0, 0, 0])

    def _track(self) -> VMobject:
        return RoundedRectangle(corner_radius=self.track_height / 2, width=self.track_width, height=self.track_height)

    def _knob(self, on: bool) -> VMobject:
        side = (self.track_width - self.track_height) / 2 * (1 if on else -1)
        return Circle(0.34 * self.track_height).shift([side, 0, 0])

    def place(self, number: int) -> np.ndarray:
        """The middle of a switch."""
        down = np.array([0.0, ((self.count - 1) / 2 - number) * self.pitch, 0.0])
        middle: np.ndarray = self.tracks.get_center() + down
        return middle

    def switched_on(self, number: int, color: str, ground: str) -> VGroup:
        """What covers a switch when it is on."""
        track = self._track().set_fill(color, 1).set_stroke(color, 1.5)
        return VGroup(track, self._knob(on=True).set_fill(ground, 1).set_stroke(width=0)).shift(self.place(number))


class SwitchBoard(VGroup):
    """Columns of `count` switches in `width` × `height` units."""

    def __init__(self, columns: int, count: int, width: float, height: float, *, panel: str, grid: str) -> None:
        pitch = height / count
        gap = min(1.75 * pitch, width / columns)
        made = [SwitchColumn(count, pitch, 0.8 * gap, panel=panel, grid=grid) for _ in range(columns)]
        super().__init__(*made)
        self.arrange(RIGHT, buff=0.2 * gap)

    def names(self, texts: Sequence[str], size: float, color: str, side: np.ndarray) -> VGroup:
        """What each switch stands for, beside the first column (side LEFT) or the last (RIGHT)."""
        column = self[0 if side[0] < 0 else -1]
        edge = side * (column.track_width / 2 + NAME_GAP)
        named = [words(text, size, color).move_to(column.place(n) + edge) for n, text in enumerate(texts)]
        return VGroup(*named)

    def switched_on(self, tokens: Sequence[int], colors: Sequence[str], ground: str) -> VGroup:
        """What covers a switch in each of the first columns when it is on."""
        lit = zip(self, tokens, colors, strict=False)
        return VGroup(*(column.switched_on(token, color, ground) for column, token, color in lit))

    def head(self, column: int, text: str, size: float, color: str) -> Lettering:
        """A symbol above a column, its middle where a digit's would be."""
        digit = words("0", size, color).next_to(self[column], UP, HEAD_GAP)
        return words(text, size, color).move_to(digit)

    def between(self, text: str, size: float, color: str) -> Lettering:
        """A symbol above the gap after the first column."""
        first, second = self.head(0, "0", size, color), self.head(1, "0", size, color)
        return words(text, size, color).move_to((first.get_center() + second.get_center()) / 2)


def merged(shapes: VGroup) -> VGroup:
    """The same picture in as few shapes as it has looks: what need not move apart is drawn many times faster so."""
    outlines: dict[tuple[object, ...], VMobject] = {}
    for shape in shapes.family_members_with_points():
        fill, stroke = shape.get_fill_color(), shape.get_stroke_color()
        look = (str(fill), shape.get_fill_opacity(), str(stroke), shape.get_stroke_width(), shape.get_stroke_opacity())
        # Each look goes where it was last seen: a knob stays on top of every track.
        outlines[look] = outlines.pop(look) if look in outlines else VMobject().match_style(shape, family=False)
        outlines[look].append_points(shape.points)
    return VGroup(*outlines.values())
