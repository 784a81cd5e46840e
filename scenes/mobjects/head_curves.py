"""How much each of some attention heads looks at the line's width, by how many characters are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from manim import ORIGIN, RIGHT, UP, Line, VGroup

from scenes.look.frame import Area
from scenes.look.theme import Gap, Size, Theme
from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.axis import Axis
from scenes.mobjects.chart import Chart
from scenes.mobjects.lettering import words

CURVE, HEAD, SWATCH = 0.06, 0.75, 0.4  # units: a curve's width, room for names over the axes, and a name's swatch


class HeadCurves(Chart):
    """Attention (b, r) over characters left (r,) in an area, a head each in one of the colors; `names` stand over it.

    Each name (text, place in characters) stands over the place of which it speaks; heads without one come last.
    """

    def __init__(
        self, left: Floats, attention: Floats, names: Sequence[tuple[str, float]], colors: Sequence[str], area: Area,
        theme: Theme,
    ) -> None:  # fmt: skip
        title = words("attention to the line’s width", Size.LABEL, theme.text, width=area.width)
        title.move_to([area.left + title.width / 2, area.top - title.height / 2, 0])
        x, y = Axis(float(left[0]), float(left[-1]), False, "characters left"), Axis(0, 1, False, "%")
        room, look = area.less_top(title.height + Gap.NEAR), {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=float(left[-1]), head=HEAD, size=Size.SMALL, **look)
        self.add(title)
        for values, color in zip(attention, colors, strict=True):
            self.curve(left, values, color, CURVE)
        self.names = VGroup()
        for (text, place), color in zip(names, colors, strict=False):
            swatch, name = (
                Line(ORIGIN, SWATCH * RIGHT, color=color, stroke_width=7),
                words(text, Size.LABEL, theme.text),
            )
            label = VGroup(swatch, name.next_to(swatch, UP, Gap.NEAR / 2))
            self.names.add(label.next_to(self.places([place], [1.0])[0], UP, Gap.NEAR / 2))
        self.add(self.names)
        self.reveal(1e-3)

    def draw(self, share: float) -> Self:
        """Draw a share of all curves."""
        self.reveal(max(share, 1e-3) * self.x.high)
        return self
