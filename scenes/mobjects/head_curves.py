"""Curves of how much each of some attention heads looks at the line's width, by how many characters are left."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import ORIGIN, RIGHT, UP, Dot, Group, Line, VGroup, smooth

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.chart import Chart, Curve
from transparent_box.scenes.mobjects.lettering import words

CATEGORIES = (0, 3, 2)  # of the theme's, told apart in any company
CURVE, HEAD, SWATCH = 0.06, 0.75, 0.4  # units: a curve's width, room for names over the axes, and a name's swatch
BACK, COMING = 0.28, 0.15  # opacity of curves while others are spoken of; of a curve's time, in which it comes or goes
DRAWN, HOP = 0.85, 0.35  # of the time, after which all stand again; in which the clean heads fire once more
DOT = 0.13  # units


class HeadCurves(Chart):
    """Attention (b, r) over characters left (r,) in an area: of the clean heads, that look so many ahead, in colors.

    Each of those has its distance written over it, and a dot of its own that runs on to where it fires again. The
    `rest` are dim, with the name `others`; all this is `behind`, for whoever adds it.
    """

    def __init__(self, left: Floats, attention: Floats, clean: dict[int, float], area: Area, theme: Theme) -> None:
        colors = clean_colors(len(clean), theme)
        others = [head for head in range(len(attention)) if head not in clean]
        title = words("attention to the line’s width", Size.LABEL, theme.text, width=area.width)
        title.move_to([area.left + title.width / 2, area.top - title.height / 2, 0])
        x, y = Axis(float(left[0]), float(left[-1]), False, "characters left"), Axis(0, 1, False, "%")
        room, look = area.less_top(title.height + Gap.NEAR), {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=float(left[-1]), head=HEAD, size=Size.SMALL, **look)
        self.add(title)
        inks = [*colors, *(theme.dim for _ in others)]
        for head, color in zip([*clean, *others], inks, strict=True):
            self.curve(left, attention[head], color, CURVE)
        self.clean, self.rest = self.curves[: len(clean)], Group(*self.curves[len(clean) :])
        self.remove(*self.rest)
        self.names = VGroup()
        for ahead, color in zip(clean.values(), colors, strict=True):
            swatch = Line(ORIGIN, SWATCH * RIGHT, color=color, stroke_width=7)
            label = VGroup(swatch, words(f"{ahead:.0f}", Size.LABEL, theme.text).next_to(swatch, UP, Gap.NEAR / 2))
            self.names.add(label.next_to(self.places([ahead], [1.0])[0], UP, Gap.NEAR / 2))
        self.add(self.names)
        grey = Line(ORIGIN, SWATCH * RIGHT, color=theme.dim, stroke_width=7)
        name = words("the others" if len(others) > 1 else "the other", Size.LABEL, theme.dim)
        self.others = VGroup(grey, name.next_to(grey, UP, Gap.NEAR / 2))
        self.others.next_to(self.places([float(left[-1])], [1.0])[0], UP, Gap.NEAR / 2)
        self.others.shift([min(0.0, area.right - self.others.get_right()[0]), 0, 0])
        looked = zip(self.clean, clean.values(), strict=True)
        self.peaks = [fires_twice(curve.x, curve.y, ahead) for curve, ahead in looked]
        self.dots = VGroup(*(Dot(radius=DOT, color=color) for color in colors))
        self.draw(0.0)

    def draw(self, share: float) -> Self:
        """Draw the clean heads one after the other, those before it dim, a share of the way; then all stand."""
        turn, again = min(share / DRAWN, 1.0) * len(self.clean), max(0.0, share - DRAWN) / (1 - DRAWN)
        for place, (curve, name) in enumerate(zip(self.clean, self.names, strict=True)):
            name.set_opacity(self._draw_in_turn(curve, turn - place, again))
        return self

    def draw_rest(self, share: float) -> Self:
        """Let the clean heads fire again, then stand back, and draw the rest one after the other, and name it."""
        run, left = min(share / HOP, 1.0), max(0.0, share - HOP) / (1 - HOP)
        back = min(left / COMING, 1.0)
        for dot, curve, (first, second) in zip(self.dots, self.clean, self.peaks, strict=True):
            at = first + (second - first) * smooth(run)
            dot.move_to(self.places([at], [curve.value(at)])[0]).set_opacity(min(run / COMING, 1.0) * (1 - back))
            curve.set_opacity(1 - (1 - BACK) * back)
        turn, again = min(left / DRAWN, 1.0) * len(self.rest), max(0.0, left - DRAWN) / (1 - DRAWN)
        for place, curve in enumerate(self.rest):
            self._draw_in_turn(curve, turn - place, again)
        self.others.set_opacity(back)
        return self

    def _draw_in_turn(self, curve: Curve, turn: float, again: float) -> float:
        """Draw a curve while a turn goes from 0 to 1, and let it stand back until it comes again; tell if it is in."""
        drawn, past = min(max(turn, 0.0), 1.0), min(max(turn - 1, 0.0) / COMING, 1.0)
        curve.until = max(drawn, 1e-3) * self.x.high
        self._trace(curve)
        come = min(drawn / COMING, 1.0)
        curve.set_opacity(come * (1 - (1 - BACK) * past * (1 - again)))
        return come

    @property
    def behind(self) -> Group:
        """The rest, their name, and the dots of the clean heads."""
        return Group(*self.rest, self.others, self.dots)


def fires_twice(left: Floats, attention: Floats, ahead: float) -> tuple[float, float]:
    """Find where a head looks, of the characters left (r,), and where its attention (r,) is highest beyond a trough."""
    first = int(np.abs(left - ahead).argmin())
    low = first + int(attention[first:].argmin())
    return float(left[first]), float(left[low + int(attention[low:].argmax())])


def clean_colors(count: int, theme: Theme) -> list[str]:
    """Give each of so many clean heads a color."""
    return [theme.categories[CATEGORIES[place % len(CATEGORIES)]] for place in range(count)]
