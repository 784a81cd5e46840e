"""Curves of how much each of some attention heads looks at the line's width, by how many characters are left."""

from __future__ import annotations

from typing import Self

from manim import ORIGIN, RIGHT, UP, Group, Line, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.chart import Chart
from transparent_box.scenes.mobjects.lettering import words

CATEGORIES = (0, 3, 2)  # of the theme's, told apart in any company
CURVE, HEAD, SWATCH = 0.06, 0.75, 0.4  # units: a curve's width, room for names over the axes, and a name's swatch
BACK, BEGUN = 0.35, 0.25  # opacity of curves while others are spoken of; of the time that those take to be drawn


class HeadCurves(Chart):
    """Attention (b, r) over characters left (r,) in an area: of the clean heads, that look so many ahead, in colors.

    Each of those has its distance written over it; the `rest` are dim, with the name `others`, for whoever adds them.
    """

    def __init__(self, left: Floats, attention: Floats, clean: dict[int, float], area: Area, theme: Theme) -> None:
        colors = clean_colors(clean, theme)
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
        self.rest = Group(*self.curves[len(clean) :])
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
        self.reveal(1e-3)

    def draw(self, share: float) -> Self:
        """Draw a share of all curves."""
        self.reveal(max(share, 1e-3) * self.x.high)
        return self

    def draw_rest(self, share: float) -> Self:
        """Draw a share of the rest, where the clean heads' curves are drawn whole: those stand back, this is named."""
        clean, begun = self.curves[: len(self.curves) - len(self.rest)], min(share / BEGUN, 1.0)
        self.reveal(max(share, 1e-3) * self.x.high, clean)
        for curve in clean:
            curve.set_opacity(1 - (1 - BACK) * begun)
        self.others.set_opacity(begun)
        return self

    @property
    def behind(self) -> Group:
        """The rest, and their name."""
        return Group(*self.rest, self.others)


def clean_colors(clean: dict[int, float], theme: Theme) -> list[str]:
    """Give each of the clean heads a color."""
    return [theme.categories[CATEGORIES[place % len(CATEGORIES)]] for place in range(len(clean))]
