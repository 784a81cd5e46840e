"""Probabilities of symbols on a logarithmic axis: a dot for each symbol, at the height of its own switch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Group, Line, Transform, VGroup

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import one_in
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, formula, lettering, words

# Powers of ten between grid lines, and that factor in words.
STEPS = {1: "ten", 2: "a hundred", 3: "a thousand", 6: "a million", 9: "a billion", 12: "a trillion"}
LINE_ROOM = 1.0  # units from one grid line to the next, at least
NAME_ROOM = 0.8  # units; where lines are closer, only every other one is labeled
NEXT_ROOM = 1.2  # units that a label beside a dot needs
NEXT_GAP = 0.15  # units between a dot and its label


class ProbabilityPanel(VGroup):
    """Grid lines for decimal logarithms (n,) ≤ 0 of probabilities, with 1 at the right; labels of `size` pixels."""

    def __init__(self, powers: Floats, width: float, height: float, *, size: float, grid: str, dim: str) -> None:
        self.powers = np.asarray(powers, dtype=np.float64)
        far = max(-float(self.powers.min()), 1.0)
        self.step = next((step for step in STEPS if width >= LINE_ROOM * np.ceil(far / step)), max(STEPS))
        self.reach = self.step * int(np.ceil(far / self.step))
        self.span = width
        self.lines, self.labels = VGroup(), VGroup()
        named = self.step if width * self.step >= NAME_ROOM * self.reach else 2 * self.step
        for power in range(0, self.reach + 1, self.step):
            x = width / 2 - width * power / self.reach
            rule = Line([x, -height / 2, 0], [x, height / 2, 0], color=grid, stroke_width=1.2, stroke_opacity=0.55)
            name = words("certain", size, dim) if power == 0 else formula(f"10^(-{power})", size, dim)
            name.next_to(rule, DOWN, 0.14)
            if power == 0:
                name.align_to(rule, RIGHT)
            self.lines.add(rule)
            if power % named == 0:
                self.labels.add(name)
        super().__init__(self.lines, self.labels)

    @property
    def step_in_words(self) -> str:
        """Return the factor from one line to the next in words: "a million"."""
        return STEPS[self.step]

    def places(self, heights: Floats) -> Floats:
        """Return the points (n, 3) of the probabilities, at heights (n,) of the picture."""
        across = self.lines[0].get_x() + self.span * self.powers / self.reach
        return np.column_stack([across, heights, np.zeros(len(across))])


class Odds(Group):
    """The probabilities of n symbols, as `log10` (n,), in an area: a dot for each at the height (n,) of its toggle.

    A symbol of −inf gets no dot. At first all dots are at the area's left edge. `answer` and `beam` mark the likeliest;
    the `title` says what the axis shows.
    """

    def __init__(self, log10: Floats, heights: Floats, area: Area, theme: Theme) -> None:
        finite = np.isfinite(log10)
        log10, heights = log10[finite], heights[finite]
        self.log10, self.area, self.theme, best = log10, area, theme, int(log10.argmax())
        self.panel = ProbabilityPanel(log10, area.width, area.height, size=Size.SMALL, grid=theme.grid, dim=theme.dim)
        self.panel.shift(np.array(area.center) - self.panel.lines.get_center())
        self.ends, marks = self.panel.places(heights), np.tile(rgba(theme.text, 0.75), (len(heights), 1))
        marks[best] = rgba(theme.sum)
        self.starts = self.ends * [0, 1, 1] + [area.left, 0, 0]
        self.cloud = PointCloud(self.starts, marks, POINT)
        self.answer = PointCloud(self.ends[best : best + 1], marks[best : best + 1], 2 * POINT)
        self.beam = Line(self.starts[best], self.ends[best], color=theme.sum, stroke_width=2)
        self.title = words("probability", Size.SMALL, theme.dim)
        super().__init__(self.panel, self.cloud, self.title)

    def headed(self, share: Lettering, height: float) -> Animation:
        """Move the text of the likeliest symbol's probability into a line `height` units high above the grid.

        The title is placed at its left, or over it where there is no room.
        """
        area, beside = self.area, self.title.width + 2 * NEXT_GAP + share.width <= self.area.width
        level = area.top + height * (0.5 if beside else 0.27)
        heading = share.copy().move_to([area.right - share.width / 2, level, 0])
        if beside:
            self.title.shift([area.left - self.title.get_left()[0], heading.baseline - self.title.baseline, 0])
        else:
            self.title.next_to(heading, UP, NEXT_GAP / 2).align_to(heading, RIGHT)
        return Transform(share, heading)

    def slide(self, share: float) -> None:
        """Move the dots a share (0 … 1) of the way from the left edge to their probabilities."""
        self.cloud.set_positions((1 - share) * self.starts + share * self.ends)

    def runner_up(self, names: Sequence[str]) -> Lettering | None:
        """Write the probability of the second likeliest symbol beside its dot; return None where there is no room."""
        second = int(np.argsort(self.log10)[-2])
        room = self.area.right - self.ends[second][0] - NEXT_GAP
        if room < NEXT_ROOM:
            return None
        text = escape(f"next: {names[second]}, {one_in(self.log10[second])}")
        label = lettering(text, Size.SMALL, self.theme.text, room, "left")
        label.next_to(self.ends[second], RIGHT, NEXT_GAP)
        near = label.height / 2 + NEXT_GAP
        if abs(label.get_y() - self.beam.get_y()) < near:  # else the beam would run through it
            below = self.beam.get_y() - near
            label.set_y(below if below > self.area.bottom + near else self.beam.get_y() + near)
        return label
