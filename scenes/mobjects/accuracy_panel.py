"""The accuracies along training, and a marker for where in training we are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Group, Line, ManimColor, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.training_curves import TrainingCurves

HIGHEST = 4.4  # units, of the panel in an area
CURVE = 0.035  # units wide
DOT_ROOM = 0.55  # units between the marker and a curve's name, beyond a reading
MOST_POINTS = 1200  # of a curve; no frame is wider


class AccuracyPanel(Group):
    """Train and test accuracy (n,) over steps (n,), as curves in `width` × `height` units, labels outside them."""

    def __init__(
        self,
        step: Floats,
        accuracies: Sequence[Floats],
        width: float,
        height: float,
        *,
        size: float,
        colors: dict[str, str],
    ) -> None:
        """`colors`: grid, dim, train, test and accent, #RRGGBB."""
        super().__init__()
        self.step, self.accuracies = np.asarray(step, dtype=np.float64), [np.asarray(shares) for shares in accuracies]
        room = 0.75  # left of the axis
        left, right, low, high = room - width / 2, width / 2, 0.45 - height / 2, height / 2 - 0.5
        self.axis = Line([left, low, 0], [right, low, 0], color=colors["grid"], stroke_width=1.5)
        self.upright = Line([left, low, 0], [left, high, 0], color=colors["grid"], stroke_width=1.5)
        kept = slice(None, None, max(1, len(self.step) // MOST_POINTS))
        curves = [self.places(self.step[kept], share[kept]) for share in self.accuracies]
        self.curves = PolylineSet(
            curves, np.array([ManimColor(colors[name]).to_rgba() for name in ("train", "test")]), CURVE
        )
        self.marker = Line([left, low, 0], [left, high + 0.12, 0], color=colors["accent"], stroke_width=2.5)
        self.dots = VGroup(*(Dot(radius=0.09, color=colors[name]) for name in ("train", "test")))
        self.add(self.axis, self.upright, self._scale(size, colors["dim"]), self.curves)
        self.names = self._names(size, colors["train"], colors["test"])
        self.add(self.names, self.marker, self.dots)
        self.mark(self.step[-1])

    def places(self, steps: Floats, shares: Floats) -> Floats:
        """(n, 3) points of steps and accuracies."""
        start, across, up = self.axis.get_start(), self.axis.get_vector(), self.upright.get_vector()
        placed: Floats = start + np.outer(steps / self.step[-1], across) + np.outer(shares, up)
        return placed

    def _scale(self, size: float, color: str) -> VGroup:
        shares = [words(percent(share), size, color) for share in (0, 1)]
        for share, text in zip((0, 1), shares, strict=True):
            text.next_to(self.places(np.zeros(1), np.array([share]))[0], LEFT, 0.15)
        first = words("step 0", size, color).next_to(self.axis.get_start(), DOWN, 0.15).align_to(self.axis, LEFT)
        last = words(f"{int(self.step[-1]):,}", size, color).next_to(self.axis.get_end(), DOWN, 0.15)
        named = words("right answers", size, color).next_to(self.upright, UP, 0.15).align_to(shares[1], LEFT)
        return VGroup(*shares, first, last.align_to(self.axis, RIGHT), named)

    def _names(self, size: float, train: str, test: str) -> VGroup:
        """Name the curves: train above its own, test beside the place where it passes one half."""
        middle = self.places(self.step[-1:] * 0.5, np.ones(1))[0]
        first = words("seen in training", size, train).next_to(middle, UP, 0.15).align_to(self.axis, RIGHT)
        halfway = int(np.argmax(self.accuracies[1] >= 0.5))
        at = self.places(self.step[[halfway]], np.array([0.5]))[0] if halfway else middle + 0.5 * self.axis.get_vector()
        second = words("never seen", size, test).next_to(at, RIGHT, 0.2)
        if not halfway:
            second.next_to(self.axis.get_end(), UP, 0.4).align_to(self.axis, RIGHT)
        return VGroup(first, second)

    def mark(self, step: float) -> AccuracyPanel:
        """Stand at a step."""
        for dot, shares in zip(self.dots, self.accuracies, strict=True):
            dot.move_to(self.places(np.array([step]), np.interp([step], self.step, shares))[0])
        self.marker.match_x(self.dots)
        return self

    def readings(self, train: float, test: float, size: float) -> VGroup:
        """Write the two accuracies: by the marker's dots, or by the curves' names where that is too narrow."""
        second = self.names[1]
        inks = [str(name[0].get_fill_color().to_hex()) for name in self.names]
        seen, unseen = (words(percent(share), size, ink) for share, ink in zip((train, test), inks, strict=True))
        if second.get_left()[0] - self.dots.get_x() > seen.width + DOT_ROOM:
            seen.next_to(self.dots[0], RIGHT, 0.2).shift(0.35 * DOWN)
            unseen.next_to(self.dots[1], RIGHT, 0.2).shift(0.5 * UP)
            return VGroup(seen, unseen)
        seen.next_to(self.axis, UP, self.upright.height - seen.height - 0.15).align_to(self.axis, RIGHT)
        return VGroup(seen, unseen.next_to(second, DOWN, 0.12).align_to(second, LEFT))


def accuracies_of(history: TrainingCurves, area: Area, theme: Theme) -> AccuracyPanel:
    """Draw a run's accuracies in an area, no higher than is good for curves."""
    names = ("grid", "dim", "train", "test", "accent")
    colors, size = {name: getattr(theme, name) for name in names}, (area.width, min(area.height, HIGHEST))
    shares = [history.train_accuracy, history.test_accuracy]
    return AccuracyPanel(history.step, shares, *size, size=Size.SMALL, colors=colors).move_to(area.center)
