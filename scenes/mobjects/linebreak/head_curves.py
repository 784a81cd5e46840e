"""Curves of the attention that each of some heads pays to the line's width, by the number of characters left."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import ORIGIN, RIGHT, UP, Dot, Group, Line, Rectangle, VGroup, smooth

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import count_word
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.charts.chart import Chart, Curve
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

CATEGORIES = (0, 3, 2)  # indices of the theme's category colors that are easiest to tell apart
CURVE = 0.06  # units, width of a curve
HEAD = 0.75  # units above the axes for names
SWATCH = 0.4  # units, width of a name's swatch
BACK = 0.28  # opacity of curves in the background
COMING = 0.15  # share of a curve's time in which it fades in or out
DRAWN = 0.85  # share of the time after which all curves are bright again
HOP = 0.35  # share of the time in which the clean heads' dots run to their second peaks
DOT = 0.13  # units, radius of such a dot
LEVEL = 0.1  # greatest distance from 0 at the start, and from 1 at the end, of a curve that counts as a step
HALF = 0.5  # attention above which the head of such a curve says "far"


class HeadCurves(Chart):
    """Attention (b, r) of b heads by characters left (r,), in an area; `clean` is {head: how far ahead it peaks}.

    Clean heads are in colors, each with its distance written above, and with a dot that later runs to its second peak.
    Of the `rest`, those that step up from near to far are `steps`, bright, over a lit `ground` where they are high; the
    others are dim and named `others`. Everything of the rest but the ground is `behind`, which the caller adds.
    """

    def __init__(self, left: Floats, attention: Floats, clean: dict[int, float], area: Area, theme: Theme) -> None:
        colors = clean_colors(len(clean), theme)
        stepping = [head for head in range(len(attention)) if head not in clean and steps_up(attention[head])]
        others = [head for head in range(len(attention)) if head not in [*clean, *stepping]]
        title = words("attention to the line’s width", Size.LABEL, theme.text, width=area.width)
        title.move_to([area.left + title.width / 2, area.top - title.height / 2, 0])
        x, y = Axis(float(left[0]), float(left[-1]), False, "characters left"), Axis(0, 1, False, "%")
        room, look = area.less_top(title.height + Gap.NEAR), {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=float(left[-1]), head=HEAD, size=Size.SMALL, **look)
        self.add(title)
        inks = [*colors, *(theme.dim for _ in others), *(theme.text for _ in stepping)]
        for head, color in zip([*clean, *others, *stepping], inks, strict=True):
            self.curve(left, attention[head], color, CURVE)
        self.clean, self.rest = self.curves[: len(clean)], Group(*self.curves[len(clean) :])
        self.steps = self.curves[len(clean) + len(others) :]
        self.remove(*self.rest)
        self.names = VGroup()
        for ahead, color in zip(clean.values(), colors, strict=True):
            name = self._title(f"{ahead:.0f}", theme.text, ahead)
            name[0].set_stroke(color)
            self.names.add(name)
        self.add(self.names)
        self.others = self._title("the others" if len(others) > 1 else "the other", theme.dim, x.high)
        self.others.shift([min(0.0, area.right - self.others.get_right()[0]), 0, 0])
        self.ground, self.far = self._ground(left, attention[stepping], theme)
        self.behind = Group(*self.rest, *[self.others] * bool(others), *[self.far] * bool(stepping))
        self.add_to_back(self.ground)
        looked = zip(self.clean, clean.values(), strict=True)
        self.peaks = [fires_twice(curve.x, curve.y, ahead) for curve, ahead in looked]
        self.dots = VGroup(*(Dot(radius=DOT, color=color) for color in colors))
        self.behind.add(self.dots)
        self.draw(0.0)

    def draw(self, share: float) -> Self:
        """Draw the clean heads one after another, dimming those before, a share of the way; then all are bright."""
        turn, again = min(share / DRAWN, 1.0) * len(self.clean), max(0.0, share - DRAWN) / (1 - DRAWN)
        for place, (curve, name) in enumerate(zip(self.clean, self.names, strict=True)):
            name.set_opacity(self._draw_in_turn(curve, turn - place, again))
        return self

    def draw_rest(self, share: float) -> Self:
        """Run the dots to the second peaks, move the clean heads to the background, then draw the rest, steps last."""
        run, left = min(share / HOP, 1.0), max(0.0, share - HOP) / (1 - HOP)
        back = min(left / COMING, 1.0)
        for dot, curve, (first, second) in zip(self.dots, self.clean, self.peaks, strict=True):
            at = first + (second - first) * smooth(run)
            dot.move_to(self.places([at], [curve.value(at)])[0]).set_opacity(min(run / COMING, 1.0) * (1 - back))
            curve.set_opacity(1 - (1 - BACK) * back)
        turn, again = min(left / DRAWN, 1.0) * (len(self.steps) + 1), max(0.0, left - DRAWN) / (1 - DRAWN)
        for curve in self.rest[: len(self.rest) - len(self.steps)]:
            curve.set_opacity(BACK * self._draw_in_turn(curve, turn, 0.0))
        for place, curve in enumerate(self.steps, 1):
            self._draw_in_turn(curve, turn - place, again)
        self.others.set_opacity(back)
        come = min(max(turn - 1, 0.0), 1.0)
        self.ground.set_fill(opacity=come)
        self.far.set_opacity(come)
        return self

    def _title(self, name: str, ink: str, at: float) -> VGroup:
        """Make a swatch with a name, above a place on the x-axis."""
        swatch = Line(ORIGIN, SWATCH * RIGHT, color=ink, stroke_width=7)
        title = VGroup(swatch, words(name, Size.LABEL, ink).next_to(swatch, UP, Gap.NEAR / 2))
        return title.next_to(self.places([at], [1.0])[0], UP, Gap.NEAR / 2)

    def _ground(self, left: Floats, steps: Floats, theme: Theme) -> tuple[Rectangle, VGroup]:
        """Make the ground where stepping heads (b, r) are high, and the name above it."""
        first = left[int(np.argmax(steps.min(axis=0) > HALF))] if len(steps) else left[-1]
        corners = self.places([first, left[-1]], [0.0, 1.0])
        wide, high = np.maximum(corners[1] - corners[0], 1e-3)[:2]
        ground = Rectangle(width=wide, height=high, stroke_width=0).set_fill(theme.panel, 0)
        return ground.move_to(corners.mean(axis=0)), self._title("far", theme.text, float(first + left[-1]) / 2)

    @property
    def sentence(self) -> str:
        """The number of heads that tell far from near, as a sentence."""
        many = len(self.steps)
        if not many:
            return "No head tells far from near."
        return f"{count_word(many).capitalize()} more head{' tells' if many == 1 else 's tell'} far from near."

    def _draw_in_turn(self, curve: Curve, turn: float, again: float) -> float:
        """Draw a curve as `turn` goes 0 … 1, then dim it until `again`; return how far it has faded in."""
        drawn, past = min(max(turn, 0.0), 1.0), min(max(turn - 1, 0.0) / COMING, 1.0)
        curve.until = max(drawn, 1e-3) * self.x.high
        self._trace(curve)
        come = min(drawn / COMING, 1.0)
        curve.set_opacity(come * (1 - (1 - BACK) * past * (1 - again)))
        return come


def fires_twice(left: Floats, attention: Floats, ahead: float) -> tuple[float, float]:
    """Find where a head peaks, in characters left (r,), and where its attention (r,) is highest after the trough."""
    first = int(np.abs(left - ahead).argmin())
    low = first + int(attention[first:].argmin())
    return float(left[first]), float(left[low + int(attention[low:].argmax())])


def steps_up(attention: Floats) -> bool:
    """Tell whether attention (r,) rises from nearly 0 to nearly 1 without falling far in between."""
    back = np.maximum.accumulate(attention) - attention
    return bool(attention[0] < LEVEL and attention[-1] > 1 - LEVEL and back.max() < LEVEL)


def clean_colors(count: int, theme: Theme) -> list[str]:
    """Choose a color for each clean head."""
    return [theme.categories[CATEGORIES[place % len(CATEGORIES)]] for place in range(count)]
