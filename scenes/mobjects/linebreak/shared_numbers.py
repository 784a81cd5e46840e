"""Numbers that two threads in one space have in common: a point on each, and the number beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Dot, Line, ManimColor, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.linebreak.thread import Numerals, Thread
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

SIZES = 0.14, 0.085  # units, radii of the first thread's points and of the second's, which are drawn over them
CLEAR = 0.05  # units between a number and the line that leads to it


class SharedNumbers(VGroup):
    """Some `named` numbers on two threads at rest with values (n,) and (m,), written where there is most room.

    For each there is a line from the number to the middle of two points, one on each thread, and these points.
    """

    def __init__(
        self,
        first: tuple[Thread, Floats],
        second: tuple[Thread, Floats],
        named: Sequence[int],
        area: Area,
        theme: Theme,
    ) -> None:
        places = [[int(np.searchsorted(values, number)) for number in named] for _, values in (first, second)]
        (one, _), (other, _) = first, second
        texts = {place: f"{number}" for place, number in zip(places[1], named, strict=True)}
        super().__init__()
        for label, on_one, on_other in zip(Numerals(other, texts, [one], area, theme), *places, strict=True):
            inks = ManimColor(one.colors[on_one].tolist()), ManimColor(theme.text)
            ends = one.place_in_view(on_one), other.place_in_view(on_other)
            pair = VGroup(*(Dot(end, size, color=ink) for end, size, ink in zip(ends, SIZES, inks, strict=True)))
            pair.set_stroke(theme.ground, 2)
            self.add(leader(Area.around(label), np.mean(ends, axis=0), theme.dim), pair, label)


def leader(start: Area, end: Floats, ink: str) -> Line:
    """Draw a line from the edge of an area to a point outside it."""
    way = end - np.array(start.center)
    sides = np.array([start.width, start.height]) / 2 + CLEAR
    edge = float(np.min(sides / np.maximum(np.abs(way[:2]), 1e-9)))
    return Line(np.array(start.center) + min(edge, 1.0) * way, end, color=ink, stroke_width=2)
